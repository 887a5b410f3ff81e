from dataclasses import replace

import pytest

from exercises.rules.introduction import PARTS, Introduction, findings

WHOLE = Introduction("G.", "T.", "T. ved noget om ler", "G. har kunder til krukker", True, True)


def keys(**changes):
    return [key for key, _ in findings(replace(WHOLE, **changes))]


def test_nothing_written_asks_for_two_people():
    assert findings(Introduction()) == [("nothing_yet", {})]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_is_missing_is_named_and_holds_the_message_back(part):
    assert keys(**{part: " "})[0] == f"missing.{part}"
    assert not replace(WHOLE, **{part: ""}).may_be_sent


def test_no_name_goes_out_before_both_have_said_yes():
    assert keys() == ["ready"]
    assert WHOLE.may_be_sent
    assert findings(replace(WHOLE, asked_other=False)) == [("ask", {"who": "T."})]
    assert findings(replace(WHOLE, asked_one=False)) == [("ask", {"who": "G."})]
    both = replace(WHOLE, asked_one=False, asked_other=False)
    assert findings(both) == [("ask_both", {"one": "G.", "other": "T."})]
    assert not replace(WHOLE, asked_one=False).may_be_sent


def test_one_person_twice_and_one_gain_twice_are_told_of():
    assert "same_person" in keys(other="g.")
    assert "same_gain" in keys(other_gets="T. ved noget om ler!")
    assert not {"same_person", "same_gain"} & set(keys())


def test_what_came_of_it_is_asked_for_once_it_is_done_and_a_missing_yes_is_not_hidden():
    assert keys(made=True) == ["made_what"]
    assert findings(replace(WHOLE, made=True, came=" en kop kaffe ")) == [("made", {"line": "en kop kaffe"})]
    assert keys(made=True, asked_one=False) == ["made_unasked", "made_what"]
