"""The charter: agreed, printed and put in the calendar."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from exercises.kit.base import escape
from exercises.models import charter as model
from exercises.rules import charter as rules
from exercises.views.charter import ROOM, SIGNATURE, Charter

pytestmark = pytest.mark.usefixtures("lang")

FIRST = date.today() + timedelta(days=14)
WHOLE = {
    "name": "Tirsdagsbordet",
    "goal": "træffe svære valg",
    "members": "B., M., L., A. og K.",
    "people": "5",
    "weeks": 4,
    "length": 90,
    "first": FIRST,
    "at": time(19, 0),
    "place": "hos M.",
    "secrecy": "stays",
    "order": "list",
    "absence": "write",
    "last": FIRST + timedelta(weeks=20),
    "farewell": "en middag",
}


def fill(view, **values):
    for name, value in values.items():
        view.fields[name].value = value
    assert view.fault is None
    return view


def test_an_empty_charter_prints_as_a_form_with_room_for_every_part(store):
    view = fill(Charter())
    assert view.t("nothing_yet") in view.said.value
    page = view.page()
    assert page.count(ROOM) == len(rules.PARTS) - 1, "the name is the heading"
    assert page.count(SIGNATURE) == 6
    assert view.calendar() is None


def test_a_whole_charter_reckons_the_turns_and_prints_without_open_room(store):
    view = fill(Charter(), **WHOLE)
    assert view.t("found.turns", meetings=6, chairs=3, rounds=18, people=5, each=3) in view.said.value
    assert view.t("found.whole") in view.said.value
    page = view.page()
    assert (page.count(ROOM), page.count(SIGNATURE)) == (0, 5)
    for words in ("Tirsdagsbordet", view.t("secrecy_option.stays"), view.t.date(FIRST), "hos M."):
        assert escape(words) in page


def test_the_first_meeting_goes_into_a_calendar_with_its_length_and_place(store):
    view = fill(Charter(), **WHOLE)
    (event,) = Calendar.from_ical(view.calendar()).walk("VEVENT")
    assert event["summary"] == view.t("meeting_of", name="Tirsdagsbordet")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert "hos M." in event["description"]


def test_a_meeting_with_no_more_than_a_day_is_an_hour(store):
    view = fill(Charter(), first=FIRST)
    (event,) = Calendar.from_ical(view.calendar()).walk("VEVENT")
    assert event["summary"] == view.t("meeting")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = fill(Charter(), **WHOLE)
    again = Charter()
    assert {name: control.value for name, control in again.fields.items()} == WHOLE
    assert again.said.value == view.said.value


@pytest.mark.parametrize("typed", ["en del", "-2", "99", "9" * 300, "<i>5</i>"])
def test_a_number_of_people_that_cannot_be_is_told_of_and_stays(store, typed):
    view = fill(Charter(), **(WHOLE | {"people": typed}))
    assert 'role="alert"' in view.said.value
    assert "<i>" not in view.said.value
    assert view.t("short.people") in view.said.value
    assert Charter().fields["people"].value == typed


def test_nobody_at_all_is_no_group(store):
    view = fill(Charter(), **(WHOLE | {"people": "0"}))
    assert view.t("short.people") in view.said.value


@pytest.mark.parametrize("name", ["<script>", "陶艺圈", "Ж" * 4000])
def test_what_people_write_is_printed_as_they_wrote_it(store, name):
    page = fill(Charter(), name=name, goal=name).page()
    assert escape(name) in page
    assert "<script>" not in page


def test_a_charter_agreed_in_one_window_is_in_the_other(store):
    one, other = Charter(), Charter()
    fill(one, **WHOLE)
    other.look()
    assert other.fields["weeks"].value == 4
    assert other.said.value == one.said.value
    fill(other, weeks="")
    one.look()
    assert one.fields["weeks"].value == ""
    assert "weeks" in model.read(store)[0].missing


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(Charter(), members="Kanariefugl", goal="Kanariefugl")
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
