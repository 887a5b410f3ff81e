from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.privacy import Finding
from exercises.rules.reflection import (
    FEWEST_WORDS,
    MOST_WORDS,
    PLAN_DAYS,
    Verdict,
    check_answers,
    check_essay,
    check_figures,
    check_goals,
    check_plan,
    check_privacy,
    words,
)
from exercises.typed import parse_number

TODAY = date(2026, 11, 23)


def text(n, start=0):
    return " ".join(f"ord{i}" for i in range(start, start + n))


def keys(verdict):
    return [key for key, _ in verdict.fixes]


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, ["empty"]),
        (1, ["short"]),
        (FEWEST_WORDS - 1, ["short"]),
        (FEWEST_WORDS, []),
        (MOST_WORDS, []),
        (MOST_WORDS + 1, ["long"]),
    ],
)
def test_an_answer_has_forty_to_two_hundred_and_fifty_words(n, said):
    verdict = check_answers({"a": text(n)})
    assert keys(verdict) == said
    assert verdict.points == (0 if said else 1)


def test_points_are_the_share_of_answers_in_order():
    verdict = check_answers({"a": text(50), "b": text(50, 100), "c": ""})
    assert verdict.points == pytest.approx(2 / 3)


def test_the_same_text_twice_counts_once_and_both_are_named():
    verdict = check_answers({"a": text(50), "b": text(50), "c": text(50, 100)})
    assert verdict.fixes == [("same", {"label": "a", "other": "b"})]
    assert verdict.points == pytest.approx(2 / 3)


def test_words_are_counted_as_people_count_them():
    assert words("Hvis–så, en to-tre. Mettes' 4,5!") == 7
    assert words("  …  ") == 0


IN_TIME = TODAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("if_part", "then_part", "when", "said"),
    [
        ("Når jeg møder ind mandag", "ringer jeg til M", IN_TIME, []),
        ("", "ringer jeg til M", IN_TIME, ["plan_if"]),
        ("Når jeg møder ind", "ringer", IN_TIME, ["plan_then"]),
        ("Når jeg møder ind", "ringer jeg til M", None, ["plan_when"]),
        ("Når jeg møder ind", "ringer jeg til M", TODAY - timedelta(days=1), ["plan_past"]),
        ("Når jeg møder ind", "ringer jeg til M", TODAY, []),
        ("Når jeg møder ind", "ringer jeg til M", TODAY + timedelta(days=PLAN_DAYS), []),
        ("Når jeg møder ind", "ringer jeg til M", TODAY + timedelta(days=PLAN_DAYS + 1), ["plan_late"]),
        ("", "", None, ["plan_if", "plan_then", "plan_when"]),
    ],
)
def test_a_plan_has_an_if_a_then_and_a_day_within_thirty(if_part, then_part, when, said):
    verdict = check_plan(if_part, then_part, when, TODAY)
    assert keys(verdict) == said
    assert verdict.points == pytest.approx(1 - len(said) / 3)


def test_a_plan_without_a_concrete_cue_gets_a_hint_and_keeps_its_points():
    verdict = check_plan("Hvis jeg orker det", "ringer jeg til M", IN_TIME, TODAY)
    assert verdict.points == 1
    assert [key for key, _ in verdict.hints] == ["plan_cue"]


FIGURES = {"hours": 12.5, "kroner": 1250, "share": 33}


@pytest.mark.parametrize("said", ["12,5 timer", "12.5 hours", "1.250 kr.", "1250 kroner", "33 %", "12 timer"])
def test_an_own_figure_counts_as_it_stands_or_rounded(said):
    assert check_figures([f"Jeg brugte {said} på det."], FIGURES, parse_number).points == 1


@pytest.mark.parametrize("said", ["mange timer", "11 timer", "112,5", "3", "12,55"])
def test_another_number_is_not_an_own_figure(said):
    assert keys(check_figures([f"Jeg brugte {said} på det."], FIGURES, parse_number)) == ["figure_missing"]


@pytest.mark.parametrize(("said", "points"), [("0,17", 1), ("0,2", 1), ("0", 0), ("0 par", 0)])
def test_a_share_does_not_count_as_nought(said, points):
    assert check_figures([f"Det er {said}."], {"constraint": 0.17}, parse_number).points == points


@pytest.mark.parametrize("said", ["−0,17", "-0.17", "minus 0,17", "–0,2"])
def test_a_figure_below_nought_is_found_however_its_minus_is_written(said):
    assert check_figures([f"Det er {said}."], {"ei_trade": -0.17}, parse_number).points == 1


def test_without_figures_the_fix_says_where_they_come_from():
    assert keys(check_figures(["12"], {}, parse_number)) == ["no_figures"]


def test_what_points_at_a_person_costs_the_point_and_is_quoted():
    verdict = check_privacy(["x"], lambda _: [Finding("email", "a@b.dk")])
    assert (verdict.points, verdict.fixes) == (0, [("found_email", {"text": "a@b.dk"})])
    assert check_privacy(["x"], lambda _: []).points == 1


@given(st.lists(st.text(max_size=400), max_size=4), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_points_from_nought_to_one(texts, if_part, then_part):
    for verdict in (
        check_answers(dict(enumerate(texts))),
        check_plan(if_part, then_part, None, TODAY),
        check_figures(texts, FIGURES, parse_number),
    ):
        assert 0 <= verdict.points <= 1
        assert (verdict.points == 1) == (not verdict.fixes) or not texts


# ---- the capstone ----------------------------------------------------------------------------------------


def prose(n, word):
    return " ".join(f"{word}{i}" for i in range(n))


def essay(*lengths):
    return check_essay({f"essay-{at}": prose(n, "abc"[at]) for at, n in enumerate(lengths)})


def test_an_essay_of_600_to_900_words_in_three_parts_is_in_order():
    assert essay(200, 200, 200) == essay(300, 300, 300) == Verdict(1)


@pytest.mark.parametrize(
    ("lengths", "keys", "points"),
    [
        ((200, 200, 199), ["essay_short"], 0.75),
        ((301, 300, 300), ["essay_long"], 0.75),
        ((99, 300, 300), ["essay_part_short"], 0.75),
        ((0, 300, 300), ["empty"], 0.75),
        ((0, 0, 0), ["empty", "empty", "empty", "essay_short"], 0),
    ],
)
def test_what_an_essay_lacks_is_named_and_costs_a_part(lengths, keys, points):
    verdict = essay(*lengths)
    assert [key for key, _ in verdict.fixes] == keys
    assert verdict.points == pytest.approx(points)


def test_an_essay_that_says_the_same_twice_is_caught():
    text = prose(250, "x")
    verdict = check_essay({"essay-a": text, "essay-b": text, "essay-c": prose(250, "y")})
    assert [key for key, _ in verdict.fixes] == ["same"]


DAY = date(2026, 11, 23)
GOAL = prose(12, "ord")


@pytest.mark.parametrize(
    ("goals", "keys", "points"),
    [
        ([(GOAL, DAY)] * 3, [], 1),
        ([(GOAL, DAY + timedelta(days=100))] * 4, [], 1),
        ([(GOAL, DAY)] * 2, ["goals_missing"], 2 / 3),
        ([], ["goals_missing"], 0),
        (
            [("kort", DAY), (GOAL, None), (GOAL, DAY - timedelta(days=1))],
            ["goal_short", "goal_day", "goal_far"],
            0,
        ),
        ([(GOAL, DAY + timedelta(days=101))] * 3, ["goal_far"] * 3, 0),
        ([(GOAL, None)], ["goal_day", "goals_missing"], 0),
    ],
)
def test_three_goals_need_words_and_a_day_ahead(goals, keys, points):
    verdict = check_goals(goals, DAY)
    assert [key for key, _ in verdict.fixes] == keys
    assert verdict.points == pytest.approx(points)
