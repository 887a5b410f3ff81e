import pytest

from exercises.rules.next_evening import findings, may_be_given


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (("", "", False, False), "nothing_yet"),
        (("", "x@example.org", True, False), "no_name"),
        (("Gry", " ", True, False), "no_contact"),
        (("Gry", "x@example.org", False, False), "no_yes"),
        (("Gry", "x@example.org", True, False), "ready"),
        (("Gry", "x@example.org", True, True), "taken_back"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_yes_comes_last(told, key):
    assert [found for found, _ in findings(*told)] == [key]


def test_without_a_yes_there_is_nothing_to_give():
    assert may_be_given("Gry", "x@example.org", True)
    assert not may_be_given("Gry", "x@example.org", False)
    assert not may_be_given("", "x@example.org", True)
