"""The cohort overview: what is read from nbgrader's own places, what it adds up to, what is taken along."""

import csv
import hashlib
import html
import io
import os
import re
import runpy
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from nbgrader.api import Gradebook

import exercises
from driving import whole
from exercises import places
from exercises.texts import Texts
from facilitation import exchange
from facilitation.cohort import files, measures, roster
from facilitation.cohort.roll import Register
from facilitation.cohort.states import CHECK, FEEDBACK, HANDED_IN, MAIL, MAILED, NONE, OVERDUE, READ, REFUSED
from facilitation.problems import Problem
from facilitation.reading.desk import NotRead
from facilitation.seating.participants import read_file
from facilitation.views import base, cohort, cohort_table
from facilitation.views.cohort import KINDS, Cohort

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DA, EN = "01-why-network-da", "01-why-network-en"
STEP, NOTEBOOK = "01-why-network", "why-network"
OTHER = "05-more-than-a-card"
CANARY = "Kanariefugl <script>alert(1)</script>"
FORMULA = "=HYPERLINK(0)"
LEARNERS = ("anna", "bodil", "carla")
ANSWERS = ("answer-1", "answer-2", "answer-3", "plan-then")
assignments = runpy.run_path(str(places.root() / "benchmarks" / "cohort.py"))["assignments"]
CHECKS = ("check-answers", "check-plan", "check-figures", "check-privacy")


class Place:
    """A facilitator's folder with two steps in two languages, its exchange, and hand-ins put in by hand."""

    def __init__(self, top):
        self.folder, self.exchange = top / "Mit bord på Møn", top / "aflevering" / exchange.COURSE

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", exchange.COURSE)

    def fresh(self, patch):
        """A new gradebook, for which nbgrader calls alembic by its bare name."""
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        return self.gradebook()

    def roll(self, lang="da", now=NOW):
        self.register = Register(self.folder)
        return self.register.roll(lang, now)

    def known(self, student, **about):
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student, **about)

    def due(self, assignment, day):
        with self.gradebook() as gradebook:
            gradebook.find_assignment(assignment).duedate = day.replace(tzinfo=None)
            gradebook.db.commit()

    def graded(self, student, assignment=DA, days=3, scores=None, checks=1.0):
        """A hand-in as autograde leaves it, ``days`` before NOW; with ``scores`` a reader's too."""
        moment = (NOW - timedelta(days=days)).replace(tzinfo=None)
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(assignment, student, timestamp=moment)
            (notebook,) = gradebook.find_assignment(assignment).notebooks
            for grade in gradebook.find_submission_notebook(notebook.name, assignment, student).grades:
                if grade.name in CHECKS:
                    grade.auto_score, grade.needs_manual_grade = checks, False
                elif not grade.max_score:
                    grade.auto_score, grade.needs_manual_grade = 0, False
                else:
                    score = None if scores is None else scores[ANSWERS.index(grade.name)]
                    empty = score == "empty"
                    grade.auto_score = 0 if empty else None
                    grade.manual_score = None if empty else score
                    grade.needs_manual_grade = score is None
            gradebook.db.commit()
        self.submitted(student, assignment, days)

    def submitted(self, student, assignment=DA, days=3, figures=None):
        place = self.folder / "submitted" / student / assignment
        place.mkdir(parents=True, exist_ok=True)
        (place / "timestamp.txt").write_text(stamp(days))
        if figures is not None:
            (place / "figures.json").write_text(figures)
        return place

    def inbound(self, student, assignment=DA, days=1):
        (self.exchange / "inbound" / f"{student}+{assignment}+{stamp(days)}+abc").mkdir(parents=True)

    def feedback(self, student, assignment=DA, days=1, sent=True, notebook=NOTEBOOK, mailed=False):
        place = self.folder / "feedback" / student / assignment
        place.mkdir(parents=True, exist_ok=True)
        page, when = place / f"{notebook}.html", (NOW - timedelta(days=days)).timestamp()
        page.write_text("<p></p>")
        os.utime(page, (when, when))
        (place / "submission_secret.txt").write_text("hemmeligt")
        if not mailed:  # else it came by mail, and the exchange knows nothing of it
            came = self.exchange / "inbound" / f"{student}+{assignment}+{stamp(100)}+abc"
            came.mkdir(parents=True, exist_ok=True)
            (came / "submission_secret.txt").write_text("hemmeligt")
        (self.exchange / "feedback").mkdir(parents=True, exist_ok=True)
        if sent:
            name = hashlib.md5(f"hemmeligt{notebook}".encode()).hexdigest()
            (self.exchange / "feedback" / f"{name}.html").write_text("<p></p>")


def stamp(days):
    return f"{NOW - timedelta(days=days):%Y-%m-%d %H:%M:%S.%f} UTC"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The slow part once: a gradebook that knows three assignments."""
    top = tmp_path_factory.mktemp("holdet")
    made = Place(top)
    for name in (DA, EN, f"{OTHER}-da"):
        shutil.copytree(places.root() / "source" / name, made.folder / "source" / name)
    shutil.copy(places.root() / "nbgrader_config.py", made.folder)
    (made.exchange / "inbound").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, made.fresh(patch) as gradebook:
        assignments(gradebook, made.folder / "source")
    return top


@pytest.fixture(scope="module")
def ready_six(ready, tmp_path_factory):
    """Six who are read, one of them with a name to be careful with; the last lacks a step."""
    top = shutil.copytree(ready, tmp_path_factory.mktemp("seks") / "top")
    made = Place(top)
    for number in range(6):
        made.graded(f"d{number}", days=40 - number, scores=(0, 1, 2, 3), checks=0.25)
        if number < 5:
            figures = f'{{"conversations": {number}}}'
            made.submitted(f"d{number}", f"{OTHER}-da", days=30, figures=figures)
    made.known("d0", first_name=CANARY, email="d0@example.dk")
    made.feedback("d0")
    return top


@pytest.fixture
def lay(tmp_path, monkeypatch):
    """Lay a copy of what was made ready, and let the desk's page stand still at NOW."""

    def laid(top):
        place = Place(shutil.copytree(top, tmp_path / "top"))
        monkeypatch.setenv("NETVAERK_COURSE", str(place.folder))
        monkeypatch.setenv("NETVAERK_EXCHANGE", str(place.exchange.parent))
        monkeypatch.setenv("NETVAERK_TIMEZONE", "Europe/Copenhagen")
        read = Register.roll
        monkeypatch.setattr(Register, "roll", lambda self, lang, now=NOW: read(self, lang, now))
        return place

    return laid


@pytest.fixture
def place(ready, lay):
    return lay(ready)


@pytest.fixture
def cohort_of_six(ready_six, lay):
    return lay(ready_six)


@pytest.fixture(params=["da", "en"])
def lang(request):
    exercises.language(request.param)
    return request.param


@pytest.fixture
def danish():
    exercises.language("da")


def state(roll, student, step=STEP):
    learner = next(one for one in roll.learners if one.id == student)
    return roll.state(learner, next(one for one in roll.steps if one.name == step))


def ids(learners):
    return [learner.id for learner in learners]


# ---- reading ---------------------------------------------------------------------------------------------


def test_the_two_languages_of_an_assignment_are_one_step_and_the_latest_hand_in_counts(place):
    place.graded("anna", DA, days=9)
    place.graded("anna", EN, days=2, scores=(1, 1, 1, 1))
    roll = place.roll()
    assert [(step.name, step.number, set(step.assignments)) for step in roll.steps] == [
        (STEP, "1", {"da", "en"}),
        (OTHER, "5", {"da"}),
    ]
    hand_in = roll.hand_ins["anna", STEP]
    assert (hand_in.lang, hand_in.state, hand_in.score) == ("en", READ, 4)
    assert roll.steps[0].title == "Hvorfor netværke?" and roll.steps[0].maximum == 12
    assert place.roll("en").steps[0].title == "Why network?"


@pytest.mark.parametrize("checks", [0.0, 0.5, 1.0])
def test_what_a_check_gave_is_in_no_sum(place, checks):
    place.known("anna", email="anna@example.dk")
    place.graded("anna", scores=(2, 3, 1, 2), checks=checks)
    roll = place.roll()
    step = roll.steps[0]
    assert (roll.hand_ins["anna", STEP].score, step.maximum) == (8, 12)
    for system in (files.MOODLE, files.CANVAS):
        made = files.lms_import(system, files.EMAIL, roll, roll.learners, [step])
        assert made.data.decode().splitlines()[-1].endswith(",8")
    assert "Points Possible,,,,,12" in made.data.decode()
    assert files.marks(Texts("cohort", "da", folder=base.TEXTS), roll, roll.learners, [step]).rows[0][
        -2:
    ] == (8, 12)


def test_a_facilitators_own_assignments_without_a_language_are_steps_of_their_own(place):
    with place.gradebook() as gradebook:
        for name in ("maj", "sankt-hans", "sankt-hans-en"):
            gradebook.update_or_create_assignment(name)
    assert [step.name for step in place.roll().steps][2:] == ["maj", "sankt-hans"]


def test_a_hand_in_goes_from_not_there_over_read_to_feedback(place):
    place.known("anna")
    assert state(place.roll(), "anna") == NONE
    place.graded("anna")
    assert state(place.roll(), "anna") == HANDED_IN
    place.graded("anna", scores=(2, 2, 2, 2))
    assert state(place.roll(), "anna") == READ
    place.feedback("anna", sent=False)
    roll = place.roll()
    assert state(roll, "anna") == READ and measures.summary(roll, roll.learners) == (1, 0, 1)
    place.feedback("anna")
    roll = place.roll()
    assert state(roll, "anna") == FEEDBACK and measures.summary(roll, roll.learners) == (1, 0, 0)


def test_one_answer_unread_is_not_read(place):
    place.graded("anna", scores=(2, 2, None, 2))
    assert state(place.roll(), "anna") == HANDED_IN


def test_the_feedback_to_an_earlier_hand_in_is_not_feedback_to_this(place):
    place.graded("anna", days=1, scores=(2, 2, 2, 2))
    place.feedback("anna", days=4)
    assert state(place.roll(), "anna") == READ


def test_what_is_not_collected_or_not_graded_yet_waits_for_check(place):
    place.inbound("anna")
    place.submitted("bodil")
    place.graded("carla", days=5, scores=(2, 2, 2, 2))
    place.inbound("carla", days=1)
    roll = place.roll()
    assert ids(roll.learners) == ["anna", "bodil", "carla"]
    assert [state(roll, one) for one in LEARNERS] == [CHECK] * 3
    assert roll.hand_ins["carla", STEP].score is None


def test_what_was_collected_anew_and_not_checked_anew_waits_for_check(place):
    place.graded("anna", days=5, scores=(2, 2, 2, 2))
    place.submitted("anna", days=1)
    assert state(place.roll(), "anna") == CHECK


def test_what_cannot_be_taken_in_says_so_and_why(place):
    for name in (DA, EN):
        shutil.copytree(places.root() / "release" / name, place.folder / "release" / name)
    place.inbound("anna")
    place.inbound("bodil")
    whole = place.folder / "release" / DA / f"{NOTEBOOK}.ipynb"
    shutil.copy(whole, next((place.exchange / "inbound").glob("bodil+*")))
    place.inbound("carla")
    (next((place.exchange / "inbound").glob("carla+*")) / f"{NOTEBOOK}.ipynb").write_text("{half")
    roll = place.roll()
    assert [state(roll, one) for one in LEARNERS] == [REFUSED, CHECK, REFUSED]
    assert {(who, fault.key) for who, _, fault in roll.refused} == {
        ("anna", "none"),
        ("carla", "no_notebook"),
    }


def test_when_a_hand_in_came_is_this_desks_own_receipt_and_not_what_its_name_says(place):
    place.inbound("anna", days=300)
    place.inbound("bodil", days=-300)
    now = datetime.now(UTC)
    for one in ("anna", "bodil"):
        assert abs(place.roll().hand_ins[one, STEP].moment - now) < timedelta(minutes=10), one


def test_an_earlier_hand_in_goes_its_way_where_a_new_one_cannot_be_taken_in(place):
    shutil.copytree(places.root() / "release" / DA, place.folder / "release" / DA)
    place.graded("anna", days=5, scores=(2, 2, 2, 2))
    place.inbound("anna", days=1)
    roll = place.roll()
    assert state(roll, "anna") == READ and [who for who, *_ in roll.refused] == ["anna"]


def test_feedback_to_what_came_by_mail_is_to_be_sent_until_it_is_said_to_be(place):
    place.graded("anna", scores=(2, 2, 2, 2))
    place.feedback("anna", mailed=True)
    roll = place.roll()
    hand_in = roll.hand_ins["anna", STEP]
    assert state(roll, "anna") == MAIL and Path(hand_in.page).is_file() and hand_in.by_mail
    Path(hand_in.page).with_name(MAILED).touch()
    assert state(place.roll(), "anna") == FEEDBACK


def test_who_has_handed_in_both_languages_is_known(place):
    place.graded("anna", DA, days=9)
    place.graded("anna", EN, days=2)
    assert place.roll().hand_ins["anna", STEP].other == "da"


def test_the_same_hand_in_still_in_the_exchange_is_not_a_new_one(place):
    place.graded("anna", days=3, scores=(2, 2, 2, 2))
    place.inbound("anna", days=3)
    assert state(place.roll(), "anna") == READ


def test_what_others_put_into_an_open_exchange_makes_no_learner(place):
    for name in ("..", "x", "a+b", f"anna+nosuch-da+{stamp(1)}+x", f"<i>+{DA}+{stamp(1)}+x", f"bo+{DA}+nu+x"):
        (place.exchange / "inbound" / name).mkdir(exist_ok=True)
    assert place.roll().learners == []


@pytest.mark.parametrize(("days", "late"), [(3, False), (1, True)])
def test_after_the_deadline_is_late_and_nothing_by_then_is_overdue(place, days, late):
    place.due(DA, NOW - timedelta(days=2))
    place.graded("anna", days=days)
    place.known("bodil")
    roll = place.roll()
    assert roll.hand_ins["anna", STEP].late is late
    assert state(roll, "bodil") == OVERDUE


def test_while_the_other_language_has_time_nobody_is_overdue(place):
    place.due(DA, NOW - timedelta(days=2))
    place.due(EN, NOW + timedelta(days=2))
    place.known("bodil")
    assert state(place.roll(), "bodil") == NONE


def test_an_extension_moves_the_deadline(place):
    place.due(DA, NOW - timedelta(days=2))
    place.graded("anna", days=1)
    with place.gradebook() as gradebook:
        gradebook.find_submission(DA, "anna").extension = timedelta(days=5)
        gradebook.db.commit()
    assert place.roll().hand_ins["anna", STEP].late is False


def test_the_day_a_reflection_names_as_its_deadline_counts_to_its_end(place):
    for name in (DA, EN):
        path = place.folder / "source" / name / f"{NOTEBOOK}.ipynb"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('"kind": "reflection"', '"kind": "reflection", "deadline": "2026-11-20"')
        )
    place.graded("anna", days=2.55)  # 22.48 UTC on the 20th: a quarter to midnight in Denmark
    place.graded("bodil", days=2.53)  # past midnight
    roll = place.roll()
    assert [roll.hand_ins[one, STEP].late for one in ("anna", "bodil")] == [False, True]


def test_where_the_exchange_cannot_be_seen_it_is_said_and_made_counts_as_out(place):
    place.graded("anna", scores=(2, 2, 2, 2))
    place.feedback("anna", sent=False)
    shutil.rmtree(place.exchange)
    roll = place.roll()
    assert roll.unseen == {"inbound", "feedback"} and state(roll, "anna") == FEEDBACK


def test_a_folder_without_a_gradebook_is_said(place):
    (place.folder / "gradebook.db").unlink()
    with pytest.raises(NotRead) as raised:
        place.roll()
    assert raised.value.key == "no_gradebook"


def test_a_thousand_learners_cost_no_more_questions_to_the_database_than_one(place):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    asked = []

    def count(*_):
        asked.append(1)

    counts = []
    event.listen(Engine, "before_cursor_execute", count)
    try:
        for learners in (1, 6):
            for at in range(learners):
                place.graded(f"d{at}", scores=(1, 1, 1, 1))
            asked.clear()
            roll = place.roll()
            place.register.marks(roll, roll.learners, roll.steps)
            counts.append(len(asked))
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert counts[0] == counts[1]


# ---- what it adds up to ----------------------------------------------------------------------------------


def test_who_fits_is_found_by_words_language_step_and_state(place):
    place.known("anna", first_name="Anna", last_name="Ærø")
    place.graded("anna", DA, scores=(2, 2, 2, 2))
    place.graded("bodil", EN)
    place.known("carla")
    roll = place.roll()

    def found(**asked):
        return ids(measures.choose(roll, **asked))

    assert found() == ["anna", "bodil", "carla"]
    assert found(words="ærø") == ["anna"] and found(words="BOD, car") == ["bodil", "carla"]
    assert found(lang="en") == ["bodil"] and found(words="nobody") == []
    assert found(state=READ) == ["anna"] and found(state=HANDED_IN, step=STEP) == ["bodil"]
    assert found(state=measures.LATE) == []
    assert found(state=NONE, step=STEP) == ["carla"] and found(state=NONE, step=OTHER) == list(LEARNERS)


def test_quiet_is_who_lacks_steps_and_has_handed_in_nothing_for_so_many_days(place):
    place.graded("anna", days=20)
    place.graded("bodil", days=13.9)
    place.known("carla")
    place.graded("dora", days=30)
    place.graded("dora", f"{OTHER}-da", days=25)
    roll = place.roll()

    def quiet(days):
        return [(learner.id, silent) for learner, silent in measures.quiet(roll, roll.learners, days)]

    assert quiet(14) == [("carla", None), ("anna", 20)], "dora is through, and not quiet"
    assert quiet(13) == [("carla", None), ("anna", 20), ("bodil", 13)]


def test_time_to_feedback_runs_from_hand_in_to_the_page_and_what_waits_is_counted(place):
    for student, days in (("anna", 3), ("bodil", 5), ("carla", 9)):
        place.graded(student, days=days, scores=(2, 2, 2, 2))
        place.feedback(student, days=1)
    place.graded("dora", days=7)
    roll = place.roll()
    found = measures.pace(roll, roll.learners, roll.steps)
    days = [round(seconds / measures.DAY, 3) for seconds in (found.median, found.slowest, found.longest)]
    assert (found.done, found.waiting, days) == (3, 1, [4, 8, 7])
    assert measures.pace(roll, [], roll.steps) == measures.Pace(0, None, None, 0, None)


def test_levels_are_counted_where_read_and_an_empty_answer_is_no_level(place):
    place.graded("anna", DA, scores=(0, 1, 2.5, 3))
    place.graded("bodil", EN, scores=("empty", 1, None, 3))
    roll = place.roll()
    marks = place.register.marks(roll, roll.learners, roll.steps)
    spreads = {cell: measures.spread(marks[STEP, cell]) for cell in ANSWERS}
    assert [(one.levels, one.empty) for one in spreads.values()] == [
        ((1, 0, 0, 0), 1),
        ((0, 2, 0, 0), 0),
        ((0, 0, 1, 0), 0),
        ((0, 0, 0, 2), 0),
    ]
    assert [one.stumbling for one in spreads.values()] == [1, 1, 0, 0]
    assert measures.share(marks[STEP, "check-plan"]) == 1


def test_marks_of_a_hand_in_that_no_longer_counts_are_not_counted(place):
    place.graded("anna", DA, days=9, scores=(0, 0, 0, 0))
    place.graded("anna", EN, days=2, scores=(3, 3, 3, 3))
    roll = place.roll()
    marks = place.register.marks(roll, roll.learners, roll.steps)
    assert marks[STEP, "answer-1"] == [(3, 3, True)]


def test_where_many_stumble_stands_first_and_too_few_answers_say_nothing():
    given = {level: (level, 3, True) for level in range(4)}
    marks = {
        "hard": [given[0], given[1], given[2], given[3], given[3], (0, 3, False)],
        "easy": [given[2]] * 4 + [given[1]],
        "few": [given[0]] * (measures.FEWEST - 1),
    }
    found, many = measures.hardest(marks, ["easy", "few", "hard", "unread"])
    assert [(place, one.stumbling) for one, place in found] == [
        ("hard", 1 / 2),
        ("easy", 1 / 5),
    ] and many == 1


def test_a_check_that_gives_few_points_is_told_and_one_on_the_line_is_not():
    marks = {"low": [(0.5, 1, True)] * 5, "line": [(0.7, 1, True)] * 5, "few": [(0, 1, True)] * 4}
    assert measures.weak_checks(marks, list(marks)) == [(0.5, "low")]


def test_who_did_nothing_is_counted_and_not_in_the_middle():
    assert measures.done([0, 1, 4, 2]) == measures.Done(4, 3, 7, 2)
    assert measures.done([]) == measures.Done(0, 0, 0, None)


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ('{"conversations": 2, "who": "Bente"}', [2]),
        ('{"conversations": true}', None),
        ('{"conversations": "2"}', None),
        ('{"conversations": -1}', None),
        ('{"conversations": 99999999}', None),
        ("[2]", None),
        ("{", None),
    ],
)
def test_acts_are_the_numbers_that_a_hand_in_brought_and_nothing_else(place, told, counts):
    place.submitted("anna", f"{OTHER}-da", figures=told)
    roll = place.roll()
    expected = {(OTHER, "conversations"): counts} if counts else {}
    assert place.register.acts(roll, roll.learners, roll.steps) == expected


def test_a_link_that_a_learner_left_is_not_followed(place, tmp_path):
    (tmp_path / "elsewhere.json").write_text('{"conversations": 2}')
    os.symlink(tmp_path / "elsewhere.json", place.submitted("anna", f"{OTHER}-da") / "figures.json")
    roll = place.roll()
    assert place.register.acts(roll, roll.learners, roll.steps) == {}


# ---- files -----------------------------------------------------------------------------------------------


def rows_of(data, parting=","):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=parting))


def listed(*rows):
    from facilitation.seating.participants import read_file

    return read_file("list.csv", "\n".join(rows).encode())


@pytest.fixture
def roll(place):
    place.known("anna", first_name="Anna", last_name="Ærø", email="Anna@example.dk", lms_user_id="71")
    place.known("bodil", first_name=FORMULA, email="bodil@example.dk")
    place.known("carla", first_name="Carla")
    place.known("dora", email="dora@example.dk")
    place.graded("anna", scores=(2, 2, 2, 2.5), checks=0.5)
    place.graded("bodil", scores=(1, 1, 1, 1))
    place.graded("carla", scores=(1, 1, 1, 1))
    place.graded("dora")
    return place.roll()


def test_moodles_file_has_its_own_heading_and_only_marks_that_are_final(roll):
    made = files.lms_import(files.MOODLE, files.EMAIL, roll, roll.learners, roll.steps)
    assert rows_of(made.data) == [
        ["Email address", "1. Hvorfor netværke?", "5. Mere end et visitkort"],
        ["bodil@example.dk", "4", ""],
        ["Anna@example.dk", "8.5", ""],
    ]
    assert ids(made.nameless) == ["carla"] and ids(made.unmarked) == ["dora"] and made.unread == 1


def test_who_has_passed_the_course_is_a_last_column_for_both_systems(roll):
    passed = ("Kurset er bestået", ["anna"])
    made = files.lms_import(files.MOODLE, files.EMAIL, roll, roll.learners, roll.steps[:1], passed=passed)
    assert [row[::2] for row in rows_of(made.data)] == [
        ["Email address", "Kurset er bestået"],
        ["bodil@example.dk", ""],
        ["Anna@example.dk", "1"],
    ]
    made = files.lms_import(files.CANVAS, files.USERNAME, roll, roll.learners, roll.steps[:1], passed=passed)
    assert [row[-1] for row in rows_of(made.data)] == ["Kurset er bestået", "1", "", "1", ""]


def test_canvas_has_its_five_columns_the_points_possible_and_no_id_of_ours(roll):
    made = files.lms_import(files.CANVAS, files.USERNAME, roll, roll.learners, roll.steps[:1])
    head, possible, *rows = rows_of(made.data)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "1. Hvorfor netværke?"]
    assert possible[0].strip() == "Points Possible" and possible[1:] == ["", "", "", "", "12"]
    assert [row[1:4] for row in rows] == [["", "", "bodil"], ["", "", "anna"], ["", "", "carla"]]
    assert rows[0][0] == f"'{FORMULA}", "a name is no formula"


def test_with_the_systems_own_list_everybody_is_written_as_there_and_strangers_are_told(roll):
    moodle = listed("Fornavn;E-mailadresse", "Anna;anna@example.dk", "X;x@example.dk")
    made = files.lms_import(files.MOODLE, files.EMAIL, roll, roll.learners, roll.steps, moodle)
    assert [row[0] for row in rows_of(made.data)[1:]] == ["anna@example.dk"]
    assert ids(made.unknown) == ["bodil"]
    canvas = listed(
        "Student,ID,SIS User ID,SIS Login ID,Section,Old (4)",
        "    Points Possible,,,,,10",
        '"Ærø, Anna",9001,71,anna@uni.dk,Hold 1,3',
    )
    made = files.lms_import(files.CANVAS, files.LMS, roll, roll.learners, roll.steps[:1], canvas)
    assert rows_of(made.data)[2] == ["Ærø, Anna", "9001", "71", "anna@uni.dk", "Hold 1", "8.5"]


@pytest.mark.parametrize(("system", "column"), [(files.MOODLE, "ID number"), (files.CANVAS, "SIS User ID")])
def test_a_list_that_does_not_tell_who_somebody_is_is_refused(roll, system, column):
    with pytest.raises(Problem) as raised:
        files.lms_import(
            system, files.LMS, roll, roll.learners, roll.steps, listed("Name,Town", "Anna,Stege")
        )
    assert (raised.value.key, raised.value.names) == ("list_column", {"column": column})


def test_an_id_that_is_a_formula_is_left_out_and_told(place):
    place.known("anna", email="+anna@example.dk")
    place.graded("anna", scores=(1, 1, 1, 1))
    roll = place.roll()
    made = files.lms_import(files.MOODLE, files.EMAIL, roll, roll.learners, roll.steps)
    assert ids(made.unsafe) == ["anna"] and made.data is None


def test_the_workbook_and_the_csv_hold_states_and_points_and_no_formula(roll, lang):
    t = Texts("cohort", lang, folder=base.TEXTS)
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(t, roll, roll.learners, roll.steps)))
    overview, marks = book.worksheets
    assert overview.title == t("sheet.overview") and overview.max_row == 5
    states = {row[0].value: row[4].value for row in overview.iter_rows(min_row=2)}
    assert states["anna"] == t(f"state.{READ}") and states["dora"] == t(f"state.{HANDED_IN}")
    points = {row[0].value: row[7].value for row in marks.iter_rows(min_row=2)}
    assert points == {"anna": 8.5, "bodil": 4, "carla": 4, "dora": None}
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    parting, number = {"da": (";", "8,5"), "en": (",", "8.5")}[lang]
    rows = rows_of(files.csv_of(t, files.marks(t, roll, roll.learners, roll.steps)), parting)
    assert number in next(row for row in rows if row[0] == "anna")
    assert all(not cell.startswith(files.FORMULA) for row in rows for cell in row)
    assert any(cell == f"'{FORMULA}" for row in rows for cell in row)


# ---- the page --------------------------------------------------------------------------------------------


def words(widget):
    return html.unescape(re.sub("<[^>]+>", " ", widget.value))


def at(page, part):
    page.show.value = part
    return whole(page).opened[part]


def test_every_part_is_drawn_in_both_languages(lang, cohort_of_six):
    page = whole(Cohort())
    t = page.t
    assert t("state.feedback") in at(page, "steps").list.value
    assert t("days", n=35) in words(at(page, "quiet").list)
    levels = words(at(page, "levels").shown)
    assert t("levels.stumble") in levels and t.percent(1) in levels and t.percent(0.25) in levels
    assert t("column.median") in words(at(page, "pace").shown)
    acts = words(at(page, "acts").shown)
    assert t("act.conversations") in acts and "10" in acts
    assert t("take.not_listed") in words(at(page, "take").report)


def test_no_learner_is_written_into_a_saved_notebook_nor_into_the_page_as_code(danish, cohort_of_six):
    page = whole(Cohort())
    for part in KINDS:
        at(page, part)
        assert "Kanariefugl" not in str(page._repr_mimebundle_())
        assert not any("<script" in one.value for one in _html(page)), part
    assert "Kanariefugl" in at(page, "steps").list.value


def _html(page):
    import ipywidgets as W

    waiting, found = list(page.children), []
    while waiting:
        one = waiting.pop()
        waiting += getattr(one, "children", ())
        found += [one] if isinstance(one, W.HTML) else []
    return found


def test_a_long_list_comes_page_by_page_and_never_as_a_widget_a_cell(danish, place, monkeypatch):
    monkeypatch.setattr(cohort, "ON_A_PAGE", 2)
    for student in "abcde":
        place.known(student)
    place.inbound("a")
    page = whole(Cohort())
    steps = at(page, "steps")
    rows = [words(steps.list).count(f" {student} ") for student in "abcde"]
    assert rows == [1, 1, 0, 0, 0] and steps.back.disabled and not steps.on.disabled
    steps.on.click()
    steps.on.click()
    assert whole(page) and " e " in words(steps.list) and steps.on.disabled
    page.words.value = "b"
    assert " b " in words(steps.list) and steps.pager.layout.display == "none"


@pytest.mark.parametrize(
    ("seconds", "key", "names"),
    [(60, "hour", {}), (7300, "hours", {"n": 2}), (172_800, "days", {"n": "2,0"}), (None, "", {})],
)
def test_a_time_is_told_in_hours_and_from_two_days_on_in_days(danish, cohort_of_six, seconds, key, names):
    page = Cohort()
    assert page.span(seconds) == (page.t(key, **names) if key else "–")


def test_one_step_is_shown_in_words_and_filters_reach_every_part(danish, cohort_of_six):
    page = whole(Cohort())
    page.step.value = STEP
    line = words(at(page, "steps").list)
    assert page.t(f"state.{READ}") in line and page.t("points", points="6,0", of="12") in line
    page.words.value = "d3"
    assert page.t("levels.few", n=5) in words(at(page, "levels").shown)
    page.words.value = "ingen"
    assert all(page.t("nobody") in words(at(page, part).shown) for part in KINDS)


def test_a_reminder_is_in_the_learners_language_with_the_next_step_and_can_be_changed(danish, place):
    place.known("anna", first_name="Anna")
    place.graded("anna", EN, days=30)
    place.known("bodil")
    page = whole(Cohort())
    quiet = at(page, "quiet")
    by_id = {one.id: one for _, one in quiet.to.options if not isinstance(one, str)}
    anna, bodil = by_id["anna"], by_id["bodil"]
    english = Texts("cohort", "en", folder=base.TEXTS)
    quiet.to.value = anna
    assert english("reminder.hello", name="Anna") in quiet.text.value
    assert "Mere end et visitkort" in quiet.text.value, "there is no English source of it here"
    quiet.to.value = bodil
    assert page.t("reminder.never", title="Hvorfor netværke?") in quiet.text.value
    quiet.to.value = "da"
    assert quiet.text.value == page.t("reminder.all") and "bodil" not in quiet.text.value
    assert quiet._entry() is None
    quiet.to.value, quiet.date.value = anna, datetime(2026, 12, 1).date()
    entry = quiet._entry().decode()
    assert "20261201T080000Z" in entry and "Mere end et visitkort" in entry and "anna" not in entry.casefold()


def test_looking_again_keeps_what_was_chosen_and_sees_what_is_new(danish, place):
    place.inbound("anna")
    page = whole(Cohort())
    page.step.value, page.words.value = STEP, "a"
    place.inbound("carla")
    page.look_again()
    assert page.step.value == STEP and ids(page.learners) == ["anna", "carla"]


def test_no_hand_ins_and_no_folder_are_said_and_nothing_breaks(danish, place, tmp_path, monkeypatch):
    page = whole(Cohort())
    assert page.t("nothing_yet") in words(page.summary)
    for part in KINDS:
        at(page, part)
    (place.folder / "gradebook.db").unlink()
    page = whole(Cohort())
    assert page.t("problem.no_gradebook") in words(page._message)
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path / "nowhere"))
    page = whole(Cohort())
    assert page.t("problem.no_folder") in words(page._message)


def test_a_list_that_cannot_be_used_is_said_and_can_be_forgotten(danish, cohort_of_six):
    page = whole(Cohort())
    take = at(page, "take")
    take.picker._chosen("list.csv", b"Name,Town\nAnna,Stege\n")
    assert page.t("problem.list_column", column="Email address") in words(page._message)
    take.forget.click()
    assert page._message.value == ""
    assert whole(page) and page.t("take.not_listed") in words(take.report)
    take.picker._chosen("list.xlsx", b"no workbook")
    assert page.t("problem.unreadable", file="list.xlsx") in words(page._message)


# ---- the list, the deadlines and who has passed ----------------------------------------------------------


def test_a_list_puts_everybody_there_whether_they_have_handed_in_or_not(place):
    place.graded("anna", scores=(2, 2, 2, 2))
    place.known("bo", first_name="Bo", last_name="Holm", email="bo@holm.dk")
    roll = place.roll()
    text = (
        "Navn;E-mail;LMS-id;Hold;Aftengruppe;Sko\n"
        "anna;anna@eg.dk;17;Forår;A;38\nBo Holm;BO@holm.dk;18;Forår;B;\nCarla Dam;c@dam.dk;;Efterår;;\n"
        "/etc/passwd;;;;;\n"
    )
    came = roster.bring(place.register, read_file("hold.csv", text.encode("utf-8-sig")))
    assert (came.new, sorted(came.changed), came.left) == (["Carla Dam"], ["anna", "bo"], ["/etc/passwd"])
    assert came.unused == ["Sko"]
    roll = place.roll()
    known = {one.id: (one.email, one.lms, one.cohort, one.group) for one in roll.learners}
    assert known == {
        "anna": ("anna@eg.dk", "17", "Forår", "A"),
        "bo": ("BO@holm.dk", "18", "Forår", "B"),
        "Carla Dam": ("c@dam.dk", "", "Efterår", ""),
    }
    assert [one.id for one in measures.choose(roll, cohort="Forår")] == ["anna", "bo"]
    assert [one.id for one in measures.choose(roll, cohort="B")] == ["bo"]
    again = roster.bring(place.register, read_file("hold.csv", text.encode("utf-8-sig")))
    assert (again.new, again.changed) == ([], [])
    with pytest.raises(Problem, match="roster_columns"):
        roster.bring(place.register, read_file("x.csv", b"a;b\n1;2\n"))


def test_a_last_day_is_set_once_and_goes_for_both_languages(place):
    place.known("bodil")
    step = place.roll().steps[0]
    place.register.set_deadline(step, datetime(2026, 11, 20).date())
    roll = place.roll()
    assert state(roll, "bodil") == OVERDUE and set(roll.steps[0].deadlines) == {"da", "en"}
    assert roll.steps[0].deadline == datetime(2026, 11, 20, 23, tzinfo=UTC)  # midnight in Denmark
    place.register.set_deadline(step, None)
    assert state(place.roll(), "bodil") == NONE


def test_passed_is_what_a_person_has_given_and_what_is_missing_is_named(place, danish):
    place.graded("anna", scores=(2, 2, 1, 1))
    place.graded("bodil", scores=(3, 3, 3, 0))
    place.graded("carla", scores=(3, 3, None, 3))
    roll = place.roll()
    verdicts = place.register.verdicts(roll)
    assert {who: verdicts[who, STEP] for who in LEARNERS} == {
        "anna": "passed",
        "bodil": "more",
        "carla": "waiting",
    }
    missing = {one.id: [s.name for s in measures.course(roll, verdicts, one)] for one in roll.learners}
    assert missing == {"anna": [OTHER], "bodil": [STEP, OTHER], "carla": [STEP, OTHER]}
    t = Texts("cohort", "da", folder=base.TEXTS)
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(t, roll, roll.learners, roll.steps, verdicts)))
    rows = list(book[t("sheet.passed")].values)
    assert rows[1][0] == "anna" and rows[1][6] == t("verdict.passed") and not rows[1][4]
    page = whole(Cohort())
    page.show.value = "passed"
    lacks = (("1", t("verdict.more")), ("5", t("passed.nothing")))
    shown = "<br>".join(t("passed.lacks", steps=number, why=why) for number, why in lacks)
    assert shown in page.opened["passed"].list.value


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), ""), ("12", "1, 2"), ("123", "1–3"), ("1345", "1, 3–5"), (("9", "10", "11", "own"), "9–11, own")],
)
def test_steps_are_told_in_short(numbers, said):
    assert cohort_table.in_short(numbers) == said


def test_reminders_come_as_a_mail_merge_with_addresses(place, danish):
    place.graded("anna", days=40)
    place.known("anna", first_name="Anna", email="anna@eg.dk")
    page = whole(Cohort())
    page.show.value = "quiet"
    rows = list(csv.reader(io.StringIO(page.opened["quiet"]._merge().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == [page.t("column.name"), page.t("column.email")]
    assert rows[1][:2] == ["Anna", "anna@eg.dk"] and "Hej Anna" in rows[1][3]


def test_the_list_and_the_deadlines_are_brought_and_set_on_the_page(place, danish):
    page = whole(Cohort())
    page.show.value = "roster"
    part = page.opened["roster"]
    part._bring("hold.csv", "Navn;E-mail;Hold\nAnna Eg;a@eg.dk;Forår\n".encode())
    assert page.t("roster.brought", new="1", changed="0") in html.unescape(part.report.value)
    assert "a@eg.dk" in part.shown.value and ("Forår", "Forår") in page.cohort.options
    part.dates[STEP].value = datetime(2026, 12, 24).date()
    assert whole(page) and page.roll.steps[0].deadline.date() == datetime(2026, 12, 24).date()
