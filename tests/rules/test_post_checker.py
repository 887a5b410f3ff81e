from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.post_checker import (
    FEWEST_FOR_LIX,
    MOST_WORDS,
    PARTS,
    PLACES,
    Outcome,
    findings,
    outcome_findings,
    readability,
    whole,
)
from exercises.rules.privacy import find

POST = {
    "problem": "The drawers stick when autumn comes.",
    "tip": "Rub the runner with a candle. Wipe off the rest.",
    "example": "A chest from 1920 ran again in 10 minutes.",
    "invitation": "What sticks at your place?",
}
INVITES, SALES = ("come",), ("offer", "today only")


def keys(parts, place=""):
    return [key for key, _ in findings(parts, place, INVITES, SALES, find)]


def test_a_post_with_its_four_parts_is_ready_and_stands_in_four_paragraphs():
    assert keys(POST) == ["ready"]
    assert whole(POST).count("\n\n") == 3


def test_nothing_written_asks_for_it():
    assert keys({}) == keys(dict.fromkeys(PARTS, " … ")) == ["nothing_yet"]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_is_missing_is_named(part):
    assert keys(POST | {part: ""}) == [f"missing.{part}"]


LONG = "and then we went on and on about the drawers " * 3


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"tip": "Do this. Do that. And this. And that."}, "many_tips"),
        ({"tip": "1. Rub it\n2. Wipe it"}, "many_tips"),
        ({"example": "It helped someone."}, "no_figure"),
        ({"invitation": "I know a lot about drawers."}, "no_invitation"),
        ({"problem": "Here is an offer."}, "sales"),
        ({"problem": "Today only: drawers."}, "sales"),
        ({"example": "Ask me at bo@example.dk for the 3 photos."}, "person_email"),
        ({"problem": LONG}, "long_sentence"),
    ],
)
def test_one_fault_is_told_of_and_nothing_else(values, key):
    assert keys(POST | values) == [key]


def test_an_invitation_may_be_a_question_or_a_word_that_invites():
    assert keys(POST | {"invitation": "Come by with the drawer."}) == ["ready"]


def test_a_word_of_selling_within_another_word_is_none():
    assert keys(POST | {"problem": "The offering plate in church is stuck."}) == ["ready"]


def test_a_hard_text_is_told_with_its_longest_sentence():
    hard = "Interdisciplinary considerations necessitate comprehensive documentation of circumstances."
    found = dict(findings(POST | {"problem": hard, "tip": hard}, "", INVITES, SALES, find))
    assert found["hard"]["lix"] > 40
    assert found["hard"]["line"] == hard


def test_of_a_few_words_lix_says_nothing():
    assert readability("ord " * (FEWEST_FOR_LIX - 1)) is None
    assert readability("ord " * FEWEST_FOR_LIX) == FEWEST_FOR_LIX


def test_a_very_long_post_is_one_for_two():
    assert keys(POST | {"example": "It took 3 days. " * MOST_WORDS})[-1] == "long"


def test_only_what_is_sent_to_people_brings_up_consent():
    assert [place for place in PLACES if "mail" in keys(POST, place)] == ["mail"]


@given(st.dictionaries(st.sampled_from(PARTS), st.text(max_size=80)), st.sampled_from(("", *PLACES)))
def test_anything_written_gets_an_answer(parts, place):
    assert keys(parts, place)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome(), ["no_outcome"]),
        (Outcome(day=TODAY), ["look_back"]),
        (Outcome(day=TODAY + timedelta(days=1)), ["not_yet_up"]),
        (Outcome(day=TODAY - timedelta(days=7), thanks=0), ["nothing_back"]),
        (Outcome(day=TODAY - timedelta(days=7)), ["no_outcome"]),
        (Outcome(thanks=2, questions=1), ["came_back", "a_question_is_a_door"]),
        (Outcome(questions=1, orders=1, said="yes"), ["came_back", "said_yes"]),
        (Outcome(said="not_dared"), ["said_not_dared"]),
    ],
)
def test_what_came_back_is_told_when_a_week_has_passed_or_it_was_counted(outcome, told):
    assert [key for key, _ in outcome_findings(outcome, TODAY)] == told
