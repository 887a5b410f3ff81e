"""The questionnaire's numbers: scales, codes with a check digit, and what is still to answer."""

import pytest

from exercises.rules import effect as rules


def test_a_scale_is_the_mean_of_its_items_and_what_came_is_the_sum():
    answers = dict(zip(rules.SCALES[rules.INTENSITY], (0, 1, 2, 3, 4, 2), strict=True))
    assert rules.score(answers, rules.INTENSITY) == 2.0
    assert rules.score(dict.fromkeys(rules.SCALES[rules.CAME], 3), rules.CAME) == 12.0


@pytest.mark.parametrize("scale", rules.SCALES)
def test_a_scale_with_one_answer_missing_has_no_score(scale):
    answers = dict.fromkeys(rules.SCALES[scale], 1)
    assert rules.score(answers, scale) is not None
    for item in answers:
        assert rules.score(answers | {item: None}, scale) is None
        assert rules.score({one: 1 for one in answers if one != item}, scale) is None


def test_luhn_s_own_example():
    """7992739871 has the check digit 3 (the example of ISO/IEC 7812's rule as it is commonly taught)."""
    assert rules.check_digit(7992739871) == 3


def test_one_wrong_digit_is_seen():
    good = 1234 * 10 + rules.check_digit(1234)
    assert rules.code(f" {str(good)[:2]} {str(good)[2:]} ") == good
    for at in range(rules.DIGITS):
        for digit in "0123456789":
            other = str(good)[:at] + digit + str(good)[at + 1 :]
            assert rules.code(other) == (good if other == str(good) else None)


@pytest.mark.parametrize("text", ["", "abcde", "1234", "123456", "०१२३४", "01230"])
def test_what_is_no_code_is_none(text):
    assert rules.code(text) is None


def test_what_is_said_follows_the_answers():
    code = f"1234{rules.check_digit(1234)}"
    keys = [key for key, _ in rules.findings("", {})]
    assert keys == ["no_code", "nothing_yet"]
    some = {0: {"tell": 3}}
    assert rules.findings(code, some) == [
        ("answered", {"week": 0, "n": 1, "of": 15}), ("ready", {})
    ]  # fmt: skip
    assert [key for key, _ in rules.findings("12345", some)] == ["wrong_code", "answered"]
