"""How fast and how cheap asking was."""

from datetime import date, time

import pytest

from exercises.rules.ask_clock import (
    Ask,
    add_up,
    compare,
    elapsed,
    guess_findings,
    price_findings,
    span,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
USABLE = Ask(
    to="own_choice", guess=40, outcome="usable", hours=5, useful=4, minutes=20, price=600, gave="tak"
)
SILENT = Ask(to="by_lot", guess=20, outcome="silent", minutes=10)


def test_hours_go_across_midnight():
    assert elapsed(MONDAY, time(20), TUESDAY, time(8, 30)) == (12.5, False)


def test_without_both_times_whole_days_are_counted():
    assert elapsed(MONDAY, time(20), TUESDAY, None) == (24, True)
    assert elapsed(MONDAY, None, MONDAY, None) == (0, True)


@pytest.mark.parametrize("answered", [(MONDAY, time(19, 59)), (date(2026, 11, 22), None)])
def test_an_answer_before_the_question_is_refused(answered):
    with pytest.raises(ValueError):
        elapsed(MONDAY, time(20), *answered)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (0, ("same_day", 0)),
        (0.001, ("minutes", 1)),
        (0.5, ("minutes", 30)),
        (1, ("hours", 1)),
        (47.4, ("hours", 47)),
        (48, ("days", 2)),
        (340, ("days", 14)),
    ],
)
def test_a_span_is_told_in_the_unit_it_is_thought_of_in(hours, told):
    assert span(hours) == told


def test_nothing_sums_to_nothing_and_no_share():
    total = add_up([Ask(), Ask()])
    assert (total.asks, total.share, total.low, total.guess, total.hours, total.middle) == (
        0,
        None,
        None,
        None,
        (),
        None,
    )
    assert guess_findings(total) == [("nothing_settled", {"asks": 0})]
    assert price_findings(total) == []


def test_the_silent_cost_time_too_and_only_the_usable_save_money():
    total = add_up([USABLE, SILENT, Ask(outcome="no_use", minutes=30, price=999)], hour_value=300)
    assert (total.asks, total.settled, total.usable) == (3, 3, 1)
    assert total.minutes == 60
    assert total.cost == 300
    assert (total.price, total.priced, total.gave) == (600, 1, 1)
    assert total.guess == pytest.approx(0.3)


def test_a_request_still_waiting_is_neither_hit_nor_miss():
    total = add_up([USABLE, Ask(guess=100, outcome="waiting")])
    assert (total.asks, total.settled, total.share, total.guess) == (2, 1, 1, 0.4)


@pytest.mark.parametrize(
    ("guess", "usable", "of", "key"),
    [
        (50, 1, 2, "guess_fits"),
        (30, 2, 2, "guess_low"),
        (40, 2, 2, "guess_fits"),
        (90, 0, 3, "guess_high"),
        (0, 0, 1, "guess_fits"),
    ],
)
def test_a_guess_is_called_wrong_only_outside_the_interval(guess, usable, of, key):
    asks = [Ask(guess=guess, outcome="usable" if at < usable else "silent") for at in range(of)]
    assert guess_findings(add_up(asks))[-1][0] == key


def test_answers_without_a_guess_ask_for_one():
    assert [key for key, _ in guess_findings(add_up([Ask(outcome="usable")]))] == ["answers", "no_guess"]


def test_one_span_is_told_alone_and_several_with_their_middle():
    assert price_findings(add_up([USABLE]))[0] == ("fast_one", {"middle": 5})
    three = [Ask(outcome="usable", hours=hours) for hours in (30, 2, 5)]
    spans = {"fastest": 2, "middle": 5, "slowest": 30, "n": 3}
    assert price_findings(add_up(three))[0] == ("fast", spans)


def test_price_stands_beside_cost_only_with_an_hourly_value():
    keys = [key for key, _ in price_findings(add_up([USABLE]))]
    assert "price" in keys
    with_value = dict(price_findings(add_up([USABLE], hour_value=300)))
    assert with_value["price_and_cost"] == {"price": 600, "n": 1, "cost": 100}


def test_the_other_persons_time_is_always_named_and_a_gift_is_asked_for():
    keys = [key for key, _ in price_findings(add_up([Ask(outcome="usable")]))]
    assert keys == ["their_time", "nothing_given"]
    assert "nothing_given" not in dict(price_findings(add_up([USABLE])))


@pytest.mark.parametrize(
    ("own", "lot", "found"),
    [
        (4, 8, "lot_more"),
        (8, 4, "own_more"),
        (5, 5, "same_use"),
        (None, 5, None),
        (5, None, None),
        (0, 1, "lot_more"),
    ],
)
def test_own_choice_and_lot_are_compared_where_both_are_known(own, lot, found):
    asks = [Ask(to="own_choice", useful=own), Ask(to="by_lot", useful=lot), Ask(to="other", useful=10)]
    assert [key for key, _ in compare(asks)] == ([found] if found else [])
