"""What holds for every exercise, whichever lesson it belongs to."""

import ast
from pathlib import Path

import ipywidgets as W
import pytest

import exercises

VIEWS = Path(exercises.__file__).parent / "views"
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
