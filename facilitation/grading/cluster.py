"""``netvaerk grade --scheduler``: the same unit of work, one hand-in, on the workers of a Dask cluster.

The workers have the course folder at the same path (a volume that is shared) and reach the same gradebook.
What travels is a hand-in's name, and back its Outcome: nbgrader's own converter does on a worker exactly
what it does here, other facilitators can mark meanwhile, and what is done lies in its place at once, so
that a worker that is lost costs the hand-in it had, which Dask gives to another. Sending the files to and
fro would ask for a merging of gradebooks that nbgrader does not have, and put learners' answers into the
scheduler's memory.

Each thread of a Dask worker keeps one of our own worker processes, with its warm parent and its boxes. SQLite
is for one machine (https://www.sqlite.org/wal.html): with workers on others the gradebook must be elsewhere.
"""

import contextlib
import json
import os
import queue
import select
import sys
import threading
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

from facilitation import exchange, gradebook
from facilitation.grading import STAGES, batch, sandbox
from facilitation.grading.process import STARTING
from facilitation.grading.unit import FAILED, Outcome
from facilitation.laying import BOOKS, digest
from facilitation.problems import Problem, quiet

PATIENCE = 60  # seconds for a cluster to have a worker, at the start or after it has lost the last one
ANSWERING = 15  # seconds for a scheduler to answer
HANDING_OVER = 5  # seconds for an answer that is there to come from its worker
SCHEMES = ("tcp", "tls", "ws", "wss")


class Unusable(Problem):
    """Why a cluster cannot grade."""

    where = "grade", "problem"


@dataclass(frozen=True)
class Run:
    """What every worker is told of a batch. ``token`` is the name of a file in the folder's stages: who sees
    it sees the same folder, and when it is gone the batch is over."""

    folder: str
    token: str
    limits: dict
    sandboxed: bool
    gradebook: str
    machine: str
    versions: dict

    @property
    def stages(self) -> Any:
        return Path(self.folder) / BOOKS / STAGES

    def here(self) -> Any:
        return (self.stages / self.token).exists()


class Batch(batch.Batch):
    """A `batch.Batch` whose hand-ins are graded by the cluster of the Dask scheduler at ``scheduler``.

    ``grade`` raises Unusable too; what is graded by then stays graded.
    """

    def __init__(self, folder: Path, assignment: str, scheduler: Any, **words: Any) -> None:
        super().__init__(folder, assignment, **words)
        self.scheduler = scheduler

    def _grade(self, workers, limits, sandboxed, on_outcome, stages):
        url = self.course.db_url
        run = Run(
            folder=str(self.folder),
            token=uuid4().hex,
            limits=asdict(limits),
            sandboxed=sandboxed,
            gradebook=digest(url.encode()),
            machine=machine() if gradebook.file(url) else "",
            versions=versions(),
        )
        (stages / run.token).touch()
        with quiet(), _connected(self.scheduler) as client:
            try:
                _wait_for_workers(client, self.scheduler)
                _look_at_all(client, run)
                return self._hand_out(client, run, on_outcome)
            finally:
                (stages / run.token).unlink(missing_ok=True)
                with contextlib.suppress(Exception):
                    client.run(put_away, on_error="ignore")

    def _hand_out(self, client, run, on_outcome):
        outcomes, done, lonely = [], queue.SimpleQueue(), None
        futures = {}

        def hand_out(student):
            # its name stays out of the key, which the scheduler shows and logs
            future = client.submit(work, run, self.assignment, student, key=f"hand-in-{uuid4().hex}")
            futures[future.key] = student, future
            future.add_done_callback(done.put)

        for student in self.students:
            hand_out(student)
        while futures:
            try:
                future = done.get(timeout=1)
            except queue.Empty:
                there = _has_workers(client)
                lonely = None if there else lonely or time.monotonic()
                if lonely and time.monotonic() - lonely > PATIENCE:
                    raise Unusable("no_workers", scheduler=self.scheduler) from None
                continue
            student, _ = futures.pop(future.key)
            try:
                outcome = _outcome(future, student, self.scheduler)
            except TimeoutError:
                # the worker has ended since it was done, and its answer with it
                hand_out(student)
                continue
            batch.halt(outcome)
            outcomes.append(outcome)
            on_outcome(outcome)
        return outcomes


def _outcome(future, student, scheduler):
    from distributed import KilledWorker

    if future.status == "finished":
        said = future.result(timeout=HANDING_OVER)
        if "key" in said:
            raise Unusable(**said)
        return Outcome(**said)
    if future.status == "error" and isinstance(future.exception(), KilledWorker):
        return Outcome(student, FAILED, ["failed"], detail="KilledWorker")
    if future.status == "error":
        raise Unusable("worker_course", worker=scheduler, error=type(future.exception()).__name__)
    raise Unusable("scheduler_lost", scheduler=scheduler)


@contextlib.contextmanager
def _connected(scheduler):
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise Unusable("no_dask") from None
    if scheduler.partition("://")[0] not in SCHEMES:
        raise Unusable("scheduler_address", scheduler=scheduler)
    try:
        client = Client(scheduler, timeout=ANSWERING, set_as_default=False)
    except ValueError:
        raise Unusable("scheduler_address", scheduler=scheduler) from None
    except OSError:  # and TimeoutError
        raise Unusable("scheduler_unreachable", scheduler=scheduler) from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=5)


def _wait_for_workers(client, scheduler):
    until = time.monotonic() + PATIENCE
    while not _has_workers(client):
        if time.monotonic() > until:
            raise Unusable("no_workers", scheduler=scheduler)
        time.sleep(0.2)


def _has_workers(client):
    try:
        return bool(client.nthreads())
    except Exception:  # a scheduler that has gone fails in many ways, and may come back
        return False


def _look_at_all(client, run):
    for worker, said in client.run(look, run, on_error="return").items():
        if isinstance(said, BaseException):
            # it has no such function, or one that expects something else
            raise Unusable("worker_course", worker=worker, error=type(said).__name__)
        if said:
            raise Unusable(worker=worker, **said)


# ---- on both sides ---------------------------------------------------------------------------------------


def versions() -> Any:
    """What must be the same here and on a worker for the marks to be the same."""
    import exercises
    import facilitation

    own = "".join(str(exchange.fingerprint(Path(one.__path__[0]))) for one in (exercises, facilitation))
    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        **{name: version(name) for name in ("nbgrader", "distributed", "sqlalchemy")},
        "netvaerk": digest(own.encode())[:12],
    }


def machine() -> str:
    """What tells this machine from others, containers on it included."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


# ---- on a worker -------------------------------------------------------------------------------------------

_lock = threading.Lock()
_pool = {}  # a worker process of ours for each thread, with the `Run` it is for
_looked_at = set()


def look(run: Any) -> Any:
    """What keeps this worker from grading, as the words of an `Unusable`; None for nothing."""
    put_away()
    problem = _problem(run)
    if problem is None:
        _looked_at.add(run.token)
    return problem


def _problem(run):
    for what, theirs in versions().items():
        if run.versions.get(what) != theirs:
            ours = str(run.versions.get(what))
            return {"key": "worker_version", "what": what, "theirs": theirs, "ours": ours}
    if not run.here():
        return {"key": "worker_folder", "folder": run.folder}
    if not os.access(run.stages, os.W_OK | os.X_OK):
        return {"key": "worker_not_writable", "folder": run.folder}
    if run.sandboxed and not sandbox.available():
        return {"key": "worker_no_sandbox"}
    try:
        url = gradebook.address(run.folder)
        if digest(url.encode()) != run.gradebook:
            return {"key": "worker_gradebook", "gradebook": gradebook.shown(url)}
        if run.machine and machine() != run.machine:
            return {"key": "worker_sqlite"}
        gradebook.assignments(run.folder)
    except Problem as problem:
        return {"key": "worker_gradebook", "gradebook": problem.names.get("gradebook", problem.key)}
    return None


def work(run: Any, assignment: str, student: str) -> Any:
    """Grade one hand-in; returns an Outcome as a dict, or what `look` has found."""
    # a worker may have joined since the others were looked at
    if run.token not in _looked_at and (problem := look(run)):
        from distributed import get_worker

        return {"worker": get_worker().address} | problem
    worker = _own_worker(run)
    said = _ask(worker, assignment, student)
    if said is None:
        reason = "time" if worker.overdue() else "failed"
        _stop(worker)
        return asdict(Outcome(student, FAILED, [reason], detail="worker"))
    return said


def put_away() -> None:
    """End the worker processes of batches that are over."""
    with _lock:
        for thread, (run, worker) in list(_pool.items()):
            if not run.here():
                worker.stop()
                del _pool[thread]


def _own_worker(run):
    """This thread's own worker process for this batch, which may have to start."""
    thread = threading.get_native_id()
    with _lock:
        old, worker = _pool.get(thread, (None, None))
        if old == run and worker.process.poll() is None and worker.taken < batch.HANDINS_A_WORKER:
            return worker
        if worker is not None:
            worker.stop()
        span = sandbox.LAST_ACCOUNT - sandbox.FIRST_ACCOUNT
        worker = batch.Worker(
            Path(run.folder),
            run.stages / uuid4().hex,
            sandbox.Limits(**run.limits),
            run.sandboxed,
            # of its own as far as may be: a box's processes are counted by account
            sandbox.FIRST_ACCOUNT + thread % span,
        )
        worker.start()
        _pool[thread] = run, worker
    return worker


def _ask(worker, assignment, student):
    """The Outcome as a dict, None where the worker process has not answered."""
    try:
        if worker.taken == 0 and _hear(worker, STARTING) is None:
            return None
        worker.take(assignment, student)
        return _hear(worker, worker.limits.seconds + batch.GRACE)
    except (AttributeError, OSError, ValueError):  # it has been put away: the batch is over
        return None


def _hear(worker, seconds):
    ready = select.select([worker.process.stdout], [], [], seconds)[0]
    said = worker.process.stdout.readline() if ready else ""
    return json.loads(said) if said else None


def _stop(worker):
    with _lock:
        worker.stop()
        for thread, (_, one) in list(_pool.items()):
            if one is worker:
                del _pool[thread]
