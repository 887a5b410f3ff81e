import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.rules.roles import (
    RELATIONS,
    ROLES,
    GroupReach,
    PositionReach,
    group_reach,
    position_generator,
    role_reach,
)

PRESTIGE = {"a": 20, "b": 35, "c": 50, "d": 65, "e": 80}


def test_there_are_twenty_different_roles():
    assert len(ROLES) == len(set(ROLES)) == 20


@pytest.mark.parametrize(
    ("accessed", "reach"),
    [
        ("bce", PositionReach(extensity=3, upper=80, range=45, mean=55, total=165)),
        ("c", PositionReach(extensity=1, upper=50, range=0, mean=50, total=50)),
        ("", PositionReach(extensity=0, upper=None, range=None, mean=None, total=None)),
        ("bb", PositionReach(extensity=1, upper=35, range=0, mean=35, total=35)),
    ],
)
def test_lins_measures_come_out_as_in_the_worked_example(accessed, reach):
    assert position_generator(PRESTIGE, accessed) == reach


def test_a_role_reached_in_several_ways_stands_under_each_and_once_under_the_strongest():
    reach = role_reach(
        {
            "lawyer": {"acquaintance", "family"},
            "teacher": ["friend"],
            "accountant": ["family"],
            "politician": {"acquaintance"},
            "researcher": [],
        }
    )
    assert reach.reached == ("accountant", "lawyer", "teacher", "politician")
    assert (reach.extensity, reach.asked) == (4, 20)
    assert reach.through == {
        "family": ("accountant", "lawyer"),
        "friend": ("teacher",),
        "acquaintance": ("lawyer", "politician"),
    }
    assert reach.strongest == {
        "family": ("accountant", "lawyer"),
        "friend": ("teacher",),
        "acquaintance": ("politician",),
    }
    assert reach.family_only == ("accountant",)
    assert "researcher" in reach.empty and len(reach.empty) == 16


def test_nobody_known_reaches_no_role():
    reach = role_reach({})
    assert (reach.extensity, reach.empty, reach.family_only) == (0, ROLES, ())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(ROLES), st.sets(st.sampled_from(RELATIONS))))
def test_each_role_is_reached_or_empty_and_has_one_strongest_way(known):
    reach = role_reach(known)
    assert sorted(reach.reached + reach.empty) == sorted(ROLES)
    assert sorted(sum(reach.strongest.values(), ())) == sorted(reach.reached)
    for way in RELATIONS:
        assert set(reach.strongest[way]) <= set(reach.through[way]) <= set(reach.reached)
    assert set(reach.family_only) == {role for role, ways in known.items() if ways == {"family"}}


def test_a_role_or_relation_that_was_not_asked_for_is_refused():
    with pytest.raises(ValueError, match="astronaut"):
        role_reach({"astronaut": ["friend"]})
    for relations in (["neighbour"], "family", ""):
        with pytest.raises(ValueError, match="family, friend, acquaintance"):
            role_reach({"lawyer": relations})
    with pytest.raises(ValueError, match="astronaut"):
        group_reach([["astronaut"]])
    with pytest.raises(ValueError, match="z"):
        position_generator(PRESTIGE, "az")


def test_a_group_reaches_the_union_and_each_is_told_what_they_alone_bring():
    roles = ("lawyer", "teacher", "farmer", "politician")
    reach = group_reach([["lawyer", "teacher"], ["teacher"], ["teacher", "politician"]], roles)
    assert reach == GroupReach(
        reached=("lawyer", "teacher", "politician"),
        empty=("farmer",),
        only=(("lawyer",), (), ("politician",)),
    )
    assert reach.share == 3 / 4


@settings(deadline=None)
@given(st.lists(st.sets(st.sampled_from(ROLES)), max_size=6))
def test_what_a_participant_brings_is_what_the_group_loses_without_them(participants):
    whole = group_reach(participants)
    for number, alone in enumerate(whole.only):
        rest = group_reach(participants[:number] + participants[number + 1 :])
        assert set(alone) == set(whole.reached) - set(rest.reached)
    assert whole.share == len(set().union(*participants)) / 20
