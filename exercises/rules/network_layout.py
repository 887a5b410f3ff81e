"""Where everybody stands in the picture of an ego network.

Ego is in the middle. Closeness is the distance: one ring for each, the closest innermost, and outside them a
ring for those whose closeness is not given. A circle is a sector, so that its people stand together. The
layout is made once, from the answers alone: the same answers give the same picture, nobody moves by chance.

All lengths are in diameters of the mark that stands for a person. Angles are in radians, from 0 at the top
and clockwise, to 2π: ``x = radius · sin(angle)`` to the right, ``y = −radius · cos(angle)`` downwards.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# From the middle outwards; None is for those whose closeness is not given.
CLOSENESS = (5, 4, 3, 2, 1, None)

# What is left to ego and the words under it.
INNERMOST = 2.4
# A ring is wide enough for a name under each mark even where few stand in it.
NARROWEST_RING = 2.0
# Between the centres of two people, so that marks never touch: along a ring, and from row to row in it.
STEP = 1.2
ROW = 1.25
# A gap at the top, from the innermost ring outwards, where the rings are labelled.
GAP = STEP / INNERMOST
ALL_ROUND = 2 * math.pi - GAP

# What a circle without anybody in it takes, so that somebody can be put there: some 20 degrees.
EMPTY = 0.35

# A person seen as new is barely known yet.
NEWCOMER_CLOSENESS = 1
NEWCOMER_DEPTHS = (0.5, 0.25, 0.75)
# Room for a mark with a name on each side.
ROOMY = 3.0


@dataclass(frozen=True)
class Placed:
    """Somebody to place. ``group`` is the circle that the person stands in, or None."""

    id: Hashable
    closeness: int | None
    group: Hashable | None


@dataclass(frozen=True)
class Ring:
    """The ring of one closeness, from the radius ``inner`` to ``outer``."""

    closeness: int | None
    inner: float
    outer: float


@dataclass(frozen=True)
class Sector:
    """The part of the picture that a circle has, from the angle ``start`` to ``end``."""

    group: Any
    start: float
    end: float


@dataclass(frozen=True)
class Spot:
    """Where somebody stands: ``depth`` is from 0 at the inner edge of the ring to 1 at the outer."""

    angle: float
    depth: float


@dataclass(frozen=True)
class Layout:
    """Rings from the middle outwards, sectors clockwise, and the spot of each person by id."""

    rings: tuple[Ring, ...]
    sectors: tuple[Sector, ...]
    spots: dict[Hashable, Spot]

    @property
    def radius(self) -> float:
        """The outer edge of the outermost ring."""
        return self.rings[-1].outer

    def ring(self, closeness: int | None) -> Ring:
        """The ring of ``closeness``; None without people of unknown closeness has no ring: KeyError."""
        for ring in self.rings:
            if ring.closeness == closeness:
                return ring
        raise KeyError(closeness)


def point(ring: Ring, spot: Spot) -> tuple[float, float]:
    """The (x, y) of a spot in its ring."""
    radius = ring.inner + spot.depth * (ring.outer - ring.inner)
    return radius * math.sin(spot.angle), -radius * math.cos(spot.angle)


def layout(
    people: Sequence[Placed],
    ties: Iterable[tuple[Hashable, Hashable]] = (),
    groups: Iterable[Hashable | None] = (),
    order: Iterable[Hashable | None] = (),
) -> Layout:
    """The layout of ``people``; ``ties`` are pairs of ids, and bring circles that know each other together.

    ``groups`` have a sector of their own even where nobody stands in them. An ``order`` of groups is kept to,
    so that nothing turns under the hand of somebody who moves people. Nobody overlaps: a ring that many stand
    in gets more rows, and the picture grows. A closeness that is not 1–5 or None, and two people with one id,
    raise ValueError.
    """
    _check(people)
    found = [*_group_order(people, list(ties)), *groups]
    sequence: list[Any] = _sequence([*(group for group in order if group in found), *found])
    counts = {closeness: dict.fromkeys(sequence, 0) for closeness in CLOSENESS}
    for person in people:
        counts[person.closeness][person.group] += 1
    if not any(counts[None].values()):
        del counts[None]

    rows = _rows(counts, sequence)
    rings, steps = _rings(rows)
    widths = _widths(counts, sequence, steps)
    spare = ALL_ROUND - sum(widths.values())
    sectors: list[Sector] = []
    angle = GAP / 2
    for group in sequence:
        here = sum(counts[closeness][group] for closeness in counts)
        share = here / len(people) if people else 1 / len(sequence)
        end = angle + widths[group] + spare * share
        sectors.append(Sector(group, angle, end))
        angle = end
    return Layout(rings, tuple(sectors), _spots(people, sectors, rings, rows, steps))


def newcomer(
    drawn: Layout, taken: Iterable[Spot], group: Hashable | None, closeness: int | None = NEWCOMER_CLOSENESS
) -> Spot:
    """A spot for one more person, the farthest from all others in the ring, so that nobody else moves.

    ``taken`` are the spots in the ring of ``closeness``. The spot is in the sector of ``group`` if there is
    such a sector, else anywhere around the ring.
    """
    ring = drawn.ring(closeness)
    start, end = GAP / 2, 2 * math.pi - GAP / 2
    for sector in drawn.sectors:
        if sector.group == group:
            start, end = sector.start, sector.end
    others = [point(ring, spot) for spot in taken]
    # As many places to try as there are half steps; from the middle of the sector, since the first of
    # several as good is taken.
    tries = max(1, round((end - start) * ring.outer / STEP * 2))
    middle = (tries - 1) / 2
    spots = [
        Spot(start + (end - start) * (at + 0.5) / tries, depth)
        for at in sorted(range(tries), key=lambda at: abs(at - middle))
        for depth in NEWCOMER_DEPTHS
    ]

    def room(spot):
        return round(min((math.dist(point(ring, spot), other) for other in others), default=ROOMY), 6)

    return max(spots, key=lambda spot: min(room(spot), ROOMY))


def _check(people):
    if len({person.id for person in people}) < len(people):
        raise ValueError("Two people have the same id.")
    if any(person.closeness not in CLOSENESS for person in people):
        raise ValueError("Closeness is a whole number from 1 to 5, or None.")


def _group_order(people, ties):
    """The groups so that those with most ties between them are neighbours; the one of nobody comes last."""
    group_of = {person.id: person.group for person in people}
    groups = [group for group in dict.fromkeys(group_of.values()) if group is not None]
    between = {}
    for one, other in ties:
        pair = group_of.get(one), group_of.get(other)
        for here, there in (pair, pair[::-1]):
            between[here, there] = between.get((here, there), 0) + 1
    order = groups[:1]
    while len(order) < len(groups):
        rest = [group for group in groups if group not in order]
        order.append(max(rest, key=lambda group: between.get((order[-1], group), 0)))
    return order + ([None] if None in group_of.values() else [])


def _sequence(groups):
    """Each group once, the one of nobody last."""
    return sorted(dict.fromkeys(groups), key=lambda group: group is None)


def _rings(rows):
    """The rings for a number of rows in each, and the angle from one person to the next in each."""
    rings, steps, inner = [], {}, INNERMOST
    for closeness, here in rows.items():
        width = max(NARROWEST_RING, here * ROW)
        rings.append(Ring(closeness, inner, inner + width))
        # Neighbours stand in different rows, so that those in one row are as many steps apart as there are
        # rows; the innermost row is the tightest.
        steps[closeness] = STEP / (inner + width / here / 2) / here
        inner += width
    return tuple(rings), steps


def _widths(counts, order, steps):
    """The angle that each group needs in the ring where it needs most."""
    needed = {
        group: max(counts[closeness][group] * step for closeness, step in steps.items()) for group in order
    }
    empty = [group for group, angle in needed.items() if not angle]
    # Many that are empty share half of what there is: the people come first.
    return needed | dict.fromkeys(empty, min(EMPTY, ALL_ROUND / 2 / max(len(empty), 1)))


def _rows(counts, order):
    """How many rows each ring needs for all groups to have room side by side."""
    rows = dict.fromkeys(counts, 1)

    def need(rows):
        return sum(_widths(counts, order, _rings(rows)[1]).values())

    while need(rows) > ALL_ROUND:
        # One more row where it helps most. A row in a small ring helps few, one in an empty ring only by
        # pushing the others out: the number of people settles that.
        fuller = (
            rows | {closeness: here + 1}
            for closeness, here in rows.items()
            if any(counts[closeness].values())
        )
        rows = min(fuller, key=need)
    return rows


def _spots(people, sectors, rings, rows, steps):
    spots = {}
    for number, ring in enumerate(rings):
        place = 0
        for sector in sectors:
            here = [p for p in people if p.closeness == ring.closeness and p.group == sector.group]
            if not here:
                continue
            room = (sector.end - sector.start) / len(here)
            # A little aside from ring to ring, so that names do not stand in one line from the middle.
            aside = (room - steps[ring.closeness]) / 2 * (0.5, -0.5)[number % 2]
            for at, person in enumerate(here):
                row = place % rows[ring.closeness]
                spots[person.id] = Spot(
                    sector.start + (at + 0.5) * room + aside, (row + 0.5) / rows[ring.closeness]
                )
                place += 1
    return spots
