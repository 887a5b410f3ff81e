import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.rules.diversity import (
    ATTRIBUTES,
    EIIndex,
    Heterogeneity,
    alike_in_age,
    blau,
    ei_from_counts,
    ei_index,
    heterogeneity,
    iqv,
)

COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=8)


@pytest.mark.parametrize(
    ("different", "alike", "index"), [(3, 7, -0.4), (0, 4, -1), (4, 0, 1), (5, 5, 0), (0, 0, None)]
)
def test_ei_index_goes_from_all_alike_to_all_different(different, alike, index):
    assert ei_from_counts(different, alike) == (index if index is None else pytest.approx(index))


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(0, 50))
def test_ei_index_is_the_share_alike_on_another_scale(different, alike):
    if different + alike:
        share = alike / (different + alike)
        assert ei_from_counts(different, alike) == pytest.approx(1 - 2 * share)


def test_contacts_of_unknown_value_are_left_out_and_counted():
    found = ei_index("carpenter", ["carpenter", None, "accountant", "teacher", None])
    assert found == EIIndex(pytest.approx(1 / 3), different=2, alike=1, unknown=2)


def test_without_the_owners_own_value_there_is_nothing_to_compare_with():
    assert ei_index(None, ["teacher", None]) == EIIndex(None, different=0, alike=0, unknown=1)


def test_without_a_contact_of_known_value_the_index_is_undefined():
    assert ei_index("teacher", [None]).value is None
    assert ei_index("teacher", []) == EIIndex(None, 0, 0, 0)


def test_ages_within_ten_years_count_as_alike():
    assert ei_index(50, [40, 60, 39, 61, None], alike_in_age) == EIIndex(0, different=2, alike=2, unknown=1)


# Published by UCINET (5/5) and netmem (5/5 and ten equal); the others computed by hand.
@pytest.mark.parametrize(
    ("counts", "possible", "h", "normalised"),
    [
        ((5, 5), 2, 0.5, 1),
        ((7,) * 10, 10, 0.9, 1),
        ((4, 1, 1, 2), 4, 0.65625, 0.875),
        ((3, 2, 0), 3, 0.48, 0.72),
        ((1,), 4, 0, 0),
        ((), 4, None, None),
        ((0, 0), 2, None, None),
    ],
)
def test_blau_and_iqv_of_a_worked_example(counts, possible, h, normalised):
    assert (blau(counts), iqv(counts, possible)) == (
        h if h is None else pytest.approx(h),
        normalised if normalised is None else pytest.approx(normalised),
    )


def test_iqv_uses_the_categories_that_were_possible_and_not_those_met():
    assert iqv((3, 2), 3) == pytest.approx(0.72)
    assert iqv((3, 2), 2) == pytest.approx(0.96)


@settings(deadline=None)
@given(COUNTS)
def test_iqv_stays_between_nought_and_one_and_orders_make_no_difference(counts):
    found = iqv(counts, len(counts))
    if sum(counts):
        assert 0 <= found <= 1 + 1e-9
        assert iqv(sorted(counts), len(counts)) == pytest.approx(found)


@settings(deadline=None)
@given(COUNTS)
def test_blau_is_the_chance_that_two_drawn_with_return_differ(counts):
    people = [kind for kind, count in enumerate(counts) for _ in range(count)]
    if people:
        differ = sum(one != other for one in people for other in people)
        assert blau(counts) == pytest.approx(differ / len(people) ** 2)


def test_ten_accountants_around_a_carpenter_are_unlike_him_and_alike():
    trades = ["carpenter", "accountant", "teacher"]
    assert ei_index("carpenter", ["accountant"] * 10).value == 1
    assert heterogeneity(["accountant"] * 10, trades).iqv == 0


def test_heterogeneity_says_how_many_it_counted_and_when_they_are_too_few():
    kinds = ["shop", "craft", "farm"]
    found = heterogeneity(["shop", None, "craft", "shop", "craft", "shop"], kinds)
    assert found == Heterogeneity(pytest.approx(0.48), pytest.approx(0.72), counted=5, unknown=1)
    assert not found.too_few
    one = heterogeneity(["shop", None], kinds)
    assert one == Heterogeneity(0, 0, counted=1, unknown=1)
    assert one.too_few
    assert heterogeneity([], kinds) == Heterogeneity(None, None, 0, 0)


def test_where_only_one_category_is_possible_nothing_can_be_said():
    assert heterogeneity(["shop", "shop"], ["shop"]) == Heterogeneity(None, None, counted=2, unknown=0)
    assert iqv((2,), 1) is None


def test_counts_and_values_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="outside the categories"):
        heterogeneity(["boat"], ["shop", "craft"])
    with pytest.raises(ValueError, match="More categories"):
        iqv((1, 1, 1), 2)
    with pytest.raises(ValueError, match="below 0"):
        blau((2, -1))
    with pytest.raises(ValueError, match="below 0"):
        ei_from_counts(-1, 2)


def test_no_attribute_is_one_that_the_law_protects():
    assert len(ATTRIBUTES) == 5
    assert not {"ethnicity", "health", "religion", "faith", "politics", "sexuality", "union"} & {*ATTRIBUTES}
