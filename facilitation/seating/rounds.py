"""Café tables and speed meetings: who sits where in each round, so that people meet new people.

Aims in their order: every table shares a language, and who must or must not sit together does or does not
(`seating.table_rules`); no pair meets twice while that is possible; a pair of the same firm or trade or of
old
acquaintances meets last; as different people as possible meet.

Several ways, of which the best is given: a *design* where one is known for the numbers (`seating.designs`),
or
for up to 12 people the best there is (`seating.fewest`), its seats then given to people so that different
ones
meet; *annealing*: each round in turn is a maximally diverse grouping (`seating.annealing`) whose distances
know who has met in the other rounds; and, where there are rules to keep or second meetings to spare, swaps
between the tables (`table_rules.settle`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from facilitation.seating import fewest, table_rules
from facilitation.seating.annealing import Swaps
from facilitation.seating.designs import design
from facilitation.seating.participants import SheetProblem, people
from facilitation.seating.table_rules import Rules

if TYPE_CHECKING:
    import pandas as pd

    from facilitation.seating.participants import People


MOST_ROUNDS = 40
MOST_AT_TABLE = 12
_AGAIN = 1000.0  # points of difference that one meeting again costs
_MEETINGS_FREEZE = (250.0, 80.0)
_LEAST_SWEEPS = 4
_CLIMB = 200  # people up to whom every last swap that helps is looked for
_APART = 60.0  # and a meeting of those who had better not
_HELPFUL = 100.0  # and what is gained where one can help the other
_RULE = 10_000.0  # and one of those who share no language or must not
_SWAPPED = 40  # people up to whom swaps between tables can find what annealing did not


@dataclass(frozen=True, eq=False)
class Rounds:
    """A schedule. ``tables[r]`` are the tables of round r, lists of names.

    ``repeats`` counts meetings beyond the first of a pair, over all rounds (who must sit together not
    counted); ``least_repeats`` is a number that no schedule with these tables goes below; ``met`` maps each
    name to how many different people it
    meets. ``difference`` is the mean difference of the pairs that meet for the first time, and
    ``most_difference`` what no schedule of as many meetings exceeds, both 0 to 100 (None without a sheet).
    ``moved`` are the names whose later seats a replanning changed. ``languages[r][t]`` are the languages
    that a
    table shares, and ``conflicts`` the rules a table breaks: ``(kind, round, table, names)`` with kind
    ``no_language``, ``never`` or ``together``.
    """

    names: list
    tables: list
    repeats: int
    least_repeats: int
    met: dict
    difference: float | None = None
    most_difference: float | None = None
    moved: list = field(default_factory=list)
    people: Any = None
    languages: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)

    @property
    def frame(self) -> Any:
        """Columns ``round``, ``table`` (both from 1) and ``name``."""
        import pandas as pd

        rows = [
            (at, number, name)
            for at, tables in enumerate(self.tables, start=1)
            for number, table in enumerate(tables, start=1)
            for name in table
        ]
        return pd.DataFrame(rows, columns=["round", "table", "name"])

    def card(self, name: str) -> list[int | None]:
        """What stands on somebody's card: the number of the table in each round, None for a round away."""
        return [
            next((number for number, table in enumerate(tables, start=1) if name in table), None)
            for tables in self.tables
        ]


def schedule(
    sheet: pd.DataFrame,
    rounds: int,
    size: int,
    *,
    seed: int = 0,
    sweeps: int | None = None,
    helpful: Collection[frozenset[str]] = (),
) -> Rounds:
    """`Rounds` for a ``sheet`` (see `facilitation.seating.participants`) with tables of about ``size``.

    There are as many tables as it takes to seat all with at most ``size`` at each, as even as can be, and
    other
    sizes only where these leave a table without a common language; a table of one is never laid. ``sweeps``
    is how often annealing goes through all rounds. Raises SheetProblem.
    """
    who = people(sheet)
    if len(who) < 2:
        raise SheetProblem("two_people", count=len(who))
    if not 1 <= rounds <= MOST_ROUNDS:
        raise SheetProblem("no_rounds", most=MOST_ROUNDS)
    if not 2 <= size <= MOST_AT_TABLE:
        raise SheetProblem("table_size", most=MOST_AT_TABLE)
    rules = Rules.of(who)
    sizes = table_rules.sizes(who.language, table_sizes(len(who), size), size)
    labels = plan(sizes, rounds, _liking(who, helpful), rules=rules, seed=seed, sweeps=sweeps)
    tables = [_tables(who.names, row) for row in labels]
    return describe(who, tables)


def table_sizes(count: int, size: int) -> list[int]:
    """How many sit at each table: at most ``size`` and even; one more than that where one would sit alone."""
    number = -(-count // size)
    while number > 1 and count // number < 2:
        number -= 1
    return [len(part) for part in np.array_split(np.arange(count), number)]


def _liking(who, helpful=()):
    liking = who.difference - _APART * (who.apart + who.acquainted)
    place = {name: at for at, name in enumerate(who.names)}
    for pair in helpful:
        if len(there := [place[name] for name in pair if name in place]) == 2:
            one, other = there
            liking[one, other] = liking[other, one] = liking[one, other] + _HELPFUL
    np.fill_diagonal(liking, 0)
    return liking


def _tables(names, labels):
    return [[names[one] for one in np.flatnonzero(labels == at)] for at in range(int(labels.max()) + 1)]


def meetings(labels: np.ndarray) -> np.ndarray:
    """How often each pair shares a table: an (n, n) int array from (rounds, n) labels, -1 for away."""
    labels = np.asarray(labels)
    met = np.zeros((labels.shape[1],) * 2, dtype=np.int64)
    for row in labels:
        met += (row[:, None] == row[None, :]) & (row >= 0)[:, None]
    np.fill_diagonal(met, 0)
    return met


def repeats(met: np.ndarray) -> int:
    """Meetings beyond the first of each pair."""
    return int(np.maximum(met - 1, 0).sum() // 2)


def describe(who: People, tables: list[Any], moved: Sequence[Any] = ()) -> Rounds:
    """The `Rounds` of given tables (lists of names a round) of `participants.People`."""
    place = {name: at for at, name in enumerate(who.names)}
    seats = [[[place[name] for name in table if name in place] for table in row] for row in tables]
    labels = np.full((len(tables), len(who)), -1)
    for row, round_ in zip(labels, seats, strict=True):
        for number, table in enumerate(round_):
            row[table] = number
    met = meetings(labels)
    pairs = np.triu(met > 0)
    new = int(pairs.sum())
    best = np.sort(who.difference[np.triu_indices(len(who), 1)])[::-1]
    return Rounds(
        who.names,
        tables,
        repeats(met * ~who.together),
        _least_repeats(labels, who.together),
        {name: int((met[at] > 0).sum()) for name, at in place.items()},
        float(who.difference[pairs].mean()) if new else None,
        float(best[:new].mean()) if new else None,
        list(moved),
        who,
        [[_shared(who, table) for table in row] for row in seats],
        [
            (kind, at, number, tuple(who.names[one] for one in names))
            for at, row in enumerate(seats, start=1)
            for number, table in enumerate(row, start=1)
            for kind, names in _broken(who, table, row)
        ],
    )


def _shared(who, members):
    """The languages that all ``members`` share; none where nobody has said any."""
    common = -1
    for one in members:
        common &= int(who.language[one])
    return tuple(word for at, word in enumerate(who.languages) if common >> at & 1)


def _broken(who, table, tables):
    """The rules that a table of indices breaks, ``(kind, indices)``."""
    if table and who.languages and not _shared(who, table):
        yield "no_language", table
    here = {one for seated in tables for one in seated}
    for at, one in enumerate(table):
        for other in table[:at]:
            if who.never[one, other]:
                yield "never", (other, one)
        for other in np.flatnonzero(who.together[one]).tolist():
            if other in here and other not in table and one < other:
                yield "together", (one, other)


def _least_repeats(labels, together):
    sizes = [np.bincount(row[row >= 0]) for row in labels]
    meets = sum(
        np.where(row >= 0, count[np.maximum(row, 0)] - 1, 0) for row, count in zip(labels, sizes, strict=True)
    )
    over = np.maximum(meets - (labels.shape[1] - 1), 0).sum()
    found = int(-(-over // 2))
    laid = {tuple(sorted(count[count > 0].tolist(), reverse=True)) for count in sizes}
    if len(laid) == 1 and (labels >= 0).all():
        found = max(found, fewest.least(*laid, len(labels)))
    # Who must sit together meets in every round, and that is no second meeting.
    return max(0, found - int(together.sum() // 2) * (len(labels) - 1))


def plan(
    sizes: Sequence[int],
    rounds: int,
    liking: np.ndarray | None = None,
    *,
    rules: table_rules.Rules | None = None,
    history: Any = None,
    seed: int = 0,
    sweeps: int | None = None,
) -> np.ndarray:
    """Labels (rounds, n) of tables 0, 1, … in which few pairs meet twice; the core of `schedule`.

    ``sizes`` are the tables of every round; ``liking`` (n, n) is gained when a pair first meets; ``history``
    (n, n) counts earlier meetings; ``rules`` are `table_rules.Rules`.
    """
    n = sum(sizes)
    liking = np.zeros((n, n)) if liking is None else liking
    fresh = history is None
    history = np.zeros((n, n), dtype=np.int64) if fresh else history
    pairs = np.zeros((n, n)) if rules is None else rules.pairs()
    apart = pairs <= 0
    binds = rules is not None and rules.bind

    def worth(labels):
        met = meetings(labels)
        tables, wishes = rules.broken(labels) if binds else (0, 0)
        return -tables, -wishes, -repeats((met + history) * apart), float((liking * apart)[met > 0].sum())

    found = []
    if fresh and not history.any():
        made = [design(sizes, rounds), (fewest.known(tuple(sizes), rounds) or (None,))[0]]
        found += [_who_where(labels, liking + _RULE * pairs, seed) for labels in made if labels is not None]
    # A list of the best there is needs no search, unless rules break it.
    if not (n <= 12 and found and not binds):
        found.append(_anneal(sizes, rounds, liking, history, seed, sweeps, pairs))
    best = max(found, key=worth)
    rules = rules or Rules(np.full(n, -1), np.zeros((n, n), bool), np.zeros((n, n), bool))
    if binds:
        rng = np.random.default_rng(seed)
        dealt = np.array([table_rules.deal(rules.language, list(sizes), rng) for _ in range(rounds)])
        starts = [(dealt, 1.0), (best, 0.3)]
    elif n <= _SWAPPED and len(found) == 1 and -worth(best)[2] > fewest.least(tuple(sizes), rounds):
        starts = [(best, 1.0)]
    else:
        return best
    swapped = [
        table_rules.settle(labels, rules, liking, history=history, seed=seed, heat=heat)
        for labels, heat in starts
    ]
    return max([best, *swapped], key=worth)


def _distance(liking, met, pairs):
    # Which pair meets a third time matters little beside how many meet again at all.
    again = np.where(met > 0, -_AGAIN - 20 * (met - 1), liking)
    return np.where(pairs > 0, 0, again) + _RULE * pairs


def _anneal(sizes, rounds, liking, history, seed, sweeps, pairs=0.0):
    n = sum(sizes)
    if len(sizes) == 1:
        return np.zeros((rounds, n), dtype=np.int64)
    sweeps = sweeps or max(_LEAST_SWEEPS, min(300, 60_000 // (n * rounds)))
    steps = max(20, min(n // 2, 400))
    states = [Swaps(liking, sizes, seed=seed * MOST_ROUNDS + at) for at in range(rounds)]
    together = [_same_table(state.labels) for state in states]
    met = history + sum(together)
    best, fewest = None, (np.inf, np.inf)
    # Three quarters of the time where meetings freeze out, the rest where difference does.
    part = max(1, sweeps * 3 // 4)
    heats = [*np.geomspace(*_MEETINGS_FREEZE, part), *np.geomspace(_MEETINGS_FREEZE[1], 2, sweeps - part)]
    for sweep, heat in enumerate(heats):
        for at, state in enumerate(states):
            state.reset(_distance(liking, met - together[at], pairs))
            state.cool(heat, steps)
            if sweep == sweeps - 1 and n <= _CLIMB:
                state.climb()
            now = _same_table(state.labels)
            met = met - together[at] + now
            together[at] = now
        if sweep >= part - 1:
            score = (repeats(met), -float((liking + _RULE * pairs)[met > 0].sum()))
            if score < fewest:
                best, fewest = np.array([state.labels for state in states]), score
    return best


def _same_table(labels):
    same = (labels[:, None] == labels[None, :]).astype(np.int64)
    np.fill_diagonal(same, 0)
    return same


def _who_where(made, liking, seed):
    """The seats of a design given to people: swaps that let more different people meet."""
    if not liking.any():
        return made
    met = (meetings(made) > 0).astype(float)
    n = len(liking)
    rng = np.random.default_rng(seed)
    seat = np.arange(n)
    for one in rng.integers(0, n, 4 * n):
        mine, now = met[seat[one]][seat], met[np.ix_(seat, seat)]
        # what everybody gains when one and other change seats, their own meeting apart
        gain = liking[one] @ now + liking @ mine - liking[one] @ mine - (liking * now).sum(1)
        gain -= 2 * liking[one] * mine
        gain[one] = 0
        other = int(gain.argmax())
        if gain[other] > 1e-9:
            seat[[one, other]] = seat[[other, one]]
    return made[:, seat]


# ---- replanning ------------------------------------------------------------------------------------------


def replan(
    old: Rounds,
    played: int,
    *,
    gone: Sequence[str] = (),
    late: pd.DataFrame | None = None,
    size: int | None = None,
    now: bool = False,
) -> Rounds:
    """`Rounds` after ``played`` rounds, when those in ``gone`` left and those in the sheet ``late`` came.

    The rounds played stay as they were; with ``now`` the last of them is being played, and there, too, those
    who left give up their seats and newcomers take one. In the rest newcomers take free seats where they meet
    new people, and only as many others change tables as it takes to have nobody sit alone and no table more
    than two larger than another; where that brought a meeting again or left a table without a common
    language,
    some more move. More tables are laid where newcomers would make them larger than ``size`` (those planned,
    if
    not given), and those no longer needed are left out. Raises SheetProblem.
    """
    import pandas as pd

    from facilitation.seating.participants import understand

    if not 0 <= played <= len(old.tables):
        raise SheetProblem("round_played", rounds=len(old.tables))
    if strangers := [name for name in gone if name not in old.names]:
        raise SheetProblem("not_here", names=", ".join(strangers))
    first = played - (now and played > 0)
    if first == len(old.tables):
        return old
    absent = set(gone) | (set(old.names) - {name for r in old.tables[first:] for t in r for name in t})
    parts = [old.people.frame]
    if late is not None and len(late):
        rows = understand(late)[0]
        absent -= set(rows["name"])  # back again
        parts.append(rows[~rows["name"].isin(old.names)])
    who = people(pd.concat(parts, ignore_index=True))
    here = [at for at, name in enumerate(who.names) if name not in absent]
    if len(here) < 2:
        raise SheetProblem("two_people", count=len(here))
    place = {name: at for at, name in enumerate(who.names)}
    labels = np.full((len(old.tables), len(who)), -1)
    for row, round_ in zip(labels, old.tables, strict=True):
        for number, table in enumerate(round_):
            row[[place[name] for name in table]] = number
    size = size or min(max(map(len, round_)) for round_ in old.tables)
    before = labels.copy()
    away = [at for at in range(len(who)) if at not in set(here)]
    labels[first:, away] = -1
    liking, rules = _liking(who), Rules.of(who)
    pairs = rules.pairs()
    for at in range(first, len(labels)):
        met = meetings(np.delete(labels, at, axis=0))
        row = _seat_again(labels[at], here, met, liking, pairs, size)
        again = met * (pairs <= 0)
        brought = (again * _same_table(row))[np.ix_(here, here)].sum() > (
            again * _same_table(before[at])
        ).sum()
        row = _unrepeated(row, here, again, pairs) if brought and at >= played else row
        labels[at] = _with_rules(row, here, again, liking, rules, size)
    moved = [
        who.names[one]
        for one in here
        if (before[first:, one] >= 0).all() and (before[first:, one] != labels[first:, one]).any()
    ]
    tables = old.tables[:first] + [
        [table for table in _tables(who.names, row) if table] for row in labels[first:]
    ]
    return describe(who, tables, moved)


def _unrepeated(row, here, met, pairs):
    """One round's labels after swaps that spare people a second meeting, as long as there are any."""
    laid, labels = np.unique(row[here], return_inverse=True)
    sizes = np.bincount(labels).tolist()
    both = np.ix_(here, here)
    state = Swaps(-_AGAIN * met[both] + _RULE * pairs[both], sizes, start=labels)
    state.climb()
    row = row.copy()
    row[here] = laid[state.labels]
    return row


def _with_rules(row, here, met, liking, rules, size):
    """One round's labels that break fewer rules, where some can: by few swaps, else dealt anew."""
    rules, both = rules.only(here), np.ix_(here, here)
    if not rules.bind or rules.broken(row[here]) == (0, 0):
        return row
    laid, labels = np.unique(row[here], return_inverse=True)
    rng = np.random.default_rng(0)
    seats = [
        np.bincount(labels).tolist(),
        table_rules.sizes(rules.language, table_sizes(len(here), size), size),
    ]
    starts = [labels, *(table_rules.deal(rules.language, sizes, rng) for sizes in seats)]
    best = labels
    for start in starts:
        made = table_rules.settle(start[None], rules, liking[both], history=met[both], moves=6000, heat=0.1)[
            0
        ]
        if rules.broken(made) < rules.broken(best):
            best = made
    row = row.copy()
    free = [at for at in range(len(row)) if at not in set(laid.tolist())]
    row[here] = np.array([*laid.tolist(), *free])[best]
    return row


def _laid(sizes, newcomers, size):
    """Which tables to keep, how many each has at least and at most, so that the fewest change.

    Nobody sits alone and no table has more than two more than another. Newcomers get tables of their own,
    numbered on from the old ones, where all then sit nearer to ``size``; else most tables where there is a
    choice.
    """
    here = sum(sizes) + newcomers
    only = sum(map(bool, sizes)) == 1  # whichever of the old tables it is
    alone = [(0, _uneven([max(sizes)], here, here, size), -1, 0)] if only else []
    sizes = [*sizes, *[0] * (newcomers // 2)]
    largest = sorted(range(len(sizes)), key=lambda table: (-sizes[table], table))
    found = alone
    for count in range(2, len(sizes) + 1):
        for low in range(max(2, -(-here // count) - 2), here // count + 1):
            kept = [sizes[table] for table in largest[:count]]
            must = sum(sizes) - sum(min(size, low + 2) for size in kept)
            wanted = sum(max(0, low - size) for size in kept) - newcomers
            uneven = _uneven(kept, low, here, size) if newcomers else 0
            found.append((max(must, wanted), uneven, -count, -low))
    if not found or min(found)[2] == -1:
        return largest[:1], 0, here
    _, _, count, low = min(found)
    return largest[:-count], -low, -low + 2


def _uneven(kept, low, here, size):
    """By how much tables miss ``size``, squared and summed, once all ``here`` sit there, emptier first."""
    filled = [max(low, min(each, low + 2)) for each in kept]
    while sum(filled) < here:
        filled[filled.index(min(filled))] += 1
    return sum((each - size) ** 2 for each in filled)


def _seat_again(row, here, met, liking, pairs, size):
    """One round's labels once more, with as few changed as it takes."""
    row = row.copy()
    worth = _distance(liking, met, pairs)
    here = np.array(here)
    newcomers = int((row[here] < 0).sum())
    sizes = np.bincount(row[row >= 0], minlength=1)
    kept, low, high = _laid(sizes.tolist(), newcomers, size)
    sizes = np.concatenate([sizes, np.zeros(newcomers, dtype=sizes.dtype)])

    def gain(one, table):
        return float(worth[one, (row == table) & (np.arange(len(row)) != one)].sum())

    def spare(tables):
        one = min((one for one in here if row[one] in tables), key=lambda one: gain(one, row[one]))
        sizes[row[one]] -= 1
        row[one] = -1

    row[~np.isin(row, kept)] = -1
    for table in kept:
        while sizes[table] > high:
            spare([table])
    while sum(max(0, low - sizes[table]) for table in kept) > (row[here] < 0).sum():
        most = max(sizes[table] for table in kept)
        spare([table for table in kept if sizes[table] == most])
    for one in here[row[here] < 0]:
        least = min(sizes[table] for table in kept)
        # what is short of people comes first, then the emptier tables
        most = low - 1 if least < low else min(least + 1, high - 1)
        free = [table for table in kept if sizes[table] <= most]
        row[one] = max(free, key=lambda table: (gain(one, table), -table))
        sizes[row[one]] += 1
    return row
