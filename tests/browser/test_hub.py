"""A learner and a facilitator on a real hub, in a browser: in with the code on the wall, writing, handing in,
reading, answering; and the pages around it."""

import json
import os
import runpy
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.hub.accounts import account_name
from facilitation.hub.configure import TEMPLATES
from facilitation.language import LANGUAGES, TEXTS

HELPERS = runpy.run_path(str(Path(__file__).parents[1] / "hub" / "conftest.py"))
THREAD = runpy.run_path(str(Path(__file__).with_name("test_whole_thread.py")))
WORDS = THREAD["WORDS"]["da"]
STRINGS = Path(__file__).parents[2] / "lab/extensions/netvaerk-calm/static/strings.json"
WORDS_OF_THE_PAGE = json.loads(STRINGS.read_text(encoding="utf-8"))
ASSIGNMENT = "01-why-network-da"
REMARK = "Godt set: to timer gav en aftale."
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hub():
    HELPERS["_can_run"]()
    hub = HELPERS["Hub"]()
    yield hub.start()
    hub.remove()


@pytest.fixture
def browse(hub, visit):
    """A browser that knows nobody yet; the machine's own certificate is looked at in test_cycle."""

    def start(language="da", **options):
        options |= {"ignore_https_errors": True, "locale": language}
        return visit(**options)

    return start


def barriers(page):
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]


def shot(page, name):
    """A picture to look at, where somebody asks for one."""
    if folder := os.environ.get("NETVAERK_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/hub-{name}.png", full_page=True)


def come_in(page, hub, name, code, language="da", word="blå kande"):
    """Fill in the page by keyboard alone, from its first field."""
    page.get_by_label(t(language, "sign_in.code")).fill(code)
    page.keyboard.press("Tab")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(word)
    page.keyboard.press("Enter")


def t(language, key):
    return Texts("hub", language, folder=TEXTS)(key)


@pytest.mark.timeout(300)
def test_a_learner_comes_in_from_the_wall_writes_and_hands_in_and_the_facilitator_answers(hub, browse):
    learner = browse()
    # a code that is wrong
    learner.allow("403")
    page = learner.context.new_page()
    page.goto(f"{hub.url}/")
    assert barriers(page) == []
    shot(page, "sign-in")
    name = f"{hub.NAME} Åse"
    come_in(page, hub, name, "forkert")
    expect(page.get_by_role("alert")).to_have_text(t("da", "refused.code"))
    expect(page.get_by_label(t("da", "sign_in.name"))).to_have_value(name)
    assert barriers(page) == []
    shot(page, "refused")
    come_in(page, hub, name, hub.code)
    learner.ready(page, "da/00-welcome.ipynb", timeout=120_000)
    shot(page, "welcome")

    account = account_name(name)
    page.goto(f"{hub.url}/user/{account}/lab/tree/reflections/{ASSIGNMENT}/why-network.ipynb")
    learner.ready(page, "why-network.ipynb")
    here = learner.course_page(page)
    here.get_by_role("textbox").first.fill("Jeg brugte to timer på kaffe, og det gav en aftale. " * 5)
    here.get_by_role("button", name=WORDS["hand_in"], exact=True).click()
    page.get_by_role("button", name=WORDS_OF_THE_PAGE["dialog_send"]["da"]).click()
    here.get_by_text(WORDS["arrived"]).wait_for()
    shot(page, "handed-in")

    teacher = browse()
    desk = teacher.context.new_page()
    desk.goto(f"{hub.url}/")
    come_in(desk, hub, HELPERS["FACILITATOR"], hub.facilitator_code)
    desk.locator("#jp-main-dock-panel").wait_for()
    shot(desk, "desk")
    served = SimpleNamespace(url=f"{hub.url}/services/netvaerk", token="")
    THREAD["grade"](served, lambda: teacher, ASSIGNMENT, REMARK)

    page.reload()
    learner.ready(page, "why-network.ipynb")
    with learner.context.expect_page() as opened:
        here.get_by_role("button", name=WORDS["feedback"]).click()
    opened.value.get_by_text(REMARK).wait_for()
    opened.value.close()

    # the same facilitator, at the wall
    desk.goto(f"{hub.url}/hub/join?lang=en")
    expect(desk.get_by_text(hub.code, exact=True)).to_be_visible()
    assert barriers(desk) == []
    shot(desk, "wall")
    desk.goto(f"{hub.url}/hub/home")
    assert barriers(desk) == []
    shot(desk, "home")
    teacher.allow("404")
    desk.goto(f"{hub.url}/hub/nowhere")
    expect(desk.get_by_role("heading", name=t("da", "error.title"))).to_be_visible()
    assert barriers(desk) == []
    shot(desk, "error")

    # whoever has the wall's code may come in: the page is not for learners
    refused = learner.context.request.get(f"{hub.url}/hub/join")
    assert refused.status == 403 and hub.code not in refused.text()
    page.get_by_role("link", name=t("da", "home.leave")).click()
    expect(page.get_by_role("heading", name=t("da", "sign_in.title"))).to_be_visible()
    page.goto(f"{hub.url}/user/{account}/lab")
    expect(page.get_by_role("heading", name=t("da", "sign_in.title"))).to_be_visible()


@pytest.mark.timeout(120)
def test_the_page_for_signing_in_fits_a_phone_and_speaks_both_languages(hub, browse):
    visitor = browse("en", width=390, height=844)
    page = visitor.context.new_page()
    page.goto(f"{hub.url}/hub/login?code={hub.code}")
    expect(page.get_by_label(t("en", "sign_in.code"))).to_have_value(hub.code)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "phone")
    page.get_by_role("link", name="Dansk").click()
    expect(page.get_by_role("heading", name=t("da", "sign_in.title"))).to_be_visible()
    expect(page.get_by_label(t("da", "sign_in.code"))).to_have_value(hub.code)
    assert page.evaluate("document.documentElement.lang") == "da"
    # the language that was chosen is there the next time
    page.goto(f"{hub.url}/hub/login")
    assert page.evaluate("document.documentElement.lang") == "da"


@pytest.mark.parametrize("said", [{"ready": True}, {"failed": True}], ids=["opens", "fails"])
def test_while_a_page_is_made_ready_it_says_so_and_then_opens_or_says_what_to_do(browse, said):
    visitor = browse()
    page = visitor.context.new_page()
    pages = {
        "/hub/spawn-pending/anna": ("text/html", render("spawn_pending.html", progress_url="/progress")),
        "/progress": ("text/event-stream", f"data: {json.dumps({'progress': 10})}\n\n"),
    }
    asked = []

    def answer(route):
        path = urlsplit(route.request.url).path
        asked.append(path)
        kind, body = pages[path]
        route.fulfill(content_type=kind, body=body)

    page.route("http://127.0.0.1:9/**", answer)
    page.goto("http://127.0.0.1:9/hub/spawn-pending/anna")
    expect(page.get_by_role("heading", name=t("da", "opening.title"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert barriers(page) == []
    shot(page, "opening")
    pages["/progress"] = ("text/event-stream", f"data: {json.dumps(said)}\n\n")
    if "failed" in said:
        expect(page.get_by_text(t("da", "opening.failed"))).to_be_visible()
        expect(page.get_by_role("link", name=t("en", "opening.again"))).to_be_visible()
        expect(page.get_by_role("heading", name=t("da", "opening.title"))).to_have_count(0)
        expect(page.get_by_role("progressbar")).to_have_count(0)
        assert barriers(page) == []
        shot(page, "failed")
    else:
        page.wait_for_event("framenavigated", timeout=30_000)
        assert asked.count("/hub/spawn-pending/anna") >= 2


@pytest.mark.parametrize("failed", [False, True])
def test_a_page_that_was_closed_says_so_and_offers_to_open(browse, failed):
    page = browse().context.new_page()
    page.set_content(render("not_running.html", spawn_url="/hub/spawn", failed=failed))
    expect(
        page.get_by_role("link", name=t("da", "opening.again" if failed else "closed.open"))
    ).to_be_visible()
    expect(page.get_by_text(t("en", "opening.failed" if failed else "closed.text"))).to_be_visible()
    assert barriers(page) == []
    shot(page, "closed")


def render(name, **names):
    both = {language: Texts("hub", language, folder=TEXTS) for language in LANGUAGES}
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return templates.get_template(name).render(both=both, base_url="/hub/", **names)
