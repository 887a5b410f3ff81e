"""The course in a browser alone: the folder that `netvaerk site` makes, opened in a real Chromium.

Every visit fails on a console error and on a request to another host.
"""

import html
import os
import re
import shutil
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from exercises.places import root
from facilitation import desk_folder, taking_in
from facilitation.site import building, precache, serving

HAND_IN = "hold@kurset.example"
LESSON = "da/01-why-network.ipynb"
REFLECTION = "reflections/01-why-network-da/why-network.ipynb"
MY_DATA = "da/90-my-data.ipynb"
BOXES = ".nv-page:not(.lm-mod-hidden) :is(input[type=text], input[type=number]):visible"
KEPT = "Number(localStorage.getItem('netvaerk-kept'))"
READY = """path => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    return panel?.dataset.nvReady === 'true' && panel.dataset.nvPath === path;
}"""

pytestmark = pytest.mark.timeout(900)  # the first test builds the site


@dataclass
class Site:
    folder: Path
    url: str

    def address(self, path: str) -> str:
        step = "#guess-first" if path == LESSON else ""
        return f"{self.url}/lab/index.html?path={quote(path)}{step}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built once and served as a web host would."""
    if shutil.which("node") is None or not (Path(building.__file__).parent / "node_modules/pyodide").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("node or pyodide is missing: make site")
        pytest.skip("node or pyodide is missing: make site")
    folder = tmp_path_factory.mktemp("site") / "kursus"
    building.build(folder, root(), HAND_IN)
    server = serving.server(folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def opened(visit, site, path):
    """A page of the course in a tab of its own, when its exercises can take a click."""
    page = visit.context.new_page()
    page.goto(site.address(path))
    ready(page, path)
    return page


def ready(page, path):
    page.wait_for_function(READY, arg=path, timeout=120_000)


def write(page, value, at=0):
    """Type into a box of lesson 1 and wait until the browser has it and the page says so."""
    before = page.evaluate(KEPT)
    box = page.locator(BOXES).nth(at)
    box.fill(value)
    box.press("Tab")
    page.wait_for_function(f"before => {KEPT} > before", arg=before)
    expect(page.locator(".nv-page .nv-saved").get_by_text("Gemt").first).to_be_visible()


def boxes(page, *which):
    return [page.locator(BOXES).nth(at).input_value() for at in which]


def test_lesson_1_works_and_what_was_written_is_there_after_a_new_visit(site, visit):
    one = visit()
    page = opened(one, site, LESSON)
    assert not page.locator("#nv-twin").count()
    write(page, "12")
    page.close()
    again = opened(one, site, LESSON)
    expect(again.locator(BOXES).first).to_have_value("12")


def test_a_reflection_becomes_a_file_that_an_unchanged_desk_collects(site, visit, tmp_path):
    one = visit(accept_downloads=True)
    page = opened(one, site, REFLECTION)
    course = one.course_page(page)
    box = course.get_by_role("textbox").first
    box.fill("Jeg regnede mine timer sammen og så, at tre kunder kom fra folk, jeg mødte for et år siden.")
    box.press("Tab")
    name = course.get_by_label("Dit navn", exact=False)
    course.get_by_role("button", name="Lav filen til aflevering").click()
    expect(course.get_by_role("alert").get_by_text("Skriv dit navn først")).to_be_visible()
    name.fill("Bente Holm")
    course.get_by_role("button", name="Lav filen til aflevering").click()
    with page.expect_download() as fetched:
        # something is missing still: hand in as it is
        page.get_by_role("dialog").get_by_role("button").last.click()
    expect(course.locator(".nv-status")).to_contain_text("Du har ikke afleveret endnu")
    mail = course.locator(".nv-more a")
    assert mail.get_attribute("href").startswith(f"mailto:{HAND_IN}?")
    file = tmp_path / fetched.value.suggested_filename
    fetched.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["Bente Holm/why-network.ipynb", "Bente Holm/figures.json"]
    desk = tmp_path / "bord"
    desk_folder.prepare(desk, root(), "da")
    report = taking_in.take_in(desk, [file])
    assert report.taken == [("01-why-network-da", "Bente Holm", True)]
    assert not report.refused


def test_an_answer_that_came_as_a_file_is_opened_in_the_page_without_its_scripts(site, visit, tmp_path):
    answer = tmp_path / "why-network.html"
    answer.write_text(
        "<!doctype html><html><h1>Godt tænkt</h1><script>top.document.title = 'x'</script></html>"
    )
    one = visit()
    page = opened(one, site, REFLECTION)
    one.allow("sandboxed")
    course = one.course_page(page)
    course.get_by_text("Svar fra din facilitator").first.click()
    course.locator("input[type=file]").set_input_files(tmp_path / "why-network.html")
    expect(page.frame_locator("dialog iframe").get_by_text("Godt tænkt")).to_be_visible()
    page.get_by_role("button", name="Luk").click()
    expect(course.locator(".nv-status")).to_contain_text("Her er svar")
    page.reload()
    ready(page, REFLECTION)
    expect(one.course_page(page).locator(".nv-status")).to_contain_text("Her er svar")


def test_all_of_ones_own_goes_out_in_one_file_and_into_another_browser_after_a_preview(site, visit, tmp_path):
    one, other = visit(accept_downloads=True), visit()
    page = opened(one, site, LESSON)
    write(page, "12")
    page.goto(site.address(MY_DATA))
    ready(page, MY_DATA)
    with page.expect_download() as fetched:
        one.course_page(page).get_by_role("button", name="Hent mit-netvaerk.zip").click()
    file = tmp_path / fetched.value.suggested_filename
    fetched.value.save_as(file)
    assert file.name == "mit-netvaerk.zip"

    there = opened(other, site, MY_DATA)
    course = other.course_page(there)
    course.locator("input[type=file]").set_input_files(file)
    expect(course.get_by_text(re.compile(r"Nye svar i øvelser: [1-9]"))).to_be_visible()
    course.get_by_role("button", name="Ja, hent det ind").click()
    expect(course.get_by_text("Det er hentet ind.")).to_be_visible()
    there.goto(site.address(LESSON))
    ready(there, LESSON)
    expect(there.locator(BOXES).first).to_have_value("12")

    # and everything can be deleted again: nothing of it is left in this browser
    there.goto(site.address(MY_DATA))
    ready(there, MY_DATA)
    course.get_by_role("button", name="Slet alt …").click()
    course.get_by_label("Skriv SLET").fill("SLET")
    course.get_by_role("button", name="Slet alt for altid").click()
    expect(course.get_by_text("Alt, du skrev i øvelserne, er slettet", exact=False)).to_be_visible()
    there.goto(site.address(LESSON))
    ready(there, LESSON)
    expect(there.locator(BOXES).first).to_have_value("")


def test_two_windows_write_at_once_and_nothing_is_lost(site, visit):
    one = visit()
    first, second = opened(one, site, LESSON), opened(one, site, LESSON)
    typed = [page.locator(BOXES) for page in (first, second)]
    typed[0].nth(0).fill("31")
    typed[1].nth(1).fill("32")
    typed[0].nth(0).press("Tab")
    typed[1].nth(1).press("Tab")
    for page in (first, second):
        expect(page.locator(".nv-page .nv-saved").get_by_text("Gemt").first).to_be_visible()
    again = opened(one, site, LESSON)
    expect(again.locator(BOXES).nth(0)).to_have_value("31")
    expect(again.locator(BOXES).nth(1)).to_have_value("32")


def test_one_python_goes_along_through_many_pages(site, visit):
    one = visit()
    page = opened(one, site, "da/00-welcome.ipynb")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(5):
        here = page.evaluate("document.querySelector('.nv-page:not(.lm-mod-hidden)').dataset.nvPath")
        one.course_page(page).locator(".nv-top").get_by_role("link", name=re.compile("^Næste")).click()
        page.wait_for_function(
            "here => { const { nvReady, nvPath } = document.querySelector('.nv-page:not(.lm-mod-hidden)')"
            "?.dataset ?? {}; return nvReady === 'true' && nvPath !== here; }",
            arg=here,
            timeout=120_000,
        )
    write(page, "12")
    assert not [url for url in asked if url.endswith(("pyodide.asm.wasm", "worker.js"))]


def test_after_one_visit_the_course_works_without_the_network(site, visit):
    one = visit()
    page = opened(one, site, LESSON)
    write(page, "7")
    page.wait_for_function("navigator.serviceWorker.controller", timeout=120_000)
    page.context.set_offline(True)
    try:
        one.course_page(page).locator(".nv-top").get_by_role("link", name=re.compile("^Næste")).click()
        ready(page, "da/02-a-skill.ipynb")
        page.goto(site.address("da/03-my-network.ipynb"))
        ready(page, "da/03-my-network.ipynb")
        page.goto(site.address(LESSON))
        ready(page, LESSON)
        expect(page.locator(BOXES).first).to_have_value("7")
    finally:
        page.context.set_offline(False)


# What the page gets of an edition that differs in its text, its script and its words.
EDITIONS = """async names => Promise.all(names.map(async name => {
    const reply = await fetch(name, { cache: 'no-store' });
    return (await reply.text()).includes('udgave to');
}))"""
CHANGED = ("browser/say.js", f"da/{Path(LESSON).stem}.html", f"files/{LESSON}")


def next_edition(folder, names=CHANGED):
    """Change the course that is served, as an author and `netvaerk site` would."""
    for name in names:
        file = folder / name
        said = file.read_text(encoding="utf-8")
        file.write_text(
            said.replace("Hvorfor netværke?", "Hvorfor netværke? (udgave to)")
            if "Hvorfor netværke?" in said
            else f"{said}// udgave to\n",
            encoding="utf-8",
        )
    shutil.copy(root() / "lab/browser/sw.js", folder / "browser/sw.js")
    precache.lay(folder)


def test_a_new_edition_is_taken_up_whole_and_without_a_lost_word(site, visit, tmp_path):
    """Not while somebody reads the old one, not while files are missing still, and never half of each."""
    folder = tmp_path / "kursus"
    shutil.copytree(site.folder, folder)
    with serving.server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = Site(folder, f"http://127.0.0.1:{server.server_port}")
        names = [f"{there.url}/{name}" for name in CHANGED]
        one = visit()
        page = opened(one, there, LESSON)
        write(page, "12")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto(there.address(LESSON))
        ready(page, LESSON)
        page.locator(BOXES).nth(1).fill("34")

        # the host has the list of the new edition, but one of its files has not come
        kept = (folder / CHANGED[0]).read_bytes()
        next_edition(folder)
        come = (folder / CHANGED[0]).read_bytes()
        (folder / CHANGED[0]).write_bytes(kept)
        state = """async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            await registration.update().catch(() => {});
            const worker = registration.installing;
            worker && await new Promise(done => worker.addEventListener('statechange', done));
            return Boolean(registration.waiting);
        }"""
        assert page.evaluate(state) is False

        # now it has: whoever reads goes on with what they opened, and is told
        (folder / CHANGED[0]).write_bytes(come)
        assert page.evaluate(state) is True
        expect(page.locator('[data-nv-line="new_edition"]')).to_be_visible()
        write(page, "345", at=1)
        assert page.evaluate(EDITIONS, names) == [False] * len(names)
        page.reload()
        ready(page, LESSON)
        assert page.evaluate(EDITIONS, names) == [False] * len(names)

        page.close()
        again = opened(one, there, LESSON)
        assert again.evaluate(EDITIONS, names) == [True] * len(names)
        expect(one.course_page(again).locator("h1")).to_contain_text("udgave to")
        assert boxes(again, 0, 1) == ["12", "345"]
        server.shutdown()


@pytest.mark.parametrize("first", ["whoever", "python"])
def test_a_browser_that_keeps_nothing_says_so(site, visit, first):
    """Also where Python has said it before JupyterLab can listen, or says more just when it can."""
    one = visit()
    page = one.context.new_page()
    # as in a private window of Firefox
    page.add_init_script(
        "const { Worker: Old } = self; self.Worker = class extends Old { constructor(url, options) {"
        " const code = `navigator.storage.getDirectory = () => Promise.reject(new Error('no'));"
        " await import(${JSON.stringify(String(new URL(url, location.href)))});`;"
        " super(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), options);"
        " this.addEventListener('message', ({ data }) => { window.said ||= data.notice?.storage; });"
        " window.python ||= this; } };"
        " let notices; Object.defineProperty(window, 'netvaerkNotices', { get: () => notices, set: now => {"
        " notices = now; const data = { notice: { storage: 'full' } };"
        " now || window.python.dispatchEvent(new MessageEvent('message', { data })); } });"
    )
    held = []
    if first == "python":
        page.route("**/build/lab/bundle.js", lambda route: held.append(route))
    page.goto(site.address(LESSON), wait_until="commit")
    if first == "python":
        page.wait_for_function("window.said === 'none'", timeout=120_000)
        held[0].continue_()
    ready(page, LESSON)
    for key in ("none", "full"):
        expect(page.locator(f'[data-nv-line="storage_{key}"]')).to_have_count(1)


@pytest.mark.parametrize("path", ["", "da/01-why-network.html", "en/03-my-network.html"])
def test_the_start_page_and_the_reading_twins_need_no_script_and_bar_nobody(site, chromium, path):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    assert page.goto(f"{site.url}/{path}").ok
    expect(page.locator("h1").first).to_be_visible()
    for picture in page.locator("img").all():
        assert page.request.get(
            f"{site.url}/{path}".rsplit("/", 1)[0] + "/" + picture.get_attribute("src")
        ).ok
    context.close()
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site.url}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page).response["violations"]
    context.close()
    assert [violation["id"] for violation in found] == []


def test_every_link_of_the_reading_pages_leads_to_a_file_of_the_site(site):
    broken = []
    for page in site.folder.glob("*/*.html"):
        for href in re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8")):
            if ":" in href:
                continue
            path, _, query = html.unescape(href).partition("?")
            target = page.parent / unquote(path)
            asked = parse_qs(query).get("path")
            if not target.exists() or (asked and not (site.folder / "files" / asked[0]).is_file()):
                broken.append(f"{page.name}: {href}")
    assert broken == []
