"""Ego's and the contacts' categories as they lie in the learner's store.

Fields of ``alike_or_different``: ``own.<attribute>`` (a category) and ``around.<attribute>`` (of ten people
around the learner, how many are like the learner: 0–10). The contacts' categories are the ``traits`` of their
rows (see :mod:`exercises.models.my_network`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import my_network
from exercises.rules import alike_or_different as rules
from exercises.rules.diversity import ATTRIBUTES

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "alike_or_different"


def _known(attribute, value):
    # A later edition of the course may have other categories than the one that wrote the file.
    return value if value in rules.CATEGORIES[attribute] else None


def own(store: Store, attribute: str) -> str | None:
    """Ego's category, or None."""
    given = rules.GIVEN.get(attribute)
    return given or _known(attribute, store.get(STEM, f"own.{attribute}"))


def set_own(store: Store, attribute: str, category: str | None) -> None:
    """Keep ego's category; None forgets it."""
    store.put(STEM, f"own.{attribute}", category)


def trait(person: my_network.Person, attribute: str) -> str | None:
    """The category of somebody on the map, or None."""
    return _known(attribute, person.traits.get(attribute))


def set_trait(store: Store, person_id: int, attribute: str, category: str | None) -> None:
    """Keep the category of somebody on the map; None forgets it."""
    with store.transaction():
        for person in my_network.people(store):
            if person.id == person_id:
                others = {name: value for name, value in person.traits.items() if name != attribute}
                store.change(person_id, traits=others | ({attribute: category} if category else {}))


def around(store: Store, attribute: str) -> int | None:
    """Of ten people around the learner, how many are like the learner; None where it was not said."""
    return store.get(STEM, f"around.{attribute}")


def set_around(store: Store, attribute: str, of_ten: int | None) -> None:
    """Keep :func:`around`; None forgets it."""
    store.put(STEM, f"around.{attribute}", of_ten)


def compare(store: Store, attribute: str) -> rules.Comparison:
    """The :class:`exercises.rules.alike_or_different.Comparison` of everybody on the map."""
    others = [trait(person, attribute) for person in my_network.people(store)]
    return rules.compare(attribute, own(store, attribute), others)


def comparisons(store: Store) -> dict[str, rules.Comparison]:
    """``{attribute: Comparison}`` of all five."""
    return {attribute: compare(store, attribute) for attribute in ATTRIBUTES}
