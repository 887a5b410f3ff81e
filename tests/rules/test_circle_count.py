"""Connections by number only."""

import pytest

from exercises.rules.circle_count import AGES, CIRCLES, findings, shares

NOBODY = dict.fromkeys(CIRCLES)
NEVER = dict.fromkeys(AGES)


def keys(circles=None, ages=None):
    return [key for key, _ in findings(NOBODY | (circles or {}), NEVER | (ages or {}))]


def test_nothing_counted_and_nought_counted_ask_for_it():
    assert keys() == keys({"trade": 0}) == ["nothing_yet"]


def test_shares_leave_out_what_is_not_there():
    assert shares({"a": 3, "b": 1, "c": 0, "d": None}) == {"a": 0.75, "b": 0.25}


@pytest.mark.parametrize("circle", CIRCLES[:-1])
def test_more_than_half_from_one_circle_is_told_and_exactly_half_is_not(circle):
    other = CIRCLES[0] if circle != CIRCLES[0] else CIRCLES[1]
    assert keys({circle: 51, other: 49})[0] == f"mostly.{circle}"
    assert keys({circle: 50, other: 50})[0] == "spread"


def test_many_who_cannot_be_placed_are_no_network():
    assert keys({"unknown": 90, "trade": 10})[0] == "mostly_unknown"


def test_a_circle_counted_as_empty_is_told_of_and_one_not_counted_is_not():
    found = keys({"trade": 5, "place": 5, "customers": 0})
    assert "empty.customers" in found and "empty.earlier" not in found


def test_ages_point_at_the_moderately_weak_and_the_sleeping():
    found = keys({"trade": 4}, {"three": 7, "longer": 0, "never": 20})
    assert found[1:] == ["moderately_weak", "never_spoken"]


def test_sums_are_compared_once_everything_is_counted():
    circles = dict.fromkeys(CIRCLES, 2)
    assert "sums_differ" in keys(circles, dict.fromkeys(AGES, 2))
    assert "sums_differ" not in keys(circles, dict.fromkeys(AGES, 3))
    assert "sums_differ" not in keys(circles, {"year": 1})
