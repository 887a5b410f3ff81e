from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from exercises.rules.ninety_days import (
    GOALS,
    MONTHLY,
    MONTHS,
    Dated,
    Goal,
    Plan,
    busiest,
    events,
    findings,
    full_months,
    month_span,
    weekly,
)

START = date(2026, 1, 1)
TODAY = START


def goal(number, **changes):
    whole = {"who": "w", "tie": "across", "if_part": "i", "act": "a", "gain": "g", "hours": 3.0}
    return Goal(number, **whole | {"day": START + timedelta(days=20 * number)} | changes)


def plan(**changes):
    acts = tuple(
        Dated(month, kind, "x", month_span(START, month)[0] + timedelta(days=7 * at))
        for month in MONTHS
        for at, kind in enumerate(MONTHLY)
    )
    goals = tuple(goal(n, tie="close" if n == 1 else "across") for n in GOALS)
    whole = Plan(START, goals, acts, dict.fromkeys(MONTHLY, 2.0), 4.0)
    return replace(whole, **changes)


EMPTY = Plan(
    START,
    tuple(Goal(n) for n in GOALS),
    tuple(Dated(m, k) for m in MONTHS for k in MONTHLY),
    dict.fromkeys(MONTHLY),
    None,
)


def keys(found):
    return [key for key, _ in found]


def test_an_empty_plan_asks_for_one_goal():
    assert findings(EMPTY, TODAY) == [("nothing_yet", {})]


def test_a_whole_plan_is_called_whole_and_counts_its_days():
    found = findings(plan(), TODAY)
    assert keys(found) == ["mixed", "hours", "hours_fit", "whole"]
    assert dict(found)["whole"] == {"n": 15}
    assert dict(found)["mixed"] == {"across": 2, "close": 1}


def test_hours_are_counted_over_the_ninety_days():
    # 3 goals of 3 hours and 12 acts of 2: 33 hours in 90/7 weeks
    assert weekly(plan()) == pytest.approx(33 / (90 / 7))
    assert weekly(EMPTY) is None


def test_a_plan_larger_than_the_week_says_by_how_much():
    found = dict(findings(plan(available=2.0), TODAY))
    assert found["hours_over"]["over"] == pytest.approx(33 - 2 * 90 / 7)
    assert "whole" not in found  # nobody is told to print what there is no room for


def test_a_week_that_asks_for_twice_the_time_is_named():
    goals = (goal(1, hours=20.0, day=START + timedelta(days=8)), goal(2), goal(3))
    day, hours = busiest(plan(goals=goals))
    # the week also holds the referral of the first month
    assert (day, hours) == (START + timedelta(days=7), 22)
    assert dict(findings(plan(goals=goals), TODAY))["busy_week"]["day"] == day


def test_a_plan_that_takes_more_than_the_account_is_asked_about():
    assert "more_than_used" in keys(findings(plan(), TODAY, used=1.0))
    assert "more_than_used" not in keys(findings(plan(), TODAY, used=2.5))


@pytest.mark.parametrize(("ties", "key"), [(("close",) * 3, "all_close"), (("across",) * 3, "all_across")])
def test_three_goals_of_one_kind_are_asked_for_the_other(ties, key):
    goals = tuple(goal(n, tie=tie) for n, tie in zip(GOALS, ties, strict=True))
    assert key in keys(findings(plan(goals=goals), TODAY))


def test_what_a_goal_lacks_is_named():
    found = dict(findings(plan(goals=(goal(1, gain="", day=None), goal(2), goal(3))), TODAY))
    assert found["goal_missing"] == {"at": 1, "parts": ["day", "gain"]}
    assert "whole" not in found


def test_a_day_outside_the_plan_or_its_month_is_named_and_not_counted():
    late = goal(3, day=START + timedelta(days=90))
    acts = (replace(plan().acts[0], day=START + timedelta(days=30)), *plan().acts[1:])
    changed = plan(goals=(goal(1), goal(2), late), acts=acts)
    found = dict(findings(changed, TODAY))
    assert found["goal_outside"]["at"] == 3
    assert found["act_outside"]["month"] == 1
    assert late not in events(changed)
    assert full_months(changed) == [2, 3]


def test_the_three_months_are_the_ninety_days():
    spans = [month_span(START, month) for month in MONTHS]
    assert spans[0][0] == START
    assert spans[-1][1] == plan().last
    assert all(nxt[0] - last[1] == timedelta(days=1) for last, nxt in pairwise(spans))


def test_three_things_on_one_day_are_too_many():
    day = START + timedelta(days=7)
    goals = (goal(1, day=day), goal(2, day=day), goal(3))
    assert dict(findings(plan(goals=goals), TODAY))["crowded"] == {"day": day}
    assert "crowded" not in keys(findings(plan(goals=(goal(1, day=day), goal(2), goal(3))), TODAY))


def test_one_goal_and_the_first_month_are_the_short_way():
    first = tuple(replace(act, day=None, what="") if act.month > 1 else act for act in plan().acts)
    short = plan(goals=(goal(1), Goal(2), Goal(3)), acts=first)
    assert keys(findings(short, TODAY))[-1] == "short_way"
    assert "month_missing" not in keys(findings(short, TODAY))


def test_a_month_half_dated_says_what_it_lacks():
    acts = (replace(plan().acts[0], day=None), *plan().acts[1:])
    assert dict(findings(plan(acts=acts), TODAY))["month_missing"] == {"month": 1, "kinds": ["group"]}


def test_a_plan_that_is_over_says_so():
    assert "plan_over" in keys(findings(plan(), START + timedelta(days=90)))
    assert "plan_over" not in keys(findings(plan(), START + timedelta(days=89)))


def test_hours_that_are_not_said_are_counted_as_not_said():
    found = dict(findings(plan(hours=dict.fromkeys(MONTHLY)), TODAY))
    assert found["hours_unsaid"] == {"n": 12}
    assert found["hours"]["total"] == 9
