"""Lesson 8 as its learner meets it: a ladder, a price said, a post, and what came back."""

import pytest
from playwright.sync_api import expect

from kept import fields

pytestmark = pytest.mark.browser

LESSON = "08-share-and-charge.ipynb"


def exercise(page, here, button):
    """The exercise that has the button of that name."""
    return here.locator(".nv-exercise").filter(has=page.get_by_role("button", name=button)).last


def place(here, at, what, cost, rarity, rival):
    """Write the thing number ``at`` on the page, counted from 0, and answer the three questions."""
    here.get_by_label("Hvad ved eller kan du?").nth(at).fill(what)
    for label, answer in (
        ("Hvad koster det dig at give det?", cost),
        ("Hvor mange andre kan fortælle det?", rarity),
        ("Hvad kan en konkurrent bruge det til?", rival),
    ):
        here.get_by_label(label).nth(at).select_option(answer)


def test_a_learner_sorts_names_a_price_and_posts_by_keyboard_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    expect(here.get_by_text("De to samtaler talt op", exact=True)).to_be_visible()

    place(here, 0, "Se på en ovn", "Flere timer", "Nogle i mit fag", "Ikke meget")
    here.get_by_role("button", name="Tilføj en ting").focus()
    page.keyboard.press("Enter")
    expect(here.get_by_text("Ting nr. 2")).to_be_visible()
    place(here, 1, "Få ler af tøjet", "Nogle minutter", "Mange", "Ikke meget")
    expect(here.get_by_text("Din trappe: 1 at give, 0 at vise, 1 at sælge.")).to_be_visible()
    expect(here.get_by_text("Kunne man få en smagsprøve på »Se på en ovn«")).to_be_visible()

    say_it = here.get_by_role("button", name="Sig det")
    lab = exercise(page, here, "Sig det")
    for step, line in enumerate(
        ("Hvad ved du om den", "Sluk for", "Et råd her", "Vin er hygg", "Se på spiralerne"), 1
    ):
        expect(here.get_by_text(f"Replik {step}: Hvad siger du?")).to_be_visible()
        lab.get_by_role("radio", name=line).focus()
        page.keyboard.press("Space")
        say_it.focus()
        page.keyboard.press("Enter")
    expect(here.get_by_text("Sådan gik samtalen")).to_be_visible()
    expect(here.get_by_text("Du gav ikke arbejde væk.")).to_be_visible()
    expect(here.get_by_text("Du sagde prisen: »Vin er hyggeligt")).to_be_visible()

    here.get_by_label("Gaven: Hvad kan den anden få").fill("Læg bilagene i bunker efter måned.")
    here.get_by_label("Grænsen og prisen").fill("Det råd er gratis. En gennemgang koster 900 kroner.")
    here.get_by_label("Prisen i kroner").fill("900")
    here.get_by_label("Tid i alt, i minutter").fill("120")
    here.get_by_label("Det næste skridt").fill("Jeg ringer torsdag klokken ni.")
    expect(here.get_by_text("900 kr. for 120 minutter er 450 kr. i timen")).to_be_visible()

    here.get_by_label("Hvor skal det op?").select_option("En mail eller besked til flere")
    for label, text in (
        ("Et problem, læseren kender", "Skufferne binder, når det bliver efterår."),
        ("Et tip, der kan bruges i dag", "Gnid skinnen med et stearinlys."),
        ("Et eksempel, der er sket", "En kommode fra 1920 gik let igen på 10 minutter."),
        ("En invitation", "Hvad binder hos dig?"),
    ):
        here.get_by_label(label).fill(text)
    expect(here.get_by_text("25 ord. LIX")).to_be_visible()
    expect(
        here.get_by_text("kræver et ja på forhånd fra hver enkelt, også fra firmaer").first
    ).to_be_visible()

    here.get_by_label("Tak og venlige ord, antal").fill("4")
    here.get_by_label("Spørgsmål, antal").fill("3")
    expect(here.get_by_text("Tak: 4. Spørgsmål: 3. Ordrer eller aftaler: 0.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    expect(here.get_by_text("Din trappe: 1 at give, 0 at vise, 1 at sælge.")).to_be_visible()
    assert here.get_by_label("Prisen i kroner").input_value() == "900"
    assert fields(server, "dialogue_boundary")["kiln.choices"] == ["b", "c", "a", "c", "b"]
    assert fields(server, "post_checker")["place"] == "mail"


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    here.get_by_label("Where should it stand?").first.select_option("Sell it")
    here.get_by_label("What do you know, or know how to do?").first.fill("Glaze")
    drawing = here.get_by_role("img", name="Your ladder: ")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("svg => svg.getBoundingClientRect().right") <= 390
    here.get_by_label("Who do you meet?").select_option("Maja, who wants a recipe")
    exercise(page, here, "Say it").locator(".widget-radio-box label").last.click()
    here.get_by_role("button", name="Say it").click()
    expect(here.get_by_text("Line 2: What do you say?")).to_be_visible()
    here.get_by_label("A problem the reader knows").fill("My blue turns grey.")
    expect(here.locator("blockquote").get_by_text("My blue turns grey.")).to_be_visible()
