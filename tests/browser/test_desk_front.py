"""A facilitator opens `netvaerk desk` and takes eight hand-ins from the exchange and the mail to feedback
that a learner opens: four presses and the reading; by phone too."""

import json
import shutil
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.exchange import COURSE
from facilitation.language import TEXTS

ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network.ipynb"
OVER_THE_EXCHANGE, BY_MAIL = ("anna", "bodil", "carla", "dora", "emil", "hans"), ("frida", "gerda")
# what a person does, by mouse, finger or key: a page's own clicks do not count
COUNT = """
    window.presses = 0;
    addEventListener('click', event => { window.presses += event.isTrusted; }, true);
"""
FITS = """() => {
    const page = document.querySelector('.nv-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
    return page.scrollWidth <= page.clientWidth + 1 && page.clientWidth > 0.9 * innerWidth;
}"""


@pytest.fixture
def desk(netvaerk):
    """Seven hand-ins, each of one answer, and one that is broken."""
    served = netvaerk("da", command="desk", only=ASSIGNMENT)
    course = served.private / "exchange" / COURSE
    released = course / "outbound" / ASSIGNMENT
    for at, learner in enumerate(OVER_THE_EXCHANGE):
        moment = f"{datetime.now(UTC) - timedelta(days=at, hours=1):%Y-%m-%d %H:%M:%S.%f} UTC"
        place = course / "inbound" / f"{learner}+{ASSIGNMENT}+{moment}+abc"
        shutil.copytree(released, place)
        answer(place, learner)
        (place / "timestamp.txt").write_text(moment)
        (place / "submission_secret.txt").write_text(f"hemmeligt {learner}")
    (place / NOTEBOOK).write_text("{i stykker")
    for learner in BY_MAIL:
        place = served.folder / "inbox" / learner
        shutil.copytree(released, place)
        answer(place, learner)
    shutil.make_archive(str(place), "zip", place)
    shutil.rmtree(place)
    return served


def answer(place, learner):
    notebook = json.loads((place / NOTEBOOK).read_text(encoding="utf-8"))
    one = next(cell for cell in notebook["cells"] if cell["id"] == "answer-1")
    one["source"] = f"Jeg er {learner}. " * 9
    (place / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")


# as from a file manager: Chromium gives the page the files of a DataTransfer and nothing of where they lie
DROP = """(area, files) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text, bytes } of files) {
        const data = text ?? Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0));
        dataTransfer.items.add(new File([data], name));
    }
    for (const kind of ['dragenter', 'dragover', 'drop']) {
        area.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
}"""


def drop_and_choose(visitor, page, desk, t, tmp_path):
    """Files that came by mail, dropped on the front page and chosen by keyboard, each with its sentence."""
    here, why = visitor.course_page(page), Texts("taking_in", "da", folder=TEXTS)
    area = here.get_by_role("region", name=t("drop.title"))
    released = desk.folder / "release" / ASSIGNMENT
    several = shutil.copytree(released, tmp_path / "ida")
    answer(several, "ida")
    packed = shutil.make_archive(str(tmp_path / "Jens"), "zip", several)
    written = (several / NOTEBOOK).read_text(encoding="utf-8")
    files = [
        {"name": f"Ida - {NOTEBOOK}", "text": written},
        {"name": "Ida - figures.json", "text": '{"hours": 2.5}'},
        {"name": "Jens.zip", "bytes": b64encode(Path(packed).read_bytes()).decode()},
        {"name": "Karen - figures.json", "text": '{"hours": 3}'},
        {"name": "itu.zip", "text": "PK i stykker"},
        {"name": NOTEBOOK, "text": written},
        {"name": "billede.jpg", "text": "x"},
    ]
    area.evaluate(DROP, files)
    said = here.get_by_role("status").filter(has_text=why("taken", learner="Ida", assignment=ASSIGNMENT))
    expect(said).to_be_visible()
    expect(said).to_contain_text("Taget ind: Jens")
    for name, key in (
        ("itu.zip", "broken_zip"),
        ("billede.jpg", "other_kind"),
        ("Karen - figures.json", "figures_alone"),
    ):
        reason = why(f"not_taken.{key}")
        expect(said).to_contain_text(why("not_taken.said", file=name, why=reason))
    expect(said).to_contain_text(t("not_taken.no_learner", file=NOTEBOOK))
    expect(here.get_by_role("row", name=t("waits.check"))).to_contain_text("2")
    submitted = desk.folder / "submitted" / "Ida" / ASSIGNMENT
    assert json.loads((submitted / "figures.json").read_text()) == {"hours": 2.5}

    # the same by keyboard: a new one of hers takes the old one's place when that is what is wanted
    again = several / f"Ida - {NOTEBOOK}"
    again.write_text(written.replace("Jeg er ida", "Jeg er Ida igen"), encoding="utf-8")
    button = area.locator("input[type=file]")
    button.focus()
    with page.expect_file_chooser() as chooser:
        button.press("Enter")
    assert chooser.value.is_multiple()
    chooser.value.set_files([again])
    yes = here.get_by_role("button", name=t("drop.again", learner="Ida", assignment=ASSIGNMENT))
    expect(yes).to_be_visible()
    assert "Ida igen" not in (submitted / NOTEBOOK).read_text(encoding="utf-8")
    assert visitor.barriers(page) == []
    assert page.evaluate(FITS), "the page does not fit with what was said"
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 844})
        area.scroll_into_view_if_needed()
        page.screenshot(path=str(tmp_path / f"drop-{width}.png"))
    yes.press("Enter")
    expect(said).to_be_visible()
    expect(yes).to_have_count(0)
    assert "Ida igen" in (submitted / NOTEBOOK).read_text(encoding="utf-8")


@pytest.mark.timeout(400)
def test_eight_hand_ins_go_from_the_exchange_and_the_mail_to_the_learners_page(
    desk, netvaerk, visit, walk, tmp_path
):
    t = walk.front
    learner = visit(width=390, height=844)
    at_home = netvaerk("da", private=desk.private)
    reflection = learner.open(at_home, f"reflections/{ASSIGNMENT}/{NOTEBOOK}")
    walk.hand_in(learner, reflection, ["Jeg brugte to timer på kaffe, og det gav en aftale. " * 5])

    visitor = visit(width=1366)
    visitor.context.add_init_script(COUNT)
    page = visitor.context.new_page()
    page.goto(desk.opens)
    visitor.ready(page, "desk-front.ipynb")
    here = visitor.course_page(page)
    expect(here.get_by_role("row", name=t("waits.check"))).to_contain_text("6")
    assert visitor.barriers(page) == []
    assert page.evaluate(FITS), "the page has not the room for itself"

    walk.collect(visitor, page, 8)
    expect(here.get_by_role("row", name=t("waits.handed_in"))).to_contain_text("8")
    expect(here.get_by_role("list").filter(has_text="hans").first).to_be_visible()
    page.screenshot(path=str(tmp_path / "checked.png"))

    walk.to_reading(visitor, page)
    presses = page.evaluate("presses")
    assert walk.read_all(page) == 8
    read = page.evaluate("presses")
    walk.to_front(visitor, page)
    walk.send(visitor, page, sent=6, mail=2)
    presses += page.evaluate("presses") - read
    assert presses <= 4, "eight hand-ins took more than four presses beside the reading"
    assert visitor.barriers(page) == []

    for width in (820, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(300)
        assert page.evaluate(FITS), f"the page does not fit {width} px"
        page.screenshot(path=str(tmp_path / f"{width}.png"))
    for name in BY_MAIL:
        here.get_by_role("button", name=t("mail.done", learner=name)).press("Enter")
        expect(here.get_by_role("button", name=t("mail.done", learner=name))).to_have_count(0)
    drop_and_choose(visitor, page, desk, t, tmp_path)
    here.get_by_role("link", name=t("cohort.open")).click()
    expect(visitor.course_page(page).get_by_role("heading", name="Holdet", exact=True)).to_be_visible()

    reflection.reload()
    feedback = walk.open_feedback(learner, reflection)
    assert feedback.evaluate("document.documentElement.scrollWidth") <= 390
