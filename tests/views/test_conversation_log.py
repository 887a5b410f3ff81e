"""The log of the real conversation in lesson 5, worked as a learner does."""

from datetime import date

import pytest

from driving import whole
from exercises.models import conversation_log as model
from exercises.views.conversation_log import NAMES, ConversationLog

pytestmark = pytest.mark.usefixtures("lang")


def controls(view, at=0):
    """The controls of a conversation by name."""
    row_id = list(view._rows)[at]
    return dict(zip(NAMES, view._rows[row_id][1], strict=True))


def fill(view, at=0, **values):
    for name, value in values.items():
        controls(view, at)[name].value = value
    return whole(view)


TALK = {
    "day": date(2026, 11, 20),
    "who": "A.",
    "guess": 5,
    "minutes": "20",
    "questions": "7",
    "learned": "tegner haver",
    "next_step": "skriver onsdag",
    "liked": 8,
    "how": "told",
}


def test_there_is_one_conversation_to_write_and_nothing_said_of_it_yet(store):
    view = whole(ConversationLog())
    assert len(view.list.children) == 1
    assert view.t("nothing_yet") in view.sum.value


def test_a_conversation_is_summed_and_the_gap_told(store):
    view = fill(ConversationLog(), **TALK)
    assert view.t("sum", talks=1, minutes=20, questions=7, next_steps=1) in view.sum.value
    assert view.t("found.gap_above", guess=5, liked=8) in view.sum.value
    assert view.t("found.how_told") in view.sum.value
    assert view.t("found.learned", line="tegner haver") in view.sum.value


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = fill(ConversationLog(), **TALK)
    again = whole(ConversationLog())
    assert {name: control.value for name, control in controls(again).items()} == TALK
    assert again.sum.value == view.sum.value


def test_a_second_conversation_adds_up_and_can_be_deleted_without_the_first(store):
    view = fill(ConversationLog(), **TALK)
    view.more.click()
    fill(view, 1, minutes="10", questions="0")
    assert view.t("sum", talks=2, minutes=30, questions=7, next_steps=1) in view.sum.value
    assert view.t("found.no_questions") in view.sum.value
    view.list.children[1].children[-1].children[0].click()
    assert view.t("sum", talks=1, minutes=20, questions=7, next_steps=1) in whole(view).sum.value
    view.list.children[0].children[-1].children[0].click()
    assert len(view.list.children) == 1, "there is always one to write in"
    assert controls(whole(view))["minutes"].value == ""


@pytest.mark.parametrize("typed", ["et øjeblik", "-5", "99999", "9" * 400, "١٥م", "<b>x</b>"])
def test_minutes_that_cannot_be_are_told_of_not_counted_and_stay(store, typed):
    view = fill(ConversationLog(), minutes=typed, questions="3")
    assert view.t("sum", talks=1, minutes=0, questions=3, next_steps=0) in view.sum.value
    assert 'role="alert"' in view.sum.value
    assert "<b>" not in view.sum.value
    assert controls(ConversationLog())["minutes"].value == typed


def test_long_words_and_other_alphabets_are_quoted_as_they_are(store):
    for learned in ("x" * 5000, "рисует сады", "他画花园"):
        view = fill(ConversationLog(), learned=learned)
        assert view.t("found.learned", line=learned) in view.sum.value


def test_a_conversation_written_in_one_window_is_in_the_other(store):
    one, other = ConversationLog(), ConversationLog()
    fill(one, **TALK)
    one.more.click()
    fill(one, 1, who="B")
    other.look()
    assert len(whole(other).list.children) == 2
    assert controls(other)["liked"].value == 8
    other.list.children[1].children[-1].children[0].click()
    one.look()
    assert len(whole(one).list.children) == 1
    assert model.read(store)[0][0].gap == 3


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(ConversationLog(), who="Kanariefugl", learned="Kanariefugl", next_step="Kanariefugl")
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
