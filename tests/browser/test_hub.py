"""A learner and a facilitator on a real hub, in a browser: in with the code on the wall, writing, handing in,
reading, answering; and the pages around it."""

import json
import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.evening import own_answers
from facilitation.hub.accounts import account_name
from facilitation.hub.settings import TEMPLATES
from facilitation.language import LANGUAGES, TEXTS

ASSIGNMENT = "01-why-network-da"
ANSWERS = (
    "Jeg brugte to timer på kaffe, og det gav en aftale. " * 5,
    "Jeg spurgte en kollega, og hun tænkte længe, før hun svarede mig ærligt. " * 4,
    "Forsøget siger noget om unge firmaer, men min butik ligger på et torv. " * 4,
    "Hvis klokken er ni på mandag, og kaffen står på bordet",
    "så ringer jeg til en kollega og hører, hvad hun mangler",
)
pytestmark = pytest.mark.browser


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


def open_reflection(learner, page, hub, name):
    page.goto(f"{hub.url}/user/{account_name(name)}/lab/tree/reflections/{ASSIGNMENT}/why-network.ipynb")
    learner.ready(page, "why-network.ipynb")


@pytest.mark.timeout(600)
def test_a_learner_comes_in_from_the_wall_writes_and_hands_in_and_the_facilitator_answers(hub, browse, walk):
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
    open_reflection(learner, page, hub, name)
    walk.hand_in(learner, page, ANSWERS)
    shot(page, "handed-in")
    second = browse()
    other = second.context.new_page()
    other.goto(f"{hub.url}/")
    come_in(other, hub, f"{hub.NAME} Bo", hub.code)
    second.ready(other, "da/00-welcome.ipynb", timeout=120_000)
    open_reflection(second, other, hub, f"{hub.NAME} Bo")
    walk.hand_in(second, other, ANSWERS[:1])

    teacher = browse()
    desk = teacher.context.new_page()
    desk.goto(f"{hub.url}/")
    come_in(desk, hub, hub.FACILITATOR, hub.facilitator_code)
    expect(desk.get_by_role("heading", name=walk.front("waits.title"))).to_be_visible(timeout=60_000)
    shot(desk, "desk")
    walk.collect(teacher, desk, 2)
    walk.to_reading(teacher, desk)
    # three answers and a plan, which is two boxes, of the one; an answer of the other
    assert walk.read_all(desk) == 5
    shot(desk, "read")
    walk.to_front(teacher, desk)
    walk.send(teacher, desk, 2)
    assert teacher.errors == []

    # at home, on a telephone
    # two browsers at one kernel hear of each other's controls
    learner.allow("Comm not found")
    phone = browse(width=390, height=844)
    small = phone.context.new_page()
    small.goto(f"{hub.url}/")
    come_in(small, hub, name, hub.code)
    phone.ready(small, timeout=120_000)
    open_reflection(phone, small, hub, name)
    feedback = walk.open_feedback(phone, small)
    assert feedback.evaluate("document.documentElement.scrollWidth") <= 390
    shot(feedback, "feedback-phone")
    feedback.close()

    # the same facilitator, at the wall
    desk.goto(f"{hub.url}/hub/join?lang=en")
    expect(desk.get_by_text(hub.code, exact=True)).to_be_visible()
    assert barriers(desk) == []
    shot(desk, "wall")
    desk.goto(f"{hub.url}/hub/home")
    front_page = "/services/netvaerk/lab/tree/workshops/da/desk-front.ipynb"
    expect(desk.get_by_role("link", name=t("da", "home.desk"))).to_have_attribute("href", front_page)
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


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_learner_says_by_telephone_what_the_host_must_know_and_the_hosts_desk_has_it(hub, browse, language):
    groups = Texts("groups", language, folder=TEXTS)
    visitor = browse(language, width=360, height=740)
    page = visitor.context.new_page()
    page.goto(f"{hub.url}/hub/evening?lang={language}")
    name = f"{hub.NAME} {language} Pia"
    come_in(page, hub, name, hub.code, language)
    expect(page.get_by_role("heading", name=t(language, "evening.title"))).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
    visitor.allow("422")
    page.get_by_label(groups("slip.name"), exact=True).fill(" ")
    page.get_by_label(groups("slip.wants"), exact=True).fill("SEO")
    page.get_by_role("button", name=t(language, "evening.save")).click()
    expect(page.get_by_role("alert")).to_have_text(t(language, "not_said.no_sign_up_name"))
    expect(page.get_by_label(groups("slip.wants"), exact=True)).to_have_value("SEO")
    assert barriers(page) == []
    said = {"name": f"Pia {language}", "firm": "Pias <b>Pil</b>", "competences": "moms, foto", "wants": "SEO"}
    said |= {"trade": "pil", "place": "Ry", "language": "dansk", "evenings": "torsdag", "knows": "Bo"}
    # by keyboard alone, from the first field
    page.get_by_label(groups("slip.name"), exact=True).focus()
    for text in [said[field] for field in own_answers.FIELDS]:
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(t(language, "evening.saved"))
    shot(page, f"evening-{language}")
    assert barriers(page) == []
    page.reload()
    for field, text in said.items():
        expect(page.get_by_label(groups(f"slip.{field}"), exact=True)).to_have_value(text)
    # what the hub wrote is the desk's own, and the host's desk takes it in
    (file,) = (hub.folder / "desk" / own_answers.FOLDER).glob(f"*{language}*.json")
    assert (file.stat().st_uid, file.stat().st_mode & 0o777) == ((hub.folder / "desk").stat().st_uid, 0o600)
    kept = own_answers.of(hub.folder / "desk", account_name(name))
    assert kept | said == kept and kept["comes"]


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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("login.html", {"language": "da", "other_language": "en", "refused": "code", "login_error": "Nej."}),
        ("not_running.html", {"spawn_url": "/hub/spawn", "failed": True}),
    ],
)
def test_the_pages_are_dark_where_the_reader_wants_them_dark_and_white_on_paper(visit, name, said):
    page = visit(360, 740, color_scheme="dark").context.new_page()
    page.set_content(render(name, **said))
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(29, 28, 26)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
    shot(page, f"dark-{name}")
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(250, 247, 242)"


def render(name, **names):
    both = {language: Texts("hub", language, folder=TEXTS) for language in LANGUAGES}
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return templates.get_template(name).render(both=both, base_url="/hub/", **names)
