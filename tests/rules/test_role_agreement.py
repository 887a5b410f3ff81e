from datetime import date

import pytest

from exercises.rules.role_agreement import PARTS, findings, phrase_in, written

TODAY = date(2026, 11, 23)
WHOLE = {
    "hats": "Søskende, og M. passer butikken",
    "may": "fortælle om mig, når talen falder på gaver",
    "will_not": "love en pris på mine vegne",
    "money": "fuld pris",
    "no_mine": "Nej tak, det klarer jeg selv.",
    "no_yours": "I dag er jeg kun din søster.",
}
ASKED = {"review": date(2027, 1, 4), "asked": True, "theirs": "Det er en lettelse"}


def found(parts=WHOLE, review=None, asked=False, theirs=""):
    return findings(parts, review, asked, theirs, TODAY, ["måske", "ser på det"], ["altid", "aldrig"])


def said(*args, **names):
    return [key for key, _ in found(*args, **names)]


def test_nothing_written_asks_for_a_beginning():
    assert said({}) == ["nothing_yet"]
    assert said({"may": " … "}) == ["nothing_yet"]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_is_missing_is_named(part):
    left = {key: text for key, text in WHOLE.items() if key != part}
    assert f"missing.{part}" in said(left)
    assert written(left) == len(PARTS) - 1
    assert dict(found(left))["so_far"] == {"n": 5, "of": 6}


def test_only_the_first_missing_part_is_named():
    assert [key for key in said({"money": "fuld pris"}) if key.startswith("missing")] == ["missing.hats"]


def test_a_whole_agreement_is_ready_only_when_the_other_was_asked_and_a_day_lies_ahead():
    assert said(**ASKED)[0] == "ready"
    assert said(**ASKED | {"review": TODAY}) == ["ready", "theirs"]
    for lack in ({"asked": False}, {"theirs": ""}, {"review": None}, {"review": date(2026, 11, 22)}):
        assert "ready" not in said(**ASKED | lack)
    assert "ready" not in said({part: WHOLE[part] for part in PARTS[:-1]}, **ASKED)


def test_not_having_asked_is_said_and_so_is_what_the_other_answered():
    assert "not_asked" in said()
    assert "theirs_missing" in said(asked=True)
    assert ("theirs", {"line": "Det er en lettelse"}) in found(asked=True, theirs=" Det er en lettelse ")


@pytest.mark.parametrize("part", ["no_mine", "no_yours"])
def test_a_no_that_can_be_heard_as_a_yes_is_quoted(part):
    line = "Jeg ser på det, måske"
    assert ("unclear_no", {"word": "ser på det", "line": line}) in found(WHOLE | {part: line})
    assert "unclear_no" not in said()


def test_a_reproach_is_quoted_where_it_hurts_and_not_where_it_is_a_promise():
    assert "reproach" in said(WHOLE | {"will_not": "Du rydder aldrig op"})
    assert "reproach" not in said(WHOLE | {"may": "Du kan altid ringe"})


def test_may_and_will_not_that_say_the_same_are_told_of():
    assert "same" in said(WHOLE | {"will_not": WHOLE["may"]})
    assert "same" not in said()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("MÅSKE det", "måske"),
        ("måskeren", None),
        ("", None),
        ("altid, måske", "altid"),
        ("ser på dette", None),
    ],
)
def test_a_phrase_counts_as_whole_words_and_the_first_comes_first(text, phrase):
    assert phrase_in(text, ["måske", "ser på det", "altid"]) == phrase
