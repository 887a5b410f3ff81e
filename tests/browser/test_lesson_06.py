"""Lesson 6 as its learner meets it: a lot among sleeping contacts, a request, a warm-up, a stopwatch."""

import pytest
from playwright.sync_api import expect

from kept import rows

pytestmark = pytest.mark.browser

LESSON = "06-fast-and-cheap.ipynb"


def test_a_learner_draws_asks_warms_up_and_times_it_by_keyboard_and_finds_it_again(server, visit):
    learner = visit(permissions=["clipboard-read", "clipboard-write"])
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)

    names = here.get_by_label("Skriv et kælenavn, gerne flere")
    names.fill("Kirsten, Aksel, Dorte, Niels, Yvonne")
    page.keyboard.press("Enter")
    expect(here.get_by_role("radio", name="Dorte")).to_be_visible()
    names.fill("Frans, Bodil, Ivan, Pernille, Holger")
    page.keyboard.press("Enter")
    here.get_by_role("radio", name="Holger").wait_for()
    here.get_by_role("radio", name="Aksel").focus()
    page.keyboard.press("ArrowDown")
    draw = here.get_by_role("button", name="Træk lod blandt de andre")
    expect(draw).to_be_visible()
    draw.focus()
    page.keyboard.press("Enter")
    expect(here.get_by_text("Du valgte selv Dorte. Loddet faldt på")).to_be_visible()
    expect(draw).to_be_hidden()
    expect(here.get_by_role("button", name="Træk om", exact=True)).to_be_visible()

    for label, text in (
        ("Hvad handler det om?", "Vi var på kursus sammen. Nu sender jeg kopper med posten."),
        (
            "Hvad beder du om? Én ting",
            "Vil du bruge ti minutter i telefonen på at fortælle, hvordan I pakker?",
        ),
        ("Hvorfor lige dig?", "Du er den eneste, jeg kender, der sender glas."),
        ("Hvordan kan den anden sige nej?", "Passer det dårligt, så skriv bare nej."),
        ("Hvad giver du?", "Jeg skriver til dig, hvad jeg ender med."),
    ):
        here.get_by_label(label, exact=True).fill(text)
    expect(here.get_by_text("Hej Dorte", exact=True)).to_be_visible()
    expect(here.get_by_text("Grænsen er 120.")).to_be_visible()
    selling = here.get_by_label("Skal beskeden eller opkaldet få nogen til at købe")
    selling.select_option("Ja")
    expect(here.get_by_label("Sender du den som mail")).to_be_visible()
    selling.select_option("Nej")
    expect(here.get_by_text("Det er en personlig henvendelse og ikke markedsføring.")).to_be_visible()
    expect(here.get_by_label("Sender du den som mail")).to_be_hidden()
    here.get_by_role("button", name="Kopiér teksten").first.click()
    expect(here.get_by_text("Kopieret.").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Hej Dorte")

    here.get_by_label("Gæt først: Hvor mange af de tre svarer?").select_option("1")
    for n in range(3):
        here.get_by_label("Sendt", exact=True).nth(n).focus()
        page.keyboard.press("Space")
    here.get_by_label("Har svaret").first.check()
    expect(here.get_by_text("Du gættede på 1, og det passer indtil nu.")).to_be_visible()

    here.get_by_label("Hvor kom navnet fra?").select_option("Mit eget valg")
    here.get_by_label("Før du sender: Hvor stor er chancen").select_option("30 %")
    here.get_by_label("Sendt den").fill("2026-01-05")
    here.get_by_label("Klokken", exact=True).fill("08:00")
    here.get_by_label("Hvad kom der ud af det?").select_option("Et svar, jeg kunne bruge")
    here.get_by_label("Svaret kom den").fill("2026-01-05")
    here.get_by_label("Svaret kom klokken").fill("13:00")
    here.get_by_label("Hvad ville det koste at købe?").fill("600")
    here.get_by_label("Dine egne minutter i alt").fill("20")
    here.get_by_label("Hvad er en af dine timer værd?").fill("300")
    expect(here.get_by_text("Fra spørgsmål til brugbart svar: 5 t.")).to_be_visible()
    expect(here.get_by_text("Din egen tid var 100 kr. værd.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    expect(here.get_by_text("Du valgte selv Dorte. Loddet faldt på")).to_be_visible()
    expect(here.get_by_text("Hej Dorte", exact=True)).to_be_visible()
    assert here.get_by_label("Svaret kom klokken").input_value().startswith("13:00")
    drawn = [row["who"] for row in rows(server, "dormant_draw") if row.get("drawn")]
    assert len(drawn) == 1
    assert drawn != ["Dorte"]


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    here.get_by_label("What are you asking for? One thing").fill("Could I pick your brain?")
    expect(here.get_by_text("‘pick your brain’ can mean anything.")).to_be_visible()
    controls = here.locator(".widget-label, .widget-dropdown select, .widget-text input, .nv-pick")
    wide = controls.evaluate_all(
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().right > 391).length"
    )
    assert wide == 0, "a control is cut off at the edge"
