"""A goal that somebody else could see."""

import pytest

from exercises.rules.learning_goal import MOST_WORDS, findings, first_of
from exercises.texts import Texts

GOOD = {
    "da": {
        "do": "Spørge en fra et andet fag om én bestemt ting.",
        "seen": "Lone hører mig spørge hen over disken.",
        "when": "Hver fredag indtil jul.",
    },
    "en": {
        "do": "Ask one person from another trade about one particular thing.",
        "seen": "Lone hears me ask across the counter.",
        "when": "Every Friday until Christmas.",
    },
}
DOUBTFUL = {
    "da": {
        "inner": ("seen", "Jeg føler mig tryg"),
        "vague": ("do", "Netværke mere"),
        "vague_when": ("when", "Snart"),
    },
    "en": {"inner": ("seen", "I feel safe"), "vague": ("do", "Network more"), "vague_when": ("when", "Soon")},
}


@pytest.fixture
def judge(lang):
    t = Texts("learning_goal", lang)
    lists = t("inner").split(", "), t("vague").split(", ")
    return lambda parts: findings(parts, *lists)


def test_nothing_written_is_said_to_be_nothing(judge):
    assert judge({}) == [("nothing_yet", {})]
    assert judge({"do": "  ", "seen": "!?"}) == [("nothing_yet", {})]


def test_a_goal_one_could_see_has_nothing_amiss(judge, lang):
    assert judge(GOOD[lang]) == [("visible", {})]


@pytest.mark.parametrize("part", ["do", "seen", "when"])
def test_a_part_left_out_is_named(judge, lang, part):
    assert judge(GOOD[lang] | {part: " "}) == [(f"missing.{part}", {})]


@pytest.mark.parametrize("key", ["inner", "vague", "vague_when"])
def test_what_nobody_could_see_is_quoted_as_it_was_written(judge, lang, key):
    part, text = DOUBTFUL[lang][key]
    assert [found for found, _ in judge(GOOD[lang] | {part: text})] == [key]
    assert dict(judge(GOOD[lang] | {part: text}))[key]["word"] in text


def test_a_goal_too_long_to_tell_is_counted(judge, lang):
    parts = GOOD[lang] | {"seen": "ord " * (MOST_WORDS + 1)}
    [(key, names)] = judge(parts)
    assert (key, names["most"]) == ("long", MOST_WORDS)
    assert names["n"] > MOST_WORDS


def test_a_word_is_known_whole_and_by_its_beginning_only_where_that_is_meant():
    assert first_of("Flere af dem", ["flere"]) == "Flere"
    assert first_of("flerefold", ["flere"]) is None
    assert first_of("Selvtilliden vokser", ["selvtillid*"]) == "Selvtilliden"
    assert first_of("Ωμέγα 你好", ["flere"]) is None


def test_the_goal_of_the_placeholders_and_of_the_lesson_passes_its_own_check(judge, lang):
    t = Texts("learning_goal", lang)
    assert judge({part: t(f"{part}_like").split(" ", 1)[1] for part in ("do", "seen", "when")}) == [
        ("visible", {})
    ]
