"""Weighted kappa against published examples and its own definition, and the sample that two people read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.reading.agreement import draw, table, weighted_kappa

# The first two raters of the data set `anxiety` of the R package irr, levels 1 to 6.
ANXIETY = [
    (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
    (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
    (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
]
# The table that SAS's PROC FREQ shows weighted kappa on.
SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]

levels = st.integers(0, 3)
readings = st.lists(st.tuples(levels, levels), min_size=1, max_size=40)
kinds = st.sampled_from(["linear", "quadratic"])


def anxiety(one, other):
    seen = sorted({*ANXIETY[one], *ANXIETY[other]})
    pairs = zip(ANXIETY[one], ANXIETY[other], strict=True)
    return table([(seen.index(a), seen.index(b)) for a, b in pairs], len(seen))


@pytest.mark.parametrize(("weights", "published"), [("linear", 0.1459075), ("quadratic", 0.2520325)])
def test_kappa_is_what_r_irr_publishes(weights, published):
    assert weighted_kappa(anxiety(1, 2), weights).kappa == pytest.approx(published, abs=5e-8)


def test_kappa_and_its_interval_are_what_sas_publishes():
    found = weighted_kappa(SAS, "linear")
    assert (found.kappa, found.low, found.high) == pytest.approx((0.4701, 0.1845, 0.7558), abs=5e-5)


def by_definition(pairs, weights):
    """One less the observed disagreement over the expected, everybody against everybody."""
    power = {"linear": 1, "quadratic": 2}[weights]
    observed = sum(abs(a - b) ** power for a, b in pairs) / len(pairs)
    expected = sum(abs(a - b) ** power for a, _ in pairs for _, b in pairs) / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected


@given(readings, kinds)
def test_kappa_is_one_less_disagreement_over_what_chance_gives(pairs, weights):
    found, wanted = weighted_kappa(table(pairs, 4), weights), by_definition(pairs, weights)
    assert (found is None) == (wanted is None)
    if found:
        assert found.kappa == pytest.approx(wanted, abs=1e-9)
        assert -1 <= found.low <= found.kappa + 1e-9 and found.kappa - 1e-9 <= found.high <= 1


@given(readings, kinds)
def test_who_is_called_first_reader_makes_no_difference(pairs, weights):
    one = weighted_kappa(table(pairs, 4), weights)
    other = weighted_kappa(table([(b, a) for a, b in pairs], 4), weights)
    assert (one is None) == (other is None)
    if one:
        near = pytest.approx((other.kappa, other.low), abs=1e-6)  # a root of what is nearly 0
        assert (one.kappa, one.low) == near


@given(st.lists(levels, min_size=2), kinds)
def test_full_agreement_is_one_and_one_level_for_all_says_nothing(given_by_both, weights):
    found = weighted_kappa(table([(one, one) for one in given_by_both], 4), weights)
    if len(set(given_by_both)) == 1:
        assert found is None
    else:
        assert (found.kappa, found.low, found.high) == pytest.approx((1, 1, 1))


def test_quadratic_weights_forgive_a_step_more_than_linear_ones():
    near = table([(0, 1), (1, 0), (1, 2), (2, 3), (3, 3), (2, 2), (0, 0)], 4)
    assert weighted_kappa(near, "quadratic").kappa > weighted_kappa(near, "linear").kappa


def test_an_empty_table_has_no_kappa():
    assert weighted_kappa(table([], 4)) is None


def test_a_level_outside_the_table_is_refused():
    with pytest.raises(ValueError):
        table([(0, 4)], 4)


@given(st.sets(st.text(min_size=1, max_size=5), max_size=30), st.integers(1, 40), st.integers())
def test_a_sample_holds_as_many_as_asked_and_comes_again_from_its_seed(names, size, seed):
    drawn = draw(names, size, seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(names)) and set(drawn) <= names
    assert drawn == draw(sorted(names, reverse=True), size, seed)


def test_another_seed_draws_others():
    names = [f"learner-{n}" for n in range(40)]
    assert len({tuple(draw(names, 10, seed)) for seed in range(5)}) == 5


def test_an_empty_sample_is_refused():
    with pytest.raises(ValueError):
        draw(["a"], 0, 1)
