"""All hand-ins of one assignment: which are waiting, and the workers that take them one by one."""

import contextlib
import json
import os
import selectors
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from facilitation.gradebook import LEAST
from facilitation.grading import STAGES, cgroup, gradebook, process, sandbox
from facilitation.grading.bench import Bench
from facilitation.grading.copying import stamp
from facilitation.grading.unit import FAILED, HALTING, Outcome, settings
from facilitation.laying import BOOKS
from facilitation.problems import Problem

LOCK = "grading.lock"
HANDINS_A_WORKER = 250  # then it makes way for a fresh one, so that no small leak grows
GRACE = 60  # seconds for what is not the hand-in's own: nbgrader's share, and waiting for the gradebook


class Busy(Exception):
    """Another batch is at work in this folder."""


class Halted(Problem):
    """No hand-in can be graded now: ``key`` is one of `unit.HALTING`. What is done is done."""

    where = "grade", "problem"


class Unknown(Exception):
    """The gradebook has no such assignment."""


class Batch:
    """The hand-ins of ``assignment`` in the course folder ``folder``.

    ``students`` are those to be graded now: all that were handed in, but for those whose graded copy
    lies there already and is no older, unless ``force``; or those of ``only``, whatever lies there. ``bench``
    is where the kernels come from, if the caller has begun one. Raises Unknown.
    """

    def __init__(
        self, folder: Path, assignment: str, *, force: bool = False, only: Any = None, bench: Any = None
    ) -> None:
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

    def grade(
        self,
        workers: int,
        limits: Any = None,
        sandboxed: bool = True,
        on_outcome: Callable[..., Any] = lambda outcome: None,
    ) -> Any:
        """Grade ``students`` with so many workers; returns their Outcomes in the order in which they came.

        ``on_outcome`` is given each at once. What is not done when this is interrupted is waiting as before.
        Raises Busy and Halted.
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
            cgroup.sweep()
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
            if shutil.disk_usage(self.folder).free < LEAST:
                raise Halted("no_room")
            outcome = worker.student and Outcome(worker.student, FAILED, [reason], detail="worker")
            worker.stop(listening)
            worker.start(listening)
        if outcome:
            worker.student = None
            halt(outcome)
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
        new, old = (stamp(folder / "timestamp.txt") for folder in (handed_in, there))
        if new is None:
            # one that cannot be read is for a person to hear of
            return os.path.lexists(handed_in / "timestamp.txt")
        # an earlier time is another hand-in too: the clock of the first may have been wrong
        return old is not None and new != old


class Worker:
    """A worker process and the hand-in it has, ``student`` (None for none).

    With a `Bench` it is forked from this process, if that has but one thread: it is there at once then, and
    what both have imported is in memory once. Otherwise it imports for itself.
    """

    def __init__(
        self, folder: Path, stage: Any, limits: Any, sandboxed: bool, account: int | None, bench: Any = None
    ) -> None:
        words = {"folder": str(folder), "stage": str(stage), "limits": asdict(limits)}
        self.words = words | {"sandboxed": sandboxed, "account": account}
        self.limits, self.stage, self.bench = limits, stage, bench
        self.process: Any = None
        self.student: str | None = None

    def start(self, listening: Any = None) -> None:
        self.ready, self.taken, self.student = False, 0, None
        jupyter = self.stage.parent / f"{self.stage.name}-jupyter"
        if self.bench is not None and threading.active_count() == 1:
            self.process = process.fork(self.words, jupyter, self.bench)
        else:
            self.process = process.start(self.words, jupyter)
        if listening is not None:
            listening.register(self.process.stdout, selectors.EVENT_READ, self)

    def take(self, assignment: str, student: str) -> None:
        self.student, self.since = student, time.monotonic()
        self.taken += 1
        with contextlib.suppress(BrokenPipeError):  # heard as the end of its output
            self.process.stdin.write(f"{json.dumps({'assignment': assignment, 'student': student})}\n")
            self.process.stdin.flush()

    def overdue(self) -> bool:
        return self.student is not None and time.monotonic() - self.since > self.limits.seconds + GRACE

    def stop(self, listening: Any = None) -> None:
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


def halt(outcome: Any) -> None:
    """Raise Halted where ``outcome`` is none of the hand-in's own doing."""
    if set(outcome.reasons) & set(HALTING):
        raise Halted(outcome.reasons[0])


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of a folder's grading, for this process and the time of the block. Raises Busy."""
    import fcntl

    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield
