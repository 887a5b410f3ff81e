import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.models.dialogue import cues
from exercises.rules.pitch_builder import PARTS, findings, same_twice, seconds, whole

CUES = cues("en")
HOLLOW, TITLES = ("unique", "leading"), ("i am", "i’m")


def parts(who="ord " * 15, problem="ord " * 15, result="ord " * 15, question="What do you do?"):
    return dict(zip(PARTS, (who, problem, result, question), strict=True))


def said(found):
    return [key for key, _ in found]


def check(own, measured=None):
    return findings(own, CUES, HOLLOW, TITLES, measured)


def test_two_words_take_a_second():
    assert seconds("one two three four") == 2
    assert seconds("") == 0


def test_the_parts_are_put_together_with_stops_where_they_are_missing():
    own = parts("I help inns", "They lack rain.", "", "What then?")
    assert whole(own) == "I help inns. They lack rain. What then?"
    assert whole({}) == ""


@pytest.mark.parametrize(
    ("n", "key"),
    [(11, "too_short"), (12, "fits"), (28, "fits"), (29, "too_long")],
)
def test_a_telling_fits_from_20_to_45_seconds(n, key):
    # three parts of n words and a question of four: 40 words to 90 fit
    text = ". ".join(["ord"] * n)
    assert said(check(parts(text, text, text, "What do you do?"))) == [key]


def test_nothing_written_is_not_counted_and_each_part_that_lacks_is_named():
    assert said(check({})) == ["nothing_yet"]
    assert said(check(parts(" ", " ", "", ""))) == ["nothing_yet"]
    assert said(check(parts("I help inns", "", "x", ""))) == ["missing.problem", "missing.question"]


def test_too_long_quotes_the_longest_part():
    found = dict(check(parts(problem="kort. " * 80)))
    assert found["too_long"]["line"].startswith("kort.")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("I like asking things", "no_question"),
        ("Do you have a shop?", "closed_question"),
        ("What is hard in your shop?", None),
        ("Tell me about your shop.", None),
    ],
)
def test_the_last_part_asks_something_that_cannot_be_answered_yes_or_no(question, key):
    keys = set(said(check(parts(question=question)))) & {"no_question", "closed_question"}
    assert keys == ({key} if key else set())


def test_words_of_praise_titles_and_hard_words_are_quoted():
    own = parts("I am a leading potter.", "Administrationsomkostninger.", "word " * 25 + ".")
    found = check(own)
    assert ("title_first", {"line": "I am a leading potter."}) in found
    assert ("hollow", {"word": "leading", "line": "I am a leading potter."}) in found
    assert ("long_word", {"word": "Administrationsomkostninger"}) in found
    assert any(key == "long_sentence" and names["n"] == 25 for key, names in found)
    clean = parts("I help inns." * 5, "short. " * 15, "short. " * 15)
    assert said(check(clean)) == ["fits"]


@pytest.mark.parametrize(("measured", "key"), [(40, "measured_slower"), (15, "measured_faster"), (25, None)])
def test_a_time_by_the_clock_far_from_the_reckoned_one_is_spoken_of(measured, key):
    keys = said(check(parts("a. " * 15, "a. " * 15, "a. " * 15), measured))
    assert keys == (["fits", key] if key else ["fits"])


def test_two_versions_that_say_the_same_are_found_and_empty_ones_are_not():
    text = "jeg hjælper kroer med kopper der kan tåle opvask"
    assert same_twice([text, "", text.upper()]) == (1, 3)
    assert same_twice(["", "", ""]) is None
    assert same_twice([text, "noget helt andet om skatter og bilag", ""]) is None


@given(st.dictionaries(st.sampled_from(PARTS), st.text(max_size=80)))
def test_anything_written_gets_an_answer(own):
    assert check(own)
