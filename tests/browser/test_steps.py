"""A lesson read step by step, and the place that is kept, in the real course."""

import json
import random
import re
import sqlite3
import time
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

REPO = Path(__file__).parents[2]
STRINGS = json.loads((REPO / "lab/extensions/netvaerk-calm/page/strings.json").read_text(encoding="utf-8"))
LESSONS = sorted(
    path.name for path in (REPO / "lessons/da").glob("[01][0-9]-*.ipynb") if path.name[:2] != "00"
)


def say(key: str, lang: str = "da", **values: object) -> str:
    return STRINGS[key][lang].format(**values)


def course(path: str, lang: str = "da") -> dict:
    return json.loads((REPO / f"lessons/{lang}/{path}").read_text(encoding="utf-8"))["metadata"]["course"]


def starts(path: str) -> list[str]:
    return [line.split()[0] for line in course(path)["steps"]]


def shown(page: Page) -> int:
    """How many cells stand on the screen."""
    return page.evaluate(
        """() => {
            const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
            return [...panel.querySelectorAll('.jp-Cell')].filter(cell => cell.offsetHeight > 0).length;
        }"""
    )


def step(page: Page) -> str:
    return page.locator(".nv-page:not(.lm-mod-hidden)").get_attribute("data-nv-step")


PATH = "() => document.querySelector('.nv-page:not(.lm-mod-hidden)')?.dataset.nvPath"

# The paragraph under the bar, by its words.
READING = """() => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    const line = panel.querySelector('.nv-steps').getBoundingClientRect().bottom + 5;
    const blocks = [...panel.querySelectorAll('.jp-Cell :is(p, li, h1, h2, h3, tr, img)')];
    const seen = blocks.filter(node => node.offsetParent && node.getBoundingClientRect().bottom > line);
    return (seen[0]?.textContent || seen[0]?.alt || '').slice(0, 60);
}"""


def read_on(page: Page, far: float) -> str:
    """Scroll that far down the step, as a share of what there is; the paragraph one then reads."""
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 1)
    page.evaluate(
        """far => {
            const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
            const outer = panel.querySelector('.jp-WindowedPanel-outer');
            outer.scrollTop = far * Math.max(0, outer.scrollHeight - outer.clientHeight - 200);
            // Not where it is for a hair to say which of two paragraphs one reads.
            const line = () => panel.querySelector('.nv-steps').getBoundingClientRect().bottom + 5;
            const ends = [...panel.querySelectorAll('.jp-Cell :is(p, li, h1, h2, h3, tr, img)')];
            const off = node => Math.abs(node.getBoundingClientRect().bottom - line());
            while (ends.some(node => node.offsetParent && off(node) < 4)) outer.scrollTop += 8;
        }""",
        far,
    )
    page.wait_for_timeout(1500)
    return page.evaluate(READING)


def reads(page: Page, at: str, words: str) -> bool:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if step(page) == at and page.evaluate(READING) == words:
            return True
        page.wait_for_timeout(100)
    found = (step(page), page.evaluate(READING))
    assert found == (at, words)
    return True


def test_a_lesson_is_read_a_step_at_a_time_by_button_key_contents_and_back(server, visit):
    learner = visit(1366, 768, steps=True)
    page = learner.open(server, f"da/{LESSONS[0]}")
    here = learner.course_page(page)
    wanted = starts(LESSONS[0])
    assert step(page) == wanted[0]
    expect(here.locator(".nv-where")).to_have_text(say("step_of", n=1, of=len(wanted)))
    assert here.locator(".jp-Cell:visible").count() < 6
    here.locator(".nv-turns .nv-step-on").click()
    assert step(page) == wanted[1]
    assert page.url.endswith(f"#{wanted[1]}")
    expect(here.locator("h2:focus")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert step(page) == wanted[3]
    page.keyboard.press("ArrowLeft")
    assert step(page) == wanted[2]
    here.locator(".nv-contents summary").click()
    assert learner.barriers(page) == []
    contents = here.locator(".nv-contents-list li a")
    assert contents.count() == len(wanted)
    contents.nth(5).click()
    assert step(page) == wanted[5]
    page.go_back()
    page.wait_for_function(f"document.querySelector('.nv-page').dataset.nvStep === '{wanted[2]}'")
    page.go_forward()
    page.wait_for_function(f"document.querySelector('.nv-page').dataset.nvStep === '{wanted[5]}'")
    for place in range(6, len(wanted)):
        here.locator(".nv-turns .nv-step-on").click()
        assert step(page) == wanted[place]
    expect(here.locator(".nv-bottom")).to_be_visible()


def test_an_arrow_in_a_field_stays_in_the_field(server, visit):
    learner = visit(steps=True)
    page = learner.context.new_page()
    page.goto(server.address(f"da/{LESSONS[0]}") + "#guess-first")
    learner.ready(page)
    field = learner.course_page(page).locator(".nv-exercise input[type=text]:visible").first
    field.fill("12")
    field.press("ArrowLeft")
    field.press("ArrowRight")
    assert step(page) == "idea-guess"


def test_an_address_with_a_cells_name_opens_its_step_and_a_citation_brings_its_source(server, visit):
    learner = visit(steps=True)
    page = learner.context.new_page()
    page.goto(server.address(f"da/{LESSONS[0]}") + "#idea-nobody-down-the-hall")
    learner.ready(page)
    here = learner.course_page(page)
    assert step(page) == "idea-micro-firm"
    citation = here.locator(".jp-MarkdownOutput a[href^='#']:visible").first
    words = citation.text_content()
    citation.click()
    assert step(page) == "sources"
    expect(page.locator(":focus")).to_contain_text(re.search(r"\d{4}", words)[0])
    here.get_by_role("button", name=say("way_back")).click()
    assert step(page) == "idea-micro-firm"
    expect(page.locator("a:focus")).to_have_text(words)


def test_all_on_one_page_shows_all_is_remembered_and_can_be_left_again(server, visit):
    learner = visit(steps=True)
    page = learner.open(server, f"da/{LESSONS[1]}")
    here = learner.course_page(page)
    few = shown(page)
    here.locator(".nv-contents summary").click()
    here.get_by_role("button", name=say("whole_show")).click()
    assert shown(page) > 5 * few
    page.reload()
    learner.ready(page)
    assert shown(page) > 5 * few
    assert learner.barriers(page) == []
    here.locator(".nv-contents summary").click()
    here.get_by_role("button", name=say("whole_hide")).click()
    assert shown(page) < 8


def test_print_shows_the_whole_lesson(server, visit):
    learner = visit(steps=True)
    page = learner.open(server, f"da/{LESSONS[1]}")
    few = shown(page)
    page.emulate_media(media="print")
    assert shown(page) > 5 * few
    assert not page.locator(".nv-steps, .nv-turns, .nv-top").locator("visible=true").count()


@pytest.mark.parametrize("seed", range(2))
def test_one_is_where_one_was_after_reload_back_and_another_day(server, visit, seed):
    dice = random.Random(seed)
    path = dice.choice(LESSONS)
    learner = visit(1100, 700, steps=True)
    page = learner.open(server, f"da/{path}")
    at = dice.choice(starts(path)[3:-1])
    for _ in range(starts(path).index(at)):
        page.keyboard.press("ArrowRight")
    assert step(page) == at
    words = read_on(page, dice.uniform(0.3, 1))
    page.reload()
    learner.ready(page)
    assert reads(page, at, words)
    here = learner.course_page(page)
    here.locator(".nv-top").get_by_role("link", name=say("nav_welcome"), exact=True).click()
    learner.ready(page, "00-welcome.ipynb")
    page.go_back()
    learner.ready(page, path)
    assert reads(page, at, words)
    # Another day: the tab was closed, and one comes by the lesson's own address.
    page.close()
    page = learner.open(server, f"da/{path}")
    assert reads(page, at, words)
    # Another machine: this browser remembers nothing, only the learner's own data do.
    page.add_init_script("localStorage.clear()")  # a page that is left keeps its place there
    page.goto(server.address(f"da/{path}"))
    learner.ready(page)
    assert reads(page, at, words)


def test_the_place_outlives_a_killed_kernel_and_is_the_same_in_the_other_language(server, visit):
    learner = visit(1100, 700, steps=True)
    learner.allow("Comm not found|kernel|Kernel")
    path = LESSONS[2]
    page = learner.context.new_page()
    # an address that says where to be: the lesson itself opens where somebody has read before
    page.goto(server.address(f"da/{path}") + "#name-how")
    learner.ready(page, path)
    assert step(page) == "name-how"
    words = read_on(page, 0.5)
    [session] = [one for one in server_api(server, "api/sessions") if one["path"].endswith(path)]
    server_api(server, f"api/kernels/{session['kernel']['id']}/restart", "POST")
    page.wait_for_function("document.querySelector('.nv-page').dataset.nvReady === 'false'")
    learner.ready(page, path)
    assert reads(page, "name-how", words)
    learner.course_page(page).get_by_role("link", name=say("nav_language")).click()
    learner.ready(page, f"en/{path}")
    assert step(page) == "name-how"
    with sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite") as database:
        kept = dict(database.execute("SELECT name, value FROM field WHERE exercise = 'place'"))
    assert json.loads(kept[course(path)["stem"] + ".last"])["cell"] in ("name-how", "name-people")


def test_what_is_read_first_runs_first(server, visit):
    learner = visit(steps=True)
    page = learner.context.new_page()
    ran = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framesent",
            lambda frame: ran.extend(re.findall(rb"from exercises\.views\.(\w+) import", as_bytes(frame))),
        ),
    )
    page.goto(server.address(f"da/{LESSONS[0]}") + "#account-how")
    learner.ready(page)
    assert ran[0] == b"network_account"
    assert len(set(ran)) > 3


def test_a_fault_takes_the_keyboard_to_its_field_and_an_answer_is_met_where_one_looks(server, visit):
    learner = visit(1366, 768, steps=True)
    page = learner.context.new_page()
    page.goto(server.address(f"da/{LESSONS[0]}") + "#guess-first")
    learner.ready(page)
    here = learner.course_page(page)
    here.locator(".nv-exercise input[type=text]:visible").first.fill("mange")
    here.locator(".nv-primary:visible").press("Enter")
    field = here.locator("input[aria-invalid=true]")
    expect(field).to_be_focused()
    told = page.locator(f"#{field.get_attribute('aria-describedby')}")
    expect(here.locator("[role=alert]:visible")).to_have_count(1)
    expect(told).to_be_in_viewport()
    assert learner.barriers(page) == []
    field.fill("40")
    here.locator("select:visible").first.select_option(index=1)
    here.locator(".nv-primary:visible").press("Enter")
    expect(page.locator(".nv-note:is(.nv-right, .nv-wrong):focus")).to_be_in_viewport()
    expect(here.locator("[aria-invalid]")).to_have_count(0)


def end_all(server):
    """Tabs that others closed leave their kernels for the server to end."""
    for session in server_api(server, "api/sessions"):
        server_api(server, f"api/sessions/{session['id']}", "DELETE")


def holds_two_kernels(page, server):
    end = time.monotonic() + 30
    while len(server_api(server, "api/kernels")) > 2 and time.monotonic() < end:
        page.wait_for_timeout(300)
    kernels = server_api(server, "api/kernels")
    assert len(kernels) <= 2, [(one["connections"], one["execution_state"]) for one in kernels]


def to_the_next(learner, page):
    left = page.evaluate(PATH)
    name = re.compile(re.escape(say("nav_next")))
    learner.course_page(page).locator(".nv-top").get_by_role("link", name=name).click()
    page.wait_for_function(f"left => ![undefined, left].includes(({PATH})())", arg=left)


def test_whoever_has_visited_many_pages_holds_two_kernels(server, visit):
    learner = visit()
    end_all(server)
    page = learner.open(server, "da/00-welcome.ipynb")
    for _ in range(5):
        to_the_next(learner, page)
        learner.ready(page)
    holds_two_kernels(page, server)


def test_a_page_that_is_loaded_again_and_again_leaves_nothing_in_its_kernel(server, visit):
    learner = visit(steps=True)
    end_all(server)
    page = learner.open(server, "da/06-fast-and-cheap.ipynb")
    once = widgets_in_the_kernel(server)
    for _ in range(2):
        page.reload()
        learner.ready(page)
    assert widgets_in_the_kernel(server) == once
    beside = learner.open(server, "da/06-fast-and-cheap.ipynb")
    assert widgets_in_the_kernel(server) == 2 * once, "a page that is open elsewhere keeps its own"
    beside.close()


def widgets_in_the_kernel(server):
    """How many are open in the one kernel, asked beside the server, which counts who is connected."""
    [kernel] = server_api(server, "api/kernels")
    [file] = server.folder.rglob(f"kernel-{kernel['id']}.json")
    client = BlockingKernelClient(connection_file=str(file))
    client.load_connection_file()
    client.start_channels()
    try:
        asked = {"n": "len(__import__('ipywidgets.widgets.widget').widgets.widget._instances)"}
        answer = client.execute("", silent=True, user_expressions=asked, reply=True, timeout=30)
        return int(answer["content"]["user_expressions"]["n"]["data"]["text/plain"])
    finally:
        client.stop_channels()


def test_whoever_goes_on_before_an_exercise_has_begun_holds_two_kernels(server, visit):
    learner = visit()
    end_all(server)
    page = learner.open(server, "da/00-welcome.ipynb")
    begins = []
    page.route(
        "**/api/sessions?*", lambda route: route.fallback() if is_asked(route) else begins.append(route)
    )
    for n in range(1, 5):
        to_the_next(learner, page)
        while len(begins) < n:
            page.wait_for_timeout(50)
    for route in begins:
        route.continue_()
    learner.ready(page)
    holds_two_kernels(page, server)
    expect(page.locator(".jp-NotebookPanel"), "the pages left behind are put away").to_have_count(1)


def is_asked(route):
    return route.request.method != "POST"


def as_bytes(frame) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def server_api(server, endpoint: str, method: str = "GET"):
    import urllib.request

    request = urllib.request.Request(
        f"{server.url}/{endpoint}", method=method, headers={"Authorization": f"token {server.token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or "null")
