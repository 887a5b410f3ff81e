from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules import describe_people as rules
from exercises.rules.ties import DORMANT_CHOICES, dormant

TODAY = date(2026, 11, 23)
PEOPLE = st.dictionaries(
    st.integers(1, 30), st.lists(st.integers(1, 5), max_size=3, unique=True).map(tuple), max_size=12
)


@pytest.mark.parametrize("span", rules.SPANS)
def test_a_span_kept_as_a_day_is_the_same_span(span):
    assert rules.span_of(rules.day_of(span, TODAY), TODAY) == span


@pytest.mark.parametrize("years", DORMANT_CHOICES)
def test_the_spans_fall_on_the_dormant_years(years):
    """Whoever is out of touch for longer than so many years is dormant, and nobody else."""
    longer = {"two_years": 1, "three_years": 2, "longer": 3}
    for span in rules.SPANS:
        assert dormant(rules.day_of(span, TODAY), TODAY, years) == (longer.get(span, 0) >= years)


def test_time_goes_on_and_a_day_to_come_is_today():
    day = rules.day_of("month", TODAY)
    assert rules.span_of(day, TODAY + timedelta(days=400)) == "two_years"
    assert rules.span_of(TODAY + timedelta(days=5), TODAY) == "month"
    assert rules.span_of(None, TODAY) is None


@given(PEOPLE)
def test_the_groups_hold_every_pair_once(circles):
    groups = rules.pair_groups(circles)
    found = [pair for group in groups for pair in group.pairs]
    assert sorted(found) == sorted(combinations(sorted(circles), 2))
    for group in groups:
        for one, other in group.pairs:
            assert group.within == bool(set(circles[one]) & set(circles[other]))


@given(PEOPLE, st.integers(1, 5))
def test_pages_keep_every_pair_in_its_place_and_none_is_long(circles, size):
    groups = rules.pair_groups(circles)
    pages = rules.pages(groups, size)
    assert [pair for page in pages for pair in page.pairs] == [pair for g in groups for pair in g.pairs]
    assert all(0 < len(page.pairs) <= size for page in pages)


@given(PEOPLE, st.integers(0, 20))
def test_the_first_pairs_are_never_of_one_circle_and_never_too_many(circles, most):
    first = rules.first_pairs(circles, {}, most)
    assert len(first) <= most
    assert not any(set(circles[one]) & set(circles[other]) for one, other in first)


def test_pairs_whom_the_learner_is_close_to_are_asked_about_first():
    circles = {1: (1,), 2: (2,), 3: (2,)}
    assert rules.first_pairs(circles, {1: 5, 2: 2, 3: 4}, 1) == {(1, 3)}


def test_pairs_whose_circles_share_a_member_come_before_others_as_close():
    circles = {1: (1,), 2: (2,), 3: (3,), 4: (1, 3)}
    assert rules.first_pairs(circles, dict.fromkeys(circles, 3), 1) == {(1, 3)}


def test_a_closeness_not_given_counts_as_moderate():
    circles = {1: (), 2: (), 3: ()}
    assert rules.first_pairs(circles, {1: None, 2: 3, 3: 1}, 1) == {(1, 2)}
