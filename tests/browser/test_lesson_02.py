"""Lesson 2 as its learner meets it: a month counted by keyboard, locked, and turned into a goal."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LESSON = "02-a-skill.ipynb"
BENTE = ((0, 0, 0), (3, 1, 0), (2, 1, 0), (5, 2, 1), (3, 1, 0), (1, 1, 0))
SQUARES = (
    "Opbygge i dit fag",
    "Opbygge uden for faget",
    "Pleje i dit fag",
    "Pleje uden for faget",
    "Bruge i dit fag",
    "Bruge uden for faget",
)


def holder(here, question):
    """The exercise that holds that text."""
    return here.locator(".nv-exercise").filter(has_text=question).last


def test_a_learner_counts_a_month_by_keyboard_locks_it_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    here.get_by_label("Jeg har aldrig tænkt over det").check()
    expect(here.get_by_text("Så er du i godt selskab.")).to_be_visible()

    here.get_by_label("Før du tæller").select_option("6")
    grid = holder(here, "Hvor mange gange har du gjort det")
    onward = grid.get_by_role("button", name="Næste felt")
    for square, numbers in zip(SQUARES, BENTE, strict=True):
        expect(grid.locator(".nv-question")).to_have_text(square)
        first = grid.locator(".nv-card input").first
        expect(first).to_have_value("")
        first.focus()
        for number in numbers:
            page.keyboard.type(str(number))
            page.keyboard.press("Tab")
        if square == SQUARES[0]:
            expect(onward).to_be_focused()
        if square != SQUARES[-1]:
            onward.press("Enter")
    finding = (
        "Oftest: Pleje uden for faget (8). Sjældnest: Opbygge i dit fag (0) og Bruge uden for faget (2)."
    )
    expect(grid.get_by_text(finding)).to_be_visible()
    expect(grid.get_by_role("img", name=re.compile("Dit gitter"))).to_be_visible()

    grid.get_by_label("Bruge uden for faget · Stille").check()
    expect(grid.get_by_text("Længere nede på siden giver du handlingen en dag.")).to_be_visible()
    grid.get_by_label("Dit gæt: så mange gange").fill("30")
    grid.get_by_label("Dit gæt: så god").select_option("7")
    grid.get_by_role("button", name="Lås mine tal").press("Enter")
    grid.get_by_role("button", name="Ja, lås dem").press("Enter")
    expect(grid.get_by_text("Du gættede på 30 gange og 7 af 10 ved kursets slutning.")).to_be_visible()

    here.get_by_label("Hvad vil du gøre?").fill("Spørge en fra et andet fag om én bestemt ting")
    here.get_by_label("Hvad kan en anden se eller høre").fill("Jeg føler mig tryg")
    here.get_by_label("Hvor tit, og indtil hvornår?").fill("Hver fredag indtil jul")
    expect(here.get_by_text("»føler« foregår inde i dig.")).to_be_visible()
    here.get_by_label("Hvad kan en anden se eller høre").fill("Lone hører mig spørge hen over disken")
    expect(here.get_by_text("Siden finder ikke noget at pege på.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    grid = holder(here, "Hvor mange gange har du gjort det")
    expect(grid.get_by_text("Du sagde 6 af 10 og talte 21 gange.")).to_be_visible()
    expect(grid.locator(".nv-card input").first).to_be_disabled()
    expect(grid.get_by_label("Bruge uden for faget · Stille")).to_be_checked()
    assert here.get_by_label("Hvor tit, og indtil hvornår?").input_value() == "Hver fredag indtil jul"


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    grid = holder(here, "How many times have you done this")
    expect(grid.get_by_text("Locked")).to_be_visible()
    expect(grid.get_by_text("Most often: Keep outside your trade (8).")).to_be_visible()
    rights = grid.locator("label, svg, table").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert max(rights) <= 390, "something is cut off at the edge"
