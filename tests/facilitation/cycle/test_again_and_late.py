"""After the first hand-in: another one, and one that comes late."""

import json
from datetime import datetime
from html import unescape

import pytest

from exercises.texts import Texts
from facilitation.reading import rubric
from facilitation.reading.feedback import TEXTS

ASSIGNMENT = "01-why-network-da"
MONDAY, TUESDAY = "2026-11-23 10:00:00.000000 UTC", "2026-11-24 10:00:00.000000 UTC"
SEVEN = 7


def answered(made, learner, **answers):
    nb = made.notebook(learner)
    answers = {name.replace("_", "-"): text for name, text in answers.items()}
    for cell in nb["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    made.write(learner, nb)


def graded(made):
    result = made.autograde()
    assert result["success"], result["log"]


def comment(made, learner, cell, words):
    stem = made.name.removesuffix(".ipynb")
    with made.gradebook() as gradebook:
        gradebook.find_comment(cell, stem, made.assignment, learner).manual_comment = words
        gradebook.db.commit()


def due(made, day):
    with made.gradebook() as gradebook:
        gradebook.update_or_create_assignment(made.assignment, duedate=datetime.fromisoformat(day))


def test_a_second_hand_in_keeps_the_first_and_what_was_said_of_it(cohort):
    made = cohort(ASSIGNMENT)
    made.fetch("bente")
    answered(made, "bente", answer_1="Svar nummer et.")
    made.learner_does("Submit", "bente", MONDAY)
    made.collect()
    graded(made)
    made.read("bente", 1)
    comment(made, "bente", "answer-1", "Fortæl mere om kaffen.")
    made.answer()
    made.fetch("bente")  # as the next `netvaerk start` does: no click needed
    [place] = (made.folder("bente") / "feedback").glob("*/*.html")
    [first] = made.feedback("bente")
    assert place.read_text(encoding="utf-8") == first
    assert "Svar nummer et." in first and "Fortæl mere om kaffen." in first

    answered(made, "bente", answer_1="Svar nummer to, med kaffe.")
    made.learner_does("Submit", "bente", TUESDAY)
    assert made.feedback("bente") == [first]
    made.collect()
    graded(made)
    scores = made.scores("bente")
    assert scores["answer-1"] is None  # to be read anew, not marked as the old one was
    made.read("bente", 3)
    comment(made, "bente", "answer-1", "Nu kan jeg se det.")
    made.answer()
    again, second = made.feedback("bente")
    assert again == first
    assert "Svar nummer to, med kaffe." in second and "Nu kan jeg se det." in second
    kept = [path.read_text("utf-8") for path in (made.top / "bente/.netvaerk").rglob(made.name)]
    assert sum("Svar nummer et." in text for text in kept) == 1


@pytest.mark.parametrize(
    ("method", "cost"), [(None, 0), ("zero", 4)], ids=["nobody set a penalty", "the facilitator set one"]
)
def test_a_late_hand_in_costs_what_the_facilitator_has_set_and_else_nothing(cohort, method, cost):
    made = cohort(ASSIGNMENT)
    made.fetch("sen", "rettidig")
    due(made, "2026-11-23 12:00:00")
    if method:
        made.set("LateSubmissionPlugin", penalty_method=method)
    for learner, when in (("rettidig", MONDAY), ("sen", TUESDAY)):
        answers = {name.replace("-", "_"): text for name, text in made.model_answers().items()}
        answered(made, learner, **answers)
        made.write(learner, made.notebook(learner), json.dumps({"hours": 4711}))
        made.learner_does("Submit", learner, when)
    made.collect()
    graded(made)
    t = Texts("feedback", "da", folder=TEXTS)
    for learner in ("rettidig", "sen"):
        made.read(learner, 1)
    made.answer()
    [late], [early] = (made.feedback(learner) for learner in ("sen", "rettidig"))
    # a reader's four; nbgrader took what the checks had come to, 3 points, before anybody had read
    for page, taken in ((early, 0), (late, min(cost, 3))):
        said = unescape(page)
        assert t("total", points=t.number(4 - taken), max="12") in said
        assert (t("late", points=t.number(taken)) in said) == bool(taken)
    assert made.scores("sen") == made.scores("rettidig")


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([3, 3, 1, 1, 1, 1, 1], "passed"),  # 11 of 21
        ([3, 2, 1, 1, 1, 1, 1], "more"),  # 10 of 21
        ([3, 2.5, 1, 1, 1, 1, 1], "more"),  # 10.5 is not 11
        ([3, 3, 3, 3, 3, 3, 0], "more"),  # 18, but one at nothing
        ([3, 3, 3, 3, 2, 2, 2], "exemplary"),  # 18 of 21
        ([3, 3, 3, 2, 2, 2, 2], "passed"),  # 17 of 21
    ],
)
def test_the_capstone_passes_at_eleven_of_twenty_one_with_none_at_nothing(marks, said):
    assert len(marks) == SEVEN
    assert rubric.verdict([(mark, 3) for mark in marks]) == said


@pytest.mark.parametrize(
    ("marks", "said"), [([3, 1, 1, 1], "passed"), ([2, 1, 1, 1], "more"), ([3, 3, 2, 2], "exemplary")]
)
def test_a_lesson_passes_at_six_of_twelve(marks, said):
    assert rubric.verdict([(mark, 3) for mark in marks]) == said
