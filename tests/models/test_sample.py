from datetime import date

import pytest

from exercises.contact_files import read_contacts
from exercises.models import my_network, sample
from exercises.rules.resources import SCALES
from exercises.rules.roles import RELATIONS, ROLES
from exercises.rules.ties import CLOSENESS, dormant


@pytest.fixture
def bente(store):
    return sample.sample_of(store, "da")


def test_bente_s_network_is_whole(bente):
    people = my_network.people(bente)
    assert len(people) == 14
    assert all(person.relation in RELATIONS and person.closeness in CLOSENESS for person in people)
    assert all(
        set(person.roles) <= set(ROLES) and set(person.prompts) <= set(my_network.PROMPTS)
        for person in people
    )
    assert any(dormant(date.fromisoformat(person.last_contact), date.today()) for person in people)
    assert "unknown" in my_network.pairs(bente).values()
    assert set(my_network.resources_known(bente)) == {item for items in SCALES.values() for item in items}


def test_the_circles_speak_the_language(store, lang):
    bente = sample.sample_of(store, lang)
    assert ("Gaden" if lang == "da" else "The street") in [c.name for c in my_network.circles(bente)]


def test_nothing_done_to_bente_reaches_the_learner_or_the_disk(store, bente, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    my_network.add_person(bente, "Ny")
    assert (store.kinds(), store.exercises()) == ([], [])
    assert sorted(tmp_path.rglob("*")) == before


def test_there_is_one_bente_for_all_exercises_of_a_page(store, bente):
    assert sample.sample_of(store, "da") is bente


def test_the_choice_of_network_belongs_to_the_store_of_the_page(store, bente):
    sample.show(store, True)
    assert (sample.shown(store), sample.shown(bente)) == (True, False)
    sample.show(store, False)
    assert not sample.shown(store)


def test_bente_s_file_is_read_as_one_from_linkedin():
    reading = read_contacts(sample.CONNECTIONS.name, sample.CONNECTIONS.read_bytes())
    assert (reading.kind, len(reading.contacts), reading.skipped, reading.problem) == (
        "linkedin",
        22,
        [],
        None,
    )
    # .example can belong to nobody, and without addresses of profiles nobody real is pointed at
    assert all(email.endswith(".example") for contact in reading.contacts for email in contact.emails)
    assert b"http" not in sample.CONNECTIONS.read_bytes()
