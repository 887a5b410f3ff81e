"""The calm page (lab/extensions/netvaerk-calm) in a real browser, on a small course of its own.

The course in tests/fixtures/calm has a front page, two lessons of bare ipywidgets and one reflection, each in
both languages. Sentences are asked for by their key in strings.json.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbgrader.utils import notebook_hash
from playwright.sync_api import Page, expect

from processes import running

pytestmark = pytest.mark.browser

REPO = Path(__file__).parents[2]
CALM = REPO / "tests/fixtures/calm"
STATIC = REPO / "lab/extensions/netvaerk-calm/page"
STRINGS = json.loads((STATIC / "strings.json").read_text(encoding="utf-8"))

WELCOME = "da/00-welcome.ipynb"
FIRST = "da/01-first.ipynb"
SECOND = "da/02-second.ipynb"
REFLECTION = "reflections/01-first-da/first.ipynb"
COPIES = "Object.entries(localStorage).filter(([name]) => name.startsWith('netvaerk-calm:'))"


def say(key: str, lang: str = "da", **values: object) -> str:
    return STRINGS[key][lang].format(**values)


def pattern(key: str, lang: str = "da") -> re.Pattern[str]:
    """A sentence with any values in it."""
    parts = re.split(r"\{\w+\}", STRINGS[key][lang])
    return re.compile(".+?".join(re.escape(part) for part in parts))


@dataclass
class Course:
    folder: Path
    private: Path
    exchange: Path
    server: object

    def file(self, path: str) -> Path:
        return self.folder / path

    def sign(self, *paths: Path) -> None:
        """As `netvaerk start` does, so that JupyterLab trusts them."""
        notary = NotebookNotary(data_dir=str(self.private / "data"))
        for path in paths:
            notary.sign(nbformat.read(path, as_version=4))

    def answers(self, path: str = REFLECTION) -> dict[str, str]:
        """The words on disk, by cell."""
        while True:
            try:
                notebook = nbformat.read(self.file(path), as_version=4)
                break
            except nbformat.reader.NotJSONError:
                time.sleep(0.01)  # the server is writing it just now
        return {cell.id: cell.source for cell in notebook.cells if "answer" in cell.metadata.get("tags", [])}

    def begin_again(self) -> None:
        """A Danish learner who has written and handed in nothing."""
        self.server.speak("da")
        for session in self.server.api("api/sessions"):
            # the page that was left may have just ended it
            with contextlib.suppress(urllib.error.HTTPError):
                self.server.api(f"api/sessions/{session['id']}", "DELETE")
        shutil.rmtree(self.folder / "reflections")
        (self.folder / "reflections").mkdir()
        shutil.rmtree(self.private / "cache", ignore_errors=True)
        for handed_in in (self.exchange / "netvaerk/inbound").iterdir():
            shutil.rmtree(handed_in)

    def handed_in(self) -> list[Path]:
        return sorted((self.exchange / "netvaerk/inbound").iterdir())


@pytest.fixture(scope="module")
def running_course(tmp_path_factory, lab_server, chromium):
    """The fixture course in a folder with a space and æøå, its exchange, and JupyterLab on it."""
    base = tmp_path_factory.mktemp("calm")
    folder, private, exchange = base / "Mit kursus æøå", base / "private", base / "exchange"
    for part in ("da", "en", "images"):
        shutil.copytree(CALM / part, folder / part)
    (folder / "reflections").mkdir()
    shutil.copytree(CALM / "release", exchange / "netvaerk/outbound")
    for part, mode in (("inbound", 0o733), ("feedback", 0o711)):
        (exchange / "netvaerk" / part).mkdir()
        (exchange / "netvaerk" / part).chmod(mode)
    exchange.chmod(0o777)
    (private / "config").mkdir(parents=True)
    (private / "data").mkdir()
    (private / "config/nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'netvaerk'\n"
        f"c.Exchange.root = {str(exchange)!r}\n"
        f"c.Exchange.cache = {str(private / 'cache')!r}\n"
        f"c.Exchange.assignment_dir = {str(folder / 'reflections')!r}\n",
        encoding="utf-8",
    )
    course = Course(folder, private, exchange, None)
    course.sign(*folder.glob("*/*.ipynb"), *CALM.glob("release/*/*.ipynb"))
    course.server = lab_server(folder, private=private, environment={"PYTHONPATH": str(CALM / "modules")})
    return course


@pytest.fixture
def course(running_course):
    running_course.begin_again()
    return running_course


def box(page: Page, cell: str):
    return page.locator(f".nv-page:not(.lm-mod-hidden) textarea[data-nv-cell={cell}]")


def open_reflection(course: Course, visitor) -> Page:
    """As a learner comes to it: by the link in the lesson, which fetches it."""
    page = visitor.open(course.server, FIRST)
    visitor.course_page(page).get_by_role("link", name=say("nav_reflection"), exact=True).click()
    visitor.ready(page, REFLECTION)
    return page


def write_and_hand_in(page: Page, says: str | re.Pattern[str]) -> None:
    """Fill in both boxes and press Hand in; the page then ``says`` how it went."""
    box(page, "experience").fill("Jeg mødte Bo, og vi talte om ovne.")
    box(page, "plan").fill("Jeg ringer til Bo på mandag morgen.")
    page.get_by_role("button", name=say("handin_button"), exact=True).click()
    expect(page.locator(".nv-status")).to_have_text(says)


def wait_until(true, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


# ---- The page ---------------------------------------------------------------------------------------------


def test_a_changed_file_of_the_page_reaches_the_learner_at_the_next_load(course):
    served = json.loads(re.search(r'"federated_extensions":\s*(\[.*?\])', lab_page(course))[1])
    [extension] = [one for one in served if one["name"] == "netvaerk-calm"]
    base = f"{course.server.url}/lab/extensions/{extension['name']}/{extension['load'].rpartition('/')[0]}"
    for file in STATIC.iterdir():
        with urllib.request.urlopen(f"{base}/{file.name}") as answer:
            assert answer.headers["Cache-Control"] == "no-cache", file.name
            assert answer.headers["Last-Modified"]


def lab_page(course: Course) -> str:
    with urllib.request.urlopen(course.server.address(WELCOME)) as answer:
        return answer.read().decode()


def test_a_lesson_reads_as_a_page_with_no_code_and_no_tools(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)
    shown = page.locator("body").inner_text()
    for code in ("calm_widgets", "course_language", "import", "[1]", "Markdown"):
        assert code not in shown
    for tool in (
        "#jp-menu-panel",
        "#jp-top-panel",
        ".jp-NotebookPanel-toolbar",
        ".jp-SideBar",
        "#jp-bottom-panel",
    ):
        assert not page.locator(tool).locator("visible=true").count(), tool
    assert (
        not page.locator(".cm-editor, .jp-InputPrompt, .jp-Notebook-footer").locator("visible=true").count()
    )
    assert page.title() == f"Hvorfor netværke? · {say('course')}"
    assert page.evaluate("document.documentElement.lang") == "da"
    assert page.locator("h1").count() == 1


def test_an_exercise_starts_by_itself_and_takes_a_click(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)
    page.get_by_label("Hvem var det? Skriv et kaldenavn").fill("Bo fra ovnen")
    page.get_by_role("button", name="Læg i kontoen").click()
    expect(page.locator(".widget-html.nv-saved")).to_contain_text("4 timer · Bo fra ovnen")


def test_no_exercise_can_be_touched_before_it_is_attached(course, visit):
    learner = visit()
    learner.context.add_init_script(
        """
        window.touchable = [];
        new MutationObserver(() => {
          const panel = document.querySelector('.nv-page');
          for (const widget of document.querySelectorAll('.nv-page button.widget-button')) {
            const held = panel.dataset.nvReady !== 'true' && widget.closest('.nv-held');
            if (held && !widget.closest('[inert]')) {
              window.touchable.push(widget.textContent);
            }
          }
          window.waited = window.waited || Boolean(document.querySelector('.nv-waiting'));
        }).observe(document, { childList: true, subtree: true, attributes: true });
        """
    )
    page = learner.open(course.server, FIRST)
    assert page.evaluate("window.touchable") == []
    assert page.evaluate("window.waited"), "the learner is told to wait"
    assert not page.locator(".nv-waiting").count()
    assert not page.locator(".nv-page [inert]").count()


def test_single_keys_and_double_clicks_change_nothing(course, visit):
    learner = visit()
    page = learner.open(course.server, SECOND)
    cells = page.locator(".jp-Cell").count()
    page.get_by_role("radio").first.focus()
    for key in [*"ddxabvmyl00", "Shift+V", "Enter", "Escape", "Delete"]:
        page.keyboard.press(key)
    page.locator("h1").dblclick()
    page.wait_for_timeout(300)
    assert page.locator(".jp-Cell").count() == cells
    assert not page.locator(".cm-editor, .jp-Dialog").locator("visible=true").count()
    learner.ready(page, SECOND)


def test_arrow_keys_choose_among_radio_buttons(course, visit):
    learner = visit()
    page = learner.open(course.server, SECOND)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Vi taler sammen")).to_be_checked()
    expect(page.locator(".widget-html").last).to_contain_text("Vi taler sammen")


def test_a_citation_leads_to_its_source_and_back(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)
    page.get_by_role("link", name=re.compile("Cai og Szeidl")).press("Enter")
    focused = page.locator(":focus")
    expect(focused).to_contain_text("Quarterly Journal of Economics")
    expect(focused).to_be_in_viewport()
    page.get_by_role("button", name=say("way_back")).press("Enter")
    expect(page.locator("a:focus")).to_contain_text("Cai og Szeidl")


def test_the_bar_leads_through_the_course_and_the_back_button_leads_back(course, visit):
    learner = visit()
    page = learner.open(course.server, WELCOME)
    bar = lambda: learner.course_page(page).locator(".nv-top")  # noqa: E731
    bar().get_by_role("link", name=say("nav_next_title", title="Hvorfor netværke?")).click()
    learner.ready(page, FIRST)
    expect(page.locator("h1:focus")).to_have_text(re.compile("Hvorfor netværke"))
    learner.course_page(page).locator(".nv-bottom").get_by_role("link", name="Dit kort").click()
    learner.ready(page, SECOND)
    assert page.title().startswith("Dit kort")
    expect(page.locator(".jp-NotebookPanel"), "the page left behind is put away").to_have_count(1)
    bar().get_by_role("link", name=say("nav_language")).click()
    learner.ready(page, "en/02-second.ipynb")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert wait_until(lambda: '"en"' in course.server.locale.read_text()), "the choice is remembered"
    page.go_back()
    learner.ready(page, SECOND)
    page.go_back()
    learner.ready(page, FIRST)
    page.go_forward()
    learner.ready(page, SECOND)
    bar().get_by_role("link", name=say("nav_welcome"), exact=True).click()
    learner.ready(page, WELCOME)
    page.reload()
    learner.ready(page, WELCOME)


def test_back_twice_while_a_page_is_still_coming_leads_back_twice(course, visit):
    learner = visit()
    page = learner.open(course.server, WELCOME)
    for name, path in ((say("nav_next_title", title="Hvorfor netværke?"), FIRST), ("Dit kort", SECOND)):
        learner.course_page(page).locator(".nv-top").get_by_role("link", name=name).click()
        learner.ready(page, path)
    slow = lambda route: (time.sleep(1), route.continue_())  # noqa: E731
    page.route(re.compile(rf"/api/contents/{FIRST}\?"), slow)
    page.go_back()
    page.wait_for_timeout(300)
    page.go_back()
    learner.ready(page, WELCOME)


def test_a_link_to_a_page_that_is_not_there_says_so_and_stays(course, visit):
    learner = visit()
    learner.allow("404")
    page = learner.open(course.server, SECOND)
    link = learner.course_page(page).get_by_role("link", name=say("nav_language"))
    expect(link).to_be_visible()
    missing = course.file("en/02-second.ipynb")
    hidden = missing.with_suffix(".away")
    missing.rename(hidden)
    try:
        # the language that was asked for is remembered all the same: not in the middle of the next test
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            link.click()
        expect(page.locator("[data-nv-line=missing_page]")).to_have_text(say("missing_page"))
        assert page.url.endswith("02-second.ipynb")
        learner.ready(page, SECOND)
    finally:
        hidden.rename(missing)


def test_an_address_that_leads_nowhere_ends_at_the_front_page_in_danish(course, visit):
    learner = visit()
    learner.allow("404")
    page = learner.open(course.server, "da/nowhere.ipynb", ready=False)
    danish = json.loads((REPO / "lab/netvaerk_danish/locale/da_DK/LC_MESSAGES/jupyterlab.json").read_text())
    expect(page.get_by_role("dialog")).to_contain_text(danish["Cannot open"][0])
    page.get_by_role("button", name=danish["Dismiss"][0]).click()
    learner.ready(page, WELCOME)


def test_a_page_is_asked_for_without_its_folder_and_has_no_editor_which_another_notebook_has(course, visit):
    learner = visit()
    asked = []
    learner.context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = learner.open(course.server, FIRST)
    # the way on is the one thing that is looked for around it
    assert len([path for path in asked if path.endswith("/api/contents/da")]) <= 1
    editors = page.locator(".cm-editor")
    assert editors.count() == 0

    own = course.file("da/own.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), own)
    try:
        other = learner.open(course.server, "da/own.ipynb", ready=False)
        expect(other.locator(".cm-content")).to_have_text("1 + 1")
    finally:
        own.unlink()


def test_two_tabs_on_a_lesson_write_nothing_and_ask_nothing(course, visit):
    before = course.file(FIRST).read_bytes(), course.file(FIRST).stat().st_mtime_ns
    learner = visit()
    pages = [learner.open(course.server, FIRST) for _ in range(2)]
    for page in pages:
        page.bring_to_front()
        page.get_by_role("button", name="Læg i kontoen").click()
        expect(page.locator(".widget-html.nv-saved")).to_contain_text("4 timer")
        page.keyboard.press("Control+s")
    pages[0].bring_to_front()
    pages[0].reload()
    learner.ready(pages[0], FIRST)
    assert [page.locator(".jp-Dialog").count() for page in pages] == [0, 0]
    assert (course.file(FIRST).read_bytes(), course.file(FIRST).stat().st_mtime_ns) == before


def test_windows_beside_one_another_are_each_loaded_once(course, visit):
    learner = visit()
    loads = []
    learner.context.on(
        "request", lambda asked: asked.is_navigation_request() and loads.append(asked.url.split("?")[0])
    )
    paths = [FIRST, SECOND, WELCOME]
    learner.open(course.server, FIRST)
    others = [learner.context.new_page() for _ in paths[1:]]
    for page, path in zip(others, paths[1:], strict=True):
        page.goto(course.server.address(path), wait_until="commit")
    for page, path in zip(others, paths[1:], strict=True):
        page.bring_to_front()
        learner.ready(page, path)
    assert loads == [course.server.address(path).split("?")[0] for path in paths]


def test_nothing_is_cut_off_at_any_width(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)
    for width in (360, 820, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert cut_off(page) == ([], []), width
    learner.course_page(page).get_by_role("link", name=say("nav_reflection"), exact=True).click()
    learner.ready(page, REFLECTION)
    for width in (360, 820, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert cut_off(page) == ([], []), width


def cut_off(page: Page) -> tuple[list, list]:
    """What is wider than its place, and what is too low for a finger (44 px)."""
    cut = page.evaluate(
        """() => [...document.querySelectorAll(
             '.nv-page :is(.jp-WindowedPanel-outer, .widget-label, button, a, label, h1, h2, p, td, th)')]
           .filter(node => node.offsetParent && node.scrollWidth > node.clientWidth + 1
                           && getComputedStyle(node).display !== 'inline')
           .map(node => node.className + ': ' + node.textContent.slice(0, 40))"""
    )
    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.nv-page :is(button, input, select, textarea, .nv-top a, .nv-bottom a)')]
           .filter(node => node.offsetParent && !node.closest('.widget-checkbox, .widget-radio')
                           && node.type !== 'hidden')
           .map(node => [node.getBoundingClientRect().height, node.outerHTML.slice(0, 80)])
           .filter(([height]) => height < 44)"""
    )
    return cut, small


def test_the_page_prints_whole(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)
    page.emulate_media(media="print")
    heights = page.evaluate(
        """() => [document.documentElement.scrollHeight,
                  document.querySelector('.nv-page .jp-WindowedPanel-viewport').offsetHeight]"""
    )
    assert heights[0] >= heights[1] > 1000
    assert not page.locator(".nv-top").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") >= 2


# ---- Kernel and trust -------------------------------------------------------------------------------------


def the_kernel(course: Course, path: str) -> str:
    sessions = course.server.api("api/sessions")
    return next(session["kernel"]["id"] for session in sessions if session["path"].endswith(path))


def restart_from_elsewhere(course: Course, learner) -> None:
    page = learner.open(course.server, FIRST)
    page.evaluate("document.querySelector('.widget-button').dataset.old = 'yes'")
    course.server.api(f"api/kernels/{the_kernel(course, FIRST)}/restart", "POST", {})
    page.wait_for_function("!document.querySelector('.nv-page [data-old]')")
    learner.ready(page, FIRST)
    page.get_by_role("button", name="Læg i kontoen").click()
    expect(page.locator(".widget-html.nv-saved")).to_contain_text("4 timer")


def test_exercises_start_again_after_a_kernel_restart(course, visit):
    restart_from_elsewhere(course, visit())


def test_exercises_start_again_though_nothing_is_heard_of_the_new_kernel(course, visit):
    def deaf(page):
        """Pass on what the kernel says until it says that it goes, and then no more."""
        server, gone = page.connect_to_server(), []

        def pass_on(message):
            if not gone:
                page.send(message)
            if "shutdown_reply" in str(message):
                gone.append(message)

        server.on_message(pass_on)

    learner = visit()
    learner.context.route_web_socket(re.compile("/channels"), deaf)
    restart_from_elsewhere(course, learner)


def test_exercises_start_again_after_a_kernel_died_and_nobody_is_asked(course, visit):
    learner = visit()
    page = learner.open(course.server, SECOND)
    page.evaluate("document.querySelector('.widget-radio').dataset.old = 'yes'")
    [pid] = running(the_kernel(course, SECOND))
    os.kill(pid, signal.SIGKILL)
    page.wait_for_function("!document.querySelector('.nv-page [data-old]')")
    learner.ready(page, SECOND)
    assert not page.locator(".jp-Dialog").count()
    page.get_by_role("radio", name="Vi taler sammen").check()
    expect(page.locator(".widget-html").last).to_contain_text("Vi taler sammen")


def test_a_changed_page_runs_nothing_until_the_learner_says_so(course, visit):
    path = course.file("da/03-changed.ipynb")
    notebook = nbformat.read(course.file(SECOND), as_version=4)
    notebook.cells[1].source += "\n\nEn fremmed var her."
    nbformat.write(notebook, path)
    try:
        learner = visit()
        page = learner.open(course.server, "da/03-changed.ipynb", ready=False)
        expect(page.locator("[data-nv-line=untrusted]")).to_contain_text(say("untrusted"))
        assert not page.locator(".jupyter-widgets").count()
        page.get_by_role("button", name=say("untrusted_start")).click()
        learner.ready(page, "da/03-changed.ipynb")
        assert page.locator(".widget-radio").count() == 1
        assert not page.locator("[data-nv-line=untrusted]").count()
    finally:
        path.unlink()


def test_an_exercise_that_fails_shows_a_sentence_and_no_traceback(course, visit):
    path = course.file("da/03-failing.ipynb")
    notebook = nbformat.read(course.file(SECOND), as_version=4)
    notebook.cells[2].source = "calm_widgets_that_nobody_wrote()"
    nbformat.write(notebook, path)
    course.sign(path)
    try:
        learner = visit()
        page = learner.open(course.server, "da/03-failing.ipynb", ready=False)
        expect(page.get_by_role("alert")).to_contain_text(say("exercise_failed"))
        assert "Traceback" not in page.locator("body").inner_text()
        assert page.get_by_role("button", name=say("exercise_again")).is_visible()
    finally:
        path.unlink()


# ---- Writing a reflection ---------------------------------------------------------------------------------


def test_answers_are_plain_text_fields_with_names_and_a_word_count(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    field = page.get_by_label(f"{say('answer_label')}: 1. Hvad oplevede du?")
    field.fill("Vi talte om ovne, Bo's lån og 3,5 kilo ler.")
    expect(page.locator(".nv-count").first).to_have_text(say("words_many", number=10))
    assert field.get_attribute("spellcheck") == "true"
    field.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")
    assert (
        page.locator("textarea:focus").count() == 0
        or page.locator("textarea:focus").get_attribute("data-nv-cell") == "plan"
    )


def test_words_are_on_disk_within_a_second_also_while_the_writing_goes_on(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    field = box(page, "experience")
    field.click()
    end = time.monotonic() + 3
    typed = 0
    while time.monotonic() < end:
        page.keyboard.type(f"ord{typed} ")
        typed += 1
        page.wait_for_timeout(40)
    on_disk = len(course.answers()["experience"].split())
    assert on_disk > typed / 2, "saved while the writing went on"
    assert wait_until(lambda: course.answers()["experience"].split() == [f"ord{n}" for n in range(typed)], 1)
    expect(page.locator(".nv-top .nv-saved")).to_have_text(pattern("saved"))


def test_saving_changes_the_answers_and_nothing_else_in_the_file(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    released = nbformat.read(CALM / "release/01-first-da/first.ipynb", as_version=4)
    box(page, "plan").fill("Jeg ringer til Bo på mandag.")
    assert wait_until(lambda: course.answers()["plan"] != "")
    saved = nbformat.read(course.file(REFLECTION), as_version=4)
    next(cell for cell in released.cells if cell.id == "plan").source = "Jeg ringer til Bo på mandag."
    assert json.loads(json.dumps(saved)) == json.loads(json.dumps(released))
    page.reload()
    learner.ready(page, REFLECTION)
    expect(box(page, "plan")).to_have_value("Jeg ringer til Bo på mandag.")


def test_two_tabs_on_a_reflection_keep_the_words_of_both(course, visit):
    learner = visit()
    one = open_reflection(course, learner)
    two = learner.open(course.server, REFLECTION)
    one.bring_to_front()
    box(one, "experience").fill("Skrevet i den første.")
    assert wait_until(lambda: "første" in course.answers()["experience"])
    two.bring_to_front()
    box(two, "plan").fill("Skrevet i den anden.")
    assert wait_until(lambda: "anden" in course.answers()["plan"])
    assert course.answers() == {"experience": "Skrevet i den første.", "plan": "Skrevet i den anden."}
    # The same box in both, the second without having looked.
    box(two, "experience").fill("Noget helt andet.")
    assert wait_until(lambda: "helt andet" in course.answers()["experience"])
    one.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(box(one, "experience")).to_have_value("Noget helt andet.")
    learner.context.set_offline(True)
    learner.allow_server_away()
    learner.allow("Comm not found")  # two tabs share one kernel
    box(one, "experience").fill("Noget helt andet.\nFørste linje mere.")
    box(two, "experience").fill("Noget helt andet.\nAnden linje mere.")
    one.wait_for_timeout(900)
    learner.context.set_offline(False)
    assert wait_until(
        lambda: all(text in course.answers()["experience"] for text in ("Første linje", "Anden linje"))
    )
    assert course.answers()["experience"].count("helt andet") == 1
    assert [page.locator(".jp-Dialog").count() for page in (one, two)] == [0, 0]


def test_kill_9_of_the_server_while_typing_loses_no_word(course, visit):
    learner = visit()
    learner.allow_server_away()
    page = open_reflection(course, learner)
    field = box(page, "experience")
    field.click()
    page.keyboard.type("Før strømmen gik.")
    assert wait_until(lambda: course.answers()["experience"] == "Før strømmen gik.")
    course.server.kill()
    try:
        page.keyboard.type(" Mens den var væk.")
        expect(page.locator("[data-nv-line=offline_reflection]")).to_contain_text(say("offline_reflection"))
        assert not page.locator(".jp-Dialog").count()
        expect(field).to_have_value("Før strømmen gik. Mens den var væk.")
    finally:
        course.server.start()
    assert wait_until(lambda: course.answers()["experience"] == "Før strømmen gik. Mens den var væk.", 30)
    expect(page.locator("[data-nv-line=offline_reflection]")).to_have_count(0)
    learner.ready(page, REFLECTION)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('netvaerk-calm'))") == []
    page.keyboard.type(" Og bagefter.")
    assert wait_until(lambda: course.answers()["experience"].endswith("Og bagefter."))


def test_words_saved_without_an_answer_from_the_server_stand_there_once(course, visit):
    learner = visit()
    learner.allow_server_away()
    page = open_reflection(course, learner)
    lost = []

    def lose(route):
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch())
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile(r"/api/contents/reflections/"), lose)
    field = box(page, "experience")
    field.click()
    with page.expect_event("requestfailed"):
        page.keyboard.type("Først.")
    page.unroute_all()
    assert course.answers()["experience"], "the words got there, only the answer did not come back"
    page.keyboard.type(" Så.")
    assert wait_until(lambda: course.answers()["experience"] == "Først. Så.")
    expect(field).to_have_value("Først. Så.")


def write_without_a_server(learner, page, words):
    learner.context.set_offline(True)
    box(page, "plan").fill(words)
    expect(page.locator("[data-nv-line=offline_reflection]")).to_be_visible()


def test_words_written_without_a_server_come_back_after_the_tab_was_closed(course, visit):
    learner = visit()
    learner.allow_server_away()
    page = open_reflection(course, learner)
    write_without_a_server(learner, page, "Skrevet i toget.")
    page.close(run_before_unload=False)
    learner.context.set_offline(False)
    assert course.answers()["plan"] == ""
    again = learner.open(course.server, REFLECTION)
    expect(box(again, "plan")).to_have_value("Skrevet i toget.")
    expect(again.locator("[data-nv-line=restored]")).to_contain_text(say("restored"))
    again.get_by_role("button", name=say("seen")).click()
    expect(again.locator("[data-nv-line=restored]")).to_have_count(0)
    assert wait_until(lambda: course.answers()["plan"] == "Skrevet i toget.")


def test_a_copy_that_a_killed_browser_still_had_does_not_stand_beside_what_was_saved_since(course, visit):
    """Chromium writes what it keeps for a page seconds later: killed before, it has the copy that was taken
    away. Here it is put back as it was."""
    learner = visit()
    learner.allow_server_away()
    page = open_reflection(course, learner)
    write_without_a_server(learner, page, "Skrevet i toget.")
    copies = page.evaluate(COPIES)
    assert "Skrevet i toget." in str(copies)
    learner.context.set_offline(False)
    assert wait_until(lambda: course.answers()["plan"] == "Skrevet i toget.")
    page.wait_for_function(f"!({COPIES}).length")
    box(page, "plan").fill("Hjemme igen.")
    assert wait_until(lambda: course.answers()["plan"] == "Hjemme igen.")
    page.close()
    learner.put_into_storage(course.server, copies)
    again = learner.open(course.server, REFLECTION)
    expect(box(again, "plan")).to_have_value("Hjemme igen.")
    again.wait_for_function(f"!({COPIES}).length")
    expect(again.locator("[data-nv-line=restored]")).to_have_count(0)
    # what is new is given back as ever, also by the window that knew the old one
    write_without_a_server(learner, again, "I bussen.")
    again.close(run_before_unload=False)
    learner.context.set_offline(False)
    last = learner.open(course.server, REFLECTION)
    expect(box(last, "plan")).to_have_value("I bussen.")


def test_a_browser_whose_database_does_not_answer_saves_and_gives_back_all_the_same(course, visit):
    learner = visit()
    learner.allow_server_away()
    learner.context.add_init_script("IDBFactory.prototype.open = () => ({})")
    page = open_reflection(course, learner)
    write_without_a_server(learner, page, "Skrevet på færgen.")
    page.close(run_before_unload=False)
    learner.context.set_offline(False)
    again = learner.open(course.server, REFLECTION)
    expect(box(again, "plan")).to_have_value("Skrevet på færgen.")
    assert wait_until(lambda: course.answers()["plan"] == "Skrevet på færgen.")
    again.wait_for_function(f"!({COPIES}).length")
    box(again, "plan").fill("Skrevet på havnen.")
    assert wait_until(lambda: course.answers()["plan"] == "Skrevet på havnen.")


def test_a_lesson_without_a_server_holds_its_exercises_and_comes_back(course, visit):
    learner = visit()
    learner.allow_server_away()
    page = learner.open(course.server, FIRST)
    course.server.kill()
    try:
        expect(page.locator("[data-nv-line=offline_lesson]")).to_contain_text(say("offline_lesson"))
        assert page.locator(".nv-exercise [inert]").count(), "nothing typed into a dead exercise is lost"
        assert not page.locator(".jp-Dialog").count()
    finally:
        course.server.start()
    learner.ready(page, FIRST)
    page.get_by_role("button", name="Læg i kontoen").click()
    expect(page.locator(".widget-html.nv-saved")).to_contain_text("4 timer")


def test_words_typed_into_an_exercise_while_the_server_is_gone_are_there_when_it_is_back(course, visit):
    learner = visit()
    learner.allow_server_away()
    page = learner.open(course.server, FIRST)
    who = page.get_by_label("Hvem var det? Skriv et kaldenavn")
    note = page.get_by_label("En kort note til dig selv")
    learner.allow("Could not send widget sync message")  # before the page has noticed
    who.click()
    page.keyboard.type("Kan")
    course.server.kill()
    try:
        page.keyboard.type("arie")
        expect(page.locator("[data-nv-line=offline_lesson]")).to_contain_text(say("offline_lesson"))
        page.keyboard.type("fugl")
        note.fill("Mens strømmen var væk")
    finally:
        course.server.start()
    learner.ready(page, FIRST)
    expect(who).to_have_value("Kanariefugl")
    expect(note).to_have_value("Mens strømmen var væk")
    page.get_by_role("button", name="Læg i kontoen").click()
    expect(page.locator(".widget-html.nv-saved")).to_contain_text("Kanariefugl")


def test_merging_two_versions_of_an_answer_drops_no_word(course, visit):
    page = visit().open(course.server, WELCOME)
    merge = """async cases => {
        const { merge } = await import('/lab/extensions/netvaerk-calm/page/merge.js');
        return cases.map(([base, mine, theirs]) => merge(base, mine, theirs));
    }"""
    told = {
        ("a", "a", "a"): "a",
        ("a", "b", "a"): "b",
        ("a", "a", "b"): "b",
        ("a", "b", "b"): "b",
        ("", "min", "deres"): "deres\n\n---\n\nmin",
        ("a\nb", "A\nb", "a\nB"): "A\nB",
        ("a\nb", "a\nb\nmin", "deres\na\nb"): "deres\na\nb\nmin",
        ("a", "a\nmin", "a\nderes"): "a\nderes\n\n---\n\nmin",
        ("a", "", "a deres"): "a deres",
    }
    assert page.evaluate(merge, [list(case) for case in told]) == list(told.values())
    dice = random.Random(7)

    def changed(text: str, sign: str) -> str:
        lines = text.split("\n")
        for number in range(dice.randint(0, 3)):
            at = dice.randrange(len(lines) + 1)
            lines[at : at + dice.randint(0, 1)] = [f"{sign}{number}"]
        return "\n".join(lines)

    bases = ["\n".join(f"linje{n}" for n in range(dice.randint(0, 5))) for _ in range(500)]
    cases = [[base, changed(base, "min"), changed(base, "deres")] for base in bases]
    for (base, mine, theirs), kept in zip(cases, page.evaluate(merge, cases), strict=True):
        new = (set(mine.split()) | set(theirs.split())) - set(base.split())
        assert new <= set(kept.split()), (base, mine, theirs, kept)


# ---- Handing in -------------------------------------------------------------------------------------------


def test_check_lists_what_is_missing_and_hand_in_asks_before_it_sends(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    foot = page.get_by_role("region", name=say("handin_title"))
    expect(foot.locator(".nv-status")).to_have_text(say("status_not"))
    box(page, "experience").fill("Jeg mødte Bo, og vi talte om ovne.")
    foot.get_by_role("button", name=say("check_button")).click()
    expect(foot.get_by_role("listitem")).to_have_text(["Skriv mindst fem ord om din plan."])

    foot.get_by_role("button", name=say("handin_button"), exact=True).click()
    dialog = page.get_by_role("dialog", name=say("dialog_title"))
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("button", name=say("dialog_back"))).to_be_focused()
    assert learner.barriers(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(box(page, "experience")).to_be_focused()
    assert course.handed_in() == []

    foot.get_by_role("button", name=say("handin_button"), exact=True).click()
    page.get_by_role("button", name=say("dialog_send")).click()
    expect(foot.locator(".nv-status")).to_have_text(pattern("handed_in"))
    [sent] = course.handed_in()
    assert "Jeg mødte Bo" in (sent / "first.ipynb").read_text(encoding="utf-8")

    box(page, "plan").fill("Jeg ringer til Bo på mandag morgen.")
    foot.get_by_role("button", name=say("handin_again")).click()
    expect(foot.locator(".nv-status")).to_have_text(pattern("handed_in"))
    assert wait_until(lambda: len(course.handed_in()) == 2)
    newest = max(course.handed_in(), key=lambda path: (path / "timestamp.txt").read_text())
    assert "mandag morgen" in (newest / "first.ipynb").read_text(encoding="utf-8")
    assert not any(
        "outputs" in cell and cell["outputs"] for cell in nbformat.read(newest / "first.ipynb", 4).cells
    )


def test_what_has_arrived_is_said_after_a_reload_and_what_was_written_since_is_not_in_it(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    foot = page.get_by_role("region", name=say("handin_title"))
    write_and_hand_in(page, pattern("handed_in"))
    said = foot.locator(".nv-status").inner_text()
    since = foot.get_by_text(say("status_since"))
    expect(since).to_be_hidden()
    page.reload()
    learner.ready(page, REFLECTION)
    expect(foot.locator(".nv-status")).to_have_text(said)
    expect(since).to_be_hidden()

    box(page, "plan").press("End")
    page.keyboard.type(" Klokken 9.")
    expect(since).to_be_visible()
    assert wait_until(lambda: course.answers()["plan"].endswith("Klokken 9."))
    page.reload()
    learner.ready(page, REFLECTION)
    expect(foot.locator(".nv-status")).to_have_text(said)
    expect(since).to_be_visible()
    foot.get_by_role("button", name=say("handin_again")).click()
    expect(since).to_be_hidden()
    assert wait_until(lambda: len(course.handed_in()) == 2)


def test_feedback_is_a_click_away_when_it_is_there(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    write_and_hand_in(page, pattern("handed_in"))
    expect(page.get_by_role("button", name=say("feedback_button"))).to_be_hidden()
    [sent] = course.handed_in()
    secret = (sent / "submission_secret.txt").read_text()
    name = notebook_hash(secret=secret, notebook_id="first")
    (course.exchange / f"netvaerk/feedback/{name}.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Tilbagemelding</title><h1>Godt set, at du ringede.</h1>",
        encoding="utf-8",
    )
    page.reload()
    learner.ready(page, REFLECTION)
    expect(page.locator(".nv-status")).to_contain_text(pattern("feedback_ready"))
    with learner.context.expect_page() as opened:
        page.get_by_role("button", name=say("feedback_button")).click()
    expect(opened.value.locator("h1")).to_have_text("Godt set, at du ringede.")

    # handed in again, and answered again: what was said before can still be read
    foot = page.get_by_role("region", name=say("handin_title"))
    expect(foot.get_by_text(say("status_unread"))).to_be_hidden()
    box(page, "plan").fill("Jeg ringer til Bo på tirsdag morgen.")
    foot.get_by_role("button", name=say("handin_again")).click()
    expect(foot.locator(".nv-status")).to_have_text(pattern("handed_in"))
    expect(foot.get_by_text(say("status_unread"))).to_be_visible()
    expect(foot.get_by_text(say("earlier_title"))).to_be_hidden()
    newest = max(course.handed_in(), key=lambda path: (path / "timestamp.txt").read_text())
    name = notebook_hash(secret=(newest / "submission_secret.txt").read_text(), notebook_id="first")
    (course.exchange / f"netvaerk/feedback/{name}.html").write_text("<h1>Nu kan jeg se det.</h1>")
    page.reload()
    learner.ready(page, REFLECTION)
    foot.get_by_text(say("earlier_title")).click()
    expect(foot.get_by_text(say("status_unread"))).to_be_hidden()
    assert learner.barriers(page) == []
    for words, button in (
        ("Godt set, at du ringede.", foot.get_by_role("button", name=pattern("feedback_earlier"))),
        ("Nu kan jeg se det.", foot.get_by_role("button", name=say("feedback_button"), exact=True)),
    ):
        with learner.context.expect_page() as opened:
            button.click()
        expect(opened.value.locator("h1")).to_have_text(words)


def test_a_late_reflection_is_welcome_and_told_so_in_english(course, visit):
    released = course.exchange / "netvaerk/outbound/01-first-en/first.ipynb"
    original = released.read_bytes()
    notebook = nbformat.read(released, as_version=4)
    notebook.metadata.course["deadline"] = "2020-01-15"
    nbformat.write(notebook, released)
    course.sign(released)
    try:
        learner = visit(locale="en-GB")
        page = learner.open(course.server, "en/01-first.ipynb")
        page.get_by_role("link", name=say("nav_reflection", "en"), exact=True).click()
        learner.ready(page, "reflections/01-first-en/first.ipynb")
        expect(page.locator(".nv-deadline")).to_have_text(
            say("deadline_passed", "en", date="15 January 2020")
        )
        box(page, "experience").fill("I met Bo and we talked about kilns.")
        box(page, "plan").fill("I shall ring Bo on Monday.")
        page.get_by_role("button", name=say("handin_button", "en"), exact=True).click()
        expect(page.locator(".nv-status")).to_have_text(pattern("handed_in_late", "en"))
    finally:
        released.write_bytes(original)


def test_a_reflection_handed_in_in_the_other_language_is_shown_as_handed_in_and_opened(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    write_and_hand_in(page, pattern("handed_in"))
    page.close()

    english = learner.open(course.server, "en/01-first.ipynb")
    learner.course_page(english).get_by_role("link", name=say("nav_reflection", "en"), exact=True).click()
    learner.ready(english, "reflections/01-first-en/first.ipynb")
    foot = english.get_by_role("region", name=say("handin_title", "en"))
    expect(foot.get_by_text(pattern("other_handed_in", "en"))).to_be_visible()
    expect(foot.get_by_text(say("status_not", "en"))).to_have_count(0)
    assert learner.barriers(english) == []
    foot.get_by_role("link", name=say("other_open", "en")).click()
    learner.ready(english, REFLECTION)
    expect(box(english, "experience")).to_have_value("Jeg mødte Bo, og vi talte om ovne.")


def test_a_reflection_written_in_the_other_language_says_where_the_answers_are(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    told = page.locator("[data-nv-line=other_written]")
    box(page, "experience").fill("Jeg mødte Bo, og vi talte om ovne.")
    expect(learner.course_page(page).locator(".nv-saved").first).to_have_text(pattern("saved"))
    learner.course_page(page).get_by_role("link", name=say("nav_language")).click()
    learner.ready(page, "reflections/01-first-en/first.ipynb")
    expect(told).to_contain_text(say("other_written", "en"))
    assert learner.barriers(page) == []
    told.get_by_role("link", name=say("other_open", "en")).click()
    learner.ready(page, REFLECTION)
    expect(box(page, "experience")).to_have_value("Jeg mødte Bo, og vi talte om ovne.")
    expect(told).to_have_count(0)


def test_a_hand_in_that_fails_says_what_to_do_and_gives_the_file(course, visit):
    learner = visit()
    page = open_reflection(course, learner)
    inbound = course.exchange / "netvaerk/inbound"
    away = inbound.with_name("away")
    inbound.rename(away)
    try:
        write_and_hand_in(page, say("handin_failed"))
        with page.expect_download() as download:
            page.get_by_role("link", name=say("handin_download")).click()
        assert "mandag morgen" in Path(download.value.path()).read_text(encoding="utf-8")
    finally:
        away.rename(inbound)


def test_a_reflection_that_cannot_be_fetched_says_so(course, visit):
    released = course.exchange / "netvaerk/outbound/01-first-da"
    away = released.with_name("away")
    released.rename(away)
    try:
        learner = visit()
        page = learner.open(course.server, FIRST)
        page.get_by_role("link", name=say("nav_reflection"), exact=True).click()
        expect(page.locator("[data-nv-line=fetch_failed]")).to_have_text(say("fetch_failed"))
        learner.ready(page, FIRST)
    finally:
        away.rename(released)


# ---- For everyone -----------------------------------------------------------------------------------------


def test_axe_finds_nothing_on_any_page(course, visit):
    learner = visit()
    page = learner.open(course.server, WELCOME)
    assert learner.barriers(page) == []
    for path, link in (
        (FIRST, say("nav_next_title", title="Hvorfor netværke?")),
        (SECOND, say("nav_next_title", title="Dit kort")),
        (FIRST, say("nav_previous_title", title="Hvorfor netværke?")),
        (REFLECTION, say("nav_reflection")),
    ):
        learner.course_page(page).get_by_role("link", name=link, exact=True).click()
        learner.ready(page, path)
        assert learner.barriers(page) == [], path


def test_the_course_can_be_walked_by_keyboard_alone(course, visit):
    learner = visit()
    page = learner.open(course.server, FIRST)

    def tab_to(describe: str, limit: int = 60) -> None:
        for _ in range(limit):
            page.keyboard.press("Tab")
            if page.evaluate(describe):
                return
        pytest.fail(f"the Tab key never came to {describe}")

    active = "document.activeElement"
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=say("skip"))).to_be_focused()
    expect(page.get_by_role("button", name=say("skip"))).to_be_in_viewport()
    tab_to(f"{active}.textContent === 'Læg i kontoen'")
    page.keyboard.press("Space")
    expect(page.locator(".widget-html.nv-saved")).to_contain_text("4 timer")
    ring = page.evaluate(f"getComputedStyle({active}).outlineStyle + getComputedStyle({active}).outlineWidth")
    assert ring == "solid3px"
    tab_to(f"{active}.closest('p') && {active}.textContent === 'refleksion'")
    page.keyboard.press("Enter")
    learner.ready(page, REFLECTION)
    expect(page.locator("h1:focus")).to_have_count(1)
    tab_to(f"{active}.dataset.nvCell === 'experience'")
    page.keyboard.type("Vi talte om ovne og dårlige ord.")
    tab_to(f"{active}.dataset.nvCell === 'plan'")
    page.keyboard.type("Ad bad dd xx 00.")
    tab_to(f"{active}.textContent === {say('check_button')!r}")
    page.keyboard.press("Enter")
    expect(page.locator(".nv-fine")).to_have_text(say("check_fine"))
    assert wait_until(
        lambda: (
            course.answers() == {"experience": "Vi talte om ovne og dårlige ord.", "plan": "Ad bad dd xx 00."}
        )
    )
    tab_to(f"{active}.textContent === {say('handin_button')!r}")
    page.keyboard.press("Enter")
    expect(page.locator(".nv-status")).to_have_text(pattern("handed_in"))
