"""Repairs a hand-in whose cells were copied, deleted or tampered with, before nbgrader grades it, and keeps
what nobody is to read out of the readers' pile.
"""

import json
from pathlib import Path

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, GradeCell
from nbgrader.nbgraderformat import SCHEMA_VERSION
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades


class MendCells(NbGraderPreprocessor):
    """Gives each graded cell the gradebook's own nbgrader metadata, once.

    Plain nbgrader stops a whole batch at one copied cell or one old schema. Here the last of several
    copies counts, as in nbgrader's DeduplicateIds, and the others become ordinary cells; a deleted answer
    comes back as it was released, which nbgrader scores as not answered (0); a deleted check comes back
    and runs. Code that is not the course's own goes: no learner writes any here, and at grading it could
    change what the checks find. The notebook's course block is the source's. It stands first among
    ``Autograde.sanitize_preprocessors``.
    """

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            masters = _masters(gradebook, gradebook.find_notebook(names["notebook"], names["assignment"]))
        last = {}
        for cell in nb.cells:
            last[cell.metadata.get("nbgrader", {}).get("grade_id")] = cell
        for cell in nb.cells:
            name = cell.metadata.pop("nbgrader", {}).get("grade_id")
            if name in masters and last[name] is cell:
                cell.metadata.nbgrader = masters[name]["nbgrader"]
        nb.cells = [cell for cell in nb.cells if cell.cell_type != "code" or _name(cell) in masters]
        _put_back(nb, masters)
        # nbgrader works in the course's own folder
        source = Path("source", names["assignment"], f"{names['notebook']}.ipynb")
        if source.is_file():
            course = json.loads(source.read_text(encoding="utf-8"))["metadata"].get("course")
            nb.metadata.course = from_dict(course or {})
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """SaveAutoGrades, but an answer worth 0 points waits for no reader.

    nbgrader knows no written answer without a mark, so the parts of a plan that are read together with
    its last part are graded cells of 0 points, and each of them would be counted as not graded yet.
    """

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        if cell.metadata.nbgrader["points"] == 0:
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = 0, False
            self.gradebook.db.commit()


def _masters(gradebook, notebook):
    # asked cell by cell, the gradebook is asked once for each
    points = gradebook.db.query(GradeCell.name, GradeCell.max_score).filter(
        GradeCell.notebook_id == notebook.id
    )
    points = dict(points.all())
    solutions = {cell.name for cell in notebook.solution_cells}
    return {
        cell.name: {
            "source": cell.source,
            "cell_type": cell.cell_type,
            "nbgrader": {
                "grade": cell.name in points,
                "solution": cell.name in solutions,
                "task": False,
                "locked": bool(cell.locked),
                "grade_id": cell.name,
                "schema_version": SCHEMA_VERSION,
                "cell_type": cell.cell_type,
                "checksum": cell.checksum,
                **({"points": points[cell.name]} if cell.name in points else {}),
            },
        }
        for cell in notebook.source_cells
    }


def _put_back(nb, masters):
    """Insert each missing graded or code cell before the next one in the course's order that is there."""
    there = {cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata}
    waiting = []
    for name, master in masters.items():
        if name in there:
            at = next(i for i, cell in enumerate(nb.cells) if _name(cell) == name)
            nb.cells[at:at] = waiting
            waiting = []
        elif master["nbgrader"]["grade"] or master["cell_type"] == "code":
            make = new_code_cell if master["cell_type"] == "code" else new_markdown_cell
            cell = make(master["source"], metadata={"nbgrader": master["nbgrader"]})
            if nb.nbformat_minor < 5:
                cell.pop("id", None)
            waiting.append(cell)
    nb.cells.extend(waiting)


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
