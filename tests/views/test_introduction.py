"""The introduction of lesson 9, worked as a learner does."""

import pytest

from driving import whole
from exercises.models import introduction as model
from exercises.views.introduction import Introduction

pytestmark = pytest.mark.usefixtures("lang")


def fill(view, asked=True):
    """Everything, as the placeholders have it."""
    for part, box in view.parts.items():
        box.value = view.t(f"like.{part}").split(" ", 1)[1]
    view.ticks["asked_one"].value = view.ticks["asked_other"].value = asked
    return whole(view)


def test_nothing_written_asks_for_two_people_and_gives_no_message(store):
    view = whole(Introduction())
    assert view.t("found.nothing_yet") in view.said.value
    assert view.message() is None
    assert view.whole.value == ""


def test_the_message_comes_only_when_both_have_said_yes(store):
    view = fill(Introduction(), asked=False)
    assert view.message() is None
    assert view.t("found.ask_both", one="G.", other="T.") in view.said.value
    view.ticks["asked_one"].value = True
    assert view.message() is None
    assert view.t("found.ask", who="T.") in view.said.value
    view.ticks["asked_other"].value = True
    assert whole(view).parts["one_gets"].value in view.message()
    assert view.t("found.ready") in view.said.value
    assert "<blockquote>" in view.whole.value


def test_what_came_of_it_is_asked_only_when_it_is_done(store):
    view = fill(Introduction())
    assert view.came.layout.display == "none"
    view.ticks["made"].value = True
    assert view.came.layout.display == ""
    assert view.t("found.made_what") in view.said.value
    view.came.value = "en kop kaffe"
    assert view.t("found.made", line="en kop kaffe") in whole(view).said.value


def test_all_of_it_is_there_again(store):
    view = fill(Introduction())
    view.ticks["made"].value = True
    again = whole(Introduction())
    assert {n: c.value for n, c in again.parts.items()} == {n: c.value for n, c in view.parts.items()}
    assert again.ticks["made"].value is True
    assert again.said.value == view.said.value
    again.ticks["made"].value = False
    assert model.read(store).made is False


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = Introduction(), Introduction()
    fill(one)
    other.look()
    assert whole(other).message() == one.message() is not None
    assert other.said.value == one.said.value


@pytest.mark.parametrize("text", ["x" * 9000, "Мария", "王", "<b>fed</b> & {one}", "?", "\n\n"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = Introduction()
    for box in (view.came, *view.parts.values()):
        box.value = text
    for tick in view.ticks.values():
        tick.value = True
    assert "<b>" not in whole(view).said.value + view.whole.value
    assert whole(Introduction()).parts["one"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(Introduction())
    view.parts["one"].value = "Kanariefugl"
    assert "Kanariefugl" in view.message()
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
