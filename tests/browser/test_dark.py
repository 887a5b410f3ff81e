"""Read in the dark, what is written in a field can be read, and what is said around it."""

import pytest

from exercises.store import FILE, Store

pytestmark = pytest.mark.browser

PAGES = (
    "da/01-why-network.ipynb",
    "da/03-my-network.ipynb",
    "reflections/11-my-plan-da/my-plan.ipynb",
    "da/51-facebook-evening.ipynb",
    "da/90-my-data.ipynb",
)
# every field on the page: its label, and the colours of its ground, its words and the hint that stands in it
FIELDS = """() => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    return [...document.querySelectorAll('.nv-page:not(.lm-mod-hidden) :is(input, select, textarea)')]
        .filter(field => field.offsetParent && !['radio', 'checkbox', 'file', 'range'].includes(field.type))
        .map(field => ({
            name: (field.labels?.[0] ?? field).textContent.trim() || field.className,
            ground: rgb(getComputedStyle(field).backgroundColor),
            words: rgb(getComputedStyle(field).color),
            hint: field.placeholder ? rgb(getComputedStyle(field, '::placeholder').color) : null,
        }));
}"""

# of all words in drawings: what they say, their colour, and that of the ground they stand on
DRAWN = """() => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const ground = node => {
        const colour = getComputedStyle(node).backgroundColor;
        return colour === 'rgba(0, 0, 0, 0)' ? ground(node.parentElement) : rgb(colour);
    };
    const words = [...document.querySelectorAll('.nv-page:not(.lm-mod-hidden) svg text')];
    return words
        .filter(text => text.textContent.trim() && text.getBoundingClientRect().width)
        .map(text => [text.textContent, rgb(getComputedStyle(text).fill), ground(text.ownerSVGElement)]);
}"""


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [value / 255 for value in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrasts_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(
        4.48, abs=0.005
    )  # #777, just too little


@pytest.mark.parametrize("path", PAGES)
def test_what_is_written_and_what_is_said_has_contrast(server, visit, path):
    learner = visit(1366, 768, color_scheme="dark")
    page = learner.open(server, path)
    fields = page.evaluate(FIELDS)
    assert fields
    dim = [
        (field["name"], part, round(contrast(field["ground"], field[part]), 2))
        for field in fields
        for part in ("words", "hint")
        if field[part] and contrast(field["ground"], field[part]) < 4.5
    ]
    assert dim == []
    assert learner.barriers(page) == []


@pytest.mark.parametrize("path", ["da/01-why-network.ipynb", "da/03-my-network.ipynb"])
def test_words_in_drawings_can_be_read_in_the_dark(netvaerk, visit, fill_whole_course, path):
    server = netvaerk("da")
    store = Store(server.folder / "Mit netværk" / FILE)
    fill_whole_course(store, "da")
    store.close()
    page = visit(1366, 768, color_scheme="dark").open(server, path)
    # light words stand on marks of their own
    words = [(said, fill, ground) for said, fill, ground in page.evaluate(DRAWN) if luminance(fill) < 0.5]
    assert words
    assert [said for said, fill, ground in words if contrast(fill, ground) < 4.5] == []
