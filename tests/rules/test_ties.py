from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.rules.ties import (
    JOBS_BY_FREQUENCY,
    dormant,
    gini,
    normalised_gini,
    reciprocity,
    shares,
    strength,
)

AMOUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=20)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("closeness", "name"),
    [(1, "weak"), (2, "weak"), (3, "moderate"), (4, "strong"), (5, "strong"), (None, None)],
)
def test_strength_follows_closeness(closeness, name):
    assert strength(closeness) == name


@pytest.mark.parametrize("closeness", [0, 6, -1, 2.5])
def test_a_closeness_off_the_scale_is_refused(closeness):
    with pytest.raises(ValueError, match="from 1 to 5"):
        strength(closeness)


@pytest.mark.parametrize(
    ("last_contact", "years", "asleep"),
    [
        (date(2023, 11, 23), 3, True),
        (date(2023, 11, 24), 3, False),
        (date(2024, 11, 23), 2, True),
        (date(2024, 11, 24), 2, False),
        (date(2025, 11, 23), 1, True),
        (TODAY, 1, False),
        (date(2003, 1, 1), 3, True),
        (None, 3, None),
    ],
)
def test_a_tie_is_dormant_from_the_very_day(last_contact, years, asleep):
    assert dormant(last_contact, TODAY, years) is asleep


def test_three_years_is_the_study_s_own_limit():
    assert dormant(date(2023, 11, 23), TODAY) is True
    assert dormant(date(2023, 11, 24), TODAY) is False


def test_a_leap_day_counts_from_the_day_after_it():
    assert dormant(date(2024, 2, 29), date(2027, 2, 28)) is False
    assert dormant(date(2024, 2, 29), date(2027, 3, 1)) is True


def test_a_contact_in_the_future_and_other_spans_are_refused():
    with pytest.raises(ValueError, match="future"):
        dormant(date(2026, 11, 24), TODAY)
    for years in (0, 4, 1.5):
        with pytest.raises(ValueError, match="1, 2 or 3 years"):
            dormant(None, TODAY, years)


@pytest.mark.parametrize(
    ("gave", "received", "value"), [(3, 1, 0.5), (0, 4, -1), (4, 0, 1), (2, 2, 0), (0, 0, None)]
)
def test_reciprocity_goes_from_only_received_to_only_gave(gave, received, value):
    assert reciprocity(gave, received) == value


@pytest.mark.parametrize(
    ("amounts", "value", "normalised"),
    [
        ((1, 1, 1, 1), 0, 0),
        ((0, 0, 0, 10), 0.75, 1),
        ((1, 2, 3, 4), 0.25, 1 / 3),
        ((4, 1, 3, 2), 0.25, 1 / 3),
        ((5,), 0, None),
        ((), None, None),
        ((0, 0), None, None),
    ],
)
def test_gini_of_a_worked_example(amounts, value, normalised):
    assert gini(amounts) == (value if value is None else pytest.approx(value))
    assert normalised_gini(iter(amounts)) == (normalised if normalised is None else pytest.approx(normalised))


@settings(deadline=None)
@given(AMOUNTS)
def test_gini_is_the_mean_difference_of_all_pairs(amounts):
    n, mean = len(amounts), sum(amounts) / len(amounts)
    if mean:
        differences = sum(abs(one - other) for one in amounts for other in amounts)
        assert gini(amounts) == pytest.approx(differences / (2 * n**2 * mean))
        assert 0 <= gini(amounts) <= (n - 1) / n + 1e-12


@settings(deadline=None)
@given(AMOUNTS, st.integers(1, 60))
def test_gini_is_the_same_in_hours_and_in_minutes(amounts, unit):
    found = gini([amount * unit for amount in amounts])
    assert found == (pytest.approx(gini(amounts)) if sum(amounts) else None)


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_is_refused(amount):
    for call in (
        lambda: gini([1, amount]),
        lambda: normalised_gini([amount]),
        lambda: reciprocity(amount, 1),
        lambda: reciprocity(1, amount),
        lambda: shares({"often": amount}),
    ):
        with pytest.raises(ValueError, match="not below 0"):
            call()


def test_the_old_figure_of_jobs_by_frequency_is_that_of_the_study():
    assert sum(JOBS_BY_FREQUENCY.values()) == 54
    published = {"often": 16.7, "occasionally": 55.6, "rarely": 27.8}
    assert {key: round(100 * share, 1) for key, share in shares(JOBS_BY_FREQUENCY).items()} == published


def test_shares_of_nothing_are_undefined():
    assert shares({"often": 0, "rarely": 0}) == {"often": None, "rarely": None}
