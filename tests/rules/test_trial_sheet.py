from dataclasses import replace
from datetime import date

import pytest

from exercises.rules.trial_sheet import MOST_COST, MOST_DAYS, PARTS, Sheet, findings

WHOLE = Sheet(
    parts={part: f"noget om {part}" for part in PARTS} | {"stop": "ingen har spurgt efter 7 dage"},
    price=180,
    cost=360,
    start=date(2026, 12, 1),
    end=date(2026, 12, 14),
    agreed=True,
)
ANYONE = ["alle", "hvem som helst"]


def found(**changes):
    return findings(replace(WHOLE, **changes), ANYONE)


def keys(**changes):
    return [key for key, _ in found(**changes)]


def test_nothing_written_asks_for_a_beginning():
    assert findings(Sheet({}), ANYONE) == [("nothing_yet", {})]
    assert findings(Sheet({"what": " … "}), ANYONE) == [("nothing_yet", {})]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_is_missing_is_named_and_the_sheet_is_not_ready(part):
    left = WHOLE.parts | {part: " "}
    assert f"missing.{part}" in keys(parts=left)
    assert ("so_far", {"n": 7, "of": 8}) in found(parts=left)
    assert "ready" not in keys(parts=left)


def test_a_whole_sheet_is_ready_only_within_its_limits_and_when_both_agree():
    assert keys() == ["ready", "break_even", "days"]
    for lack in (
        {"agreed": False},
        {"price": None},
        {"cost": None},
        {"cost": MOST_COST + 1},
        {"end": date(2026, 12, 15)},
        {"end": date(2026, 11, 30)},
        {"start": None},
        {"parts": WHOLE.parts | {"user": "alle"}},
    ):
        assert "ready" not in keys(**lack), lack


def test_the_limits_themselves_are_within():
    assert "too_dear" not in keys(cost=MOST_COST)
    assert ("too_dear", {"kroner": 501, "most": 500}) in found(cost=501)
    assert WHOLE.days == MOST_DAYS
    assert ("too_long", {"n": 15, "days": 14}) in found(end=date(2026, 12, 15))


@pytest.mark.parametrize(
    ("price", "cost", "n"),
    [(180, 360, 2), (180, 361, 3), (0.5, 1, 2), (180, 0, 0), (0, 360, None), (None, 1, None)],
)
def test_how_many_cover_the_cost_is_rounded_up(price, cost, n):
    assert replace(WHOLE, price=price, cost=cost).break_even == n


def test_a_thing_given_away_tells_less_and_one_that_costs_nothing_needs_no_sum():
    assert "free" in keys(price=0)
    assert not {"no_cost", "break_even", "too_dear"} & set(keys(cost=0))


def test_a_product_for_everybody_is_for_nobody_in_particular():
    line = "Hvem som helst i byen"
    assert ("anyone", {"line": line, "word": "hvem som helst"}) in found(parts=WHOLE.parts | {"user": line})
    assert "anyone" not in keys(parts=WHOLE.parts | {"user": "halle-folk"})


def test_days_in_the_wrong_order_are_told_of_and_one_day_is_a_day():
    assert "end_first" in keys(end=date(2026, 11, 30))
    assert ("days", {"n": 1}) in found(end=WHOLE.start)


def test_a_stop_without_a_number_or_date_is_quoted():
    line = "det ikke går godt"
    assert ("stop_without_number", {"line": line}) in found(parts=WHOLE.parts | {"stop": line})
    assert "stop_without_number" not in keys()
