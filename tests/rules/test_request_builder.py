"""A request that is easy to refuse, and the path of questions about marketing."""

from itertools import product

import pytest

from exercises.rules.request_builder import (
    MOST_WORDS,
    NO,
    OUTCOMES,
    PARTS,
    PATH,
    YES,
    asked,
    findings,
    outcome,
    questions,
    said,
    whole,
)

CUES = {
    "exit": ["helt i orden", "nej"],
    "vague": ["sparring", "noget"],
    "size": ["minutter", "et billede"],
    "pressure": ["hurtigst muligt"],
}
GOOD = {
    "context": "Jeg skal sætte priserne op.",
    "ask": "Vil du bruge ti minutter på det?",
    "why_you": "Du har gjort det",
    "way_out": "Skriv bare nej",
    "offer": "Jeg sender mit skema.",
}


def keys(**changed):
    return [key for key, _ in findings("Hej D", GOOD | changed, CUES)]


def test_a_sound_request_only_hears_how_long_it_is():
    assert keys() == ["fits"]
    assert whole("Hej D", GOOD).split("\n\n")[0] == "Hej D"
    assert "Du har gjort det." in whole("Hej D", GOOD)


def test_nothing_written_is_no_message():
    assert whole("Hej D", dict.fromkeys(PARTS, "  ")) == ""
    assert findings("Hej D", {}, CUES) == [("nothing_yet", {})]


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_named(part):
    assert f"missing.{part}" in keys(**{part: " "})


def test_the_limit_is_120_words_with_the_greeting_and_the_longest_part_is_quoted():
    others = len(whole("Hej D", GOOD | {"context": ""}).split())
    assert keys(context="ord " * (MOST_WORDS - others)) == ["fits"]
    found = findings("Hej D", GOOD | {"context": "ord " * (MOST_WORDS - others + 1)}, CUES)
    assert found[0][0] == "too_long"
    assert found[0][1]["line"].startswith("ord ord")


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"ask": "Ti minutter i telefonen"}, "no_question"),
        ({"context": "Har du hørt om priserne?"}, "two_asks"),
        ({"ask": "Må jeg ringe i ti minutter? Og kommer du forbi?"}, "two_asks"),
        ({"ask": "Vil du give sparring i ti minutter?"}, "vague"),
        ({"ask": "Vil du se på det?"}, "no_size"),
        ({"way_out": "Jeg glæder mig"}, "no_exit"),
        ({"offer": "Svar hurtigst muligt."}, "pressure"),
    ],
)
def test_each_fault_of_a_request_is_seen(changed, key):
    assert key in keys(**changed)


def test_a_question_in_the_way_out_is_no_second_ask():
    assert keys(way_out="Passer det dårligt? Så sig nej") == ["fits"]


def test_a_figure_tells_the_size_too():
    assert keys(ask="Vil du bruge 10 min på det?") == ["fits"]


def test_a_phrase_is_found_as_whole_words_only():
    assert said("Nejlikerne står i vasen", ["nej"]) is None
    assert said("Så siger du bare: NEJ!", ["nej"]) == "nej"
    assert said("You needn’t answer", ["needn't"]) == "needn't"


def test_lone_question_marks_ask_nothing():
    assert questions("? ?? !?") == []


# ---- the path --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "came"),
    [
        ({}, None),
        ({"selling": NO}, "personal"),
        ({"selling": YES}, None),
        ({"selling": YES, "electronic": NO}, None),
        ({"selling": YES, "electronic": NO, "call": NO}, "other_rules"),
        ({"selling": YES, "electronic": YES, "agreed": YES}, "consent"),
        ({"selling": YES, "electronic": YES, "agreed": NO}, None),
        ({"selling": YES, "electronic": YES, "agreed": NO, "customer": YES}, "own_customer"),
        ({"selling": YES, "electronic": YES, "agreed": NO, "customer": NO}, "do_not_send"),
        ({"selling": NO, "electronic": YES, "agreed": NO, "customer": NO}, "personal"),
    ],
)
def test_the_path_ends_where_the_rule_says(answers, came):
    assert outcome(answers) == came


def test_every_path_ends_and_every_outcome_is_reached():
    ends = {outcome(dict(zip(PATH, given, strict=True))) for given in product((YES, NO), repeat=len(PATH))}
    assert ends == set(OUTCOMES)


def test_a_question_is_asked_only_when_the_one_before_leads_to_it():
    assert asked({}) == ["selling"]
    assert asked({"selling": YES, "customer": YES}) == ["selling", "electronic"]
    assert asked({"selling": "måske"}) == ["selling"]
