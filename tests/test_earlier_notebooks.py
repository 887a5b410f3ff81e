"""Notebooks of version 0.1.0, which learners have in their folders, run against the code of today.

earlier/0.1.0.txt has every line of code of its lessons, evenings, desk pages and reflections, once each;
earlier/why-network.ipynb is a reflection as it was released.
"""

import json
from pathlib import Path

import pytest

from exercises import reflection

EARLIER = Path(__file__).parent / "fixtures" / "earlier"
LINES = (EARLIER / "0.1.0.txt").read_text(encoding="utf-8").splitlines()
SHOWS = [line for line in LINES if line.startswith("from exercises.views.")]
DESK = [line for line in LINES if line.startswith("from facilitation.")]


def shown(line):
    """What the last expression of a line of a notebook gives."""
    before, _, last = line.rpartition("; ")
    names = {}
    exec(before, names)
    return eval(last, names)


def test_all_lines_are_known_to_this_test():
    others = set(LINES) - set(SHOWS) - set(DESK)
    assert {line for line in others if not line.startswith("from exercises.reflection import ")} == {
        'import exercises; exercises.language("da")',
        'import exercises; exercises.language("en")',
    }
    assert len(SHOWS) > 90 and len(DESK) == 3


@pytest.mark.parametrize("line", SHOWS)
def test_an_exercise_is_shown_as_it_was_asked_for(store, lang, line):
    assert shown(line).fault is None


@pytest.mark.parametrize("line", DESK)
def test_a_desk_page_is_imported_from_where_it_was(line):
    exec(line.partition("; ")[0], {})


def test_a_reflection_as_it_was_released_shows_its_figures_and_checks(store, tmp_path, monkeypatch):
    place = tmp_path / "01-why-network-en"
    place.mkdir()
    (place / "why-network.ipynb").write_bytes((EARLIER / "why-network.ipynb").read_bytes())
    monkeypatch.chdir(place)
    store.add("account", hours="2", kroner="100", result="idea")
    notebook = json.loads((place / "why-network.ipynb").read_text(encoding="utf-8"))
    lines = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(line in LINES for line in lines) and len(lines) == 6
    exec(lines[0], {})
    outcomes = [shown(line) for line in lines[1:]]
    assert json.loads((place / reflection.FIGURES).read_text())["hours"] == 2
    points = [outcome._repr_mimebundle_() for outcome in outcomes[1:]]
    assert all(points), "each check says something"
