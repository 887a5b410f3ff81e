"""What the learner says of the people on the map: each of them, their circles, and who knows whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.models import my_network
from exercises.models.my_network import NetworkProblem
from exercises.rules import describe_people as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "describe_people"


def person(store: Store, person_id: int) -> my_network.Person | None:
    """The Person with this id, or None once it is gone."""
    return next((found for found in my_network.people(store) if found.id == person_id), None)


def said(person: my_network.Person) -> int:
    """How many of the three questions about somebody are answered."""
    return sum(map(bool, (person.relation, person.closeness, person.last_contact)))


def span(person: my_network.Person, today: date | None = None) -> str | None:
    """The span of the last contact, or None."""
    day = date.fromisoformat(person.last_contact) if person.last_contact else None
    return rules.span_of(day, today or date.today())


def set_span(store: Store, person_id: int, span: str | None, today: date | None = None) -> None:
    """Keep the span of the last contact as a day; None forgets it."""
    day = rules.day_of(span, today or date.today()).isoformat() if span else ""
    store.change(person_id, last_contact=day)


def rename_circle(store: Store, circle_id: int, name: str) -> None:
    """Give a circle another name."""
    name = " ".join(name.split())[: my_network.MOST_LETTERS]
    if not name:
        raise NetworkProblem("circle_missing")
    for circle in my_network.circles(store):
        if circle.id != circle_id and circle.name.casefold() == name.casefold():
            raise NetworkProblem("circle_taken", name=circle.name)
    store.change(circle_id, name=name)


def set_members(store: Store, circle_id: int, ids: Collection[int]) -> None:
    """Let ``ids`` be those in the circle."""
    with store.transaction():
        for someone in my_network.people(store):
            if (someone.id in ids) != (circle_id in someone.circles):
                my_network.set_circle(store, someone.id, circle_id, someone.id in ids)


def answers(store: Store) -> dict[tuple[int, int], str]:
    """``{(lower id, higher id): one of KNOWS}`` of the pairs of which the learner has said something."""
    found = {}
    for row in store.rows("tie"):
        one, other = row["key"].split("-")
        found[int(one), int(other)] = row["knows"]
    return found


def pages(store: Store, all_pairs: bool = False) -> list[rules.PairGroup]:
    """The :class:`~exercises.rules.describe_people.PairGroup` list to ask about, a page each.

    Between circles only the pairs that are worth asking first, and those already answered, unless
    ``all_pairs``; a group without any is left out.
    """
    groups = rules.pair_groups({someone.id: someone.circles for someone in my_network.people(store)})
    if not all_pairs:
        wanted = first(store) | answers(store).keys()
        groups = [
            rules.PairGroup(group.circles, False, tuple(pair for pair in group.pairs if pair in wanted))
            if not group.within
            else group
            for group in groups
        ]
    return rules.pages(groups)


def first(store: Store) -> set[tuple[int, int]]:
    """The pairs that are worth asking about first."""
    there = my_network.people(store)
    return rules.first_pairs(
        {someone.id: someone.circles for someone in there},
        {someone.id: someone.closeness for someone in there},
    )


def set_pairs(store: Store, chosen: Mapping[tuple[int, int], str | None]) -> None:
    """Keep ``{pair: one of KNOWS, or None to go by the circles}``."""
    with store.transaction():
        for (one, other), knows in chosen.items():
            my_network.set_pair(store, one, other, knows)


def _forget(store, person_id):
    if store.get(STEM, "person") == person_id:
        store.put(STEM, "person", None)


KEEPS = Keeps(
    furniture=frozenset({"circle"}),
    forget=_forget,
    answers={
        "person": lambda words, person_id: words.person(person_id),
        "circle": lambda words, circle_id: words.circles.get(circle_id) or words.t("gone"),
    },
)
