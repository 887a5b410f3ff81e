"""What to ask of the people on the map: when they were last met, and which pairs to ask about first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from exercises.rules.ties import WEAKEST_MODERATE

# Nobody remembers the day, so a span is asked for and the day in its middle kept. The edges fall on the years
# that a dormant tie is told by (rules/ties.py). Days: the middle and the end of each span.
SPANS = {
    "month": (15, 30),
    "half_year": (105, 182),
    "year": (270, 365),
    "two_years": (545, 730),
    "three_years": (910, 1095),
    "longer": (1460, None),
}

# So many pairs are asked about before the learner is offered the rest: what can be answered in a few minutes.
# A convention of the course.
FIRST_PAIRS = 30
# More on one page are hard to keep one's place in.
PAIRS_A_PAGE = 12


@dataclass(frozen=True)
class PairGroup:
    """Pairs to ask about together.

    circles: the two circles that the pairs run between, or the one that they lie within; None stands for
    people without a circle. within: whether it is one circle, where all are taken to know each other.
    pairs: ``(lower id, higher id)``.
    """

    circles: tuple
    within: bool
    pairs: tuple[tuple[int, int], ...]


def day_of(span: str, today: date) -> date:
    """The day that a span of :data:`SPANS` is kept as."""
    return today - timedelta(days=SPANS[span][0])


def span_of(day: date | None, today: date) -> str | None:
    """The span that a day lies in, seen from ``today``; None for no day. A later day counts as today."""
    if day is None:
        return None
    days = (today - day).days
    return next(span for span, (_, end) in SPANS.items() if end is None or days <= end)


def first_pairs(
    circles: Mapping[int, Sequence], closeness: Mapping[int, int | None], most: int = FIRST_PAIRS
) -> set[tuple[int, int]]:
    """The pairs without a common circle that are worth asking about first, at most ``most``.

    ``circles`` has each person's circles, ``closeness`` how close each is to the learner. Those whom the
    learner stands close to have more occasion to have met, and so have those whose circles share a member.
    A convention of the course; a closeness that is not given counts as moderate.
    """

    def near(person):
        return closeness.get(person) or WEAKEST_MODERATE

    bridged = {
        frozenset((one, other)) for own in circles.values() for one, other in combinations(sorted(own), 2)
    }

    def rank(pair):
        one, other = pair
        bridge = any(frozenset((a, b)) in bridged for a in circles[one] for b in circles[other])
        return -min(near(one), near(other)), not bridge, -near(one) - near(other), pair

    across = [pair for pair in combinations(sorted(circles), 2) if not _common(circles, pair)]
    return set(sorted(across, key=rank)[:most])


def pair_groups(circles: Mapping[int, Sequence]) -> list[PairGroup]:
    """Every pair once, in groups: first those between two circles, then those within one.

    Whoever is in several circles is asked about under the first of them.
    """
    groups = {}
    for pair in combinations(sorted(circles), 2):
        shared = _common(circles, pair)
        if shared:
            key: tuple[bool, tuple[Any, ...]] = (True, (shared[0],))
        else:
            homes = sorted((circles[person][0] if circles[person] else None for person in pair), key=_last)
            key = (False, tuple(homes))
        groups.setdefault(key, []).append(pair)
    order = sorted(groups, key=lambda key: (key[0], [_last(circle) for circle in key[1]]))
    return [PairGroup(circles=key[1], within=key[0], pairs=tuple(groups[key])) for key in order]


def pages(groups: Sequence[PairGroup], size: int = PAIRS_A_PAGE) -> list[PairGroup]:
    """The groups with those of more than ``size`` pairs cut up."""
    return [
        PairGroup(group.circles, group.within, group.pairs[start : start + size])
        for group in groups
        for start in range(0, len(group.pairs), size)
    ]


def _common(circles, pair):
    one, other = pair
    return [circle for circle in circles[one] if circle in circles[other]]


def _last(circle):
    return circle is None, circle or 0
