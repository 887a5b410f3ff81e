"""How long the cohort overview and formgrader's lists take to open: the folder read, and the page drawn.

    python benchmarks/cohort.py [--learners 1000] [--times 5] [--most 1.0]

A facilitator's folder is made as nbgrader leaves it: all the course's assignments in both languages, a
gradebook with every learner, hand-ins and marks, and the files beside it (submitted/, autograded/, feedback/
and the exchange). The longest of the openings counts. *Marks* and *acts* are read only when that part of the
page is chosen. formgrader's lists are what its pages fetch, the second time: once a server is asked them.
Times are those of the wall clock, and beside them this process's own on the processor: where other work runs,
the clock measures that too. The kernel's start and its imports come before. Fails where an opening or a list
takes longer than ``--most`` seconds by the clock.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import insert

import exercises
from exercises import places
from exercises.figures import all_acts
from facilitation.exchange import COURSE

NOW = datetime(2026, 11, 23, 12)
DUE, DUE_STEPS = NOW - timedelta(days=85), 6  # the first three in both languages
FIRST_NAMES = ("Anna", "Bodil", "Carla", "Dorthe", "Erik", "Frede", "Grethe", "Henning", "Ida", "Jørgen")
LAST_NAMES = ("Ærø", "Bak", "Christoffersen", "Dam", "Eskildsen", "Friis", "Gram", "Holm")
TOLD = sorted(all_acts())


def make(folder, exchange, learners, seed=1):
    """Fill ``folder`` with a cohort that is some way through the course; returns how many hand-ins."""
    chance = random.Random(seed)
    root = places.root()
    # nbgrader calls alembic by its bare name when it makes a gradebook
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shutil.copytree(root / "source", folder / "source")
    shutil.copy(root / "nbgrader_config.py", folder)
    (exchange / COURSE / "feedback").mkdir(parents=True)
    (exchange / COURSE / "inbound").mkdir()
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE) as gradebook:
        steps = assignments(gradebook, folder / "source")
        for one in gradebook.assignments[:DUE_STEPS]:
            one.duedate = DUE
        cells = _cells(gradebook)
        rows = {kind: [] for kind in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)}
        for at in range(learners):
            _learner(rows, chance, at, steps, cells, folder, exchange / COURSE)
        for kind, made in rows.items():
            gradebook.db.execute(insert(kind), made)
        gradebook.db.commit()
    return len(rows[SubmittedAssignment])


def assignments(gradebook, source):
    """{step: {language: notebook name}}, and every assignment in the gradebook."""
    steps = {}
    for path in sorted(source.glob("*/*.ipynb")):
        name, cells = path.parent.name, json.loads(path.read_text(encoding="utf-8"))["cells"]
        assignment = Assignment(name=name, course_id=COURSE)
        notebook = Notebook(name=path.stem, assignment=assignment)
        gradebook.db.add_all([assignment, notebook])
        for cell in cells:
            grading = cell["metadata"].get("nbgrader", {})
            about = {"name": grading.get("grade_id"), "notebook": notebook}
            if grading.get("grade"):
                kind = {"max_score": grading["points"], "cell_type": cell["cell_type"]}
                gradebook.db.add(GradeCell(**about, **kind))
            if grading.get("solution"):
                gradebook.db.add(SolutionCell(**about))
        steps.setdefault(name[:-3], {})[name[-2:]] = path.stem
    gradebook.db.commit()
    return steps


def _cells(gradebook):
    """{assignment: (its id, notebook id, [(cell id, points, cell type)], [solution cell id])}."""
    return {
        one.name: (
            one.id,
            one.notebooks[0].id,
            [(cell.id, cell.max_score, cell.cell_type) for cell in one.notebooks[0].grade_cells],
            [cell.id for cell in one.notebooks[0].solution_cells],
        )
        for one in gradebook.assignments
    }


def _learner(rows, chance, at, steps, cells, folder, exchange):
    student = f"deltager{at:04}"
    names = {"first_name": chance.choice(FIRST_NAMES), "last_name": chance.choice(LAST_NAMES)}
    email = f"{student}@example.dk"
    rows[Student].append({"id": student, **names, "email": email, "lms_user_id": str(5000 + at)})
    lang = chance.choice(("da", "da", "da", "en"))
    moment = NOW - timedelta(days=100, hours=chance.randrange(200))
    for step in list(steps)[: chance.choice((0, 3, 7, *[len(steps)] * 17))]:
        moment += timedelta(hours=chance.randrange(12, 140))
        if moment > NOW:
            return
        read = chance.random() < 0.85
        name, notebook = f"{step}-{lang}", steps[step][lang]
        _hand_in(rows, chance, student, cells[name], moment, read)
        _files(chance, folder, exchange, student, name, notebook, moment, read)


def _hand_in(rows, chance, student, known, moment, read):
    assignment, notebook, graded, solutions = known
    key = f"{len(rows[SubmittedAssignment]):032}"
    handed_in = {"id": key, "assignment_id": assignment, "student_id": student, "timestamp": moment}
    rows[SubmittedAssignment].append(handed_in)
    rows[SubmittedNotebook].append({"id": key, "assignment_id": key, "notebook_id": notebook})
    for cell, points, kind in graded:
        code = kind == "code" or not points
        mark = {
            "id": f"{len(rows[Grade]):032}",
            "cell_id": cell,
            "notebook_id": key,
            "auto_score": chance.choice((0.5, 1, 1)) * min(points, 1) if code else None,
            "manual_score": float(chance.choice((0, 1, 1, 2, 2, 3))) if read and not code else None,
            "needs_manual_grade": not code and not read,
        }
        rows[Grade].append(mark)
    rows[Comment] += [
        {"id": f"{len(rows[Comment]) + at:032}", "cell_id": cell, "notebook_id": key}
        for at, cell in enumerate(solutions)
    ]


def _files(chance, folder, exchange, student, name, notebook, moment, read):
    stamp = f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC"
    (exchange / "inbound" / f"{student}+{name}+{stamp}+abc").mkdir()
    place = folder / "submitted" / student / name
    place.mkdir(parents=True)
    (place / "timestamp.txt").write_text(stamp)
    (place / "figures.json").write_text(json.dumps({figure: chance.randrange(5) for figure in TOLD}))
    place = folder / "autograded" / student / name
    place.mkdir(parents=True)
    (place / f"{notebook}.ipynb").touch()
    if read:
        place = folder / "feedback" / student / name
        place.mkdir(parents=True)
        page, secret = place / f"{notebook}.html", f"{student}{name}"
        page.write_text("<p></p>")
        made = (moment + timedelta(hours=chance.randrange(1, 200))).timestamp()
        os.utime(page, (made, made))
        (place / "submission_secret.txt").write_text(secret)
        named = hashlib.md5(f"{secret}{notebook}".encode()).hexdigest()
        if chance.random() < 0.95:
            (exchange / "feedback" / f"{named}.html").write_text("<p></p>")


def measure(folder, exchange, times):
    """{what: (seconds by the clock, on the processor)}; of the openings, the longest by the clock."""
    os.environ |= {"NETVAERK_COURSE": str(folder), "NETVAERK_EXCHANGE": str(exchange)}
    from facilitation.views.cohort import KINDS, Cohort

    exercises.language("da")
    pages = []
    took = {"open": max(_timed(lambda: pages.append(Cohort())) for _ in range(times))}
    page = pages[-1]
    for part in KINDS:
        took[part] = _timed(lambda part=part: setattr(page.show, "value", part))
    for one in pages:
        if one.fault:
            raise one.fault
    return took


def lists(folder, exchange):
    """The same of what formgrader's pages fetch."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    from facilitation.grading import gradebook
    from facilitation.grading import lists as formgrader
    from facilitation.nbgrader_settings import configure

    formgrader.install()
    api, took = NbGraderAPI(config=configure(Config(), folder, exchange)), {}
    gradebook.ready(api.coursedir.db_url, COURSE)
    for name, *asked in (
        ("get_assignments",),
        ("get_students",),
        ("get_submissions", "01-why-network-da"),
        ("get_notebooks", "01-why-network-da"),
        ("get_notebook_submissions", "01-why-network-da", "why-network"),
        ("get_student_submissions", "deltager0004"),
        ("get_student_notebook_submissions", "deltager0004", "01-why-network-da"),
    ):
        getattr(api, name)(*asked)
        took[name] = _timed(partial(getattr(api, name), *asked))
    return took


def _timed(action):
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--most", type=float, default=1.0)
    wanted = parser.parse_args()
    top = Path(tempfile.mkdtemp(prefix="cohort-"))
    try:
        (top / "bord").mkdir()
        n = make(top / "bord", top / "aflevering", wanted.learners)
        took = measure(top / "bord", top / "aflevering", wanted.times)
        took |= lists(top / "bord", top / "aflevering")
    finally:
        shutil.rmtree(top)
    print(f"{wanted.learners} learners, {n} hand-ins, load {os.getloadavg()[0]:.1f}")
    for what, (clock, processor) in took.items():
        print(f"{what:>32} {clock:6.2f} s ({processor:.2f} s on the processor)")
    return 0 if max(clock for clock, _ in took.values()) <= wanted.most else 1


if __name__ == "__main__":
    sys.exit(main())
