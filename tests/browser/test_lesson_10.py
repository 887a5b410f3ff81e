"""Lesson 10 as its learner meets it: a group, its charter, a round in the red chair, and who talked."""

import json
import sqlite3
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LESSON = "10-learn-together.ipynb"

# Printing takes its page away again at once; keep what was on it.
KEEP_PRINT = """() => {
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes)
            if (node.tagName === 'IFRAME') window.nvPrinted = node.srcdoc;
    }).observe(document.body, { childList: true });
}"""


def store(server):
    return sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite")


def clock(server):
    with store(server) as database:
        (value,) = database.execute(
            "SELECT value FROM field WHERE exercise = 'red_chair' AND name = 'clock'"
        ).fetchone()
    return json.loads(value)


def nearly_over(server):
    """Let the part that is on end in two seconds, as another window might."""
    kept = clock(server) | {"ends": time.time() + 2, "left": None}
    with store(server) as database:
        database.execute(
            "UPDATE field SET value = ? WHERE exercise = 'red_chair' AND name = 'clock'", (json.dumps(kept),)
        )


def test_a_learner_makes_a_group_and_runs_a_round_by_keyboard_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)

    here.get_by_label("Dit fag").fill("keramiker")
    gaps = here.get_by_role("group", name="Det vil du gerne have hjælp til")
    gaps.get_by_label("priser og tilbud").focus()
    page.keyboard.press("Space")
    here.get_by_label("Hvem? (et kælenavn)").fill("P.")
    here.get_by_label("Fag", exact=True).fill("Keramik og glas")
    here.get_by_role("group", name="Det kan den anden hjælpe med").get_by_label("priser og tilbud").check()
    here.get_by_label("Med i gruppen").check()
    expect(here.get_by_text("Måske konkurrerer du og P.:")).to_be_visible()
    expect(here.get_by_text("P.: Skriv, hvad I har til fælles.")).to_be_visible()

    here.get_by_label("Hvad hedder gruppen?").fill("Tirsdagsbordet <1>")
    here.get_by_label("Hvornår er det første møde?").fill("2027-01-05")
    page.keyboard.press("Tab")
    page.evaluate(KEEP_PRINT)
    here.get_by_role("button", name="Udskriv").press("Enter")
    page.wait_for_function("window.nvPrinted")
    printed = page.evaluate("window.nvPrinted")
    assert "Tirsdagsbordet &lt;1&gt;" in printed
    assert "5. januar 2027" in printed
    with page.expect_download() as taken:
        here.get_by_role("button", name="Læg det første møde i min kalender").click()
    assert "DTSTART:20270105T080000Z" in taken.value.path().read_text()

    here.get_by_role("button", name="Begynd runden").press("Enter")
    onward = here.get_by_role("button", name="Videre til næste del")
    expect(onward).to_be_focused()
    expect(here.get_by_text("Nu: Fortæl.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(here.get_by_text("Nu: Spørg.")).to_be_visible()
    ends = clock(server)["ends"]

    minutes = here.get_by_label("Minutter", exact=True)
    minutes.fill("18")
    here.get_by_role("button", name="Tilføj en person").click()
    minutes.nth(1).fill("6")
    expect(
        here.get_by_text("Få talte det meste af tiden")
        .or_(here.get_by_text("Nogle talte en del mere end andre"))
        .first
    ).to_be_visible()
    assert learner.barriers(page) == []

    page.close()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    expect(here.get_by_text("Nu: Spørg.")).to_be_visible()
    assert clock(server)["ends"] == ends, "a reload moved the end of the part"
    assert here.get_by_label("Hvad hedder gruppen?").input_value() == "Tirsdagsbordet <1>"
    here.get_by_role("button", name="Hold pause").press("Enter")
    expect(here.get_by_role("button", name="Fortsæt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(here.get_by_text("Nu: Spørg.")).to_be_visible()
    here.get_by_label("En stille klokke").check()  # a bell that cannot sound would be a console error
    nearly_over(server)
    expect(here.get_by_text("Spørg: Der er mindre end et minut tilbage.")).to_be_visible()
    expect(here.get_by_text("Spørg: Tiden er gået.")).to_be_visible()
    expect(here.get_by_role("timer")).to_have_text("0:00")


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    begin, again = (here.get_by_role("button", name=name) for name in ("Begin the round", "Start again"))
    expect(begin.or_(again)).to_be_visible()
    if again.is_visible():  # the Danish learner's round: both pages share one folder
        again.click()
    expect(here.get_by_role("timer")).to_have_text("5:00")
    begin.click()
    expect(here.get_by_text("Now: Present.")).to_be_visible()
    rights = here.locator(".nv-clock *").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(rights) <= 390, "the clock is cut off at the edge"
