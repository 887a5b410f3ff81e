"""A host takes 23 names to printed groups and a running clock; two drop out; the page is opened again."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation import serve
from facilitation.desk_folder import prepare
from facilitation.evening import FILE
from facilitation.views.base import TEXTS

REPO = Path(__file__).parents[2]
PAGE = "workshops/da/host-desk.ipynb"
NAMES = [f"Deltager {at}" for at in range(1, 24)]
KEEP_PRINT = """() => {
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes)
            if (node.tagName === 'IFRAME') window.nvPrinted = node.srcdoc;
    }).observe(document.body, { childList: true });
}"""

t = Texts("groups", "da", folder=TEXTS)


@pytest.fixture
def desk(lab_server, tmp_path):
    root, folder = tmp_path / "kursus", tmp_path / "Mit bord"
    (root / "source").mkdir(parents=True)  # without assignments, which take a minute to make
    shutil.copytree(REPO / "workshops", root / "workshops")
    shutil.copy(REPO / "nbgrader_config.py", root)
    prepare(folder, root, "da")
    page = serve.Page(folder, root, "desk", "", serve.DESK_EXTENSIONS)
    extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
    environment = serve.environment(page, learner=False)
    return lab_server(folder, "da", settings="desk", arguments=extensions, environment=environment)


def kept(desk):
    return json.loads((desk.folder / FILE).read_text(encoding="utf-8"))


@pytest.mark.timeout(180)
def test_a_host_gets_from_names_to_cards_and_a_clock_that_survives_a_reload(desk, visit, tmp_path):
    host = visit()
    page = host.open(desk, PAGE)
    here = host.course_page(page)

    def press(key):
        here.get_by_role("button", name=t(key), exact=True).press("Enter")

    here.get_by_label(t("desk.names")).fill("\n".join(NAMES))
    press("desk.use_names")
    expect(here.get_by_text("23 på listen")).to_be_visible()
    press("desk.form")
    expect(here.get_by_role("heading", name="Gruppe 6")).to_be_visible()
    here.get_by_label(t("desk.at_table")).fill("4")
    press("desk.schedule")
    expect(here.get_by_text(t("rounds.no_repeats"))).to_be_visible()
    expect(here.get_by_role("heading", name="Runde 4")).to_be_visible()

    page.evaluate(KEEP_PRINT)
    for at, part in enumerate(("Gruppe 6", "Runde 4: bord")):
        page.evaluate("window.nvPrinted = ''")
        here.get_by_role("button", name="Udskriv").nth(at).press("Enter")
        page.wait_for_function("window.nvPrinted")
        printed = page.evaluate("window.nvPrinted")
        assert part in printed and all(f">{name}<" in printed for name in NAMES)

    press("clock.start")
    expect(here.get_by_text(f"Runde 1. {t('clock.do')}")).to_be_visible()
    gone = here.get_by_label(t("desk.gone"))
    gone.select_option(["Deltager 3", "Deltager 11"])
    press("desk.change")
    expect(here.get_by_text("21 på listen")).to_be_visible()
    assert sorted(name for group in kept(desk)["groups"] for name in group) == sorted(
        set(NAMES) - {"Deltager 3", "Deltager 11"}
    )
    assert host.barriers(page) == []
    ends = kept(desk)["clock"]["ends"]

    page.reload()
    host.ready(page)
    here = host.course_page(page)
    expect(here.get_by_text(f"Runde 1. {t('clock.do')}")).to_be_visible()
    assert kept(desk)["clock"]["ends"] == ends, "a reload moved the end of the round"
    here.get_by_label(t("desk.projector")).check()
    timer = here.get_by_role("timer")
    page.wait_for_function("document.querySelector('.nv-clock-time').getBoundingClientRect().height > 150")
    timer.scroll_into_view_if_needed()
    assert timer.evaluate("node => node.scrollWidth <= node.clientWidth"), "the clock is cut off at the edge"
    page.screenshot(path=str(tmp_path / "wall.png"))
    assert not (desk.folder / PAGE).read_text(encoding="utf-8").count("Deltager 3")
