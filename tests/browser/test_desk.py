"""The facilitator at the desk: five answers to one question, two clicks each, and formgrader beside it."""

import os
import re
import sqlite3
import time
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import read, write
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from playwright.sync_api import expect
from traitlets.config import Config

from exercises.texts import Texts
from facilitation.exchange import COURSE
from facilitation.nbgrader_settings import configure
from facilitation.reading.desk import GUESS_SECONDS
from facilitation.views.base import TEXTS

ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network"
PAGE = "workshops/da/read-answers.ipynb"
LEARNERS = ("anna", "bodil", "carla", "dora", "erik")
SCORES = (0, 1, 2, 3, 2)
FIVE_MORE = ("frida", "gert", "hanne", "ida", "jens")
# Keys for an answer with a comment from the bank, but for the learner's own words: the level, Tab to the
# first comment for that level, Enter, and Ctrl+Enter. The guide tells of them.
MOST_KEYS = 9

# where the first letters of an answer lie on the screen: left, middle, right, middle
WHERE = """(node, letters) => {
    const range = document.createRange(), words = node.firstChild;
    range.setStart(words, 0);
    range.setEnd(words, letters);
    const rects = range.getClientRects(), first = rects[0], last = rects[rects.length - 1];
    return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
}"""

# the cells of the page, and how often each was run
RUN = "[...document.querySelectorAll('.nv-page .jp-InputPrompt')].map(prompt => prompt.textContent)"

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
def desk(small_desk, tmp_path):
    return small_desk(tmp_path, ASSIGNMENT)


@pytest.mark.timeout(180)
def test_five_answers_are_read_with_two_clicks_each_and_five_by_keyboard_and_formgrader_shows_them(
    desk, visit, record_property
):
    everybody = (*LEARNERS, *FIVE_MORE)
    ids = {learner: hand_in(desk, learner) for learner in everybody}
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
    # Enter breaks a line, also inside JupyterLab: it saves nothing, runs no cell and loses no word
    page.keyboard.press("End")
    before, words = page.evaluate(RUN), sheet.get_by_label(t("sheet.comment")).input_value()
    page.keyboard.press("Enter")
    page.keyboard.type("Hvad så?")
    expect(sheet.get_by_label(t("sheet.comment"))).to_have_value(f"{words}\nHvad så?")
    assert (page.evaluate(RUN), who(page)) == (before, learner) and stored(desk)[learner][1]
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

    # and so with a comment from the bank: keys and seconds are counted, without those of reading and writing
    keys, waited = [], []
    for score in SCORES:
        learner, began = who(page), time.monotonic()
        page.keyboard.press(str(score))
        pressed = 1
        while not page.evaluate("document.activeElement.matches('.nv-reading-pick')"):
            page.keyboard.press("Tab")
            pressed += 1
            assert pressed <= MOST_KEYS
        page.keyboard.press("Enter")
        expect(sheet.get_by_label(t("sheet.comment"))).to_be_focused()
        page.keyboard.type("24 timer")
        comment = sheet.get_by_label(t("sheet.comment")).input_value()
        page.keyboard.press("Control+Enter")
        sheet.get_by_text(re.compile(f"^{learner} er gemt")).wait_for()
        waited.append(time.monotonic() - began)
        keys.append(pressed + 2)
        assert "24 timer" in comment and "…" not in comment
        expected[learner] = [score, 0, comment]
    record_property("keys", keys)
    record_property("seconds", [round(one, 1) for one in waited])
    assert max(keys) <= MOST_KEYS
    # what the page itself takes is a small part of what a reader is told to set aside
    assert sum(waited) < 5 * GUESS_SECONDS / 10
    sheet.get_by_text(t("finished")).wait_for()
    assert sorted(expected) == sorted(everybody) and {k: list(v) for k, v in stored(desk).items()} == expected
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


@pytest.mark.timeout(240)
def test_a_sentence_is_marked_by_mouse_and_by_keyboard_and_reaches_the_learner(desk, visit, tmp_path):
    hand_in(desk, "anna")
    visitor = visit(width=1366)
    page = visitor.open(desk, PAGE)
    sheet = page.locator(".nv-reading")
    typed = sheet.locator(".nv-reading-text .nv-reading-typed")
    typed.wait_for()
    comment, sentence = sheet.get_by_label(t("sheet.comment")), "Jeg brugte 24 timer, skriver anna."

    # by mouse: the first sentence is drawn over
    typed.scroll_into_view_if_needed()
    box = typed.evaluate(WHERE, len(sentence))
    page.mouse.move(box[0] + 1, box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=5)
    page.mouse.up()
    sheet.get_by_role("button", name=t("sheet.quote")).click()
    expect(comment).to_have_value(f"> {sentence}\n\n")
    expect(comment).to_be_focused()
    page.keyboard.type("Hvilke timer var bedst?")
    expect(typed.locator("mark").first).to_have_text(sentence)

    # by keyboard: nothing is marked, so that the list of sentences opens
    page.evaluate("getSelection().removeAllRanges()")
    sheet.get_by_role("button", name=t("sheet.quote")).press("Enter")
    expect(sheet.get_by_role("alert")).to_have_text(t("sheet.quote_how"))
    assert page.evaluate("document.activeElement.textContent") == sentence
    assert visitor.barriers(page) == []
    shot(page, "reading-1366")
    page.keyboard.press("Enter")
    expect(comment).to_be_focused()
    assert comment.input_value().count(f"> {sentence}") == 2
    comment.fill(f"> {sentence}\n\nHvilke timer var bedst?")
    sheet.get_by_label(t("sheet.overall")).fill("Du er godt på vej.")

    # what was typed comes back, and goes to the learner
    expect(sheet.get_by_text(re.compile(t("overall_kept", clock="").rstrip(" .")))).to_be_visible()
    page.reload()
    visitor.ready(page)
    expect(sheet.get_by_label(t("sheet.overall"))).to_have_value("Du er godt på vej.")
    expect(comment).to_have_value(f"> {sentence}\n\nHvilke timer var bedst?")
    expect(typed.locator("mark").first).to_have_text(sentence)
    for width in (820, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(300)
        shot(page, f"reading-{width}")
        fits = "node => node.scrollWidth <= node.clientWidth + 1"
        assert page.locator(".nv-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer").evaluate(fits)
    page.set_viewport_size({"width": 1366, "height": 900})
    page.keyboard.press("Escape")
    sheet.get_by_role("radio").nth(2).check()
    sheet.get_by_role("button", name=t("sheet.save")).click()
    sheet.get_by_text(t("finished")).wait_for()

    feedback = feedback_of(desk, "anna")
    learner = visitor.context.new_page()
    learner.set_viewport_size({"width": 390, "height": 844})
    learner.set_content(feedback)
    expect(learner.locator("mark").first).to_have_text(sentence)
    expect(learner.locator("blockquote")).to_have_text(sentence)
    expect(learner.get_by_text("Du er godt på vej.")).to_be_visible()
    shot(learner, "feedback-390")
    levels = learner.get_by_role("table").first
    assert levels.get_by_role("cell").count() == levels.get_by_role("rowheader").count() * 4
    assert learner.locator(".wide").evaluate("node => node.scrollWidth <= node.clientWidth")
    assert [one["id"] for one in Axe().run(learner).response["violations"]] == []


def shot(page, name):
    """A picture to look at, where somebody asks for one."""
    if folder := os.environ.get("NETVAERK_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def feedback_of(desk, learner):
    """The page that nbgrader makes of it."""
    api = NbGraderAPI(config=configure(Config(), desk.folder, None))
    made = api.generate_feedback(ASSIGNMENT, learner)
    assert made["success"], made
    return (desk.folder / "feedback" / learner / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
