"""Counting acts in six cells, and what a whole grid says."""

import pytest

from exercises.models.behaviour_grid import OWN_ACT
from exercises.rules import behaviour_grid as rules
from exercises.texts import Texts


def counts(*by_cell):
    """The counts of all items from six triples, cell by cell."""
    return {
        item: times
        for cell, three in zip(rules.CELLS, by_cell, strict=True)
        for item, times in zip(rules.items(cell), three, strict=True)
    }


def cells(*times):
    return dict(zip(rules.CELLS, times, strict=True))


# Bente's month, as lesson 2 tells it.
BENTE = counts((0, 0, 0), (3, 1, 0), (2, 1, 0), (5, 2, 1), (3, 1, 0), (1, 1, 0))


def test_there_are_three_items_for_each_of_six_cells_and_none_twice():
    assert len(rules.CELLS) == 6
    assert len(set(rules.ITEMS)) == len(rules.ITEMS) == 18


def test_a_cell_is_the_sum_of_its_three_items():
    assert rules.sums(BENTE) == cells(0, 4, 3, 8, 4, 2)
    assert rules.total(BENTE) == 21


def test_a_cell_with_an_item_missing_has_no_sum_and_the_grid_no_total():
    some = BENTE | {"own_thanks": None}
    assert rules.sums(some)["keep_own"] is None
    assert rules.total(some) is None
    assert rules.missing(some) == ["own_thanks"]
    assert rules.weakest(rules.sums(some)) == []
    assert rules.finding(rules.sums(some)) is None
    assert rules.missing({}) == list(rules.ITEMS)


def test_none_is_a_number_too():
    nothing = rules.sums(dict.fromkeys(rules.ITEMS, 0))
    assert rules.finding(nothing) == ("nothing", {})
    assert rules.weakest(nothing) == ["keep_other", "build_other"]
    assert rules.chosen_among_equals(nothing)


def test_the_two_cells_done_least_often_are_found_least_first():
    assert rules.weakest(cells(0, 4, 3, 8, 4, 2)) == ["build_own", "use_other"]
    assert not rules.chosen_among_equals(cells(0, 4, 3, 8, 4, 2))


def test_of_two_equal_cells_the_one_outside_the_trade_comes_first_and_it_is_said():
    low = cells(2, 2, 9, 9, 0, 9)
    assert rules.weakest(low) == ["use_own", "build_other"]
    assert rules.chosen_among_equals(low)


def test_a_grid_is_even_or_uneven_and_every_cell_done_most_often_is_named():
    assert rules.finding(cells(4, 4, 4, 4, 4, 4)) == ("even", {"n": 4})
    key, names = rules.finding(cells(7, 1, 2, 7, 3, 3))
    assert (key, names["often"], names["most"]) == ("uneven", ["build_own", "keep_other"], 7)
    assert names["low"] == [("build_other", 1), ("keep_own", 2)]


def test_rows_and_columns_add_up_to_the_total():
    sums = rules.sums(BENTE)
    assert [rules.row(sums, kind) for kind in rules.ACTS] == [(0, 4, 4), (3, 8, 11), (4, 2, 6)]
    assert [rules.column(sums, side) for side in rules.SIDES] == [7, 14]


@pytest.mark.parametrize(
    ("times", "most", "shade"),
    [(0, 9, 0), (1, 9, 1), (3, 9, 1), (4, 9, 2), (6, 9, 2), (7, 9, 3), (9, 9, 3), (0, 0, 0), (1, 1, 3)],
)
def test_a_cell_is_shaded_by_thirds_of_the_most(times, most, shade):
    assert rules.shade(times, most) == shade


def test_every_cell_has_a_quiet_act_and_one_out_among_people_and_every_item_its_words(lang):
    t = Texts("behaviour_grid", lang)
    acts = [key for cell in rules.CELLS for key in rules.routes(cell)]
    assert len(acts) == 12
    assert t.data["routes"].keys() == {*acts, OWN_ACT}
    assert t.data["item"].keys() == set(rules.ITEMS)
    assert t.data["cell"].keys() == set(rules.CELLS)
