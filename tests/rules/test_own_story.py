from datetime import date

import pytest

from exercises.rules.own_story import FEWEST, TICKS, complete, findings

TODAY = date(2026, 12, 1)
PARTS = {"title": "Elkedlen", "happened": "ord " * FEWEST, "learned": "Spørge først"}
YES = dict.fromkeys(TICKS, True)


def keys(parts=PARTS, shown_as="trade_only", until=None, ticks=YES, take_down=False):
    return [key for key, _ in findings(parts, shown_as, until, ticks, take_down, TODAY)]


def test_a_whole_story_with_every_yes_is_ready_and_one_without_is_not():
    assert keys() == ["ready"]
    assert complete(PARTS, "trade_only", YES)
    for tick in TICKS:
        assert keys(ticks=YES | {tick: False}) == [f"unticked.{tick}"]
        assert not complete(PARTS, "trade_only", YES | {tick: False})
    assert not complete(PARTS, "", YES)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_asked_for(part):
    assert keys(PARTS | {part: " "}) == [f"missing.{part}"]


def test_a_day_that_is_past_and_a_short_story_are_told_of():
    assert keys(until=TODAY) == ["until_past"]
    assert keys(PARTS | {"happened": "kort"}) == ["short"]


def test_taking_it_down_needs_nothing_else():
    assert keys(dict.fromkeys(PARTS, ""), "", None, dict.fromkeys(TICKS, False), True) == ["take_down"]
