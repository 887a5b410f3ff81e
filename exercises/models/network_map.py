"""The map as it is drawn, read from the store; and what becomes of it in a "what if", which never gets there.

Fields: ``places`` ({person id as text: [angle, depth]}, the spots that the learner chose, see
:mod:`exercises.rules.network_layout`), ``dormant_years`` (one of ``exercises.rules.ties.DORMANT_CHOICES``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.models import my_network
from exercises.models.my_network import Circle, Network, Person
from exercises.rules import ties
from exercises.rules.ego_network import (
    Measures,
    WhatIf,
    cut_alters,
    enough_for_structure,
    measure,
)
from exercises.rules.network_layout import GAP, NEWCOMER_CLOSENESS, Layout, Placed, Spot, layout, newcomer

if TYPE_CHECKING:
    from exercises.store import Store


if TYPE_CHECKING:
    from exercises.store import Store


STEM = "network_map"


@dataclass(frozen=True)
class Map:
    """Everything the page shows of the network.

    people: in the order they are read: circle by circle, clockwise, from the middle outwards. circles: with
    people in them or not. drawn: where everybody stands unless moved. places: those the learner moved.
    knows, unsure: for each id, the ids of those known and perhaps known, in the order of ``people``.
    """

    people: tuple[Person, ...]
    circles: tuple[Circle, ...]
    network: Network
    measures: Measures
    drawn: Layout
    places: dict[int, Spot]
    knows: dict[int, tuple[int, ...]]
    unsure: dict[int, tuple[int, ...]]

    def spot(self, person_id: int) -> Spot:
        """Where somebody stands now."""
        return self.places.get(person_id) or self.drawn.spots[person_id]

    def circles_of(self, person: Person) -> tuple[Circle, ...]:
        """The circles somebody is in; the first is the one that the person stands in."""
        there = {circle.id: circle for circle in self.circles}
        return tuple(there[circle] for circle in person.circles if circle in there)


@dataclass(frozen=True)
class Imagined:
    """Somebody thought of: ``id`` is no person's, ``knows`` are ids as text besides those in ``circles``."""

    id: str
    nickname: str
    circles: tuple[int, ...] = ()
    knows: tuple[str, ...] = ()


def imagined(
    person_id: str, nickname: str, circles: Sequence[str] = (), knows: Sequence[str] = ()
) -> Imagined:
    """Somebody thought of, from what was typed and ticked: ``circles`` and ``knows`` are ids as text."""
    nickname = " ".join(nickname.split())[: my_network.MOST_LETTERS]
    return Imagined(person_id, nickname, tuple(int(circle) for circle in circles), tuple(knows))


def read(store: Store, order: Sequence[int | None] = ()) -> Map:
    """The map of everybody in the store. ``order``: the numbers of the circles, clockwise, to be kept to.

    Every circle has its sector, and so have those without one: people can be put there.
    """
    there, circles = my_network.people(store), my_network.circles(store)
    network = my_network.network(store)
    numbers = {circle.id: circle.number for circle in circles}
    home = {
        person.id: next((numbers[circle] for circle in person.circles if circle in numbers), None)
        for person in there
    }
    placed = [Placed(p.id, p.closeness, home[p.id]) for p in there]
    sectors = [*numbers.values(), None] if numbers else []
    drawn = layout(placed, _ids(network.ties), sectors, order)
    sectors = [sector.group for sector in drawn.sectors]
    rings = [ring.closeness for ring in drawn.rings]
    people = tuple(
        sorted(
            there,
            key=lambda p: (sectors.index(home[p.id]), rings.index(p.closeness), drawn.spots[p.id].angle),
        )
    )
    return Map(
        people=people,
        circles=tuple(circles),
        network=network,
        measures=measure(network.alters, network.ties, network.unknown),
        drawn=drawn,
        places=_places(store, home, drawn),
        knows=_around(people, network.ties),
        unsure=_around(people, network.unknown),
    )


def keep_places(store: Store, places: Mapping[str, list[float]]) -> None:
    """Keep where the learner put people: ``{id as text: [angle, depth]}``; none puts everybody back.

    Where somebody imagined was put is not kept.
    """
    store.put(STEM, "places", {person: spot for person, spot in places.items() if person.isdigit()} or None)


def what_if(seen: Map, gone: Sequence[str] = (), newcomers: Sequence[Imagined] = ()) -> WhatIf | None:
    """The network without ``gone`` (ids as text) and with ``newcomers``; None where nothing changes.

    Measured once, however many come and go: the figures are to follow a click at once.
    """
    if not gone and not newcomers:
        return None
    network = seen.network
    alters = [alter for alter in network.alters if alter not in gone]
    there = set(alters)
    ties = [pair for pair in network.ties if there.issuperset(pair)]
    unknown = [pair for pair in network.unknown if there.issuperset(pair)]
    for person in newcomers:
        alters.append(person.id)
        ties += [(person.id, other) for other in acquaintances(seen, person) if other in there]
    after = measure(alters, ties, unknown)
    return WhatIf(seen.measures, after, tuple(alters), tuple(ties), tuple(unknown))


def acquaintances(seen: Map, newcomer: Imagined) -> list[str]:
    """The ids, as text, of those whom an imagined person knows: all in the same circles, and ``knows``."""
    return [
        str(person.id)
        for person in seen.people
        if str(person.id) in newcomer.knows or set(person.circles) & set(newcomer.circles)
    ]


def newcomer_spots(seen: Map, newcomers: Sequence[Imagined]) -> list[Spot]:
    """Where the imagined stand: in their circle and at the edge, since they are new; nobody else moves."""
    numbers = {circle.id: circle.number for circle in seen.circles}
    taken = [seen.spot(person.id) for person in seen.people if person.closeness == NEWCOMER_CLOSENESS]
    spots = []
    for person in newcomers:
        home = next((numbers[circle] for circle in person.circles if circle in numbers), None)
        spots.append(newcomer(seen.drawn, taken + spots, home))
    return spots


def cuts(seen: Map) -> dict[str, list[tuple[str, ...]]]:
    """``{nickname: parts}`` of those who alone hold a circle together; none with too few people to say."""
    network = seen.network
    if not enough_for_structure(len(network.alters)):
        return {}
    names = {str(person.id): person.nickname for person in seen.people}
    return {names[alter]: parts for alter, parts in cut_alters(network.alters, network.ties).items()}


def dormant_years(store: Store) -> int:
    """After how many years out of touch the learner calls a tie dormant."""
    years = store.get(STEM, "dormant_years", ties.DORMANT_YEARS)
    return years if years in ties.DORMANT_CHOICES else ties.DORMANT_YEARS


def dormant(seen: Map, years: int, today: date) -> tuple[list[Person], int]:
    """The people with a dormant tie, longest out of touch first, and of how many it is not known."""
    found, unknown = [], 0
    for person in seen.people:
        day = last_contact(person, today)
        asleep = ties.dormant(day, today, years)
        if asleep is None:
            unknown += 1
        elif asleep and day:
            found.append((day, person))
    return [person for _, person in sorted(found, key=lambda pair: pair[0])], unknown


def without_relation(seen: Map) -> list[Person]:
    """Those who have roles but no relation, so that it is not known through whom the roles are reached."""
    return [person for person in seen.people if person.roles and not person.relation]


def last_contact(person: Person, today: date) -> date | None:
    """The day of the last contact; None if it is not known. A day to come counts as today."""
    return min(date.fromisoformat(person.last_contact), today) if person.last_contact else None


def _ids(pairs):
    return [(int(one), int(other)) for one, other in pairs]


def _around(people, pairs):
    order = {person.id: at for at, person in enumerate(people)}
    found = {person.id: [] for person in people}
    for one, other in _ids(pairs):
        found[one].append(other)
        found[other].append(one)
    return {person: tuple(sorted(others, key=order.get)) for person, others in found.items()}


def _places(store, home, drawn):
    """The spots that were chosen; one that the circle no longer reaches is nobody's."""
    sectors = {sector.group: sector for sector in drawn.sectors}
    found = {}
    for person, (angle, depth) in store.get(STEM, "places", {}).items():
        angle %= 2 * math.pi
        if int(person) in home and _within(sectors[home[int(person)]], angle):
            found[int(person)] = Spot(angle, min(max(depth, 0.0), 1.0))
    return found


def _within(sector, angle):
    # in a whole circle the gap at the top is nobody's either
    return sector.start - GAP / 2 <= angle <= sector.end + GAP / 2


def _places_in_words(words, places):
    return "; ".join(
        f"{words.person(int(person_id))}: {', '.join(words.t.number(part, 2) for part in spot)}"
        for person_id, spot in places.items()
    )


def _forget(store, person_id):
    places = store.get(STEM, "places", {})
    if str(person_id) in places:
        others = {key: spot for key, spot in places.items() if key != str(person_id)}
        store.put(STEM, "places", others or None)


KEEPS = Keeps(furniture=frozenset({"dormant_years"}), forget=_forget, answers={"places": _places_in_words})
