from datetime import date

import pytest

from exercises.models import my_network
from exercises.models import network_map as model
from exercises.rules.ego_network import what_if_with, what_if_without
from exercises.rules.network_layout import Spot


@pytest.fixture
def people(store):
    """Nine people, six of them in a circle; the last two know each other, of one pair it is not known."""
    with store.transaction():
        club = my_network.add_circle(store, "Klubben")
        ids = [my_network.add_person(store, f"P{at}", circles=[club] * (at < 6)) for at in range(9)]
        my_network.set_pair(store, ids[7], ids[8], "yes")
        my_network.set_pair(store, ids[0], ids[8], "unknown")
    return ids


def test_one_who_leaves_changes_what_the_rule_says(store, people):
    seen = model.read(store)
    network = seen.network
    for person in map(str, people):
        by_rule = what_if_without(network.alters, network.ties, person, network.unknown)
        assert model.what_if(seen, [person]) == by_rule


def test_one_who_comes_changes_what_the_rule_says(store, people):
    seen = model.read(store)
    network = seen.network
    (club,) = my_network.circles(store)
    new = model.imagined("new-1", "Ny", [str(club.id)], [str(people[8])])
    known = [str(person) for person in (*people[:6], people[8])]
    assert model.acquaintances(seen, new) == known
    change = model.what_if(seen, newcomers=[new])
    assert change.after == what_if_with(network.alters, network.ties, "new-1", known, network.unknown).after
    assert change.before == seen.measures


def test_an_imagined_person_does_not_know_who_was_taken_out(store, people):
    seen = model.read(store)
    new = model.imagined("new-1", "Ny", knows=[str(people[0]), str(people[1])])
    change = model.what_if(seen, [str(people[0])], [new])
    assert ("new-1", str(people[1])) in change.ties
    assert ("new-1", str(people[0])) not in change.ties


def test_without_a_change_there_is_no_what_if(store, people):
    assert model.what_if(model.read(store)) is None


def test_a_name_imagined_is_cut_as_nicknames_are():
    assert model.imagined("new-1", "  To   ord ").nickname == "To ord"
    assert len(model.imagined("new-1", "x" * 500).nickname) == my_network.MOST_LETTERS


def test_a_circle_deleted_leaves_its_people_without_one(store, people):
    (club,) = my_network.circles(store)
    store.remove(club.id)
    seen = model.read(store)
    assert [sector.group for sector in seen.drawn.sectors] == [None]
    assert all(seen.circles_of(person) == () for person in seen.people)


def test_spots_are_kept_for_people_and_not_for_the_imagined(store, people):
    model.keep_places(store, {str(people[0]): [1.0, 0.5], "new-1": [2.0, 0.5]})
    seen = model.read(store)
    assert seen.places == {people[0]: Spot(1.0, 0.5)}
    assert seen.spot(people[0]) == Spot(1.0, 0.5)
    assert seen.spot(people[1]) == seen.drawn.spots[people[1]]
    my_network.remove_person(store, people[0])
    assert model.read(store).places == {}


def test_who_alone_holds_a_circle_together_is_named_where_there_are_enough(store, people):
    my_network.set_pair(store, people[0], people[7], "yes")
    assert set(model.cuts(model.read(store))) == {"P0", "P7"}
    for person in people[4:6]:
        my_network.remove_person(store, person)
    assert model.cuts(model.read(store)) == {}


def test_dormant_ties_come_longest_asleep_first_and_the_unknown_are_counted(store):
    for name, day in (("A", "2022-01-01"), ("B", "2019-01-01"), ("C", ""), ("D", "2026-06-01")):
        my_network.add_person(store, name, last_contact=day)
    found, unknown = model.dormant(model.read(store), 3, date(2026, 11, 1))
    assert [person.nickname for person in found] == ["B", "A"]
    assert unknown == 1


def test_years_that_cannot_be_chosen_are_those_of_the_definition(store):
    store.put("network_map", "dormant_years", 17)
    assert model.dormant_years(store) == 3
