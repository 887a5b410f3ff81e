import pytest

from facilitation.rubric import level, verdict


def marks(*scores):
    return [(score, 3) for score in scores]


@pytest.mark.parametrize(
    "scores, said",
    [
        ((2, 2, 1, 1), "passed"),
        ((2, 1.5, 1, 1), "more"),
        ((3, 3, 3, 0), "more"),
        ((3, 3, 2, 2), "exemplary"),
        ((3, 3, 2, 1.5), "passed"),
        ((2, 2, 2, 2, 1, 1, 1), "passed"),
        ((2, 2, 2, 2, 1, 1, 0.5), "more"),
        ((3, 3, 3, 3, 2, 2, 2), "exemplary"),
        ((3, 3, 3, 3, 2, 2, 1.5), "passed"),
        ((), "waiting"),
    ],
)
def test_passed_is_six_of_twelve_or_eleven_of_twenty_one_and_no_answer_at_nothing(scores, said):
    assert verdict(marks(*scores)) == said


def test_nothing_is_decided_while_an_answer_is_unread():
    assert verdict(marks(3, 3, 3, 3), waiting=True) == "waiting"


def test_a_half_mark_is_not_reached_yet_and_other_scales_have_no_level():
    assert [level(score, 3) for score in (0, 0.5, 1.5, 3, 4)] == [0, 0, 1, 3, 3]
    assert level(1, 2) is None
