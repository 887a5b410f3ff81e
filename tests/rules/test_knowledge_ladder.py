import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.knowledge_ladder import (
    COST,
    GIVE,
    RARITY,
    RIVAL,
    SELL,
    SHOW,
    STEPS,
    Thing,
    build,
    candidate,
    findings,
    suggest,
    why,
)

LIGHT = Thing("Lim", "minutes", "many", "little")
TASTE = Thing("Drejning", "hour", "some", "little")
WORK = Thing("Besøg", "hours", "many", "little")
CORE = Thing("Glasur", "minutes", "few", "much")


def keys(things):
    return [key for key, _ in findings(things)]


@pytest.mark.parametrize(
    ("answers", "step", "reason"),
    [
        (("minutes", "many", "little"), GIVE, "light"),
        (("minutes", "some", "some"), GIVE, "light"),
        (("hour", "many", "little"), SHOW, "hour"),
        (("minutes", "few", "some"), SHOW, "few"),
        (("minutes", "some", "much"), SHOW, "much"),
        (("minutes", "few", "much"), SELL, "core"),
        (("hours", "many", "little"), SELL, "hours"),  # work is work, however many could do it
        (("hours", "few", "much"), SELL, "hours"),
    ],
)
def test_what_takes_hours_or_is_ones_living_is_sold_and_what_is_light_is_given(answers, step, reason):
    assert suggest(Thing("x", *answers)) == (step, reason)


def test_more_cost_rarity_or_use_to_a_rival_never_moves_a_thing_down():
    for answers in itertools.product(COST, RARITY, RIVAL):
        here = STEPS.index(suggest(Thing("x", *answers))[0])
        for at, scale in enumerate((COST, RARITY, RIVAL)):
            for more in scale[scale.index(answers[at]) + 1 :]:
                dearer = [*answers[:at], more, *answers[at + 1 :]]
                assert STEPS.index(suggest(Thing("x", *dearer))[0]) >= here


@pytest.mark.parametrize("half", [Thing("x"), Thing("x", "hours"), Thing("x", "hours", "few", "?")])
def test_without_three_answers_the_rule_says_nothing_and_the_thing_waits(half):
    assert suggest(half) == (None, "")
    assert findings([half]) == [("unplaced", {"n": 1})]


def test_nothing_written_asks_for_the_first_and_a_thing_without_a_name_does_not_count():
    assert keys([]) == keys([Thing()]) == keys([Thing(" ", "hours", "few", "much")]) == ["nothing_yet"]


def test_an_own_choice_stands_over_the_rule_and_needs_no_answers():
    ladder = build([Thing("Lim", chosen=SELL), WORK])
    assert ladder.counts == {SELL: 2}
    assert [why(thing) for thing in ladder.things] == ["chosen", "hours"]
    assert why(Thing("x", "hours", "few", "much", SELL)) == "agreed"


@pytest.mark.parametrize(
    ("things", "missing", "what"),
    [
        ([LIGHT, TASTE], SELL, "Drejning"),  # the heaviest there is
        ([LIGHT, WORK], SHOW, "Besøg"),
        ([WORK, TASTE], GIVE, "Drejning"),
        ([LIGHT], SELL, "Lim"),  # one thing at a time: the top first
        ([WORK, CORE], SHOW, "Besøg"),
        (
            [LIGHT, CORE, Thing("Skål", "hour", "some", "little", GIVE)],
            SHOW,
            "Skål",
        ),  # the rule puts it there
        ([LIGHT, CORE, Thing("Besøg", "hours", "few", "much", GIVE)], SHOW, "Besøg"),  # not one's living
        ([LIGHT, CORE], SHOW, "Glasur"),  # unless there is nothing else
        ([LIGHT, TASTE, WORK], None, None),
    ],
)
def test_one_missing_step_is_pointed_out_with_the_thing_nearest_to_it(things, missing, what):
    ladder = build(things)
    assert ladder.missing == missing
    assert (candidate(ladder).named if missing else candidate(ladder)) == what


def test_hours_given_away_are_named_first_and_a_light_thing_sold_too():
    given = Thing("Besøg", "hours", "many", "little", GIVE)
    sold = Thing("Lim", "minutes", "many", "little", SELL)
    assert keys([sold, given, TASTE]) == ["whole", "hours_given", "light_sold"]


def test_any_other_difference_gives_the_rules_reason_and_no_more_than_two_are_named():
    one = Thing("Glasur", "minutes", "few", "much", GIVE)
    found = findings([one])
    names = {"what": "Glasur", "chosen": GIVE, "step": SELL, "reason": "core"}
    assert ("differs", names) in found
    assert keys([one] * 5).count("differs") == 2


scale = st.sampled_from
things = st.builds(
    Thing,
    st.text(max_size=20),
    scale(("", *COST)),
    scale(("", *RARITY)),
    scale(("", *RIVAL)),
    scale(("", *STEPS)),
)


@given(st.lists(things, max_size=12))
def test_every_named_thing_stands_once_or_waits_and_something_is_always_said(kept):
    ladder = build(kept)
    assert len(ladder.things) + ladder.unplaced == sum(bool(thing.what.strip()) for thing in kept)
    assert findings(kept)
    assert (candidate(ladder) is None) == (ladder.missing is None)
