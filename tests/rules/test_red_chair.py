import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.red_chair import DONE, PRESSES, TOTAL, Clock, press, remaining, seconds

NOW = 1_800_000_000.0


def pressed(*presses):
    clock = Clock()
    for what, now in presses:
        clock = press(clock, what, now)
    return clock


def test_a_round_is_five_five_ten_and_three_minutes():
    assert [seconds(phase) for phase in range(DONE)] == [300, 300, 600, 180]
    assert TOTAL == 23


def test_a_clock_counts_down_by_the_time_of_day_and_stops_at_nothing():
    clock = press(Clock(), "start", NOW)
    assert remaining(clock, NOW) == 300
    assert remaining(clock, NOW + 299) == 1
    assert remaining(clock, NOW + 86_400) == 0
    assert remaining(Clock(), NOW) is None


def test_a_pause_keeps_what_is_left_however_long_it_lasts():
    clock = pressed(("start", NOW), ("pause", NOW + 100))
    assert remaining(clock, NOW + 5000) == 200
    clock = press(clock, "resume", NOW + 5000)
    assert remaining(clock, NOW + 5050) == 150


def test_the_next_part_begins_with_all_its_minutes_also_after_a_pause():
    clock = pressed(("start", NOW), ("pause", NOW + 100), ("next", NOW + 200))
    assert (clock.phase, remaining(clock, NOW + 200)) == (1, 300)


def test_the_last_part_ends_the_round_and_it_is_counted_once():
    clock = pressed(("start", NOW), *[("next", NOW)] * 4)
    assert (clock.phase, clock.rounds, clock.under_way) == (DONE, 1, False)
    assert press(clock, "next", NOW) == clock
    again = press(clock, "again", NOW)
    assert (again.phase, again.rounds) == (None, 1)


def test_back_goes_one_part_back_and_no_further_than_the_first():
    clock = pressed(("start", NOW), ("next", NOW), ("back", NOW + 7))
    assert (clock.phase, remaining(clock, NOW + 7)) == (0, 300)
    assert press(clock, "back", NOW).phase == 0


@pytest.mark.parametrize("what", ["pause", "resume", "next", "back"])
def test_a_press_before_the_round_changes_nothing(what):
    assert press(Clock(), what, NOW) == Clock()


def test_a_second_start_from_another_window_does_not_begin_anew():
    clock = press(Clock(), "start", NOW)
    assert press(clock, "start", NOW + 60) == clock


@pytest.mark.parametrize(
    ("what", "now"), [("dance", NOW), ("start", math.nan), ("start", -1), ("next", math.inf)]
)
def test_what_is_no_press_or_no_time_is_refused(what, now):
    with pytest.raises(ValueError):
        press(Clock(), what, now)


@given(st.lists(st.tuples(st.sampled_from(PRESSES), st.floats(0, 4e9)), max_size=20))
def test_whatever_is_pressed_a_running_clock_has_one_time_and_no_negative_one(presses):
    clock = pressed(*presses)
    if clock.under_way:
        assert (clock.ends is None) != (clock.left is None)
        assert remaining(clock, 2e9) >= 0
    else:
        assert (clock.ends, clock.left) == (None, None)
