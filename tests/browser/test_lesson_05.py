"""Lesson 5 as its learner meets it: a conversation, three tellings, and the real talk written down."""

import pytest
from playwright.sync_api import expect

from kept import fields

pytestmark = pytest.mark.browser

LESSON = "05-more-than-a-card.ipynb"
TURNS = 8


def exercise(page, here, button):
    """The exercise that has the button of that name."""
    return here.locator(".nv-exercise").filter(has=page.get_by_role("button", name=button)).last


def test_a_learner_talks_tells_and_writes_down_by_keyboard_and_finds_it_again(server, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    expect(here.get_by_text("De to samtaler talt op", exact=True)).to_be_visible()

    here.get_by_label("Hvem møder du?").select_option("Torben, som siger lidt")
    expect(here.get_by_text("Hej. Keder du dig?")).to_be_visible()
    say_it = here.get_by_role("button", name="Sig det")
    lab = exercise(page, here, "Sig det")
    for step in range(1, TURNS + 1):
        group = here.get_by_text(f"Replik {step}: Hvad siger du?")
        expect(group).to_be_visible()
        lab.locator(".widget-radio-box input").first.focus()
        for _ in range(1 if step == 3 else 2):
            page.keyboard.press("ArrowDown")  # an arrow chooses; all choices are one stop for Tab
        page.keyboard.press("Tab")
        expect(say_it).to_be_focused()
        page.keyboard.press("Enter")
    expect(here.get_by_text("Sådan gik samtalen")).to_be_visible()
    expect(here.get_by_text("Hvad ville du ønske, at de ringede om i god tid?").first).to_be_visible()

    here.get_by_label("Replik 1: Den anden siger").fill("Jeg har lige overtaget en cykelbutik.")
    here.get_by_label("Replik 2: Jeg siger").fill(
        "Hvordan er det at overtage den? Jeg kommer forbi på torsdag."
    )
    expect(here.get_by_text("Her ser det ud til, at du spørger videre")).to_be_visible()

    for label, text in (
        ("Hvem hjælper du?", "Jeg laver kopper til kroer og caféer her på Sydsjælland."),
        ("Hvad er svært for dem?", "De køber tit kopper fra en fabrik, og ingen lægger mærke til dem."),
        (
            "Hvad kommer der ud af det?",
            "En café fortæller, at gæsterne spørger, hvor de er fra. Det er fra Stege.",
        ),
        ("Hvad vil du spørge om?", "Hvad taler dine gæster om, når de sidder ved bordet?"),
    ):
        here.get_by_label(label).fill(text)
    expect(here.get_by_text("Den er på 47 ord og tager cirka 24 sekunder.")).to_be_visible()

    here.get_by_label("Før du spørger").select_option("5")
    here.get_by_label("Spørgsmål, du stillede").fill("7")
    here.get_by_label("Bagefter: Hvad var det rigtige tal?").select_option("8")
    expect(here.get_by_text("Du gættede 5, og tallet var 8.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    expect(here.get_by_text("Sådan gik samtalen")).to_be_visible()
    assert here.get_by_label("Hvem hjælper du?").input_value().startswith("Jeg laver kopper")
    assert here.get_by_label("Spørgsmål, du stillede").input_value() == "7"
    assert len(fields(server, "dialogue_first_meeting")["quiet.choices"]) == TURNS


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    here.get_by_label("Who do you meet?").select_option("Karin, who is in a hurry")
    say_it = here.get_by_role("button", name="Say it")
    exercise(page, here, "Say it").locator(".widget-radio-box label").first.click()
    say_it.click()
    expect(here.get_by_text("Line 2: What do you say?")).to_be_visible()
    widths = here.locator(".widget-radio-box label").evaluate_all(
        "all => all.map(l => l.getBoundingClientRect().right)"
    )
    assert max(widths) <= 390, "a line to choose is cut off at the edge"
