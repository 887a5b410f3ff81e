"""What is done with people in the picture, and taken back."""

import pytest

from exercises.models import by_hand, my_network, network_map


@pytest.fixture
def club(store):
    return my_network.add_circle(store, "Klubben")


@pytest.fixture
def street(store):
    return my_network.add_circle(store, "Gaden")


@pytest.fixture
def gry(store, club):
    return my_network.add_person(store, "Gry", closeness=3, circles=[club])


@pytest.fixture
def ole(store):
    return my_network.add_person(store, "Ole")


def of(store, person_id):
    person = next(one for one in my_network.people(store) if one.id == person_id)
    return person.closeness, person.circles


def test_somebody_put_nearer_and_into_another_circle_leaves_the_one_stood_in(store, gry, club, street):
    by_hand.put(store, gry, 5, street)
    assert of(store, gry) == (5, (street,))
    by_hand.undo(store)
    assert of(store, gry) == (3, (club,))


def test_the_circles_that_somebody_is_in_besides_stay(store, gry, club, street):
    third = my_network.add_circle(store, "Markedet")
    my_network.set_circle(store, gry, third, True)
    by_hand.put(store, gry, 3, street)
    assert of(store, gry)[1] == (street, third)
    by_hand.put(store, gry, 3, third)
    assert of(store, gry)[1] == (third,)


def test_put_outside_all_circles_somebody_is_in_none(store, gry, club, street):
    my_network.set_circle(store, gry, street, True)
    by_hand.put(store, gry, 3, None)
    assert of(store, gry) == (3, ())
    by_hand.undo(store)
    assert of(store, gry) == (3, (club, street))


def test_two_taps_tie_and_two_more_untie_whatever_the_circles_say(store, gry, ole, club):
    def known():
        return my_network.pairs(store)[tuple(sorted((gry, ole)))]

    assert known() == "no"
    by_hand.tie(store, ole, gry)
    assert known() == "yes"
    by_hand.tie(store, gry, ole)
    assert known() == "no"
    by_hand.undo(store)
    assert known() == "yes"
    by_hand.undo(store)
    assert known() == "no"
    assert store.rows("tie") == [], "back to what their circles say, and not to an answer"


def test_dont_know_becomes_a_tie_and_comes_back(store, gry, ole):
    my_network.set_pair(store, gry, ole, "unknown")
    by_hand.tie(store, gry, ole)
    assert [row["knows"] for row in store.rows("tie")] == ["yes"]
    by_hand.undo(store)
    assert [row["knows"] for row in store.rows("tie")] == ["unknown"]


def test_a_spot_that_was_chosen_comes_back_with_the_person(store, gry, club, street):
    by_hand.move(store, {str(gry): [2.0, 0.5]})
    by_hand.put(store, gry, 4, street)
    assert store.get(network_map.STEM, "places") is None
    by_hand.undo(store)
    assert store.get(network_map.STEM, "places") == {str(gry): [2.0, 0.5]}
    by_hand.undo(store)
    assert store.get(network_map.STEM, "places") is None


def test_what_was_said_otherwise_since_is_not_overwritten(store, gry, ole, street):
    by_hand.put(store, ole, 2, street)
    by_hand.put(store, gry, 5, street)
    store.change(gry, closeness=1)
    assert by_hand.undo(store).ids == (ole,)
    assert of(store, gry) == (1, (street,))
    assert of(store, ole) == (None, ())


def test_somebody_gone_since_is_passed_over(store, gry, ole, street):
    by_hand.put(store, ole, 2, street)
    by_hand.put(store, gry, 5, street)
    my_network.remove_person(store, gry)
    assert by_hand.undo(store).ids == (ole,)
    assert by_hand.undo(store) is None
    assert not by_hand.can_undo(store)


def test_what_changes_nothing_is_no_turn(store, gry, club):
    by_hand.put(store, gry, 3, club)
    assert not by_hand.can_undo(store)


def test_every_circle_and_no_circle_have_room_to_be_put_into(store, gry, club, street):
    sectors = network_map.read(store).drawn.sectors
    assert [sector.group for sector in sectors] == [0, 1, None]
    assert all(sector.end - sector.start > 0.3 for sector in sectors)


def test_sectors_stay_where_they_are_while_people_are_moved(store, gry, ole, club, street):
    order = [sector.group for sector in network_map.read(store).drawn.sectors]
    by_hand.put(store, ole, 3, street)
    by_hand.put(store, gry, 3, None)
    assert [sector.group for sector in network_map.read(store, order).drawn.sectors] == order
