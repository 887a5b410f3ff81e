"""The address book: up to MOST_CONTACTS contacts as they lie in the store (rows of kind ``contact``).

A contact file goes in by two steps: :func:`plan` says what would happen and writes nothing, :func:`keep` does
it as one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from exercises.contact_files import Contact, merge_duplicates, suggest_nickname
from exercises.contact_files.contact import phone_key
from exercises.models import my_network
from exercises.models.my_network import MOST_CONTACTS

if TYPE_CHECKING:
    from exercises.store import Store


KIND = "contact"
LISTS = ("emails", "phones", "labels")
# What a search looks through.
SEARCHED = ("name", "organisation", "title", "city", "labels", "emails")

# å sorts last in Danish, after æ and ø.
_ORDER = str.maketrans({"æ": "zæ", "ø": "zø", "å": "zφ"})
_PLAIN = str.maketrans({"é": "e", "è": "e", "ü": "u", "ö": "ø", "ä": "æ"})


@dataclass(frozen=True)
class Kept(Contact):
    """A contact of the address book; ``id`` is that of its row."""

    id: int | None = None


@dataclass(frozen=True)
class Plan:
    """What keeping a file's contacts would do.

    new: contacts that the book lacks. changed: ``(Kept, names of the fields that gain something)``.
    same: how many contacts of the file the book has already, with nothing new in them.
    gone: ``{id: id}`` of rows that turn out to be somebody who has another row, and that row.
    left_out: how many contacts there is no room for.
    """

    new: tuple[Contact, ...]
    changed: tuple[tuple[Kept, tuple[str, ...]], ...]
    same: int
    gone: dict[int, int]
    left_out: int


def contacts(store: Store) -> list[Kept]:
    """Everybody in the address book, as :class:`Kept`, in alphabetical order."""
    return sorted(map(_kept, store.rows(KIND)), key=lambda kept: kept.name.casefold().translate(_ORDER))


def _kept(row):
    known = {field.name for field in fields(Kept)}
    values = {name: value for name, value in row.items() if name in known}
    for name in LISTS:
        values[name] = tuple(values.get(name) or ())
    day = values.get("connected_on")
    values["connected_on"] = date.fromisoformat(day) if day else None
    return Kept(**{"name": ""} | values)


def _row(contact):
    values = {field.name: getattr(contact, field.name) for field in fields(Contact)}
    for name in LISTS:
        values[name] = list(values[name])
    values["connected_on"] = contact.connected_on.isoformat() if contact.connected_on else ""
    return values


def plan(store: Store, found: Sequence[Any]) -> Plan:
    """The :class:`Plan` for the contacts ``found`` in a file. Nothing is written."""
    before = {row["id"]: _kept(row) for row in store.rows(KIND)}
    # Those in the book come first, so that a joined contact is one of them and keeps its row.
    joined, _ = merge_duplicates([*before.values(), *found])
    after = {contact.id: contact for contact in joined if isinstance(contact, Kept)}
    new = [contact for contact in joined if not isinstance(contact, Kept)]
    gone = _gone(before, after)
    room = max(MOST_CONTACTS - (len(before) - len(gone)), 0)
    changed = tuple((kept, gained) for kept in after.values() if (gained := _gained(before[kept.id], kept)))
    return Plan(
        new=tuple(new[:room]),
        changed=changed,
        same=max(len(found) - len(new) - len(changed), 0),
        gone=gone,
        left_out=len(new[room:]),
    )


def _gained(old, new):
    return tuple(
        field.name for field in fields(Contact) if getattr(old, field.name) != getattr(new, field.name)
    )


def _marks(contact):
    yield from contact.emails
    name = contact.name.casefold()
    for phone in contact.phones:
        yield name, phone_key(phone)
    yield name, contact.organisation.casefold()


def _gone(before, after):
    """Rows that a new contact has shown to be one person with another row. Where it cannot be told which,
    both rows stay: a contact too many is better than one lost."""
    missing = before.keys() - after.keys()
    if not missing:
        return {}
    owner = {}
    for kept in after.values():
        for mark in _marks(kept):
            owner.setdefault(mark, kept.id)
    heirs = {lost: next((owner[m] for m in _marks(before[lost]) if m in owner), None) for lost in missing}
    return {lost: heir for lost, heir in heirs.items() if heir is not None}


def keep(store: Store, plan: Plan) -> None:
    """Do what ``plan`` says, all of it or nothing."""
    with store.transaction():
        for contact in plan.new:
            store.add(KIND, **_row(contact))
        for kept, _ in plan.changed:
            store.change(kept.id or 0, **_row(kept))
        for lost, heir in plan.gone.items():
            store.remove(lost)
            for person in my_network.people(store):
                if person.contact == lost:
                    store.change(person.id, contact=heir)


def search(kept: Sequence[Kept], words: str) -> list[Kept]:
    """Those of the contacts ``kept`` in whom every word of ``words`` is found, capitals and accents aside."""
    wanted = _plain(words).split()
    if not wanted:
        return list(kept)
    return [contact for contact in kept if all(word in _text(contact) for word in wanted)]


def _plain(text):
    return text.casefold().translate(_PLAIN)


def _text(contact):
    values = (getattr(contact, name) for name in SEARCHED)
    return _plain("\n".join(v if isinstance(v, str) else "\n".join(v) for v in values))


def delete_all(store: Store) -> None:
    """Empty the address book. People on the map stay there, under their nicknames."""
    with store.transaction():
        store.remove_kind(KIND)
        for person in my_network.people(store):
            if person.contact is not None:
                store.change(person.id, contact=None)


# ---- from the address book to the map --------------------------------------------------------------------


def on_map(store: Store) -> dict[int, my_network.Person]:
    """``{contact id: Person}`` of those who were brought from the address book to the map."""
    return {person.contact: person for person in my_network.people(store) if person.contact is not None}


def bring(store: Store, contact: Kept) -> int:
    """Put a contact on the map under a suggested nickname and return the person's id."""
    there = on_map(store)
    if contact.id in there:
        return there[contact.id].id
    taken = [person.nickname for person in my_network.people(store)]
    return my_network.add_person(store, suggest_nickname(contact, taken), contact=contact.id)


def take_back(store: Store, contact_id: int) -> bool:
    """Take somebody off the map again, as long as nothing was said of them; return whether it was done."""
    person = on_map(store).get(contact_id)
    if person is None:
        return True
    if is_described(store, person):
        return False
    my_network.remove_person(store, person.id)
    return True


def is_described(store: Store, person: my_network.Person) -> bool:
    """Whether the learner has said anything of somebody on the map."""
    said = (person.relation, person.closeness, person.last_contact, person.circles, person.roles)
    if any((*said, person.prompts, person.traits)):
        return True
    if any(str(person.id) in row["key"].split("-") for row in store.rows("tie")):
        return True
    return any(person.id in (row["people"] or ()) for row in store.rows("resource"))
