"""The map as it was on a day, frozen so that it can be held against the map of another day.

Rows of kind ``snapshot``: ``day`` (ISO date), ``people`` (ids of those on the map that day) and ``pairs``:
the :func:`~exercises.rules.ego_network.anonymous_matrix` of that day as text, a word of digits for each row.
Who of the list is who in the matrix is not kept: measures come from the one, names from the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exercises.models import my_network
from exercises.rules.ego_network import Measures, anonymous_matrix, measure_matrix
from exercises.typed import day as read_day

if TYPE_CHECKING:
    from exercises.store import Store


KIND = "snapshot"
# The lesson in which the map is made.
LESSON = "my-network"

# What has happened to Bente since lesson 3: she has lost touch with one, revived one, met one in her group,
# and come to think of one whom she knew all along.
BENTE_LOST, BENTE_RECALLED = "Aksel", "Frans"
BENTE_NEW = ("Yvonne", "K.")
BENTE_NEW_TIES = (("K.", "Lone"),)


@dataclass(frozen=True)
class Snapshot:
    """One frozen map: the row's ``id``, its ``day``, the ids ``people`` and the ``matrix`` (n rows of n)."""

    id: int
    day: date
    people: tuple[int, ...]
    matrix: list

    @property
    def measures(self) -> Measures:
        return measure_matrix(self.matrix)


def take(store: Store, people: Sequence[int] | None = None, day: date | None = None) -> int:
    """Freeze the map as it is (or the part of it with the ids ``people``); the row's id.

    Raises ValueError where nobody is on it.
    """
    there = [person.id for person in my_network.people(store) if people is None or person.id in people]
    if not there:
        raise ValueError("there is nobody on the map")
    pairs = " ".join("".join(map(str, row)) for row in matrix_of(store, there))
    return store.add(KIND, day=(day or date.today()).isoformat(), people=there, pairs=pairs)


def matrix_of(store: Store, people: Sequence[int]) -> list[list[int]]:
    """The anonymous matrix of the part of today's map with the ids ``people``."""
    wanted, network = {str(person) for person in people}, my_network.network(store)
    return anonymous_matrix(
        [alter for alter in network.alters if alter in wanted],
        [pair for pair in network.ties if wanted.issuperset(pair)],
        [pair for pair in network.unknown if wanted.issuperset(pair)],
    )


def snapshots(store: Store) -> list[Snapshot]:
    """Every :class:`Snapshot` that can be read, oldest first."""
    found = (_read(row) for row in store.rows(KIND))
    return sorted(filter(None, found), key=lambda one: (one.day, one.id))


def _read(row):
    try:
        matrix = [[int(digit) for digit in word] for word in row["pairs"].split()]
        if not measure_matrix(matrix).size:
            return None  # nobody is on it
        return Snapshot(row["id"], date.fromisoformat(row["day"]), tuple(row["people"]), matrix)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def take_when_done(store: Store, lesson: str) -> None:
    """Freeze the map when the lesson that makes it has been read and its act done, if none is frozen yet."""
    ticked = (store.get("progress", f"{LESSON}.{part}") for part in ("read", "act"))
    if lesson == LESSON and all(map(read_day, ticked)) and not store.rows(KIND) and my_network.people(store):
        take(store)


def fill_sample(store: Store, since: str) -> None:
    """In a store with Bente's network, freeze it, and let ten weeks pass.

    ``since`` is the kind of row in which before_after keeps her marks.
    """
    take(store, day=date.today() - timedelta(days=70))
    ids = {person.nickname: person.id for person in my_network.people(store)}
    market = my_network.circles(store)[0].id
    added = {"relation": "acquaintance", "closeness": 3, "last_contact": date.today().isoformat()}
    for name in BENTE_NEW:
        ids[name] = my_network.add_person(store, name, **added)
    ids[BENTE_RECALLED] = my_network.add_person(store, BENTE_RECALLED, circles=[market], **added)
    for one, other in BENTE_NEW_TIES:
        my_network.set_pair(store, ids[one], ids[other], "yes")
    store.add(since, key="lost", people=[ids[BENTE_LOST]])
    store.add(since, key="recalled", people=[ids[BENTE_RECALLED]])
