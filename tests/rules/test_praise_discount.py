import pytest

from exercises.rules.praise_discount import SENDERS, findings

TOLD = {"mother": 30, "friend": 50, "customer": 80, "paid": 10}


def keys(**changes):
    return [key for key, _ in findings(TOLD | changes)]


def test_nothing_and_half_of_it_are_told_apart():
    assert findings(dict.fromkeys(SENDERS)) == [("nothing_yet", {})]
    assert findings(TOLD | {"paid": None}) == [("more", {"n": 1})]
    assert findings(dict.fromkeys(SENDERS) | {"mother": 0}) == [("more", {"n": 3})]


def test_what_is_taken_off_is_the_difference_from_the_customer():
    assert findings(TOLD) == [
        ("mother_less", {"off": 50}),
        ("paid_less", {"off": 70}),
        ("best_customer", {}),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mother": 80}, "mother_as_much"),
        ({"mother": 90}, "mother_more"),
        ({"paid": 90}, "best_paid"),
        (dict.fromkeys(SENDERS, 40), "all_alike"),
    ],
)
def test_whatever_is_answered_is_met(changes, told):
    assert told in keys(**changes)
