"""Three easy messages."""

import pytest

from exercises.rules.warm_up import Greeting, Tally, count, findings, of_one

SENT, ANSWERED = Greeting(sent=True), Greeting(sent=True, answered=True)


def test_an_answer_to_what_was_not_sent_does_not_count_and_is_told_of():
    odd = Greeting(answered=True)
    assert count([odd, SENT, ANSWERED]) == Tally(2, 1)
    assert of_one(odd) == [("answer_to_nothing", {})]


def test_a_share_of_nothing_is_unknown():
    assert count([]).share is None
    assert count([SENT, ANSWERED]).share == 0.5


def test_a_greeting_of_sixty_words_is_short_enough_and_one_more_is_not():
    assert of_one(Greeting(text="ord " * 60)) == []
    assert of_one(Greeting(text="ord " * 61)) == [("long", {"n": 61, "most": 60})]


@pytest.mark.parametrize(
    ("greetings", "guess", "keys"),
    [
        ([], None, ["guess_first"]),
        ([Greeting()] * 3, 2, ["none_sent"]),
        ([SENT, Greeting(), Greeting()], 2, ["some_sent"]),
        ([SENT] * 3, None, ["all_sent", "no_guess"]),
        ([SENT, ANSWERED, ANSWERED], 1, ["all_sent", "guess_under"]),
        ([SENT, ANSWERED, ANSWERED], 2, ["all_sent", "guess_right"]),
        ([SENT, ANSWERED, ANSWERED], 3, ["all_sent", "guess_over"]),
    ],
)
def test_the_guess_is_held_against_the_answers_once_all_are_sent(greetings, guess, keys):
    assert [key for key, _ in findings(greetings, guess)] == keys
