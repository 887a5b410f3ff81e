"""An act or a plan as a calendar entry (.ics) that Outlook, Google and Apple open."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

MINUTES = 30
REMIND_BEFORE = timedelta(hours=1)
# Owners say a day; most have a shop to open and a coffee first.
USUAL_TIME = time(9, 0)


def zone() -> ZoneInfo:
    """The learner's time zone: a server in the cloud keeps another clock than its learners."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(os.environ.get("NETVAERK_TIMEZONE", "Europe/Copenhagen"))


def entry(title: str, day: date, at: time | None = None, note: str = "", minutes: int = MINUTES) -> bytes:
    """One event as the bytes of an .ics file.

    ``day`` is a date and ``at`` a time of day (default 9.00) in the learner's zone; it lasts ``minutes`` and
    reminds an hour before. Times are written in UTC, which every calendar reads alike.
    """
    return _calendar([_event(title, day, at, note, minutes)])


def entries(events: Sequence[tuple[str, date, str]]) -> bytes:
    """Several events as the bytes of one .ics file; ``events`` are ``(title, day, note)``, each at 9.00."""
    return _calendar([_event(title, day, None, note, MINUTES) for title, day, note in events])


def _event(title, day, at, note, minutes):
    from icalendar import Alarm, Event

    begins = datetime.combine(day, at or USUAL_TIME, tzinfo=zone()).astimezone(UTC)
    event = Event()
    event.add("uid", f"{uuid4()}@netvaerk")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=minutes))
    event.add("summary", title)
    if note:
        event.add("description", note)
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", title)
    reminder.add("trigger", -REMIND_BEFORE)
    event.add_component(reminder)
    return event


def _calendar(events):
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//netvaerk//course//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
