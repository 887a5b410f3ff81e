from datetime import date

import pytest

from exercises.models import describe_people as model
from exercises.models import my_network
from exercises.models.my_network import NetworkProblem

TODAY = date(2026, 11, 23)


@pytest.fixture
def five(store):
    """A and B in the club, C and D in the street, E in none."""
    ids = [my_network.add_person(store, name) for name in "ABCDE"]
    club, street = (my_network.add_circle(store, name) for name in ("Klubben", "Gaden"))
    model.set_members(store, club, set(ids[:2]))
    model.set_members(store, street, set(ids[2:4]))
    return ids


def test_ticking_a_circle_puts_people_in_and_takes_others_out(store, five):
    club = my_network.circles(store)[0].id
    model.set_members(store, club, {five[0], five[4]})
    inside = [person.nickname for person in my_network.people(store) if club in person.circles]
    assert inside == ["A", "E"]


def test_a_span_is_kept_as_a_day_and_read_back_as_the_span(store, five):
    model.set_span(store, five[0], "two_years", TODAY)
    person = model.person(store, five[0])
    assert date.fromisoformat(person.last_contact) < TODAY
    assert model.span(person, TODAY) == "two_years"
    model.set_span(store, five[0], None)
    assert model.span(model.person(store, five[0])) is None


def test_every_pair_is_asked_once_and_across_circles_first(store, five):
    pages = model.pages(store, all_pairs=True)
    pairs = [pair for page in pages for pair in page.pairs]
    assert sorted(pairs) == sorted(my_network.pairs(store))
    assert [page.within for page in pages] == sorted(page.within for page in pages)


def test_only_the_first_pairs_are_asked_for_and_answered_ones_stay_in_sight(store, five, monkeypatch):
    monkeypatch.setattr(model, "first", lambda _: {(five[0], five[2])})
    my_network.set_pair(store, five[1], five[3], "no")
    shown = {pair for page in model.pages(store) if not page.within for pair in page.pairs}
    assert shown == {(five[0], five[2]), (five[1], five[3])}


def test_answers_to_pairs_are_kept_and_taken_back(store, five):
    a, b, c, *_ = five
    model.set_pairs(store, {(a, b): "no", (a, c): "unknown"})
    assert model.answers(store) == {(a, b): "no", (a, c): "unknown"}
    model.set_pairs(store, {(a, b): None})
    assert model.answers(store) == {(a, c): "unknown"}
    assert my_network.pairs(store)[a, b] == "yes", "what the circle says"


@pytest.mark.parametrize(("name", "key"), [(" ", "circle_missing"), ("gaden", "circle_taken")])
def test_a_circle_needs_a_name_of_its_own(store, five, name, key):
    club = my_network.circles(store)[0].id
    with pytest.raises(NetworkProblem) as problem:
        model.rename_circle(store, club, name)
    assert problem.value.key == key
    model.rename_circle(store, club, "KLUBBEN")
    assert my_network.circles(store)[0].name == "KLUBBEN"
