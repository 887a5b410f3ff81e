"""Every assignment in source/, both languages, from release to feedback, with the scores worked out by hand.

A new assignment is found by itself. Its model answers must mention a figure of their own, as the check asks.
The first and the last lesson's are graded as nbgrader's own pages do it, the others as ``netvaerk grade``
does; that the two give the same is held by ``grading/test_graders.py``.
"""

import json
import re
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from exercises.texts import Texts
from facilitation.exchange import assignments
from facilitation.grading import sandbox
from facilitation.grading.batch import Batch
from facilitation.grading.bench import Bench
from facilitation.grading.unit import GRADED
from facilitation.reading.feedback import TEXTS

SOURCE = Path(__file__).parents[3] / "source"
BY_NBGRADER = {name for name in assignments(SOURCE) if name.startswith(("01-", "11-"))}
FIGURE = re.compile(r"(?<![\w.,])[1-9]\d?(?![\w.,%]|\s*(?:procent|per cent|%))")

THIN = {
    "da": {
        "": "Det gik fint.",
        "plan-if": "Hvis det nu passer,",
        "plan-then": "så ringer jeg.",
        "plan-when": "En dag snart.",
        "plan-goals": "Mål 1: Jeg ringer til nogen.",
    },
    "en": {
        "": "It went well.",
        "plan-if": "If it suits me,",
        "plan-then": "then I ring.",
        "plan-when": "Some day soon.",
        "plan-goals": "Goal 1: I ring somebody.",
    },
}

# By hand, from the two rubrics: a check is worth 1 point and an answer that a person reads 3.
LESSON = ("answer-1", "answer-2", "answer-3", "plan-then")
CAPSTONE = (
    *("essay-theory", "essay-experience", "essay-unknown"),
    *("answer-balance", "answer-realism", "answer-ethics", "plan-then"),
)
READ = {"lesson": LESSON, "capstone": CAPSTONE}
EVERY_CHECK = {"lesson": ("answers", "plan", "figures", "privacy")}
EVERY_CHECK["capstone"] = (*EVERY_CHECK["lesson"], "essay", "goals")

# What the checks find. Thin: every answer under its fewest words, no day, no figure; but nobody is named.
# Empty: only that nobody is named. Broken: the first answer cell is gone, a check gives itself full marks,
# and the file of figures is cut off; the rest is the model answers.
CHECKS = {
    ("exemplary", "lesson"): {"answers": 1, "plan": 1, "figures": 1, "privacy": 1},
    ("thin", "lesson"): {"answers": 0, "plan": 0.67, "figures": 0, "privacy": 1},
    ("empty", "lesson"): {"answers": 0, "plan": 0, "figures": 0, "privacy": 1},
    ("broken", "lesson"): {"answers": 0.67, "plan": 1, "figures": 0, "privacy": 1},
    ("exemplary", "capstone"): {
        **{"answers": 1, "plan": 1, "figures": 1, "privacy": 1},
        **{"essay": 1, "goals": 1},
    },
    ("thin", "capstone"): {"answers": 0, "plan": 0.67, "figures": 0, "privacy": 1, "essay": 0, "goals": 0},
    ("empty", "capstone"): {"answers": 0, "plan": 0, "figures": 0, "privacy": 1, "essay": 0, "goals": 0},
    # two of the essay's three parts, and then it is too short in all: 2 of 4
    ("broken", "capstone"): {"answers": 1, "plan": 1, "figures": 0, "privacy": 1, "essay": 0.5, "goals": 1},
}
# What the facilitator gives each answer that there is, the sum of that, and what the page says of it. The
# checks are in no sum.
MARKS = {"exemplary": 3, "thin": 1, "empty": None, "broken": 2}
TOTALS = {
    ("exemplary", "lesson"): (12, "exemplary"),  # 4 x 3
    ("thin", "lesson"): (4, "more"),  # 4 x 1
    ("empty", "lesson"): (0, "more"),
    ("broken", "lesson"): (6, "more"),  # 3 x 2, and one answer at nothing
    ("exemplary", "capstone"): (21, "exemplary"),  # 7 x 3
    ("thin", "capstone"): (7, "more"),  # 7 x 1
    ("empty", "capstone"): (0, "more"),
    ("broken", "capstone"): (12, "more"),  # 6 x 2: 12 of 21, but one at nothing
}
MOST = {"lesson": 12, "capstone": 21}


def fill(notebook, answers):
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return notebook


def thin(notebook, lang):
    boxes = [cell["id"] for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    return fill(notebook, {box: THIN[lang].get(box, THIN[lang][""]) for box in boxes})


def broken(notebook, gone):
    """Without one answer, and with a check that always gives the point."""
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != gone]
    fill(notebook, {"check-figures": "1.0"})
    return notebook


def own_figures(answers, stem):
    """A whole number that the model answers mention, as the learner's own, and what an evening's page must
    hold beside it."""
    texts = (text for name, text in answers.items() if not name.startswith("plan-"))
    found = next(match for match in map(FIGURE.search, texts) if match)
    wanted = getattr(import_module(f"exercises.figures.{stem.replace('-', '_')}"), "WANTED", {})
    return json.dumps({"counted": int(found.group())} | wanted)


def page_text(page):
    body = page.split("<body>")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(scope="module")
def bench():
    """One warm parent for all batches."""
    bench = Bench()
    yield bench
    bench.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("assignment", assignments(SOURCE))
def test_four_hand_ins_go_the_whole_way_and_score_what_a_person_would_give(
    cohort, assignment, bench, monkeypatch
):
    made = cohort(assignment)
    kind = "capstone" if "plan-goals" in made.model_answers() else "lesson"
    made.fetch(*MARKS)
    answers = made.model_answers()
    figures = own_figures(answers, made.name.removesuffix(".ipynb"))
    made.write("exemplary", fill(made.notebook("exemplary"), answers), figures)
    made.write("thin", thin(made.notebook("thin"), made.lang), '{"counted": 4711}')
    made.write("broken", broken(fill(made.notebook("broken"), answers), READ[kind][0]), figures[:9])
    for learner in MARKS:
        made.learner_does("Submit", learner)
    made.collect()
    if assignment in BY_NBGRADER:
        graded = made.autograde()
        assert graded["success"], graded["log"]
    else:
        # a batch changes this process's folder and environment, as a command may
        monkeypatch.chdir(made.desk)
        monkeypatch.setenv("NETVAERK_COURSE", str(made.desk))
        outcomes = Batch(made.desk, assignment, bench=bench).grade(1, sandboxed=sandbox.available())
        assert {one.student: one.state for one in outcomes} == dict.fromkeys(MARKS, GRADED)

    for learner in MARKS:
        expected = {f"check-{part}": points for part, points in CHECKS[learner, kind].items()}
        expected |= dict.fromkeys(READ[kind])
        if learner == "empty":
            expected |= dict.fromkeys(READ[kind], 0)  # an untouched box is no work for a reader
        if learner == "broken":
            expected[READ[kind][0]] = 0
        assert made.scores(learner) == expected, learner
        made.read(learner, MARKS[learner])
    made.answer()

    t = Texts("feedback", made.lang, folder=TEXTS)
    for learner in MARKS:
        total, verdict = TOTALS[learner, kind]
        by_hand = {name: n for name, n in made.scores(learner).items() if not name.startswith("check-")}
        assert sum(by_hand.values()) == total, learner
        [page] = made.feedback(learner)
        said = page_text(page)
        assert f'<html lang="{made.lang}">' in page
        assert t(f"verdict.{verdict}") in said, learner
        assert t("total", points=t.number(total), max=t.number(MOST[kind])) in said, learner
        assert (t("zero") in said) == (learner in ("empty", "broken")), learner
        assert t("check.stopped") not in said and t("check.beside") in said, learner
        assert page.count('<article class="answer">') == len(answers)
        for level in range(4):
            assert t(f"levels.{level}.name") in said
