"""What was in a calendar, as Google, Outlook and Apple write it (RFC 5545)."""

import io
import zipfile
from datetime import date

import pytest

from exercises.calendar_file import CalendarProblem, Occasion, occasions

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def calendar(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//prøve//\r\n{body}END:VCALENDAR\r\n".encode()


def read(*events):
    return occasions(calendar(*events), FIRST, LAST)


def event(start, end, title="Morgenmøde", *more):
    return "\r\n".join((f"UID:{title}", f"DTSTART{start}", f"DTEND{end}", f"SUMMARY:{title}", *more))


def test_a_meeting_is_told_in_the_learners_own_time_and_length():
    # 23.30 UTC on the last of January is half past midnight in Copenhagen
    assert read(event(":20260131T233000Z", ":20260201T010000Z")) == [
        Occasion(date(2026, 2, 1), "Morgenmøde", 1.5)
    ]


def test_with_a_zone_or_without_one():
    found = read(
        event(";TZID=Europe/Copenhagen:20260302T080000", ";TZID=Europe/Copenhagen:20260302T100000", "A"),
        event(":20260303T080000", ":20260303T084500", "B"),
    )
    assert [(one.title, one.hours) for one in found] == [("A", 2), ("B", 0.75)]


def test_a_whole_day_has_no_hours():
    found = read(event(";VALUE=DATE:20260210", ";VALUE=DATE:20260211", "Messe"))
    assert found == [Occasion(date(2026, 2, 10), "Messe", None)]


def test_a_length_instead_of_an_end():
    text = "UID:x\r\nDTSTART:20260210T090000Z\r\nDURATION:PT1H30M\r\nSUMMARY:Kaffe"
    assert read(text)[0].hours == 1.5


def test_each_time_of_what_recurs_but_those_taken_out_and_those_moved():
    weekly = event(
        ";TZID=Europe/Copenhagen:20251201T080000",
        ";TZID=Europe/Copenhagen:20251201T090000",
        "Netværk",
        "RRULE:FREQ=WEEKLY;UNTIL=20260126T070000Z",
        "EXDATE;TZID=Europe/Copenhagen:20260112T080000",
    )
    moved = event(
        ";TZID=Europe/Copenhagen:20260121T100000",
        ";TZID=Europe/Copenhagen:20260121T120000",
        "Netværk",
        "RECURRENCE-ID;TZID=Europe/Copenhagen:20260119T080000",
    )
    assert [(one.day.day, one.hours) for one in read(weekly, moved)] == [(5, 1), (21, 2), (26, 1)]


def test_the_clock_stays_where_it_is_when_summer_time_begins():
    daily = event(
        ";TZID=Europe/Copenhagen:20260327T233000",
        ";TZID=Europe/Copenhagen:20260327T235900",
        "Sent",
        "RRULE:FREQ=DAILY;COUNT=4",
    )
    assert [one.day.day for one in read(daily)] == [27, 28, 29, 30]


def test_what_lies_outside_was_cancelled_or_has_no_name_is_left_out():
    outside = event(":20260401T080000Z", ":20260401T090000Z", "For sent")
    off = event(":20260202T080000Z", ":20260202T090000Z", "Aflyst", "STATUS:CANCELLED")
    nameless = "UID:y\r\nDTSTART:20260202T080000Z\r\nDTEND:20260202T090000Z"
    assert read(outside, off, nameless) == []


def test_googles_zip_of_calendars_is_read_whole():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ics", calendar(event(":20260202T080000Z", ":20260202T090000Z", "A")))
        archive.writestr("b.ics", calendar(event(":20260203T080000Z", ":20260203T090000Z", "B")))
        archive.writestr("læs.txt", "ikke en kalender")
    assert [one.title for one in occasions(packed.getvalue(), FIRST, LAST)] == ["A", "B"]


@pytest.mark.parametrize("data", [b"", b"Dato;Timer\n1;2", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_said_to_be_none(data):
    with pytest.raises(CalendarProblem):
        occasions(data, FIRST, LAST)


def test_a_zip_without_a_calendar_is_none():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(CalendarProblem):
        occasions(packed.getvalue(), FIRST, LAST)
