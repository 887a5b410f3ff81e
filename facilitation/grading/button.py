"""formgrader's own *autograde* button, on the same path as ``netvaerk grade``.

nbgrader has no setting for it, so `install` takes the place of the one method that the button calls. One
worker stays for the next click, as long as the desk is open.
"""

import json
import select
from pathlib import Path
from textwrap import fill
from threading import Lock
from typing import Any

from nbgrader.apps import NbGraderAPI

from exercises.texts import Texts
from facilitation.grading import STAGES, gradebook, lists, sandbox
from facilitation.grading.batch import GRACE, LOCK, Busy, Worker, alone
from facilitation.grading.command import TEXTS, line
from facilitation.grading.process import STARTING
from facilitation.grading.unit import FAILED, Outcome
from facilitation.laying import BOOKS

LINE = 76
ACCOUNT = sandbox.LAST_ACCOUNT  # a batch counts from the first


def install(folder: Path, language: str) -> bool:
    """Let the button of this process grade the hand-ins of ``folder`` in a box; where there is none, it stays
    nbgrader's own. Returns whether it was done."""
    # with the box or without, formgrader saves what is typed while a batch may be writing
    gradebook.patient()
    lists.install()
    if not sandbox.available():
        return False
    desk, original = Desk(folder, language), NbGraderAPI.autograde

    def autograde(self, assignment_id, student_id, force=True, create=True):
        if not force or not create or set(student_id) & set("*?["):
            return original(self, assignment_id, student_id, force=force, create=create)
        return desk.autograde(assignment_id, student_id)

    NbGraderAPI.autograde = autograde
    return True


class Desk:
    """One worker for one folder, started at the first click."""

    def __init__(self, folder: Path, language: str) -> None:
        self.books = Path(folder) / BOOKS
        self.t = Texts("grade", language, folder=TEXTS)
        # beside the stages of a batch, which clears its own
        self.worker = Worker(Path(folder), self.books / f"{STAGES}-desk", sandbox.Limits(), True, ACCOUNT)
        self.one_by_one = Lock()

    def autograde(self, assignment: str, student: str) -> Any:
        """Grade one hand-in; returns what formgrader shows: ``success``, and ``log``, a line in words."""
        self.books.mkdir(exist_ok=True)
        try:
            with self.one_by_one, alone(self.books / LOCK):
                outcome = self._grade(assignment, student)
        except Busy:
            return _shown(False, self.t("problem.busy", folder=self.books.parent))
        return _shown(outcome.state != FAILED, line(outcome, self.t))

    def close(self) -> None:
        self.worker.stop()

    def _grade(self, assignment, student):
        worker = self.worker
        if worker.process is None or worker.process.poll() is not None:
            worker.stop()
            worker.start()
            if not self._hear(STARTING):
                worker.stop()
                return Outcome(student, FAILED, ["no_box"])
        worker.take(assignment, student)
        said = self._hear(worker.limits.seconds + GRACE)
        worker.student = None
        if said is None:
            worker.stop()
            return Outcome(student, FAILED, ["time"])
        return Outcome(**said)

    def _hear(self, seconds):
        ready = select.select([self.worker.process.stdout], [], [], seconds)[0]
        said = self.worker.process.stdout.readline() if ready else ""
        return json.loads(said) if said else None


def _shown(success, words):
    # formgrader's box for it breaks no line, and calls an error a traceback
    return {"success": success, "log": fill(words, LINE), "error": ""}
