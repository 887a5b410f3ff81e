import pytest

from exercises.rules.conversation_log import Talk, add_up, findings


def said(talk):
    return [key for key, _ in findings(talk)]


def test_talks_not_begun_are_not_counted_and_gaps_are_averaged_where_there_are_any():
    log = add_up([Talk(), Talk(minutes=10, questions=4, guess=5, liked=8), Talk(minutes=5, next_step="ring")])
    assert (log.talks, log.minutes, log.questions, log.next_steps) == (2, 15, 4, 1)
    assert (log.gaps, log.mean_gap) == (1, 3)
    assert add_up([]).mean_gap is None
    assert add_up([Talk(guess=0, liked=0), Talk(guess=5, liked=4)]).mean_gap == -0.5


@pytest.mark.parametrize(
    ("guess", "liked", "key"),
    [(5, 8, "gap_above"), (5, 5, "gap_same"), (5, 0, "gap_below"), (0, 0, "gap_same")],
)
def test_the_gap_is_named_by_its_sign(guess, liked, key):
    assert key in said(Talk(guess=guess, liked=liked))


def test_half_a_guess_has_no_gap():
    assert Talk(guess=5).gap is None
    assert not any(key.startswith(("gap", "how")) for key in said(Talk(guess=5)))


def test_what_is_missing_is_asked_for_and_what_was_learned_is_quoted():
    assert said(Talk()) == []
    assert said(Talk(questions=0)) == ["no_questions", "nothing_learned", "no_next_step"]
    assert findings(Talk(learned=" tegner haver ", next_step="skriver"))[0] == (
        "learned",
        {"line": "tegner haver"},
    )
    assert "no_next_step" not in said(Talk(next_step="skriver", minutes=1))


@pytest.mark.parametrize(("how", "key"), [("told", "how_told"), ("signs", "how_signs"), (None, "how_unsaid")])
def test_how_one_knows_decides_what_the_number_is_worth(how, key):
    assert said(Talk(guess=3, liked=4, how=how))[-1] == key
