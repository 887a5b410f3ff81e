"""The intervals: against scipy by another way, and by what they promise, over thousands of cohorts."""

import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.stats import t, ttest_rel

from facilitation.cohort import difference

MANY = 2000
TRUE = 0.4


def cohorts(n, effect, seed=0, kind="normal", many=MANY, alike=0.6):
    """Scores before and after of ``many`` cohorts, (many, n), and who is on the course."""
    rng = np.random.default_rng(seed)
    course = np.arange(n) % 2 == 0
    if kind == "normal":
        person = rng.normal(size=(many, n))
        noise = [rng.normal(size=(many, n)) for _ in range(2)]
        before, after = (alike**0.5 * person + (1 - alike) ** 0.5 * one for one in noise)
    elif kind == "counted":
        rate = rng.gamma(2.0, 1.5, size=(many, n))
        before, after = (np.minimum(rng.poisson(rate), 40).astype(float) for _ in range(2))
    else:  # as the page scores it: the mean of six answers from 0 to 4
        person = rng.normal(size=(many, n, 1))
        before, after = (
            np.clip(np.round(1.6 + person + rng.normal(size=(many, n, 6))), 0, 4).mean(-1) for _ in range(2)
        )
    return before, after + effect * course, course


@pytest.mark.parametrize("kind", ["normal", "counted", "answers"])
@pytest.mark.parametrize("n", [20, 60, 200])
def test_the_interval_holds_the_true_effect_in_93_to_97_of_100(n, kind):
    before, after, course = cohorts(n, TRUE, kind=kind)
    found = difference.between(before, after, course, np.ones(before.shape, dtype=bool))
    held = np.mean((found.low <= TRUE) & (found.high >= TRUE))
    assert 0.93 <= held <= 0.97


@pytest.mark.parametrize("n", [20, 60])
def test_of_one_cohort_too(n):
    before, after, course = cohorts(n, TRUE)
    after = np.where(course, after, after + TRUE)
    found = difference.within(before, after, np.ones(before.shape, dtype=bool))
    assert 0.93 <= np.mean((found.low <= TRUE) & (found.high >= TRUE)) <= 0.97


def test_where_people_are_missing_by_chance_the_interval_still_holds():
    before, after, course = cohorts(60, TRUE)
    there = np.random.default_rng(5).random(before.shape) > 0.2
    found = difference.between(before, after, course, there)
    assert 0.93 <= np.mean((found.low <= TRUE) & (found.high >= TRUE)) <= 0.97


@pytest.mark.parametrize("n", [20, 60])
def test_without_an_effect_it_finds_one_in_three_to_seven_of_100(n):
    before, after, course = cohorts(n, 0.0, seed=9)
    found = difference.between(before, after, course, np.ones(before.shape, dtype=bool))
    assert 0.03 <= np.mean(found.clear != 0) <= 0.07


def one(n=60, seed=3):
    before, after, course = cohorts(n, TRUE, seed=seed, many=1)
    return before[0], after[0], course


def test_recomputed_with_scipy_by_least_squares():
    """The same model fitted by scipy's curve_fit, whose covariance gives the interval another way."""
    before, after, course = one()
    there = np.ones(60, dtype=bool)
    there[[4, 17]] = False
    found = difference.between(before, after, course, there)
    x = np.vstack([course, before])[:, there]
    best, spread = curve_fit(lambda x, a, b, c: a + b * x[0] + c * x[1], x, after[there])
    half = t.ppf(0.975, there.sum() - 3) * spread[1, 1] ** 0.5
    assert found.value == pytest.approx(best[1], abs=1e-6)
    assert found.low == pytest.approx(best[1] - half, abs=1e-5)
    assert found.high == pytest.approx(best[1] + half, abs=1e-5)
    assert found.people == (29, 29)


def test_one_cohort_recomputed_with_scipy():
    before, after, _ = one()
    found = difference.within(before, after, np.ones(60, dtype=bool))
    theirs = ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_all_alike_before_leaves_a_plain_difference():
    _, after, course = one()
    found = difference.between(np.full(60, 2.0), after, course, np.ones(60, dtype=bool))
    assert found.value == pytest.approx(after[course].mean() - after[~course].mean())
    assert found.low < found.value < found.high


def test_adjusting_for_the_first_score_narrows_the_interval():
    before, after, course = cohorts(60, TRUE)
    there = np.ones(before.shape, dtype=bool)
    with_it = difference.between(before, after, course, there)
    without = difference.between(np.zeros_like(before), after, course, there)
    assert np.mean(with_it.high - with_it.low) < 0.9 * np.mean(without.high - without.low)
