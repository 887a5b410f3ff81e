"""Somebody stays away or comes late: new groups in which as few as possible change seats.

An integer program with one variable a person and group. First the fewest hard rules broken and then the
fewest people moved are found; then, among the plans that keep both, sizes near to four, few pairs who know
each other, and newcomers where they differ most from those who sit there.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from facilitation.seating.participants import People


_APART, _MEET = 1_000, 100_000  # in moved people
_NODES = 3000


class Model:
    """Rows and columns of a program for `scipy.optimize.milp`, gathered one by one."""

    def __init__(self) -> None:
        self.upper, self.whole = [], []
        self.rows, self.low, self.high = [], [], []

    def columns(self, count: int, upper: int = 1, whole: bool = True) -> np.ndarray:
        first = len(self.upper)
        self.upper += [upper] * count
        self.whole += [int(whole)] * count
        return np.arange(first, first + count)

    def row(self, entries: Mapping[int, int], low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append(entries)
        self.low.append(low)
        self.high.append(high)

    def solve(self, cost: np.ndarray) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        at = np.concatenate([[0], np.cumsum([len(row) for row in self.rows])])
        where = np.array([column for row in self.rows for column in row])
        what = np.array([weight for row in self.rows for weight in row.values()], dtype=float)
        matrix = csr_array((what, where, at), shape=(len(self.rows), len(self.upper)))
        answer = milp(
            cost,
            constraints=LinearConstraint(matrix, self.low, self.high),
            integrality=self.whole,
            bounds=Bounds(0, self.upper),
            options={"mip_rel_gap": 0, "node_limit": _NODES},
        )
        return None if answer.x is None else np.round(answer.x, 6)


def seat(who: People, seats: Any, smallest: int, preferred: int, largest: int) -> list[list[int]] | None:
    """New groups of all in ``who``, as lists of indices, or None where no sizes fit.

    ``seats[i]`` is the group (0, 1, …) where person i sits now, or -1 for a newcomer.
    """
    n, seats = len(who), np.asarray(seats)
    old = int(seats.max(initial=-1)) + 1
    slots = old + max(1, -(-int((seats < 0).sum()) // smallest))
    model = Model()
    x = model.columns(n * slots).reshape(n, slots)
    used = model.columns(slots)
    off = model.columns(slots, upper=largest, whole=False)
    for one in range(n):
        model.row(dict.fromkeys(x[one], 1), 1, 1)
    for slot in range(slots):
        inside = dict.fromkeys(x[:, slot], 1)
        model.row(inside | {used[slot]: -largest}, high=0)
        model.row(inside | {used[slot]: -smallest}, low=0)
        model.row(inside | {used[slot]: -preferred, off[slot]: -1}, high=0)
        model.row(inside | {used[slot]: -preferred, off[slot]: 1}, low=0)
    for slot in range(old, slots - 1):  # new groups are alike: they fill in order
        model.row({used[slot]: 1, used[slot + 1]: -1}, low=0)
    first: dict[Any, Any] = {}
    then: dict[Any, Any] = dict.fromkeys(off, min(2 * n, int(who.acquainted.sum() // 2)) + 1.0)
    for pair in combinations(range(n), 2):
        for weight, cost in ((who.apart[pair] * _APART, first), (float(who.acquainted[pair]), then)):
            if weight:
                (both,) = model.columns(1, whole=False)
                cost[both] = weight
                for slot in range(slots):
                    model.row({x[pair[0], slot]: 1, x[pair[1], slot]: 1, both: -1}, high=1)
    for one, other in zip(*np.nonzero(np.triu(who.together)), strict=True):
        (parted,) = model.columns(1)
        first[parted] = 2 * _APART
        for slot in range(slots):
            model.row({x[one, slot]: 1, x[other, slot]: -1, parted: -1}, high=0)
            model.row({x[other, slot]: 1, x[one, slot]: -1, parted: -1}, high=0)
    for mask in (who.evening, who.language):
        _in_common(model, x, mask, first)
    for there in np.flatnonzero(seats >= 0):
        first[x[there, seats[there]]] = -1.0  # one who stays
    for one in range(n):
        for slot in range(old):
            others = np.flatnonzero((seats == slot) & (np.arange(n) != one))
            if len(others) and seats[one] != slot:
                then[x[one, slot]] = -float(who.difference[one, others].mean()) / 100 / (n + 1)
    cost = _vector(first, len(model.upper))
    found = model.solve(cost)
    if found is None:
        return None
    model.row(first or {x[0, 0]: 0.0}, high=float(round(cost @ found)) + 1e-4)
    better = model.solve(_vector(then, len(model.upper)))
    found = found if better is None else better
    chosen = found[x].argmax(1)
    return [group for slot in range(slots) if (group := np.flatnonzero(chosen == slot).tolist())]


def _in_common(model, x, mask, cost):
    words = [bit for bit in range(62) if any(int(one) >> bit & 1 for one in mask)]
    every = sum(1 << bit for bit in words)
    if all(int(one) & every == every for one in mask):
        return
    for slot in range(x.shape[1]):
        choice = model.columns(len(words))
        (missing,) = model.columns(1)
        cost[missing] = _MEET
        model.row(dict.fromkeys(choice, 1), high=1)
        for one in range(len(x)):
            can = {column: -1 for column, bit in zip(choice, words, strict=True) if int(mask[one]) >> bit & 1}
            if len(can) < len(words) or len(can) == 0:
                model.row({x[one, slot]: 1, missing: -1} | can, high=0)


def _vector(weights, length):
    vector = np.zeros(length)
    vector[list(weights)] = list(weights.values())
    return vector
