"""The sleeping contacts as they lie in the store.

Rows of kind ``dormant_draw``: ``who`` (a nickname as typed), ``person`` (id of somebody on the map, or None),
``favourite`` and ``drawn`` (true of one row each). Field ``dormant_draw.draws``: how often the lot was drawn.
After how many years a contact sleeps is the map's own choice (:mod:`exercises.models.network_map`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.models import my_network
from exercises.models.my_network import MOST_LETTERS, NetworkProblem
from exercises.rules import dormant_draw as rules
from exercises.rules import ties
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = KIND = "dormant_draw"
BENTES = Path(__file__).parents[1] / "data" / "bente_dormant.toml"


@dataclass(frozen=True)
class Sleeper:
    """One on the list: the id of the row, the name, and the id of the person on the map or None."""

    id: int
    name: str
    person: int | None = None


def years(store: Store) -> int:
    """After how many years out of touch a contact is called dormant."""
    kept = store.get("network_map", "dormant_years", ties.DORMANT_YEARS)
    return kept if kept in ties.DORMANT_CHOICES else ties.DORMANT_YEARS


def set_years(store: Store, number: int) -> None:
    """Keep after how many years a contact is called dormant."""
    store.put("network_map", "dormant_years", number)


def listed(store: Store) -> list[Sleeper]:
    """Everybody on the list, as :class:`Sleeper`, oldest first; a name deleted elsewhere is left out."""
    there = {person.id: person.nickname for person in my_network.people(store)}
    found = [
        Sleeper(row["id"], there.get(row.get("person") or 0) or row.get("who", ""), row.get("person"))
        for row in store.rows(KIND)
    ]
    return [sleeper for sleeper in found if sleeper.name.strip()]


def from_map(store: Store, today: date | None = None) -> list[tuple[int, str]]:
    """Those on the map who sleep and are not on the list, longest first, as ``[(person id, nickname)]``."""
    today = today or date.today()
    there = {sleeper.person for sleeper in listed(store)}
    found = []
    for person in my_network.people(store):
        last = day(person.last_contact)
        if person.id not in there and last and last <= today and ties.dormant(last, today, years(store)):
            found.append((last, person.id, person.nickname))
    return [(person_id, nickname) for _, person_id, nickname in sorted(found)]


def add(store: Store, text: str) -> None:
    """Put the names of ``text`` on the list, one or several with a comma or line break between them.

    A name that is there already stays once. Raises :class:`NetworkProblem` for a text without a name, a name
    with an address or number in it, and a list that is full; then nothing is added.
    """
    from exercises.rules import privacy

    names = [
        " ".join(part.split())[:MOST_LETTERS] for part in text.replace(";", ",").replace("\n", ",").split(",")
    ]
    names = [name for name in names if name]
    if not names:
        raise NetworkProblem("nickname_missing")
    with store.transaction():
        for name in names:
            if privacy.find(name):
                raise NetworkProblem("nickname_tells")
            there = listed(store)
            if name.casefold() in {sleeper.name.casefold() for sleeper in there}:
                continue
            if len(there) >= rules.MOST:
                raise NetworkProblem("list_full", most=rules.MOST)
            person = next(
                (p.id for p in my_network.people(store) if p.nickname.casefold() == name.casefold()), None
            )
            store.add(KIND, who=name, person=person)


def remove(store: Store, row_id: int) -> None:
    """Take somebody off the list; the choice or the lot that was theirs goes too."""
    store.remove(row_id)


def favourite(store: Store) -> int | None:
    """The row id of the learner's own first choice, or None."""
    return _marked(store, "favourite")


def set_favourite(store: Store, row_id: int) -> None:
    """Keep whose row is the learner's own first choice; None is nobody's."""
    _mark(store, "favourite", row_id)


def drawn(store: Store) -> int | None:
    """The row id of whom the lot fell on, or None."""
    return _marked(store, "drawn")


def draws(store: Store) -> int:
    """How often the lot was drawn."""
    return store.get(STEM, "draws", 0)


def draw(store: Store, pick: Any = None) -> None:
    """Draw the lot and keep it; nothing happens while it cannot be drawn."""
    with store.transaction():
        ids = [sleeper.id for sleeper in listed(store)]
        if rules.can_draw(ids, favourite(store)):
            more = {"pick": pick} if pick else {}
            _mark(store, "drawn", rules.draw(ids, favourite(store), drawn(store), **more))
            store.put(STEM, "draws", draws(store) + 1)


def names(store: Store) -> dict[str, str]:
    """``{"own_choice": name or "", "by_lot": name or ""}``."""
    there = {sleeper.id: sleeper.name for sleeper in listed(store)}
    return {"own_choice": there.get(favourite(store) or 0, ""), "by_lot": there.get(drawn(store) or 0, "")}


def fill_with_bentes(store: Store) -> None:
    """Put Bente's ten on an empty list."""
    if not store.rows(KIND):
        add(store, ",".join(tomllib.loads(BENTES.read_text(encoding="utf-8"))["names"]))


def _marked(store, name):
    there = {sleeper.id for sleeper in listed(store)}
    return next((row["id"] for row in store.rows(KIND) if row.get(name) and row["id"] in there), None)


def _mark(store, name, row_id):
    with store.transaction():
        for row in store.rows(KIND):
            if bool(row.get(name)) != (row["id"] == row_id):
                store.change(row["id"], **{name: row["id"] == row_id})


KEEPS = Keeps(furniture=frozenset({"person"}), told=frozenset({"drawn"}))
