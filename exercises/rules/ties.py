"""One tie at a time: how strong, whether asleep, whether both give; and how attention is shared out."""

import math
from collections.abc import Iterable, Mapping
from datetime import date

# Closeness is asked for, 1 barely know … 5 very close. How often or how long says little of strength:
# neighbours and colleagues are met often, and kin have been known for long (marsden1984).
CLOSENESS = range(1, 6)

# Which closeness counts as weak or strong is a convention of the course.
WEAKEST_MODERATE = 3
WEAKEST_STRONG = 4

# Out of touch for three years is the definition of levin2011; a shorter one is the learner's own choice.
DORMANT_YEARS = 3
DORMANT_CHOICES = (1, 2, 3)

# Below this many contacts the highest Gini that can be reached is well under 1, (n−1)/n, so that the
# normalised one is shown as well.
NORMALISE_BELOW = 10

# Job changers who found work through a contact, by how often they saw that contact (granovetter1973).
# Frequency stood in for strength, and they were few: an exercise in reading an old figure, not a standard.
JOBS_BY_FREQUENCY = {"often": 9, "occasionally": 30, "rarely": 15}


def strength(closeness: int | None) -> str | None:
    """``weak`` (1–2), ``moderate`` (3) or ``strong`` (4–5); None for a closeness not given.

    Source for asking closeness: marsden1984.
    """
    if closeness is None:
        return None
    if closeness not in CLOSENESS:
        raise ValueError("Closeness is a whole number from 1 to 5.")
    if closeness >= WEAKEST_STRONG:
        return "strong"
    return "moderate" if closeness >= WEAKEST_MODERATE else "weak"


def dormant(last_contact: date | None, today: date, years: int = DORMANT_YEARS) -> bool | None:
    """Whether the last contact lies ``years`` or more full years back; None when it is not known.

    ``years`` is one of :data:`DORMANT_CHOICES`. A last contact after ``today`` raises ValueError.
    Source: levin2011.
    """
    if years not in DORMANT_CHOICES:
        raise ValueError("A tie counts as dormant after 1, 2 or 3 years.")
    if last_contact is None:
        return None
    if last_contact > today:
        raise ValueError("The last contact cannot lie in the future.")
    before_the_day = (today.month, today.day) < (last_contact.month, last_contact.day)
    return today.year - last_contact.year - before_the_day >= years


def reciprocity(gave: float, received: float) -> float | None:
    """(gave − received) / (gave + received), for instance helping hands in the last twelve months.

    −1 only received … +1 only gave; None when nothing went either way. No value is the right one.
    A measure of the course, without a source.
    """
    _amounts([gave, received])
    return (gave - received) / (gave + received) if gave + received else None


def gini(amounts: Iterable[float]) -> float | None:
    """How unevenly hours or referrals fall on the contacts: 0 all alike … (n−1)/n all on one.

    G = Σ_i (2i − n − 1) x_(i) / (n Σ x), x ascending. None without contacts or when all amounts are 0; 0 for
    one contact. Amounts below 0, or not finite, raise ValueError.
    """
    ascending = sorted(_amounts(amounts))
    n, total = len(ascending), math.fsum(ascending)
    if not total:
        return None
    return math.fsum((2 * i - n - 1) * x for i, x in enumerate(ascending, start=1)) / (n * total)


def normalised_gini(amounts: Iterable[float]) -> float | None:
    """:func:`gini` · n/(n−1), from 0 to 1 whatever n is; None also for one contact."""
    amounts = list(amounts)
    value = gini(amounts)
    return None if value is None or len(amounts) < 2 else value * len(amounts) / (len(amounts) - 1)


def shares(counts: Mapping[str, int]) -> dict[str, float | None]:
    """Each count / their sum, from 0 to 1; None for each when all are 0."""
    _amounts(counts.values())
    total = sum(counts.values())
    return {key: count / total if total else None for key, count in counts.items()}


def _amounts(amounts):
    amounts = list(amounts)
    if not all(math.isfinite(amount) and amount >= 0 for amount in amounts):
        raise ValueError("An amount must be a number, and not below 0.")
    return amounts
