"""The learner's network as it lies in the store.

Rows (see :mod:`exercises.store`):

``contact``  the address book, up to 10,000: ``name``, ``organisation``, ``title``, ``emails``, ``phones``,
             ``city``, ``labels``, ``connected_on`` (ISO date or ""), ``source``
``person``   somebody on the map: ``nickname``, ``relation`` (one of RELATIONS or ""), ``closeness`` (1–5 or
             None), ``last_contact`` (ISO date or ""), ``circles`` (ids), ``roles`` (keys of ROLES),
             ``prompts`` (keys of PROMPTS), ``traits`` ({attribute: value}), ``contact`` (id or None)
``circle``   ``name``
``tie``      key ``"3-9"``, lower person id first: ``knows``, one of KNOWS; only where the learner said so
``resource`` key: an item of :data:`exercises.rules.resources.SCALES`; ``people`` (ids) or None: don't know

Two people in the same circle are taken to know each other, and two without a common circle not to, until the
learner says otherwise of the pair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from exercises.rules.roles import RELATIONS

if TYPE_CHECKING:
    from exercises.rules.ego_network import Measures
    from exercises.store import Store


KNOWS = ("yes", "no", "unknown")

# Who helps, advises, recommends, makes one laugh, and gave the last new idea: several questions, since free
# recall alone forgets weak ties.
PROMPTS = ("help", "advice", "recommend", "laugh", "idea")

MOST_CONTACTS = 10_000
# The exercise asks for 25 at most; the picture carries more for those who want it.
MOST_PEOPLE = 150
MOST_LETTERS = 40


@dataclass(frozen=True)
class Person:
    """Somebody on the map. Field names are those of the ``person`` row."""

    id: int
    nickname: str
    relation: str = ""
    closeness: int | None = None
    last_contact: str = ""
    circles: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    traits: dict = field(default_factory=dict)
    contact: int | None = None


@dataclass(frozen=True)
class Circle:
    """A circle of people who belong together; ``number`` gives it its colour and pattern."""

    id: int
    name: str
    number: int


@dataclass(frozen=True)
class Network:
    """The map as the rules read it: ids as text, and pairs of ids."""

    alters: tuple[str, ...]
    ties: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]


class NetworkProblem(Exception):
    """What the learner is told: ``key`` names the sentence in texts/my_network.toml, ``names`` fill it."""

    def __init__(self, key: str, **names: int | str) -> None:
        super().__init__(key)
        self.key, self.names = key, names


def people(store: Store) -> list[Person]:
    """Everybody on the map, in the order they were added."""
    known = Person.__dataclass_fields__
    found = []
    for row in store.rows("person"):
        values = {name: value for name, value in row.items() if name in known}
        for name in ("circles", "roles", "prompts"):
            values[name] = tuple(values.get(name) or ())
        found.append(Person(**{"nickname": ""} | values))
    return found


def circles(store: Store) -> list[Circle]:
    """The circles, in the order they were made."""
    return [Circle(row["id"], row["name"], number) for number, row in enumerate(store.rows("circle"))]


def _clean(text):
    return " ".join(str(text).split())[:MOST_LETTERS]


def add_person(store: Store, nickname: str, **values: Any) -> int:
    """Put somebody on the map and return the id. A nickname is needed, and no two are the same."""
    nickname = _clean(nickname)
    there = people(store)
    if not nickname:
        raise NetworkProblem("nickname_missing")
    if len(there) >= MOST_PEOPLE:
        raise NetworkProblem("map_full", most=MOST_PEOPLE)
    if any(person.nickname.casefold() == nickname.casefold() for person in there):
        raise NetworkProblem("nickname_taken", nickname=nickname)
    return store.add("person", nickname=nickname, **values)


def rename_person(store: Store, person_id: int, nickname: str) -> None:
    """Give somebody another nickname."""
    nickname = _clean(nickname)
    if not nickname:
        raise NetworkProblem("nickname_missing")
    for person in people(store):
        if person.id != person_id and person.nickname.casefold() == nickname.casefold():
            raise NetworkProblem("nickname_taken", nickname=nickname)
    store.change(person_id, nickname=nickname)


def remove_person(store: Store, person_id: int) -> None:
    """Take somebody off the map with all that was said of them; the address book keeps its contact."""
    with store.transaction():
        store.remove(person_id)
        for row in store.rows("tie"):
            if person_id in _pair(row["key"]):
                store.remove(row["id"])
        for row in store.rows("resource"):
            if person_id in (row["people"] or ()):
                store.change(row["id"], people=[other for other in row["people"] if other != person_id])


def add_circle(store: Store, name: str) -> int:
    """Make a circle and return its id; a name that is there already gives that circle."""
    name = _clean(name)
    if not name:
        raise NetworkProblem("circle_missing")
    for circle in circles(store):
        if circle.name.casefold() == name.casefold():
            return circle.id
    return store.add("circle", name=name)


def remove_circle(store: Store, circle_id: int) -> None:
    """Delete a circle; its people stay on the map."""
    with store.transaction():
        store.remove(circle_id)
        for person in people(store):
            if circle_id in person.circles:
                store.change(person.id, circles=[other for other in person.circles if other != circle_id])


def set_circle(store: Store, person_id: int, circle_id: int, inside: bool) -> None:
    """Put somebody into a circle, or take them out of it."""
    with store.transaction():
        for person in people(store):
            if person.id == person_id:
                others = [other for other in person.circles if other != circle_id]
                store.change(person_id, circles=[*others, circle_id] if inside else others)


def set_pair(store: Store, one: int, other: int, knows: str | None) -> None:
    """Say whether two people know each other (one of KNOWS); None goes back to what their circles say."""
    if one == other:
        raise ValueError("a person and themselves are no pair")
    key = f"{min(one, other)}-{max(one, other)}"
    if knows is not None:
        if knows not in KNOWS:
            raise ValueError(f"knows is one of {KNOWS}")
        store.add("tie", key=key, knows=knows)
        return
    for row in store.rows("tie"):
        if row["key"] == key:
            store.remove(row["id"])


def _pair(key):
    one, other = key.split("-")
    return int(one), int(other)


def pairs(store: Store) -> dict[tuple[int, int], str]:
    """``{(lower id, higher id): one of KNOWS}`` for every pair on the map."""
    there = people(store)
    said = {_pair(row["key"]): row["knows"] for row in store.rows("tie")}
    inside = {person.id: set(person.circles) for person in there}
    return {
        pair: said.get(pair) or ("yes" if inside[pair[0]] & inside[pair[1]] else "no")
        for pair in combinations(sorted(inside), 2)
    }


def network(store: Store) -> Network:
    """The :class:`Network` of everybody on the map."""
    found = pairs(store)
    return Network(
        alters=tuple(str(person.id) for person in people(store)),
        ties=tuple((str(a), str(b)) for (a, b), knows in found.items() if knows == "yes"),
        unknown=tuple((str(a), str(b)) for (a, b), knows in found.items() if knows == "unknown"),
    )


def measures(store: Store) -> Measures:
    """The :class:`exercises.rules.ego_network.Measures` of the map."""
    from exercises.rules.ego_network import measure

    found = network(store)
    return measure(found.alters, found.ties, found.unknown)


def roles_known(store: Store) -> dict[str, set[str]]:
    """``{role: {relations}}`` of the people on the map who have said roles and a relation."""
    found = {}
    for person in people(store):
        for role in person.roles:
            if person.relation in RELATIONS:
                found.setdefault(role, set()).add(person.relation)
    return found


def resources_known(store: Store) -> dict[str, dict[str, Any] | None]:
    """``{item: {nickname: relation} or None}`` as :func:`exercises.rules.resources.coverage` reads it.

    Somebody whose relation is not given counts as an acquaintance.
    """
    there = {person.id: person for person in people(store)}
    return {
        row["key"]: None
        if row["people"] is None
        else {there[i].nickname: there[i].relation or "acquaintance" for i in row["people"] if i in there}
        for row in store.rows("resource")
    }
