"""A small course of our own, with spaces and æøå in its path, and a server to look at."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from exercises.texts import Texts
from facilitation import exchange
from facilitation.command import TEXTS
from facilitation.release import generate

CHECKOUT = Path(__file__).parents[2]
FIXTURE = CHECKOUT / "tests" / "fixtures" / "cycle"
LINES = "import sys; from pathlib import Path; from facilitation.command import main; "
MAIN = LINES + "sys.exit(main(sys.argv[2:], root=Path(sys.argv[1])))"


def notebook(words):
    cells = [new_markdown_cell(words, id="title"), new_code_cell("print(6 * 7)", id="language")]
    return json.dumps(new_notebook(cells=cells))


@pytest.fixture
def course(tmp_path):
    """A course with two lessons and one reflection in both languages."""
    root = tmp_path / "Kursus på Møn"
    for room in ("lessons/da", "lessons/en", "lessons/images", "lab/learner", "lab/desk", "lab/extensions"):
        (root / room).mkdir(parents=True)
    for lang in ("da", "en"):
        for name in ("00-welcome", "01-first"):
            words = f"# {name} {lang}"
            (root / "lessons" / lang / f"{name}.ipynb").write_text(notebook(words), encoding="utf-8")
    (root / "lessons/images/boat.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    shutil.copytree(FIXTURE, root, dirs_exist_ok=True)
    shutil.copy(CHECKOUT / "nbgrader_config.py", root)
    return root


@pytest.fixture(autouse=True)
def same_environment():
    """What a command says to the process it runs in is not said to the next test."""
    before = dict(os.environ)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder of its own, Danish by locale, with nothing of this machine's Jupyter in it."""
    home = tmp_path / "hjem å"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("JUPYTER", "NETVAERK", "LC_", "LANG", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return home


@pytest.fixture
def say():
    """The sentence of a key in one language: tests speak in keys."""
    return lambda key, lang="da", **names: Texts("command", lang, folder=TEXTS)(key, **names)


class Served:
    """A `netvaerk` process and the address it printed."""

    def __init__(self, process, line):
        self.process = process
        self.line = line
        address = line[line.index("http") :].split()[0]
        self.url, _, self.token = address.partition("token=")
        self.base = "/".join(address.split("/")[:3])

    def get(self, path, method="GET"):
        request = Request(f"{self.base}{path}", method=method, data=b"" if method == "POST" else None)
        request.add_header("Authorization", f"token {self.token}")
        with urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def json(self, path, method="GET"):
        return json.loads(self.get(path, method))


@pytest.fixture
def serve(course, home):
    """Start `netvaerk` with the words given, and end it (that process alone) after the test."""
    started = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, str(course), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            cwd=home,
        )
        started.append(process)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "token=" in line:
                return Served(process, line)
        raise AssertionError("".join(lines))

    yield start
    for process in started:
        process.terminate()
        for _ in range(100):
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            process.kill()
        process.stdout.close()
        process.wait()


class HandIns:
    """A facilitator's folder with the reflection of lesson 1, and hand-ins as autograde leaves them."""

    assignment = "01-why-network-da"
    notebook = "why-network"

    def __init__(self, folder):
        self.folder = folder

    def gradebook(self, name="gradebook.db"):
        return Gradebook(f"sqlite:///{self.folder / name}", exchange.COURSE)

    def hand_in(self, student, figure=None, day=1, **answers):
        """Put one hand-in among the graded ones; what is not said stays empty."""
        nb = json.loads((self.folder / f"release/{self.assignment}/{self.notebook}.ipynb").read_text("utf-8"))
        answers = {name.replace("_", "-"): text for name, text in answers.items()}
        for cell in nb["cells"]:
            cell["source"] = answers.get(cell["id"], cell["source"])
            if cell["id"] == "figures" and figure:
                row = f"<tr><th>Timer</th><td>{figure}</td></tr>"
                html = f"<table><caption>Dine egne tal.</caption>{row}</table>"
                output = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
                cell["outputs"] = [output | {"data": {"text/html": html, "text/plain": "1"}}]
        place = self.folder / "autograded" / student / self.assignment
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{self.notebook}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            moment = datetime(2026, 11, day, 10)
            gradebook.update_or_create_submission(self.assignment, student, timestamp=moment)
            submitted = gradebook.find_submission_notebook(self.notebook, self.assignment, student)
            for grade in submitted.grades:
                # as SaveMarks has it
                written = grade.cell_type == "markdown" and grade.max_score and answers.get(grade.name)
                grade.auto_score = None if written else 0
                grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
            gradebook.db.commit()

    def stored(self, student, cell="answer-1", name="gradebook.db"):
        """(manual_score, needs_manual_grade, manual_comment) of one answer."""
        with self.gradebook(name) as gradebook:
            place = (cell, self.notebook, self.assignment, student)
            grade, comment = gradebook.find_grade(*place), gradebook.find_comment(*place)
            return grade.manual_score, grade.needs_manual_grade, comment.manual_comment


@pytest.fixture(scope="session")
def generated_desk(tmp_path_factory):
    """A facilitator's folder whose gradebook knows one reflection: the slow part, once."""
    folder = tmp_path_factory.mktemp("bord") / "Mit bord på Møn"
    shutil.copytree(CHECKOUT / "source" / HandIns.assignment, folder / "source" / HandIns.assignment)
    shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
    generate(folder, HandIns.assignment)
    return folder


@pytest.fixture(scope="session")
def hand_ins_in():
    """`hand_ins_in(folder)`: the hand-ins of a facilitator's folder that lies there."""
    return HandIns


@pytest.fixture
def hand_ins(generated_desk, tmp_path, monkeypatch):
    folder = shutil.copytree(generated_desk, tmp_path / generated_desk.name)
    monkeypatch.setenv("NETVAERK_COURSE", str(folder))
    return HandIns(folder)
