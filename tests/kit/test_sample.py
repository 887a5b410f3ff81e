"""The switch between the learner's own network and Bente's, in every exercise that has it."""

import json

import pytest

from exercises.models import my_network
from exercises.texts import Texts
from exercises.views.bring_contacts import BringContacts
from exercises.views.describe_people import DescribePeople
from exercises.views.name_people import NamePeople
from exercises.views.who_can_help import WhoCanHelp

pytestmark = pytest.mark.usefixtures("lang")

EXERCISES = (BringContacts, NamePeople, DescribePeople, WhoCanHelp)
each = pytest.mark.parametrize("exercise", EXERCISES)


def switch(view):
    """Press the one of the two buttons that can be seen."""
    box = view.try_sample if view.try_sample.layout.display != "none" else view.back_to_own
    box.children[0].click()
    assert view.fault is None


@each
def test_bente_s_network_is_shown_and_said_to_be_hers_and_one_s_own_comes_back(exercise, store, lang):
    my_network.add_person(store, "Kanariefugl")
    view = exercise()
    assert (view.in_sample, view.banner.layout.display) == (False, "none")
    switch(view)
    assert (view.in_sample, view.banner.layout.display) == (True, "")
    assert Texts("sample", lang)("banner") in view.banner.value
    assert len(my_network.people(view.store)) == 14
    switch(view)
    assert (view.in_sample, view.store) == (False, store)


@each
def test_the_saved_notebook_holds_nobody(exercise, store):
    my_network.add_person(store, "Kanariefugl")
    store.add("contact", name="Kanariefugl")
    assert "Kanariefugl" not in json.dumps(exercise()._repr_mimebundle_())


def test_what_is_done_on_bente_s_network_stays_out_of_one_s_own(store):
    view = NamePeople()
    switch(view)
    view.nickname.value = "Ny"
    assert "Ny" in [person.nickname for person in my_network.people(view.store)]
    assert (store.kinds(), store.exercises()) == ([], [])
    assert Texts("sample")("not_kept") in view._saved.value
    switch(view)
    assert view.picks.options == [["nobody", view.say("nobody")]]


def test_the_whole_page_follows_to_the_network_that_one_exercise_shows(store):
    views = [exercise() for exercise in EXERCISES]
    switch(views[1])
    for view in views:
        view.look()
        assert (view.in_sample, view.fault) == (True, None)
    assert DescribePeople().in_sample, "and one that is opened now"
    switch(views[3])
    for view in views:
        view.look()
        assert (view.in_sample, view.fault) == (False, None)


def test_a_change_in_one_exercise_on_bente_s_network_shows_in_the_others(store):
    one, other = NamePeople(), WhoCanHelp()
    switch(one)
    other.look()
    one.nickname.value = "Ny"
    other.look()
    assert "Ny" in [label for _, label in other.picks.options]
