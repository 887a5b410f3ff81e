"""Small walks in Firefox and in WebKit (Safari's engine), as the other tests go in Chromium."""

import shutil
import zipfile
from pathlib import Path

import pytest

from engines import MINI_BROWSERS, Firefox, WebKit

pytestmark = pytest.mark.browser

LESSON = "da/01-why-network.ipynb"
REFLECTION = "reflections/01-why-network-da/why-network.ipynb"
MAP = "da/03-my-network.ipynb"
TABS = (LESSON, "da/02-a-skill.ipynb", MAP)
HERE = ".nv-page:not(.lm-mod-hidden)"
READY = f"""path => {{
    const panel = document.querySelector('{HERE}');
    return panel?.dataset.nvReady === 'true' && panel.dataset.nvPath.endsWith(path);
}}"""
IN_VIEW = """selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
}"""
TAB, DOWN = "\ue004", "\ue015"


def opened(engine):
    there = {
        Firefox: shutil.which("firefox-esr"),
        WebKit: shutil.which("WebKitWebDriver") and any(Path("/").glob(MINI_BROWSERS[1:])),
    }
    if not there[engine]:
        pytest.skip(f"{engine.__name__} is not installed")
    return engine()


@pytest.mark.parametrize("engine", [Firefox, WebKit])
def test_the_course_is_walked_from_its_front_page_to_a_hand_in_and_the_map(server, engine):
    seen = opened(engine)
    inbound = server.private / "exchange/netvaerk/inbound"
    before = len(list(inbound.glob("*")))
    words = f"kaffe i {engine.__name__}"

    def go(path, step=""):
        seen.goto(server.address(path) + step)
        seen.wait(READY, path, seconds=120)

    try:
        go("da/00-welcome.ipynb")
        seen.see(f"{HERE} h1")
        seen.see(f"{HERE} a", "Hvorfor netværke?")

        # a fault is met at its field, goes while one is at the next, and the keyboard stays there
        go(LESSON, "#guess-first")
        seen.press(f"{HERE} .nv-exercise input[type=text]")
        seen.type("mange")
        seen.press(f"{HERE} .nv-primary")
        seen.see(f"{HERE} .nv-why[role=alert]")
        assert seen.wait("() => document.activeElement.getAttribute('aria-invalid')") == "true"
        assert seen.js(IN_VIEW, f"{HERE} .nv-why")
        seen.js("() => document.activeElement.select()")
        seen.type(f"40{TAB}{DOWN}")
        seen.wait("() => !document.querySelector('.nv-why')")
        assert seen.js("() => document.activeElement.tagName") == "SELECT"
        seen.press(f"{HERE} .nv-primary")
        seen.see(f"{HERE} .nv-note:is(.nv-right, .nv-wrong)", "Svaret er")
        assert seen.wait("() => document.activeElement.matches('.nv-note')")

        # what is typed is kept, and is there again
        go(LESSON, "#account-how")
        seen.press(f"{HERE} input", "Hvad gjorde du?")
        seen.type(words + TAB)
        seen.see(f"{HERE} .nv-saved", "Gemt")
        seen.reload()
        seen.wait(READY, LESSON, seconds=120)
        seen.wait(
            "words => [...document.querySelectorAll('input')].some(one => one.value.includes(words))", words
        )

        go(REFLECTION)
        seen.press(f"{HERE} textarea")
        seen.type("Jeg brugte to timer, og der kom en idé ud af det.")
        seen.press(f"{HERE} .nv-handin button", "Tjek mine svar")
        seen.see(f"{HERE} .nv-fixes", "Det mangler endnu")
        seen.press(f"{HERE} .nv-handin button.nv-primary", "Aflever")
        seen.press("button", "Aflever, som den er")
        seen.see(f"{HERE} .nv-handin", "Den er nået frem.")
        assert len(list(inbound.glob("*"))) == before + 1

        # the map is drawn, somebody is chosen, and their card says who it is
        go(MAP, "#map-how")
        seen.wait("here => document.querySelector(here).innerText.includes('Bentes netværk')", HERE)
        if "Prøv med Bentes netværk" in seen.text():
            seen.press(f"{HERE} button", "Prøv med Bentes netværk")
        seen.press(f"{HERE} .nvp-stage [role=button]", "Gry")
        seen.see(f"{HERE} .nvp-card", "Gry")
    finally:
        seen.close()


@pytest.mark.timeout(900)  # the first test builds the site
@pytest.mark.parametrize("engine", [Firefox, WebKit])
def test_in_the_browser_alone_a_lesson_is_worked_and_a_reflection_becomes_a_file(site, engine):
    """While it is driven, WebKit's browser keeps nothing, like a private window, and that is said there; nor
    does it download."""
    seen = opened(engine)
    words = "Jeg brugte to timer, og der kom en idé ud af det."

    def go(path):
        seen.goto(site.address(path))
        seen.wait(READY, path, seconds=180)

    try:
        go(LESSON)
        seen.press(f"{HERE} .nv-exercise input[type=text]")
        seen.type(f"40{TAB}{DOWN}")
        if engine is Firefox:
            seen.see(f"{HERE} .nv-saved-at", "Gemt")
            go(LESSON)
            seen.wait(
                "() => [...document.querySelectorAll('input[type=text]')].some(one => one.value === '40')"
            )
        else:
            seen.see(f"{HERE} [data-nv-line=storage_none]", "Denne browser gemmer ikke noget")
        seen.press(f"{HERE} .nv-primary", "Vis svaret")
        seen.see(f"{HERE} .nv-note:is(.nv-right, .nv-wrong)", "Svaret er")

        go(REFLECTION)
        seen.press(f"{HERE} textarea")
        seen.type(words)
        seen.press(f"{HERE} .nv-handin button", "Tjek mine svar")
        seen.see(f"{HERE} .nv-fixes", "Det mangler endnu")
        seen.press(f"{HERE} .nv-handin input[type=text]")
        seen.type("Bente Holm")
        seen.press(f"{HERE} .nv-handin button.nv-primary", "Lav filen")
        seen.press("button", "Aflever, som den er")
        seen.see(f"{HERE} .nv-status", "Du har ikke afleveret endnu")
        if engine is Firefox:
            with zipfile.ZipFile(seen.downloaded("Bente Holm - why-network.zip")) as archive:
                assert words in archive.read("Bente Holm/why-network.ipynb").decode()
    finally:
        seen.close()


def test_tabs_beside_one_another_are_each_loaded_once_in_firefox(server):
    seen = opened(Firefox)
    told = ["log.entryAdded", "browsingContext.navigationStarted"]
    try:
        seen.ask("session.subscribe", events=told)
        tabs = {seen.ask("browsingContext.create", type="tab")["context"]: path for path in TABS}
        first, *others = tabs

        def go(tab):
            seen.ask("browsingContext.navigate", context=tab, url=server.address(tabs[tab]), wait="none")

        def come_to(tab):
            seen.page = tab
            seen.ask("browsingContext.activate", context=tab)
            seen.wait(READY, tabs[tab], seconds=120)

        go(first)
        come_to(first)
        for tab in others:
            go(tab)
        for tab in others:
            come_to(tab)
        params = [(one["method"], one["params"]) for one in seen.happened]
        faults = [one["text"] for kind, one in params if kind == told[0] and one["level"] == "error"]
        assert faults == []
        loads = [one["context"] for kind, one in params if kind == told[1] and one["url"].startswith("http")]
        assert sorted(loads) == sorted(tabs)
    finally:
        seen.close()
