from datetime import date

import pytest

from exercises.rules.charter import Charter, chairs, findings, lines_to_sign, meetings

TODAY = date(2026, 11, 23)
FIRST, LAST = date(2027, 1, 5), date(2027, 5, 25)


def keys(charter):
    return [key for key, _ in findings(charter, TODAY)]


@pytest.mark.parametrize(
    ("last", "weeks", "count"),
    [
        (FIRST, 4, 1),
        (date(2027, 2, 1), 4, 1),
        (date(2027, 2, 2), 4, 2),
        (LAST, 4, 6),
        (LAST, 2, 11),
        (date(2027, 1, 4), 4, 0),
    ],
)
def test_meetings_are_counted_from_the_first_day_to_the_last(last, weeks, count):
    assert meetings(FIRST, last, weeks) == count


@pytest.mark.parametrize(("length", "rounds"), [(10, 0), (36, 0), (37, 1), (60, 2), (90, 3), (120, 4)])
def test_a_meeting_has_room_for_rounds_of_23_minutes_and_hello_and_goodbye(length, rounds):
    assert chairs(length) == rounds


def test_a_turn_each_is_reckoned_when_all_it_takes_is_agreed():
    charter = Charter(weeks=4, length=90, people=5, first=FIRST, last=LAST)
    assert findings(charter, TODAY)[0] == (
        "turns",
        {"meetings": 6, "chairs": 3, "rounds": 18, "people": 5, "each": 3},
    )
    few = Charter(weeks=8, length=60, people=6, first=FIRST, last=date(2027, 3, 2))
    assert findings(few, TODAY)[0][0] == "turns_too_few"


@pytest.mark.parametrize("lacks", ["weeks", "length", "people", "first", "last"])
def test_no_turns_are_reckoned_while_a_part_lacks(lacks):
    whole = {"weeks": 4, "length": 90, "people": 5, "first": FIRST, "last": LAST}
    assert "turns" not in keys(Charter(**(whole | {lacks: None})))


def test_days_that_cannot_be_are_told_of():
    assert "first_past" in keys(Charter(first=date(2026, 11, 22)))
    assert "first_past" not in keys(Charter(first=TODAY))
    assert "last_too_soon" in keys(Charter(weeks=4, length=60, people=4, first=FIRST, last=FIRST))
    assert "last_too_late" in keys(Charter(first=FIRST, last=date(2028, 2, 1)))


def test_secrecy_put_off_is_told_of_and_what_is_missing_named():
    found = dict(findings(Charter(secrecy="later", missing=("place",)), TODAY))
    assert found["missing"] == {"parts": ["place"]}
    assert "secrecy_later" in found
    assert keys(Charter(secrecy="stays")) == ["whole"]


def test_each_has_a_line_to_sign_and_a_group_not_counted_has_six():
    assert lines_to_sign(Charter(people=5)) == 5
    assert lines_to_sign(Charter()) == lines_to_sign(Charter(people=0)) == 6
