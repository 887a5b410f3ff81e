"""The log of lesson 7, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.models import referral_log as model
from exercises.views.referral_log import NAMES, ReferralLog

pytestmark = pytest.mark.usefixtures("lang")


def controls(view, at=0):
    row_id = list(view._rows)[at]
    return dict(zip(NAMES, view._rows[row_id][1], strict=True))


def fill(view, at=0, **values):
    for name, value in values.items():
        controls(view, at)[name].value = value
    return whole(view)


def told(view, **counts):
    numbers = {"asks": 0, "name": 0, "thinking": 0, "no": 0, "else_": 0} | counts
    return view.t("sum", **numbers) in view.sum.value


ASK = {"day": date(2026, 11, 20), "who": "A.", "way": "face", "outcome": "name", "theirs": "hun tøvede"}


def test_there_is_one_to_write_and_nothing_said_of_it_yet(store):
    view = whole(ReferralLog())
    assert len(view.list.children) == 1
    assert view.t("nothing_yet") in view.sum.value


def test_asks_are_summed_and_the_others_side_is_quoted(store):
    view = fill(ReferralLog(), **ASK)
    view.more.click()
    fill(view, 1, outcome="else")
    assert told(view, asks=2, name=1, else_=1)
    assert view.t("found.theirs", line="hun tøvede") in view.sum.value
    view.list.children[1].children[-1].children[0].click()
    assert told(whole(view), asks=1, name=1)
    view.list.children[0].children[-1].children[0].click()
    assert controls(whole(view))["theirs"].value == "", "there is always one to write in"


def test_a_day_to_come_is_not_counted_yet(store):
    day = date.today() + timedelta(days=3)
    view = fill(ReferralLog(), **ASK | {"day": day})
    assert told(view)
    assert view.t("found.to_come", day=view.t.date(day)) in view.sum.value


def test_all_of_it_is_there_again_and_in_the_other_window(store):
    one, other = ReferralLog(), ReferralLog()
    fill(one, **ASK)
    other.look()
    for view in (whole(other), whole(ReferralLog())):
        assert {name: control.value for name, control in controls(view).items()} == ASK
        assert view.sum.value == one.sum.value


@pytest.mark.parametrize("text", ["x" * 9000, "она сомневалась", "她犹豫了", "<b>x</b> {line}"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = fill(ReferralLog(), theirs=text, who=text)
    assert told(view, asks=1)
    assert "<b>" not in view.sum.value


def test_a_nickname_alone_is_no_ask(store):
    view = fill(ReferralLog(), who="A.")
    assert view.t("nothing_yet") in view.sum.value
    assert not model.read(store)[0].begun


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(ReferralLog(), who="Kanariefugl", theirs="Kanariefugl")
    assert "Kanariefugl" in view.sum.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
