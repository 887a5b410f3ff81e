"""Three titles and a few votes."""

import itertools
from collections import Counter

import pytest

from exercises.rules.title_test import by_chance, findings

TITLES = {"1": "Skuffen binder", "2": "Et stearinlys", "3": "Sådan glider den"}


def keys(titles, votes):
    return [key for key, _ in findings(titles, votes)]


@pytest.mark.parametrize(("most", "votes", "titles"), [(3, 3, 3), (3, 5, 3), (5, 7, 3), (4, 4, 2), (1, 1, 2)])
def test_the_probability_is_that_of_every_way_counted_out(most, votes, titles):
    ways = list(itertools.product(range(titles), repeat=votes))
    hits = sum(max(Counter(way).values()) >= most for way in ways)
    assert by_chance(most, votes, titles) == pytest.approx(hits / len(ways))


def test_three_of_three_may_be_chance_and_eight_of_eight_hardly():
    (key, names), *_ = findings(TITLES, {"1": 3})
    assert (key, names["percent"]) == ("may_be_chance", 11)
    assert keys(TITLES, {"2": 8}) == ["hardly_chance"]


def test_what_is_missing_is_asked_for():
    assert keys({}, {}) == ["nothing_yet"]
    assert keys({"1": "Skuffen"}, {"1": 5}) == ["one_title"]
    assert keys(TITLES, {}) == ["ask_somebody"]
    assert keys(TITLES, {"1": 2, "3": 2}) == ["level"]


def test_votes_for_a_title_that_is_not_written_do_not_count():
    assert keys({"1": "Skuffen", "2": "Lyset"}, {"3": 9}) == ["ask_somebody"]


def test_long_loud_and_like_titles_are_told_of():
    assert "too_long" in keys(TITLES | {"1": "ord " * 13}, {})
    assert "shouting" in keys(TITLES | {"2": "Kom nu!"}, {})
    assert "same" in keys(TITLES | {"2": "skuffen binder"}, {})
