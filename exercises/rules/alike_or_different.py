"""What an owner compares the contacts on, and how the two questions are read together.

The two questions are how unlike the owner the contacts are, and how unlike each other; the measures are in
:mod:`exercises.rules.diversity`. Every attribute has fixed categories: with those that happened to be met, a
network would look the more varied the fewer kinds it holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from exercises.rules.diversity import EIIndex, Heterogeneity, alike_in_age, ei_index, heterogeneity
from exercises.rules.ego_network import FEWEST_FOR_NUMBERS

# A choice of the course. There is no "something else": two people in it would count as alike. Education is
# asked for by kind and not by length, since length would rank people. Place is how far away somebody is: the
# names of towns would make a list without end.
CATEGORIES = {
    "trade": (
        "arts_crafts",
        "building",
        "shop",
        "farming",
        "hospitality",
        "care",
        "teaching",
        "advice",
        "it_media",
        "industry",
        "public",
    ),
    "age": ("under_30", "30_39", "40_49", "50_59", "60_69", "70_up"),
    "place": ("here", "near", "region", "country", "abroad"),
    "education": ("hands", "office", "people", "science", "culture", "land", "doing"),
    "customers": ("locals", "visitors", "web", "firms", "public"),
}

# Whoever one is, one lives where one lives.
GIVEN = {"place": "here"}

# A band stands for the age in its middle; the outer two are taken to be ten years wide like the others.
AGE_IN_THE_MIDDLE = {"under_30": 25, "30_39": 35, "40_49": 45, "50_59": 55, "60_69": 65, "70_up": 75}


@dataclass(frozen=True)
class Comparison:
    """One attribute: ego against the contacts, and the contacts against each other.

    own: ego's category, or None. counts: contacts in each category, all categories in the order asked.
    ei, spread: the measures, with how many contacts were left out because their category is not known.
    """

    own: str | None
    counts: dict[str, int]
    ei: EIIndex
    spread: Heterogeneity

    @property
    def known(self) -> int:
        """Contacts whose category is known."""
        return self.spread.counted

    @property
    def enough(self) -> bool:
        """Whether there are contacts enough for the figures to be shown: a convention of the course."""
        return self.known >= FEWEST_FOR_NUMBERS

    @property
    def kinds(self) -> int:
        """How many categories hold somebody."""
        return sum(count > 0 for count in self.counts.values())

    @property
    def reading(self) -> str | None:
        """``like_me``, ``even``, ``like_each_other`` or ``mixed``; None without enough contacts or ``own``.

        The lines are drawn where more than half are: ``like_each_other`` is when most are unlike ego and most
        are in one category, as ten accountants around a carpenter. No reading is the right one.
        """
        if not self.enough or self.own is None:
            return None
        if self.ei.alike > self.ei.different:
            return "like_me"
        if self.ei.alike == self.ei.different:
            return "even"
        return "like_each_other" if 2 * max(self.counts.values()) > self.known else "mixed"


def alike(attribute: str, one: str, other: str) -> bool:
    """Whether two categories of an attribute count as the same.

    The same category; for age also the one next to it, within about ten years.
    """
    if attribute == "age":
        return alike_in_age(AGE_IN_THE_MIDDLE[one], AGE_IN_THE_MIDDLE[other])
    return one == other


def compare(attribute: str, own: str | None, others: Iterable[str | None]) -> Comparison:
    """The :class:`Comparison` on one of ATTRIBUTES; None is a category not known.

    A category that the attribute does not have raises ValueError.
    """
    categories, others = CATEGORIES[attribute], list(others)
    if own is not None and own not in categories:
        raise ValueError("The owner has a value outside the categories.")
    spread = heterogeneity(others, categories)
    return Comparison(
        own=own,
        counts={category: others.count(category) for category in categories},
        ei=ei_index(own, others, lambda a, b: alike(attribute, str(a), str(b))),
        spread=spread,
    )


def expected_by_chance(share_alike: float) -> float:
    """The E-I index that contacts met at random would give where ``share_alike`` of the people are like ego.

    (1 − s) − s, from −1 where all are to +1 where none is. It is why no value is one to aim at.
    """
    if not 0 <= share_alike <= 1:
        raise ValueError("A share lies from 0 to 1.")
    return 1 - 2 * share_alike
