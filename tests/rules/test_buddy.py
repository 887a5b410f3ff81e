from datetime import date, timedelta
from itertools import pairwise

import pytest

from exercises.rules.buddy import TALKS, days, findings

FIRST = date(2027, 1, 11)


@pytest.mark.parametrize(("weeks", "apart"), [("1", 7), ("2", 14), ("4", 28)])
def test_the_talks_keep_the_rhythm_and_the_weekday(weeks, apart):
    talks = days(FIRST, weeks)
    assert len(talks) == TALKS and talks[0] == FIRST
    assert {later - day for day, later in pairwise(talks)} == {timedelta(days=apart)}


def test_half_an_agreement_is_no_days():
    assert days(None, "1") == days(FIRST, "") == days(FIRST, "3") == []


@pytest.mark.parametrize(
    ("who", "weeks", "today", "said"),
    [
        ("", "", FIRST, "nothing_yet"),
        (" ", "1", FIRST, "nobody"),
        ("M", "", FIRST, "no_rhythm"),
        ("M", "1", FIRST, "next"),
        ("M", "1", FIRST + timedelta(weeks=TALKS), "over"),
    ],
)
def test_what_is_missing_is_said_one_thing_at_a_time(who, weeks, today, said):
    assert [key for key, _ in findings(who, weeks, days(FIRST, weeks), today)] == [said]


def test_a_talk_today_is_the_next_one():
    assert findings("M", "1", days(FIRST, "1"), FIRST) == [("next", {"day": FIRST})]
