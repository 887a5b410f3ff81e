"""The facilitator's guide and the bank of comments: nothing missing, and the figures add up."""

import re

import pytest

from exercises import places
from exercises.rules import privacy
from exercises.rules.minutes import exact
from exercises.texts import Texts
from facilitation.authoring import load
from facilitation.reading import rubric
from facilitation.reading.agreement import weighted_kappa
from facilitation.reading.desk import GUESS_SECONDS, READ_ANSWER, WRITE_FEEDBACK
from facilitation.reading.feedback import TEXTS

LANGUAGES = ("da", "en")
CRITERIA = ("experience", "theory", "own_data", "next_step")
PLAN = ("balance", "realism", "ethics")  # of the capstone
CAPSTONE = {"experience", "theory", "own-data", "next-step", "balance", "realism", "ethics"}
PARTS = ("seen", "question", "suggestion")
KINDS = {"opening", "question", "suggestion", "privacy", "late", "thanks"}
BLANK = "…"
FEWEST_WORDS, MOST_WORDS = 40, 110

each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_example = pytest.mark.parametrize(
    ("criterion", "level", "letter"),
    [(c.replace("_", "-"), n, x) for c in CRITERIA for n in range(rubric.LEVELS) for x in "ab"],
)


def guide(lang):
    notebook = load(places.root() / "workshops" / lang / "facilitator-guide.ipynb")
    return {cell["id"]: cell["source"] for cell in notebook["cells"]}


def quoted(source):
    """The answers that a cell quotes, as one text."""
    return " ".join(line.lstrip("> ") for line in source.splitlines() if line.startswith(">"))


def minutes(table):
    """The figures in the last column of a Markdown table, without its heading."""
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    return [int(re.search(r"\d+", row[-1])[0]) for row in rows[2:]]


def of_two_levels(counts):
    """A table for the rubric's four levels where only 1 and 2 were given."""
    (a, b), (c, d) = counts
    return [[0] * 4, [0, a, b, 0], [0, c, d, 0], [0] * 4]


# -- The guide -----------------------------------------------------------------------------------------------


@each_language
@each_example
def test_every_level_of_every_criterion_has_two_answers_with_a_reason(lang, criterion, level, letter):
    source = guide(lang)[f"example-{criterion}-{level}-{letter}"]
    name = Texts("feedback", lang, folder=TEXTS)(f"levels.{level}.name")
    assert source.startswith(f"#### {level} · {name}")
    assert FEWEST_WORDS <= len(quoted(source).split()) <= MOST_WORDS
    reason = source.splitlines()[-1]
    assert re.match(rf"\*\*[^*]*{level}\?\*\* \S", reason), "why this level"
    assert re.search(r"\S \*\*[^*]+\?\*\* \S", reason), "what would lift it"


@each_language
def test_no_answer_is_used_twice(lang):
    answers = [quoted(source) for name, source in guide(lang).items() if name.startswith("example-")]
    assert len(set(answers)) == len(answers) == len(CRITERIA) * rubric.LEVELS * 2


@each_language
def test_the_quoted_answers_name_nobody_by_number_or_address(lang):
    found = [(name, list(privacy.find(quoted(source)))) for name, source in guide(lang).items()]
    assert [(name, hits) for name, hits in found if hits] == []


@each_language
def test_the_marks_needed_are_those_the_learners_page_goes_by(lang):
    maximum = len(CRITERIA) * (rubric.LEVELS - 1)
    told = re.findall(r"\d+", guide(lang)["rubric-intro"])
    for needed in (rubric.PASS_SHARE * maximum, maximum, rubric.EXEMPLARY_SHARE * maximum):
        assert f"{needed:g}" in told


@each_language
def test_all_seven_criteria_of_the_capstone_have_an_answer_at_level_1_and_at_level_3(lang):
    cells = {
        name.removeprefix("capstone-"): s for name, s in guide(lang).items() if name.startswith("capstone-")
    }
    assert cells.keys() == CAPSTONE
    for source in cells.values():
        first, third = re.split(r"\*\*\w+ 3\*\*", source)
        assert re.search(r"\*\*\w+ 1\*\*", first)
        assert 15 <= len(quoted(first).split()) < len(quoted(third).split())


@each_language
def test_the_weeks_minutes_add_up_to_what_is_said_of_twenty_learners(lang):
    cells = guide(lang)
    week = sum(minutes(cells["week"]))
    # what the guide's table says is what there is to do, to the nearest half minute
    reading, feedback = (round(2 * exact(work)) / 2 for work in (READ_ANSWER, WRITE_FEEDBACK))
    assert (reading, feedback) == (1.5, 4)
    assert re.findall(r"\| (\d½?) \|", cells["time"])[:3] == ["1½", "1½", "4"]
    answers, plan = 3 * reading, reading
    assert week == 20 * (answers + plan + feedback) + 30
    # the page reckons with as much for each of the four, before it knows the reader's own pace
    assert answers + plan + feedback == 4 * GUESS_SECONDS / 60
    assert str(week) in cells["time-twenty"]
    assert f" {10 * week // 60} " in cells["time-twenty"]


@each_language
def test_the_kappas_told_are_those_of_the_tables_told(lang):
    t = Texts("feedback", lang, folder=TEXTS)
    told = guide(lang)["together-kappa"]
    assert [int(n) for n in re.findall(r"\| (\d+) ", told)] == [0, 2, 2, 16]
    first, second = (
        weighted_kappa(of_two_levels(counts)) for counts in ([[0, 2], [2, 16]], [[1, 1], [1, 17]])
    )
    wanted = (first.kappa, second.kappa, second.low, second.high)
    assert set(re.findall(r"−?\d[.,]\d\d", told)) == {
        f"{'−' * (figure < 0)}{t.number(abs(figure), 2)}" for figure in wanted
    }


# -- The bank of comments ------------------------------------------------------------------------------------


def bank(lang):
    """Every comment in one language by its key."""
    t = Texts("comments", lang, folder=TEXTS)
    return {
        f"{group}.{name}.{part}": t(f"{group}.{name}.{part}")
        for group, names in t.data.items()
        for name, parts in names.items()
        for part in parts
    }


@each_language
def test_the_bank_has_three_comments_for_every_level_of_every_criterion(lang):
    wanted = {
        f"{criterion}.{level}.{part}"
        for criterion in CRITERIA + PLAN
        for level in range(rubric.LEVELS)
        for part in PARTS
    }
    assert {key for key in bank(lang) if not key.startswith("general.")} == wanted


@each_language
def test_the_bank_has_two_of_every_general_kind(lang):
    general = [key.split(".")[1] for key in bank(lang) if key.startswith("general.")]
    assert {kind: general.count(kind) for kind in general} == dict.fromkeys(KINDS, 2)


@each_language
def test_every_comment_leaves_one_blank_for_the_learners_own_words(lang):
    for key, comment in bank(lang).items():
        most = comment.count(BLANK)
        assert most <= 1 if key.startswith("general.") else most == 1, key
        assert not re.search(r"[{}]", comment), key


@each_language
def test_a_question_asks_and_nothing_else_does(lang):
    """The page that composes feedback takes one of each."""
    asked = {key for key, comment in bank(lang).items() if comment.endswith("?")}
    questions = {key for key in bank(lang) if "question" in key.split(".")}
    assert questions <= asked
    assert not {key for key in asked if key.split(".")[-1] in ("seen", "suggestion")}


@each_language
def test_no_comment_is_there_twice(lang):
    comments = list(bank(lang).values())
    assert len(set(comments)) == len(comments)


def test_sisters_have_the_same_blanks():
    da, en = bank("da"), bank("en")
    assert [key for key in da if da[key].count(BLANK) != en[key].count(BLANK)] == []
