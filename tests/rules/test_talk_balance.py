import pytest

from exercises.rules.talk_balance import balance, findings

BENTES = [("B", 18), ("L", 9), ("M", 21), ("A", 6), ("K", 16)]


def keys(talked):
    return [key for key, _ in findings(balance(talked))]


def test_bentes_meeting_is_told_as_in_the_lesson():
    found = balance(BENTES)
    assert (found.people, found.total, found.longest) == (5, 70, (("M",), 21))
    assert found.gini == pytest.approx(0.2786, abs=1e-4)
    assert findings(found) == [
        ("some", {}),
        ("longest", {"who": "M", "minutes": 21, "total": 70}),
        ("quiet", {"who": "A"}),
        ("chair_talks", {}),
    ]


@pytest.mark.parametrize("talked", [[], [("B", 0)], [("B", 0), ("L", 0)]])
def test_no_minutes_are_no_balance(talked):
    assert balance(talked) is None


def test_one_person_is_not_compared():
    assert keys([("B", 12)]) == ["one_person"]


@pytest.mark.parametrize(
    ("minutes", "key"),
    [((10, 10), "even"), ((35, 25), "even"), ((40, 20), "some"), ((10, 0), "uneven"), ((50, 5, 5), "uneven")],
)
def test_minutes_are_told_in_three_words(minutes, key):
    assert keys([(str(at), value) for at, value in enumerate(minutes)])[0] == key


def test_several_who_talked_longest_are_not_singled_out():
    assert "longest" not in keys([("a", 10), ("b", 10)])
