"""Three easy messages, worked as a learner does."""

import pytest

from driving import whole
from exercises.models import warm_up as model
from exercises.texts import Texts
from exercises.views.warm_up import WarmUp
from exercises.whole_store import tables as my_data

pytestmark = pytest.mark.usefixtures("lang")


def fill(view, n, **values):
    for name, value in values.items():
        view.messages[n][name].value = value
    return whole(view)


def test_it_asks_for_a_guess_first(store):
    view = whole(WarmUp())
    assert view.guess.value is None
    assert view.t("found.guess_first") in view.said.value


def test_three_sent_and_two_answered_stand_beside_the_guess(store):
    view = WarmUp()
    view.guess.value = 1
    assert view.t("found.none_sent") in view.said.value
    fill(view, 1, who="K", text="Tænkte på dig", sent=True)
    assert view.t("found.some_sent", sent=1, answered=0, of=3, left=2) in view.said.value
    fill(view, 2, sent=True, answered=True)
    fill(view, 3, sent=True, answered=True)
    assert view.t("found.all_sent", sent=3, answered=2, of=3) in view.said.value
    assert view.t("found.guess_under", guess=1, answered=2) in view.said.value


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = WarmUp()
    view.guess.value = 0
    fill(view, 2, who="K", text="Hej", sent=True, answered=True)
    again = whole(WarmUp())
    assert again.guess.value == 0
    assert {name: control.value for name, control in again.messages[2].items()} == {
        "who": "K",
        "text": "Hej",
        "sent": True,
        "answered": True,
    }
    assert again.said.value == view.said.value


def test_a_tick_can_be_taken_back_and_the_words_stay(store):
    view = fill(WarmUp(), 1, text="Hej", sent=True)
    fill(view, 1, sent=False)
    assert view.t("found.guess_first") in view.said.value
    assert model.greetings(store)[0].text == "Hej"


def test_an_answer_without_a_message_is_told_of(store):
    view = fill(WarmUp(), 3, answered=True)
    assert view.t("found.answer_to_nothing", at=3) in view.said.value


@pytest.mark.parametrize("text", ["ord " * 3000, "x" * 9000, "Привет", "你好", "<b>fed</b> & {n}"])
def test_anything_can_be_written_and_comes_back_and_nothing_becomes_markup(store, text):
    view = fill(WarmUp(), 1, who=text, text=text)
    assert "<b>" not in view.said.value
    assert WarmUp().messages[1]["text"].value == text


def test_a_guess_that_is_none_is_left_aside(store):
    store.put(model.STEM, "guess", "mange")
    assert whole(WarmUp()).guess.value is None


def test_both_windows_show_the_same(store):
    one, other = WarmUp(), WarmUp()
    fill(one, 1, who="K", sent=True)
    one.guess.value = 2
    other.look()
    assert whole(other).messages[1]["sent"].value is True
    assert other.guess.value == 2
    assert other.said.value == one.said.value


def test_the_page_of_all_data_names_what_this_exercise_keeps(store, lang):
    view = fill(WarmUp(), 1, who="K", text="Hej", sent=True)
    view.guess.value = 2
    words = Texts("warm_up", lang)
    kept = {table.kind: table for table in my_data.tables(store, lang)}
    assert kept["warm_up"].title == words("kept.table.warm_up")
    heads = set(kept["warm_up"].columns)
    assert not heads & {"key", "who", "text", "sent", "answered"}
    assert kept["answers"].rows[0][0] == words("kept.name")


def test_what_was_typed_is_not_in_what_a_notebook_saves(store):
    view = fill(WarmUp(), 1, who="Kanariefugl", text="Kanariefugl")
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
