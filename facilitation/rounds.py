"""Café tables and speed meetings: who sits where in each round, so that people meet new people.

Aims in their order: no pair meets twice while that is possible; a pair of the same firm, of competitors or of
old acquaintances meets last; as different people as possible meet.

Two ways, of which the better is given: a *design* where one is known for the numbers
(`facilitation.designs`), its seats then given to people so that different ones meet; and *annealing*: each
round in turn is a maximally diverse grouping (`facilitation.annealing`) whose distances know who has met in
the other rounds.
"""

from dataclasses import dataclass, field

import numpy as np

from facilitation.annealing import Swaps
from facilitation.designs import design
from facilitation.participants import SheetProblem, people

MOST_ROUNDS = 40
MOST_AT_TABLE = 12
_AGAIN = 1000.0  # points of difference that one meeting again costs
_MEETINGS_FREEZE = (250.0, 80.0)
_LEAST_SWEEPS = 4
_CLIMB = 200  # people up to whom every last swap that helps is looked for
_APART = 60.0  # and a meeting of those who had better not


@dataclass(frozen=True, eq=False)
class Rounds:
    """A schedule. ``tables[r]`` are the tables of round r, lists of names.

    ``repeats`` counts meetings beyond the first of a pair, over all rounds; ``least_repeats`` is a number
    that no schedule with these tables goes below; ``met`` maps each name to how many different people it
    meets. ``difference`` is the mean difference of the pairs that meet for the first time, and
    ``most_difference`` what no schedule of as many meetings exceeds, both 0 to 100 (None without a sheet).
    ``moved`` are the names whose later seats a replanning changed.
    """

    names: list
    tables: list
    repeats: int
    least_repeats: int
    met: dict
    difference: float | None = None
    most_difference: float | None = None
    moved: list = field(default_factory=list)
    people: object = None

    @property
    def frame(self):
        """Columns ``round``, ``table`` (both from 1) and ``name``."""
        import pandas as pd

        rows = [
            (at, number, name)
            for at, tables in enumerate(self.tables, start=1)
            for number, table in enumerate(tables, start=1)
            for name in table
        ]
        return pd.DataFrame(rows, columns=["round", "table", "name"])

    def card(self, name):
        """What stands on somebody's card: the number of the table in each round, None for a round away."""
        return [
            next((number for number, table in enumerate(tables, start=1) if name in table), None)
            for tables in self.tables
        ]


def schedule(sheet, rounds, size, *, seed=0, sweeps=None):
    """`Rounds` for a ``sheet`` (see `facilitation.participants`) with tables of about ``size``.

    There are as many tables as it takes to seat all with at most ``size`` at each, as even as can be; a table
    of one is never laid. ``sweeps`` is how often annealing goes through all rounds. Raises SheetProblem.
    """
    who = people(sheet)
    if len(who) < 2:
        raise SheetProblem("two_people", count=len(who))
    if not 1 <= rounds <= MOST_ROUNDS:
        raise SheetProblem("no_rounds", most=MOST_ROUNDS)
    if not 2 <= size <= MOST_AT_TABLE:
        raise SheetProblem("table_size", most=MOST_AT_TABLE)
    liking = _liking(who)
    labels = plan(table_sizes(len(who), size), rounds, liking, seed=seed, sweeps=sweeps)
    tables = [_tables(who.names, row) for row in labels]
    return describe(who, tables)


def table_sizes(count, size):
    """How many sit at each table: at most ``size`` and even; one more than that where one would sit alone."""
    number = -(-count // size)
    while number > 1 and count // number < 2:
        number -= 1
    return [len(part) for part in np.array_split(np.arange(count), number)]


def _liking(who):
    liking = who.difference - _APART * (who.apart + who.acquainted)
    np.fill_diagonal(liking, 0)
    return liking


def _tables(names, labels):
    return [[names[one] for one in np.flatnonzero(labels == at)] for at in range(int(labels.max()) + 1)]


def meetings(labels):
    """How often each pair shares a table: an (n, n) int array from (rounds, n) labels, -1 for away."""
    labels = np.asarray(labels)
    met = np.zeros((labels.shape[1],) * 2, dtype=np.int64)
    for row in labels:
        met += (row[:, None] == row[None, :]) & (row >= 0)[:, None]
    np.fill_diagonal(met, 0)
    return met


def repeats(met):
    """Meetings beyond the first of each pair."""
    return int(np.maximum(met - 1, 0).sum() // 2)


def describe(who, tables, moved=()):
    """The `Rounds` of given tables (lists of names a round) of `participants.People`."""
    place = {name: at for at, name in enumerate(who.names)}
    labels = np.full((len(tables), len(who)), -1)
    for row, round_ in zip(labels, tables, strict=True):
        for number, table in enumerate(round_):
            row[[place[name] for name in table if name in place]] = number
    met = meetings(labels)
    pairs = np.triu(met > 0)
    new = int(pairs.sum())
    best = np.sort(who.difference[np.triu_indices(len(who), 1)])[::-1]
    return Rounds(
        who.names,
        tables,
        repeats(met),
        _least_repeats(labels),
        {name: int((met[at] > 0).sum()) for name, at in place.items()},
        float(who.difference[pairs].mean()) if new else None,
        float(best[:new].mean()) if new else None,
        list(moved),
        who,
    )


def _least_repeats(labels):
    sizes = [np.bincount(row[row >= 0]) for row in labels]
    meets = sum(
        np.where(row >= 0, count[np.maximum(row, 0)] - 1, 0) for row, count in zip(labels, sizes, strict=True)
    )
    over = np.maximum(meets - (labels.shape[1] - 1), 0).sum()
    return int(-(-over // 2))


def plan(sizes, rounds, liking=None, *, history=None, seed=0, sweeps=None):
    """Labels (rounds, n) of tables 0, 1, … in which few pairs meet twice; the core of `schedule`.

    ``sizes`` are the tables of every round; ``liking`` (n, n) is gained when a pair first meets; ``history``
    (n, n) counts earlier meetings.
    """
    n = sum(sizes)
    liking = np.zeros((n, n)) if liking is None else liking
    history = np.zeros((n, n), dtype=np.int64) if history is None else history
    found = [_anneal(sizes, rounds, liking, history, seed, sweeps)]
    if not history.any() and (made := design(sizes, rounds)) is not None:
        found.append(_who_where(made, liking, seed))

    def worth(labels):
        met = meetings(labels)
        return -repeats(met + history), float(liking[met > 0].sum())

    return max(found, key=worth)


def _distance(liking, met):
    return np.where(met > 0, -_AGAIN * met, liking)


def _anneal(sizes, rounds, liking, history, seed, sweeps):
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
            state.reset(_distance(liking, met - together[at]))
            state.cool(heat, steps)
            if sweep == sweeps - 1 and n <= _CLIMB:
                state.climb()
            now = _same_table(state.labels)
            met = met - together[at] + now
            together[at] = now
        if sweep >= part - 1:
            score = (repeats(met), -float(liking[met > 0].sum()))
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


def replan(old, played, *, gone=(), late=None):
    """`Rounds` after ``played`` rounds, when those in ``gone`` left and those in the sheet ``late`` came.

    The rounds played stay as they were. In the rest, those who left give up their seats, newcomers take free
    ones where they meet new people, and only as many others change tables as it takes to have nobody sit
    alone and no table more than two larger than another; where that brought a meeting again, some more move.
    Tables that are no longer needed are left out. Raises SheetProblem.
    """
    import pandas as pd

    from facilitation.participants import understand

    if not 0 <= played <= len(old.tables):
        raise SheetProblem("round_played", rounds=len(old.tables))
    if strangers := [name for name in gone if name not in old.names]:
        raise SheetProblem("not_here", names=", ".join(strangers))
    if played == len(old.tables):
        return old
    absent = set(gone) | (set(old.names) - {name for r in old.tables[played:] for t in r for name in t})
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
    before = labels.copy()
    away = [at for at in range(len(who)) if at not in set(here)]
    labels[played:, away] = -1
    liking = _liking(who)
    for at in range(played, len(labels)):
        met = meetings(np.delete(labels, at, axis=0))
        row = _seat_again(labels[at], here, met, liking)
        brought = (met * _same_table(row))[np.ix_(here, here)].sum() > (met * _same_table(before[at])).sum()
        labels[at] = _unrepeated(row, here, met) if brought else row
    moved = [
        who.names[one]
        for one in here
        if (before[played:, one] >= 0).all() and (before[played:, one] != labels[played:, one]).any()
    ]
    tables = old.tables[:played] + [
        [table for table in _tables(who.names, row) if table] for row in labels[played:]
    ]
    return describe(who, tables, moved)


def _unrepeated(row, here, met):
    """One round's labels after swaps that spare people a second meeting, as long as there are any."""
    laid, labels = np.unique(row[here], return_inverse=True)
    sizes = np.bincount(labels).tolist()
    state = Swaps(-_AGAIN * met[np.ix_(here, here)], sizes, start=labels)
    state.climb()
    row = row.copy()
    row[here] = laid[state.labels]
    return row


def _laid(sizes, newcomers):
    """Which tables to keep, how many each has at least and at most, so that the fewest change.

    Nobody sits alone and no table has more than two more than another; most tables where there is a choice.
    """
    here = sum(sizes) + newcomers
    largest = sorted(range(len(sizes)), key=lambda table: -sizes[table])
    found = []
    for count in range(2, len(sizes) + 1):
        for low in range(max(2, -(-here // count) - 2), here // count + 1):
            kept = [sizes[table] for table in largest[:count]]
            must = sum(sizes) - sum(min(size, low + 2) for size in kept)
            wanted = sum(max(0, low - size) for size in kept) - newcomers
            found.append((max(must, wanted), -count, -low))
    if not found:
        return largest[:1], 0, here
    _, count, low = min(found)
    return largest[:-count], -low, -low + 2


def _seat_again(row, here, met, liking):
    """One round's labels once more, with as few changed as it takes."""
    row = row.copy()
    worth = _distance(liking, met)
    here = np.array(here)
    sizes = np.bincount(row[row >= 0], minlength=1)
    kept, low, high = _laid(sizes.tolist(), int((row[here] < 0).sum()))

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
