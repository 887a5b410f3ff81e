"""Two graders in formgrader, each with a server of their own, while a batch grades their hand-ins again."""

import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from facilitation import exchange, serve
from facilitation.grading import sandbox
from facilitation.grading.batch import Batch
from facilitation.grading.unit import GRADED

from .conftest import ASSIGNMENT, NOTEBOOK

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")

TOKEN = "netvaerk-test"
# formgrader as `netvaerk desk` has it, without JupyterLab around it
SERVER = """
import sys
from facilitation.grading import button
from jupyter_server.serverapp import ServerApp
button.install(sys.argv[1], "da")
ServerApp.launch_instance(sys.argv[2:])
"""
LEARNERS = {"Grethe": ("anna", "bodil", "carla"), "Gustav": ("dora", "erik", "freja")}


class Grader:
    """A formgrader for one person, and what that person does in it."""

    def __init__(self, cohort, private):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        page = serve.Page(cohort.folder, private, "desk", "", {})
        words = [
            *("--no-browser", "--allow-root", f"--port={self.port}", f"--IdentityProvider.token={TOKEN}"),
            *(f"--ServerApp.root_dir={cohort.folder}", "--ServerApp.log_level=ERROR"),
            f"--ServerApp.jpserver_extensions={serve.NBGRADER}.formgrader=True",
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(cohort.folder), *words],
            cwd=cohort.folder,
            env=os.environ
            | serve.environment(page, exchange_root=exchange.default(), learner=False)
            | {"JUPYTER_RUNTIME_DIR": str(private / "runtime"), "JUPYTER_DATA_DIR": str(private / "data")},
        )
        until = time.monotonic() + 60
        while True:
            try:
                self.ask("status")
                break
            except urllib.error.URLError:
                assert self.process.poll() is None and time.monotonic() < until
                time.sleep(0.1)

    def ask(self, path, **body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/formgrader/api/{path}",
            method="PUT" if body else "GET",
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def write(self, learners, over, name):
        """Score and comment on every answer, again and again until it is ``over``.

        Returns (learner, cell) with the score and comment saved last, those that were gone when the grader
        came back to them, and how often something was saved.
        """
        answers, saved, lost = [], {}, []
        for one in self.ask(f"submitted_notebooks/{ASSIGNMENT}/{NOTEBOOK.removesuffix('.ipynb')}"):
            if one["student"] in learners:
                comments = {cell["name"]: cell for cell in self.ask(f"comments?submission_id={one['id']}")}
                for grade in self.ask(f"grades?submission_id={one['id']}"):
                    if grade["name"] in comments:
                        answers.append((one["student"], grade, comments[grade["name"]]))
        for at in itertools.count():
            learner, grade, comment = answers[at % len(answers)]
            mark, words = f"grade/{grade['id']}", f"comment/{comment['id']}"
            if over.is_set() and at >= len(answers):
                return saved, lost, at
            there = (self.ask(mark)["manual_score"], self.ask(words)["manual_comment"])
            if there != saved.setdefault((learner, grade["name"]), (None, None)):
                lost.append((learner, grade["name"]))
            score, comment = at % 3, f"{name} skriver for {at}. gang"
            self.ask(mark, manual_score=score, extra_credit=None)
            self.ask(words, manual_comment=comment)
            saved[learner, grade["name"]] = (score, comment)


@pytest.fixture(scope="module")
def work(make_cohort, tmp_path_factory):
    """What the batch came to, and what each grader had saved last."""
    cohort, over = make_cohort(), Event()
    for learner in itertools.chain(*LEARNERS.values()):
        cohort.hand_in(learner, cohort.notebook(cohort.answers()))
    Batch(cohort.folder, ASSIGNMENT).grade(2)
    graders = {name: Grader(cohort, tmp_path_factory.mktemp(name)) for name in LEARNERS}
    try:
        with ThreadPoolExecutor() as threads:
            busy = [threads.submit(graders[name].write, LEARNERS[name], over, name) for name in LEARNERS]
            try:
                outcomes = Batch(cohort.folder, ASSIGNMENT, force=True).grade(2)
            finally:
                over.set()
            written = [one.result() for one in busy]
    finally:
        for grader in graders.values():
            grader.process.terminate()
            grader.process.wait()
    return cohort, outcomes, written


def test_nobody_is_told_that_the_database_is_locked(work):
    _, outcomes, written = work
    assert [(one.state, one.reasons) for one in outcomes] == [(GRADED, [])] * 6
    assert all(times > 10 for *_, times in written)


def test_no_score_and_no_comment_of_two_graders_is_lost(work):
    cohort, _, written = work
    rows = {(row[0], row[1], row[4]): row[5:] for row in cohort.gradebook() if row[0] != "submission"}
    for saved, lost, _ in written:
        assert len(saved) > 10 and not lost
        for (learner, cell), (score, words) in saved.items():
            assert rows["grade", learner, cell][1] == score
            assert rows["comment", learner, cell][1] == words
