"""A calendar as people bring it: what was in it in a span of days, from an .ics file or a zip of such files.

Read where the exercise runs, and nowhere else; nothing of it is kept here.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time

from exercises.calendar_entry import zone

# A calendar of many years is some MB; Google gives one zip with a file for each calendar.
MOST_BYTES = 25_000_000
MOST_OCCASIONS = 400
LONGEST_TITLE = 80


class CalendarProblem(ValueError):
    """What was chosen cannot be read as a calendar."""


@dataclass(frozen=True)
class Occasion:
    """Something in the calendar: the day it begins, its title, and its length in hours, None for all day."""

    day: date
    title: str
    hours: float | None


def occasions(data: bytes, first: date, last: date) -> list[Occasion]:
    """What begins from ``first`` to ``last``, in order, each time of what recurs; at most MOST_OCCASIONS.

    What was cancelled is left out. Raises CalendarProblem where there is no calendar in it.
    """
    found = {one for text in _files(data) for one in _of(text, first, last)}
    return sorted(found, key=lambda one: (one.day, one.title))[:MOST_OCCASIONS]


def _files(data):
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [info for info in archive.infolist() if info.filename.lower().endswith(".ics")]
        if not names or sum(info.file_size for info in names) > MOST_BYTES:
            raise CalendarProblem
        return [archive.read(info) for info in names]


def _of(data, first, last):
    # Imported here: nobody else on the page needs it.
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
    except ValueError as error:
        raise CalendarProblem from error
    if all(one.name != "VCALENDAR" for one in calendars):
        raise CalendarProblem
    for calendar in calendars:
        yield from _in_calendar(calendar.walk("VEVENT"), first, last)


def _in_calendar(events, first, last):
    # One time of what recurs that was moved stands by itself, and names the time that it stood at.
    moved = {
        (str(event.get("UID")), _local(event["RECURRENCE-ID"].dt))
        for event in events
        if "RECURRENCE-ID" in event
    }
    for event in events:
        title = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_TITLE]
        if not title or "DTSTART" not in event or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        hours = _hours(event)
        for begins in _times(event, first, last):
            if "RECURRENCE-ID" in event or (str(event.get("UID")), begins) not in moved:
                yield Occasion(begins.date() if isinstance(begins, datetime) else begins, title, hours)


def _hours(event):
    """The length in hours; None for all day, for what has no end, and for more than a day."""
    begins = event["DTSTART"].dt
    if not isinstance(begins, datetime):
        return None
    length = event["DURATION"].dt if "DURATION" in event else None
    if "DTEND" in event and isinstance(event["DTEND"].dt, datetime):
        length = _local(event["DTEND"].dt) - _local(begins)
    hours = length.total_seconds() / 3600 if length else 0
    return round(hours, 2) if 0 < hours <= 24 else None


def _times(event, first, last):
    """When the event begins, on the learner's own clock, from ``first`` to ``last``."""
    from dateutil.rrule import rruleset, rrulestr

    begins = _local(event["DTSTART"].dt)
    all_day = not isinstance(begins, datetime)
    start = datetime.combine(begins, time()) if all_day else begins
    times = rruleset()
    rule = event.get("RRULE")
    if rule and "RECURRENCE-ID" not in event:
        # The last day is told in another zone than the times; a day more is cut off below.
        text = re.sub(r"UNTIL=(\d{8})(T\d{6}Z?)?", r"UNTIL=\1T235959", rule.to_ical().decode())
        try:
            times.rrule(rrulestr(text, dtstart=start))
        except ValueError:
            times.rdate(start)
    else:
        times.rdate(start)
    for what, add in (("RDATE", times.rdate), ("EXDATE", times.exdate)):
        for day in _days(event, what):
            add(datetime.combine(day, time()) if all_day else _local(day))
    since, until = datetime.combine(first, time()), datetime.combine(last, time.max)
    found = times.between(since, until, inc=True)
    return [one.date() for one in found] if all_day else found


def _days(event, what):
    listed = event.get(what, [])
    lists = listed if isinstance(listed, list) else [listed]
    return [one.dt for dates in lists for one in dates.dts if isinstance(one.dt, date)]


def _local(moment):
    """A moment on the learner's own clock, without a zone; a day stays a day."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(zone()).replace(tzinfo=None) if moment.tzinfo else moment
