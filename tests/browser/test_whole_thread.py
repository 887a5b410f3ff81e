"""The thread on which the course hangs: a learner's first lesson, the facilitator's reading, the way back."""

import json
import re
import sqlite3
from datetime import date, timedelta

import pytest

LESSON = "01-why-network.ipynb"
CANARY = "Kanariefugl"
WORDS = {
    "da": {
        "lesson": "Hvorfor netværke?",
        "answer": "Svar",
        "what": "Hvad gjorde du?",
        "hours": "Timer, med transport",
        "result": "Hvad kom der ud af det?",
        "idea": "En idé",
        "sum": "Du brugte 2,5 timer",
        "if": "Hvis …",
        "act": "Jeg har gjort handlingen",
        "to_reflection": "Gå til refleksionen",
        "own": "2,5",
        "check": "Tjek mine svar",
        "missing": "Det mangler endnu",
        "hand_in": "Aflever",
        "back": "Tilbage til min tekst",
        "arrived": "Den er nået frem.",
        "feedback": "Læs tilbagemelding",
        "welcome": "Forside",
        "done": "Færdig, med tilbagemelding",
        "when": "4. i næste måned",
    },
    "en": {
        "lesson": "Why network?",
        "to_reflection": "Go to the reflection",
        "hand_in": "Hand in",
        "send": "Hand in as it is",
        "arrived": "It has arrived.",
        "feedback": "Read feedback",
    },
}
REMARK = "Jeg kan se dig for mig på torvet. Hvad sagde hun så?"
ANSWERS = {
    "answer-1": "Jeg brugte 2,5 timer på tre måneder, og der kom en idé ud af det. " * 4,
    "answer-2": "Jeg spurgte en kollega ved kaffen, og hun tænkte længe, før hun svarede mig ærligt. " * 4,
    "answer-3": "Forsøget fra Kina siger noget om unge firmaer, men min butik ligger på et torv. " * 4,
    "plan-if": "Hvis klokken er ni på mandag, og kaffen står på bordet",
    "plan-then": "så ringer jeg til K. og hører, hvad hun mangler",
}


def no_code_is_visible(page):
    shown = page.locator(".jp-InputArea-editor:visible, .jp-InputPrompt:visible, .jp-OutputPrompt:visible")
    assert shown.count() == 0


def everything_written(*folders):
    """Every file that is not the store itself, with its bytes."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and "Mit netværk" not in path.parts:
                yield path, path.read_bytes()


def click_in_formgrader(page, selector):
    """Press one of formgrader's icons and wait until its work is done and said."""
    page.locator(selector).click()
    said = page.locator(".modal.in .modal-body")
    said.get_by_text(re.compile("success", re.IGNORECASE)).first.wait_for(timeout=120_000)
    page.locator(".modal.in button", has_text=re.compile("OK|Close")).last.click()
    page.locator(".modal.in").wait_for(state="hidden")


def grade(desk, visit, assignment, remark):
    """Collect, autograde, read and answer, as a facilitator does in formgrader."""
    page = visit().context.new_page()
    home = f"{desk.url}/formgrader"
    row = f"tr:has(td.name[data-order='{assignment}'])"
    page.goto(f"{home}/manage_assignments?token={desk.token}")
    click_in_formgrader(page, f"{row} td.collect a")
    page.goto(f"{home}/manage_submissions/{assignment}")
    click_in_formgrader(page, "td.autograde a")
    page.goto(f"{home}/gradebook/{assignment}/why-network")
    page.locator("tbody td a").first.click()
    scores = page.locator("input.score:enabled")
    scores.first.wait_for()
    for at in range(scores.count()):
        if scores.nth(at).get_attribute("placeholder") in (None, "", "0") or not scores.nth(at).input_value():
            scores.nth(at).fill("2" if float(scores.nth(at).get_attribute("max") or 3) else "0")
            scores.nth(at).press("Tab")
    comment = page.locator("textarea.comment").first
    comment.fill(remark)
    comment.press("Tab")
    page.locator(".glyphicon.save-icon, .glyphicon-refresh").first.wait_for(state="hidden")
    page.wait_for_load_state("networkidle")
    page.goto(f"{home}/manage_assignments")
    click_in_formgrader(page, f"{row} td.generate-feedback a")
    click_in_formgrader(page, f"{row} td.release-feedback a")
    page.close()


def first_answer_within_two_clicks(server, visit):
    """From the front page to the first question answered."""
    learner = visit(1366, 768, steps=True)
    page = learner.open(server, "da/00-welcome.ipynb")
    here = learner.course_page(page)
    here.locator(".nv-go").first.click()
    learner.ready(page, "00-first-win.ipynb")
    here.locator(".nv-exercise input[type=text]:visible").first.click()
    page.keyboard.type("Hvad tager de for en time?")
    here.locator(".nv-saved-at").first.wait_for()
    page.close()


@pytest.mark.timeout(600)
def test_a_learner_reads_tries_acts_writes_hands_in_and_reads_the_feedback(netvaerk, visit):
    say = WORDS["da"]
    server = netvaerk("da")
    first_answer_within_two_clicks(server, visit)
    learner = visit()
    page = learner.open(server, "da/00-welcome.ipynb")
    page.get_by_role("link", name=say["lesson"]).first.click()
    learner.ready(page, LESSON)
    here = learner.course_page(page)
    no_code_is_visible(page)

    here.get_by_role("radio").first.check()
    here.get_by_role("button", name=say["answer"], exact=True).click()
    here.get_by_label(say["what"]).first.fill(f"kaffe med {CANARY}")
    here.get_by_label(say["hours"]).first.fill("2,5")
    here.get_by_label(say["result"]).first.select_option(say["idea"])
    here.get_by_text(say["sum"]).first.wait_for()
    here.get_by_label(say["if"]).fill(f"jeg møder {CANARY}")
    here.get_by_label(say["act"]).check()
    page.wait_for_timeout(500)
    no_code_is_visible(page)
    barriers = learner.barriers(page)
    assert barriers == [], "\n".join(barriers)

    here.get_by_role("link", name=say["to_reflection"]).click()
    learner.ready(page, "01-why-network-da/why-network.ipynb")
    here.get_by_text("Timer i alt").wait_for()
    no_code_is_visible(page)
    boxes = here.get_by_role("textbox")
    boxes.first.fill("For kort.")
    here.get_by_role("button", name=say["check"]).click()
    here.get_by_text(say["missing"]).wait_for()
    for at, answer in enumerate(ANSWERS.values()):
        boxes.nth(at).fill(answer)
    boxes.nth(len(ANSWERS)).fill((date.today() + timedelta(days=10)).isoformat())
    barriers = learner.barriers(page)
    assert barriers == [], "\n".join(barriers)
    here.get_by_role("button", name=say["hand_in"], exact=True).click()
    here.get_by_text(say["arrived"]).wait_for()

    desk = netvaerk("da", command="desk", private=server.private)
    grade(desk, visit, "01-why-network-da", REMARK)

    page.reload()
    learner.ready(page, "01-why-network-da/why-network.ipynb")
    with learner.context.expect_page() as opened:
        here.get_by_role("button", name=say["feedback"]).click()
    feedback = opened.value
    feedback.get_by_text(REMARK).wait_for()
    assert feedback.locator("html").get_attribute("lang") == "da"
    assert "import exercises" not in feedback.content()
    feedback.close()

    page.get_by_role("link", name=say["welcome"]).first.click()
    learner.ready(page, "00-welcome.ipynb")
    here.get_by_text(say["done"]).wait_for()

    with sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite") as database:
        assert CANARY in database.execute("SELECT group_concat(data) FROM row").fetchone()[0]
    for path, content in everything_written(server.folder, desk.folder, server.private):
        assert CANARY.encode() not in content, path
    handed_in = list((server.private / "exchange").rglob("inbound/*/figures.json"))
    assert json.loads(handed_in[0].read_text())["hours"] == 2.5


@pytest.mark.timeout(300)
def test_an_english_learner_hands_in_and_may_hand_in_again(netvaerk, visit):
    say = WORDS["en"]
    server = netvaerk("en")
    learner = visit()
    page = learner.open(server, "en/00-welcome.ipynb")
    page.get_by_role("link", name=say["lesson"]).first.click()
    learner.ready(page, LESSON)
    here = learner.course_page(page)
    here.get_by_role("link", name=say["to_reflection"]).click()
    learner.ready(page, "01-why-network-en/why-network.ipynb")
    here.get_by_role("textbox").first.fill("I spent some hours and got an idea. " * 8)
    for _ in range(2):
        here.get_by_role("button", name=re.compile(f"^{say['hand_in']}")).first.click()
        page.get_by_role("button", name=say["send"]).click()
        here.get_by_text(say["arrived"]).wait_for()
        page.wait_for_timeout(1100)  # nbgrader names a hand-in by its second
    assert len(list((server.private / "exchange").rglob("inbound/*+01-why-network-en+*"))) == 2
