"""Annealing by heat bath: one person at a time is set against all others, and one swap is drawn.

A plain annealing tries one swap a step. Here the gain of swapping one person with each of the others is one
NumPy expression, and which swap is made (or none) is drawn with chances that grow as exp(gain/temperature),
by the Gumbel-max trick: the largest of gain + temperature * Gumbel noise. The number of moves is fixed, never
the time, so the same input gives the same groups on any machine.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

# In shares of the spread of the gains met at the start; chosen on instances that benchmarks/groups.py keeps
# apart from those it reports.
HOT, COLD = 0.25, 0.035
_NOISE = 1 << 17
_WORST = -1e18


def gumbel(rng: np.random.Generator) -> np.ndarray:
    """A pool of Gumbel noise, of which a slice from a random place serves as fresh noise."""
    return -np.log(-np.log(rng.random(_NOISE) * (1 - 1e-12) + 1e-13))


def limits(sizes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """``sizes`` (whole numbers, or pairs ``(least, most)``) as two int arrays."""
    pairs = [(one, one) if isinstance(one, int | np.integer) else tuple(one) for one in sizes]
    least, most = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    if (least < 0).any() or (least > most).any():
        raise ValueError("a group has at least as many seats as it must have people")
    return least, most


def seats(people: int, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """How many sit in each group to begin with: as even as the limits allow. Raises ValueError."""
    filled = least.copy()
    while filled.sum() < people:
        room = np.flatnonzero(filled < most)
        if not len(room):
            raise ValueError("more people than seats")
        filled[room[filled[room].argmin()]] += 1
    if filled.sum() > people:
        raise ValueError("fewer people than seats that must be filled")
    return filled


def value(distance: Any, labels: np.ndarray) -> float:
    """The sum of ``distance`` over all pairs that share a group; ``labels[i]`` is the group of i."""
    distance, labels = np.asarray(distance, dtype=float), np.asarray(labels)
    return float(sum(distance[np.ix_(m, m)].sum() for m in _members(labels)) / 2)


def _members(labels):
    return [np.flatnonzero(labels == group) for group in np.unique(labels)]


def maximally_diverse(
    distance: Any,
    sizes: Any,
    *,
    seed: int = 0,
    moves: Any = None,
    start: Any = None,
    hot: Any = HOT,
    cold: Any = COLD,
) -> Any:
    """Groups in which the sum of distances between the members is as large as annealing finds.

    The maximally diverse grouping problem. ``distance`` is a symmetric (n, n) array, its diagonal is not
    used; ``sizes`` gives for each of k groups a whole number or a pair (least, most). ``moves`` is how many
    times somebody is set against all others (default 1,500 times n, at most 600,000); ``start`` gives labels
    to begin from. Returns an int array of n labels 0..k-1. Raises ValueError where the sizes do not fit n.
    """
    return Swaps(distance, sizes, seed=seed, start=start).run(moves, hot, cold)


class Swaps:
    """A grouping under way; `reset` goes on with other distances, as `facilitation.seating.rounds` does."""

    def __init__(
        self, distance: np.ndarray, sizes: Sequence[int], *, seed: int = 0, start: np.ndarray | None = None
    ) -> None:
        distance = np.asarray(distance, dtype=float)
        if distance.ndim != 2 or distance.shape[0] != distance.shape[1]:
            raise ValueError("distances form a square")
        self.people = n = len(distance)
        self.least, self.most = limits(sizes)
        self.rng = np.random.default_rng(seed)
        filled = seats(n, self.least, self.most)
        if start is None:
            labels = self.rng.permutation(np.repeat(np.arange(len(filled)), filled))
        else:
            labels = np.array(start, dtype=np.int64)
            filled = np.bincount(labels, minlength=len(self.least))
            if len(labels) != n or len(filled) != len(self.least):
                raise ValueError("the start does not fit the people and groups")
            if (filled < self.least).any() or (filled > self.most).any():
                raise ValueError("the start breaks the sizes")
        # Empty seats are people at distance 0 from everybody: moving into one is a swap like any other.
        empty = np.repeat(np.arange(len(filled)), np.where(self.most > self.least, self.most - filled, 0))
        self.labels = np.concatenate([labels, empty])
        self.filled = filled
        self.noise = gumbel(self.rng)
        self.reset(distance)

    def reset(self, distance: np.ndarray) -> None:
        """Go on from the same groups with another ``distance`` (n, n)."""
        total, k = len(self.labels), len(self.least)
        if total == self.people:
            self.distance = np.array(distance, dtype=float)
        else:
            self.distance = np.zeros((total, total))
            self.distance[: self.people, : self.people] = distance
        np.fill_diagonal(self.distance, 0)
        count = np.bincount(self.labels, minlength=k)
        if count.all():
            order = np.argsort(self.labels, kind="stable")
            starts = np.concatenate([[0], np.cumsum(count)[:-1]])
            self.sums = np.add.reduceat(self.distance[:, order], starts, axis=1)
        else:
            member = np.zeros((total, k))
            member[np.arange(total), self.labels] = 1
            self.sums = self.distance @ member  # (total, k): from each one to everybody in each group
        self.flat = np.arange(total) * k + self.labels
        self.own = self.sums.ravel().take(self.flat)

    def run(self, moves: Any = None, hot: Any = HOT, cold: Any = COLD) -> Any:
        """Anneal ``moves`` times from hot to cold, go uphill to the end, and return the best labels."""
        n = self.people
        moves = min(1500 * n, 600_000) if moves is None else moves
        if len(self.least) < 2 or n < 2:
            return self.labels[:n].copy()
        spread = self.spread()
        steps = max(1, moves // 50)
        best, best_value = self.labels.copy(), self.total()
        for at in range(steps):
            heat = spread * hot * (cold / hot) ** (at / max(1, steps - 1))
            self.cool(heat, 50)
            if at > steps // 2 and (now := self.own.sum()) > best_value + 1e-9:
                best, best_value = self.labels.copy(), now
        self.climb()
        if self.total() < best_value - 1e-9:
            self.put(best)
            self.climb()
        return self.labels[:n].copy()

    def put(self, labels: np.ndarray) -> None:
        self.labels = labels.copy()
        self.filled = np.bincount(labels[: self.people], minlength=len(self.least))
        self.reset(self.distance[: self.people, : self.people])

    def total(self) -> float:
        """Twice the sum of distances inside the groups."""
        return float(self.own.sum())

    def spread(self) -> Any:
        """The standard deviation of the gain of swaps drawn at random."""
        gains = [self.gains(one) for one in self.rng.integers(0, self.people, 20)]
        return float(np.std(np.concatenate(gains))) or 1.0

    def gains(self, one: int) -> np.ndarray:
        """What swapping ``one`` with each of the others adds, an array; 0 for itself."""
        group = self.labels[one]
        gain = self.sums[one].take(self.labels)
        gain -= self.own
        gain += self.sums[:, group]
        gain -= 2 * self.distance[one]
        gain -= self.own[one]
        return gain

    def cool(self, heat: float, moves: int) -> None:
        """``moves`` draws at one temperature."""
        total, n = len(self.labels), self.people
        persons = self.rng.integers(0, n, moves).tolist()
        places = self.rng.integers(0, _NOISE - total, moves).tolist()
        for one, place in zip(persons, places, strict=True):
            gain = self.gains(one)
            gain += heat * self.noise[place : place + total]
            self._swap(one, self._pick(one, gain))

    def _pick(self, one, gain):
        if len(gain) > self.people:
            group = self.labels[one]
            if self.filled[group] <= self.least[group]:
                gain[self.people :] = _WORST
        return int(gain.argmax())

    def _swap(self, one, other):
        a, b = self.labels[one], self.labels[other]
        if a == b:
            return False
        change = self.distance[other] - self.distance[one]
        self.sums[:, a] += change
        self.sums[:, b] -= change
        self.labels[one], self.labels[other] = b, a
        self.flat[one] += b - a
        self.flat[other] += a - b
        self.sums.ravel().take(self.flat, out=self.own)
        if other >= self.people:
            self.filled[a] -= 1
            self.filled[b] += 1
        return True

    def climb(self) -> None:
        """Swap while anybody gains by it."""
        quiet, one = 0, 0
        while quiet < self.people:
            gain = self.gains(one)
            gain[self.labels == self.labels[one]] = 0
            other = self._pick(one, gain)
            better = gain[other] > 1e-9
            quiet = 0 if better and self._swap(one, other) else quiet + 1
            one = (one + 1) % self.people
