"""A rhythm, six days, four texts; nothing is sent."""

from datetime import date

from icalendar import Calendar

from exercises.rules.buddy import MESSAGES, TALKS
from exercises.views.buddy import Buddy


def test_the_days_go_into_a_calendar_with_the_buddys_initial(store, lang):
    view = Buddy()
    assert view.fault is None and view.calendar() is None
    view.who.value, view.weeks.value, view.first.value = "M. <b>", "2", date(2099, 1, 12)
    events = Calendar.from_ical(view.calendar()).walk("VEVENT")
    assert len(events) == TALKS
    assert str(events[0]["summary"]) == view.t("event", who="M. <b>")
    assert view.t("found.next", day=view.t.date(date(2099, 1, 12))) in view.said.value
    again = Buddy()
    assert (again.who.value, again.weeks.value, again.first.value) == ("M. <b>", "2", date(2099, 1, 12))


def test_every_text_is_there_to_copy_with_the_rhythm_in_it_and_the_name_of_nobody(store, lang):
    view = Buddy()
    view.who.value, view.weeks.value = "Kanariefugl", "2"
    texts = [view.message(message) for message in MESSAGES]
    assert view.t("often.2") in texts[0]
    assert all(
        "Kanariefugl" not in text and text in view.texts[at].value
        for at, text in zip(MESSAGES, texts, strict=True)
    )


def test_a_promise_that_is_open_is_among_the_texts_and_to_whom_it_was_made_is_not(store, lang):
    assert Buddy().promised.layout.display == "none"
    store.put("promise", "who", "Kanariefugl")
    store.put("promise", "what", "sende de tre billeder")
    assert Buddy().promised.layout.display == "none", "no promise without a day"
    store.put("promise", "day", "2099-01-12")
    view = Buddy()
    told = view.promise()
    assert view.promised.layout.display is None and told in view.told.value
    assert "sende de tre billeder" in told and "Kanariefugl" not in told
