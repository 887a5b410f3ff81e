"""Where an owner's latest customers came from: who sent whom, and how much so few can say.

A share counted on 15–20 customers is rough. Each is given with its Wilson interval, and two shares are told
apart only where their intervals do not meet: that is stricter than it need be, and an owner who moves money
from one thing to another is better served by too much caution than by too little.

The trail shows where customers came from. It cannot show what would have come without them, and it forgets
those who never wrote back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exercises.rules import Finding
from exercises.rules.uncertainty import wilson

SOURCES = ("family", "friend", "acquaintance", "customer", "ad", "other")
# Someone said a good word; the rest found their own way.
BY_PEOPLE = ("family", "friend", "acquaintance", "customer")
CLOSE = ("family", "friend")
KNOWN = ("well", "little", "not")
STILL = ("yes", "no", "too_soon")

# What the learner is asked for; fewer are shown, and said to be few.
FEWEST, MOST = 8, 20

# Below this a share says nothing that the list itself does not say better.
ENOUGH = 5


@dataclass(frozen=True)
class Customer:
    """One customer; what is not said is None.

    ``source`` is one of SOURCES, ``sent_by`` the key of the one who sent them (used only where the source
    is a customer), ``known`` one of KNOWN, ``still`` one of STILL.
    """

    key: object
    source: str | None = None
    sent_by: object = None
    known: str | None = None
    still: str | None = None


@dataclass(frozen=True)
class Branch:
    """A customer in the tree: ``above`` are the keys of those who lie between them and the root, first the
    one nearest the root; ``group`` is the root's source, None where it is not said.
    """

    customer: Customer
    group: str | None
    above: tuple

    @property
    def depth(self) -> int:
        """1 for a customer who hangs directly on a source."""
        return len(self.above) + 1


@dataclass(frozen=True)
class Share:
    """``hits`` of ``n``, with the 95 % Wilson interval from 0 to 1; None where ``n`` is under ENOUGH."""

    hits: int
    n: int
    interval: tuple[float, float] | None

    def apart(self, other: Share) -> bool:
        """Whether the intervals of the two do not meet."""
        if self.interval is None or other.interval is None:
            return False
        return self.interval[0] > other.interval[1] or other.interval[0] > self.interval[1]


def share(hits: int, n: int) -> Share:
    """The :class:`Share` of ``hits`` of ``n``."""
    return Share(hits, n, wilson(hits, n) if n >= ENOUGH else None)


def senders(customers: Sequence[Customer]) -> tuple[dict[Any, Any], set[Any]]:
    """``({key: key of who sent them, or None}, keys in a ring)``.

    A sender who is not among ``customers`` is none. Two windows can make people send each other in a ring;
    a ring is cut, so that the tree stays a tree.
    """
    keys = {customer.key for customer in customers}
    sent = {
        c.key: c.sent_by if c.source == "customer" and c.sent_by in keys and c.sent_by != c.key else None
        for c in customers
    }
    ring = _ring(sent)
    return {key: None if key in ring else sender for key, sender in sent.items()}, ring


def _ring(sent):
    """The keys that one comes back to by asking again and again who sent them."""
    ring, seen = set(), set()
    for key in sent:
        trail = []
        while key is not None and key not in seen:
            seen.add(key)
            trail.append(key)
            key = sent[key]
        if key in trail:
            ring.update(trail[trail.index(key) :])
    return ring


def tree(customers: Sequence[Customer]) -> list[Branch]:
    """The :class:`Branch` list, each right under who sent them, the sources in the order of SOURCES."""
    sent, _ = senders(customers)
    by_sender = {}
    for customer in customers:
        by_sender.setdefault(sent[customer.key], []).append(customer)
    branches = []
    for group in (*SOURCES, None):
        waiting: list[Any] = [(c, ()) for c in reversed(by_sender.get(None, [])) if c.source == group]
        while waiting:
            customer, above = waiting.pop()
            branches.append(Branch(customer, group, above))
            below = (*above, customer.key)
            waiting += [(c, below) for c in reversed(by_sender.get(customer.key, []))]
    return branches


def brought(customers: Sequence[Customer]) -> dict[int | str, int]:
    """``{key: how many came through them}``, directly or through someone they sent; none are left out."""
    counts = {}
    for branch in tree(customers):
        for key in branch.above:
            counts[key] = counts.get(key, 0) + 1
    return counts


def possible_senders(customers: Sequence[Customer], key: int | str) -> list[Any]:
    """The keys of those who can have sent ``key``: not itself, nor anyone who came through it."""
    below = {b.customer.key for b in tree(customers) if key in b.above}
    return [c.key for c in customers if c.key != key and c.key not in below]


def shares(customers: Sequence[Customer]) -> dict[str, Share]:
    """``{source: Share}`` among the customers whose source is said, in the order of SOURCES."""
    said = [c.source for c in customers if c.source]
    return {source: share(said.count(source), len(said)) for source in SOURCES}


def share_of(customers: Sequence[Customer], sources: tuple[str, ...]) -> Share:
    """The :class:`Share` of several ``sources`` together."""
    said = [c.source for c in customers if c.source]
    return share(sum(source in sources for source in said), len(said))


def kept(customers: Sequence[Customer], by_people: bool) -> Share:
    """The :class:`Share` still there of those who came by people, or of the rest; too soon does not count."""
    answers = [
        c.still
        for c in customers
        if c.source and (c.source in BY_PEOPLE) is by_people and c.still in ("yes", "no")
    ]
    return share(answers.count("yes"), len(answers))


def strangers(customers: Sequence[Customer]) -> Share:
    """The :class:`Share` of those one did not know at all before, among those where it is said."""
    answers = [c.known for c in customers if c.known]
    return share(answers.count("not"), len(answers))


def findings(customers: Sequence[Customer]) -> list[Finding]:
    """What can be said of the trail, as a list of ``(key, names)``; a name may be a Share or a key."""
    n = len(customers)
    if not n:
        return [("nothing_yet", {"fewest": FEWEST, "most": MOST})]
    found: list[Finding] = []
    if n < FEWEST:
        found.append(("few", {"n": n, "fewest": FEWEST, "most": MOST}))
    unsaid = sum(c.source is None for c in customers)
    if unsaid:
        found.append(("unsaid", {"n": unsaid}))
    if senders(customers)[1]:
        found.append(("ring", {}))
    if n == unsaid:
        return found
    people = share_of(customers, BY_PEOPLE)
    found.append(("people" if people.interval else "people_few", {"share": people}))
    found += _most(shares(customers))
    close = share_of(customers, CLOSE)
    found.append(("close" if close.interval else "close_few", {"share": close}))
    met = strangers(customers)
    if met.n:
        found.append(("strangers", {"share": met}))
    found += _chains(customers)
    found += _kept(kept(customers, True), kept(customers, False))
    return found


def _most(each):
    first, second = sorted(each.items(), key=lambda pair: -pair[1].hits)[:2]
    if not first[1].interval:
        return []
    names = {"source": first[0], "share": first[1], "other": second[0], "next": second[1]}
    if first[1].hits == second[1].hits:
        return [("most_tie", names)]
    return [("most_clear" if first[1].apart(second[1]) else "most_unclear", names)]


def _chains(customers):
    counts = brought(customers)
    if not counts:
        return []
    most = max(counts.values())
    best = [key for key, count in counts.items() if count == most]
    found: list[Finding] = (
        [("sender" if most > 1 else "sender_one", {"who": best[0], "n": most})] if len(best) == 1 else []
    )
    longest = max(branch.depth for branch in tree(customers))
    if longest > 2:
        found.append(("chain", {"n": longest}))
    return found


def _kept(by_people, rest):
    if not (by_people.n and rest.n):
        return []
    names = {"share": by_people, "other": rest}
    if not by_people.apart(rest):
        return [("kept_unclear", names)]
    more = by_people.hits * rest.n > rest.hits * by_people.n
    return [("kept_more" if more else "kept_fewer", names)]
