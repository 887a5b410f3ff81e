"""Whom to call when something goes wrong: the claim that a network is an insurance, made into a list.

Nobody has measured the claim. What can be seen beforehand is whether there is anybody at all, whether there
are two, whether the same person stands in everywhere, and whether they have been asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.rules import Finding

# A choice of the course; the last is the learner's own.
SITUATIONS = (
    "illness",
    "it_crash",
    "lost_customer",
    "broken_tool",
    "too_much_work",
    "hard_letter",
    "bad_day",
    "own",
)
# Who is called first, and who is called if nobody answers.
TURNS = ("first", "second")

# Somebody who is first in as many as this is needed most when they too may be away.
MANY = 3


@dataclass(frozen=True)
class Cover:
    """One situation: who is called (nicknames or ""), and whether they have been asked."""

    situation: str
    first: str = ""
    second: str = ""
    asked: bool = False

    @property
    def names(self) -> list[str]:
        return [name for name in (self.first, self.second) if name]


def covered(covers: Sequence[Cover]) -> int:
    """How many situations have somebody."""
    return sum(bool(cover.names) for cover in covers)


def only_one(covers: Sequence[Cover]) -> list[str]:
    """The situations that have one person and no second."""
    return [cover.situation for cover in covers if len({name.casefold() for name in cover.names}) == 1]


def leaned_on(covers: Sequence[Cover]) -> list[tuple[str, int]]:
    """``[(name, times)]`` of those who are called in MANY situations or more, the most leaned on first."""
    times, spelt = Counter(), {}
    for cover in covers:
        for name in {name.casefold(): name for name in cover.names}.values():
            times[name.casefold()] += 1
            spelt.setdefault(name.casefold(), name)
    return [(spelt[name], n) for name, n in times.most_common() if n >= MANY]


def findings(covers: Sequence[Cover], own_named: bool) -> list[Finding]:
    """What to say, as ``[(text key, names)]``. ``own_named``: the learner has said what the last one is."""
    asked_for = [cover for cover in covers if cover.situation != "own" or own_named or cover.names]
    n = covered(asked_for)
    if not n:
        return [("nothing_yet", {})]
    said: list[Finding] = [("covered", {"n": n, "of": len(asked_for)})]
    empty = [cover.situation for cover in asked_for if not cover.names]
    if empty:
        said.append(("empty", {"situations": empty}))
    if alone := only_one(asked_for):
        said.append(("only_one", {"situations": alone}))
    said += [("leaned_on", {"name": name, "n": times}) for name, times in leaned_on(asked_for)]
    unasked = sum(bool(cover.names) and not cover.asked for cover in asked_for)
    said.append(("unasked", {"n": unasked}) if unasked else ("all_asked", {}))
    return said
