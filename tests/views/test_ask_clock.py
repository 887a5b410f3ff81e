"""The stopwatch of lesson 6, worked as a learner does."""

from datetime import date, time, timedelta

import pytest

from driving import whole
from exercises.models import ask_clock as model
from exercises.texts import Texts
from exercises.views.ask_clock import NAMES, AskClock
from exercises.whole_store import tables as my_data

pytestmark = pytest.mark.usefixtures("lang")


def controls(view, at=0):
    """The controls of a request by name."""
    row_id = list(view._rows)[at]
    return dict(zip(NAMES, view._rows[row_id][1], strict=True))


def fill(view, at=0, **values):
    for name, value in values.items():
        controls(view, at)[name].value = value
    return whole(view)


YESTERDAY = date.today() - timedelta(days=1)
OWN = {
    "who": "D.",
    "to": "own_choice",
    "guess": 30,
    "asked_day": YESTERDAY,
    "asked_time": time(8, 0),
    "outcome": "usable",
    "minutes": "20",
    "gave": "et skema",
    "answer_day": YESTERDAY,
    "answer_time": time(13, 0),
    "useful": 4,
    "price": "600",
}


def test_there_is_one_request_to_write_and_nothing_claimed_of_it(store):
    view = whole(AskClock())
    assert len(view.list.children) == 1
    assert controls(view)["guess"].value == "", "a guess has no start value"
    assert view.t("found.nothing_settled", asks=0) in view.sum.value
    assert view.t("price_heading") not in view.sum.value


def test_an_answer_is_timed_priced_and_held_against_the_guess(store):
    view = fill(AskClock(), **OWN)
    t = view.t
    assert t("found.answers", usable=1, settled=1) in view.sum.value
    assert t("found.fast_one", middle=t("span.hours", n=5)) in view.sum.value
    assert t("found.price", n=1, price=t.kroner(600)) in view.sum.value
    view.hour_value.value = "300"
    assert t("found.price_and_cost", n=1, price=t.kroner(600), cost=t.kroner(100)) in whole(view).sum.value
    assert t("found.their_time") in view.sum.value
    assert t("found.nothing_given") not in view.sum.value


def test_own_choice_and_lot_are_compared(store):
    view = fill(AskClock(), **OWN)
    view.more.click()
    fill(view, 1, to="by_lot", outcome="usable", useful=8)
    assert view.t("found.lot_more", own=4, lot=8) in view.sum.value


def test_the_answer_is_asked_for_only_once_there_is_one(store):
    view = whole(AskClock())
    card = view.list.children[0]
    rest = card.children[6]
    usable = rest.children[0]
    assert rest.layout.display == "none"
    fill(view, outcome="waiting")
    assert rest.layout.display == "none"
    fill(view, outcome="silent")
    assert (rest.layout.display, usable.layout.display) == ("", "none")
    fill(view, outcome="usable")
    assert usable.layout.display == ""


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = fill(AskClock(), **OWN)
    view.hour_value.value = "250"
    again = whole(AskClock())
    assert {name: control.value for name, control in controls(again).items()} == OWN
    assert again.list.children[0].children[6].layout.display == ""
    assert again.sum.value == view.sum.value


def test_a_request_can_be_deleted_without_the_other(store):
    view = fill(AskClock(), **OWN)
    view.more.click()
    fill(view, 1, outcome="declined")
    view.list.children[0].children[-1].children[0].click()
    assert view.t("found.answers", usable=0, settled=1) in whole(view).sum.value
    assert len(view.list.children) == 1


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"asked_day": date.today() + timedelta(days=2)}, "asked_later"),
        ({"answer_day": date.today() + timedelta(days=2)}, "answer_later"),
        ({"answer_time": time(7, 59)}, "answer_before"),
        ({"answer_day": YESTERDAY - timedelta(days=1)}, "answer_before"),
    ],
)
def test_days_that_cannot_be_are_told_of_and_stay(store, changed, key):
    view = fill(AskClock(), **OWN | changed)
    assert view.t(key, where=view.t("request", at=1)) in view.sum.value
    assert view.t("found.answers", usable=1, settled=1) in view.sum.value, "the answer counts all the same"
    name, value = next(iter(changed.items()))
    assert controls(AskClock())[name].value == value


@pytest.mark.parametrize("typed", ["en halv dag", "-5", "99999999", "9" * 400, "١٥م", "<b>x</b>"])
@pytest.mark.parametrize("name", ["minutes", "price"])
def test_numbers_that_cannot_be_are_told_of_not_counted_and_stay(store, name, typed):
    view = fill(AskClock(), **OWN | {name: typed})
    assert 'role="alert"' in view.sum.value
    assert "<b>" not in view.sum.value
    assert getattr(model.read(store)[0][0], name) is None
    assert controls(AskClock())[name].value == typed


def test_an_hourly_value_that_is_none_is_told_of(store):
    view = fill(AskClock(), **OWN)
    view.hour_value.value = "dyr"
    assert view.t("not_a_number", where=view.t("hour_value"), text="dyr") in whole(view).sum.value


def test_what_lies_in_the_store_from_elsewhere_does_not_stop_the_page(store):
    store.add(model.KIND, asked_time="kl. otte", answer_time=8, guess="mange", outcome="usable", useful=99)
    asks, _ = model.read(store)
    assert (asks[0].guess, asks[0].useful, asks[0].hours) == (None, None, None)


@pytest.mark.parametrize("text", ["x" * 5000, "Спасибо", "谢谢", "<b>fed</b> {n}"])
def test_anything_can_be_given_and_comes_back(store, text):
    view = fill(AskClock(), **OWN | {"gave": text, "who": text})
    assert "<b>" not in view.sum.value
    assert controls(AskClock())["gave"].value == text


def test_both_windows_show_the_same(store):
    one, other = AskClock(), AskClock()
    fill(one, **OWN)
    one.more.click()
    other.look()
    # a card that holds nothing yet is there where it was asked for alone
    assert (len(one.list.children), len(whole(other).list.children)) == (2, 1)
    fill(one, 1, who="B.")
    other.look()
    assert len(whole(other).list.children) == 2
    assert controls(other)["answer_time"].value == time(13, 0)
    assert other.list.children[0].children[6].layout.display == ""
    assert other.sum.value == one.sum.value


def test_the_page_of_all_data_names_what_this_exercise_keeps(store, lang):
    fill(AskClock(), **OWN).hour_value.value = "300"
    kept = {table.kind: table for table in my_data.tables(store, lang)}
    assert kept["ask_clock"].title == Texts("ask_clock", lang)("kept.table.ask_clock")
    assert not set(kept["ask_clock"].columns) & set(NAMES)
    cells = kept["ask_clock"].rows[0]
    assert not {"own_choice", "usable"} & set(cells)
    assert kept["answers"].rows[0][0] == Texts("ask_clock", lang)("kept.name")


def test_what_was_typed_is_not_in_what_a_notebook_saves(store):
    view = fill(AskClock(), who="Kanariefugl", gave="Kanariefugl")
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
