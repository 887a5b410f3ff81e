"""Lesson 7 as its learner meets it: the trail, the agreement printed, the sentence copied, the ask noted."""

import pytest
from playwright.sync_api import expect

from kept import rows

pytestmark = pytest.mark.browser

LESSON = "07-referrals.ipynb"
# What a person would see in the print dialogue is kept instead; a dialogue would hold the browser.
KEEP_PRINTED = "window.print = () => { window.top.printed = document.documentElement.outerHTML }"


def pages(chromium, html, tmp_path):
    """How many A4 pages the printed HTML becomes; the PDF stays in ``tmp_path`` to be looked at."""
    page = chromium.new_page()
    page.set_content(html)
    pdf = page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    page.close()
    return pdf.count(b"/Type /Page\n")


def test_a_learner_draws_the_trail_prints_the_agreement_and_copies_the_sentence(
    server, visit, chromium, tmp_path
):
    learner = visit(permissions=["clipboard-read", "clipboard-write"])
    learner.context.add_init_script(KEEP_PRINTED)
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)

    name = here.get_by_label("Kælenavn eller forbogstav")
    senders = here.get_by_label("Hvem sendte dem?")
    name.first.focus()
    for at, (who, how) in enumerate(
        (("Knud", "En b"), ("Maren", "En a"), ("K3", "An"), ("K4", "An"), ("K5", "An"))
    ):
        expect(name.nth(at)).to_be_focused()
        page.keyboard.type(who)
        page.keyboard.press("Tab")
        page.keyboard.type(how)
        if who == "Maren":
            expect(senders.nth(at)).to_be_visible()
            page.keyboard.press("Tab")
            page.keyboard.type("1. K")
            page.keyboard.press("Enter")
        else:
            expect(senders.nth(at)).to_be_hidden()
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Enter")
        expect(name).to_have_count(at + 2)
    expect(here.get_by_text("Knud har sendt dig en kunde. Har du sagt tak?")).to_be_visible()
    lines = [name.nth(at).bounding_box() for at in (0, 5)]
    assert (lines[1]["y"] - lines[0]["y"]) / 5 < 50, "ten on a screen"
    expect(here.get_by_text("2 af 5 kom gennem et menneske: 40 %.")).to_be_visible()
    expect(here.get_by_role("img", name="Et træ med 5 kunder.")).to_be_visible()

    here.get_by_label("Hvem er aftalen med?").fill("B.")
    here.get_by_label("Det skal den anden ikke").fill("love en dato på mine vegne")
    expect(here.get_by_text("1 af 6 felter er udfyldt.")).to_be_visible()
    here.get_by_role("button", name="Udskriv").click()
    expect(here.get_by_text("Vælg en printer, eller gem som PDF.")).to_be_visible()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    assert 'lang="da"' in printed
    assert "<title>Aftale mellem mig og B.</title>" in printed
    assert "love en dato på mine vegne" in printed
    assert pages(chromium, printed, tmp_path) == 1

    here.get_by_label("Hvem kender du, som …").fill("har tre måneders bilag i en pose")
    here.get_by_label("Hvem tager det første skridt?").select_option(
        "Jeg skriver selv på mail, sms eller chat"
    )
    expect(here.get_by_text("Stop: Du må ikke sende reklame på mail, sms eller chat")).to_be_visible()
    here.get_by_label("Hvem tager det første skridt?").select_option("Den nye kontakter mig")
    expect(here.get_by_text("Stop: Du må ikke")).to_have_count(0)
    here.get_by_label("Sådan siger jeg tak").fill("10 % af ordren")
    expect(here.get_by_text("»%« er betaling for et godt ord.")).to_be_visible()
    sentence = here.locator(".nv-exercise").filter(has=page.get_by_label("Sådan siger jeg tak")).last
    sentence.get_by_role("button", name="Kopiér teksten").click()
    expect(sentence.get_by_text("Kopieret. Sæt den ind, hvor du vil.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "Hvem kender du, som har tre måneders bilag i en pose? Du må gerne give mit nummer"
    )

    here.get_by_label("Hvad blev svaret?").select_option("Nej")
    expect(here.get_by_text("Et nej viser, at du gjorde det let at sige nej.")).to_be_visible()

    assert learner.barriers(page) == []
    page.close()
    here = learner.course_page(learner.open(server, f"da/{LESSON}"))
    expect(here.get_by_text("2 af 5 kom gennem et menneske: 40 %.")).to_be_visible()
    expect(here.get_by_label("Hvem er aftalen med?")).to_have_value("B.")
    kept = rows(server, "trail_customer")
    assert [row["name"] for row in kept] == ["Knud", "Maren", "K3", "K4", "K5"]
    assert kept[1]["source"] == "customer"


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    here.get_by_label("Nickname or initial").first.fill("Knud")
    here.get_by_label("How did the customer come to you?").first.select_option(
        "A friend, or sent by a friend"
    )
    here.get_by_text("The tree as a table", exact=True).click()
    expect(here.get_by_role("cell", name="Friends")).not_to_have_count(0)
    expect(here.get_by_role("button", name="Print", exact=True)).to_be_visible()
    rights = here.locator(".nv-exercise :is(input, select, textarea, button, svg, table)").evaluate_all(
        "all => all.filter(e => e.offsetParent || e.tagName === 'svg')"
        ".map(e => e.getBoundingClientRect().right)"
    )
    assert max(rights) <= 390, "something is cut off at the edge"
