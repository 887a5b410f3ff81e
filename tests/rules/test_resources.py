import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.rules.resources import SCALES, Coverage, coverage, single_points
from exercises.rules.roles import RELATIONS

ITEMS = [item for items in SCALES.values() for item in items]
ANSWERS = st.dictionaries(
    st.sampled_from(ITEMS),
    st.none() | st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(RELATIONS)),
)


def test_there_are_five_scales_of_four_items_and_no_item_stands_twice():
    assert [len(items) for items in SCALES.values()] == [4] * 5
    assert len(set(ITEMS)) == 20


def test_a_scale_says_what_is_reached_and_what_hangs_on_one_person_or_on_family():
    answers = {
        "computer_fails": {"Ida": "acquaintance"},
        "extra_hands": {"Far": "family", "Bo": "family", "Ida": "friend"},
        "lend_equipment": {"Far": "family", "Bo": "family"},
        "answer_tonight": {},
    }
    assert coverage(answers)["fast_help"] == Coverage(
        answered=SCALES["fast_help"],
        unsure=(),
        accessible=("computer_fails", "extra_hands", "lend_equipment"),
        single=("computer_fails",),
        family_only=("lend_equipment",),
        share=3 / 4,
        redundancy=2,
    )


def test_dont_know_is_not_a_no():
    yes, unsure = {"honest_opinion": {"Ida": "friend"}}, {"think_aloud": None, "been_there": None}
    found = coverage(yes | unsure)["sparring"]
    assert (found.share, found.unsure) == (1, ("think_aloud", "been_there"))
    assert coverage(yes | {"think_aloud": {}})["sparring"].share == 1 / 2


def test_an_unanswered_scale_has_no_share_and_one_of_noes_has_no_redundancy():
    found = coverage({item: {} for item in SCALES["cheap_help"]})
    assert (found["cheap_help"].share, found["cheap_help"].redundancy) == (0, None)
    assert (found["sparring"].share, found["sparring"].redundancy) == (None, None)
    assert coverage({"read_text": None})["cheap_help"].share is None


def test_there_is_a_profile_and_no_total():
    assert set(coverage({})) == set(SCALES)
    assert not any("total" in field.name for field in dataclasses.fields(Coverage))


def test_the_one_whom_most_hangs_on_comes_first():
    answers = {
        "read_text": {"Bo": "friend"},
        "been_there": {"Ida": "friend"},
        "local_plans": {"Ida": "friend"},
        "new_in_trade": {"Ida": "friend", "Bo": "friend"},
        "think_aloud": None,
    }
    found = single_points(answers)
    assert list(found.items()) == [("Ida", ("local_plans", "been_there")), ("Bo", ("read_text",))]


@settings(deadline=None)
@given(ANSWERS)
def test_the_parts_of_a_profile_agree_with_each_other(answers):
    profile = coverage(answers)
    for found in profile.values():
        assert set(found.single) | set(found.family_only) <= set(found.accessible) <= set(found.answered)
        assert not set(found.unsure) & set(found.answered)
        assert found.redundancy is None or found.redundancy >= 1
        assert (found.redundancy == 1) == bool(found.accessible and found.single == found.accessible)
    alone = sorted(item for items in single_points(answers).values() for item in items)
    assert alone == sorted(item for found in profile.values() for item in found.single)


@pytest.mark.parametrize(
    ("answers", "words"),
    [({"fly_me": {}}, "fly_me"), ({"read_text": {"Bo": "boss"}}, "family, friend, acquaintance")],
)
def test_an_item_or_relation_that_was_not_asked_for_is_refused(answers, words):
    for function in (coverage, single_points):
        with pytest.raises(ValueError, match=words):
            function(answers)
