import pytest

from exercises.rules.network_pension import PARTS, findings

COUNTS = {"older": 3, "work_only": 6, "would_call": 4}


def keys(age=54, **changes):
    return [key for key, _ in findings(age, COUNTS | changes)]


def test_nothing_and_a_part_are_told_apart():
    assert findings(None, dict.fromkeys(PARTS)) == [("nothing_yet", {})]
    assert findings(54, dict.fromkeys(PARTS)) == [("years", {"n": 13}), ("more", {"n": 3})]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ["years", "mostly_work", "left"]),
        ({"older": 6, "work_only": 0}, ["years", "mostly_older", "left"]),
        ({"work_only": 5, "would_call": 0}, ["years", "nobody"]),
    ],
)
def test_what_would_be_left_is_told(changes, told):
    assert keys(**changes) == told


def test_whoever_is_sixty_seven_is_not_told_to_wait():
    assert keys(67)[0] == "there_already"
    assert keys(80)[0] == "there_already"
