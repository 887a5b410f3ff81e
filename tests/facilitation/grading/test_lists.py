"""formgrader's lists say what nbgrader says, and read no more than the rows they are about."""

import json
import random
import subprocess
import sys

import pytest
from nbgrader.api import Assignment, Grade, Gradebook, SubmittedNotebook, TaskCell

from benchmarks.cohort import make

HOW = """
import json, sys
from nbgrader.apps import NbGraderAPI
from sqlalchemy import event
from sqlalchemy.engine import Engine
from traitlets.config import Config
from facilitation.grading import lists
from facilitation.nbgrader_settings import configure

folder, exchange, installed = sys.argv[1:]
if installed:
    lists.install()
    lists.install()
asked = []
event.listen(Engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
api = NbGraderAPI(config=configure(Config(), folder, exchange))
found = {}
def say(name, *names):
    del asked[:]
    found[" ".join((name, *names))] = getattr(api, name)(*names), len(asked)
say("get_assignments")
say("get_students")
for one in ("deltager0000", "deltager0003", "a*", "new", "nobody"):
    say("get_student_submissions", one)
for one in ("01-why-network-da", "02-a-skill-en"):
    say("get_assignment", one)
    say("get_submissions", one)
    for notebook in api.get_notebooks(one):
        say("get_notebook_submissions", one, notebook["name"])
    say("get_notebooks", one)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """What nbgrader says of a cohort, and what it says after `install`: {list: (answer, questions)}."""
    top = tmp_path_factory.mktemp("cohort æ")
    folder, exchange, chance = top / "bord", top / "aflevering", random.Random(5)
    folder.mkdir()
    make(folder, exchange, 12)
    submitted = folder / "submitted"
    # collected and not graded, graded and collected anew, and what is no hand-in
    for name in ("a*", "new"):
        (submitted / name / "01-why-network-da").mkdir(parents=True)
    newer = next(submitted.glob("*/02-*/timestamp.txt"))
    newer.write_text("2026-11-24 10:00:00.000000 UTC")
    (submitted / "notes.txt").touch()
    (submitted / "file").mkdir()
    (submitted / "file" / "01-why-network-da").touch()
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        for one in book.db.query(Assignment).all():
            task = TaskCell(name="task", max_score=4, cell_type="markdown", notebook=one.notebooks[0])
            book.db.add(task)
            for sent in one.notebooks[0].submissions[::2]:
                book.db.add(Grade(cell=task, notebook=sent, manual_score=chance.randrange(5)))
        for mark in book.db.query(Grade).all()[::7]:
            mark.extra_credit = chance.choice((0.5, 1, None))
        for sent in book.db.query(SubmittedNotebook).all()[::5]:
            sent.flagged = True
        book.db.commit()

    def ask(installed):
        command = [sys.executable, "-c", HOW, str(folder), str(exchange), installed]
        said = subprocess.run(command, check=True, capture_output=True).stdout
        # sums of floats, in whichever order
        return json.loads(said, parse_float=lambda number: round(float(number), 6))

    return ask(""), ask("yes")


def rows(answer):
    """A list in whichever order; anything else as it is."""
    return sorted(map(repr, answer)) if isinstance(answer, list) else answer


def test_every_list_says_what_nbgrader_says(both):
    theirs, ours = both
    assert theirs.keys() == ours.keys()
    for name, (answer, _) in theirs.items():
        assert rows(ours[name][0]) == rows(answer), name
    assert len(theirs["get_students"][0]) == 12 + 2
    assert any(row["task_score"] for row in theirs["get_submissions 01-why-network-da"][0])


def test_a_list_asks_the_gradebook_less(both):
    theirs, ours = both
    for name, (_, asked) in ours.items():
        assert asked <= theirs[name][1], name
    assert ours["get_assignments"][1] < theirs["get_assignments"][1] / 2
