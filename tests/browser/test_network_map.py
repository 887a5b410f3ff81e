"""The picture of the network and the "what if", by mouse, by finger and by keyboard."""

import json
import math
import random
import re
from functools import partial

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

import exercises
from exercises.models import my_network, sample
from exercises.models import network_map as model
from exercises.store import FILE, Store
from exercises.texts import Texts

pytestmark = pytest.mark.browser

PAGE = {"da": "da/03-map.ipynb", "en": "en/03-map.ipynb"}
CANARY = "Kanariefugl"


def notebook(lang):
    """A page of the course with the map alone."""
    page = nbformat.v4.new_notebook()
    page.metadata.update(
        course={"kind": "lesson", "number": 3, "stem": "map", "lang": lang, "title": "Kortet"},
        kernelspec={"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        language_info={"name": "python"},
    )
    show = "from exercises.views.network_map import NetworkMap; NetworkMap()"
    sources = {"language": f'import exercises; exercises.language("{lang}")', "network-map": show}
    page.cells = [
        nbformat.v4.new_markdown_cell("# Kortet\n\n## Tegning", id="title", metadata={"tags": ["opening"]})
    ]
    for cell_id, source in sources.items():
        metadata = {"tags": ["exercise"], "editable": False, "deletable": False}
        page.cells.append(nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata))
    return page


class Learner:
    """A learner's folder with its store, and JupyterLab on it."""

    def __init__(self, base, lab_server):
        folder, private, self.kept = base / "Min mappe", base / "private", base / "Min mappe" / "Mit netværk"
        (private / "data").mkdir(parents=True)
        notary = NotebookNotary(data_dir=str(private / "data"))
        for lang, path in PAGE.items():
            (folder / path).parent.mkdir(parents=True)
            nbformat.write(notebook(lang), folder / path)
            notary.sign(nbformat.read(folder / path, as_version=4))
        self.folder = folder
        self.server = lab_server(
            folder,
            private=private,
            arguments=["--LabApp.expose_app_in_browser=True"],
            environment={"NETVAERK_STORE": str(self.kept), "NETVAERK_FAULTS": "raise"},
        )

    def store(self):
        return Store(self.kept / FILE)

    def begin(self, fill):
        """A store with what ``fill(store)`` puts into it and nothing else."""
        store = self.store()
        store.delete_everything()
        fill(store)
        store.close()

    def read(self, read):
        """``read(store)`` of what is kept now."""
        store = self.store()
        try:
            return read(store)
        finally:
            store.close()


@pytest.fixture(scope="module")
def learner(tmp_path_factory, lab_server, chromium):
    return Learner(tmp_path_factory.mktemp("kort æøå"), lab_server)


def bente(store):
    sample.fill(store, "da")


def crowd(store, count=150, each=15, seed=3):
    """As many as the map holds, in circles, with ties across them."""
    chance = random.Random(seed)
    with store.transaction():
        circles = [my_network.add_circle(store, f"Kreds {at}") for at in range(count // each)]
        ids = [
            store.add(
                "person",
                nickname=f"Person {at}",
                closeness=chance.randint(1, 5),
                circles=[chance.choice(circles)],
            )
            for at in range(count)
        ]
        for _ in range(count):
            one, other = chance.sample(ids, 2)
            store.add(
                "tie", key=f"{min(one, other)}-{max(one, other)}", knows=chance.choice(("yes", "unknown"))
            )


class Map:
    """The exercise on the page, as somebody sees it."""

    def __init__(self, learner, visitor, lang="da"):
        self.visitor, self.t = visitor, Texts("network_map", lang)
        self.page = visitor.open(learner.server, PAGE[lang])
        self.here = visitor.course_page(self.page)
        self.root = self.here.locator(".nvp")
        self.stage = self.here.locator(".nvp-stage")
        self.fingers = None
        self.drawn()

    def drawn(self, people=None):
        number = f'"{people}"' if people is not None else ""
        drawing = self.here.locator(f".nvp[data-people{'=' + number if number else ''}]")
        drawing.wait_for(state="visible" if people else "attached")

    def person(self, name):
        return self.stage.get_by_role("button", name=re.compile(rf"^{re.escape(name)}\."))

    def button(self, key, **names):
        return self.here.get_by_role("button", name=self.t(key, **names), exact=True)

    def touch(self, kind, *points):
        """Fingers on the screen, by the browser's own protocol: Playwright has no more than a tap."""
        self.fingers = self.fingers or self.page.context.new_cdp_session(self.page)
        touches = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        self.fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    @property
    def did(self):
        return self.here.locator(".nvp-did")

    def settled(self):
        """Wait until the last message has come back and nobody glides any more."""
        self.page.wait_for_timeout(150)
        expect(self.root).not_to_have_attribute("data-moving", "true")

    def go_to(self, name):
        """By the arrow keys from whoever has the focus, or from the one that Tab comes to."""
        if not self.stage.evaluate("stage => stage.contains(document.activeElement)"):
            self.stage.locator("[tabindex='0']").focus()
        for _ in range(30):
            if self.person(name).evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("ArrowRight")
        pytest.fail(f"no way by arrows to {name}")

    def _spot(self, radius, angle, drawn):
        stage = self.stage.bounding_box()
        scale = (min(stage["width"], stage["height"]) / 2 - 26) / drawn.radius
        x = stage["x"] + stage["width"] / 2 + radius * scale * math.sin(angle)
        return x, stage["y"] + stage["height"] / 2 - radius * scale * math.cos(angle)

    def point(self, learner, closeness, circle):
        """The middle, on the screen, of a circle's part of a ring."""
        drawn = learner.read(lambda store: model.read(store, (0, 1, 2, None))).drawn
        sector = next(one for one in drawn.sectors if one.group == circle)
        ring = drawn.ring(closeness)
        return self._spot((ring.inner + ring.outer) / 2, (sector.start + sector.end) / 2, drawn)

    def beside(self, learner, name):
        """A spot beside somebody, in the same ring and circle."""
        seen = learner.read(model.read)
        person = next(one for one in seen.people if one.nickname == name)
        ring, spot = seen.drawn.ring(person.closeness), seen.drawn.spots[person.id]
        home = next((circle.number for circle in seen.circles_of(person)), None)
        sector = next(one for one in seen.drawn.sectors if one.group == home)
        angle = max(spot.angle - 0.3, (spot.angle + sector.start) / 2)
        return self._spot(ring.inner + 0.5 * (ring.outer - ring.inner), angle, seen.drawn)

    def drag(self, name, to):
        """Drag somebody to where `to()` is once the picture stands still."""
        self.stage.scroll_into_view_if_needed()
        to = to()
        self.page.mouse.move(*self.middle_of(name))
        self.page.mouse.down()
        self.page.mouse.move(*to, steps=6)
        self.page.mouse.up()
        self.settled()

    @property
    def note(self):
        return self.here.locator(".nvp-note")

    def middle_of(self, name):
        """Where somebody's mark is, on the screen."""
        box = self.person(name).locator(".nvp-hit").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def distance(self, name):
        """How far somebody stands from the middle, in px."""
        stage = self.stage.bounding_box()
        x, y = self.middle_of(name)
        return math.hypot(x - stage["x"] - stage["width"] / 2, y - stage["y"] - stage["height"] / 2)


@pytest.fixture
def on_map(learner, visit):
    """`on_map(fill=bente, lang="da", **visit options) -> Map`."""

    def start(fill=bente, lang="da", **options):
        learner.begin(fill)
        return Map(learner, visit(**options), lang)

    return start


def closeness(map_, key):
    return Texts("describe_people", map_.t.lang)(f"closeness.{key}")


@pytest.mark.parametrize("lang", exercises.LANGUAGES)
def test_pointing_at_somebody_shows_who_it_is_and_clicking_keeps_it(on_map, lang):
    seen = on_map(lang=lang)
    card = seen.here.locator(".nvp-card")
    expect(card).to_contain_text(seen.t("picture.hint"))
    seen.page.mouse.move(*seen.middle_of("Gry"))
    expect(card.locator(".nvp-name")).to_have_text("Gry")
    expect(card).to_contain_text(closeness(seen, 5))
    expect(card).to_contain_text("Tove, Palle, Signe, Mia")
    seen.page.mouse.move(5, 5)
    expect(card).to_contain_text(seen.t("picture.hint"))
    seen.page.mouse.click(*seen.middle_of("Gry"))
    seen.page.mouse.move(5, 5)
    expect(card.locator(".nvp-name")).to_have_text("Gry")
    expect(seen.person("Gry")).to_have_attribute("aria-pressed", "true")


def test_an_empty_map_waits_for_the_first_person_and_can_show_bentes_network(on_map, learner):
    seen = on_map(lambda store: None)
    expect(seen.here.get_by_text(seen.t("empty"))).to_be_visible()
    expect(seen.root).to_be_hidden()
    learner.read(lambda store: my_network.add_person(store, "Første", closeness=4))
    seen.drawn(1)
    expect(seen.person("Første")).to_be_visible()
    expect(seen.here.get_by_text(seen.t("empty"))).to_be_hidden()
    say = Texts("sample", "da")
    seen.here.get_by_role("button", name=say("try")).click()
    seen.drawn(14)
    seen.person("Gry").click()
    seen.button("picture.take_out").click()
    expect(seen.note).to_contain_text("Gry")
    seen.here.get_by_role("button", name=say("back")).click()
    seen.drawn(1)
    expect(seen.person("Første")).to_be_visible()


def test_nobody_can_be_pressed_or_come_to_before_the_map_has_its_place(on_map):
    """A busy machine shows a new map some frames late: its people must not stand in a corner meanwhile."""
    seen = on_map(lambda store: None)
    seen.page.evaluate(
        """() => {
            window.held = [];
            window.soon = window.requestAnimationFrame;
            window.requestAnimationFrame = frame => window.held.push(frame);
        }"""
    )
    seen.here.get_by_role("button", name=Texts("sample", "da")("try")).click()
    gry = seen.stage.locator("[aria-label^='Gry.']")
    gry.wait_for(state="attached")
    assert not gry.is_visible()
    gry.focus()
    assert seen.page.evaluate("!document.activeElement.closest('.nvp-stage')")
    seen.page.evaluate(
        """() => {
            window.requestAnimationFrame = window.soon;
            window.held.forEach(frame => frame(performance.now()));
        }"""
    )
    seen.person("Gry").click()
    expect(seen.here.locator(".nvp-card")).to_contain_text("Gry")
    # a kernel that is still there shows the next learner what the last one chose
    seen.here.get_by_role("button", name=Texts("sample", "da")("back")).click()
    expect(seen.here.get_by_role("button", name=Texts("sample", "da")("try"))).to_be_visible()


def ten(store):
    """Ten people of whom nothing is said, and three circles without anybody."""
    with store.transaction():
        for name in ("Gaden", "Klubben", "Markedet"):
            my_network.add_circle(store, name)
        for at in range(10):
            my_network.add_person(store, f"Ven {at}")


def said_of_all(store):
    """Closeness and circles of everybody, and who knows whom."""
    people = [(one.nickname, one.closeness, one.circles) for one in my_network.people(store)]
    return people, sorted((row["key"], row["knows"]) for row in store.rows("tie"))


# Where each of the ten is to stand: how close, and in which circle; and the five pairs that know each other.
WISHES = [(5 - at % 5, (0, 1, 2, None)[at % 4]) for at in range(10)]
PAIRS = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]


def by_mouse(seen, learner):
    for at, (closeness, circle) in enumerate(WISHES):
        seen.drag(f"Ven {at}", partial(seen.point, learner, closeness, circle))
        expect(seen.did).to_contain_text(re.compile(rf"^Ven {at}: .*{closeness}"))
        # the answer sets people gliding, and who glides is not where the next press goes
        seen.settled()
    seen.button("picture.tie").click()
    for one, other in PAIRS:
        for name in (f"Ven {one}", f"Ven {other}"):
            seen.page.mouse.click(*seen.middle_of(name))
        expect(seen.did).to_contain_text(seen.t("by_hand.yes", one=f"Ven {one}", other=f"Ven {other}"))
        seen.page.mouse.click(*seen.middle_of(f"Ven {one}"))
        expect(seen.person(f"Ven {one}")).to_have_attribute("aria-pressed", "false")
    seen.button("picture.tie").click()


def by_keyboard(seen, learner):
    keys = seen.page.keyboard
    seen.person("Ven 0").focus()
    circles = [0, 1, 2, None]
    for at, (closeness, circle) in enumerate(WISHES):
        person = seen.person(f"Ven {at}")
        seen.go_to(f"Ven {at}")
        # from the ring of those not answered for, which goes when the last has left it
        for _ in range(1 + (closeness - 1)):
            keys.press("Shift+ArrowUp")
            seen.settled()
            expect(person).to_be_focused()
        for _ in range((circles.index(circle) + 1) % 4):
            keys.press("Shift+ArrowRight")
            seen.settled()
        expect(seen.did).to_contain_text(f"{seen.t('picture.nearness')} {closeness}")
    seen.button("picture.tie").focus()
    keys.press("Enter")
    for one, other in PAIRS:
        seen.go_to(f"Ven {one}")
        keys.press("Enter")
        seen.go_to(f"Ven {other}")
        keys.press("Enter")
        expect(seen.did).to_contain_text(seen.t("by_hand.yes", one=f"Ven {one}", other=f"Ven {other}"))
        keys.press("Escape")
        expect(seen.person(f"Ven {one}")).to_have_attribute("aria-pressed", "false")


def in_the_table(seen, learner):
    seen.button("table.show").click()
    for at, (closeness, circle) in enumerate(WISHES):
        near, inside = (f"Ven {at}: {seen.t(f'fact.{key}')}" for key in ("closeness", "circles"))
        seen.here.get_by_label(near, exact=True).select_option(str(closeness))
        expect(seen.did).to_contain_text(f"{seen.t('picture.nearness')} {closeness}")
        seen.here.get_by_label(inside, exact=True).select_option("" if circle is None else str(circle))
        seen.settled()
    for one, other in PAIRS:
        row = seen.here.get_by_role("row").filter(has=seen.page.get_by_role("rowheader", name=f"Ven {one}"))
        row.locator("summary").click()
        row.get_by_role("checkbox", name=f"Ven {other}").click()
        expect(seen.did).to_contain_text(seen.t("by_hand.yes", one=f"Ven {one}", other=f"Ven {other}"))


@pytest.mark.parametrize("way", [by_mouse, by_keyboard, in_the_table])
def test_ten_people_are_put_in_their_place_tied_and_all_of_it_undone(on_map, learner, way):
    seen = on_map(ten, height=1400)
    seen.drawn(10)
    before = learner.read(said_of_all)
    way(seen, learner)
    circles = learner.read(lambda store: {c.number: c.id for c in my_network.circles(store)})
    people, ties = learner.read(said_of_all)
    wished = [(closeness, () if c is None else (circles[c],)) for closeness, c in WISHES]
    assert [(closeness, inside) for _, closeness, inside in people] == wished
    ids = learner.read(lambda store: [one.id for one in my_network.people(store)])
    assert ties == sorted((f"{ids[one]}-{ids[other]}", "yes") for one, other in PAIRS)

    undo = seen.button("picture.undo")
    for at in range(len(PAIRS)):
        if at % 2:
            seen.page.keyboard.press("Control+z")
        else:
            undo.click()
        expect(seen.did).to_contain_text(seen.t("by_hand.undone", what="").strip())
        seen.settled()
    while (now := learner.read(said_of_all)) != before:
        undo.click()
        # the button goes with the last answer: who presses before it has come presses too often
        while learner.read(said_of_all) == now:
            seen.page.wait_for_timeout(50)
    expect(undo).to_be_disabled()


def test_somebody_dragged_within_ring_and_circle_stands_there_after_a_reload(on_map, learner):
    seen = on_map(height=1400)
    x, y = seen.middle_of("Viggo")
    beside = seen.beside(learner, "Viggo")
    seen.drag("Viggo", lambda: beside)
    there = seen.middle_of("Viggo")
    assert math.dist(there, beside) < 4
    assert math.dist(there, (x, y)) > 8
    expect(seen.here.get_by_role("button", name=seen.t("picture.put_back"))).to_be_visible()
    seen.page.wait_for_timeout(600)
    assert len(learner.read(lambda store: store.get("network_map", "places"))) == 1
    seen.page.reload()
    seen.visitor.ready(seen.page)
    seen.drawn(14)
    assert math.dist(seen.middle_of("Viggo"), there) < 3
    seen.button("picture.put_back").click()
    expect(seen.button("picture.put_back")).to_be_hidden()
    expect(seen.here.locator("[data-moving]")).to_have_count(0)
    assert math.dist(seen.middle_of("Viggo"), (x, y)) < 3


def test_by_keyboard_alone_everybody_is_reached_chosen_moved_and_taken_out(on_map, learner):
    seen = on_map()
    order = learner.read(lambda store: [person.nickname for person in model.read(store).people])
    keys = seen.page.keyboard
    seen.button("picture.full").focus()
    keys.press("Tab")
    for name in [*order, order[0]]:
        expect(seen.person(name)).to_be_focused()
        keys.press("ArrowRight")
    keys.press("Home")
    expect(seen.person(order[0])).to_be_focused()
    keys.press("ArrowDown")
    expect(seen.person("Mia")).to_be_focused()  # the first of the next circle
    keys.press("End")
    expect(seen.person(order[-1])).to_be_focused()
    before = seen.middle_of(order[-1])
    keys.press("Shift+ArrowLeft")
    expect(seen.did).to_contain_text(order[-1])
    seen.settled()
    assert math.dist(seen.middle_of(order[-1]), before) > 5
    keys.press("Enter")
    expect(seen.person(order[-1])).to_have_attribute("aria-pressed", "true")
    keys.press("Tab")
    expect(seen.button("picture.take_out")).to_be_focused()
    keys.press("Enter")
    expect(seen.note).to_contain_text(seen.t("what_if.now_out", names=order[-1]))
    keys.press("Enter")
    expect(seen.note).to_be_hidden()


def test_taking_somebody_out_and_undoing_moves_picture_and_figures_and_keeps_nothing(on_map, learner):
    seen = on_map()
    before = learner.read(lambda store: json.dumps([store.rows(kind) for kind in store.kinds()]))
    ties = seen.stage.locator("path[stroke-dasharray]")
    assert ties.count() >= 2
    seen.here.get_by_label(seen.t("what_if.whom")).select_option("Ruth")
    seen.button("what_if.out").click()
    expect(seen.note).to_contain_text(seen.t("what_if.now_out", names="Ruth"))
    expect(seen.note).to_contain_text(seen.t("measure.constraint"))
    seen.button("figures.show").click()
    expect(seen.here.get_by_role("columnheader", name=seen.t("figures.after"))).to_be_visible()
    expect(seen.person("Ruth")).to_have_accessible_name(re.compile(re.escape(seen.t("picture.is_gone"))))
    seen.button("what_if.undo").click()
    expect(seen.note).to_be_hidden()
    expect(seen.here.get_by_role("columnheader", name=seen.t("figures.own"))).to_be_visible()
    assert learner.read(lambda store: json.dumps([store.rows(kind) for kind in store.kinds()])) == before


def test_somebody_imagined_comes_into_the_picture_with_circle_and_ties(on_map):
    seen = on_map()
    seen.button("what_if.new").click()
    name = seen.here.get_by_label(seen.t("what_if.name"))
    name.fill("Kirsten")
    name.press("Tab")
    expect(seen.person("Kirsten")).to_be_visible()
    seen.here.get_by_role("group", name=seen.t("what_if.circles")).get_by_label("Markedet").check()
    seen.here.get_by_role("group", name=seen.t("what_if.knows")).get_by_label("Viggo").check()
    expect(seen.here.locator(".nvp-card")).to_contain_text("Gry, Tove, Palle, Signe, Viggo")
    expect(seen.note).to_contain_text(seen.t("what_if.now_in", names="Kirsten"))
    seen.drawn(15)
    seen.button("what_if.undo").click()
    seen.drawn(14)
    expect(name).to_be_hidden()


def test_the_picture_is_saved_as_svg_and_png_with_a_line_on_whose_names_it_holds(on_map, tmp_path):
    seen = on_map()
    seen.here.get_by_text(seen.t("picture.save"), exact=True).click()
    expect(seen.here.get_by_text(seen.t("picture.save_note"))).to_be_visible()
    for kind in ("svg", "png"):
        with seen.page.expect_download() as got:
            seen.button(f"picture.save_{kind}").click()
        assert got.value.suggested_filename == f"{seen.t('picture.file')}.{kind}"
        got.value.save_as(tmp_path / f"map.{kind}")
    svg = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert seen.t("picture.whose_names") in svg
    for name in ("Gry", "Viggo", "Markedet"):
        assert f">{name}" in svg
    png = (tmp_path / "map.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert len(png) > 40_000
    size = seen.page.evaluate(
        """async svg => {
            const image = new Image();
            image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
            await image.decode();
            return [image.naturalWidth, image.naturalHeight];
        }""",
        svg,
    )
    assert size[0] == 1200
    assert size[1] > 1300


def test_full_screen_opens_and_closes(on_map):
    seen = on_map()
    small = seen.stage.bounding_box()["height"]
    seen.button("picture.full").click()
    expect(seen.button("picture.full_off")).to_be_visible()
    assert seen.page.evaluate("document.fullscreenElement.classList.contains('nvp')")
    seen.page.mouse.click(*seen.middle_of("Gry"))
    expect(seen.here.locator(".nvp-name")).to_have_text("Gry")
    seen.button("picture.full_off").click()
    expect(seen.button("picture.full")).to_be_visible()
    seen.page.wait_for_function(
        "height => Math.abs(document.querySelector('.nvp-stage').clientHeight - height) < 2", arg=small
    )


def test_zoom_makes_room_for_names_and_all_of_it_comes_back(on_map):
    seen = on_map(crowd)
    seen.drawn(150)

    def named():
        """The share of the people in sight whose names are written."""
        return seen.stage.evaluate(
            """stage => {
                const frame = stage.getBoundingClientRect();
                const inside = [...stage.querySelectorAll('.nvp-node .nvp-hit')].filter(mark => {
                    const box = mark.getBoundingClientRect();
                    const across = box.left > frame.left && box.right < frame.right;
                    return across && box.top > frame.top && box.bottom < frame.bottom;
                });
                return stage.querySelectorAll("g > text[visibility='visible']").length / inside.length;
            }"""
        )

    at_first = named()
    assert 0.1 < at_first < 0.7
    for _ in range(4):
        seen.button("picture.zoom_in").click()
    assert named() > 0.9
    stage = seen.stage.bounding_box()
    before = seen.middle_of("Person 0")
    seen.page.mouse.move(stage["x"] + 10, stage["y"] + 10)
    seen.page.mouse.down()
    seen.page.mouse.move(stage["x"] + 110, stage["y"] + 60, steps=4)
    seen.page.mouse.up()
    assert math.dist(seen.middle_of("Person 0"), before) == pytest.approx(math.hypot(100, 50), abs=2)
    seen.button("picture.whole").click()
    assert named() == at_first


def test_one_finger_drags_a_person_two_make_it_larger_and_the_page_still_scrolls(on_map, learner):
    seen = on_map(width=390, height=800, has_touch=True)
    assert seen.stage.evaluate("stage => getComputedStyle(stage).touchAction") == "pan-y"
    x, y = seen.middle_of("Gry")
    seen.page.touchscreen.tap(x, y)
    expect(seen.here.locator(".nvp-name")).to_have_text("Gry")

    # straight down first: what a browser would take for its own scrolling
    seen.touch("touchStart", (x, y))
    seen.touch("touchMove", (x, y + 30))
    seen.touch("touchMove", (x - 10, y + 60))
    seen.touch("touchEnd")
    seen.settled()
    assert seen.middle_of("Gry")[1] - y > 30

    # a browser takes touches that follow at once for one gesture of its own
    seen.page.wait_for_timeout(500)
    seen.stage.evaluate("stage => stage.scrollIntoView({ block: 'center' })")
    far = seen.distance("Viggo")
    stage = seen.stage.bounding_box()
    middle = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    for kind, apart in (("touchStart", 60), ("touchMove", 80), ("touchMove", 120)):
        seen.touch(kind, (middle[0] - apart, middle[1]), (middle[0] + apart, middle[1]))
    seen.touch("touchEnd")
    assert seen.distance("Viggo") == pytest.approx(2 * far, rel=0.1)
    assert seen.stage.evaluate("stage => getComputedStyle(stage).touchAction") == "none"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", exercises.LANGUAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(on_map, lang, width):
    seen = on_map(lang=lang, width=width)
    seen.here.get_by_label(seen.t("what_if.whom")).select_option("Ruth")
    seen.button("what_if.out").click()
    expect(seen.note).to_be_visible()
    seen.button("what_if.new").click()
    seen.drawn(15)
    seen.button("table.show").click()
    seen.button("figures.show").click()
    expect(seen.here.get_by_text(seen.t("table.caption"))).to_be_visible()
    assert seen.visitor.barriers(seen.page) == []
    wide = seen.here.locator(".jp-WindowedPanel-outer").evaluate(
        "node => node.scrollWidth - node.clientWidth"
    )
    assert wide <= 0, "the page scrolls sideways"


def test_high_contrast_and_calm_motion_are_followed(on_map):
    seen = on_map(forced_colors="active", reduced_motion="reduce")
    marks = seen.stage.locator(".nvp-node path:not([class])")
    fills = set(marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('fill'))"))
    assert fills <= {"Canvas", "CanvasText"}
    assert seen.person("Gry").evaluate("node => getComputedStyle(node).transitionDuration") == "0s"


def test_nothing_of_a_person_is_in_the_notebook_the_console_or_the_log(on_map, learner):
    def fill(store):
        circle = my_network.add_circle(store, "Kanariekredsen")
        for name in (CANARY, *"ABCDEFGH"):
            my_network.add_person(store, name, closeness=3, circles=[circle])

    said = []
    seen = on_map(fill)
    seen.page.on("console", lambda message: said.append(message.text))
    seen.page.mouse.click(*seen.middle_of(CANARY))
    seen.button("picture.take_out").click()
    expect(seen.note).to_contain_text(CANARY)
    seen.button("table.show").click()
    # Our pages are never written; this is what another JupyterLab would write.
    would_save = seen.page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.context.model.toJSON())")
    assert "[øvelse]" in would_save
    assert "Kanarie" not in would_save
    assert "Kanarie" not in (learner.folder / PAGE["da"]).read_text(encoding="utf-8")
    assert "Kanarie" not in learner.server.log.read_text(encoding="utf-8")
    assert "Kanarie" not in "".join(said)
