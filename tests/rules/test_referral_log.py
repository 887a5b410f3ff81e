from datetime import date

import pytest

from exercises.rules.referral_log import OUTCOMES, Ask, asked, counts, findings

TODAY = date(2026, 11, 23)


def said(ask):
    return [key for key, _ in findings(ask, TODAY)]


def test_only_asks_that_have_happened_are_counted():
    asks = [Ask(), Ask(outcome="no"), Ask(TODAY, outcome="name"), Ask(date(2026, 11, 24), outcome="name")]
    assert len(asked(asks, TODAY)) == 2
    assert counts(asks, TODAY) == {"name": 1, "thinking": 0, "no": 1, "else": 0}


def test_a_day_to_come_is_told_of_and_nothing_else_is():
    day = date(2026, 11, 24)
    assert findings(Ask(day, outcome="name"), TODAY) == [("to_come", {"day": day})]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_answer_has_its_own_word(outcome):
    assert said(Ask(outcome=outcome)) == [f"outcome_{outcome}", "no_theirs"]


def test_the_others_side_is_quoted_or_asked_for():
    assert said(Ask()) == []
    assert said(Ask(way="face")) == ["no_outcome", "no_theirs"]
    assert findings(Ask(theirs=" hun tøvede "), TODAY)[-1] == ("theirs", {"line": "hun tøvede"})
