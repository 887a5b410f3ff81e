"""Lesson 9 as its learner meets it: a signal book, a board, a sheet and an introduction."""

import pytest
from playwright.sync_api import expect

from kept import rows

pytestmark = pytest.mark.browser

LESSON = "09-news-and-ideas.ipynb"
TALKS = (
    ("Markedet", "Folk køber én kop ad gangen"),
    ("Gæstgiverne", "Når det regner, vil de hellere lave noget"),
    ("Foreningen", "Firmaer giver oplevelser i julegave"),
)


def test_a_learner_gathers_signals_crosses_skills_and_introduces_two_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    book = here.locator(".nv-exercise").filter(has=page.get_by_role("button", name="Tilføj en samtale")).last

    for at, (circle, heard) in enumerate(TALKS):
        if at:
            add = book.get_by_role("button", name="Tilføj en samtale")
            add.focus()
            page.keyboard.press("Enter")
        card = book.locator(".nv-card").nth(at)
        card.get_by_label("Hvilken kreds hører den anden til?").fill(circle)
        card.get_by_label("Hvad er nyt hos dine kunder?").fill(heard)
        expect(book.get_by_role("columnheader", name=circle)).to_be_visible()
    last = book.locator(".nv-card").nth(2)
    last.get_by_label("Hvor ved den anden det fra?").first.select_option("Har hørt det af en anden")
    last.get_by_label("Har du hørt det før?").first.select_option(
        f"Ja, det er det samme som i Gæstgiverne: {TALKS[1][1]}"
    )
    book.locator(".nv-card").nth(1).get_by_label("Hvor ved den anden det fra?").first.select_option(
        "Har selv set det eller stået i det"
    )
    expect(book.get_by_text("går igen i 2 kredse, og mindst én har selv set det")).to_be_visible()
    expect(book.locator("tbody tr")).to_have_count(2)

    here.get_by_label("Hvem sidder du over for?").fill("V.")
    for n, (mine, theirs) in enumerate(
        (("dreje kopper", "lave morgenmad"), ("lære fra mig", "kende gæster")), 1
    ):
        here.get_by_label(f"Det kan jeg: nr. {n}").fill(mine)
        here.get_by_label(f"Det kan den anden: nr. {n}").fill(theirs)
    ideas = (
        "kopper til morgenbordet",
        "en kop at male",
        "morgenmad i værkstedet",
        "en regnvejrsformiddag ved skiven",
    )
    for idea in ideas:
        box = here.get_by_label("Vores idé").locator("visible=true")
        expect(box).to_have_value("")
        box.focus()
        page.keyboard.type(idea)
        page.keyboard.press("Tab")
        expect(here.get_by_role("button", name="Næste tomme felt")).to_be_focused()
        page.keyboard.press("Enter")
        expect(here.get_by_role("cell", name=idea, exact=True)).to_be_visible()
    here.get_by_label("Hvilken idé vil I prøve?").select_option(ideas[3])
    here.get_by_role("button", name="Skriv idéen på arket").click()
    expect(here.get_by_label("Hvad prøver I?")).to_have_value(ideas[3])
    here.get_by_label("Pris i kroner").fill("250")
    here.get_by_label("Udgift i alt i kroner").fill("400")
    expect(here.get_by_text("Til 250 kr. skal I sælge 2 for at få 400 kr. hjem igen.")).to_be_visible()

    here.get_by_label("Den ene (kælenavn)").fill("V.")
    here.get_by_label("Den anden (kælenavn)").fill("H.")
    here.get_by_label("Hvad kan den ene få ud af det?").fill("H. ved noget om moms")
    here.get_by_label("Hvad kan den anden få ud af det?").fill("V. mangler en bogholder")
    here.get_by_label("Jeg har spurgt den ene og fået et ja").check()
    expect(here.get_by_text("Du mangler at spørge H.")).to_be_visible()
    here.get_by_label("Jeg har spurgt den anden og fået et ja").check()
    expect(here.get_by_text("Kære V. og H.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    expect(here.get_by_text("går igen i 2 kredse, og mindst én har selv set det")).to_be_visible()
    expect(here.get_by_text("Kære V. og H.")).to_be_visible()
    assert here.get_by_label("Hvad prøver I?").input_value() == ideas[3]
    assert len(rows(server, "signal_talk")) == 3


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    expect(here.get_by_text("What can you build on?")).to_be_visible()
    here.get_by_label("Who is it for?").fill("everyone")
    expect(here.get_by_text("With ‘everyone’ you cannot see whom to ask first.")).to_be_visible()
    wide = here.locator("table, input, select, textarea, .nv-wide").evaluate_all(
        """all => all.filter(one => !one.parentElement.closest('.nv-wide'))
            .map(one => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 80)])
            .filter(([right]) => right > 390)"""
    )
    assert wide == [], "something is cut off at the edge"
