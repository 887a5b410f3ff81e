"""Finding somebody whom the learner wrote of, and taking them out of the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from exercises.models import my_network
from exercises.store import holds as something
from exercises.texts import Texts
from exercises.whole_store.declared import declared, spoken_by
from exercises.whole_store.tables import ANSWERS, NETWORK, STEM, holds, named_in, plain, tables

if TYPE_CHECKING:
    from exercises.store import Store


BETWEEN_NAMES = re.compile(r"([,;/\n]+)")


@dataclass(frozen=True)
class Someone:
    """One human being: on the map (``person``, a row's id), in the address book (``contact``), or in both."""

    nickname: str = ""
    name: str = ""
    about: str = ""
    person: int | None = None
    contact: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which the learner knows this person, each once."""
        return tuple(dict.fromkeys(filter(None, (self.nickname, self.name))))


def everybody(store: Store) -> list[Someone]:
    """Everybody whom the store knows, as :class:`Someone`: those on the map first."""
    from exercises.models import address_book

    book = {kept.id: kept for kept in address_book.contacts(store)}
    found = []
    for person in my_network.people(store):
        kept = book.pop(person.contact, None)
        found.append(
            Someone(
                person.nickname, kept.name if kept else "", _about(kept), person.id, kept.id if kept else None
            )
        )
    return found + [Someone("", kept.name, _about(kept), None, kept.id) for kept in book.values()]


def _about(kept):
    return kept.organisation or kept.title or kept.city if kept else ""


def find(there: Sequence[Someone], wanted: str) -> list[Someone]:
    """Those of ``there`` in whose names and work every word of ``wanted`` stands."""
    parts = plain(wanted).split()
    return [one for one in there if parts and holds(parts, plain("\n".join((*one.names, one.about))))]


def delete_someone(store: Store, someone: Someone) -> None:
    """Delete somebody from the map, the address book, every exercise that names them, and the copies."""
    with store.transaction():
        if someone.person is not None:
            my_network.remove_person(store, someone.person)
            _forget_references(store, someone.person)
        if someone.contact is not None:
            store.remove(someone.contact)
        names = {plain(name) for name in someone.names}
        for stem in store.exercises():
            for name, value in store.fields(stem).items():
                if name.rpartition(".")[2] in named_in(stem):
                    left = without(value, names)
                    if left != value:
                        store.put(stem, name, left or None)
        for kind in store.kinds():
            for row in store.rows(kind) if kind not in NETWORK else ():
                held = {name: row[name] for name in named_in(spoken_by(kind)) if name in row}
                now = {name: without(value, names) for name, value in held.items()}
                if now != held:
                    store.change(row["id"], **now)
        _take_out_the_empty(store)
    store.renew_copies()


def _take_out_the_empty(store):
    """A row that held somebody alone is none without them."""
    for kind in store.kinds():
        for row in store.rows(kind) if kind not in NETWORK else ():
            if not something({name: value for name, value in row.items() if name not in ("id", "key")}):
                store.remove(row["id"])


def without(value: str, names: Collection[str]) -> str:
    """A text of one name or several, without those of ``names`` (see :func:`plain`); "" if none is left."""
    if not isinstance(value, str):
        return value
    parts = BETWEEN_NAMES.split(value)
    kept = [at for at in range(0, len(parts), 2) if plain(parts[at].strip()) not in names]
    if 2 * len(kept) == len(parts) + 1:
        return value
    return "".join(parts[at] + (parts[at + 1] if at != kept[-1] else "") for at in kept).strip()


def _forget_references(store, person_id):
    for said in declared().values():
        if said.forget:
            said.forget(store, person_id)
    for kind in store.kinds():
        for row in store.rows(kind) if kind not in NETWORK else ():
            if row.get("person") == person_id:
                # The row may hold an earlier nickname of theirs.
                typed = {name: "" for name in named_in(spoken_by(kind)) if name in row}
                store.change(row["id"], person=None, **typed)
            if person_id in (row.get("people") or ()):
                store.change(row["id"], people=[other for other in row["people"] if other != person_id])


def mentions(store: Store, lang: str, someone: Someone) -> list[tuple[str, str]]:
    """Where a text of the learner's own still holds one of somebody's names: ``(table, row)`` in words.

    Such a text may be about more than one person, so it is left for its writer to mend.
    """
    names = [re.escape(plain(name)) for name in someone.names if len(name) > 1]
    if not names:
        return []
    named = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
    return [
        (table.title, row[1] if table.kind == ANSWERS else _first(row, lang))
        for table in tables(store, lang)
        for row in table.rows
        if any(isinstance(cell, str) and named.search(plain(cell)) for cell in row)
    ]


def _first(row, lang):
    """What tells a row from others, in words."""
    found = next(cell for cell in row if cell is not None)
    return Texts(STEM, lang).date(found) if isinstance(found, date) else str(found)


def set_aside(store: Store) -> list[Any]:
    """The names of damaged files that were set aside: they may hold anything that was ever written."""
    return sorted(path.name for path in store.path.parent.glob("damaged-*.sqlite"))
