"""The pages to look things up in: the learner's own book, and the course's sources."""

import os
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exercises.store import FILE, Store
from exercises.texts import Texts

pytestmark = pytest.mark.browser

CANARY = "Kanariefugl"
# A folder for pictures to look at, where somebody wants them.
PICTURES = os.environ.get("NETVAERK_PICTURES")


def picture(page, name, height=3000):
    if PICTURES:
        size = page.viewport_size
        page.set_viewport_size({"width": size["width"], "height": int(height)})
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))
        page.set_viewport_size(size)


def test_the_book_is_read_kept_and_printed_and_the_sources_are_one_click_away(netvaerk, visit):
    server = netvaerk("da")
    store = Store(server.folder / "Mit netværk" / FILE)
    store.add("account", day="2026-10-01", what=f"Kaffe hos {CANARY}", hours="2", kroner="", result="idea")
    store.put("act", "why-network.if", "Hvis klokken er ti")
    store.put("progress", "why-network.act", "2026-11-02")
    store.close()
    t = Texts("network_book", "da")
    look = visit(accept_downloads=True)
    page = look.open(server, "da/00-welcome.ipynb")
    picture(page, "welcome")
    look.course_page(page).get_by_role("link", name=t("title")).click()
    look.ready(page, "da/92-my-network-book.ipynb")
    book = page.locator(".jupyter-widgets.nv-exercise:has(.nv-book)")
    expect(book).to_contain_text(f"Kaffe hos {CANARY}")
    expect(book.get_by_role("heading", name="Hvorfor netværke?")).to_be_visible()
    picture(page, "book")
    assert look.barriers(page) == []
    with page.expect_download() as taken:
        book.get_by_role("button", name=t("download")).press("Enter")
    kept = Path(taken.value.path()).read_text(encoding="utf-8")
    assert CANARY in kept
    # Read on its own, in a browser that knows nothing of the course.
    alone = look.context.new_page()
    alone.set_content(kept)
    expect(alone.get_by_role("heading", level=1)).to_have_text(t("title"))
    picture(alone, "book-file")
    alone.close()
    page.add_init_script("window.print = () => { window.top.nvPrinted = document.title }")
    page.reload()
    look.ready(page, "da/92-my-network-book.ipynb")
    book.get_by_role("button", name=Texts("take", "da")("print")).click()
    page.wait_for_function("window.nvPrinted")
    assert page.evaluate("window.nvPrinted") == t("title")

    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(server.address("da/91-sources-and-myths.ipynb"))
    look.ready(page, "da/91-sources-and-myths.ipynb")
    picture(page, "sources-narrow")
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, "sources")
    assert look.barriers(page) == []
    look.course_page(page).get_by_role("link", name="Granovetter 1974 ●").first.click()
    expect(page.locator(".nv-found")).to_contain_text("Getting a Job")

    page.goto(server.address("da/93-your-own-way.ipynb"))
    look.ready(page, "da/93-your-own-way.ipynb")
    assert look.barriers(page) == []
    with page.expect_download() as paper:
        page.get_by_role("button", name=Texts("workbook", "da")("download")).press("Enter")
    made = Path(paper.value.path()).read_bytes()
    assert made.startswith(b"%PDF") and made.count(b"/Type /Page ") > 100
    picture(page, "own-way")
    # nothing of what was made goes on living in the page's kernel
    assert page.locator(".jupyter-widgets.nv-exercise").count() == 1


def a_sheet_for_the_wall(page):
    """As long as sentences get, and as PNG and as PDF: A4 at 300 dots an inch, on one page."""
    t = Texts("wall_sheet", "da")
    wall = page.locator(".jupyter-widgets.nv-exercise:has(.nvp-paper)")
    for name in ("sentence1", "sentence2", "sentence3", "next"):
        wall.get_by_label(t(name), exact=True).fill("Jeg vil ringe til dem, jeg har glemt. " * 5 + name)
        page.keyboard.press("Tab")
    sheet = wall.locator(".nvp-paper > svg")
    expect(sheet).to_have_attribute("aria-label", re.compile("sentence1.*sentence2.*sentence3.*next"))
    ends = sheet.locator("> text").evaluate_all("all => all.map(one => Number(one.getAttribute('y')))")
    assert ends == sorted(ends) and ends[-1] < 1754, "what is written stands over the foot, and in the sheet"
    words = Texts("network_map", "da")
    made = {}
    for kind in ("png", "pdf"):
        with page.expect_download() as taken:
            wall.get_by_role("button", name=words(f"picture.sheet_{kind}")).press("Enter")
        assert taken.value.suggested_filename == f"mit-ark.{kind}"
        made[kind] = Path(taken.value.path()).read_bytes()
        if PICTURES:
            Path(PICTURES, f"wall-sheet.{kind}").write_bytes(made[kind])
    size = (2480, 3508)
    assert made["png"].startswith(b"\x89PNG") and struct.unpack(">II", made["png"][16:24]) == size
    pdf = made["pdf"]
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page ") == 1 and b"/Lang (da)" in pdf
    title = "FEFF" + t("title").encode("utf-16-be").hex()
    assert f"/Title <{title}>".encode() in pdf
    table = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[table:].startswith(b"xref")
    for at, line in enumerate(re.findall(rb"(\d{10}) 00000 n", pdf[table:]), start=1):
        assert pdf[int(line) :].startswith(b"%d 0 obj" % at)
    shown = re.search(rb"/Filter /DCTDecode /Length (\d+) >>\nstream\n", pdf)
    jpeg = pdf[shown.end() :][: int(shown[1])]
    assert jpeg.startswith(b"\xff\xd8") and jpeg.endswith(b"\xff\xd9")
    assert struct.pack(">HH", *reversed(size)) in jpeg[:1000], "the size that the picture itself says"


def test_the_book_of_the_whole_course_is_read_on_a_telephone_and_on_paper(netvaerk, visit, fill_whole_course):
    server = netvaerk("da")
    store = Store(server.folder / "Mit netværk" / FILE)
    fill_whole_course(store, "da")
    store.close()
    look = visit()
    page = look.open(server, "da/92-my-network-book.ipynb")
    book = page.locator(".jupyter-widgets.nv-exercise:has(.nv-book)")
    expect(book.get_by_role("heading", level=2)).to_have_count(20)
    assert look.barriers(page) == []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        picture(page, f"book-whole-{width}", book.bounding_box()["height"] + 600)
        # the map alone scrolls, in itself, so that the names in it can be read
        told = "[...document.querySelectorAll('.nv-book :not(.nv-drawn)')]"
        wider = f"{told}.filter(e => e.scrollWidth > e.clientWidth + 1)"
        letters = "document.querySelector('.nv-drawn svg').getScreenCTM().a * 14"
        assert page.evaluate(letters) > 10
        shown = f"{wider}.filter(e => getComputedStyle(e).display !== 'inline').map(e => e.outerHTML)"
        assert page.evaluate(shown) == []
    a_sheet_for_the_wall(page)
    page.add_init_script("window.print = () => { window.top.nvPrinted = document.documentElement.outerHTML }")
    page.reload()
    look.ready(page, "da/92-my-network-book.ipynb")
    book.get_by_role("button", name=Texts("take", "da")("print")).click()
    page.wait_for_function("window.nvPrinted")
    paper = look.context.new_page()
    paper.set_content(page.evaluate("window.nvPrinted"))
    made = paper.pdf(format="A4")
    assert made.startswith(b"%PDF")
    if PICTURES:
        Path(PICTURES, "book-whole.pdf").write_bytes(made)
    paper.close()
