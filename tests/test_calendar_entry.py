from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from exercises.calendar_entry import entries, entry


def event(raw):
    (found,) = Calendar.from_ical(raw).walk("VEVENT")
    return found


def test_the_entry_is_read_back_with_its_words_its_time_and_a_reminder():
    found = event(entry("Ring til Å; spørg, om kaffe", date(2026, 12, 4), time(14, 30), note="Hvis … så"))
    assert found["summary"] == "Ring til Å; spørg, om kaffe"
    assert found["description"] == "Hvis … så"
    assert found.start == datetime(2026, 12, 4, 13, 30, tzinfo=UTC)
    assert found.end - found.start == timedelta(minutes=30)
    (alarm,) = found.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-1)


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 7, 1), 7), (date(2026, 12, 1), 8)])
def test_summer_time_is_kept(day, hour):
    assert event(entry("x", day)).start.hour == hour


def test_the_learners_zone_decides_and_not_the_servers(monkeypatch):
    monkeypatch.setenv("NETVAERK_TIMEZONE", "America/New_York")
    assert event(entry("x", date(2026, 12, 1))).start.hour == 14


def test_every_line_is_short_and_ends_as_the_format_says():
    raw = entry("ø" * 300, date(2026, 12, 4))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_two_entries_are_not_taken_for_one():
    assert event(entry("x", date(2026, 12, 4)))["uid"] != event(entry("x", date(2026, 12, 4)))["uid"]


def test_several_entries_are_one_calendar_of_events_with_words_of_their_own():
    raw = entries([("a", date(2026, 12, 1), "x"), ("b", date(2026, 12, 2), "")])
    found = Calendar.from_ical(raw).walk("VEVENT")
    assert [(str(one["summary"]), one.start.date(), str(one.get("description", ""))) for one in found] == [
        ("a", date(2026, 12, 1), "x"),
        ("b", date(2026, 12, 2), ""),
    ]
    assert found[0]["uid"] != found[1]["uid"]
