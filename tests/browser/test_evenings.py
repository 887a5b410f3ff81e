"""The working evenings as a participant meets them: the list, the posts and their lots, a theme's sheet."""

import re

import pytest
from playwright.sync_api import expect

from kept import fields

pytestmark = pytest.mark.browser


def test_a_participant_plans_posts_by_lot_and_swaps_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, "da/00-welcome.ipynb")
    way = learner.course_page(page)
    expect(way.get_by_role("heading", name="Arbejdende værksteder")).to_be_visible()
    expect(way.get_by_role("link", name="Facebook-aften")).to_be_visible()
    page.close()

    page = learner.open(server, "da/51-facebook-evening.ipynb")
    here = learner.course_page(page)
    here.get_by_label("Vis Bentes fem opslag i stedet for mine").focus()
    page.keyboard.press("Space")
    expect(here.get_by_text("5 opslag nåede fra 186 til 538").first).to_be_visible()
    page.keyboard.press("Space")
    here.get_by_label("Hvor mange nåede det?").fill("250")
    expect(here.get_by_text("Ét opslag.")).to_be_visible()

    here.get_by_label("Hvem er den ene læser?").fill("Karen <på vej hjem>")
    here.get_by_label("Hvad går hun eller han og tænker på?").fill("Tåler koppen opvask?")
    here.get_by_label("Åbning A").fill("Et spørgsmål om kopper")
    here.get_by_label("Åbning B").fill("Jeg satte fyrre i maskinen")
    here.get_by_label("Hvor mange opslag på to uger?").select_option("4 opslag")
    here.get_by_label("Det første opslag").fill("2027-01-04")
    draw = here.get_by_role("button", name="Træk lod om åbningerne")
    draw.press("Enter")
    expect(here.get_by_text("Planen er klar.")).to_be_visible()
    lot = fields(server, "post_plan")["lot.4"]
    with page.expect_download() as taken:
        here.get_by_role("button", name="Læg opslagene i min kalender").click()
    assert taken.value.path().read_text().count("BEGIN:VEVENT") == 4
    for at, letter in enumerate(lot, start=1):
        here.get_by_label(f"Opslag {at} (åbning {letter}) nåede").fill({"A": "300", "B": "100"}[letter])
    expect(here.get_by_text("Loddet kunne være faldet på 6 måder.")).to_be_visible()

    here.get_by_label("Hvem læser det, du har lavet?").select_option("En ved bordet")
    here.get_by_label("Én ting, den anden lagde mærke til").fill("Jeg så hylden først")
    assert learner.barriers(page) == []
    page.close()

    # found again, this time read step by step as a lesson is; a table's minutes are those of its plan
    page = learner.context.new_page()
    page.add_init_script("localStorage.removeItem('netvaerk-reading')")
    page.goto(server.address("da/51-facebook-evening.ipynb") + "#own-plan")
    learner.ready(page)
    here = learner.course_page(page)
    expect(here.locator(".nv-where")).to_have_text(re.compile("Trin 8 af 16"))
    expect(here.locator(".nv-minutes")).to_have_count(0)
    expect(here.get_by_role("heading", name="To uger til én læser")).to_be_visible()
    expect(here.get_by_role("heading", name="Byt med en anden")).to_be_hidden()
    assert here.get_by_label("Hvem er den ene læser?").input_value() == "Karen <på vej hjem>"
    assert fields(server, "post_plan")["lot.4"] == lot
    expect(here.get_by_text("Der er trukket lod")).to_be_visible()


def test_the_english_theme_fits_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, "en/53-theme-evening.ipynb")
    here = learner.course_page(page)
    here.get_by_label("What are you working on?").select_option("Blog: one article of 400 words")
    expect(here.get_by_label("The article, 350–450 words")).to_be_visible()
    here.get_by_label("What are you working on?").select_option(
        "Newsletter: one letter to those who said yes"
    )
    here.get_by_label("The subject in the inbox").fill("The kiln opens on Saturday")
    here.get_by_label("How did the receivers come on the list?").select_option("I collected the addresses")
    expect(here.get_by_text("Do not send it.")).to_be_visible()
    rights = here.locator(".nv-exercise :is(input, textarea, select, p, li)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().right)"
    )
    assert max(rights) <= 390, "something is cut off at the edge"
