import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import dialogue as model
from exercises.rules.dialogue import (
    ALTER,
    EGO,
    END,
    Line,
    Option,
    Scene,
    Turn,
    acts_in,
    count,
    findings,
    play,
    talk_finding,
)


def option(key, *acts, warmth=0, text=None, goes_to=None):
    return Option(key, text or f"I say {key}", acts, warmth, f"Reply to {key}", goes_to)


def scene(*turns, ending="Goodbye", ending_cool="They left"):
    return Scene(
        tuple(Turn(f"t{at}", f"They say {at}", f"Coolly {at}", options) for at, options in enumerate(turns)),
        ending,
        ending_cool,
    )


TWO = scene(
    (option("a", "open", warmth=1), option("b", "sell", warmth=-1)),
    (option("a", "open", "follow_up"), option("b", "sell"), option("c", "offer")),
)


def said(played):
    return [line.text for line in played.lines]


def test_a_conversation_stands_at_the_first_choice_that_was_not_made():
    played = play(TWO, [])
    assert said(played) == ["They say 0"]
    assert (played.turn.key, played.over, played.ending) == ("t0", False, "")
    played = play(TWO, ["a"])
    assert said(played) == ["They say 0", "I say a", "Reply to a", "They say 1"]
    assert played.turn.key == "t1"


def test_a_conversation_that_is_over_offers_nothing_and_has_an_ending():
    played = play(TWO, ["a", "c"])
    assert (played.over, played.ending) == (True, "Goodbye")
    assert [chance.cue for chance in played.chances] == ["They say 0", "They say 1"]


def test_someone_put_off_speaks_coolly_and_parts_coolly():
    played = play(TWO, ["b", "b"])
    assert "Coolly 1" in said(played)
    assert played.ending == "They left"


def test_a_choice_that_was_written_out_of_the_scene_keeps_what_came_before_it():
    played = play(TWO, ["a", "gone", "a"])
    assert (len(played.chances), played.turn.key) == (1, "t1")


def test_a_choice_may_lead_past_turns_or_to_the_end():
    way = scene((option("a", goes_to="t2"), option("b", goes_to=END)), (option("a"),), (option("a"),))
    assert play(way, ["a"]).turn.key == "t2"
    assert play(way, ["b"]).over
    assert play(Scene(()), ["a"]).over


def test_words_and_acts_are_counted_once_a_line_and_only_the_learners_acts():
    counted = count(
        [
            Line(ALTER, "one two three", ("open",)),
            Line(EGO, "four", ("open", "open")),
            Line(EGO, "", ("open",)),
        ]
    )
    assert (counted.ego_words, counted.alter_words, counted.share, counted.acts["open"]) == (1, 3, 0.25, 2)
    assert count([]).share is None


@pytest.mark.parametrize(
    ("own", "other", "key"),
    [(60, 40, "even"), (61, 39, "much"), (25, 75, "even"), (24, 76, "little"), (5, 0, "much")],
)
def test_the_share_of_the_talking_is_named_at_its_limits(own, other, key):
    assert talk_finding([Line(EGO, "ord " * own), Line(ALTER, "ord " * other)])[0] == key


def test_the_longest_own_line_is_the_one_quoted():
    lines = [Line(EGO, "kort"), Line(EGO, "den lange replik"), Line(ALTER, "endnu længere end det andet")]
    assert talk_finding(lines)[1]["line"] == "den lange replik"
    assert talk_finding([Line(ALTER, "kun den anden")]) is None


def test_an_act_done_is_quoted_with_what_it_answered():
    (found,) = findings("follow_up", play(TWO, ["a", "a"]).chances)
    assert found == ("said", {"line": "I say a", "cue": "They say 1", "n": 1})


def test_an_act_left_out_is_quoted_where_it_could_have_been():
    (found,) = findings("offer", play(TWO, ["a", "b"]).chances)
    assert found == ("missed", {"cue": "They say 1", "line": "I say b", "could": "I say c"})


def test_an_act_that_was_never_on_offer_is_not_spoken_of():
    assert findings("next_step", play(TWO, ["a", "b"]).chances) == []


def test_a_slip_is_quoted_with_the_warmest_thing_else_on_offer():
    (found,) = findings("sell", play(TWO, ["b", "a"]).chances, slip=True)
    assert found == ("said", {"line": "I say b", "cue": "They say 0", "could": "I say a", "n": 1})
    ((key, _),) = findings("sell", play(TWO, ["a", "a"]).chances, slip=True)
    assert key == "missed"


def test_a_line_already_quoted_is_not_the_missed_chance_when_there_is_another():
    way = scene(
        (option("a", "open"), option("b", "sell", text="Buy my cups")),
        (option("a", "open"), option("b", text="I see")),
    )
    chances = play(way, ["b", "b"]).chances
    assert findings("open", chances)[0][1]["line"] == "Buy my cups"
    assert findings("open", chances, told=["Buy my cups"])[0][1]["line"] == "I see"


@pytest.mark.parametrize(
    ("lang", "text", "before", "acts"),
    [
        ("da", "Hvordan gik det?", "", ("open",)),
        ("da", "Og hvad gjorde du så?", "Den væltede.", ("open", "follow_up")),
        ("da", "Er det en stor kro?", "Jeg har en kro.", ("closed",)),
        ("da", "Går det godt i kroen?", "Jeg har overtaget kroen.", ("closed", "follow_up")),
        ("da", "Er det altid sådan?", "Sådan er det altid.", ("closed",)),
        ("da", "Hvordan er det at overtage noget?", "Jeg har overtaget kroen.", ("open", "follow_up")),
        ("da", "Fortæl mig om ovnen.", "Jeg bygger ovne.", ("open",)),
        ("da", "Det lyder godt. Jeg laver kopper.", "Jeg bygger ovne.", ()),
        ("da", "Jeg ved, hvad det koster.", "", ()),
        ("da", "Må jeg spørge om noget? Hvad koster det?", "", ("open", "closed")),
        ("en", "How did it go?", "", ("open",)),
        ("en", "Can you give an example?", "It fell down.", ("closed", "follow_up")),
        ("en", "Tell me about the kiln.", "", ("open",)),
        ("en", "I know what it costs.", "", ()),
        ("en", "When did the customers leave?", "My customers left.", ("open", "follow_up")),
        ("da", "", "", ()),
        ("da", "?", "", ()),
        ("da", "???", "?!", ()),
        ("en", "Как дела?", "Хорошо", ("closed",)),
        ("en", "😀?", "", ("closed",)),
    ],
)
def test_questions_are_read_from_their_words(lang, text, before, acts):
    assert acts_in(text, before, model.cues(lang)) == acts


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read(text, before):
    assert set(acts_in(text, before, model.cues("da"))) <= {"open", "closed", "follow_up"}


@pytest.mark.timeout(30)  # what looks back at every step takes hours
def test_a_very_long_text_is_read_at_once():
    acts_in("hvad? " * 20_000, "hvad " * 20_000, model.cues("da"))
