"""A story is given with every yes, and taken down with one tick."""

from exercises.models import own_story as model
from exercises.views.own_story import OwnStory


def fill(view):
    for part in view.parts.values():
        part.value = "Det skete en tirsdag <b>i regnvejr</b>. " * 8
    view.shown_as.value = "first_name"
    for tick in view.ticks.values():
        tick.value = True
    return view


def test_there_is_no_letter_before_every_yes(store, lang):
    view = fill(OwnStory())
    assert view.fault is None
    assert view.t("shown_as_option.first_name") in view.letter()
    assert "<b>i" not in view.whole.value
    view.ticks["asked_others"].value = False
    assert view.letter() is None
    assert model.read(store)[3]["asked_others"] is False


def test_one_tick_asks_for_it_to_be_taken_down(store, lang):
    view = fill(OwnStory())
    view.take_down.value = True
    assert view.letter() == view.t("letter_down", title=view.parts["title"].value.strip())
    assert view.t("found.take_down") in OwnStory().said.value
