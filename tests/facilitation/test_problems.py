"""One family of problems: each has its sentence in both languages, where it says that it lies."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS
from facilitation.problems import Problem

REPO = Path(__file__).parents[2]
HOMES = {
    "Problem": "facilitation.problems",
    "Mend": "facilitation.hub.command",
    "Unusable": "facilitation.grading.cluster",
    "Halted": "facilitation.grading.batch",
    "Fault": "facilitation.taking_in",
    "NotRead": "facilitation.reading.desk",
    "BankProblem": "facilitation.reading.comment_bank",
    "SheetProblem": "facilitation.seating.participants",
    "ListProblem": "facilitation.cohort.roster",
    "Stopped": "facilitation.cohort.everything",
    "NotKept": "facilitation.reading.overall",
    "NotSaid": "facilitation.evening.own_answers",
}
# an evening's file that cannot be read is set aside where this is met, and nobody is told by it
# and the hub's own page says these two, where the name is the field's
UNSAID = {"evening_file", "too_long", "not_kept"}


def made() -> Iterator[Any]:
    """(class, key, file) of each problem that the code makes with a key that stands there."""
    for path in sorted((REPO / "facilitation").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in HOMES:
                    yield name, node.args[0].value, path.relative_to(REPO)


@pytest.mark.parametrize("name", HOMES)
def test_each_problem_is_of_the_family_and_has_its_sentences(name: str) -> None:
    kind = getattr(importlib.import_module(HOMES[name]), name)
    assert issubclass(kind, Problem)
    assert kind.__init__ is Problem.__init__
    keys = {(key, file) for other, key, file in made() if other == name}
    assert keys
    stem, table = kind.where
    for lang in LANGUAGES:
        texts = Texts(stem, lang, folder=TEXTS)
        missing = [(key, str(file)) for key, file in keys if key not in texts.data[table].keys() | UNSAID]
        assert not missing
        for key in {key for key, _ in keys} - UNSAID:
            assert texts.data[table][key][lang]


def test_no_other_class_stands_beside_the_family() -> None:
    """A class with a key and names of its own would be a second family."""
    for path in (REPO / "facilitation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = {getattr(base, "id", "") for base in getattr(node, "bases", ())}
            if isinstance(node, ast.ClassDef) and "Exception" in bases:
                own = [one for one in node.body if getattr(one, "name", "") == "__init__"]
                # what one machine refuses another has a status, and goes over the wire
                assert node.name in ("Problem", "Refusal") or not own, f"{path}: {node.name}"


def test_a_page_with_a_sentence_of_its_own_for_a_problem_says_that() -> None:
    from facilitation.cohort.everything import Stopped

    page = Texts("grade", "da", folder=TEXTS)
    problem = Stopped("busy", folder="kursus")
    assert problem.said(page) == page("problem.busy", folder="kursus")
    assert problem.said(page) != problem.said(Texts("command", "da", folder=TEXTS))


def test_a_problem_that_a_page_knows_nothing_of_is_said_in_its_own_words() -> None:
    from facilitation.taking_in import Fault

    page = Texts("read_answers", "en", folder=TEXTS)
    assert Fault("bad_hand_in").said(page) == Texts("taking_in", "en", folder=TEXTS)("not_taken.bad_hand_in")
