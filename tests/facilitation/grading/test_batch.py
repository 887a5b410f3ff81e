"""Whole batches, by the workers that a facilitator's command starts."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from facilitation.grading import sandbox
from facilitation.grading.batch import Batch, Unknown
from facilitation.grading.unit import FAILED, GRADED

from .conftest import ASSIGNMENT, NOTEBOOK, SHORT

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")


def ordinary(cohort):
    """Hand-ins as they come: whole, thin, empty, late, and with cells deleted, copied or changed."""
    answers = cohort.answers()
    cohort.hand_in("whole", cohort.notebook(answers))
    cohort.hand_in("thin ë", cohort.notebook({"answer-1": "Ja."}))
    cohort.hand_in("empty", cohort.notebook())
    deleted = cohort.notebook(answers)
    deleted["cells"] = [cell for cell in deleted["cells"] if cell["id"] not in ("answer-2", "check-plan")]
    cohort.hand_in("deleted", deleted)
    copied = cohort.notebook(answers)
    copied["cells"].append(copied["cells"][7] | {"id": "once-more"})
    cohort.hand_in("copied", copied)
    cohort.hand_in_code("stumbling", "1 / 0")
    cohort.hand_in("broken", '{"cells": [')
    return cohort


def comparable(nb):
    """A graded notebook without what differs between two runs of the same."""
    text = json.dumps([{**cell, "metadata": {}} for cell in nb["cells"]], sort_keys=True)
    text = re.sub(r'"id": "[0-9a-f]{8}"', "", text)  # of a cell that has none of its own
    return re.sub(r"0x[0-9a-f]+|ipykernel_\d+/\d+\.py", "…", text)


@pytest.fixture(scope="module")
def both(make_cohort):
    """The same hand-ins, graded by nbgrader and by us."""
    theirs, ours = ordinary(make_cohort()), ordinary(make_cohort())
    theirs.as_nbgrader_does()
    outcomes = Batch(ours.folder, ASSIGNMENT).grade(2)
    return theirs, ours, {one.student: one for one in outcomes}


def test_the_gradebook_is_the_one_that_nbgrader_makes(both):
    theirs, ours, _ = both
    assert ours.gradebook() == theirs.gradebook()
    assert len(ours.gradebook()) > 5 * 10


def test_the_rows_of_one_hand_in_are_found_without_reading_all(both):
    with sqlite3.connect(both[1].folder / "gradebook.db") as book:
        plan = book.execute("explain query plan select * from grade where notebook_id = ?", ["x"]).fetchall()
    assert "netvaerk_grade_notebook_id" in plan[0][-1]


def test_the_graded_notebooks_are_those_that_nbgrader_makes(both):
    theirs, ours, outcomes = both
    for student, outcome in outcomes.items():
        graded = ours.graded(student)
        assert (graded is None) == (theirs.graded(student) is None) == (outcome.state == FAILED)
        assert graded is None or comparable(graded) == comparable(theirs.graded(student))


def test_only_the_hand_ins_that_need_a_person_say_why(both):
    reasons = {student: outcome.reasons for student, outcome in both[2].items() if outcome.reasons}
    assert reasons == {"broken": ["unreadable"], "stumbling": ["stopped"]}


def test_a_second_run_takes_only_what_failed_or_is_newer(both):
    _, ours, _ = both
    assert Batch(ours.folder, ASSIGNMENT).students == ["broken"]
    later = ours.place("whole") / "timestamp.txt"
    before = later.read_text()
    later.write_text("2026-11-24 10:00:00.000000 UTC")
    assert Batch(ours.folder, ASSIGNMENT).students == ["broken", "whole"]
    later.write_text(before)
    assert len(Batch(ours.folder, ASSIGNMENT, force=True).students) == 7


def test_no_stage_and_no_log_of_the_database_is_left(both):
    _, ours, _ = both
    assert {path.name for path in (ours.folder / ".netvaerk").iterdir()} == {"grading.lock"}
    assert not list(ours.folder.glob("gradebook.db-*"))


def test_an_assignment_that_the_gradebook_does_not_know_is_refused(make_cohort):
    with pytest.raises(Unknown):
        Batch(make_cohort().folder, "99-not-there-da")


def test_killed_in_the_middle_and_run_again_the_gradebook_is_the_same(both, make_cohort):
    undisturbed, again = both[1], ordinary(make_cohort())
    code = (
        f"from facilitation.grading.batch import Batch; Batch({str(again.folder)!r}, {ASSIGNMENT!r}).grade(2)"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    # the third worker's kernel is at work when the first hand-ins have come out
    until = time.monotonic() + 100
    while time.monotonic() < until and not list((again.folder / "autograded").glob("*/*/*.ipynb")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(list((again.folder / "autograded").glob("*/*/*.ipynb")))
    assert 0 < done < 6
    Batch(again.folder, ASSIGNMENT).grade(1)
    assert again.gradebook() == undisturbed.gradebook()


LOOP = "while True:\n    pass"
DEAF = f"import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n{LOOP}"
BOMB = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
HEAP = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        x = b"x" * 150_000_000
        break
time.sleep(20)
"""
LINGER = """
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "4321.5"])
    os._exit(0)
"""
# the reason of each, first of those given
CODE = {
    "loop": (LOOP, "time", GRADED),
    "deaf": (DEAF, "time", FAILED),
    "bomb": (BOMB, "memory", FAILED),
    "greedy": ("x = bytearray(10_000_000_000)", "memory", GRADED),
    "heap": (HEAP, "memory", FAILED),
    "chatty": ("while True:\n    print('x' * 1000, flush=True)", "output", FAILED),
    "shout": ("print('x' * 25_000_000)", "output", FAILED),
    # more than one message may bring
    "roar": ("print('x' * 40_000_000)", "output", FAILED),
    "leaves": ("import os\nos._exit(0)", "died", FAILED),
    "crash": ("import ctypes\nctypes.string_at(0)", "died", FAILED),
    "lingers": (LINGER, None, GRADED),
}
REACH = {
    "gradebook": "open({folder!r} + '/gradebook.db', 'rb').read()",
    "solutions": "open({folder!r} + '/source/{assignment}/{notebook}').read()",
    "neighbour": "open({folder!r} + '/submitted/good 1/{assignment}/{notebook}').read()",
    "vandal": "open({folder!r} + '/submitted/good 1/{assignment}/{notebook}', 'w')",
    "home": "import os\nos.listdir({home!r}).index('secret')",
    "caller": "import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)",
    "stranger": "import os\nos.kill({pid}, 0)",
    "mender": "import os\nopen(os.__file__, 'r+')",
}


@pytest.fixture(scope="module")
def bad_batch(make_cohort, tmp_path_factory):
    """Everything that a hand-in should not do, among good ones."""
    cohort = make_cohort()
    for at in (1, 2):
        cohort.hand_in(f"good {at}", cohort.notebook(cohort.answers()))
    home = tmp_path_factory.mktemp("home")
    (home / "secret").write_text("")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        names = {"folder": str(cohort.folder), "assignment": ASSIGNMENT, "notebook": NOTEBOOK}
        names |= {"home": str(home), "port": server.getsockname()[1], "pid": os.getpid()}
        for student, (code, _, _) in CODE.items():
            cohort.hand_in_code(student, code)
        for student, code in REACH.items():
            cohort.hand_in_code(student, f"{code.format(**names)}\nprint('REACHED')")
        cohort.hand_in("corrupt", "{}")
        cohort.hand_in("nothing")
        cohort.hand_in("no time", cohort.notebook()).joinpath("timestamp.txt").write_text("i går")
        linked = cohort.hand_in("linked", cohort.notebook(cohort.answers()))
        (linked / "book.db").symlink_to(cohort.folder / "gradebook.db")
        (cohort.folder / "submitted" / "stand-in").symlink_to(cohort.folder / "submitted" / "good 1")
        cohort.hand_in("a\\..\\..\\up", cohort.notebook(cohort.answers()), **{"a\\..\\..\\up": "x"})
        outcomes = Batch(cohort.folder, ASSIGNMENT).grade(2, SHORT)
        with pytest.raises(BlockingIOError):
            server.accept()
    return cohort, {one.student: one for one in outcomes}


def test_every_good_hand_in_among_bad_ones_is_graded(bad_batch):
    cohort, outcomes = bad_batch
    for student in ("good 1", "good 2", "a\\..\\..\\up"):
        assert (outcomes[student].state, outcomes[student].reasons) == (GRADED, [])
        assert cohort.graded(student)
    marks = {row[-1] for row in cohort.gradebook(["good 1"]) if row[0] == "grade"}
    assert marks


@pytest.mark.parametrize("student", CODE)
def test_a_hand_in_that_outgrows_its_limits_is_reported(bad_batch, student):
    _, reason, state = CODE[student]
    outcome = bad_batch[1][student]
    assert (outcome.state, outcome.reasons[:1]) == (state, [reason] if reason else [])


@pytest.mark.parametrize("student", REACH)
def test_a_hand_in_that_reaches_out_gets_nothing_and_is_reported(bad_batch, student):
    cohort, outcomes = bad_batch
    assert (outcomes[student].state, outcomes[student].reasons) == (GRADED, ["stopped"])
    own = next(cell for cell in cohort.graded(student)["cells"] if "REACHED" in "".join(cell["source"]))
    assert [one["output_type"] for one in own["outputs"]] == ["error"]


def test_the_vandal_has_changed_nothing(bad_batch):
    cohort, _ = bad_batch
    assert json.loads((cohort.place("good 1") / NOTEBOOK).read_text("utf-8")) == cohort.notebook(
        cohort.answers()
    )


@pytest.mark.parametrize(
    ("student", "reason"),
    [("corrupt", "unreadable"), ("nothing", "no_notebook"), ("no time", "timestamp"), ("stand-in", "name")],
)
def test_a_hand_in_that_cannot_be_graded_says_why(bad_batch, student, reason):
    outcome = bad_batch[1][student]
    assert (outcome.state, outcome.reasons) == (FAILED, [reason])


def test_a_link_out_of_the_folder_is_not_followed(bad_batch):
    cohort, outcomes = bad_batch
    assert (outcomes["linked"].state, outcomes["linked"].reasons) == (GRADED, ["links"])
    assert not (cohort.folder / "autograded" / "linked" / ASSIGNMENT / "book.db").exists()


def test_no_process_of_a_hand_in_outlives_it(bad_batch):
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 4321.5" not in lines
