"""Three sides of a rule, and the eight rules of the exercise."""

import pytest

from exercises.models import network_rules as model
from exercises.references import all_references
from exercises.rules.network_rules import EFFECTS, stance
from exercises.texts import Texts


def test_a_tick_agrees_or_differs_and_so_does_no_tick():
    assert [stance(*pair) for pair in ((True, True), (False, True), (True, False), (False, False))] == [
        "agreed",
        "also",
        "doubt",
        "neither",
    ]


@pytest.mark.parametrize("key", model.kinds())
def test_every_rule_is_seen_from_three_sides_and_does_something(key):
    record = model.kinds()[key]
    sides = [record[effect]["arguable"] for effect in EFFECTS]
    assert any(sides)
    assert set(record.get("sources", ())) <= all_references().keys()


def test_there_are_eight_rules_and_each_side_has_rules_that_do_it_and_rules_that_do_not():
    kinds = model.kinds()
    assert len(kinds) == 8
    for effect in EFFECTS:
        assert {record[effect]["arguable"] for record in kinds.values()} == {True, False}


def test_one_per_trade_both_limits_rivals_and_forces_variety(lang):
    record = model.kinds()["one_per_trade"]
    assert record["keeps_out"]["arguable"]
    assert record["uses_difference"]["arguable"]
    assert Texts(model.STEM, lang).pick(record["tweak"])
