"""What the controls of every exercise keep, shown on the page My data: in words and never as it is kept."""

import json
import re
from datetime import date, time

import ipywidgets as W
import pytest

import exercises
from exercises.kit.cards import Cards
from exercises.kit.controls.answers import Answers
from exercises.places import root
from exercises.whole_store import tables as my_data

PAGES = [path for room in ("lessons", "workshops") for path in sorted((root() / room / "da").glob("*.ipynb"))]
LINE = re.compile(r"(from exercises\.views\.(\w+) import \w+); (.+)")
# A file is brought in, a page about the others, nothing to fill in.
LEFT_OUT = {"bring_contacts", "my_data", "network_book", "platform_steps", "welcome"}
TYPED = "Ærø"


def exercises_on(path):
    """The exercises of a notebook as its cells make them, one at a time."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        line = LINE.fullmatch("".join(cell["source"]).strip())
        if cell["cell_type"] == "code" and line and line[2] not in LEFT_OUT:
            names = {}
            exec(line[1], names)
            yield eval(line[3], names)


def controls(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from controls(child)


def last_option(control):
    """What the last option of a control is kept as, or None."""
    option = control.options[-1] if control.options else None
    return option[1] if isinstance(option, tuple) else option


def fill_in(view):
    """Fill in every control there is on the page, and return the keys that were chosen."""
    chosen = set()
    for control in list(controls(view)):
        if isinstance(control, W.Text | W.Textarea | W.Combobox):
            control.value = TYPED
        elif isinstance(control, W.DatePicker):
            control.value = date(2026, 11, 1)
        elif isinstance(control, W.TimePicker):
            control.value = time(10)
        elif isinstance(control, W.Checkbox):
            control.value = True
        elif isinstance(control, W.Dropdown | W.RadioButtons) and last_option(control):
            control.value = last_option(control)
            chosen.add(control.value)
        elif isinstance(control, Answers) and control.options:
            key = control.options[-1][0]
            control.value = {row[0]: [key] for row in control.rows}
            chosen.add(key)
    return {key for key in chosen if isinstance(key, str)}


@pytest.mark.timeout(120)
def test_whatever_any_control_of_the_course_keeps_is_shown_in_words(store):
    """In Danish alone: many a key is an English word."""
    exercises.language("da")
    raw = set()
    store.put("progress", "short", True)
    # One transaction, as a thousand would take a minute; a view says when the last was saved.
    with store.transaction():
        for path in PAGES:
            for view in exercises_on(path):
                for at in range(len(view.deck) if isinstance(view, Cards) else 1):
                    if isinstance(view, Cards):
                        view.go(at)
                    raw |= fill_in(view)
                assert view.fault is None, type(view)
    raw |= {part for stem in store.exercises() for name in store.fields(stem) for part in name.split(".")}
    raw |= {name for kind in store.kinds() for row in store.rows(kind) for name in row}
    raw |= {*store.exercises(), *store.kinds()}
    assert len(raw) > 300, "the pages were filled in"
    seen = set()
    for table in my_data.tables(store, "da"):
        cells = (cell for row in table.rows for cell in row if isinstance(cell, str))
        for text in (table.title, *table.columns, *cells):
            seen |= {text, *re.split(r" · |; ", text)}
    assert TYPED in seen
    assert {text for text in seen & raw if not text.isdecimal()} == set()
