"""The plan for ninety days, worked as a learner does."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from driving import whole
from exercises.kit.base import escape
from exercises.models import ninety_days as model
from exercises.rules.ninety_days import GOALS, MONTHLY, MONTHS, month_span
from exercises.views.ninety_days import NinetyDays

pytestmark = pytest.mark.usefixtures("lang")

TODAY = date.today()


def controls(view, card):
    view.go(view.deck.index(card))
    return whole(view)._built[card].children


def fill_goal(view, card, tie="across", day=None, hours="3"):
    who, where, if_part, act, when, gain, time = controls(view, card)
    for control, name in ((who, "who"), (if_part, "if_part"), (act, "act"), (gain, "gain")):
        control.value = view.t(f"like.{name}").split(" ", 1)[1]
    where.value, when.value, time.value = tie, day or TODAY + timedelta(days=10), hours
    return whole(view)


def fill(view):
    for n in GOALS:
        fill_goal(view, f"goal{n}", "close" if n == 1 else "across", TODAY + timedelta(days=20 * n))
    for n in MONTHS:
        first, _ = month_span(TODAY, n)
        for at, pair in enumerate(controls(view, f"month{n}")[1:]):
            what, when = pair.children
            what.value, when.value = "Kanariefugl", first + timedelta(days=7 * at)
    _, *each, available = controls(view, "time")
    for box in each:
        box.value = "2"
    available.value = "4"
    return whole(view)


def test_nothing_written_asks_for_one_goal_and_takes_nothing_along(store):
    view = whole(NinetyDays())
    assert escape(view.t("found.nothing_yet")) in view.said.value
    assert view.calendar() is None
    assert view.as_text() is None
    assert view.page().count('class="line"') == 3 * len(GOALS)


def test_the_examples_in_the_fields_make_a_whole_plan(store):
    """What the page itself suggests may not be what it warns against."""
    view = fill(NinetyDays())
    assert escape(view.t("found.whole", n=15)) in view.said.value
    assert escape(view.t("found.mixed", close=1, across=2)) in view.said.value
    assert view.said.value.count("<li>") == 4


def test_every_day_of_the_plan_is_in_one_calendar_file(store):
    view = fill(NinetyDays())
    events = Calendar.from_ical(view.calendar()).walk("VEVENT")
    assert len(events) == len(GOALS) + len(MONTHS) * len(MONTHLY)
    assert len({str(event["uid"]) for event in events}) == len(events)
    (goal,) = [event for event in events if event["summary"].startswith(view.t("card.goal1"))]
    assert goal.start.date() == TODAY + timedelta(days=20)
    assert view.sentence(model.read(store)[0].goals[0]) in goal["description"]


def test_one_card_is_shown_and_all_of_it_is_there_again(store):
    view = fill(NinetyDays())
    again = whole(NinetyDays())
    assert again.said.value == view.said.value
    assert list(again._built) == ["goal1"]
    again.go(3)
    assert [name for name, box in again._built.items() if box.layout.display == ""] == ["month1"]
    assert again.page() == view.page()
    assert not (again.back.disabled or again.forward.disabled)
    again.go(99)
    assert again.forward.disabled


def test_nobody_in_the_monthly_acts_goes_along_to_the_reflection(store):
    view = fill(NinetyDays())
    assert "Kanariefugl" in view.page()
    assert "Kanariefugl" not in view.as_text()
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
    goals = [part for part in view.as_text().split("\n\n") if part.startswith(view.t("card.goal1")[:-1])]
    assert len(goals) == len(GOALS)
    assert view.t.date(TODAY + timedelta(days=20)) in goals[0]


def test_if_and_then_are_not_doubled_where_people_write_them(store, lang):
    view = fill_goal(NinetyDays(), "goal1")
    _, _, if_part, act, *_ = controls(view, "goal1")
    if_part.value, act.value = {
        "da": ("Hvis det er mandag", "så ringer jeg."),
        "en": ("If it is Monday", "then I ring."),
    }[lang]
    said = view.sentence(model.read(store)[0].goals[0])
    assert said == {"da": "Hvis det er mandag, så ringer jeg.", "en": "If it is Monday, then I ring."}[lang]


def test_nonsense_long_and_foreign_words_are_kept_and_escaped(store):
    view = NinetyDays()
    who, _, _, act, day, _, hours = controls(view, "goal1")
    who.value, act.value, hours.value = "<b>" * 500, "李明 Ωμέγα", "to-tre"
    day.value = TODAY
    assert escape("to-tre") in whole(view).said.value
    assert "<b>" not in view.page() + view.plan_shown.value
    assert store.get("ninety_days", "goal1.hours") == "to-tre"
    assert "李明" in view.plan_shown.value


def test_moving_the_first_day_tells_of_days_that_fall_outside(store):
    view = fill(NinetyDays())
    view.start.value = TODAY + timedelta(days=40)
    assert store.get("ninety_days", "start") == (TODAY + timedelta(days=40)).isoformat()
    plan = model.read(store)[0]
    named = view._named({"at": 1, "day": plan.goals[0].day, "first": plan.start, "last": plan.last})
    assert escape(view.t("found.goal_outside", **named)) in whole(view).said.value


def test_the_hours_of_the_account_are_held_against_the_plan(store):
    store.put("network_account", "end", TODAY.isoformat())
    store.add("account", day=TODAY.isoformat(), hours="7", result="idea")
    view = fill(NinetyDays())
    used = 7 / (92 / 7)
    said = view.t("found.more_than_used", used=view._number(used), weekly=view._number(33 / (90 / 7)))
    assert escape(said) in view.said.value


def test_another_window_follows(store):
    one, other = NinetyDays(), NinetyDays()
    fill_goal(one, "goal1")
    other._seen = None
    other.look()
    assert controls(other, "goal1")[0].value == controls(one, "goal1")[0].value
    assert whole(other).plan_shown.value == one.plan_shown.value


def test_a_tie_that_this_edition_does_not_know_is_no_fault(store):
    store.put("ninety_days", "goal1.tie", "sideways")
    store.put("ninety_days", "goal1.day", "i morgen")
    assert controls(whole(NinetyDays()), "goal1")[1].value == ""
