"""The lot among sleeping contacts."""

from random import Random

import pytest

from exercises.rules.dormant_draw import ENOUGH, can_draw, draw, findings

TEN = list(range(1, 11))


def test_the_lot_never_falls_on_the_favourite_and_falls_on_everybody_else():
    pick = Random(6).choice
    fell_on = {draw(TEN, 1, pick=pick) for _ in range(400)}
    assert fell_on == set(TEN) - {1}


def test_drawing_again_gives_somebody_else_where_somebody_else_is_left():
    pick = Random(6).choice
    assert 4 not in {draw(TEN, 1, 4, pick=pick) for _ in range(300)}
    assert draw([1, 2], 1, 2) == 2


@pytest.mark.parametrize(
    ("names", "favourite", "can"),
    [([], None, False), ([1], 1, False), ([1, 2], None, False), ([1, 2], 3, False), ([1, 2], 2, True)],
)
def test_a_lot_needs_a_favourite_on_the_list_and_somebody_beside(names, favourite, can):
    assert can_draw(names, favourite) is can


def test_nobody_is_drawn_from_a_list_of_one():
    assert draw([1], 1) is None


@pytest.mark.parametrize(
    ("names", "favourite", "drawn", "draws", "keys"),
    [
        ([], None, None, 0, ["nothing_yet"]),
        ([1], None, None, 0, ["few"]),
        (TEN[:4], None, None, 0, ["few", "choose_favourite"]),
        (TEN[:4], 2, None, 0, ["few", "ready"]),
        (TEN, 2, None, 0, ["ready"]),
        (TEN, 2, 5, 1, ["drawn"]),
        (TEN, 2, 5, 3, ["drawn", "drawn_again"]),
        (TEN, 5, 5, 1, ["lot_is_favourite"]),
        (TEN, 2, None, 1, ["lot_is_gone"]),
        (TEN, 99, 5, 1, ["choose_favourite"]),
    ],
)
def test_what_is_said_fits_how_far_the_list_has_come(names, favourite, drawn, draws, keys):
    assert [key for key, _ in findings(names, favourite, drawn, draws)] == keys


def test_it_says_how_many_are_missing():
    assert findings(TEN[:4], 1, None, 0)[0] == ("few", {"n": 4, "enough": ENOUGH, "more": 6})
