"""The band of a few posts."""

import random

import pytest

from exercises.rules.post_reach import Post, findings, reading


def posts(*reach, reactions=None):
    return [Post(at, "", n, reactions) for at, n in enumerate(reach, start=1)]


def keys(found):
    return [key for key, _ in found]


def test_the_next_post_lies_in_the_band_as_often_as_it_says():
    """Simulated on numbers of a skewed shape, such as reach has."""
    draw = random.Random(7)
    inside = 0
    for _ in range(4000):
        *first, following = (draw.lognormvariate(5, 1) for _ in range(6))
        inside += min(first) <= following <= max(first)
    assert abs(inside / 4000 - reading(posts(1, 2, 3, 4, 5)).inside) < 0.03


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ((), ["nothing_yet"]),
        ((250,), ["one_post"]),
        ((250, 90), ["two_posts"]),
        ((250, 240, 260), ["band", "few"]),
        ((100, 240, 260, 250, 255), ["band", "spread"]),
        ((0, 0, 0, 0, 0), ["band"]),
    ],
)
def test_more_is_said_the_more_posts_there_are(reach, expected):
    assert keys(findings(posts(*reach))) == expected


def test_five_posts_say_two_thirds():
    (_, names), *_ = findings(posts(412, 186, 538, 203, 251))
    assert (names["low"], names["middle"], names["high"], names["percent"]) == (186, 251, 538, 67)


def test_reactions_are_told_apart_only_beyond_their_uncertainty():
    apart = [Post(1, "", 1000, 200), Post(2, "", 1000, 20), Post(3, "", 900, 60)]
    assert ("reactions_apart", {"best": 1, "least": 2}) in findings(apart)
    alike = [Post(1, "", 20, 4), Post(2, "", 20, 2), Post(3, "", 20, 3)]
    assert "reactions_alike" in keys(findings(alike))


def test_more_reactions_than_reach_is_asked_about():
    assert ("more_reactions_than_reach", {"at": 1}) in findings([Post(1, "", 5, 40), Post(2, "", 9)])
