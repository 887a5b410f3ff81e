"""Rebuilds a hand-in from the course's own notebook before nbgrader grades it, and keeps what nobody is to
read out of the readers' pile.
"""

from __future__ import annotations

import json
import re
import stat
from copy import deepcopy
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import from_dict
from nbgrader.api import Gradebook, GradeCell
from nbgrader.nbgraderformat import SCHEMA_VERSION
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from exercises import LANGUAGES
from exercises.answers import OWN, gather
from exercises.answers import grade_id as _name
from exercises.reflection import MIME
from exercises.texts import Texts

if TYPE_CHECKING:
    from nbformat import NotebookNode


TEXTS = Path(__file__).parent / "texts"
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class MendCells(NbGraderPreprocessor):
    """Makes a hand-in the course's own notebook again, with nothing of the learner's but words.

    Every cell is the master's, text, tags, metadata and place: prompts, rubric, code and checks. Of the
    learner's file come the words, put into the answers they belong to wherever they stood, as
    `exercises.answers` says. A deleted answer comes back as it was released, which nbgrader scores as not
    answered (0) unless there are words elsewhere. Words that belong to no answer stand where they stood,
    quoted, with a line that says whose they are. No code of the learner's is run: it could change what the
    checks find. It stands first among ``Autograde.sanitize_preprocessors``.

    The master is the file in ``source/`` of the folder that nbgrader works in, for what the gradebook does
    not know; where there is none, only what it knows is rebuilt, and other texts stay as they are.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            masters = _masters(gradebook, gradebook.find_notebook(names["notebook"], names["assignment"]))
        course = _course(Path("source", names["assignment"], f"{names['notebook']}.ipynb"))
        cells = _own_cells(course, masters)
        ids = {_name(cell): cell.get("id") for cell in nb.cells if _name(cell)}
        for cell in cells:
            cell.id = cell.id or ids.get(_name(cell))
        given = nb.cells if course is not None else [cell for cell in nb.cells if _is_known(cell, masters)]
        found = gather(given, cells)
        for cell in cells:
            name = _name(cell)
            if found.texts.get(name) or (name in found.texts and name not in found.missing):
                cell.source = found.texts[name]
                if found.pictures.get(name):
                    cell.attachments = from_dict(found.pictures[name])
        own = _with_others(cells, found.beside, course)
        nb.cells = own if course is not None else _in_place(own, nb.cells, masters)
        if course is not None:
            nb.metadata = deepcopy(course.metadata)
        if found.elsewhere:
            nb.metadata[OWN] = True
        nb.nbformat, nb.nbformat_minor = 4, 5
        _number(nb.cells)
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """SaveAutoGrades, but an answer worth 0 points waits for no reader, a silent check gives no points, and
    nobody's answer is 0 by a machine while there are words of theirs elsewhere in the notebook.

    nbgrader knows no written answer without a mark, so the parts of a plan that are read together with
    its last part are graded cells of 0 points, and each of them would be counted as not graded yet. And it
    gives full marks to a cell that says nothing, as a list of assertions does; `silent` is not one.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self._elsewhere = bool(nb.metadata.get(OWN))
        return super().preprocess(nb, resources)

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        nothing, quiet = cell.metadata.nbgrader["points"] == 0, silent(cell)
        unanswered = self._elsewhere and cell.metadata.nbgrader["solution"]
        if nothing or quiet or unanswered:
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score = 0 if nothing or quiet else None
            grade.needs_manual_grade = not nothing and (unanswered or grade.needs_manual_grade)
            self.gradebook.db.commit()


def silent(cell: Any) -> bool:
    """Whether ``cell``, of a notebook that has been run, is a check that was not run or gave no verdict of
    its own."""
    marks = cell["metadata"].get("nbgrader", {})
    if cell["cell_type"] != "code" or not marks.get("grade") or marks.get("solution"):
        return False
    if cell.get("execution_count") is None:
        return True
    if "check" not in cell["metadata"].get("tags", []) and "exercises.reflection" not in "".join(
        cell["source"]
    ):
        return False
    return not any(
        one["output_type"] == "error" or (one["output_type"] == "execute_result" and MIME in one["data"])
        for one in cell["outputs"]
    )


def _masters(gradebook, notebook):
    # a notebook's own list would ask for each by itself, unless they are there already
    graded = gradebook.db.query(GradeCell).filter(GradeCell.notebook_id == notebook.id).all()
    points = {cell.name: cell.max_score for cell in graded}
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


def _course(path):
    """The course's own notebook, None where there is none. It is everybody's: not to be changed."""
    try:
        about = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    return _read(path, about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4)
def _read(path, *_known_by):
    return from_dict(json.loads(path.read_text(encoding="utf-8")))


def _own_cells(course, masters):
    """The course's cells anew, in its order: those that the gradebook knows as it knows them."""
    cells = []
    for cell in course.cells if course is not None else []:
        name = _name(cell)
        if name in masters:
            cells.append((name, _new(masters[name], cell.metadata, cell.get("id"))))
        elif name is None and cell.cell_type != "code":
            cell = deepcopy(cell)
            cell.source = "".join(cell.source)
            cells.append((None, cell))
    there = {name for name, _ in cells}
    before, waiting = {}, []
    for name, master in masters.items():
        if name in there:
            before[name], waiting = waiting, []
        else:
            waiting.append(_new(master, {}, None))
    found = []
    for name, cell in cells:
        found += [*before.pop(name, []), cell]
    return found + waiting


def _new(master, metadata, number):
    cell = {"cell_type": master["cell_type"], "id": number, "source": master["source"]}
    cell["metadata"] = {**metadata, "nbgrader": dict(master["nbgrader"])}
    if master["cell_type"] == "code":
        cell |= {"execution_count": None, "outputs": []}
    return from_dict(cell)


def _is_known(cell, masters):
    return _name(cell) in masters or cell.get("id") in masters


def _in_place(own, handed_in, masters):
    """The ``own`` cells among the other texts of a hand-in, where nothing tells what those should be."""
    found, left = [], list(own)
    for cell in handed_in:
        if not _is_known(cell, masters):
            found += [cell] if cell.cell_type != "code" else []
        elif left:
            names = [_name(one) for one in left]
            upto = names.index(_name(cell)) + 1 if _name(cell) in names else 0
            found += left[:upto]
            del left[:upto]
    return found + left


def _with_others(cells, beside, course):
    """The course's ``cells``, and behind each what the learner has written ``beside`` (see `gather`)."""
    places = {cell.id: at for at, cell in enumerate(cells) if cell.id}
    behind = {}
    for before, text, pictures in beside:
        at = places.get(before, places.get(_id_of(before, cells), -1))
        # not between a prompt and its answer, which are read together
        follows = (
            at >= 0 and at + 1 < len(cells) and cells[at + 1].metadata.get("nbgrader", {}).get("solution")
        )
        behind.setdefault(at + bool(follows), []).append(_quoted(text, pictures, course))
    found = list(behind.get(-1, []))
    for at, cell in enumerate(cells):
        found += [cell, *behind.get(at, [])]
    return found


def _id_of(name, cells):
    return next((cell.id for cell in cells if name and _name(cell) == name), None)


def _quoted(text, pictures, course):
    lang = course.metadata.get("course", {}).get("lang") if course is not None else None
    t = Texts("mending", lang if lang in LANGUAGES else LANGUAGES[0], folder=TEXTS)
    quote = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    words = f"*{t('learners_own')}*\n\n{quote}"
    made = from_dict({"cell_type": "markdown", "id": None, "metadata": {OWN: True}, "source": words})
    if pictures:
        made.attachments = from_dict(pictures)
    return made


def _number(cells):
    """Give a cell id to each that has none, or one that is no id or another's."""
    taken, without = set(), []
    for cell in cells:
        number = cell.get("id")
        if isinstance(number, str) and CELL_ID.fullmatch(number) and number not in taken:
            taken.add(number)
        else:
            without.append(cell)
    free = (number for at in count(1) if (number := f"cell-{at}") not in taken)
    for cell, number in zip(without, free, strict=False):
        cell.id = number
