"""The attributes and the reading of both questions together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules import alike_or_different as rules
from exercises.rules.diversity import ATTRIBUTES
from exercises.texts import Texts


def test_what_may_be_asked_is_what_is_compared_and_every_category_has_its_name(lang):
    assert tuple(rules.CATEGORIES) == ATTRIBUTES
    t = Texts("alike_or_different", lang)
    for attribute, categories in rules.CATEGORIES.items():
        assert list(t.data[attribute]) == list(categories)
        assert t(f"name.{attribute}")


def test_ten_accountants_around_a_carpenter_are_unlike_her_and_like_each_other():
    one = rules.compare("trade", "building", ["advice"] * 10)
    assert (one.ei.value, one.spread.iqv, one.reading) == (1, 0, "like_each_other")
    assert (one.kinds, one.known) == (1, 10)


@pytest.mark.parametrize(
    ("own", "others", "reading"),
    [
        ("shop", ["shop"] * 4 + ["care"], "like_me"),
        ("shop", ["shop"] * 3 + ["care", "advice", "public"], "even"),
        ("shop", ["care"] * 4 + ["shop"], "like_each_other"),
        ("shop", ["care"] * 3 + ["advice", "public", "shop"], "mixed"),  # half is not most
        ("shop", ["care"] * 4, None),  # too few
        (None, ["care"] * 9, None),
        ("shop", [None] * 9, None),
        ("shop", [], None),
    ],
)
def test_a_reading_is_where_more_than_half_are(own, others, reading):
    assert rules.compare("trade", own, others).reading == reading


def test_an_age_counts_as_alike_in_the_next_group_too_and_place_only_here():
    assert [rules.alike("age", "40_49", band) for band in rules.CATEGORIES["age"]] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    here = [rules.alike("place", "here", place) for place in rules.CATEGORIES["place"]]
    assert here == [True, False, False, False, False]


def test_an_unknown_is_left_out_of_both_figures_and_counted_in_both():
    one = rules.compare("customers", "web", ["web", "firms", None, "firms", "public", "web", None])
    assert (one.ei.unknown, one.spread.unknown, one.known, one.enough) == (2, 2, 5, True)
    assert one.ei.value == pytest.approx(0.2)


def test_a_category_that_is_not_among_those_asked_is_refused():
    for own, others in (("witch", ["shop"]), ("shop", ["witch"])):
        with pytest.raises(ValueError):
            rules.compare("trade", own, others)


def test_chance_follows_the_people_around():
    assert rules.expected_by_chance(0.9) == pytest.approx(-0.8)
    assert [rules.expected_by_chance(share) for share in (0, 0.5, 1)] == [1, 0, -1]
    with pytest.raises(ValueError):
        rules.expected_by_chance(1.1)


@given(st.sampled_from(ATTRIBUTES), st.data())
def test_counts_and_figures_agree(attribute, data):
    category = st.sampled_from(rules.CATEGORIES[attribute])
    own = data.draw(category)
    others = data.draw(st.lists(st.one_of(st.none(), category), max_size=25))
    one = rules.compare(attribute, own, others)
    assert sum(one.counts.values()) == one.known == one.ei.alike + one.ei.different
    assert one.known + one.spread.unknown == len(others)
    assert (one.reading is None) == (one.known < 5)
