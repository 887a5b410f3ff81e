"""A promise is kept as it is typed, taken along, and ended; its owner alone sees to whom it was."""

import html
from datetime import date, timedelta

from exercises.models import promise as model
from exercises.views.promise import Promise

DAY = date.today() + timedelta(days=5)


def promised(view, who="Kanarie", what="sende de tre billeder", day=DAY):
    view.parts["who"].value, view.parts["what"].value, view.day.value = who, what, day
    assert view.fault is None
    return view


def test_there_is_nothing_to_take_before_it_is_a_promise(store, lang):
    view = Promise()
    assert view.made.layout.display == "none" and view.slip.make() is view.calendar.make() is None
    promised(view)
    assert view.made.layout.display is None
    assert view.slip.make() == view.t(
        "slip", who="Kanarie", what="sende de tre billeder", day=view.t.date(DAY)
    )
    assert b"Kanarie" in view.calendar.make() and f"{DAY:%Y%m%d}".encode() in view.calendar.make()


def test_a_buddy_is_told_what_and_when_and_not_to_whom(store, lang):
    view = promised(Promise(), what="sende de tre billeder <b>")
    told = view.buddy.make()
    assert html.escape(told) in view.told["buddy"].value, "copied without being seen"
    assert "sende de tre billeder" in told and "Kanarie" not in told


def test_it_ends_in_three_ways_and_one_that_is_moved_waits_for_another_day(store, lang):
    view = promised(Promise())
    view.ends["moved"].click()
    assert view.fault is None and view.day.value is None and view.parts["who"].value == "Kanarie"
    view.day.value = DAY
    view.ends["kept"].click()
    assert view.parts["who"].value == "" and model.states(view.store) == ["moved", "kept"]
    promised(view).ends["dropped"].click()
    assert view.t("found.count", of=3, kept=1, moved=1, dropped=1) in view.said.value
    assert "Kanarie" not in view.said.value
    again = Promise()
    assert again.said.value == view.said.value


def test_a_press_on_a_promise_that_is_gone_adds_nothing(store, lang):
    view = Promise()
    view.ends["kept"].click()
    assert view.fault is None and model.states(view.store) == []
