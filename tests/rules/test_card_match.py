"""Which cards may be drawn."""

import pytest

from exercises.rules.card_match import candidates

CARDS = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "c1": "c"}


@pytest.mark.parametrize(
    ("own", "met", "drawn", "left"),
    [
        ("a", (), (), ("b1", "b2", "c1")),
        ("a", {"b"}, (), ("c1",)),  # first the trade that the map lacks
        ("a", {"b"}, ("c1",), ("b1", "b2")),
        ("a", {"b", "c"}, ("b1",), ("b2", "c1")),
        ("x", {"a", "b", "c"}, (), ("a1", "a2", "b1", "b2", "c1")),
        ("a", (), ("b1", "b2", "c1"), ()),
    ],
)
def test_a_card_is_of_another_trade_not_drawn_before_and_first_one_the_map_lacks(own, met, drawn, left):
    assert candidates(CARDS, own, met, drawn) == left
