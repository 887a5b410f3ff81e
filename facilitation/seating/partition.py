"""Everybody in exactly one of many possible groups, at the least cost: set partitioning, proven.

The legal groups are listed, a linear program over them is solved by sifting (few columns at first, those
that would improve it added until none does), its duals tell which groups cannot be in a better partition, and
HiGHS solves the rest to the end. Limits are counted in nodes and columns, never in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from facilitation.seating.participants import People


_FIRST, _MORE = 4000, 4000
_TINY = 1e-6
_LOOSE = 0.01  # costs are whole: far above what HiGHS may err, far below one


@dataclass(frozen=True, eq=False)
class Pool:
    """Legal groups. ``sets`` is (m, widest) of members, padded with n; the rest are arrays of length m.

    ``pairs`` is the sum of difference over a group's pairs, ``known`` its acquainted pairs; ``apart`` counts
    its reasons to keep two apart, ``cannot_meet`` what it lacks of a common evening and language.
    """

    people: int
    sets: np.ndarray
    size: np.ndarray
    pairs: np.ndarray
    known: np.ndarray
    apart: np.ndarray
    cannot_meet: np.ndarray

    def __len__(self) -> int:
        return len(self.size)

    @property
    def mean(self) -> np.ndarray:
        """Mean difference of a group's pairs."""
        return self.pairs / (self.size * (self.size - 1) / 2)

    def where(self, keep: np.ndarray) -> Pool:
        arrays = (self.sets, self.size, self.pairs, self.known, self.apart, self.cannot_meet)
        return Pool(self.people, *(array[keep] for array in arrays))


def legal(people: People, sizes: tuple[int, ...], *, strict: bool = True) -> Pool:
    """The `Pool` of all groups of ``sizes`` that keep every hard rule of ``people`` (`participants.People`).

    ``strict=False`` lists every group, with the rules it breaks counted.
    """
    n, widest = len(people), max(sizes)
    reasons = people.apart.astype(np.int16)
    together = reasons == 0
    difference = people.difference.astype(np.int32)
    known = people.acquainted.astype(np.int16)
    sets = np.arange(n, dtype=np.int16)[:, None]
    pairs = np.zeros(n, dtype=np.int32)
    count, broken = np.zeros(n, dtype=np.int16), np.zeros(n, dtype=np.int16)
    evening, language = people.evening.copy(), people.language.copy()
    kept = []
    for size in range(2, widest + 1):
        parts = []
        order = np.argsort(sets[:, -1], kind="stable")
        ends = np.searchsorted(sets[order, -1], np.arange(n))
        for new in range(n):
            at = order[: ends[new]]  # those whose last member comes before the new one
            members = sets[at]
            if strict:
                fits = together[new][members].all(1)
                fits &= (evening[at] & people.evening[new]) != 0
                fits &= (language[at] & people.language[new]) != 0
                at, members = at[fits], members[fits]
            parts.append(
                (
                    np.hstack([members, np.full((len(at), 1), new, dtype=np.int16)]),
                    pairs[at] + difference[new][members].sum(1, dtype=np.int32),
                    count[at] + known[new][members].sum(1, dtype=np.int16),
                    broken[at] + reasons[new][members].sum(1, dtype=np.int16),
                    evening[at] & people.evening[new],
                    language[at] & people.language[new],
                )
            )
        sets, pairs, count, broken, evening, language = (
            np.concatenate(part) for part in zip(*parts, strict=True)
        )
        if size in sizes:
            padded = np.full((len(sets), widest), n, dtype=np.int16)
            padded[:, :size] = sets
            lacks = (evening == 0).astype(np.int64) + (language == 0)
            # Who lacks somebody with whom they must sit is told of a whole group only.
            alone = _alone(people, sets)
            fits = alone == 0 if strict else np.ones(len(sets), dtype=bool)
            counts = [array.astype(np.int64)[fits] for array in (pairs, count, broken + alone)]
            kept.append((padded[fits], np.full(fits.sum(), size), *counts, lacks[fits]))
    return Pool(n, *(np.concatenate(part) for part in zip(*kept, strict=True)))


def _alone(people, sets):
    """For each group how often one of it must sit with somebody who is not in it."""
    missing = np.zeros(len(sets), dtype=np.int16)
    for one, other in zip(*np.nonzero(people.together), strict=True):
        missing += (sets == one).any(1) & ~(sets == other).any(1)
    return missing


def wider(people: Any, pool: Any, columns: Any) -> Any:
    """The `Pool` of all groups of one more that keep every hard rule and grow from those in ``columns``.

    These are groups of one size, at which ``pool.sets`` is full.
    """
    sets = pool.sets[columns]
    grown = []
    for new in range(len(people)):
        fits = (people.apart[new][sets] == 0).all(1) & (sets != new).all(1)
        for mask in (people.evening, people.language):
            fits &= (np.bitwise_and.reduce(mask[sets], axis=1) & mask[new]) != 0
        grown.append(np.hstack([sets[fits], np.full((fits.sum(), 1), new, dtype=sets.dtype)]))
    sets = np.unique(np.sort(np.concatenate(grown), axis=1), axis=0)
    sets = sets[_alone(people, sets) == 0]
    inside = [(one, other) for one in range(sets.shape[1]) for other in range(one)]
    pairs, known = (
        sum(square[sets[:, one], sets[:, other]].astype(np.int64) for one, other in inside)
        for square in (people.difference, people.acquainted)
    )
    nothing = np.zeros(len(sets), dtype=np.int64)
    return Pool(pool.people, sets, np.full(len(sets), sets.shape[1]), pairs, known, nothing, nothing)


def both(pool: Any, other: Any) -> Any:
    """The groups of two pools in one."""
    widest = max(pool.sets.shape[1], other.sets.shape[1])
    sets = [
        np.pad(one.sets, ((0, 0), (0, widest - one.sets.shape[1])), constant_values=one.people)
        for one in (pool, other)
    ]
    names = ("size", "pairs", "known", "apart", "cannot_meet")
    rest = (np.concatenate([getattr(one, name) for one in (pool, other)]) for name in names)
    return Pool(pool.people, np.concatenate(sets), *rest)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A linear program's answer: whether it can be kept at all, its value, and each group's reduced cost.

    No partition into groups of which every part of one is in the pool costs less than ``bound``: the value,
    corrected by what little the duals lack.
    """

    feasible: bool
    value: float
    reduced: np.ndarray
    bound: float


def relax(pool: Pool, cost: np.ndarray, side: tuple[Any, ...] = ()) -> Relaxed:
    """The linear relaxation of the cheapest partition; ``side``: pairs (w, most), w · x ≤ most."""
    from scipy.optimize import linprog

    cost = np.asarray(cost, dtype=float)
    n = pool.people
    lift = 10 * (np.abs(cost).max(initial=0) + 1) * n
    # The cheapest first; whom they leave out pays ``lift`` and so calls for more.
    active = np.arange(len(pool))
    if len(active) > 4 * _FIRST:
        active = np.argpartition(cost / pool.size, _FIRST)[:_FIRST]
    while True:
        a = _members(pool, active)
        eye = _identity(n)
        rows = np.array([np.concatenate([w[active], np.zeros(n)]) for w, _ in side]) if side else None
        answer = linprog(
            np.concatenate([cost[active], np.full(n, lift)]),
            A_ub=rows,
            b_ub=[most for _, most in side] or None,
            A_eq=_beside(a, eye),
            b_eq=np.ones(n),
            method="highs",
        )
        if answer.status != 0:
            return Relaxed(False, np.inf, np.zeros(len(pool)), np.inf)
        duals = np.append(answer.eqlin.marginals, 0.0)
        reduced = cost.copy()
        for column in pool.sets.T:
            reduced -= duals[column]
        for (weights, _), price in zip(side, answer.ineqlin.marginals if side else (), strict=True):
            reduced -= price * weights
        better = np.flatnonzero(reduced < -_TINY)
        better = np.setdiff1d(better, active, assume_unique=True)
        if not len(better):
            break
        if len(better) > _MORE:
            better = better[np.argpartition(reduced[better], _MORE)[:_MORE]]
        active = np.concatenate([active, better])
    missing = answer.x[len(active) :].sum()
    short = min(0.0, float(reduced.min(initial=0)))
    return Relaxed(bool(missing < _LOOSE), float(answer.fun), reduced, float(answer.fun) + short * n)


@dataclass(frozen=True)
class Cover:
    """``groups`` (lists of members) or None; ``proven`` that none is cheaper, or that there is none."""

    groups: list | None
    cost: float
    proven: bool


@dataclass(frozen=True)
class Effort:
    """How many columns HiGHS is given at first and at most, and how many nodes it may open."""

    few: int = 800
    most: int = 60_000
    nodes: int = 4000


THOROUGH = Effort()


def cheapest(
    pool: Pool,
    cost: np.ndarray,
    side: tuple[Any, ...] = (),
    known: Any = None,
    relaxed: Any = None,
    effort: Effort = THOROUGH,
) -> Cover:
    """The cheapest partition from ``pool``, a `Cover`, by a ``cost`` of whole numbers.

    ``known`` is the cost of a partition that is at hand.

    Where ``known`` is the least possible, ``groups`` is None and ``cost`` is ``known``.
    """
    relaxed = relaxed or relax(pool, cost, side)
    if not relaxed.feasible:
        return Cover(None, np.inf, True)
    cost = np.asarray(cost, dtype=float)
    best, groups = (np.inf if known is None else known), None
    order = np.argsort(relaxed.reduced, kind="stable")
    reduced = relaxed.reduced[order]
    few, proven = effort.few, True
    # A partition that costs r more than the relaxation has no group of a reduced cost over r: the best among
    # few groups is the best of all as soon as the first group left out costs more than it could save.
    # Costs are whole numbers: a better partition is better by at least what divides them all.
    step = int(np.gcd.reduce(np.abs(cost).astype(np.int64))) or 1

    def needed():
        return int(np.searchsorted(reduced, best - step - relaxed.value + _LOOSE, side="right"))

    while (wanted := needed()) or best == np.inf:
        count = min(few, wanted, effort.most)
        found, ended = _whole(pool, cost, side, order[:count], effort.nodes)
        proven &= ended
        if found is not None and cost[found].sum() < best - _LOOSE:
            best, groups = cost[found].sum(), found
        wanted = needed()
        if count >= min(wanted, effort.most):
            return Cover(_lists(pool, groups), best, proven and count >= wanted)
        few *= 3
    return Cover(_lists(pool, groups), best, True)


def _whole(pool, cost, side, columns, nodes):
    """The columns of the cheapest partition or None, and whether HiGHS came to the end."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(columns):
        return None, True
    rows = [LinearConstraint(_members(pool, columns), 1, 1)]
    rows += [LinearConstraint(weights[columns][None, :], -np.inf, most) for weights, most in side]
    answer = milp(
        cost[columns],
        constraints=rows,
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0, "node_limit": nodes},
    )
    if answer.x is None:
        return None, answer.status == 2
    return columns[answer.x > 0.5], answer.status == 0


def _lists(pool, columns):
    if columns is None:
        return None
    return [[int(one) for one in pool.sets[at][: pool.size[at]]] for at in columns]


def _members(pool, columns):
    from scipy.sparse import csc_array

    sets, size = pool.sets[columns], pool.size[columns]
    at = np.concatenate([[0], np.cumsum(size)])
    return csc_array((np.ones(at[-1]), sets[sets < pool.people], at), shape=(pool.people, len(columns)))


def _identity(n):
    from scipy.sparse import eye_array

    return eye_array(n, format="csc")


def _beside(a, b):
    from scipy.sparse import hstack

    return hstack([a, b], format="csc")
