"""All hand-ins of one assignment: which are waiting, and the workers that take them one by one."""

import contextlib
import json
import os
import selectors
import shutil
import threading
import time
from dataclasses import asdict
from pathlib import Path

from facilitation.grading import STAGES, gradebook, process, sandbox
from facilitation.grading.bench import Bench
from facilitation.grading.unit import FAILED, Outcome, settings
from facilitation.laying import BOOKS

LOCK = "grading.lock"
HANDINS_A_WORKER = 250  # then it makes way for a fresh one, so that no small leak grows
GRACE = 60  # seconds for what is not the hand-in's own: nbgrader's share, and waiting for the gradebook


class Busy(Exception):
    """Another batch is at work in this folder."""


class Unknown(Exception):
    """The gradebook has no such assignment."""


class Batch:
    """The hand-ins of ``assignment`` in the course folder ``folder``.

    ``students`` are those to be graded now: all that were handed in, but for those whose graded copy
    lies there already and is no older, unless ``force``; or those of ``only``, whatever lies there. ``bench``
    is where the kernels come from, if the caller has begun one. Raises Unknown.
    """

    def __init__(self, folder, assignment, *, force=False, only=None, bench=None):
        from nbgrader.api import Gradebook, MissingEntry
        from nbgrader.coursedir import CourseDirectory

        self.folder, self.assignment, self.bench = Path(folder), assignment, bench
        self.course = CourseDirectory(config=settings(self.folder))
        gradebook.patient()
        gradebook.ready(self.course.db_url, self.course.course_id)
        with Gradebook(self.course.db_url, self.course.course_id) as book:
            try:
                book.find_assignment(assignment)
            except MissingEntry as error:
                raise Unknown from error
        self.handed_in = self._handed_in()
        wanted = self.handed_in if only is None else [one for one in self.handed_in if one in only]
        self.students = [one for one in wanted if force or only is not None or self._is_waiting(one)]

    def grade(self, workers, limits=None, sandboxed=True, on_outcome=lambda outcome: None):
        """Grade ``students`` with so many workers; returns their Outcomes in the order in which they came.

        ``on_outcome`` is given each at once. What is not done when this is interrupted is waiting as before.
        Raises Busy.
        """
        stages = self.folder / BOOKS / STAGES
        stages.parent.mkdir(exist_ok=True)
        with alone(stages.parent / LOCK):
            shutil.rmtree(stages, ignore_errors=True)
            stages.mkdir(mode=0o700)
            gradebook.write_ahead(self.course.db_url, True)
            try:
                return self._grade(workers, limits or sandbox.Limits(), sandboxed, on_outcome, stages)
            finally:
                gradebook.write_ahead(self.course.db_url, False)
                shutil.rmtree(stages, ignore_errors=True)

    def _grade(self, workers, limits, sandboxed, on_outcome, stages):
        outcomes, left = [], list(reversed(self.students))
        bench = self.bench or Bench()
        team = [
            Worker(self.folder, stages / str(at), limits, sandboxed, sandbox.FIRST_ACCOUNT + at, bench)
            for at in range(min(workers, len(left)))
        ]
        try:
            with selectors.DefaultSelector() as listening:
                for worker in team:
                    worker.start(listening)
                while left or any(worker.student is not None for worker in team):
                    for key, _ in listening.select(timeout=1):
                        self._hear(key.data, listening, outcomes, on_outcome)
                    for worker in team:
                        if worker.overdue():
                            worker.process.kill()
                        if worker.ready and worker.student is None and left:
                            if worker.taken >= HANDINS_A_WORKER:
                                worker.stop(listening)
                                worker.start(listening)
                            else:
                                worker.take(self.assignment, left.pop())
        finally:
            for worker in team:
                worker.stop()
            if bench is not self.bench:
                bench.close()
        return outcomes

    def _hear(self, worker, listening, outcomes, on_outcome):
        line = worker.process.stdout.readline()
        if line:
            said = json.loads(line)
            worker.ready = True
            outcome = Outcome(**said) if "student" in said else None
        else:
            if not worker.ready:
                raise RuntimeError("a worker did not start")
            reason = "time" if worker.overdue() else "failed"
            outcome = worker.student and Outcome(worker.student, FAILED, [reason], detail="worker")
            worker.stop(listening)
            worker.start(listening)
        if outcome:
            worker.student = None
            outcomes.append(outcome)
            on_outcome(outcome)

    def _handed_in(self):
        pattern = self.course.format_path(self.course.submitted_directory, "\0", self.assignment)
        top, inner = pattern.split("\0")
        with contextlib.suppress(FileNotFoundError), os.scandir(top) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
            return [name for name in names if os.path.lexists(f"{top}{name}{inner}")]
        return []

    def _is_waiting(self, student):
        there = Path(self.course.format_path(self.course.autograded_directory, student, self.assignment))
        if not there.exists():
            return True
        handed_in = Path(self.course.format_path(self.course.submitted_directory, student, self.assignment))
        new, old = (_time(folder / "timestamp.txt") for folder in (handed_in, there))
        return new is not None and old is not None and new > old


class Worker:
    """A worker process and the hand-in it has, ``student`` (None for none).

    With a `Bench` it is forked from this process, if that has but one thread: it is there at once then, and
    what both have imported is in memory once. Otherwise it imports for itself.
    """

    def __init__(self, folder, stage, limits, sandboxed, account, bench=None):
        words = {"folder": str(folder), "stage": str(stage), "limits": asdict(limits)}
        self.words = words | {"sandboxed": sandboxed, "account": account}
        self.limits, self.stage, self.bench = limits, stage, bench
        self.process = self.student = None

    def start(self, listening=None):
        self.ready, self.taken, self.student = False, 0, None
        jupyter = self.stage.parent / f"{self.stage.name}-jupyter"
        if self.bench is not None and threading.active_count() == 1:
            self.process = process.fork(self.words, jupyter, self.bench)
        else:
            self.process = process.start(self.words, jupyter)
        if listening is not None:
            listening.register(self.process.stdout, selectors.EVENT_READ, self)

    def take(self, assignment, student):
        self.student, self.since = student, time.monotonic()
        self.taken += 1
        with contextlib.suppress(BrokenPipeError):  # heard as the end of its output
            self.process.stdin.write(f"{json.dumps({'assignment': assignment, 'student': student})}\n")
            self.process.stdin.flush()

    def overdue(self):
        return self.student is not None and time.monotonic() - self.since > self.limits.seconds + GRACE

    def stop(self, listening=None):
        if self.process is None:
            return
        if listening is not None:
            listening.unregister(self.process.stdout)
        # its boxes end with it
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process = None


@contextlib.contextmanager
def alone(path):
    """Hold the lock of a folder's grading, for this process and the time of the block. Raises Busy."""
    import fcntl

    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


def _time(path):
    from nbgrader.utils import parse_utc

    try:
        return None if path.is_symlink() else parse_utc(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
