"""A profile for its reader."""

from exercises.rules.profile_check import ABOUT_MOST, HEADLINE_MOST, ITEMS, findings, tally

NONE = dict.fromkeys(ITEMS, "")


def keys(*args):
    return [key for key, _ in findings(*args, ["passioneret"])]


def test_nothing_written_asks_for_the_headline():
    assert keys("", "", NONE) == ["nothing_yet"]


def test_lengths_are_told_at_their_limits():
    assert "headline_short" in keys("Tømrer", "", NONE)
    assert "headline_long" in keys("ord " * (HEADLINE_MOST + 1), "", NONE)
    fits = keys("ord " * HEADLINE_MOST, "ord " * ABOUT_MOST, NONE)
    assert not {"headline_long", "about_long", "about_short", "about_missing"} & set(fits)
    assert "about_long" in keys("en to tre", "ord " * (ABOUT_MOST + 1), NONE)
    assert "about_short" in keys("en to tre", "ord", NONE)


def test_lix_is_told_from_twenty_words_on():
    assert "hard" in keys("en to tre", "Virksomhedsoptimering " * 20, NONE)
    assert "easy" in keys("en to tre", "Jeg laver en kop. " * 10, NONE)
    assert not {"hard", "easy"} & set(keys("en to tre", "Jeg laver en kop.", NONE))


def test_an_empty_word_is_found_as_a_word_only():
    assert "empty_word" in keys("Passioneret, snedker på Møn", "", NONE)
    assert "empty_word" not in keys("Upassionerethed snedker på Møn", "", NONE)


def test_the_eight_points_are_counted_before_and_after():
    states = dict.fromkeys(ITEMS, "now") | {"whom": "before", "reach": "missing", "place": "missing"}
    assert tally(states) == (8, 1, 6)
    found = keys("en to tre", "ord", states)
    assert found[-2:] == ["tally", "still.place"]
    assert ("items_open", {"n": 8}) in findings("en to tre", "", NONE, [])
