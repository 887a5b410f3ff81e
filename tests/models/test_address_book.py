from dataclasses import replace
from datetime import date

import pytest

from exercises.contact_files import Contact
from exercises.models import address_book as book
from exercises.models import my_network
from exercises.store import StoreNotWritten

METTE = Contact(
    "Mette Holm", "Holm Keramik", "Keramiker", ("mette@holm.example",), ("20 12 34 56",), source="linkedin"
)
SOEREN = Contact("Søren Ålekjær", "Ålekjærs Tømrerfirma", connected_on=date(2018, 10, 16), source="linkedin")


def keep(store, *contacts):
    found = book.plan(store, list(contacts))
    book.keep(store, found)
    return found


def names(contacts):
    return [contact.name for contact in contacts]


def many(n):
    return [
        Contact(f"Navn{i} Efternavn{i % 97}", f"Firma {i % 300}", emails=(f"n{i}@x.example",), source="csv")
        for i in range(n)
    ]


def test_planning_writes_nothing(store):
    book.plan(store, [METTE])
    assert store.kinds() == []


def test_a_contact_comes_back_as_it_was_kept(store):
    keep(store, METTE, SOEREN)
    kept = book.contacts(store)
    for given, found in zip((METTE, SOEREN), kept, strict=True):
        assert replace(found, id=None) == book.Kept(**vars(given))


def test_the_same_file_twice_adds_nobody_and_changes_nothing(store):
    keep(store, METTE, SOEREN)
    before = store.rows("contact")
    again = keep(store, METTE, SOEREN)
    assert (again.new, again.changed, again.same) == ((), (), 2)
    assert store.rows("contact") == before


def test_somebody_known_gains_what_is_new_and_loses_nothing(store):
    keep(store, METTE)
    row = store.rows("contact")[0]["id"]
    found = keep(store, Contact("Mette Holm", city="Stege", emails=("mette@holm.example", "m@ny.example")))
    assert [(kept.id, gained) for kept, gained in found.changed] == [(row, ("emails", "city"))]
    (kept,) = book.contacts(store)
    assert kept.emails == ("mette@holm.example", "m@ny.example")
    assert (kept.id, kept.title, kept.city, kept.source) == (row, "Keramiker", "Stege", "linkedin")


def test_two_rows_shown_to_be_one_person_become_one_and_the_map_follows(store):
    keep(store, Contact("Mette Holm", phones=("20123456",)), Contact("Mette Holm", emails=("m@h.example",)))
    one, other = book.contacts(store)
    person = book.bring(store, other)
    keep(store, Contact("Mette Holm", emails=("m@h.example",), phones=("+45 20 12 34 56",)))
    (left,) = book.contacts(store)
    assert (left.id, left.emails) == (one.id, ("m@h.example",))
    assert {p.id: p.contact for p in my_network.people(store)} == {person: one.id}


def test_what_there_is_no_room_for_is_counted_and_left_out(store, monkeypatch):
    monkeypatch.setattr(book, "MOST_CONTACTS", 3)
    keep(store, *many(2))
    found = keep(store, *many(5))
    assert (len(found.new), found.left_out, found.same) == (1, 2, 2)
    assert len(book.contacts(store)) == 3


def test_a_failure_half_way_keeps_nobody(store, monkeypatch):
    found = book.plan(store, many(20))
    add, calls = type(store).add, []

    def full(self, *args, **values):
        calls.append(1)
        if len(calls) > 10:
            raise StoreNotWritten("full")
        return add(self, *args, **values)

    monkeypatch.setattr(type(store), "add", full)
    with pytest.raises(StoreNotWritten):
        book.keep(store, found)
    assert store.rows("contact") == []


def test_ten_thousand_are_kept_and_merged_again(store):
    contacts = many(10_000)
    keep(store, *contacts)
    keep(store, *(replace(contact, title="Ejer") for contact in contacts))
    assert len(book.contacts(store)) == 10_000


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Mette Holm", "Søren Ålekjær"]),
        ("  ", ["Mette Holm", "Søren Ålekjær"]),
        ("mette", ["Mette Holm"]),
        ("HOLM keramiker", ["Mette Holm"]),
        ("ålekjær", ["Søren Ålekjær"]),
        ("sören", ["Søren Ålekjær"]),
        ("mette ålekjær", []),
        ("(", []),
        ("Ω", []),
    ],
)
def test_a_search_finds_those_with_every_word(store, words, found):
    keep(store, METTE, SOEREN)
    assert names(book.search(book.contacts(store), words)) == found


def test_the_book_is_in_danish_alphabetical_order(store):
    keep(store, *(Contact(name) for name in ("Åse", "Øjvind", "Ætius", "Zoe", "anna")))
    assert names(book.contacts(store)) == ["anna", "Zoe", "Ætius", "Øjvind", "Åse"]


def test_deleting_the_book_leaves_the_people_on_the_map(store):
    keep(store, METTE)
    person = book.bring(store, book.contacts(store)[0])
    book.delete_all(store)
    assert book.contacts(store) == []
    assert [(p.id, p.nickname, p.contact) for p in my_network.people(store)] == [(person, "Mette H", None)]


def test_somebody_brought_twice_stands_once_and_a_namesake_gets_a_number(store):
    keep(store, METTE, Contact("Mette Hansen", "Broen"))
    one, other = book.contacts(store)
    assert book.bring(store, one) == book.bring(store, one)
    book.bring(store, other)
    assert sorted(p.nickname for p in my_network.people(store)) == ["Mette H", "Mette H 2"]


@pytest.mark.parametrize(
    "say",
    [
        lambda store, person: store.change(person, relation="friend"),
        lambda store, person: store.change(person, prompts=["help"]),
        lambda store, person: my_network.set_pair(store, person, 999, "yes"),
        lambda store, person: store.add("resource", key="extra_hands", people=[person]),
    ],
)
def test_somebody_of_whom_something_was_said_is_not_taken_back_by_a_stray_click(store, say):
    keep(store, METTE)
    (mette,) = book.contacts(store)
    person = book.bring(store, mette)
    say(store, person)
    assert not book.take_back(store, mette.id)
    assert my_network.people(store)


def test_somebody_of_whom_nothing_was_said_is_taken_back(store):
    keep(store, METTE)
    (mette,) = book.contacts(store)
    book.bring(store, mette)
    assert book.take_back(store, mette.id)
    assert book.take_back(store, mette.id), "twice is once"
    assert my_network.people(store) == []
