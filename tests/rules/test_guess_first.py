import pytest

from exercises.rules.guess_first import Step, calibration, gap, hit, verdict


@pytest.mark.parametrize(
    ("guess", "low", "high", "tolerance", "right"),
    [
        (56, 56, 56, 0, True),
        (51, 56, 56, 5, True),
        (50.9, 56, 56, 5, False),
        (0, 0, 33, 0, True),
        (33.1, 0, 33, 0, False),
        (97, 91, 93, 4, True),
        (98, 91, 93, 4, False),
    ],
)
def test_a_guess_hits_within_its_tolerance_of_the_range(guess, low, high, tolerance, right):
    assert hit(guess, low, high, tolerance) is right


def test_calibration_counts_hits_for_each_confidence_lowest_first():
    answers = [(90, True), (10, False), (90, False), (10, True), (90, True)]
    assert calibration(answers) == [Step(10, 2, 1), Step(90, 3, 2)]
    assert calibration([]) == []


def test_the_gap_is_mean_confidence_minus_share_of_hits():
    assert gap([(90, True), (90, False), (50, False), (50, False)]) == pytest.approx(0.7 - 0.25)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "too_few"),
        ([(90, False)] * 3, "too_few"),
        ([(90, False)] * 4, "surer"),
        ([(10, True)] * 4, "humbler"),
        ([(50, True), (50, False)] * 2, "fits"),
    ],
)
def test_the_verdict_says_nothing_of_few_guesses_and_fits_within_chance(answers, said):
    assert verdict(answers) == said
