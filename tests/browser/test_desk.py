"""The facilitator at the desk: five answers to one question, two clicks each, and formgrader beside it."""

import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from nbformat import read, write
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation import serve
from facilitation.desk_folder import prepare
from facilitation.exchange import COURSE
from facilitation.views.base import TEXTS

REPO = Path(__file__).parents[2]
ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network"
PAGE = "workshops/da/read-answers.ipynb"
LEARNERS = ("anna", "bodil", "carla", "dora", "erik")
SCORES = (0, 1, 2, 3, 2)

t = Texts("read_answers", "da", folder=TEXTS)


def hand_in(desk, learner):
    """A hand-in as autograde leaves it."""
    released = read(desk.folder / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in released.cells:
        if cell.id == "answer-1":
            cell.source = f"Jeg brugte 24 timer, skriver {learner}. " * 12
    place = desk.folder / "autograded" / learner / ASSIGNMENT
    place.mkdir(parents=True)
    write(released, place / f"{NOTEBOOK}.ipynb")
    with Gradebook(f"sqlite:///{desk.folder}/gradebook.db", COURSE) as gradebook:
        gradebook.update_or_create_student(learner)
        gradebook.update_or_create_submission(ASSIGNMENT, learner, timestamp=datetime(2026, 11, 23))
        submitted = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, learner)
        for grade in submitted.grades:
            grade.auto_score = None if grade.name == "answer-1" else 0
            grade.needs_manual_grade = grade.auto_score is None
        gradebook.db.commit()
        return submitted.id


def stored(desk):
    """{learner: (score, waiting, comment)} for the first question, as nbgrader's database has it."""
    with sqlite3.connect(desk.folder / "gradebook.db") as database:
        rows = database.execute(
            "SELECT submitted_assignment.student_id, grade.manual_score, grade.needs_manual_grade,"
            " comment.manual_comment FROM grade"
            " JOIN base_cell ON grade.cell_id = base_cell.id"
            " JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id"
            " JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id"
            " JOIN comment ON comment.notebook_id = grade.notebook_id"
            " JOIN base_cell AS words ON comment.cell_id = words.id AND words.name = base_cell.name"
            " WHERE base_cell.name = 'answer-1'"
        ).fetchall()
    return {learner: rest for learner, *rest in rows}


def who(page):
    return page.locator(".nv-reading section > h2").inner_text().partition(":")[0]


@pytest.fixture
def desk(lab_server, tmp_path):
    """What `netvaerk desk` serves, for a course of one reflection: a whole one takes a minute to make."""
    root, folder, exchange = tmp_path / "kursus", tmp_path / "Mit bord på Møn", tmp_path / "aflevering"
    for room in (f"source/{ASSIGNMENT}", "workshops"):
        shutil.copytree(REPO / room, root / room)
    shutil.copy(REPO / "nbgrader_config.py", root)
    prepare(folder, root, "da", exchange)
    page = serve.Page(folder, root, "desk", "", serve.DESK_EXTENSIONS)
    environment = serve.environment(page, exchange_root=exchange, learner=False)
    extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
    return lab_server(folder, "da", settings="desk", arguments=extensions, environment=environment)


@pytest.mark.timeout(180)
def test_five_answers_are_read_with_two_clicks_each_and_formgrader_shows_them(desk, visit):
    ids = {learner: hand_in(desk, learner) for learner in LEARNERS}
    visitor = visit()
    page = visitor.open(desk, PAGE)
    sheet = page.locator(".nv-reading")
    sheet.get_by_role("radio").first.wait_for()
    barriers = visitor.barriers(page)
    assert barriers == [], "\n".join(barriers)

    expected = {}
    # two clicks: a level, save
    for score in SCORES[:2]:
        learner = who(page)
        sheet.get_by_role("radio").nth(score).click()
        sheet.get_by_role("button", name=t("sheet.save")).click()
        page.wait_for_function(
            f"!document.querySelector('.nv-reading section > h2').innerText.startsWith('{learner}:')"
        )
        assert page.locator(".nv-reading section > h2").evaluate("node => node === document.activeElement")
        expected[learner] = [score, 0, None]

    # from the bank: its blank is selected, so that typing fills it
    learner = who(page)
    sheet.get_by_role("radio").nth(2).click()
    sheet.locator(".nv-reading-pick", has_text="…").first.click()
    sheet.get_by_role("button", name=t("sheet.save")).click()
    sheet.get_by_text(t("problem.blank")).wait_for()
    page.keyboard.type("24 timer")
    comment = sheet.get_by_label(t("sheet.comment")).input_value()
    assert "24 timer" in comment and "…" not in comment
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        f"!document.querySelector('.nv-reading section > h2').innerText.startsWith('{learner}:')"
    )
    expected[learner] = [2, 0, comment]

    # by keyboard alone
    for score in SCORES[3:]:
        learner = who(page)
        page.keyboard.press(str(score))
        page.keyboard.press("Enter")
        sheet.get_by_text(re.compile(f"^{learner} er gemt")).wait_for()
        expected[learner] = [score, 0, None]
    sheet.get_by_text(t("finished")).wait_for()
    assert sorted(expected) == sorted(LEARNERS) and {k: list(v) for k, v in stored(desk).items()} == expected
    barriers = visitor.barriers(page)
    assert barriers == [], "\n".join(barriers)

    formgrader = visitor.context.new_page()
    for learner, (score, _, comment) in expected.items():
        formgrader.goto(f"{desk.url}/formgrader/submissions/{ids[learner]}/?token=netvaerk-test")
        box = formgrader.locator("#answer-1")
        formgrader.wait_for_function("(document.querySelector('#answer-1')?.value ?? '') !== ''")
        assert float(box.input_value()) == score
        if comment:
            expect(formgrader.locator("#answer-1-comment")).to_have_value(comment)
