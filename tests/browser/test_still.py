"""Pages hold still while they come, and bear the course's name from the first thing that is seen of them."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exercises.store import FILE, Store

pytestmark = pytest.mark.browser

STRINGS = json.loads(
    (Path(__file__).parents[2] / "lab/extensions/netvaerk-calm/page/strings.json").read_text("utf-8")
)
PAGES = {
    "front": "da/00-welcome.ipynb",
    "lesson": "da/01-why-network.ipynb",
    "reflection": "reflections/01-why-network-da/why-network.ipynb",
    "evening": "da/51-facebook-evening.ipynb",
    "my_data": "da/90-my-data.ipynb",
}
SIZES = {"laptop": (1366, 768, {}), "phone": (360, 780, {"is_mobile": True, "has_touch": True})}
# all that moves unasked, and in each frame until the first with words whether the name of the course is there
WATCHED = """
window.moves = [];
window.frames_drawn = [];
const told = source => {
    const { node, previousRect: from, currentRect: to } = source;
    const name = node?.nodeType === 1 ? node.className || node.tagName : node?.textContent;
    return `${String(name).trim().slice(0, 60)}: ${from.y} -> ${to.y}, ${from.x} -> ${to.x}`;
};
window.moved = ({ hadRecentInput, startTime, value, sources }) =>
    hadRecentInput || moves.push({ at: startTime, value, sources: sources.map(told) });
window.observer = new PerformanceObserver(list => list.getEntries().forEach(moved));
observer.observe({ type: 'layout-shift', buffered: true });
const named = () => [document, document.querySelector('#nv-twin')?.shadowRoot].some(
    place => [...(place?.querySelectorAll('.nv-brand') ?? [])].some(node => node.checkVisibility()));
const draw = at => {
    frames_drawn.push([at, named()]);
    if (!performance.getEntriesByName('first-contentful-paint').length) requestAnimationFrame(draw);
};
requestAnimationFrame(draw);
"""
SEEN = """() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() => {
    observer.takeRecords().forEach(moved);
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return { moves, named: frames_drawn.filter(([at]) => at <= paint.startTime).at(-1)[1] };
})"""


def layout_shift(moves):
    """CLS as web.dev defines it: the largest sum of moves less than a second apart, within five seconds."""
    largest = total = 0.0
    first = last = float("-inf")
    for move in moves:
        if move["at"] - last >= 1000 or move["at"] - first >= 5000:
            first, total = move["at"], 0.0
        last, total = move["at"], total + move["value"]
        largest = max(largest, total)
    return largest


def test_moves_are_summed_within_a_second_and_five():
    def moved(*at):
        return layout_shift([{"at": one, "value": 0.01} for one in at])

    assert moved() == 0
    assert moved(0, 999, 1500) == pytest.approx(0.03)
    assert moved(0, 1000, 1500) == pytest.approx(0.02)  # a second's gap begins a new window
    assert moved(*range(0, 5900, 900)) == pytest.approx(0.06)  # 0 … 4500; 5400 begins a new one


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_still_while_it_comes_and_says_at_once_what_it_is(server, visit, name, size):
    store = Store(server.folder / "Mit netværk" / FILE)
    for part in ("if", "then"):  # of which the reflection has something to say when it is there
        store.put("act", f"why-network.{part}", "klokken er ni")
    store.close()
    width, height, options = SIZES[size]
    learner = visit(width, height, steps=True, **options)
    learner.context.add_init_script(WATCHED)
    page = learner.open(server, PAGES[name])
    here = learner.course_page(page)
    expect(here.locator(".nv-top .nv-brand")).to_have_text(STRINGS["course"]["da"])
    # what has to be looked up, and all that comes after the exercises
    expect(here.locator(".nv-aside a").first).to_be_attached()
    expect(page.locator(".nv-page:not(.lm-mod-hidden):not(.nv-waits)")).to_be_visible()
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(SEEN)
    assert layout_shift(seen["moves"]) < 0.05, seen["moves"]
    assert seen["named"], "the name of the course was not there in the first frame that showed anything"
