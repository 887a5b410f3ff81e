"""The figures of lesson 2."""

import copy

import pytest

from exercises.figures.a_skill import agree, figures
from exercises.models import behaviour_grid as model
from exercises.models import learning_goal, opening_poll
from exercises.rules import behaviour_grid as rules
from exercises.texts import Texts

BENTE = (0, 0, 0, 3, 1, 0, 2, 1, 0, 5, 2, 1, 3, 1, 0, 1, 1, 0)


def count(store, numbers=BENTE):
    for item, times in zip(rules.ITEMS, numbers, strict=False):
        store.put(model.STEM, f"first.{item}", str(times))


def test_nothing_done_gives_no_figures_and_nothing_to_disagree_with(store):
    assert figures(store) == {}
    assert agree({}, None)


def test_a_grid_half_filled_gives_the_squares_that_are_whole(store):
    count(store, BENTE[:7])
    own = figures(store)
    assert own == {"build_own": 0, "build_other": 4}
    assert agree(own, None)


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    count(store)
    for name, value in (("first.self", 6), ("prediction", "30"), ("prediction_self", 7)):
        store.put(model.STEM, name, value)
    store.put(model.STEM, "route", "use_other_quiet")
    store.put(learning_goal.STEM, "do", "Kanariefugl")
    store.put(opening_poll.STEM, "thought", "never")
    own = figures(store)
    matrix = own.pop("matrix")
    assert own.keys() == Texts("figures/a_skill", "da").data.keys()
    assert all(type(value) is int for value in own.values())
    assert (own["total"], own["use_other"], own["rating"], own["prediction"]) == (21, 2, 6, 30)
    assert sum(map(sum, matrix)) == 21
    assert agree(own, matrix)


def test_the_second_rating_is_not_in_the_hand_in_of_lesson_2(store):
    count(store)
    before = figures(store)
    store.put(model.STEM, "again.own_advice", "40")
    assert figures(store) == before


@pytest.mark.parametrize("name", ["keep_other", "total"])
def test_a_figure_that_was_changed_no_longer_agrees(store, name):
    count(store)
    own = figures(store)
    matrix = own.pop("matrix")
    assert not agree(own | {name: own[name] + 1}, matrix)
    assert not agree({key: value for key, value in own.items() if key != name}, matrix)
    changed = copy.deepcopy(matrix)
    changed[3][0] += 1
    assert not agree(own, changed)


@pytest.mark.parametrize("matrix", [[], [[1, 2, 3]], [[1, 2]] * 6, [["x", 1, 2]] * 6, 7, "12", [None] * 6])
def test_what_is_no_matrix_does_not_agree_and_breaks_nothing(store, matrix):
    count(store)
    own = figures(store)
    own.pop("matrix")
    assert not agree(own, matrix)


def test_a_total_without_its_counts_does_not_agree(store):
    count(store)
    own = figures(store)
    own.pop("matrix")
    assert not agree(own, None)
