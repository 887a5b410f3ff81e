"""The unit of work: one hand-in, graded by nbgrader's own Autograde.

The hand-in is copied to a stage, a course folder with nothing but that copy; nbgrader's converter works
there, with the facilitator's settings, the real source files and the real gradebook; and what it made is put
among the graded ones by one renaming. So whatever lies in ``autograded/`` is whole, and a run that was
stopped at any moment leaves only a stage to throw away.
"""

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from facilitation.gradebook import trouble
from facilitation.grading import checking, copying, execute, gradebook
from facilitation.grading.converter import StagedAutograde
from facilitation.grading.copying import stamp
from facilitation.grading.execute import BoxedExecute
from facilitation.grading.running import TooMuchOutput
from facilitation.mending import silent

GRADED, FAILED = "graded", "failed"
HALTING = ("no_room", "damaged", "away")  # no hand-in is to blame, and the next would fare no better
# why a person should look, in the order in which the first that is true is said
REASONS = (
    *HALTING,
    *("name", "too_big", "no_notebook", "unreadable", "timestamp"),
    *("output", "memory", "time", "died", "no_box", "failed", "silent", "stopped", "links"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of one hand-in: ``state`` is GRADED or FAILED, ``reasons`` some of REASONS.

    ``cells`` names the cells that ended in an error: the course's own names, no word of the learner's.
    ``detail`` is the class of an error that nobody foresaw.
    """

    student: str
    state: str
    reasons: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    detail: str = ""


class Unit:
    """Grades hand-ins of one course folder, one after another, in this process.

    ``folder`` holds nbgrader_config.py and the gradebook, ``stage`` is a folder of our own on the same disk,
    and the `Bench` has the kernels.
    """

    def __init__(self, folder: Path, stage: Any, bench: Any) -> None:
        self.folder, self.stage = Path(folder), Path(stage)
        self.limits = bench.limits
        self.config = settings(self.folder)
        self.course = CourseDirectory(config=self.config)
        gradebook.patient()
        gradebook.spare()
        checking.spare()
        execute.bench = self.bench = bench
        self.converter_config, self.steps = self._converter_config(), {}
        self.bench.open()

    def grade(self, assignment: str, student: str) -> Any:
        """Grade one hand-in and return its Outcome. Raises nothing that a hand-in can cause."""
        shutil.rmtree(self.stage, ignore_errors=True)
        self.bench.last = None
        problem = links = None
        try:
            links = self._copy(assignment, student)
            # a link of our own: nbgrader and `facilitation.mending` look for it beside the hand-in
            source = Path(self.course.root, self.course.source_directory)
            (self.stage / "source").symlink_to(source, target_is_directory=True)
            problem = self._convert(assignment)
        except (OSError, SQLAlchemyError, copying.TooMuch) as error:
            problem = error
        outcome = self._outcome(student, assignment, problem, links or [])
        if outcome.state == GRADED:
            try:
                self._put(assignment, student)
            except OSError as error:
                outcome = self._outcome(student, assignment, error, [])
        shutil.rmtree(self.stage, ignore_errors=True)
        return outcome

    def close(self) -> None:
        self.bench.close()

    def _convert(self, assignment):
        """Let nbgrader grade what is on the stage; returns the error that stopped it, None for none."""
        converter = self._converter(assignment)
        with gradebook.together(self.course.db_url) as book:
            try:
                converter.start()
            # nbgrader leaves the program for a setting that it does not like
            except (Exception, SystemExit) as error:
                problem = converter.problem or error
                if not converter.written and trouble(problem, self.folder) is None:
                    # as in nbgrader: that there is a hand-in, and no marks
                    book.save()
                return problem
            book.save()
        return None

    def _copy(self, assignment, student):
        there = Path(self.course.format_path(self.course.submitted_directory, student, assignment))
        if there.parent.is_symlink():
            raise NotADirectoryError(student)
        return copying.copy(there, self.stage / "submitted" / student / assignment)

    def _converter(self, assignment):
        course = CourseDirectory(config=self.config)
        course.root = str(self.stage)
        course.submitted_directory, course.autograded_directory = "submitted", "autograded"
        course.source_directory = "source"
        course.directory_structure = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
        course.db_url = self.course.db_url
        course.assignment_id = assignment
        # the only one on the stage, whatever its name
        course.student_id = "*"
        return StagedAutograde(self.steps, coursedir=course, config=self.converter_config)

    def _converter_config(self):
        config = Config(self.config)
        config.Execute.shutdown_kernel = "immediate"
        config.BoxedExecute.timeout = self.limits.cell
        config.BoxedExecute.output_limit = self.limits.output
        config.Autograde.autograde_preprocessors = [
            BoxedExecute if _is_execute(one) else one
            for one in self.config.Autograde.get(
                "autograde_preprocessors", Autograde.autograde_preprocessors.default_args[0]
            )
        ]
        return config

    def _outcome(self, student, assignment, problem, links):
        ended = self.bench.last.reason if self.bench.last else None
        reasons, cells, detail = set(), [], ""
        if ended in ("time", "memory", "output", "no_box"):
            reasons.add(ended)
        # a kernel that has run all its cells ends too, and what fails after that is not its death
        elif isinstance(problem, DeadKernelError) and ended in ("died", "exit"):
            reasons.add("died")
        if problem is None:
            cells, found = self._looked_at(assignment, student)
            reasons |= found
        elif wrong := trouble(problem, self.folder):
            reasons = {{"gradebook_full": "no_room", "gradebook_damaged": "damaged"}.get(wrong, "away")}
        elif not reasons:
            key = reason_of(problem, self.stage / "submitted" / student / assignment)
            reasons.add(key)
            detail = type(problem).__name__ if key == "failed" else ""
        if links:
            reasons.add("links")
        ordered = [key for key in REASONS if key in reasons]
        return Outcome(student, FAILED if problem else GRADED, ordered, cells, detail)

    def _looked_at(self, assignment, student):
        """The names of cells that ended in an error or gave no verdict, and the reasons for it."""
        known = {"CellTimeoutError": "time", "MemoryError": "memory"}
        cells, reasons = [], set()
        for path in sorted((self.stage / "autograded" / student / assignment).glob("*.ipynb")):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                errors = {one["ename"] for one in cell.get("outputs", []) if one["output_type"] == "error"}
                found = {known.get(name, "stopped") for name in errors} | (
                    {"silent"} if silent(cell) else set()
                )
                if found:
                    cells.append(cell["metadata"].get("nbgrader", {}).get("grade_id"))
                    reasons |= found
        return [cell for cell in cells if cell], reasons

    def _put(self, assignment, student):
        """Swap what was made in. Where nothing was, the result of an earlier hand-in stays, and says by its
        timestamp whose it is."""
        target = Path(self.course.format_path(self.course.autograded_directory, student, assignment))
        if target.is_symlink() or target.parent.is_symlink():
            return
        if target.exists():
            (self.stage / "old").mkdir(parents=True, exist_ok=True)
            target.rename(self.stage / "old" / assignment)
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.stage / "autograded" / student / assignment).rename(target)


def settings(folder: Path) -> Any:
    """nbgrader's settings as its own commands in ``folder`` have them."""
    os.environ["NETVAERK_COURSE"] = str(folder)
    os.chdir(folder)
    app = NbGrader()
    app.initialize([])
    config = Config(app.config)
    NbGrader.clear_instance()
    return config


def reason_of(problem: Any, copied: Any) -> Any:
    """The key for an error of ours or nbgrader's; ``copied`` is the folder with the hand-in's copy."""
    if isinstance(problem, copying.TooMuch):
        return "too_big"
    if isinstance(problem, TooMuchOutput):
        return "output"
    if isinstance(problem, (UnresponsiveKernelError, CellTimeoutError)):
        return "time"
    if not copied.exists():
        return "name"
    if _bad_time(copied / "timestamp.txt"):
        return "timestamp"
    notebooks = list(copied.glob("*.ipynb"))
    if not notebooks:
        return "no_notebook"
    return "unreadable" if not all(_readable(path) for path in notebooks) else "failed"


def _readable(path):
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return False
    return isinstance(notebook, dict) and isinstance(notebook.get("cells"), list)


def _bad_time(path):
    return os.path.lexists(path) and stamp(path) is None


def _is_execute(preprocessor):
    return preprocessor in (Execute, "nbgrader.preprocessors.Execute")
