"""A host takes 23 sign-ups to printed groups and a running clock; two drop out; the page is opened again."""

import json
import re

import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.evening import signup
from facilitation.evening.evening import FILE
from facilitation.views.base import TEXTS

PAGE = "workshops/da/host-desk.ipynb"
NAMES = [f"Deltager {at}" for at in range(1, 24)]
WORDING = "Ja tak, Mikronet Midt må skrive til mig på e-mail om de næste aftener"
WORDS_BESIDE = """() => [...document.querySelectorAll('.nv-page .widget-checkbox')]
    .every(one => !one.checkVisibility() || one.innerText.trim())"""
KEEP_PRINT = """() => {
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes)
            if (node.tagName === 'IFRAME') window.nvPrinted = node.srcdoc;
    }).observe(document.body, { childList: true });
}"""

t = Texts("groups", "da", folder=TEXTS)


@pytest.fixture(scope="module")
def served(small_desk, tmp_path_factory):
    return small_desk(tmp_path_factory.mktemp("vært"))


@pytest.fixture
def desk(served):
    """The desk before anybody has written there."""
    for name in (FILE, signup.FILE):
        (served.folder / name).unlink(missing_ok=True)
    return served


def kept(desk):
    return json.loads((desk.folder / FILE).read_text(encoding="utf-8"))


class Host:
    """The host at the page: opens parts, presses buttons by keyboard, prints and looks."""

    def __init__(self, visitor, page, looks):
        self.visitor, self.page, self.looks = visitor, page, looks
        self.here = visitor.course_page(page)

    def open(self, part):
        heading = self.here.get_by_role("button", name=re.compile(rf"^.?\s*{re.escape(t(f'part.{part}'))}"))
        if heading.get_attribute("aria-expanded") != "true":
            heading.press("Enter")
        expect(heading).to_have_attribute("aria-expanded", "true")
        return heading

    def press(self, key):
        self.here.get_by_role("button", name=t(key), exact=True).press("Enter")

    def fill(self, key, text):
        self.here.get_by_label(t(key), exact=True).fill(text)

    def hears(self, key, **names):
        expect(self.here.get_by_text(t(key, **names)).first).to_be_visible()

    def prints(self, name):
        """Press the one print button that shows, and give the page it makes."""
        self.page.evaluate("window.nvPrinted = ''")
        self.here.get_by_role("button", name="Udskriv", exact=True).press("Enter")
        self.page.wait_for_function("window.nvPrinted")
        made = self.page.evaluate("window.nvPrinted")
        (self.looks / f"{name}.html").write_text(made, encoding="utf-8")
        return made

    def look(self, name):
        """A picture to look at, and no barrier on the page."""
        # a box that is drawn anew has its words a moment later
        self.page.wait_for_function(WORDS_BESIDE)
        self.page.screenshot(path=str(self.looks / f"{name}.png"))
        assert self.visitor.barriers(self.page) == []


@pytest.fixture
def host(desk, visit, tmp_path):
    visitor = visit()
    page = visitor.open(desk, PAGE, ready=False)
    visitor.ready(page)  # a desk opened again names the folder in its address, not the page
    page.evaluate(KEEP_PRINT)
    return Host(visitor, page, tmp_path)


def sign_ups(tmp_path):
    """A web form's answers: 23 people, of whom 12 said yes to the words in the heading."""
    sheet = tmp_path / "svar.csv"
    trades, towns = ("tømrer", "frisør", "bogholder", "keramiker", "gartner"), ("Ry", "Skive", "Them")
    can, wants = (
        ("tage billeder", "føre regnskab", "skrive tekster"),
        ("bedre billeder", "orden i regnskabet"),
    )
    rows = [f"Navn;E-mail;Fag;By;Jeg kan;Jeg vil gerne;{WORDING}"]
    rows += [
        f"{name};d{at}@x.dk;{trades[at % 5]};{towns[at % 3]};{can[at % 3]};{wants[at % 2]};{'Ja' * (at < 12)}"
        for at, name in enumerate(NAMES)
    ]
    sheet.write_text("\n".join(rows), encoding="utf-8")
    return sheet


@pytest.mark.timeout(180)
def test_a_host_takes_23_sign_ups_to_printed_groups_and_a_running_clock(desk, host, tmp_path):
    here, page = host.here, host.page
    host.open("invitation")
    host.fill("invitation.date", "2027-01-12")
    host.fill("invitation.sender", "Mikronet Midt")
    host.fill("invitation.what", "de næste aftener")
    expect(here.get_by_text("Ja tak, Mikronet Midt må skrive").first).to_be_visible()
    host.look("invitation")

    host.open("sign_ups")
    here.get_by_label(t("sign_ups.file")).set_input_files(sign_ups(tmp_path))
    host.hears("sign_ups.brought", count=23)
    row = here.get_by_role("row", name="Deltager 1 d0@x.dk")
    expect(row.get_by_text(WORDING)).to_be_hidden()
    row.locator("summary").press("Enter")
    expect(row.get_by_text(WORDING)).to_be_visible()
    host.look("sign-ups")

    host.open("people")
    host.press("people.use_sign_ups")
    expect(here.get_by_text("23 på listen:")).to_be_visible()
    assert "@" not in json.dumps(kept(desk))
    host.open("groups")
    host.press("desk.form")
    expect(here.get_by_role("heading", name="Gruppe 6")).to_be_visible()
    host.look("groups")
    printed = host.prints("groups")
    assert "Gruppe 6" in printed and all(f">{name}<" in printed for name in NAMES)

    host.open("rounds")
    host.press("desk.schedule")
    host.hears("rounds.no_repeats")
    host.look("rounds")
    printed = host.prints("rounds")
    assert "Runde 3: bord" in printed and all(f">{name}<" in printed for name in NAMES)

    host.open("clock")
    host.press("clock.start")
    host.hears("clock.now", name="Runde 1", do=t("clock.do"))
    host.look("clock")
    host.press("clock.wall")
    wall = page.get_by_role("dialog")
    expect(wall).to_be_visible()
    ends = kept(desk)["clock"]["ends"]
    page.reload()
    host.visitor.ready(page)
    expect(wall).to_be_visible()
    assert kept(desk)["clock"]["ends"] == ends, "a reload moved the end of the round"
    expect(wall.get_by_role("timer")).to_have_text(re.compile(r"1[01]:\d\d"))
    # In pixels of 900 that a screen is high; on two metres of wall that is seen from eight.
    assert wall.get_by_role("timer").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 250
    assert (
        wall.get_by_text("Deltager 7", exact=True).evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
        > 28
    )
    assert wall.evaluate("node => node.scrollHeight <= node.clientHeight + 1"), "the wall must be scrolled"
    page.screenshot(path=str(tmp_path / "wall.png"))
    wall.get_by_role("button", name=t("clock.next")).press("Enter")
    expect(wall.get_by_text("Runde 2. ")).to_be_visible()
    page.keyboard.press("Escape")
    expect(wall).to_be_hidden()

    host.open("changes")
    for name in ("Deltager 3", "Deltager 11"):
        here.get_by_label(name, exact=True).check()
    host.press("desk.change")
    host.hears("desk.count_now", count=21)
    left = sorted(set(NAMES) - {"Deltager 3", "Deltager 11"})
    assert sorted(name for group in kept(desk)["groups"] for name in group) == left
    assert sorted(name for table in kept(desk)["tables"][-1] for name in table) == left
    host.look("changes")
    assert not (desk.folder / PAGE).read_text(encoding="utf-8").count("Deltager 3")


@pytest.mark.timeout(180)
def test_a_host_votes_hangs_up_the_board_and_looks_back(desk, host, tmp_path):
    here, page = host.here, host.page
    host.open("sign_ups")
    for at, slip in enumerate(("Jeg kan: tage billeder", "Jeg vil gerne: have bedre billeder")):
        host.fill("sign_ups.paste", f"> Navn: Gæst {at} <b>\n> {slip}\n")
        host.press("sign_ups.use_pasted")
        host.hears("sign_ups.brought", count=1)
        expect(here.get_by_label(t("sign_ups.paste"))).to_have_value("")

    host.open("vote")
    host.press("vote.open")
    for at, themes in enumerate((["Blog", "Jeg kan hjælpe med Blog"], ["X", "Blog"])):
        host.fill("vote.voter", f"Gæst {at} <b>")
        for theme in themes:
            here.get_by_label(theme, exact=True).check()
        if at:
            host.look("ballot")
        host.press("vote.cast")
        host.hears("vote.thanks", name=f"Gæst {at} <b>")
    host.prints("ballots")
    host.press("vote.close")
    expect(here.get_by_role("img", name=t("vote.picture"))).to_be_visible()
    expect(here.get_by_text(t("vote.winner", theme="Blog", votes=2))).to_be_in_viewport()
    host.look("result")

    host.open("board")
    host.press("board.signed")
    expect(here.get_by_text(t("board.why.word", word="billeder"))).to_be_visible()
    host.look("board")
    here.get_by_role("button", name="Udskriv", exact=True).first.press("Enter")

    host.open("debrief")
    host.fill("debrief.so_what", "Vi ringer før vi mailer")
    host.look("debrief")
    host.open("next")
    host.fill("desk.date", "2027-02-09")
    expect(here.get_by_role("button", name=re.compile("9. februar 2027"))).to_be_visible()
    with page.expect_download() as taken:
        host.press("desk.calendar")
    assert "DTSTART:20270209T180000Z" in taken.value.path().read_text()
    page.reload()
    host.visitor.ready(page)
    assert here.get_by_label(t("desk.date")).input_value() == "2027-02-09", "the open part comes back"
    host.open("debrief")
    expect(here.get_by_label(t("debrief.so_what"))).to_have_value("Vi ringer før vi mailer")
    page.set_viewport_size({"width": 1024, "height": 768})
    for part in ("sign_ups", "board"):
        host.open(part)
        edge = here.evaluate("page => page.getBoundingClientRect().right")
        rights = here.locator(".nv-exercise :is(input, textarea, select, p, li, button)").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().right)"
        )
        assert max(rights) <= edge, f"something is cut off at the edge of {part}"
        host.look(f"beside-{part}")
