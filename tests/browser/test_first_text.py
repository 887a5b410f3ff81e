"""What can be read before JupyterLab has come."""

import json
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LESSON = "da/01-why-network.ipynb"
# a step of the lesson with some text and an exercise, and one before it
STEP, BEFORE = "account-how", "guess-first"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_can_be_read_before_jupyterlab_comes_and_one_stays_where_one_was(server, visit, scheme):
    learner = visit(360, 420, steps=True, color_scheme=scheme)
    page = learner.context.new_page()
    held = []
    page.route(re.compile(r"/static/lab/main\."), lambda route: held.append(route))
    page.goto(f"{server.address(LESSON)}#{STEP}", wait_until="commit")
    text = page.locator("#nv-twin")
    expect(text.locator(f"#{STEP}")).to_be_visible()
    assert text.locator(f"#{BEFORE}").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, context={"include": [["#nv-twin"]]}).response["violations"]
    assert [violation["id"] for violation in found] == []
    last = text.locator("section").last.locator("p, li").last
    words = last.inner_text()[:30]
    last.scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('#nv-twin').scrollTop") > 100

    held[0].continue_()
    learner.ready(page, LESSON)
    expect(text).to_have_count(0)
    assert page.evaluate("document.querySelector('.nv-page:not(.lm-mod-hidden)').dataset.nvStep") == STEP
    expect(learner.course_page(page).get_by_text(words).first).to_be_in_viewport()


def test_another_notebook_and_a_page_that_is_not_there_have_no_text_over_them(server, visit):
    learner = visit()
    learner.allow("404")
    page = learner.open(server, "da/none.ipynb", ready=False)
    assert page.locator("#nv-twin").count() == 0
    page.get_by_role("dialog").get_by_role("button").click()
    learner.ready(page, "da/00-welcome.ipynb")
    expect(page.locator("#nv-twin")).to_have_count(0)


def test_what_no_learner_uses_of_jupyterlab_is_not_fetched(server, visit):
    learner = visit()
    fetched = []
    learner.context.on("response", lambda answer: fetched.append(answer))
    page = learner.open(server, LESSON)
    scripts = {answer.url: answer for answer in fetched if urlsplit(answer.url).path.endswith(".js")}
    for extension in ("@jupyter/nbgrader", "@jupyter-notebook"):
        assert not [url for url in scripts if extension in url]
    # MathJax, by a name of its own, is a megabyte, and no page has a formula
    assert not [url for url, answer in scripts.items() if "TEXCLASS" in answer.text()]
    config = json.loads(page.locator("#jupyter-config-data").text_content())
    assert "netvaerk-calm" in [one["name"] for one in config["federated_extensions"]]
