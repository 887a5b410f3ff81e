"""Every assignment in source/, both languages, from release to feedback, with the scores worked out by hand.

A new assignment is found by itself. Its model answers must mention a figure of their own, as the check asks.
"""

import json
import re
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from exercises.texts import Texts
from facilitation.exchange import assignments
from facilitation.feedback import TEXTS

SOURCE = Path(__file__).parents[3] / "source"
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
# What the facilitator gives each answer that there is, the sum of it all, and what the page says of it.
MARKS = {"exemplary": 3, "thin": 1, "empty": None, "broken": 2}
TOTALS = {
    ("exemplary", "lesson"): (16, "exemplary"),  # 4 + 4 x 3
    ("thin", "lesson"): (5.67, "more"),  # 0.67 + 1 + 4 x 1
    ("empty", "lesson"): (1, "more"),
    ("broken", "lesson"): (8.67, "more"),  # 2.67 + 3 x 2, and one answer at nothing
    ("exemplary", "capstone"): (27, "exemplary"),  # 6 + 7 x 3
    ("thin", "capstone"): (8.67, "more"),  # 0.67 + 1 + 7 x 1
    ("empty", "capstone"): (1, "more"),
    ("broken", "capstone"): (16.5, "more"),  # 4.5 + 6 x 2: 12 of 21, but one at nothing
}
MOST = {"lesson": 16, "capstone": 27}


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


@pytest.mark.timeout(600)
@pytest.mark.parametrize("assignment", assignments(SOURCE))
def test_four_hand_ins_go_the_whole_way_and_score_what_a_person_would_give(cohort, assignment):
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
    graded = made.autograde()
    assert graded["success"], graded["log"]

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
        assert round(sum(made.scores(learner).values()), 2) == total, learner
        [page] = made.feedback(learner)
        said = page_text(page)
        assert f'<html lang="{made.lang}">' in page
        assert t(f"verdict.{verdict}") in said, learner
        shown = t.number(total, 1 if total % 1 else 0)
        assert t("total", points=shown, max=t.number(MOST[kind])) in said, learner
        assert t("check.stopped") not in said, learner
        assert page.count('<article class="answer">') == len(answers)
        for level in range(4):
            assert t(f"levels.{level}.name") in said
