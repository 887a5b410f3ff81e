"""The talk balance, written down as a learner does."""

from datetime import date

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import talk_balance as model
from exercises.views.talk_balance import TalkBalance

pytestmark = pytest.mark.usefixtures("lang")

MEETING = [("B.", "18"), ("L.", "9"), ("M.", "21"), ("A.", "6"), ("K.", "16")]


def write(view, people):
    for at, (who, minutes) in enumerate(people):
        if at >= len(view._rows):
            view.more.click()
        controls = view._rows[list(view._rows)[at]][1]
        controls[0].value, controls[1].value = who, minutes
    return whole(view)


def test_nothing_entered_asks_for_minutes_and_a_next_date(store):
    view = whole(TalkBalance())
    assert view.t("nothing_yet") in view.sum.value
    assert view.t("next_missing") in view.sum.value


def test_a_meeting_is_told_in_words_with_a_table_and_no_score(store):
    view = write(TalkBalance(), MEETING)
    view.invited.value, view.came.value = "6", "5"
    assert view.t("found.some") in view.sum.value
    assert view.t("found.longest", who="M.", minutes="21", total="70") in view.sum.value
    assert view.t("found.quiet", who="A.") in view.sum.value
    assert view.t("attendance", invited="6", came="5") in view.sum.value
    assert "<table" in view.sum.value
    assert "0,28" not in view.sum.value and "0.28" not in view.sum.value


def test_one_person_is_not_compared(store):
    view = write(TalkBalance(), [("B.", "12")])
    assert view.t("found.one_person") in view.sum.value


@pytest.mark.parametrize("typed", ["lidt", "-3", "601", "1" * 200, "<b>3</b>"])
def test_minutes_that_cannot_be_are_told_of_not_counted_and_stay(store, typed):
    view = write(TalkBalance(), [("B.", typed), ("L.", "10"), ("M.", "10")])
    assert 'role="alert"' in view.sum.value
    assert view.t("found.even") in view.sum.value
    assert "<b>" not in view.sum.value
    assert TalkBalance()._rows[next(iter(view._rows))][1][1].value == typed


def test_numbers_of_people_that_cannot_be_are_told_of(store):
    view = whole(TalkBalance())
    view.invited.value, view.came.value = "mange", "5"
    assert view.t("invited") in view.sum.value
    assert 'role="alert"' in view.sum.value


def test_long_and_foreign_names_do_not_run_into_their_bars(store):
    view = write(TalkBalance(), [("Ж" * 400, "10"), ("陶艺家", "20"), ("", "5")])
    assert "Ж" * 19 not in view.sum.value.split("<table")[0].split("<svg")[1]
    assert "陶艺家" in view.sum.value
    assert escape(view.t("person", at=3)) in view.sum.value


def test_all_of_it_is_there_when_opened_again_and_in_another_window(store):
    view, other = TalkBalance(), TalkBalance()
    write(view, MEETING)
    view.day.value, view.next.value = date(2027, 1, 5), date(2027, 2, 2)
    other.look()
    again = whole(TalkBalance())
    assert again.sum.value == whole(other).sum.value == view.sum.value
    assert (again.day.value, other.next.value) == (date(2027, 1, 5), date(2027, 2, 2))
    again.list.children[0].children[1].children[-1].click()
    view.look()
    assert len(whole(view).list.children) == 4
    assert view.t("next_missing") not in view.sum.value
    assert len(model.read(store, str)[0]) == 4


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = write(TalkBalance(), [("Kanariefugl", "5")])
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
