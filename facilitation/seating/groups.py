"""Sparring groups of three to five: who sits with whom, how good it can get, and why these four.

The aims, in the order in which hosts understand them; one more point on an earlier aim beats any on a later:

1. hard rules: everybody of a group can come on one of the same evenings and shares a language; then nobody
   sits with the same firm or a competitor, and who must sit together does. Broken only where it cannot be
   avoided, and then named;
2. groups of four, else as near to four as the number allows;
3. few pairs who know each other already;
4. the worst group (mean difference of its pairs, in whole points of 100);
5. the mean: what difference a person meets, averaged over all.

Up to EXACT people every legal group is listed and the plan is proven best (`seating.partition`). Up to
BOUNDED the best of the most promising groups are taken, with a bound on the mean; above it annealing of a
fixed number of moves finds a plan. The same sheet in the same order and the same seed give the same groups.
NumPy and SciPy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from facilitation.seating.annealing import maximally_diverse as maximally_diverse
from facilitation.seating.participants import COMPETE, SAME_FIRM, People, SheetProblem, people, understand

if TYPE_CHECKING:
    import pandas as pd


SMALLEST, PREFERRED, LARGEST = 3, 4, 5
EXACT = 48
NEARBY = 48  # people whose seats are thought over when somebody drops out
BOUNDED = 100
NEAR_COLUMNS, NEAR_NODES = 1500, 30  # how long the solver may think above EXACT
COUNTED = 24  # people among whom the fewest broken rules are proven, where some must be broken
NO_EVENING, NO_LANGUAGE, TOGETHER = "no_evening", "no_language", "together"


@dataclass(frozen=True, order=True)
class Score:
    """A plan by the aims, best first when sorted: all that is bad counts up, all that is good counts down.

    ``cannot_meet`` groups without a common evening or language; ``apart`` reasons broken to keep two apart,
    and
    people without somebody with whom they must sit;
    ``uneven`` people too many or too few in all groups; ``acquainted`` pairs; ``worst`` and ``mean`` are
    *minus* the points, 0 to 100.
    """

    cannot_meet: int
    apart: int
    uneven: int
    acquainted: int
    worst: int
    mean: float


@dataclass(frozen=True)
class Conflict:
    """A hard rule that a group breaks: ``kind`` is same_firm, competitors, no_evening, no_language
    or together (the first of two names sits there, the second elsewhere)."""

    kind: str
    group: int
    names: tuple


@dataclass(frozen=True)
class Facts:
    """What there is to say of one group, for one sentence: all lists as they stand in the sheet.

    ``acquainted`` are pairs of names; ``difference`` is the mean over its pairs, 0 to 100; ``only`` maps a
    competence to the one person of the group who has it; ``unsaid`` are those who have not said which
    evenings
    they can come, where others have; ``helps`` are pairs of names of whom one can help the other.
    """

    group: int
    names: tuple
    trades: tuple
    places: tuple
    competences: tuple
    only: dict
    evenings: tuple
    languages: tuple
    acquainted: tuple
    difference: float
    unsaid: tuple = ()
    helps: tuple = ()


@dataclass(frozen=True, eq=False)
class Plan:
    """Groups of a sheet.

    ``frame`` has the columns ``group`` (1, 2, …) and ``name``; ``facts`` has one `Facts` a group. ``proven``:
    no plan is better by the aims. ``bound``: no plan that does as well by the earlier aims has a higher mean;
    None where it was not sought. ``gap`` is the share by which the mean may lie under it. ``avoidable`` is
    False where it is proven that no plan keeps the hard rules, None where it is not known. ``moved`` are the
    names that a replanning moved.
    """

    people: People
    groups: list
    score: Score
    facts: list
    conflicts: list
    proven: bool
    bound: float | None = None
    avoidable: bool | None = None
    moved: list = field(default_factory=list)

    @property
    def frame(self) -> Any:
        import pandas as pd

        rows = [(at, name) for at, group in enumerate(self.groups, start=1) for name in group]
        return pd.DataFrame(rows, columns=["group", "name"])

    @property
    def gap(self) -> float | None:
        if self.bound is None:
            return None
        return max(0.0, (self.bound + self.score.mean) / self.bound) if self.bound > 0 else 0.0


def form(sheet: pd.DataFrame, *, seed: int = 0, moves: int | None = None, helpful: Any = ()) -> Plan:
    """The `Plan` for a ``sheet`` (see `facilitation.seating.participants`). Raises SheetProblem.

    ``helpful`` is as in `participants.people`; ``moves`` is the number of moves of each annealing (default by
    the number of people).
    """
    who = people(sheet, helpful)
    _enough(len(who))
    found = _anneal(who, seed, moves)
    if len(who) <= EXACT:
        groups, proven, avoidable = _exact(who, found)
        plan = describe(who, sorted(map(sorted, groups)))
        return replace(plan, proven=proven, avoidable=avoidable, bound=-plan.score.mean if proven else None)
    if len(who) > BOUNDED or any(_counts(who, group)[:2] != (0, 0) for group in found):
        return describe(who, sorted(map(sorted, found)))
    groups, bound = _near(who, found)
    return replace(describe(who, sorted(map(sorted, groups))), bound=bound)


def replan(
    plan: Plan, *, gone: Sequence[str] = (), late: pd.DataFrame | None = None, helpful: Any = ()
) -> Plan:
    """The `Plan` after the people named in ``gone`` stayed away and those in the sheet ``late`` came.

    The fewest people move that legal groups allow: nobody whose group is still legal. ``moved`` has their
    names, newcomers not counted. In a large cohort only the groups nearby are looked at. Raises SheetProblem.
    """
    import pandas as pd

    sheet = plan.people.frame
    if strangers := [name for name in gone if name not in plan.people.names]:
        raise SheetProblem("not_here", names=", ".join(strangers))
    parts = [sheet[~sheet["name"].isin(list(gone))]]
    if late is not None and len(late):
        parts.append(understand(late)[0])
    who = people(pd.concat(parts, ignore_index=True), helpful)
    _enough(len(who))
    place = {name: at for at, group in enumerate(plan.groups) for name in group}
    seats = [place.get(name, -1) for name in who.names]
    groups = _reseat(who, seats, len(plan.groups))
    moved = []
    kept = dict(enumerate(_kept(groups, seats)))
    for at, group in enumerate(groups):
        moved += [who.names[one] for one in group if seats[one] >= 0 and seats[one] != kept[at]]
    # Old groups come first and in their old order: their numbers stand on printed pages.
    order = sorted(kept, key=lambda at: (kept[at] is None, kept[at] or 0, min(groups[at])))
    return replace(describe(who, [groups[at] for at in order]), moved=sorted(moved, key=who.index))


def _kept(groups, seats):
    """For each new group the old one it goes on from, so that most stay; each old one only once."""
    from collections import Counter

    shares = [
        (-count, at, old)
        for at, group in enumerate(groups)
        for old, count in Counter(seats[one] for one in group if seats[one] >= 0).items()
    ]
    kept, taken = {}, set()
    for _, at, old in sorted(shares):
        if at not in kept and old not in taken:
            kept[at] = old
            taken.add(old)
    return [kept.get(at) for at in range(len(groups))]


def _reseat(who, seats, count):
    """New groups of indices: from all groups, or in a large cohort those that changed and some nearby."""
    from facilitation.seating.replanning import seat

    members = [[one for one, at in enumerate(seats) if at == group] for group in range(count)]
    members = [group for group in members if group]
    newcomers = [one for one, at in enumerate(seats) if at < 0]

    def sound(group):
        return SMALLEST <= len(group) <= LARGEST and _counts(who, group)[:2] == (0, 0)

    if not newcomers and all(sound(group) for group in members):
        return members
    # The groups that must change, then those with a seat to give or a person to spare.
    order = sorted(members, key=lambda group: (sound(group), len(group) == PREFERRED))
    near, far = [], []
    for group in order:
        (near if sum(map(len, near)) + len(newcomers) < NEARBY or not sound(group) else far).append(group)
    while True:
        inside = sorted(one for group in [*near, newcomers] for one in group)
        at = {one: group for group, ones in enumerate(near) for one in ones}
        found = seat(who.only(inside), [at.get(one, -1) for one in inside], SMALLEST, PREFERRED, LARGEST)
        groups = [[inside[one] for one in group] for group in found or []]
        if (found and (not far or all(sound(group) for group in groups))) or not far:
            break
        near, far = near + far[:10], far[10:]
    return groups + far if found else _anneal(who, 0, None)


def _enough(count):
    if count < SMALLEST:
        raise SheetProblem("too_few", count=count, least=SMALLEST)


def describe(who: People, groups: Sequence[list[int]]) -> Plan:
    """The `Plan` of given groups (lists of indices into ``who``, numbered in their order)."""
    groups = [sorted(group) for group in groups]
    named = [[who.names[one] for one in group] for group in groups]
    facts = [_facts(who, at, group) for at, group in enumerate(groups, start=1)]
    conflicts = [found for at, group in enumerate(groups, start=1) for found in _conflicts(who, at, group)]
    return Plan(who, named, score(who, groups), facts, conflicts, proven=False)


def score(who: People, groups: Sequence[list[int]]) -> Score:
    """The `Score` of groups of indices."""
    counts = [sum(column) for column in zip(*(_counts(who, group) for group in groups), strict=True)]
    means, total = [], 0.0
    for group in groups:
        inside = list(combinations(group, 2))
        mean = sum(float(who.difference[pair]) for pair in inside) / max(1, len(inside))
        means.append(mean)
        total += mean * len(group)
    cannot_meet, apart, uneven, acquainted = counts
    return Score(cannot_meet, apart, uneven, acquainted, -int(min(means) + 1e-9), -round(total / len(who), 9))


def _conflicts(who, at, group):
    names = tuple(who.names[one] for one in group)
    for kind, mask in ((NO_EVENING, who.evening), (NO_LANGUAGE, who.language)):
        common = -1
        for one in group:
            common &= int(mask[one])
        if common == 0:
            yield Conflict(kind, at, names)
    for one, other in combinations(group, 2):
        if who.apart[one, other]:
            kind = SAME_FIRM if who.firm[one, other] else COMPETE
            yield Conflict(kind, at, (who.names[one], who.names[other]))
    for one in group:
        for other in range(one + 1, len(who)):
            if who.together[one, other] and other not in group:
                yield Conflict(TOGETHER, at, (who.names[one], who.names[other]))


def _facts(who, at, group):
    rows = who.frame.iloc[group]
    can = {}
    for name, cell in zip(rows["name"], rows["competences"], strict=True):
        for word in cell:
            can.setdefault(word.casefold(), (word, []))[1].append(name)
    inside = list(combinations(group, 2))
    return Facts(
        at,
        tuple(rows["name"]),
        _unique(rows["trade"]),
        _unique(rows["place"]),
        tuple(word for word, _ in can.values()),
        {word: names[0] for word, names in can.values() if len(names) == 1},
        _common(who.evenings, who.evening, group),
        _common(who.languages, who.language, group),
        tuple((who.names[a], who.names[b]) for a, b in inside if who.acquainted[a, b]),
        sum(float(who.difference[pair]) for pair in inside) / max(1, len(inside)),
        tuple(n for n, said in zip(rows["name"], rows["evenings"], strict=True) if not said)
        if who.evenings
        else (),
        tuple((who.names[a], who.names[b]) for a, b in inside if who.helpful[a, b]),
    )


def _unique(words):
    return tuple({word.casefold(): word for word in reversed(list(words)) if word}.values())[::-1]


def _common(words, masks, group):
    common = -1
    for one in group:
        common &= int(masks[one])
    return tuple(word for at, word in enumerate(words) if common >> at & 1)


# ---- proven ----------------------------------------------------------------------------------------------


def _sizes(count):
    """The sizes that lie nearest to PREFERRED, and by how many people they miss it in all."""
    best = (count * LARGEST, ())
    for groups in range(-(-count // LARGEST), count // SMALLEST + 1):
        base, more = divmod(count, groups)
        miss = (groups - more) * abs(base - PREFERRED) + more * abs(base + 1 - PREFERRED)
        sizes = {base} | ({base + 1} if more else set())
        if miss < best[0]:
            best = (miss, tuple(sizes))
        elif miss == best[0]:
            best = (miss, tuple({*best[1], *sizes}))
    return tuple(sorted(best[1])), best[0]


def _exact(who, found):
    """Groups, whether they are proven best, and False where no plan keeps the hard rules, proven."""
    from facilitation.seating import partition

    if len(who) < 2 * SMALLEST:
        whole = [list(range(len(who)))]
        broken = _counts(who, whole[0])[:2] != (0, 0)
        return whole, True, False if broken else None
    sizes, miss = _sizes(len(who))
    every = tuple(range(SMALLEST, LARGEST + 1))
    for allowed in dict.fromkeys((sizes, every)):
        pool = partition.legal(who, allowed)
        cost = _cost(pool.cannot_meet, pool.apart, abs(pool.size - PREFERRED), pool.known)
        at_hand = sum(_cost(*_counts(who, group)) for group in found)
        least = miss * _UNEVEN_COUNTS
        if at_hand == least:
            cover = partition.Cover(None, at_hand, True)
        else:
            fits = at_hand < _APART_COUNTS and {len(group) for group in found} <= set(allowed)
            known = at_hand if fits else None
            cover = partition.cheapest(pool, cost, known=known)
        if cover.cost < float("inf"):
            groups = cover.groups or found
            return *_worst_then_mean(who, pool, cost, groups, cover.proven)[:2], None
        if not cover.proven:
            return found, False, None
    if len(who) > COUNTED:
        return found, False, False
    pool = partition.legal(who, every, strict=False)
    cost = _cost(pool.cannot_meet, pool.apart, abs(pool.size - PREFERRED), pool.known)
    cover = partition.cheapest(pool, cost, known=at_hand)
    return *_worst_then_mean(who, pool, cost, cover.groups or found, cover.proven)[:2], False


# One more on an earlier count outweighs all that up to EXACT people can have on a later one.
_UNEVEN_COUNTS, _APART_COUNTS, _MEET_COUNTS = 10**2, 10**4, 10**6


def _cost(cannot_meet, apart, uneven, known):
    return cannot_meet * _MEET_COUNTS + apart * _APART_COUNTS + uneven * _UNEVEN_COUNTS + known


def _counts(who, group):
    """What a group has of each of the counts in `Score`, as ints."""
    import numpy as np

    group = list(group)
    inside = list(combinations(group, 2))
    evening = language = -1
    for one in group:
        evening &= int(who.evening[one])
        language &= int(who.language[one])
    return (
        (evening == 0) + (language == 0),
        sum(int(who.apart[pair]) for pair in inside)
        + int(who.together[group].sum() - who.together[np.ix_(group, group)].sum()),
        abs(len(group) - PREFERRED),
        sum(bool(who.acquainted[pair]) for pair in inside),
    )


def _worst_then_mean(who, pool, cost, groups, proven, effort=None, tries=100):
    """The best groups whose ``cost`` is no more than that of ``groups``, whether that is proven, and a bound.

    No plan from ``pool`` of that cost and with a worst group as good has a higher mean than the bound says.
    At most ``tries`` higher floors under the worst group are tried.
    """
    from facilitation.seating import partition

    effort = effort or partition.THOROUGH
    least = sum(_cost(*_counts(who, group)) for group in groups)
    pool = pool.where(cost <= least)
    gain = _gains(pool)
    held = _held(who, pool, groups)

    def part(floor):
        high = pool.mean >= floor - 1e-9
        return pool.where(high), gain[high], [(w[high], most) for w, most in held]

    def mean(floor):
        return -relaxed[floor].bound / 6 / len(who)

    now = score(who, groups)
    if -now.mean >= pool.mean.max() - 1e-6:  # no group at all is better than these are on average
        return groups, proven, -now.mean
    floor, high = -now.worst, int(pool.mean.max())
    low, relaxed = floor, {floor: partition.relax(*part(floor))}
    while low < high:
        middle = (low + high + 1) // 2
        relaxed[middle] = partition.relax(*part(middle))
        if relaxed[middle].feasible:
            low = middle
        else:
            high = middle - 1
    for tried in range(low, max(floor, low - tries), -1):
        relaxed[tried] = relaxed.get(tried) or partition.relax(*part(tried))
        cover = partition.cheapest(*part(tried), relaxed=relaxed[tried], effort=effort)
        proven &= cover.proven
        if cover.groups:
            return cover.groups, proven, mean(tried)
    at_hand = _gain_of(who, groups)
    cover = partition.cheapest(*part(floor), known=at_hand, relaxed=relaxed[floor], effort=effort)
    proven &= low - floor <= tries and cover.proven and cover.cost < float("inf")
    return cover.groups or groups, proven, mean(floor)


def _gains(pool):
    """Six times each group's share of the sum over people, and minus: whole numbers for sizes 3, 4 and 5."""
    return -(pool.pairs * 12 // (pool.size - 1)).astype(float)


def _held(who, pool, groups):
    """Rows for `partition.relax`: of each count in `Score` no more than ``groups`` have."""
    # The counts of a plan that costs the least are all settled. Half of one more keeps solvers' errors out.
    counts = [sum(column) for column in zip(*(_counts(who, group) for group in groups), strict=True)]
    weights = (pool.cannot_meet, pool.apart, abs(pool.size - PREFERRED), pool.known)
    return [(w.astype(float), most + 0.5) for w, most in zip(weights, counts, strict=True) if w.any()]


def _gain_of(who, groups):
    return -sum(
        12 * sum(int(who.difference[pair]) for pair in combinations(group, 2)) // (len(group) - 1)
        for group in groups
    )


def _near(who, found):
    """Groups at least as good as those ``found``, and a bound on the mean; both keep the hard rules.

    Groups of five are too many to list. Those are added that grow from the best fours, and the bound does
    without them: what five people meet is the mean of what their five fours meet, so prices that no four
    beats are beaten by no five.
    """
    import numpy as np

    from facilitation.seating import partition

    effort = partition.Effort(few=NEAR_COLUMNS, most=NEAR_COLUMNS, nodes=NEAR_NODES)
    sizes, _ = _sizes(len(who))
    sizes = sizes if all(len(group) in sizes for group in found) else (SMALLEST, PREFERRED, LARGEST)
    pool, bound = partition.legal(who, [size for size in sizes if size < LARGEST]), None
    if LARGEST in sizes:
        relaxed = partition.relax(pool, _gains(pool), _held(who, pool, found))
        bound = -relaxed.bound / 6 / len(who)
        fours = np.flatnonzero(pool.size == PREFERRED)
        best = fours[np.argsort(relaxed.reduced[fours], kind="stable")[: NEAR_COLUMNS // 10]]
        pool = partition.both(pool, partition.wider(who, pool, best))
    cost = _cost(pool.cannot_meet, pool.apart, abs(pool.size - PREFERRED), pool.known)
    groups, _, limit = _worst_then_mean(who, pool, cost, found, False, effort, tries=2)
    bound = limit if bound is None else bound
    return groups, min(bound, float(who.difference.max()))


# ---- annealing -------------------------------------------------------------------------------------------

_MEET, _APART, _UNEVEN, _KNOWN, _FLOOR = 4e5, 1e5, 8e3, 2e3, 40.0


def _anneal(who, seed, moves):
    """Groups of indices by annealing: first for the mean, then with a rising floor under the worst group."""
    n = len(who)
    if n < 2 * SMALLEST:
        return [list(range(n))]
    count = max(1, min(n // SMALLEST, max(-(-n // LARGEST), round(n / PREFERRED))))
    moves = moves or min(60 * n, 3000 + 30 * n)
    search = _Search(who, count, seed)
    best = search.run(moves, 0.0, hot=0.5)
    best_score = score(who, best)
    floor = int(-best_score.mean)
    for step in (-6, 3, 3, -2, 1, 1):
        floor += step
        if floor <= -best_score.worst:
            continue
        search.put(best)
        tried = search.run(moves // 2, float(floor), hot=0.15)
        tried_score = score(who, tried)
        if tried_score < best_score:
            best, best_score = tried, tried_score
    return best


class _Search:
    """Swaps of people, and of people with empty seats; the value of a swap is exact, evenings included."""

    def __init__(self, who: Any, count: Any, seed: Any) -> None:
        import numpy as np

        from facilitation.seating.annealing import gumbel

        self.n, self.count = len(who), count
        self.rng = np.random.default_rng(seed)
        self.noise = gumbel(self.rng)
        empty = count * LARGEST - self.n
        total = self.n + empty
        self.difference = np.zeros((total, total))
        self.difference[: self.n, : self.n] = who.difference
        self.bad = np.zeros((total, total))
        self.bad[: self.n, : self.n] = (
            who.apart * _APART + who.acquainted * _KNOWN - who.together * 2 * _APART
        )
        self.masks = []
        for mask in (who.evening, who.language):
            if len({int(one) for one in mask}) > 1:
                self.masks.append(np.concatenate([mask, np.full(empty, -1)]))
        seats = np.arange(LARGEST + 2)
        inside = np.maximum(seats * (seats - 1) / 2, 1)
        self.per_pair = 1 / inside
        self.size_cost = np.abs(seats - PREFERRED) * _UNEVEN
        self.size_cost[[size for size in seats if not SMALLEST <= size <= LARGEST]] = 1e9
        start = np.resize(np.arange(count), self.n)
        free = np.repeat(np.arange(count), LARGEST - np.bincount(start, minlength=count))
        self.put_labels(np.concatenate([self.rng.permutation(start), free]))

    def put(self, groups):
        import numpy as np

        labels = np.empty(self.n, dtype=np.int64)
        for at, group in enumerate(groups):
            labels[group] = at
        free = np.repeat(np.arange(self.count), LARGEST - np.bincount(labels, minlength=self.count))
        self.put_labels(np.concatenate([labels, free]))

    def put_labels(self, labels):
        import numpy as np

        self.labels = labels
        total = len(labels)
        member = np.zeros((total, self.count))
        member[np.arange(total), labels] = 1
        self.sums, self.bads = self.difference @ member, self.bad @ member
        self.flat = np.arange(total) * self.count + labels
        self.own, self.own_bad = self.sums.ravel()[self.flat], self.bads.ravel()[self.flat]
        self.size = np.bincount(labels[: self.n], minlength=self.count)
        self.inside = np.bincount(labels, self.own, self.count) / 2
        self.rest = [np.full(total, -1) for _ in self.masks]
        for group in range(self.count):
            self._rest(group)

    def _rest(self, group):
        import numpy as np

        if not self.masks:
            return
        members = np.flatnonzero(self.labels == group).tolist()
        for mask, rest in zip(self.masks, self.rest, strict=True):
            values = mask[members].tolist()
            for at, one in enumerate(members):
                common = -1
                for other, value in enumerate(values):
                    if other != at:
                        common &= value
                rest[one] = common

    def worth(self, size, inside, floor):
        mean = inside * self.per_pair.take(size)
        if floor:
            short = (floor - mean).clip(0)
            return size * mean - _FLOOR * short * size - self.size_cost.take(size)
        return size * mean - self.size_cost.take(size)

    def gains(self, one, floor):
        """What swapping ``one`` with each other adds to the plan's worth."""
        a, labels = self.labels[one], self.labels
        out = self.difference[one]
        inside_a = self.inside[a] - self.own[one] + self.sums[:, a] - out
        inside_b = self.inside.take(labels) - self.own + self.sums[one].take(labels) - out
        leaves = self.size[a]
        size_a = [leaves] * self.n + [leaves - 1] * (len(labels) - self.n)
        size_b = self.size.take(labels)
        size_b[self.n :] += 1
        now = self.worth(self.size, self.inside, floor)
        gain = self.worth(size_a, inside_a, floor) + self.worth(size_b, inside_b, floor)
        gain -= now[a] + now.take(labels)
        away = self.bad[one]
        gain += self.own_bad[one] + self.own_bad
        gain -= self.bads[:, a] + self.bads[one].take(labels) - 2 * away
        for mask, rest in zip(self.masks, self.rest, strict=True):
            mine, theirs = mask[one], rest[one]
            gain += _MEET * (((theirs & mine) == 0) + ((rest & mask) == 0).astype(float))
            gain -= _MEET * (((theirs & mask) == 0).astype(float) + ((rest & mine) == 0))
        gain[labels == a] = 0
        return gain

    def swap(self, one, other):
        a, b = int(self.labels[one]), int(self.labels[other])
        change = self.difference[other] - self.difference[one]
        self.sums[:, a] += change
        self.sums[:, b] -= change
        change = self.bad[other] - self.bad[one]
        self.bads[:, a] += change
        self.bads[:, b] -= change
        self.labels[one], self.labels[other] = b, a
        self.flat[one] += b - a
        self.flat[other] += a - b
        self.sums.ravel().take(self.flat, out=self.own)
        self.bads.ravel().take(self.flat, out=self.own_bad)
        for group in (a, b):
            self.inside[group] = self.own[self.labels == group].sum() / 2
            self._rest(group)
        if other >= self.n:
            self.size[a] -= 1
            self.size[b] += 1

    def run(self, moves, floor, hot):
        """Anneal, climb, and give the groups as lists of indices."""
        import numpy as np

        total, last = len(self.labels), len(self.noise)
        spread = float(self.difference[: self.n, : self.n].std()) + 1.0
        persons = self.rng.integers(0, self.n, moves).tolist()
        places = self.rng.integers(0, last - total, moves).tolist()
        heats = (spread * hot * 2 * np.geomspace(1, 0.04, moves)).tolist()
        for one, place, heat in zip(persons, places, heats, strict=True):
            gain = self.gains(one, floor)
            gain += heat * self.noise[place : place + total]
            other = int(gain.argmax())
            if self.labels[other] != self.labels[one]:
                self.swap(one, other)
        quiet, one = 0, 0
        while quiet < self.n:
            gain = self.gains(one, floor)
            other = int(gain.argmax())
            if gain[other] > 1e-6:
                self.swap(one, other)
                quiet = 0
            else:
                quiet += 1
            one = (one + 1) % self.n
        labels = self.labels[: self.n]
        return [np.flatnonzero(labels == group).tolist() for group in range(self.count)]
