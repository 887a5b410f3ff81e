"""How unlike the owner the contacts are (E-I index), and how unlike each other (Blau, IQV).

The two answer different questions: ten accountants around a carpenter all differ from the carpenter
(E-I +1) and not at all among themselves (IQV 0). Both are shown, for one attribute at a time. There is no
value to aim at: the E-I index follows the base rate, so where nine of ten firms are in the owner's trade,
chance alone gives about −0.8.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass

# What an exercise may ask of a contact. Ethnicity, health, faith, politics and the like are special
# categories in Art. 9 of the GDPR (gdpr2016) and have no place in a learner's list.
ATTRIBUTES = ("trade", "age", "place", "education", "customers")

# Ages within ten years of one's own count as alike: a convention of the course.
ALIKE_YEARS = 10


@dataclass(frozen=True)
class EIIndex:
    """The E-I index and what it was counted from.

    value: −1 all alike to ego … +1 all different; None without a contact to compare.
    different, alike: contacts of each kind. unknown: contacts left out since their value is not known.
    """

    value: float | None
    different: int
    alike: int
    unknown: int


@dataclass(frozen=True)
class Heterogeneity:
    """Blau's index, the index of qualitative variation, and what they were counted from.

    blau: 0 … (K−1)/K. iqv: 0 all in one category … 1 evenly spread over all K. Both None without a contact
    or with K < 2. counted, unknown: contacts with a known value, and those left out.
    """

    blau: float | None
    iqv: float | None
    counted: int
    unknown: int

    @property
    def too_few(self) -> bool:
        """Below two contacts the index says nothing: one alone cannot differ from anybody."""
        return self.counted < 2


def ei_from_counts(different: int, alike: int) -> float | None:
    """(E − I) / (E + I), from −1 to +1; None when both are 0. Source: krackhardt1988."""
    if different < 0 or alike < 0:
        raise ValueError("A count of contacts cannot be below 0.")
    return (different - alike) / (different + alike) if different + alike else None


def ei_index(
    own: Hashable | None,
    others: Iterable[Hashable | None],
    alike: Callable[[Hashable, Hashable], bool] = lambda own, other: own == other,
) -> EIIndex:
    """The E-I index of the contacts' values against ego's ``own``; None is a value not known.

    ``alike`` says when two values count as the same, as :func:`alike_in_age` does for years.
    Without ego's own value there is nothing to compare with, and the value is None. Source: krackhardt1988.
    """
    others = list(others)
    known = [other for other in others if other is not None]
    unknown = len(others) - len(known)
    if own is None:
        return EIIndex(None, 0, 0, unknown)
    same = sum(bool(alike(own, other)) for other in known)
    return EIIndex(ei_from_counts(len(known) - same, same), len(known) - same, same, unknown)


def alike_in_age(own: float, other: float) -> bool:
    """Whether two ages in years are within :data:`ALIKE_YEARS` of each other."""
    return abs(own - other) <= ALIKE_YEARS


def blau(counts: Iterable[int]) -> float | None:
    """1 − Σ p_k² of the contacts in each category, from 0 to (K−1)/K; None without contacts.

    Source: agresti1978.
    """
    counts = list(counts)
    if any(count < 0 for count in counts):
        raise ValueError("A count of contacts cannot be below 0.")
    total = sum(counts)
    return 1 - sum(count**2 for count in counts) / total**2 if total else None


def iqv(counts: Iterable[int], possible: int) -> float | None:
    """Blau's index / its maximum: H·K/(K−1), from 0 to 1. None without contacts or with K < 2.

    ``possible`` is K, the number of categories that a contact could be in. It is fixed in advance: the number
    that happened to be met would make a network look more varied the fewer kinds it holds.
    Source: agresti1978.
    """
    counts = list(counts)
    if sum(count > 0 for count in counts) > possible:
        raise ValueError("More categories are met than are possible.")
    heterogeneity = blau(counts)
    return None if heterogeneity is None or possible < 2 else heterogeneity * possible / (possible - 1)


def heterogeneity(values: Iterable[Hashable | None], categories: Collection[Hashable]) -> Heterogeneity:
    """Blau's index and IQV of the contacts' values; None is a value not known.

    ``categories`` are all that could have been chosen; a value outside them raises ValueError.
    """
    possible = set(categories)
    values = list(values)
    counts = Counter(value for value in values if value is not None)
    if not possible.issuperset(counts):
        raise ValueError("A contact has a value outside the categories.")
    counted = counts.total()
    unknown = len(values) - counted
    if len(possible) < 2:
        return Heterogeneity(None, None, counted, unknown)
    return Heterogeneity(blau(counts.values()), iqv(counts.values(), len(possible)), counted, unknown)
