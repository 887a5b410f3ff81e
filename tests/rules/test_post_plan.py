"""Two weeks of posts and the trial of two openings."""

import random
from datetime import date, timedelta

import pytest

from exercises.rules.post_plan import COUNTS, A, B, compare, days, findings, is_lot, lot, verdict

TODAY = date(2026, 11, 23)


def keys(found):
    return [key for key, _ in found]


@pytest.mark.parametrize("n", COUNTS)
def test_a_lot_is_half_a_and_half_b_and_days_lie_within_two_weeks(n):
    drawn = lot(n, random.Random(1).shuffle)
    assert is_lot(drawn, n)
    assert not is_lot(drawn[:-1] + "C", n) and not is_lot(None, n)
    planned = days(TODAY, n)
    assert planned[0] == TODAY and planned == sorted(set(planned))
    assert planned[-1] < TODAY + timedelta(days=14)


def test_every_lot_can_be_drawn():
    drawn = {lot(4, random.Random(seed).shuffle) for seed in range(200)}
    assert len(drawn) == 6


def test_four_posts_can_never_be_sure_and_eight_can():
    small = compare([900, 800], [10, 20])
    assert (small.as_large, small.ways) == (2, 6)
    assert keys(verdict(small)) == ["means", "too_few", "one_trial"]
    large = compare([900, 800, 700, 600], [10, 20, 30, 40])
    assert (large.as_large, large.ways) == (2, 70)
    assert "hardly_chance" in keys(verdict(large))


def test_a_small_difference_among_many_may_be_chance():
    mixed = compare([100, 300, 200, 400], [150, 250, 350, 260])
    assert mixed.share > 0.5
    assert "could_be_chance" in keys(verdict(mixed))


def test_unequal_groups_are_compared_by_their_means():
    found = compare([10], [20, 30, 40])
    assert (found.mean_a, found.mean_b, found.ways) == (10, 30, 4)
    assert found.as_large == 2  # the highest alone lies as far from the others


def test_equal_means_are_no_difference_and_no_numbers_are_none():
    assert keys(verdict(compare([5, 5], [5, 5]))) == ["means", "no_difference"]
    assert compare([], [1]) is None
    assert keys(verdict(None)) == ["no_numbers"]


@pytest.mark.parametrize(
    ("who", "wonder", "openings", "start", "expected"),
    [
        ("", "", ("", ""), None, ["nothing_yet"]),
        ("alle i byen", "pris", ("a", "b"), TODAY, ["who_is_all"]),
        ("Karen", "", ("a", ""), None, ["wonder_missing", "opening_missing.B", "start_missing"]),
        ("Karen", "x", ("En god kop", "en god kop"), TODAY, ["same_openings"]),
        ("Karen", "x", ("a", "b"), TODAY - timedelta(days=15), ["over"]),
        ("Karen", "x", ("a", "b"), TODAY, ["ready"]),
    ],
)
def test_a_plan_is_told_what_it_lacks(who, wonder, openings, start, expected):
    found = findings(who, wonder, dict(zip((A, B), openings, strict=True)), start, TODAY)
    assert keys(found) == expected
