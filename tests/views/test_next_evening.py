"""The slip for the host's list: nothing without a yes, and a way out."""

from datetime import date

from exercises.models import next_evening as model
from exercises.views.next_evening import NextEvening


def fill(view):
    view.parts["name"].value = "Gry"
    view.parts["contact"].value = "gry@example.org"
    return view


def test_there_is_no_slip_without_a_yes_and_the_day_of_it_is_kept(store, lang):
    view = fill(NextEvening())
    assert not view.yes.value and view.slip() is None
    assert view.t("found.no_yes") in view.said.value
    view.yes.value = True
    assert view.fault is None
    assert model.given(store) == date.today()
    assert "gry@example.org" in view.slip() and view.t.date(date.today()) in view.slip()
    view.yes.value = False
    assert view.slip() is None and model.given(store) is None


def test_the_same_page_gives_the_way_out(store, lang):
    view = fill(NextEvening())
    view.yes.value = True
    view.taken_back.value = True
    assert view.slip() == view.t("off", name="Gry", contact="gry@example.org")
    assert NextEvening().slip() == view.slip()


def test_nothing_of_it_is_in_what_a_notebook_saves(store, lang):
    view = fill(NextEvening())
    view.yes.value = True
    assert "gry@example.org" not in str(view._repr_mimebundle_())
