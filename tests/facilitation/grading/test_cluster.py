"""Beyond one machine: a batch on two workers of a Dask cluster, with the gradebook in PostgreSQL.

One batch serves all, for its start is what costs: one of the workers is killed on the way.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from exercises.texts import Texts
from facilitation import desk_folder, exchange, gradebook
from facilitation.command import main
from facilitation.duties.learner import Learner
from facilitation.grading import STAGES, batch, cluster, command, sandbox
from facilitation.grading.unit import FAILED, GRADED, Outcome, settings
from facilitation.reading.desk import SECOND, Desk
from facilitation.release import generate

from .conftest import ASSIGNMENT, NOTEBOOK, ROWS

distributed = pytest.importorskip("distributed")
BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
pytestmark = [
    pytest.mark.skipif(BIN is None, reason="needs Debian's postgresql"),
    pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap"),
]
T = Texts("grade", "en", folder=command.TEXTS)
MARKS = "t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade"
WORDS = "t.auto_comment, t.manual_comment"


@pytest.fixture(scope="module")
def server():
    """Make a database, by its name, on a server that listens on a socket in a folder of its own alone."""
    # a socket's path may have 107 letters, and the server refuses to be root
    place = tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    as_server = []
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]

    def run(program, *words):
        subprocess.run([*as_server, BIN / program, *words], check=True, capture_output=True, cwd=place)

    run("initdb", "-D", f"{place}/data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    run(
        *("pg_ctl", "-D", f"{place}/data", "-w", "-l", f"{place}/log", "start"),
        *("-o", f"-k {place} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"),
    )

    def make(name):
        run("createdb", "-h", place, "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={place}"

    yield make
    run("pg_ctl", "-D", f"{place}/data", "-m", "immediate", "stop")
    shutil.rmtree(place)


def rows(url):
    """Every mark, comment and hand-in in a gradebook, in order."""
    engine = create_engine(url)
    with engine.connect() as book:
        found = [
            tuple(row)
            for table, columns in (("grade", MARKS), ("comment", WORDS))
            for row in book.execute(text(ROWS.format(table=table, columns=columns)))
        ]
        found += [
            (row.student_id, str(row.timestamp)[:19])
            for row in book.execute(text("select student_id, timestamp from submitted_assignment"))
        ]
    engine.dispose()
    # SQLite has no truth values
    return sorted((tuple(int(x) if isinstance(x, bool) else x for x in row) for row in found), key=repr)


@pytest.fixture(scope="module")
def dask():
    words = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **words) as made:
        yield made


@pytest.fixture(scope="module")
def both(make_cohort, dask, server):
    """The same hand-ins graded here into a file and on the cluster into PostgreSQL: both cohorts, what was
    said of the second, and where its gradebook is."""
    here, there, url = make_cohort("her"), make_cohort("dér"), server("hold")
    with (there.folder / gradebook.SETTINGS).open("a", encoding="utf-8") as own:
        own.write(f"\nget_config().CourseDirectory.db_url = {url!r}\n")
    (there.folder / "gradebook.db").unlink()
    generate(there.folder, ASSIGNMENT)
    for cohort in (here, there):
        for n in range(2):
            cohort.hand_in(f"good {n}", cohort.notebook(cohort.answers()))
        cohort.hand_in("tom ë", cohort.notebook())
        solution = cohort.folder / "source" / ASSIGNMENT / NOTEBOOK
        cohort.hand_in_code("nosy", f"open({str(solution)!r}).read()")
        cohort.hand_in("broken", "{")
    batch.Batch(here.folder, ASSIGNMENT).grade(1)
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())

    over = threading.Event()

    def kill_in_the_middle():
        while not over.wait(0.05):
            if list((there.folder / "autograded").glob("*/*/*.ipynb")):
                os.kill(pids[0], signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_in_the_middle)
    killer.start()
    words = ["--scheduler", dask.scheduler_address, "--folder", str(there.folder), "--language", "en"]
    problem = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(problem):
        code = main(["grade", ASSIGNMENT, *words])
    over.set()
    killer.join()
    assert code == command.SOME_LEFT, problem.getvalue()
    return here, there, said.getvalue(), url


def test_the_rows_are_those_of_one_machine_and_a_file_though_a_worker_was_killed(both):
    here, there, said, url = both
    assert rows(url) == rows(f"sqlite:///{here.folder}/gradebook.db")
    assert len(rows(url)) > 4 * 10
    assert not (there.folder / "gradebook.db").exists()
    assert all(there.graded(student) for student in ("good 0", "good 1", "tom ë", "nosy"))
    assert T("done", graded=4, failed=1, eye=2) in said


def test_a_hand_in_is_shut_in_on_a_worker_too_and_has_its_reason(both):
    _, there, said, _ = both
    for outcome in (Outcome("nosy", GRADED, ["stopped"], ["own"]), Outcome("broken", FAILED, ["unreadable"])):
        assert command.line(outcome, T) in said
    cells = there.graded("nosy")["cells"]
    errors = [one["ename"] for cell in cells for one in cell.get("outputs", []) if "ename" in one]
    assert errors == ["FileNotFoundError"]


def test_nothing_of_ours_is_left_running_on_the_workers(both):
    _, there, _, _ = both
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    folder = json.dumps(str(there.folder))
    assert not [line for line in lines.splitlines() if "grading.worker" in line and folder in line]
    assert not (there.folder / ".netvaerk" / STAGES).exists()


def test_a_second_run_gives_the_cluster_only_what_failed(both, dask):
    _, there, _, _ = both
    assert cluster.Batch(there.folder, ASSIGNMENT, dask.scheduler_address).students == ["broken"]


def test_a_worker_that_dies_between_grading_and_answering_costs_one_more_try(both, dask, monkeypatch):
    _, there, _, _ = both
    original, killed = cluster._outcome, []

    def kill_who_has_it(future, *words):
        if not killed:
            with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
                holders = next(iter(client.who_has([future]).values()))
                killed.extend(client.run(os.getpid, workers=list(holders)).values())
            for number in killed:
                os.kill(number, signal.SIGKILL)
        return original(future, *words)

    monkeypatch.setattr(cluster, "_outcome", kill_who_has_it)
    outcomes = cluster.Batch(there.folder, ASSIGNMENT, dask.scheduler_address, only=["good 0"]).grade(1)
    assert killed and [(one.student, one.state) for one in outcomes] == [("good 0", GRADED)]


@pytest.fixture
def run(both, dask):
    """What a worker of the cluster says to a batch that is not like its own, and the worker's address."""
    _, there, _, url = both
    stages = there.folder / ".netvaerk" / STAGES
    stages.mkdir()
    (stages / "token").touch()
    fit = cluster.Run(
        folder=str(there.folder),
        token="token",
        limits={},
        sandboxed=True,
        gradebook=cluster.digest(url.encode()),
        machine=cluster.machine(),
        versions=cluster.versions(),
    )

    def ask(**other):
        with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
            run = replace(fit, **other)
            said = client.submit(cluster.work, run, ASSIGNMENT, "nobody", pure=False).result(60)
            worker = said.pop("worker", None)
            assert worker in client.nthreads()
        return said

    yield ask
    shutil.rmtree(stages)


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"token": "another"}, "worker_folder"),
        ({"folder": "/nowhere"}, "worker_folder"),
        ({"gradebook": "another"}, "worker_gradebook"),
        ({"machine": "another"}, "worker_sqlite"),
        ({"versions": {"python": "2.7"}}, "worker_version"),
    ],
)
def test_a_worker_that_joins_later_looks_before_it_grades(run, other, key):
    assert run(**other)["key"] == key


def test_answers_are_read_and_marked_in_postgresql(both):
    _, there, _, url = both
    desk = Desk(there.folder)
    (pile,) = desk.piles()
    assert (pile.assignment, pile.total > 0) == (ASSIGNMENT, True)
    question = desk.questions(ASSIGNMENT)[0]
    one = next(one for one in desk.pile(question) if one.waiting and one.student != "broken")
    desk.mark(question, desk.answer(question, one.student), 2, "Godt set.")
    with Gradebook(url, exchange.COURSE) as book:
        cell = (question.name, question.notebook, ASSIGNMENT, one.student)
        assert book.find_grade(*cell).manual_score == 2
        assert book.find_comment(*cell).manual_comment == "Godt set."


def test_a_second_reader_gets_a_sample_from_postgresql(both):
    _, there, _, _ = both
    desk = Desk(there.folder)
    question = desk.questions(ASSIGNMENT)[0]
    assert desk.draw(ASSIGNMENT, 3, 1) == 3
    pile = desk.pile(question, SECOND)
    assert len(pile) == 3
    one = next(one for one in pile if one.student != "broken")
    desk.mark(question, desk.answer(question, one.student, SECOND), 1, "", SECOND)
    assert [one.score for one in desk.pile(question, SECOND)].count(1) == 1


def test_the_desk_knows_what_postgresql_has_and_makes_no_file(both, monkeypatch):
    _, there, _, _ = both
    made = []
    monkeypatch.setattr(desk_folder, "generate", lambda folder, name, exchange: made.append(name))
    # the marks of what was generated are new, and the gradebook is not
    desk_folder._generate(there.folder, None, set(), "da")
    assert made == [ASSIGNMENT]
    desk_folder._generate(there.folder, None, set(), "da")
    assert made == [ASSIGNMENT]
    assert not (there.folder / "gradebook.db").exists()


def test_a_learner_is_taken_out_and_away_in_postgresql(both, tmp_path):
    _, there, _, url = both
    before = rows(url)
    learner = Learner(there.folder, "good 1")
    path, counts = learner.export(tmp_path, lambda counts: "")
    with zipfile.ZipFile(path) as made:
        marks = json.loads(made.read("gradebook.json"))["marks"]
    assert len([mark for mark in marks if mark["gradebook"] == "gradebook"]) > 4
    assert counts["submissions"] >= 1
    learner.remove()
    assert rows(url) == [row for row in before if "good 1" not in row] != before
    assert learner.find().counts == {}


def test_the_environment_names_the_gradebook_of_a_folder_that_does_not(make_cohort, server, monkeypatch):
    cohort, empty = make_cohort(), server("tom")
    assert gradebook.assignments(cohort.folder) == {ASSIGNMENT}
    monkeypatch.setenv("NETVAERK_GRADEBOOK", empty)
    assert settings(cohort.folder).CourseDirectory.db_url == gradebook.address(cohort.folder) == empty
    assert gradebook.assignments(cohort.folder) == set()


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("postgresql://x:hemmelig@/none?host=/nowhere", "gradebook_unreachable"),
        ("hemmelig", "gradebook_address"),
        ("nosuch://x:hemmelig@h/d", "gradebook_address"),
    ],
)
def test_a_gradebook_that_cannot_be_reached_is_a_sentence_without_the_password(
    make_cohort, monkeypatch, capsys, say, address, key
):
    cohort = make_cohort()
    monkeypatch.setenv("NETVAERK_GRADEBOOK", address)
    assert main(["grade", ASSIGNMENT, "--folder", str(cohort.folder), "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert said.strip() == say(f"problem.{key}", "en", gradebook=gradebook.shown(address))
    assert "hemmelig" not in said


@pytest.fixture
def said_of(both, capsys, home, monkeypatch):
    """What the command says of a scheduler."""
    _, there, _, _ = both
    monkeypatch.setattr(cluster, "ANSWERING", 1)
    monkeypatch.setattr(cluster, "PATIENCE", 1)

    def ask(scheduler, *words):
        words = [*words, "--folder", str(there.folder), "--language", "en"]
        assert main(["grade", ASSIGNMENT, "--scheduler", scheduler, *words]) == command.MEND_FIRST
        return capsys.readouterr().err.strip()

    return ask


def test_a_worker_that_cannot_see_the_folder_is_named(said_of, dask, monkeypatch):
    real = cluster.Run
    monkeypatch.setattr(cluster, "Run", lambda **words: real(**words | {"folder": "/nowhere"}))
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        workers = client.nthreads()
    said = said_of(dask.scheduler_address)
    assert said in [T("problem.worker_folder", worker=one, folder="/nowhere") for one in workers]


def test_a_worker_with_another_version_is_named_with_both(said_of, dask, monkeypatch):
    real = cluster.versions()
    monkeypatch.setattr(cluster, "versions", lambda: real | {"nbgrader": "0.0.1"})
    said = said_of(dask.scheduler_address)
    assert "nbgrader" in said and "0.0.1" in said and real["nbgrader"] in said and "tcp://" in said


def test_a_scheduler_that_does_not_answer_is_said(said_of):
    scheduler = "tcp://127.0.0.1:1"
    assert said_of(scheduler) == T("problem.scheduler_unreachable", scheduler=scheduler)


@pytest.mark.parametrize("scheduler", ["localhost", "http://x:1", "tcp://", "tcp://x:port"])
def test_what_is_no_address_is_said(said_of, scheduler):
    assert said_of(scheduler) == T("problem.scheduler_address", scheduler=scheduler)


def test_workers_are_the_clusters_own_affair(said_of):
    assert said_of("tcp://x:1", "--workers", "2") == T("problem.workers_of_cluster")


def test_a_cluster_that_has_no_workers_any_more_is_said(said_of, dask):
    # the last test here: there are none after it
    dask.scale(0)
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        until = time.monotonic() + 60
        while client.nthreads() and time.monotonic() < until:
            time.sleep(0.1)
    assert said_of(dask.scheduler_address) == T("problem.no_workers", scheduler=dask.scheduler_address)
