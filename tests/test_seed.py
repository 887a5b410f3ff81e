"""The sentences that the course grew from: each has an activity that keeps or answers something."""

import re

import ipywidgets as W
import pytest

from exercises import places
from exercises.kit.controls.answers import Answers
from exercises.models import sample
from facilitation.authoring import load

TABLE = (places.root() / "docs" / "seed.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (S\d+) \| [^|]+ \| ([\w-]+) \| ([\w, -]+) \|$", TABLE, re.MULTILINE)
ACTIVITIES = sorted({(page, cell) for _, page, cells in ROWS for cell in cells.split(", ")})


def page_of(page, lang):
    return next(places.root().glob(f"[lw]*/{lang}/{page}.ipynb"))


def fill_in(control):
    """Do with a control what whoever tries everything does with it."""
    if isinstance(control, Answers):
        control.value = {key: [control.options[0][0]] for key, _ in control.rows if control.options}
    elif isinstance(control, W.RadioButtons | W.Dropdown) and control.options:
        control.index = min(1, len(control.options) - 1)
    elif isinstance(control, W.Text | W.Textarea):
        control.value = "4"
    elif isinstance(control, W.Checkbox):
        control.value = not control.value
    elif isinstance(control, W.Button) and "nv-primary" in control._dom_classes and not control.disabled:
        control.click()
    elif isinstance(control, W.Box):
        for child in control.children:
            fill_in(child)


def test_every_sentence_of_the_article_has_its_exercise():
    assert list(dict.fromkeys(number for number, _, _ in ROWS)) == [f"S{n}" for n in range(1, 35)]
    # a line that is not read as a row would be a sentence that nobody looks at
    assert len(ROWS) == len(re.findall(r"^\| S", TABLE, re.MULTILINE))


@pytest.mark.parametrize(("page", "cell_id"), ACTIVITIES)
def test_each_exercise_of_a_sentence_keeps_what_one_does(page, cell_id, lang, store):
    """With some people on the map: five exercises are about them."""
    sample.fill(store, lang)
    found = next(cell for cell in load(page_of(page, lang))["cells"] if cell["id"] == cell_id)
    assert "exercise" in found["metadata"]["tags"]
    importing, call = found["source"].split("; ")
    names = {}
    exec(importing, names)
    shown, before = eval(call, names), store.everything()
    fill_in(shown)
    assert shown.fault is None
    kept = store.everything()
    assert kept != before
    # whoever looks again is met with it, and finds nothing in the way
    again = eval(call, names)
    assert again.fault is None
    assert store.everything() == kept


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_story_of_an_owner_is_made_up(lang):
    page = load(places.root() / "lessons" / lang / "95-experiences.ipynb")
    told = "\n".join(cell["source"] for cell in page["cells"] if cell["cell_type"] == "markdown")
    assert "(#hvid_seed)" in told
    # no stranger speaks: whoever is named is the writer of the article, or said to be invented
    spoken = re.findall(r"^> .+", told, re.MULTILINE)
    assert spoken == []
