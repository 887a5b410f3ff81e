"""Hand-ins in the exchange that are broken, half or untrue: each costs its own learner at most, and is told.

The numbers are those of the attacks that were tried on the course.
"""

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta

import pytest

from exercises.texts import Texts
from facilitation import laying, taking_in
from facilitation.grading.batch import Batch
from facilitation.language import TEXTS

ASSIGNMENT = "01-why-network-da"
FILE = "why-network.ipynb"
SUNDAY, MONDAY, TUESDAY = (f"2026-11-{day} 10:00:00.000000 UTC" for day in (22, 23, 24))
LEARNERS = ("bo", "eva", "ida", "kaj")
DUE = "2026-11-23 12:00:00"
T = Texts("taking_in", "da", folder=TEXTS)


@pytest.fixture(scope="module")
def template(hold, made_cohort):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETVAERK_LANGUAGE", "da")
        made = made_cohort(hold, ASSIGNMENT)
        made.fetch(*LEARNERS)
        yield made


@pytest.fixture
def made(template, monkeypatch):
    """The same desk, exchange and learners, with nothing handed in and no marks."""
    monkeypatch.setenv("NETVAERK_LANGUAGE", "da")
    for place in (template.exchange / "netvaerk/inbound", template.exchange / "netvaerk/feedback"):
        for one in place.glob("*"):
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    for learner in LEARNERS:
        shutil.rmtree(template.top / learner / ".netvaerk/data/nbgrader_cache", ignore_errors=True)
        shutil.rmtree(template.folder(learner) / "feedback", ignore_errors=True)
    for name in ("submitted", "autograded", "feedback", "inbox"):
        shutil.rmtree(template.desk / name, ignore_errors=True)
    with template.gradebook() as gradebook:
        for student in [one.id for one in gradebook.students]:
            gradebook.remove_student(student)
    return template


def hand_in(made, learner, word="svar", when=MONDAY):
    """Hand in as that learner, and return the folder in the exchange."""
    nb = made.notebook(learner)
    box = next(cell for cell in nb["cells"] if cell["id"] == "answer-1")
    box["source"] = f"Jeg ringede til B. {'Vi talte om ler. ' * 20}{word}"
    made.write(learner, nb, "{}")
    before = set((made.exchange / "netvaerk/inbound").iterdir())
    made.learner_does("Submit", learner, when)
    [new] = set((made.exchange / "netvaerk/inbound").iterdir()) - before
    return new


def collect(made):
    """Collect, and return the log."""
    result = made.api.collect(ASSIGNMENT)
    assert result["success"], result
    return result.get("log", "")


def words(made, learner):
    path = made.desk / "submitted" / learner / ASSIGNMENT / FILE
    nb = json.loads(path.read_text(encoding="utf-8"))
    return next("".join(cell["source"]) for cell in nb["cells"] if cell["id"] == "answer-1").split()[-1]


def stamp(made, learner):
    text = (made.desk / "submitted" / learner / ASSIGNMENT / "timestamp.txt").read_text("utf-8")
    return datetime.fromisoformat(text.removesuffix(" UTC")).replace(tzinfo=UTC)


def no_secret(folder):
    (folder / "submission_secret.txt").unlink()


def no_stamp(folder):
    (folder / "timestamp.txt").unlink()


def strange_secret(folder):
    (folder / "submission_secret.txt").write_bytes(b"\xff\xfe\x80secret")


def empty_secret(folder):
    (folder / "submission_secret.txt").write_bytes(b"\n")


def secret_of_two_lines(folder):
    (folder / "submission_secret.txt").write_bytes(b"one\ntwo\x1b[2J")


def test_row_037_038_039_a_hand_in_without_its_secret_or_stamp_costs_its_own_page_alone(made):
    faults = {"bo": no_secret, "eva": strange_secret, "kaj": no_stamp, "ida": None}
    for learner, fault in faults.items():
        folder = hand_in(made, learner, learner)
        if fault:
            fault(folder)
    log = collect(made)
    assert made.autograde()["success"]
    for learner in faults:
        made.read(learner, 2)
    assert made.api.generate_feedback(ASSIGNMENT)["success"]
    result = made.api.release_feedback(ASSIGNMENT)
    assert result["success"], result
    t = Texts("feedback", "da", folder=TEXTS)
    for learner, lost in (("bo", True), ("eva", True), ("kaj", False), ("ida", False)):
        page = made.desk / "feedback" / learner / ASSIGNMENT / "why-network.html"
        assert (T("no_secret", learner=learner) in log) == lost
        assert (t("not_out", learner=learner, file=page) in result["log"]) == lost
        assert len(made.feedback(learner)) == (not lost)


@pytest.mark.parametrize("fault", [empty_secret, secret_of_two_lines])
def test_row_039_a_secret_that_is_none_is_said_to_be_missing(made, fault):
    fault(hand_in(made, "bo"))
    assert T("no_secret", learner="bo") in collect(made)
    assert words(made, "bo") == "svar"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("i går", id="row 40"),
        pytest.param("0001-01-01 00:00:00 +1400", id="row 41"),
        *("", "9" * 40, "2026-02-31 10:00:00 UTC", "2026-11-23T25:61", "\x00", "9999-12-31 23:59:59 -1400"),
    ],
)
def test_row_040_041_a_strange_stamp_is_not_taken_over_and_stops_nobody(made, text):
    folder = hand_in(made, "bo")
    (folder / "timestamp.txt").write_text(text, encoding="utf-8")
    collect(made)
    assert stamp(made, "bo") == datetime(2026, 11, 23, 10, tzinfo=UTC)
    hand_in(made, "ida")
    collect(made)
    assert words(made, "ida") == "svar"
    assert {
        one["id"] for one in made.api.get_submitted_students(ASSIGNMENT) and made.api.get_students()
    } >= set()
    assert made.api.get_assignment(ASSIGNMENT)["num_submissions"] == 2


def test_row_041_a_strange_stamp_that_lies_there_already_is_put_right(made):
    hand_in(made, "bo")
    collect(made)
    (made.desk / "submitted/bo" / ASSIGNMENT / "timestamp.txt").write_text("0001-01-01 00:00:00 +1400")
    hand_in(made, "ida")
    collect(made)
    assert stamp(made, "bo").year == 2026
    assert made.api.get_assignment(ASSIGNMENT)["num_submissions"] == 2


def cut(folder):
    (folder / FILE).write_bytes((folder / FILE).read_bytes()[:500])


def emptied(folder):
    (folder / FILE).write_bytes(b"")


def without_notebook(folder):
    (folder / FILE).unlink()


def a_link(folder):
    (folder / FILE).unlink()
    (folder / FILE).symlink_to("/etc/hostname")


def another_course(folder):
    nb = json.loads((folder / FILE).read_text("utf-8"))
    nb["metadata"]["course"]["assignment"] = "another"
    (folder / FILE).write_text(json.dumps(nb))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(cut, id="row 42"),
        pytest.param(emptied, id="row 109"),
        *(without_notebook, a_link, another_course),
    ],
)
@pytest.mark.parametrize("graded", [True, False], ids=["the first was graded", "both at once"])
def test_row_042_109_a_broken_hand_in_never_hides_or_deletes_the_whole_one_before_it(made, fault, graded):
    hand_in(made, "bo", "hel", MONDAY)
    if graded:
        collect(made)
    fault(hand_in(made, "bo", "halv", TUESDAY))
    log = collect(made)
    assert words(made, "bo") == "hel"
    assert T("earlier_counts", learner="bo") in log
    collect(made)
    assert words(made, "bo") == "hel"
    hand_in(made, "bo", "ny", "2026-11-25 10:00:00.000000 UTC")
    collect(made)
    assert words(made, "bo") == "ny"


def set_back(made, folder, names=("folder", "file")):
    """What a learner can do to their own hand-in to make it look a week older."""
    earlier = MONDAY.replace("-23", "-16")
    if "file" in names:
        (folder / "timestamp.txt").write_text(earlier)
    if "folder" in names:
        folder = folder.rename(folder.with_name(folder.name.replace(TUESDAY, earlier)))
    for path in (*folder.iterdir(), folder):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize(
    "names", [pytest.param(("folder", "file"), id="row 43"), pytest.param(("file",), id="row 44")]
)
def test_row_043_044_a_hand_in_set_back_a_week_is_as_late_as_it_was(made, names):
    with made.gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=datetime.fromisoformat(DUE))
    set_back(made, hand_in(made, "bo", when=TUESDAY), names)
    collect(made)
    assert stamp(made, "bo") == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert made.autograde()["success"]
    with made.gradebook() as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "bo").total_seconds_late == 22 * 3600


def test_row_043_the_disks_own_time_is_what_counts_where_the_learner_has_set_another(made, monkeypatch):
    monkeypatch.setattr(taking_in, "arrived", getattr(taking_in.arrived, "of_the_disk", taking_in.arrived))
    set_back(made, hand_in(made, "bo", when=TUESDAY))
    collect(made)
    assert abs(datetime.now(UTC) - stamp(made, "bo")) < timedelta(minutes=5)


@pytest.mark.parametrize("again", [1, 3])
def test_row_045_after_a_clock_that_was_wrong_the_one_that_came_last_counts(made, again):
    hand_in(made, "bo", "første", "2027-11-23 10:00:00.000000 UTC")
    collect(made)
    assert made.autograde()["success"]
    hand_in(made, "bo", "anden", MONDAY)
    for _ in range(again):
        collect(made)
        assert words(made, "bo") == "anden"
    assert Batch(made.desk, ASSIGNMENT).students == ["bo"]


@pytest.mark.parametrize("others", [50, 100])
def test_row_047_the_same_words_are_looked_for_in_each_file_once(made, monkeypatch, others):
    for at in range(others):
        place = made.desk / "submitted" / f"l{at}" / ASSIGNMENT
        place.mkdir(parents=True)
        (place / FILE).write_text(json.dumps({"cells": [], "metadata": {}}))
    read = []
    words_of = taking_in._words
    monkeypatch.setattr(taking_in, "_words", lambda data: read.append(1) or words_of(data))
    for learner in ("bo", "ida", "kaj"):
        hand_in(made, learner)
    collect(made)
    assert len(read) <= others + 4  # the first of the three lies there when the others are read


def test_row_099_a_collecting_that_was_killed_at_any_point_leaves_the_old_or_the_new(tmp_path):
    """Every call that changes the disk is the last one in turn."""
    old, new = {"a": b"old", "b": b"old"}, {"a": b"new", "c": b"new"}
    place = tmp_path / "submitted/bo/x"
    for at in range(1, 60):
        shutil.rmtree(tmp_path / "submitted", ignore_errors=True)
        laying.swap_folder(old, place)
        child = os.fork()
        if child == 0:
            left = [at]

            def count(event, args, left=left):
                if event.split(".")[0] in ("open", "os", "shutil", "ctypes", "tempfile"):
                    left[0] -= 1
                    if not left[0]:
                        os._exit(9)

            sys.addaudithook(count)
            laying.swap_folder(new, place)
            os._exit(0)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert {one.name: one.read_bytes() for one in place.iterdir()} in (old, new)
        laying.tidy(place.parent)
        assert {one.name for one in place.parent.iterdir()} == {"x"}
        if killed == 0:
            break
    assert killed == 0 and at > 5


def test_row_099_where_folders_cannot_change_places_what_was_moved_out_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(laying, "_exchange", lambda *_: False)
    place = tmp_path / "bo/x"
    laying.swap_folder({"a": b"old"}, place)
    laying.swap_folder({"a": b"new"}, place)
    assert (place / "a").read_bytes() == b"new"
    aside = place.parent / f"{laying.UNFINISHED}1"
    aside.mkdir()
    place.rename(aside / "x")
    laying.tidy(place.parent)
    assert (place / "a").read_bytes() == b"new" and not aside.exists()
