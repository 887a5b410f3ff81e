from datetime import date, timedelta

import pytest

from exercises.rules.come_back import AFTER, PARTS, days, findings

START = date(2027, 1, 4)
WRITTEN = dict.fromkeys(PARTS, "Noget skete")


def test_the_three_days_are_thirty_sixty_and_ninety_days_on():
    assert days(START) == [date(2027, 2, 3), date(2027, 3, 5), date(2027, 4, 4)]
    assert days(None) == []


@pytest.mark.parametrize(
    ("passed", "written", "said"),
    [
        (0, (), ("next", {"day": date(2027, 2, 3)})),
        (30, (), ("due", {"n": 30})),
        (31, (30,), ("next", {"day": date(2027, 3, 5)})),
        (95, (30,), ("due", {"n": 60})),
        (95, AFTER, ("all", {})),
    ],
)
def test_one_is_asked_about_what_is_due_and_told_when_the_next_is(passed, written, said):
    answers = {n: WRITTEN for n in written}
    assert findings(answers, days(START), START + timedelta(days=passed)) == [said]


def test_without_a_day_one_is_asked_for_it():
    assert findings({}, [], START) == [("no_start", {})]
