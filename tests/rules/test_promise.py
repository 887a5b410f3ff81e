"""A promise has somebody, something and a day; it ends in one of three ways, and these are counted."""

from datetime import date

import pytest

from exercises.rules.promise import STATES, complete, count, findings

TODAY = date(2027, 1, 12)


@pytest.mark.parametrize(
    ("who", "what", "day", "key"),
    [
        ("", "", None, "nothing_yet"), ("M", "", None, "missing_what"), ("", "sende", TODAY, "missing_who"),
        ("M", "sende", None, "missing_day"), ("M", "sende", date(2027, 1, 13), "ahead"),
        ("M", "sende", TODAY, "due"), (" ", "!", None, "nothing_yet"),
    ],
)  # fmt: skip
def test_what_is_said_follows_what_is_there(who, what, day, key):
    assert [found for found, _ in findings(who, what, day, [], TODAY)] == [key]
    assert complete(who, what, day) == (key in ("ahead", "due"))


def test_those_that_ended_are_counted_each_by_how():
    states = ["kept", "moved", "kept", "dropped"]
    assert count(states) == {"kept": 2, "moved": 1, "dropped": 1} and tuple(count([])) == STATES
    assert findings("", "", None, states, TODAY) == [("count", count(states) | {"of": 4})]
