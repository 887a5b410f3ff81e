"""The course's own measure: no rule of thumb answers its questions."""

import re

import pytest

from exercises.rules.lix import lix
from exercises.rules.retrieval import shuffled
from exercises.texts import FOLDER, load

QUESTIONS = [
    record
    for path in sorted((FOLDER / "questions").glob("*.toml"))
    for record in load(path).values()
    if "options" in record
]
MORE_THAN_CHANCE = 0.10
ASK = {"da": re.compile(r"\bspørg", re.IGNORECASE), "en": re.compile(r"\bask", re.IGNORECASE)}


def right(record):
    (name,) = [name for name, option in record["options"].items() if option.get("correct")]
    return name


def hits(picks):
    """The share of questions that a rule gets right; it draws lots among those it picks."""
    return sum((right(q) in found) / len(found) for q, found in zip(QUESTIONS, picks, strict=True)) / len(
        picks
    )


CHANCE = hits([list(record["options"]) for record in QUESTIONS])


def by_length(best, lang):
    for record in QUESTIONS:
        letters = {name: len(option[lang]) for name, option in record["options"].items()}
        yield [name for name, n in letters.items() if n == best(letters.values())]


def with_the_word(lang):
    for record in QUESTIONS:
        options = record["options"]
        yield [name for name, option in options.items() if ASK[lang].search(option[lang])] or list(options)


def at_place(place):
    for record in QUESTIONS:
        names = list(record["options"])
        yield [names[place]] if len(names) > abs(place + (place < 0)) else names


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("rule", ["longest", "shortest", "the one with ask"])
def test_no_rule_of_thumb_beats_chance_by_more_than_ten_points(rule, lang):
    picks = {
        "longest": lambda: by_length(max, lang),
        "shortest": lambda: by_length(min, lang),
        "the one with ask": lambda: with_the_word(lang),
    }
    assert hits(list(picks[rule]())) <= CHANCE + MORE_THAN_CHANCE


@pytest.mark.parametrize("place", [0, 1, 2, -1])
def test_the_right_ones_are_spread_over_the_places(place):
    assert abs(hits(list(at_place(place))) - CHANCE) <= MORE_THAN_CHANCE


def form(stem):
    return [record for record in load(FOLDER / f"questions/{stem}.toml").values() if "options" in record]


BEFORE, AFTER = form("why_network"), form("my_plan")


def test_before_and_after_are_parallel_forms_situation_by_situation():
    assert len(BEFORE) == len(AFTER) == 8
    for one, other in zip(BEFORE, AFTER, strict=True):
        assert len(one["options"]) == len(other["options"]), "as easy to guess"
        assert len(one["question"]["da"].split()) == pytest.approx(
            len(other["question"]["da"].split()), abs=6
        )
    studied = [
        set(one["source"]["keys"]) & set(other["source"]["keys"])
        for one, other in zip(BEFORE, AFTER, strict=True)
    ]
    # the first is about a number without a source
    assert all(studied[1:])


@pytest.mark.parametrize("lang", ["da", "en"])
def test_before_and_after_are_as_hard_to_read_and_to_guess(lang):
    texts = [
        " ".join([record["question"][lang], *(option[lang] for option in record["options"].values())])
        for record in (*BEFORE, *AFTER)
    ]
    lengths = [sum(len(text.split()) for text in half) for half in (texts[:8], texts[8:])]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)
    hard = [lix([". ".join(half) + "."]) for half in (texts[:8], texts[8:])]
    assert hard[0] == pytest.approx(hard[1], abs=5)
    for best in (max, min):
        guessed = [
            sum(
                len(record["options"][right(record)][lang])
                == best(len(o[lang]) for o in record["options"].values())
                for record in half
            )
            for half in (BEFORE, AFTER)
        ]
        assert abs(guessed[0] - guessed[1]) <= 2


def test_each_learner_meets_the_options_in_an_order_of_their_own():
    orders = {tuple(shuffled("abcd", str(learner), "question")) for learner in range(200)}
    assert len(orders) == 24
    assert shuffled("abcd", "7", "question") == shuffled("abcd", "7", "question")
    firsts = [shuffled("abcd", str(learner), "question")[0] for learner in range(2000)]
    assert all(400 < firsts.count(name) < 600 for name in "abcd")
