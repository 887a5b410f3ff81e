"""A list whose first line means that nothing is chosen shows that line, and never nothing at all."""

import ipywidgets as W
import pytest

from exercises.kit.base import Exercise
from exercises.kit.boxes import offer

NOBODY = ("Vælg", None)


def shown(control):
    return None if control.index is None else control.options[control.index][0]


@pytest.mark.parametrize("before", [None, "Gry"])
def test_what_stands_for_nothing_is_offered_and_shown(before):
    control = W.Dropdown(options=[NOBODY, ("Gry", "Gry")], value=before)
    offer(control, [NOBODY, ("Tove", "Tove")])
    assert (control.value, shown(control)) == (None, "Vælg")
    offer(control, [("Tove", "Tove"), NOBODY], None)
    assert (control.value, shown(control)) == (None, "Vælg")


def test_what_was_chosen_stays_and_nobody_hears_of_a_choice_that_was_not_made():
    control = W.Dropdown(options=[NOBODY, ("Gry", "Gry")], value="Gry")
    heard = []
    control.observe(lambda change: heard.append(change["new"]), names="value")
    offer(control, [NOBODY, ("Gry", "Gry")])
    assert (control.value, heard) == ("Gry", [])
    offer(control, [NOBODY, ("Tove", "Tove"), ("Gry", "Gry")])
    assert shown(control) == "Gry"
    offer(control, [])
    assert control.value is None


def test_a_list_that_is_bound_shows_its_first_line_again_when_its_answer_is_taken_back(store, lang):
    kept = {"who": "Gry"}

    class Sample(Exercise):
        stem = "act"

        def build(self):
            self.who = W.Dropdown(options=[NOBODY, ("Gry", "Gry")])
            return [self.bind(self.who, lambda: kept["who"], lambda who: kept.update(who=who))]

    page = Sample()
    assert shown(page.who) == "Gry"
    kept["who"] = None
    page.reread()
    assert (page.who.value, shown(page.who)) == (None, "Vælg")
    assert page.fault is None
