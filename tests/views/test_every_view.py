"""What holds for every exercise, whichever lesson it belongs to."""

import ast
import json
from pathlib import Path

import ipywidgets as W
import pytest

ROOT = Path(__file__).parents[2]
VIEWS = ROOT / "exercises" / "views"
FILES = sorted(VIEWS.glob("[a-z]*.py"))
OWN = {name for name in dir(W.VBox()) if not name.startswith("__")} - {"children"}
# what base.py means to replace
MEANT = {"_repr_mimebundle_", "_bound"}


def names_set(path):
    """Every ``self.name = …`` and method of the classes in a file, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name != "Take":
            for part in ast.walk(node):
                if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                    if isinstance(part.value, ast.Name) and part.value.id == "self":
                        yield part.attr, part.lineno
                elif isinstance(part, ast.FunctionDef):
                    yield part.name, part.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_exercise_overwrites_something_of_its_widget(path):
    """``self.keys = …`` goes unseen until the widget meets a browser."""
    assert [(name, line) for name, line in names_set(path) if name in OWN - MEANT] == []


def exercises_of_the_course():
    """The line of each exercise that lessons and evenings show, once each."""
    found = set()
    for path in (*ROOT.glob("lessons/da/*.ipynb"), *ROOT.glob("workshops/da/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            line = "".join(cell["source"])
            if "exercise" in cell["metadata"].get("tags", ()) and "exercises.views" in line:
                found.add(line)
    return sorted(found)


@pytest.mark.parametrize("line", exercises_of_the_course(), ids=lambda line: line.rpartition("; ")[2])
def test_to_open_an_exercise_keeps_nothing(line, store):
    exec(line, {})
    kept = store.everything()
    assert (kept["fields"], [row for row in kept["rows"]]) == ([], [])
