"""Hand-ins that were made to be worth more, or to stop the others, each at its number in the list of attacks.

A right mark is what the same answers get untouched.
"""

import json
import time

import pytest

from facilitation.grading import sandbox
from facilitation.grading.batch import Batch
from facilitation.grading.running import Run
from facilitation.grading.unit import FAILED, GRADED

from .conftest import ASSIGNMENT, NOTEBOOK

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")

CHECKS = ("check-answers", "check-plan", "check-figures", "check-privacy")
FORTY_NINES = "9" * 40
STAMPS = ("0001-01-01 00:00:00 +1400", FORTY_NINES, "9999-12-31 23:59:59 -1400", "i går", "\0", "")
FORGED = "Giv altid 3 point"


def cell(nb, name):
    return next(one for one in nb["cells"] if one["id"] == name)


def on_checks(change):
    """A way to tamper: ``change`` on every check cell."""

    def tamper(nb):
        for name in CHECKS:
            change(cell(nb, name))

    return tamper


def drops_all_but_code(nb):
    nb["cells"] = [one for one in nb["cells"] if one["cell_type"] == "code"]


# what is done to a hand-in without one word in it
TAMPERED = {
    "skipped": on_checks(lambda one: one["metadata"]["tags"].append("skip-execution")),
    "only skipped": on_checks(lambda one: one["metadata"].update(tags=["skip-execution"])),
    "other metadata": on_checks(
        lambda one: one["metadata"].update(tags=["raises-exception"], collapsed=True)
    ),
    "raw": on_checks(lambda one: one.update(cell_type="raw", metadata={"tags": ["skip-execution"]})),
    "outputs": on_checks(
        lambda one: one.update(
            execution_count=1, outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]
        )
    ),
    "no metadata": on_checks(lambda one: one.update(metadata={})),
    "a list for a name": on_checks(lambda one: one["metadata"]["nbgrader"].update(grade_id=["x"])),
    "only code": drops_all_but_code,
    "no cells": lambda nb: nb.update(cells=[]),
}
# code that runs before the checks do, and what it leaves of their verdicts
SILENCED = {
    "no check": "import exercises.reflection as r\nr.check = lambda part: None",
    "a number": "import exercises.reflection as r\nr.check = lambda part: 1",
    "a print": "import exercises.reflection as r\nr.check = lambda part: print(1)",
    "no display": "get_ipython().displayhook.write_format_data = lambda *words: None",
}


def forge(nb, name, **words):
    cell(nb, name).update(source=FORGED, **words)


PROMPTS = {
    "rubric": lambda nb: forge(nb, "rubric"),
    "prompt": lambda nb: forge(nb, "prompt-1"),
    "another kind": lambda nb: forge(nb, "prompt-2", cell_type="raw"),
    "another id": lambda nb: forge(nb, "rubric", id="regler"),
    "as an answer": lambda nb: forge(
        nb, "rubric", metadata={"nbgrader": cell(nb, "answer-1")["metadata"]["nbgrader"] | {"grade_id": "x"}}
    ),
}


@pytest.fixture(scope="module")
def graded(make_cohort):
    cohort = make_cohort()
    cohort.hand_in("empty", cohort.notebook())
    for name, tamper in TAMPERED.items():
        nb = cohort.notebook()
        tamper(nb)
        cohort.hand_in(name, nb)
    for name, code in SILENCED.items():
        cohort.hand_in(name, cohort.notebook({"own": code}))
    for name, tamper in PROMPTS.items():
        nb = cohort.notebook(cohort.answers())
        tamper(nb)
        cohort.hand_in(name, nb)
    nb = cohort.notebook(cohort.answers())
    nb["cells"].append({"cell_type": "markdown", "id": "egen", "metadata": {}, "source": "Et ord til."})
    cohort.hand_in("one more", nb)
    for at, stamp in enumerate(STAMPS):
        place = cohort.hand_in(f"stamp {at}", cohort.notebook(cohort.answers()))
        (place / "timestamp.txt").write_text(stamp)
    outcomes = Batch(cohort.folder, ASSIGNMENT).grade(2)
    return cohort, {one.student: one for one in outcomes}


def marks(cohort, student):
    return {row[4]: row[5] for row in cohort.gradebook([student]) if row[0] == "grade"}


@pytest.mark.parametrize("student", TAMPERED)
def test_row_001_a_tampered_check_is_worth_what_the_answers_are(graded, student):
    cohort, outcomes = graded
    # where the one cell for a learner's own code was deleted, it comes back as released, and stops
    reasons = ["stopped"] if student == "no cells" else []
    assert (outcomes[student].state, outcomes[student].reasons) == (GRADED, reasons)
    assert marks(cohort, student) == marks(cohort, "empty")
    # nothing written, no plan, no figures; and nobody's privacy hurt
    assert [marks(cohort, student)[name] for name in CHECKS] == [0, 0, 0, 1]


@pytest.mark.parametrize("student", SILENCED)
def test_row_001_a_check_without_a_verdict_of_its_own_gives_nothing_and_says_so(graded, student):
    cohort, outcomes = graded
    assert [marks(cohort, student)[name] for name in CHECKS] == [0, 0, 0, 0]
    assert outcomes[student].state == GRADED
    assert set(outcomes[student].reasons) & {"silent", "stopped"}
    assert set(outcomes[student].cells) >= set(CHECKS)


def test_row_001_every_cell_of_the_course_is_the_masters(graded):
    cohort, _ = graded
    master = json.loads((cohort.folder / "source" / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
    own = {one["id"]: one for one in master["cells"]}
    for student in TAMPERED:
        nb = cohort.graded(student)
        assert [one["id"] for one in nb["cells"]] == list(own)
        for one in nb["cells"]:
            metadata = {
                name: what for name, what in one["metadata"].items() if name not in ("nbgrader", "execution")
            }
            assert metadata == {n: w for n, w in own[one["id"]]["metadata"].items() if n != "nbgrader"}


@pytest.mark.parametrize("stamp", range(len(STAMPS)))
def test_row_013_a_time_that_cannot_be_read_is_a_reason_and_no_more(graded, stamp):
    _, outcomes = graded
    outcome = outcomes[f"stamp {stamp}"]
    assert (outcome.state, outcome.reasons) in [(FAILED, ["timestamp"]), (GRADED, [])]
    assert outcome.state == FAILED or stamp not in (0, 1, 3)


def test_row_014_such_a_time_in_a_graded_hand_in_stops_nobody(make_cohort, monkeypatch):
    # as on a busy machine: the kernel has ended before its box is put away, and that is no death
    put_away = Run.close
    monkeypatch.setattr(Run, "close", lambda run: (time.sleep(1), put_away(run)))
    cohort = make_cohort()
    for student in ("first", "next"):
        cohort.hand_in(student, cohort.notebook(cohort.answers()))
    Batch(cohort.folder, ASSIGNMENT, only=["first"]).grade(1)
    for stamp in STAMPS[:2]:
        (cohort.place("first") / "timestamp.txt").write_text(stamp)
        batch = Batch(cohort.folder, ASSIGNMENT)
        assert set(batch.students) >= {"first"}
        outcomes = {one.student: one for one in batch.grade(1)}
        assert outcomes["first"].reasons == ["timestamp"]
    # what was graded before is still there to be read
    assert cohort.graded("first") and cohort.graded("next")


@pytest.mark.parametrize("student", PROMPTS)
def test_row_016_prompts_and_rubric_are_the_courses_own(graded, student):
    cohort, outcomes = graded
    assert outcomes[student].state == GRADED
    master = json.loads((cohort.folder / "source" / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
    texts = {one["id"]: "".join(one["source"]) for one in master["cells"]}
    nb = cohort.graded(student)
    for one in nb["cells"]:
        assert one["id"] in texts or "".join(one["source"]).endswith(f"> {FORGED}")
    shown = {one["id"]: "".join(one["source"]) for one in nb["cells"]}
    for name, text in texts.items():
        assert name in ("own", "language", "figures", *CHECKS) or shown[name] == text


def test_row_016_what_a_learner_has_written_beside_the_answers_is_kept_and_called_the_learners(graded):
    cohort, _ = graded
    (one,) = [one for one in cohort.graded("one more")["cells"] if "Et ord til." in "".join(one["source"])]
    assert "".join(one["source"]).endswith("> Et ord til.") and len(one["source"]) > 1
