"""What must hold at a table in every round: a common language, and who must or must not sit together.

Language is a rule of a whole table, not of pairs: three people may share a language two and two and none all
three. How many people of which languages fit at which tables is settled first, as a small integer program
over kinds of people; annealing by swaps then keeps to it and looks for few second meetings.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from facilitation.seating.participants import People


_RULE, _AGAIN = 1e6, 1000.0  # what a broken rule and a second meeting cost, in points of difference
_MOVES, _LEAST_MOVES, _MOST_MOVES = 400, 8_000, 60_000  # a person and round, and in all


@dataclass(frozen=True, eq=False)
class Rules:
    """``language`` has one bit a language for each person; ``never`` and ``together`` are (n, n) of bool."""

    language: np.ndarray
    never: np.ndarray
    together: np.ndarray

    @classmethod
    def of(cls, who: People) -> Rules:
        """The rules of `participants.People`."""
        return cls(who.language, who.never, who.together)

    def only(self, kept: Sequence[int]) -> Rules:
        both = np.ix_(kept, kept)
        return Rules(self.language[kept], self.never[both], self.together[both])

    @property
    def bind(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.lacks(range(len(self.language))) or self.never.any() or self.together.any())

    def lacks(self, members: range | np.ndarray) -> bool:
        """Whether these share no language."""
        common = -1
        for one in members:
            common &= int(self.language[one])
        return common == 0

    def pairs(self) -> np.ndarray:
        """(n, n): minus one for a pair that cannot or must not sit together, one for a pair that must."""
        cannot = ((self.language[:, None] & self.language[None, :]) == 0) | self.never
        return self.together.astype(float) - cannot

    def broken(self, labels: np.ndarray) -> tuple[int, int]:
        """``(tables without a common language, wishes not met)`` over all rounds; labels (rounds, n), -1
        away.
        """
        tables = wishes = 0
        for row in np.atleast_2d(labels):
            here = row >= 0
            both = here[:, None] & here[None, :]
            same = (row[:, None] == row[None, :]) & both
            wishes += int((self.never & same).sum() + (self.together & both & ~same).sum()) // 2
            tables += sum(self.lacks(np.flatnonzero(row == table)) for table in set(row[here].tolist()))
        return tables, wishes


def sizes(language: np.ndarray, wanted: list[int], size: int) -> list[int]:
    """The sizes of tables at which as many as can be share a language; ``wanted`` where those do.

    ``wanted`` are even sizes. Where some table would have no language in common, other sizes of two up to
    ``size`` people (one more where it must be) are looked for. ``language`` has one bit a language.
    """
    count = len(language)
    found = _dealt(language, {each: wanted.count(each) for each in set(wanted)})
    if found is None or found[0] == 0:
        return wanted
    other = _dealt(language, None, most=max(size, *wanted), tables=len(wanted))
    if other is None or other[0] >= found[0]:
        return wanted
    made = sorted((each for each, _, number in other[1] for _ in range(number)), reverse=True)
    return made if sum(made) == count else wanted


def _dealt(language, tables_of, most=0, tables=0):
    """``(tables without a common language, [(size, language bit or -1, how many)], seats)`` or None.

    ``seats`` maps (kind, size, bit) to how many of a kind of people sit at such tables.
    """
    from facilitation.seating.replanning import Model

    kinds, number = np.unique(language, return_counts=True)
    bits = [bit for bit in range(62) if any(int(kind) >> bit & 1 for kind in kinds)]
    widths = sorted(tables_of) if tables_of else range(2, most + 1)
    model, cost = Model(), {}
    laid, seated = {}, {}
    for width in widths:
        for bit in (*bits, -1):
            upper = tables_of[width] if tables_of else len(language) // width + 1
            (laid[width, bit],) = model.columns(1, upper=upper)
            cost[laid[width, bit]] = 1e6 * (bit < 0) + (0 if tables_of else (width - most) ** 2)
            for kind in range(len(kinds)):
                if bit < 0 or int(kinds[kind]) >> bit & 1:
                    (seated[kind, width, bit],) = model.columns(1, upper=int(number[kind]))
    for (width, bit), column in laid.items():
        inside = {at: 1 for (_, w, b), at in seated.items() if (w, b) == (width, bit)}
        model.row(inside | {column: -width}, 0, 0)
    for kind in range(len(kinds)):
        inside = {at: 1 for (k, _, _), at in seated.items() if k == kind}
        model.row(inside, int(number[kind]), int(number[kind]))
    if tables_of:
        for width in widths:
            inside = {at: 1 for (w, _), at in laid.items() if w == width}
            model.row(inside, tables_of[width], tables_of[width])
    vector = np.zeros(len(model.upper))
    vector[list(cost)] = list(cost.values())
    answer = model.solve(vector)
    if answer is None:
        return None
    tables_laid = [(w, b, round(answer[at])) for (w, b), at in laid.items() if round(answer[at])]
    lacking = sum(number for _, bit, number in tables_laid if bit < 0)
    return lacking, tables_laid, {at: round(answer[column]) for at, column in seated.items()}


def deal(language: np.ndarray, seats: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Labels of one round for tables of ``seats`` sizes, as many as can be with a language in common."""
    found = _dealt(language, {each: seats.count(each) for each in set(seats)})
    labels = np.full(len(language), -1)
    if found is None:
        order = rng.permutation(len(language))
        labels[order] = np.repeat(np.arange(len(seats)), seats)
        return labels
    kinds = np.unique(language)
    waiting = {
        kind: list(rng.permutation(np.flatnonzero(language == kinds[kind]))) for kind in range(len(kinds))
    }
    free = {each: [at for at, size in enumerate(seats) if size == each] for each in set(seats)}
    _, laid, seated = found
    for width, bit, number in laid:
        people = []
        for (kind, w, b), count in seated.items():
            if (w, b) == (width, bit):
                people += [waiting[kind].pop() for _ in range(count)]
        people = list(rng.permutation(people))
        for at in range(number):
            labels[people[at * width : (at + 1) * width]] = free[width].pop()
    return labels


def settle(
    labels: np.ndarray,
    rules: Rules,
    liking: np.ndarray,
    *,
    history: np.ndarray | None = None,
    seed: int = 0,
    moves: Any = None,
    heat: float = 1.0,
) -> np.ndarray:
    """Labels (rounds, n) after swaps by annealing, the best met.

    Best is, in this order: fewest tables without a common language and wishes not met, fewest second
    meetings (who must sit together not counted), and most liking of the pairs that meet. ``history`` (n, n)
    counts earlier meetings; ``heat`` is the share of the usual temperature to begin with.
    """
    labels = np.array(labels)
    rounds, n = labels.shape
    count = int(labels.max()) + 1
    if count < 2 or n < 3:
        return labels
    rnd = random.Random(seed)
    tables = [[np.flatnonzero(row == at).tolist() for at in range(count)] for row in labels]
    tables = [[table for table in row if table] for row in tables]
    met = (np.zeros((n, n), dtype=np.int64) if history is None else history).tolist()
    for row in tables:
        for table in row:
            for one in table:
                for other in table:
                    if one != other:
                        met[one][other] += 1
    again = np.where(rules.together, 0.0, _AGAIN).tolist()
    likes = np.where(rules.together, 0.0, liking).tolist()
    wish = (_RULE * (rules.never.astype(float) - rules.together)).tolist()
    bits = [bit for bit in range(62) if any(int(one) >> bit & 1 for one in rules.language)]
    cannot = [[bit for bit in bits if not int(one) >> bit & 1] for one in rules.language]
    speaks = any(cannot)
    lack = [
        [{bit: sum(bit in cannot[one] for one in table) for bit in bits} for table in row] for row in tables
    ]

    def beside(one, table, without):
        """What it costs that ``one`` comes to a table that ``without`` leaves."""
        total = 0.0
        mine, a, w, like = met[one], again[one], wish[one], likes[one]
        for other in table:
            if other != without:
                times = mine[other]
                total += w[other] + (a[other] if times else -like[other])
        return total

    def parted(one, table):
        """What it saves that ``one`` leaves a table."""
        total = 0.0
        mine, a, w, like = met[one], again[one], wish[one], likes[one]
        for other in table:
            if other != one:
                times = mine[other]
                total += w[other] + (a[other] if times > 1 else -like[other])
        return total

    def changed(counts, out, come):
        after = dict(counts)
        for bit in cannot[out]:
            after[bit] -= 1
        for bit in cannot[come]:
            after[bit] += 1
        return after

    moves = moves or min(_MOST_MOVES, max(_LEAST_MOVES, _MOVES * n * rounds))
    best, low, cost = None, 0.0, 0.0
    laid = [at for at in range(rounds) if len(tables[at]) > 1]
    if not laid:
        return labels
    start, end = 1.2 * _AGAIN * heat, 3.0
    for step in range(moves):
        share = step / moves
        temperature = (
            start * (1 - share / 0.75) + 60 if share < 0.75 else 60 * (end / 60) ** ((share - 0.75) * 4)
        )
        at = laid[rnd.randrange(len(laid))]
        row = tables[at]
        x = rnd.randrange(len(row))
        y = rnd.randrange(len(row) - 1)
        y += y >= x
        one_table, other_table = row[x], row[y]
        i, j = rnd.randrange(len(one_table)), rnd.randrange(len(other_table))
        one, other = one_table[i], other_table[j]
        change = beside(one, other_table, other) + beside(other, one_table, one)
        change -= parted(one, one_table) + parted(other, other_table)
        if speaks and cannot[one] != cannot[other]:
            lx, ly = lack[at][x], lack[at][y]
            nx, ny = changed(lx, one, other), changed(ly, other, one)
            change += _RULE * (min(nx.values()) + min(ny.values()) - min(lx.values()) - min(ly.values()))
        else:
            nx = None
        if change > 0 and rnd.random() >= math.exp(-change / temperature):
            continue
        for someone, table in ((one, one_table), (other, other_table)):
            for beside_them in table:
                if beside_them != someone:
                    met[someone][beside_them] -= 1
                    met[beside_them][someone] -= 1
        one_table[i], other_table[j] = other, one
        for someone, table in ((one, other_table), (other, one_table)):
            for beside_them in table:
                if beside_them != someone:
                    met[someone][beside_them] += 1
                    met[beside_them][someone] += 1
        if nx is not None:
            lack[at][x], lack[at][y] = nx, ny
        cost += change
        if cost < low - 1e-6:
            low, best = cost, [[list(table) for table in row] for row in tables]
    if best is None:
        return labels
    made = np.full_like(labels, -1)
    for at, row in enumerate(best):
        for number, table in enumerate(row):
            made[at, table] = number
    return made
