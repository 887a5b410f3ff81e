import pytest

from exercises.rules.group_composer import (
    Owner,
    alike,
    competitors,
    coverage,
    findings,
    overlaps,
    same_customers,
    size,
)

YOU = Owner("you", "keramiker", "near", ("making", "new_things"))
CABINET = Owner("M", "møbelsnedker", "far", ("making", "prices"), "laver ting")
BOOKS = Owner("L", "bogholder", "near", ("accounts", "prices"), "samme by")
POTTER = Owner("P", "Keramik og glas", "both", ("making", "new_things"), "ler")


@pytest.mark.parametrize(
    ("trade", "other", "same"),
    [
        ("Keramiker", "keramiker ", True),
        ("keramiker", "keramik og glas", True),
        ("tømrer", "tømrermester", True),
        ("møbelsnedker", "snedker", True),
        ("bogholder", "keramiker", False),
        ("cykelbutik", "butik med tøj", False),
        ("", "", False),
        ("   ", " ", False),
        ("陶艺家", "陶艺家", True),
        ("гончар", "Гончар и художник", True),
        ("<b>", "&", False),
    ],
)
def test_trades_are_alike_when_a_word_of_one_stands_in_the_other(trade, other, same):
    assert alike(trade, other, general=("butik",)) is same
    assert alike(other, trade, general=("butik",)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("near", "far", False),
        ("near", "near", True),
        ("both", "far", True),
        ("", "far", True),
        ("", "", True),
    ],
)
def test_customers_may_be_the_same_unless_it_is_said_that_they_are_not(one, other, same):
    assert same_customers(one, other) is same


def test_competitors_are_found_also_between_you_and_another():
    assert competitors([YOU, CABINET, BOOKS, POTTER]) == [("you", "P")]
    far_away = Owner("P", "keramiker", "far")
    assert competitors([YOU, far_away]) == []


def test_coverage_names_who_can_help_with_each_gap_and_who_cannot():
    assert coverage(("accounts", "prices", "online"), [CABINET, BOOKS]) == {
        "prices": ("M", "L"),
        "accounts": ("L",),
        "online": (),
    }


def test_two_overlap_when_they_share_half_of_what_they_can_and_not_for_one_skill():
    assert overlaps([YOU, POTTER]) == [("you", "P", ("making", "new_things"))]
    assert overlaps([YOU, CABINET]) == []
    assert overlaps([Owner("a", skills=("prices",)), Owner("b", skills=("prices",))]) == []


@pytest.mark.parametrize(
    ("people", "word"),
    [(1, "alone"), (2, "too_few"), (3, "too_few"), (4, "right"), (6, "right"), (7, "too_many")],
)
def test_a_group_is_four_to_six_with_oneself(people, word):
    assert size(people) == word


def test_nothing_entered_asks_for_people_gaps_and_gifts():
    keys = [key for key, _ in findings(Owner("you"), (), [])]
    assert keys == ["size_alone", "no_gaps", "you_give_nothing"]


def test_everything_is_said_of_a_group_and_a_line_on_shared_ground_is_asked_for():
    nameless = Owner("K", "kro", "near", ("customers",), "  ")
    found = findings(YOU, ("accounts", "online"), [CABINET, BOOKS, POTTER, nameless])
    assert ("size_right", {"people": 5}) in found
    assert ("ground_missing", {"who": "K"}) in found
    assert ("competitors", {"one": "you", "other": "P"}) in found
    assert ("gap_nobody", {"skills": ["online"]}) in found
    assert ("gap_one", {"skills": ["accounts"], "who": "L"}) in found
    assert [key for key, _ in found if key == "only_you"] == []
    without = findings(YOU, ("accounts",), [BOOKS])
    assert ("only_you", {"skills": ["making", "new_things"]}) in without
