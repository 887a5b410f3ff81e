"""The worked examples of lesson 8, held against the exercises that it leads to."""

import json
import re

import pytest

from exercises import places
from exercises.rules.knowledge_ladder import COST, GIVE, RARITY, RIVAL, SELL, SHOW, Thing, build, findings
from exercises.rules.lix import lix
from exercises.rules.post_checker import PARTS
from exercises.rules.post_checker import findings as post_findings
from exercises.rules.privacy import find
from exercises.rules.reflection import words
from exercises.texts import Texts

ANSWERS = {
    "da": (
        ("minutter", "op til en time", "flere timer"),
        ("mange", "nogle", "næsten ingen"),
        ("ikke meget", "noget", "tage kunder"),
    ),
    "en": (
        ("minutes", "up to an hour", "several hours"),
        ("many", "some", "hardly anyone"),
        ("not much", "something", "taking customers"),
    ),
}
GIVEN = 6  # the first six of her eight things; she sells the others
CAFE = 6


@pytest.fixture
def cells(lang):
    path = places.root() / "lessons" / lang / "08-share-and-charge.ipynb"
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}


@pytest.fixture
def things(cells, lang):
    rows = re.findall(r"^\| (.+) \|$", cells["example-things"], re.MULTILINE)[1:]
    scales = [
        dict(zip(said, keys, strict=True))
        for said, keys in zip(ANSWERS[lang], (COST, RARITY, RIVAL), strict=True)
    ]
    return [
        Thing(
            what,
            *(scale[said] for scale, said in zip(scales, answers, strict=True)),
            chosen=GIVE if at < GIVEN else SELL,
        )
        for at, (what, *answers) in enumerate(row.split(" | ") for row in rows)
    ]


def by_rule(things):
    return [Thing(thing.what, thing.cost, thing.rarity, thing.rival) for thing in things]


def counts(things):
    ladder = build(things)
    return [ladder.counts[step] for step in (GIVE, SHOW, SELL)]


def test_bentes_ladder_is_what_the_lesson_says_by_habit_by_the_rule_and_in_the_end(things, cells):
    ended = by_rule(things)
    ended[CAFE] = things[CAFE]
    told = [
        [int(n) for n in re.findall(r"\d+", part)] for part in re.split(r"\n\n", cells["example-ladder"])[1:4]
    ]
    assert counts(things) == told[0] == [6, 0, 2]
    assert counts(by_rule(things)) == told[1] == [4, 2, 2]
    assert counts(ended) == told[2] == [4, 1, 3]
    moved = sum(one.step != other.step for one, other in zip(things, by_rule(things), strict=True))
    assert moved == 3


def test_the_page_would_point_to_the_step_and_the_thing_that_the_lesson_does(things):
    found = dict(findings(things))
    assert found["missing.show"]["what"] == things[4].what
    assert found["hours_given"]["what"] == things[5].what
    assert build(by_rule(things)).missing is None


def test_bentes_hours_and_kroner_add_up(cells, lang):
    text = cells["example-hours"].replace("1.950", "1950").replace("1,950", "1950")
    for figure in (6 * 2.5, 450 / (6 * 2.5), 650 / 2.5, 3 * 650):
        assert re.search(rf"(?<!\d){figure:g}(?!\d)", text), figure


def test_bentes_slip_has_the_words_and_the_lix_it_says_and_nothing_to_mend(cells, lang):
    lines = [line[2:] for line in cells["example-post"].splitlines() if line.startswith("> ")]
    told = [int(n) for n in re.findall(r"\d+", cells["example-post-read"])][:2]
    assert told == [words(" ".join(lines)), round(lix(lines))]
    t = Texts("post_checker", lang)
    parts = dict(zip(PARTS, lines, strict=True))
    found = post_findings(parts, "board", t("invites").split(", "), t("sales").split(", "), find)
    assert found == [("ready", {})]


def test_the_counts_of_the_two_conversations_are_those_of_the_dialogue(cells, lang):
    from exercises.models.dialogue import model_lines
    from exercises.rules.dialogue import count

    script = Texts("dialogue_boundary", lang)
    yes, free = (count(model_lines(script, key)).acts for key in ("of_course", "first_is_free"))
    told = [int(n) for n in re.findall(r"\d+", cells["example-difference"])]
    assert told == [yes["excuse"], yes["free"], free["ask"], free["give"], free["price"]]
    assert yes["price"] == 0
