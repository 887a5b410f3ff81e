"""A facilitator's folder with hand-ins of a real reflection, and both ways to grade them."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from facilitation import exchange
from facilitation.grading import sandbox
from facilitation.nbgrader_settings import configure
from facilitation.release import generate

CHECKOUT = Path(__file__).parents[3]
OWN = "own"
ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network.ipynb"
HANDED_IN = "2026-11-23 10:00:00.000000 UTC"
# the clock, the memory and the pen of a test: a hand-in of ours needs a tenth of them
SHORT = sandbox.Limits(seconds=12, cell=4, memory=600_000_000, output=2_000_000)
ROWS = """
    select student.id, assignment.name, notebook.name, base_cell.name, {columns}
    from {table} as t
    join submitted_notebook on t.notebook_id = submitted_notebook.id
    join notebook on submitted_notebook.notebook_id = notebook.id
    join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    join assignment on submitted_assignment.assignment_id = assignment.id
    join student on submitted_assignment.student_id = student.id
    join base_cell on t.cell_id = base_cell.id
"""


class Cohort:
    """The folder of a facilitator, ``folder``, and what learners have handed in."""

    def __init__(self, folder):
        self.folder = folder

    def answers(self):
        source = json.loads((self.folder / "source" / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
        return {
            cell["id"]: cell["source"]
            for cell in source["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution") and cell["id"] != OWN
        }

    def notebook(self, answers=None):
        nb = json.loads((self.folder / "release" / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
        for cell in nb["cells"]:
            given = "" if cell["id"] == OWN else cell["source"]
            cell["source"] = (answers or {}).get(cell["id"], given)
        return nb

    def place(self, student):
        return self.folder / "submitted" / student / ASSIGNMENT

    def hand_in(self, student, nb=None, **files):
        """Hand in a notebook (a dict, or any text; None for none) and other files; returns the folder."""
        place = self.place(student)
        place.mkdir(parents=True)
        (place / "timestamp.txt").write_text(HANDED_IN)
        (place / "figures.json").write_text('{"hours": 3}\n')
        if nb is not None:
            (place / NOTEBOOK).write_text(nb if isinstance(nb, str) else json.dumps(nb), encoding="utf-8")
        for name, text in files.items():
            (place / name).write_text(text)
        return place

    def hand_in_code(self, student, code):
        """Hand in good answers, with code in the one cell that takes it."""
        return self.hand_in(student, self.notebook(self.answers() | {OWN: code}))

    def graded(self, student):
        """The graded notebook of a learner, None where there is none."""
        path = self.folder / "autograded" / student / ASSIGNMENT / NOTEBOOK
        return json.loads(path.read_text("utf-8")) if path.exists() else None

    def gradebook(self, students=None):
        """Every mark and comment in the gradebook, in order."""
        columns = {
            "grade": "t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade",
            "comment": "t.auto_comment, t.manual_comment",
        }
        with sqlite3.connect(self.folder / "gradebook.db") as book:
            found = [
                (table, *row)
                for table in columns
                for row in book.execute(ROWS.format(table=table, columns=columns[table]))
                if students is None or row[0] in students
            ]
            found += [
                ("submission", *row)
                for row in book.execute("select student_id, timestamp from submitted_assignment")
                if students is None or row[0] in students
            ]
        book.close()
        return sorted(found, key=repr)

    def as_nbgrader_does(self):
        api = NbGraderAPI(config=configure(Config(), self.folder, exchange.default()))
        return api.autograde(ASSIGNMENT, "*")


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """A facilitator's folder with a real reflection, and in it one cell where a learner's own code runs.

    The course's own reflections have none, and `facilitation.mending` takes out what is put in.
    """
    folder = tmp_path_factory.mktemp("bord")
    shutil.copytree(CHECKOUT / "source" / ASSIGNMENT, folder / "source" / ASSIGNMENT)
    shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
    path = folder / "source" / ASSIGNMENT / NOTEBOOK
    nb = json.loads(path.read_text("utf-8"))
    marks = {"grade_id": OWN, "grade": False, "solution": True, "locked": False, "task": False}
    cell = {"cell_type": "code", "id": OWN, "source": "", "outputs": [], "execution_count": None}
    nb["cells"].insert(1, cell | {"metadata": {"nbgrader": marks | {"schema_version": 3}}})
    path.write_text(json.dumps(nb), encoding="utf-8")
    generate(folder, ASSIGNMENT)
    return folder


@pytest.fixture(scope="session")
def make_cohort(generated, tmp_path_factory):
    """Make a `Cohort` in a folder of its own; its gradebook knows the assignment and nobody yet."""

    def make(name="Bord på Møn"):
        folder = shutil.copytree(generated, tmp_path_factory.mktemp("hold") / name)
        return Cohort(folder)

    return make


@pytest.fixture(scope="session", autouse=True)
def undisturbed():
    """A batch changes this process's folder and environment, as a command may: put them back."""
    here, environment = os.getcwd(), dict(os.environ)
    yield
    os.chdir(here)
    os.environ.clear()
    os.environ.update(environment)
