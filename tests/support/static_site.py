"""The course in a browser alone, as tests open it: the folder that `netvaerk site` makes, served here."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import expect

from exercises.places import root
from facilitation.site import building

HAND_IN = "hold@kurset.example"
LESSON = "da/01-why-network.ipynb"
REFLECTION = "reflections/01-why-network-da/why-network.ipynb"
MY_DATA = "da/90-my-data.ipynb"
# The service worker fetches the whole course at the first visit: whoever tries something else goes without.
LIGHT = {"service_workers": "block"}
BOXES = ".nv-page:not(.lm-mod-hidden) :is(input[type=text], input[type=number]):visible"
KEPT = "Number(localStorage.getItem('netvaerk-kept'))"
READY = """path => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    return panel?.dataset.nvReady === 'true' && panel.dataset.nvPath === path;
}"""


@dataclass
class Site:
    folder: Path
    url: str

    def address(self, path: str) -> str:
        step = "#guess-first" if path == LESSON else ""
        return f"{self.url}/lab/index.html?path={quote(path)}{step}"


def built(factory):
    """The site's folder: made once, also where several workers want it. Nobody may change it."""
    alone = "PYTEST_XDIST_TESTRUNUID" not in os.environ
    shared = factory.mktemp("site") if alone else factory.getbasetemp().parent / "site"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shared / "kursus"
        if not folder.exists():
            building.build(folder, root(), HAND_IN)
    return folder


def opened(visit, site, path):
    """A page of the course in a tab of its own, when its exercises can take a click."""
    page = visit.context.new_page()
    page.goto(site.address(path))
    ready(page, path)
    return page


def ready(page, path):
    page.wait_for_function(READY, arg=path, timeout=120_000)


def write(page, value, at=0, saved="Gemt"):
    """Type into a box of lesson 1 and wait until the browser has it and the page says so."""
    before = page.evaluate(KEPT)
    fill(page, value, at)
    page.wait_for_function(f"before => {KEPT} > before", arg=before)
    expect(page.locator(".nv-page .nv-saved").get_by_text(saved).first).to_be_visible()


def fill(page, value, at=0):
    box = page.locator(BOXES).nth(at)
    box.fill(value)
    box.press("Tab")


def boxes(page, *which):
    return [page.locator(BOXES).nth(at).input_value() for at in which]


def delete_all(course):
    """Delete everything on My data; ``course`` is the page's own part."""
    course.get_by_role("button", name="Slet alt …").click()
    course.get_by_label("Skriv SLET").fill("SLET")
    course.get_by_role("button", name="Slet alt for altid").click()
    expect(course.get_by_text("Alt, du skrev i øvelserne, er slettet", exact=False)).to_be_visible()
