"""The page "My data": seen, taken along and deleted in a real browser."""

import io
import os
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from exercises.contact_files import Contact, read_contacts
from exercises.models import address_book, sample
from exercises.store import FILE, Store
from exercises.texts import Texts

pytestmark = pytest.mark.browser

CANARY = "Kanariefugl"
# A folder for pictures to look at, where somebody wants them.
PICTURES = os.environ.get("NETVAERK_PICTURES")


def kept(server):
    return Store(server.folder / "Mit netværk" / FILE)


def fill(server, lang):
    store = kept(server)
    store.delete_everything()
    sample.fill(store, lang)
    found = [Contact(f"Navn {at:02}", "Firma", emails=(f"n{at}@x.example",)) for at in range(25)]
    found.append(
        Contact(f"{CANARY} Holm", "Holm Keramik", "Ejer", ("m@holm.example",), ("20 12 34 56",), "Stege")
    )
    address_book.keep(store, address_book.plan(store, found))
    store.put("network_rules", "own_rule", f"{CANARY} Holm bestemmer")
    store.close()


def picture(page, name):
    if PICTURES:
        # the page scrolls inside a frame of its own
        size = page.viewport_size
        page.set_viewport_size({"width": size["width"], "height": 4200})
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))
        page.set_viewport_size(size)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_all_is_seen_taken_along_and_deleted_by_keyboard(server, visit, lang):
    fill(server, lang)
    t = Texts("my_data", lang)
    look = visit(accept_downloads=True)
    page = look.open(server, f"{lang}/90-my-data.ipynb")

    def button(key):
        return page.get_by_role("button", name=t(key), exact=True)

    def press(key):
        button(key).focus()
        page.keyboard.press("Enter")

    # see
    page.get_by_label(t("see.search"), exact=True).fill("kanariefugl")
    expect(page.get_by_text("m@holm.example")).to_be_visible()
    assert look.barriers(page) == []
    picture(page, f"my-data-{lang}-1280")

    # take
    with page.expect_download() as download:
        press("take.excel")
    content = Path(download.value.path()).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert f"{CANARY} Holm" in [cell.value for cell in book.worksheets[0]["A"]]
    assert (server.folder / "Mit netværk" / download.value.suggested_filename).read_bytes() == content
    with page.expect_download() as download:
        press("take.vcard_4")
    cards = read_contacts("x.vcf", Path(download.value.path()).read_bytes()).contacts
    assert len(cards) == 26 + 14

    # delete one person
    page.get_by_label(t("person.search"), exact=True).fill("kanarie")
    which = page.get_by_label(t("person.which"), exact=True)
    expect(which).to_be_visible()
    which.select_option(index=1)
    press("person.delete")
    press("person.yes")
    expect(page.get_by_text(t("person.mentions"))).to_be_visible()
    store = kept(server)
    assert CANARY not in " ".join(contact.name for contact in address_book.contacts(store))
    store.close()

    # delete all, also what this browser kept of an exercise whose server was away
    lesson = f"/{lang}/01-why-network.ipynb"
    page.evaluate(f"localStorage.setItem('netvaerk-words:' + location.origin + '{lesson}', '[]')")
    press("all.begin")
    assert look.barriers(page) == []
    word = page.get_by_label(t("all.type", word=t("all.word")), exact=True)
    word.fill("ja")
    press("all.yes")
    expect(page.get_by_text(t("all.wrong_word", word=t("all.word")))).to_be_visible()
    word.fill(t("all.word"))
    press("all.yes")
    expect(page.get_by_text(t("all.done"))).to_be_visible()
    expect(page.get_by_text(t("see.nothing"))).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('netvaerk-words:'))") == []
    store = kept(server)
    assert (store.kinds(), store.exercises()) == ([], [])
    store.close()
    for path in server.folder.rglob("*.ipynb"):
        assert CANARY not in path.read_text(encoding="utf-8"), path


def test_the_page_fits_a_telephone(server, visit):
    fill(server, "da")
    look = visit(width=390, height=844)
    page = look.open(server, "da/90-my-data.ipynb")
    t = Texts("my_data", "da")
    page.get_by_label(t("see.which"), exact=True).select_option(
        label=t("see.option", title=t("table.person"), n=14)
    )
    page.get_by_label(t("person.search"), exact=True).fill("gry")
    page.get_by_label(t("person.which"), exact=True).select_option(index=1)
    page.get_by_role("button", name=t("person.delete"), exact=True).click()
    page.get_by_role("button", name=t("all.begin"), exact=True).click()
    wider = page.evaluate(
        """() => [...document.querySelectorAll('.nv-exercise *')]
            .filter(node => node.offsetWidth && node.getBoundingClientRect().right > innerWidth + 1)
            .map(node => node.outerHTML.slice(0, 120))"""
    )
    assert wider == []
    assert look.barriers(page) == []
    picture(page, "my-data-da-390")
