"""Categories of ego and the contacts in the store."""

from exercises.models import alike_or_different as model
from exercises.models import my_network


def test_a_category_is_kept_changed_and_forgotten_and_leaves_the_others_alone(store):
    person = my_network.add_person(store, "A", traits={"age": "30_39"})
    model.set_trait(store, person, "trade", "shop")
    (kept,) = my_network.people(store)
    assert kept.traits == {"age": "30_39", "trade": "shop"}
    model.set_trait(store, person, "age", None)
    assert my_network.people(store)[0].traits == {"trade": "shop"}


def test_a_person_who_is_gone_is_not_brought_back_by_a_late_answer(store):
    person = my_network.add_person(store, "A")
    my_network.remove_person(store, person)
    model.set_trait(store, person, "trade", "shop")
    assert my_network.people(store) == []


def test_place_is_given_and_a_category_from_another_edition_counts_as_not_known(store):
    store.put(model.STEM, "own.trade", "chimney_sweep")
    my_network.add_person(store, "A", traits={"trade": "chimney_sweep"})
    compared = model.compare(store, "trade")
    assert (compared.own, compared.known, compared.spread.unknown) == (None, 0, 1)
    assert model.own(store, "place") == "here"
