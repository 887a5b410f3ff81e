from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.network_account import RESULTS, Entry, account, period
from exercises.rules.uncertainty import wilson

END = date(2026, 11, 23)


def entry(hours=1.0, kroner=0.0, result="nothing", day=END):
    return Entry(day, hours, kroner, result)


def test_bentes_three_months_add_up():
    sums = account(
        [entry(2, 0, "customer"), entry(3, 450, "nothing"), entry(1, 0, "idea"), entry(4, 150, "nothing")],
        END,
        hour_low=200,
        hour_high=400,
    )
    assert (sums.hours, sums.kroner, sums.gains) == (10, 600, 2)
    assert sums.hours_per_gain == 5
    assert sums.share_nothing == 0.5
    assert sums.break_even == (1300, 2300)


def test_nothing_entered_is_undefined_and_not_zero():
    sums = account([], END, 200, 400)
    assert (sums.hours_per_gain, sums.share_nothing, sums.break_even) == (None, None, None)


def test_without_a_gain_nothing_is_divided_by_it():
    sums = account([entry()], END, 200, 400)
    assert (sums.hours_per_gain, sums.break_even, sums.share_nothing) == (None, None, 1)


def test_the_period_is_three_months_and_what_lies_outside_is_counted_apart():
    first, last = period(END)
    assert (first, last) == (date(2026, 8, 24), END)
    days = [first, last, date(2026, 8, 23), date(2026, 11, 24), None]
    sums = account([entry(day=day) for day in days], END)
    assert (sums.occasions, sums.outside) == (3, 2)


@pytest.mark.parametrize(("low", "high"), [(400, 200), (200, 400)])
def test_the_two_prices_of_an_hour_may_be_typed_in_either_order(low, high):
    assert account([entry(2, 0, "help")], END, low, high).break_even == (400, 800)


def test_one_price_gives_a_range_of_one():
    assert account([entry(2, 0, "help")], END, hour_low=300).break_even == (600, 600)


def test_an_occasion_that_says_nothing_of_its_result_is_not_counted_as_nothing():
    sums = account([entry(result=None), entry(result="idea")], END)
    assert (sums.occasions, sums.answered, sums.share_nothing) == (2, 1, 0)


entries = st.lists(
    st.builds(Entry, st.just(END), st.floats(0, 700), st.floats(0, 1e6), st.sampled_from([*RESULTS, None]))
)


@given(entries, st.floats(0, 5000), st.floats(0, 5000))
def test_a_dearer_hour_never_lowers_what_must_come_back(found, one, other):
    sums = account(found, END, one, other)
    if sums.break_even:
        assert sums.break_even[0] <= sums.break_even[1]
        assert sums.break_even[0] * sums.gains >= sums.kroner - 1e-6


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, table I: method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(hits, n, low, high):
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_stays_inside_and_holds_the_share(pair):
    hits, n = pair
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1


def test_wilson_of_none_is_undefined_and_of_more_than_all_an_error():
    assert wilson(0, 0) is None
    with pytest.raises(ValueError):
        wilson(3, 2)
