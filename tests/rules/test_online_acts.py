"""Five small acts online."""

from datetime import date, timedelta

from exercises.rules.online_acts import Act, dated, findings
from exercises.rules.privacy import find

TODAY = date(2026, 11, 23)


def keys(*acts):
    return [key for key, _ in findings(list(acts), TODAY, find)]


def act(at, kind="comment", day=TODAY, **rest):
    return Act(at, day, kind, **rest)


def test_nothing_asks_for_the_first_and_one_counts_down():
    assert keys() == keys(Act(1, None)) == ["nothing_yet"]
    assert ("to_go", {"n": 4}) in findings([act(1)], TODAY, find)


def test_an_act_ahead_or_without_day_or_kind_does_not_count():
    ahead = act(1, day=TODAY + timedelta(days=1))
    assert keys(ahead, act(2, day=None), act(3, kind="")) == ["ahead", "no_day", "no_kind", "to_go"]
    assert dated([ahead, act(2, day=None), act(3, kind=""), act(4)], TODAY) == [act(4)]


def test_five_are_done_and_told_what_came_back():
    five = [act(n, back="reply") for n in (1, 2, 3)] + [act(n, "invitation") for n in (4, 5)]
    assert findings(five, TODAY, find) == [("done", {"n": 5, "back": 3})]
    comments = [act(n) for n in range(1, 6)]
    assert keys(*comments) == ["few.invitation", "done"]


def test_asking_before_giving_is_told_until_one_has_given_first():
    asked = act(1, "asked")
    assert "asked_first" in keys(asked)
    assert "asked_first" in keys(
        asked, act(2, "recommended", TODAY + timedelta(days=-1)), act(3, "asked", TODAY - timedelta(days=2))
    )
    assert "asked_first" not in keys(asked, act(2, "recommended", TODAY - timedelta(days=1)))


def test_a_note_that_points_at_a_person_is_told_of():
    assert "person_email" in keys(act(1, note="skrev til mette@firma.dk"))
