"""The course in a browser alone: the folder that `netvaerk site` makes, opened in a real Chromium.

Every visit fails on a console error and on a request to another host.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, unquote_to_bytes

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from playwright.sync_api import expect
from traitlets.config import Config

from exercises.places import root
from exercises.texts import Texts
from facilitation import desk_folder, exchange
from facilitation.nbgrader_settings import configure
from facilitation.site import precache, serving
from static_site import (
    BOXES,
    HAND_IN,
    LESSON,
    LIGHT,
    MY_DATA,
    REFLECTION,
    Site,
    boxes,
    delete_all,
    opened,
    ready,
    write,
)

NETWORK = "da/03-my-network.ipynb"

pytestmark = pytest.mark.timeout(900)  # the first test builds the site


STEP = "document.querySelector('.nv-page:not(.lm-mod-hidden)').dataset.nvStep"
WORDS = "Object.keys(localStorage).filter(name => name.startsWith('netvaerk-words:')).length"


def test_lesson_1_works_and_what_was_written_is_there_after_a_new_visit_and_so_is_the_place(site, visit):
    one = visit(steps=True, **LIGHT)
    page = opened(one, site, LESSON)
    assert not page.locator("#nv-twin").count()
    write(page, "12")
    page.locator(BOXES).first.fill("34")
    page.reload()  # before anybody can have kept it
    ready(page, LESSON)
    expect(page.locator(BOXES).first).to_have_value("34")
    page.wait_for_function(f"{WORDS} === 0")  # the exercise has kept it: it is not given once more
    write(page, "56")
    kept = page.evaluate_handle(
        "({ place: new Promise(done => document.addEventListener('netvaerk-notice', ({ detail }) =>"
        " detail.storage === 'kept' && done())) })"
    )
    one.course_page(page).locator(".nv-turns .nv-on").click()
    kept.evaluate("({ place }) => place")
    step = page.evaluate(STEP)
    assert step != "guess-first"

    # another window, in which the browser remembers no place: the learner's own data do
    again = one.context.new_page()
    again.add_init_script(
        "localStorage.removeItem(Object.keys(localStorage).find(n => n.includes('-place:')))"
    )
    again.goto(site.address(LESSON).partition("#")[0])
    ready(again, LESSON)
    again.wait_for_function(f"step => {STEP} === step", arg=step)
    one.course_page(again).locator(".nv-turns .nv-back").click()
    expect(again.locator(BOXES).first).to_have_value("56")


# As LinkedIn gives it: three lines before the headings, an address and an e-mail for each.
LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
"""
CONNECTION = (
    "Kanariefugl{n},Gulnæb,https://www.linkedin.com/in/kanariefugl-{n},k{n}@kanarie.example,Kanariehuset,"
    "Sanger,12 Mar 2024\n"
)
CANARY = b"kanarie"
ASSIGNMENT = "03-my-network-da"
ANSWERS = (
    "På mit kort er der 10 kontakter, og jeg så, at de fleste af dem kom fra den samme gade. " * 4,
    "Jeg ringede til to af dem, og den ene sagde noget, som ingen andre havde tænkt på før. " * 4,
    "Tanken om huller passer godt, men billedet ved ikke, hvem der er træt eller skylder noget. " * 4,
)
PLAN = (
    "Hvis klokken er ni på mandag, og kaffen står på bordet",
    "så ringer jeg og spørger, hvad der mangler",
)
REMARK = "Jeg kan se din gade for mig. Hvem bor på den anden side?"


@pytest.fixture
def desk(tmp_path):
    """A facilitator's folder as `netvaerk desk` makes it, of a course with the one reflection."""
    course, folder = tmp_path / "kursus", tmp_path / "Mit bord"
    shutil.copytree(root() / "source" / ASSIGNMENT, course / "source" / ASSIGNMENT)
    shutil.copytree(root() / "workshops", course / "workshops")
    shutil.copy(root() / "nbgrader_config.py", course)
    desk_folder.prepare(folder, course, "da", tmp_path / "aflevering")
    return folder


def netvaerk(desk, command, *arguments):
    """What a facilitator types; returns what is said."""
    program = [Path(sys.executable).with_name("netvaerk"), command, *arguments, "--folder", desk]
    environment = os.environ | {"NETVAERK_EXCHANGE": str(desk.parent / "aflevering")}
    told = subprocess.run(program, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def read_by_a_person(desk, learner):
    """Two points and a remark for each answer; returns the points that the checks have given."""
    settings = configure(Config(), desk, desk.parent / "aflevering")
    with Gradebook(NbGraderAPI(config=settings).coursedir.db_url, exchange.COURSE) as gradebook:
        notebook = gradebook.find_submission_notebook("my-network", ASSIGNMENT, learner)
        for grade in notebook.grades:
            if grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = min(2, grade.max_score), False
        next(one for one in notebook.comments if one.name == "answer-1").manual_comment = REMARK
        gradebook.db.commit()
        return {grade.name: grade.auto_score for grade in notebook.grades if grade.name.startswith("check-")}


def test_lesson_3_with_a_linkedin_file_is_handed_in_graded_and_answered_and_no_name_leaves(
    site, visit, desk, tmp_path
):
    """From the contacts to the facilitator's answer: a file each way, and a desk that knows of no browser."""
    one, sent = visit(accept_downloads=True), []
    one.context.on(
        "request",
        lambda request: sent.append(
            (request.url, json.dumps(request.headers), request.post_data_buffer or b"")
        ),
    )
    book, bring, what_if = (Texts(stem, "da") for stem in ("contact_files", "bring_contacts", "network_map"))
    connections = tmp_path / "Connections.csv"
    connections.write_text(LINKEDIN + "".join(CONNECTION.format(n=n) for n in range(10)), encoding="utf-8")
    page = opened(one, site, NETWORK)
    course = one.course_page(page)
    course.locator("input[type=file]").first.set_input_files(connections)
    course.get_by_text(bring("preview_found", kind=book("kind_linkedin"), n=10)).wait_for()
    course.get_by_role("button", name=bring("yes"), exact=True).click()
    people = course.get_by_role("group", name=bring("choose_label")).get_by_role("checkbox")
    for at in range(10):
        people.nth(at).check()
    course.get_by_text(bring("map_fine", n=10, fewest=8, most=25)).wait_for()
    whom = course.get_by_label(what_if("what_if.whom")).locator("option")
    expect(whom).to_have_count(11)
    expect(whom.last).to_contain_text("Kanariefugl")
    expect(course.locator(".nv-saved").get_by_text("Gemt").first).to_be_visible()

    reflection = f"reflections/{ASSIGNMENT}/my-network.ipynb"
    one.allow("Failed to initialize model")  # the exercises below were still coming when the page is left
    page.goto(site.address(reflection))
    ready(page, reflection)
    expect(course.get_by_role("row", name="Kontakter på kortet")).to_contain_text("10")
    make = course.get_by_role("button", name="Lav filen til aflevering")
    make.click()
    expect(course.get_by_role("alert").get_by_text("Skriv dit navn først")).to_be_visible()
    course.get_by_label("Dit navn", exact=False).fill("Bente Holm")
    boxes = course.get_by_role("textbox")
    for at, words in enumerate((*ANSWERS, *PLAN)):
        boxes.nth(at).fill(words)
    make.click()  # something is missing still
    page.get_by_role("button", name="Tilbage til min tekst").click()
    boxes.nth(5).fill((date.today() + timedelta(days=10)).isoformat())
    course.get_by_role("button", name="Tjek mine svar").click()
    expect(course.get_by_text("Alt er med. Du kan aflevere.")).to_be_visible()
    with page.expect_download() as fetched:
        make.click()
    expect(course.locator(".nv-status")).to_contain_text("Du har ikke afleveret endnu")
    mail = course.locator(".nv-more a").get_attribute("href")
    assert mail.startswith(f"mailto:{HAND_IN}?")
    file = tmp_path / fetched.value.suggested_filename
    fetched.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["Bente Holm/my-network.ipynb", "Bente Holm/figures.json"]
        leaving = [archive.read(name) for name in archive.namelist()]
    assert json.loads(leaving[1])["contacts"] == 10

    assert netvaerk(desk, "collect", file) == f"Taget ind: Bente Holm, {ASSIGNMENT}.\n"
    netvaerk(desk, "check")
    points = read_by_a_person(desk, "Bente Holm")
    assert points == dict.fromkeys(("check-answers", "check-plan", "check-figures", "check-privacy"), 1), (
        "the desk takes off what the page called fine"
    )
    netvaerk(desk, "send")
    answer = desk / "feedback" / "Bente Holm" / ASSIGNMENT / "my-network.html"

    one.allow("sandboxed")  # the answer's own script, which the page does not run
    course.get_by_text("Svar fra din facilitator").first.click()
    course.locator("input[type=file]").set_input_files(answer)
    expect(page.frame_locator("dialog iframe").get_by_text(REMARK)).to_be_visible()
    page.get_by_role("button", name="Luk").click()
    expect(course.locator(".nv-status")).to_contain_text("Her er svar")

    # the learner's own file has the names, where all that is theirs is kept, and goes to nobody
    page.goto(site.address(MY_DATA))
    ready(page, MY_DATA)
    with page.expect_download() as fetched:
        course.get_by_role("button", name="Hent mit-netvaerk.zip").click()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        named = [name for name in archive.namelist() if CANARY in archive.read(name).lower()]
        assert f"reflections/{ASSIGNMENT}/answers.json" in archive.namelist()
    assert named == ["store.json"]

    leaving += [
        mail.encode(),
        answer.read_bytes(),
        *(part for url, headers, body in sent for part in (url.encode(), headers.encode(), body)),
    ]
    assert sent
    assert [told[:200] for told in leaving if CANARY in unquote_to_bytes(told).lower()] == []


FINGER = 44  # CSS pixels that a finger hits
TOO_SMALL = f"""() => {{
    const page = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    return [...page.querySelectorAll('button, select, textarea, input:not([type=file])')]
        .filter(one => one.offsetParent && one.offsetHeight < {FINGER}).map(one => one.outerHTML);
}}"""


def test_with_a_finger_on_a_small_screen_lesson_1_is_begun_and_its_reflection_handed_in(site, visit):
    one = visit(360, 740, steps=True, has_touch=True, is_mobile=True, accept_downloads=True, **LIGHT)
    page = opened(one, site, LESSON)
    course = one.course_page(page)

    def wide_and_small():
        return page.evaluate("document.documentElement.scrollWidth"), page.evaluate(TOO_SMALL)

    def tapped(box, words):
        box.tap()
        page.keyboard.insert_text(words)

    assert wide_and_small() == (360, [])
    tapped(page.locator(BOXES).first, "12")
    course.locator("select:visible").select_option(index=1)  # a telephone shows a list of its own
    course.get_by_role("button", name="Vis svaret").tap()
    expect(course.locator(".nv-saved:visible").first).to_contain_text("Gemt")

    course.locator(".nv-top").get_by_role("link", name="Refleksion").tap()
    ready(page, REFLECTION)
    tapped(course.locator("textarea").first, ANSWERS[0])
    tapped(course.get_by_label("Dit navn", exact=False), "Bente Holm")
    assert wide_and_small() == (360, [])
    course.get_by_role("button", name="Lav filen til aflevering").tap()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Aflever, som den er").tap()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        assert ANSWERS[0].strip() in archive.read("Bente Holm/why-network.ipynb").decode()
    expect(course.locator(".nv-status")).to_contain_text("Du har ikke afleveret endnu")


def test_an_answer_that_came_as_a_file_is_opened_in_the_page_without_its_scripts(site, visit, tmp_path):
    answer = tmp_path / "why-network.html"
    answer.write_text(
        "<!doctype html><html><h1>Godt tænkt</h1><script>top.document.title = 'x'</script></html>"
    )
    one = visit(**LIGHT)
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
    one, other = visit(accept_downloads=True, **LIGHT), visit(**LIGHT)
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
    delete_all(course)
    there.goto(site.address(LESSON))
    ready(there, LESSON)
    expect(there.locator(BOXES).first).to_have_value("")


def test_two_windows_write_at_once_and_nothing_is_lost(site, visit):
    one = visit(**LIGHT)
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
    one = visit(**LIGHT)
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
        page.goto(site.address(NETWORK))
        ready(page, NETWORK)
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
        ends = """async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            const end = new Promise(done => registration.addEventListener('updatefound', () => {
                const worker = registration.installing;
                worker.addEventListener('statechange', () => done(worker.state));
            }, { once: true }));
            await registration.update().catch(() => {});
            return end;
        }"""
        assert page.evaluate(ends) == "redundant"

        # now it has: whoever reads goes on with what they opened, and is told
        (folder / CHANGED[0]).write_bytes(come)
        assert page.evaluate(ends) == "installed"
        expect(page.locator('[data-nv-line="new_edition"]')).to_be_visible()
        write(page, "345", at=1)
        assert page.evaluate(EDITIONS, names) == [False] * len(names)
        page.reload()
        ready(page, LESSON)
        assert page.evaluate(EDITIONS, names) == [False] * len(names)

        page.close()
        for pause in range(1, 6):
            # a browser ends a closed tab in its own time: whoever is back before that has the old one still
            time.sleep(pause)
            again = opened(one, there, LESSON)
            if all(now := again.evaluate(EDITIONS, names)):
                break
            assert not any(now), "half of each"
            again.close()
        assert all(now)
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
    if path:  # a drawing of each exercise, which says what it asks for
        assert page.locator(".exercise img").count() > 0.8 * page.locator(".exercise").count()
        assert all(": " in picture.get_attribute("alt") for picture in page.locator(".exercise img").all())
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
