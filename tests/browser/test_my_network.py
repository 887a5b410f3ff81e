"""From a file of contacts to a described network, as a learner meets it: mouse, keyboard, small screen."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

from exercises.models.sample import CONNECTIONS
from exercises.texts import Texts
from kept import rows

pytestmark = pytest.mark.browser

PAGE = "03-network.ipynb"
EXERCISES = (
    "from exercises.views.bring_contacts import BringContacts; BringContacts()",
    "from exercises.views.name_people import NamePeople; NamePeople()",
    "from exercises.views.describe_people import DescribePeople; DescribePeople()",
    "from exercises.views.who_can_help import WhoCanHelp; WhoCanHelp()",
)
TALL = {"width": 1280, "height": 2600}


@dataclass
class Learner:
    """One learner's folder on the server, with the page in both languages."""

    server: object
    folder: Path

    def path(self, lang="da"):
        return f"{self.folder.name}/{lang}/{PAGE}"


def notebook(lang):
    cells = [f'import exercises; exercises.language("{lang}")', *EXERCISES]
    course = {"kind": "lesson", "number": 3, "stem": "my-network", "lang": lang, "title": "Kortet"}
    return nbformat.v4.new_notebook(
        metadata={
            "course": course
            | {"minutes_screen": 60, "minutes_act": 30, "assignment": f"03-my-network-{lang}"},
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        },
        cells=[
            nbformat.v4.new_code_cell(
                code, id=f"exercise-{at}" if at else "language", metadata={"tags": ["exercise"]}
            )
            for at, code in enumerate(cells)
        ],
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory, lab_server):
    base = tmp_path_factory.mktemp("netværk")
    private = base / "private"
    (private / "data").mkdir(parents=True)
    (base / "kurser").mkdir()
    # The store is the folder beside the page, as it is for a learner.
    server = lab_server(base / "kurser", private=private, environment={"NETVAERK_STORE": ""})
    notary = NotebookNotary(data_dir=str(private / "data"))

    def learner(name):
        folder = base / "kurser" / name
        (folder / "Mit netværk").mkdir(parents=True)
        for lang in ("da", "en"):
            (folder / lang).mkdir()
            page = notebook(lang)
            nbformat.write(page, folder / lang / PAGE)
            notary.sign(page)
        return Learner(server, folder)

    return learner


@pytest.fixture
def learner(served, request):
    return served(request.node.name.replace("[", "-").strip("]")[-40:])


def say(stem, key, **names):
    return Texts(stem, "da")(key, **names)


def button(here, stem, key):
    return here.get_by_role("button", name=say(stem, key), exact=True)


def files(key):
    return Texts("contact_files", "da")(key)


def tick_page(here, n):
    """Tick the first ``n`` contacts of the page of the address book."""
    group = here.get_by_role("group", name=say("bring_contacts", "choose_label"))
    for at in range(n):
        group.get_by_role("checkbox").nth(at).check()
    return group


def test_a_file_becomes_twelve_people_in_circles_and_all_is_there_after_a_reload(learner, visit):
    visitor = visit(**TALL)
    page = visitor.open(learner.server, learner.path())
    here = visitor.course_page(page)
    here.locator("input[type=file]").set_input_files(CONNECTIONS)
    here.get_by_text(say("bring_contacts", "preview_found", kind=files("kind_linkedin"), n=22)).wait_for()
    assert rows(learner, "contact") == [], "nothing is kept before yes"
    button(here, "bring_contacts", "yes").click()
    here.get_by_text(say("bring_contacts", "hits", n=22, of=22, page=1, pages=3)).wait_for()
    tick_page(here, 10)
    here.get_by_text(say("bring_contacts", "map_fine", n=10, fewest=8, most=25)).wait_for()
    button(here, "bring_contacts", "later").click()
    here.get_by_text(say("bring_contacts", "hits", n=22, of=22, page=2, pages=3)).wait_for()
    # the words of the next page may come before its boxes
    group = here.get_by_role("group", name=say("bring_contacts", "choose_label"))
    expect(group.get_by_role("checkbox", checked=True)).to_have_count(0)
    tick_page(here, 2)
    here.get_by_text(say("bring_contacts", "map_fine", n=12, fewest=8, most=25)).wait_for()
    here.get_by_label(say("bring_contacts", "nickname", name="Jesper Lindeborg")).fill("Jesper it")
    page.keyboard.press("Tab")

    # the exercises below follow within a second
    here.get_by_role("radio", name=say("describe_people", "step.circles")).check()
    here.get_by_label(say("describe_people", "new_circle")).fill("Håndboldklubben")
    button(here, "describe_people", "add_circle").click()
    members = here.get_by_role("group", name=say("describe_people", "members", circle="Håndboldklubben"))
    for name in ("Aksel S", "Anna N", "Jesper it"):
        members.get_by_role("checkbox", name=name).check()
    here.get_by_text("Håndboldklubben: Aksel S, Anna N, Jesper it").wait_for()
    here.get_by_role("radio", name=say("describe_people", "step.pairs")).check()
    pair = here.get_by_role("group", name=say("describe_people", "pair", one="Aksel S", other="Charlotte E"))
    pair.get_by_role("radio", name=say("describe_people", "knows.unknown")).check()
    here.get_by_text(say("describe_people", "pairs_unknown", n=1)).wait_for()

    assert len(rows(learner, "contact")) == 22
    assert [row["nickname"] for row in rows(learner, "person")][-2:] == ["Jesper it", "Knud K"]
    page.reload()
    visitor.ready(page, learner.path())
    assert pair.get_by_role("radio", name=say("describe_people", "knows.unknown")).is_checked()
    here.get_by_role("radio", name=say("describe_people", "step.circles")).check()
    expect(members.get_by_role("checkbox", checked=True)).to_have_count(3)
    expect(here.get_by_text(say("bring_contacts", "map_fine", n=12, fewest=8, most=25))).to_be_visible()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = (learner.folder / "da" / PAGE).read_text(encoding="utf-8")
    assert not any(name in saved for name in ("Jesper", "Aksel", "Håndboldklubben"))


def test_all_of_it_can_be_done_by_keyboard_alone(learner, visit, tmp_path):
    visitor = visit(**TALL)
    page = visitor.open(learner.server, learner.path())
    here = visitor.course_page(page)
    press, write = page.keyboard.press, page.keyboard.type
    # from the start: on a busy machine the key came first, and Chromium opened a chooser of its own
    page.on("filechooser", lambda chooser: None)

    def to(locator):
        """Tab until the focus is there."""
        for _ in range(60):
            if locator.evaluate("node => node === document.activeElement"):
                return
            press("Tab")
        pytest.fail(f"no way by Tab to {locator}")

    here.locator("summary").first.focus()
    to(here.locator("input[type=file]"))
    with page.expect_file_chooser() as chooser:
        press("Enter")
    chooser.value.set_files(CONNECTIONS)
    yes = button(here, "bring_contacts", "yes")
    yes.wait_for()
    to(yes)
    press("Enter")
    first = (
        here.get_by_role("group", name=say("bring_contacts", "choose_label")).get_by_role("checkbox").first
    )
    first.wait_for()
    to(first)
    for _ in range(3):
        press("Space")
        press("Tab")
    here.get_by_text(say("bring_contacts", "map_few", n=3, fewest=8, most=25)).wait_for()

    nickname = here.get_by_label(say("on_network", "new_nickname")).first
    to(nickname)
    write("Gry")
    press("Enter")
    here.get_by_role("checkbox", name="Gry").first.wait_for()
    expect(nickname).to_have_value("")

    step = here.get_by_role("radio", name=say("describe_people", "step.people"))
    step.wait_for()
    to(step)
    press("ArrowRight")
    press("ArrowRight")
    unknown = page.get_by_role("radio", name=say("describe_people", "knows.unknown"))
    asked = here.get_by_role("group").filter(has=unknown)
    asked.first.wait_for()
    # beside the map there is little room: an option's words still stand on one line
    words = asked.first.locator(".nv-pick span").last
    assert words.evaluate("node => node.offsetHeight < 2 * parseFloat(getComputedStyle(node).lineHeight)")
    to(asked.first.get_by_role("radio").first)
    for digit in "132":
        press(digit)
    for at, knows in enumerate(("yes", "unknown", "no")):
        expect(
            asked.nth(at).get_by_role("radio", name=say("describe_people", f"knows.{knows}"))
        ).to_be_checked()
    here.get_by_text(say("describe_people", "pairs_progress", done=3, of=6)).wait_for()
    assert sorted(row["knows"] for row in rows(learner, "tie")) == ["no", "unknown", "yes"]


def test_a_file_of_twelve_megabytes_comes_through_and_one_too_big_is_not_sent(learner, visit, tmp_path):
    """One message of more than 10 MB makes the server cut the connection."""
    photo = "A" * 400_000
    lines = ("BEGIN:VCARD", "VERSION:3.0", "FN:Person {n}", "TEL:+45 20 00 00 {n:02}")
    card = "\r\n".join((*lines, "PHOTO;ENCODING=b:{photo}", "END:VCARD", ""))
    big = tmp_path / "Kontakter.vcf"
    big.write_text("".join(card.format(n=n, photo=photo) for n in range(30)), encoding="ascii")
    assert big.stat().st_size > 11_000_000
    huge = tmp_path / "Alt.vcf"
    with huge.open("wb") as file:
        file.truncate(26_000_000)
    visitor = visit(**TALL)
    page = visitor.open(learner.server, learner.path())
    here = visitor.course_page(page)
    chooser = here.locator("input[type=file]")
    chooser.set_input_files(big)
    here.get_by_text(say("bring_contacts", "preview_found", kind=files("kind_vcard"), n=30)).wait_for()
    chooser.set_input_files(huge)
    here.get_by_text(Texts("contact_files", "da")("problem_too_big", size=26, limit=25)).wait_for()
    assert rows(learner, "contact") == []


@pytest.mark.parametrize(("lang", "width"), [("da", 390), ("en", 1280)])
def test_bente_s_network_fills_the_page_without_barriers_or_cuts(learner, visit, lang, width):
    visitor = visit(width, 2600)
    page = visitor.open(learner.server, learner.path(lang))
    here = visitor.course_page(page)
    words = Texts("sample", lang)
    here.get_by_role("button", name=words("try")).first.click()
    expect(here.get_by_text(words("banner"))).to_have_count(4)
    expect(here.get_by_text(words("banner")).locator("visible=true")).to_have_count(4)
    here.get_by_role("button", name=Texts("bring_contacts", lang)("bentes_file")).click()
    here.get_by_role("button", name=Texts("bring_contacts", lang)("yes")).click()
    for step in ("circles", "pairs", "people"):
        here.get_by_role("radio", name=Texts("describe_people", lang)(f"step.{step}")).check()
        here.get_by_role("group").last.wait_for()
    wider = "node => node.scrollWidth - node.clientWidth"
    assert here.locator(".jp-WindowedPanel-outer").first.evaluate(wider) <= 1
    assert visitor.barriers(page) == []
    here.get_by_role("button", name=words("back")).first.click()
    expect(here.get_by_text(words("banner")).locator("visible=true")).to_have_count(0)
    assert rows(learner, "person") == []
