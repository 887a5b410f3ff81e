"""How far everybody is, read from nbgrader's gradebook, exchange and folders. Nothing is written.

An assignment exists once in each language, and a learner hands in one of the pair: what was handed in last
counts, whichever it is. Nobody here can know what a learner has fetched or read: nbgrader notes it nowhere,
and a learner's folder is the learner's own.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from nbgrader.api import (
    Assignment,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import case, func, select

from exercises.models.calendar_entry import zone
from facilitation.exchange import COURSE
from facilitation.language import LANGUAGES
from facilitation.reading import Desk, questions_of
from facilitation.taking_in import FIGURES, LEARNER, MOST_FIGURES, SECRET, STAMP

NONE, OVERDUE, HANDED_IN, READ, FEEDBACK = STATES = ("none", "overdue", "handed_in", "read", "feedback")
MOST_SMALL = 10_000  # bytes of a time stamp or a secret
MOST_TOLD = 10_000  # what a learner's own figures file says beyond this is no count of acts
# The figures of a hand-in that count what was done among people, by the stem of its lesson.
ACTS = {
    "more-than-a-card": ("conversations",),
    "fast-and-cheap": ("warm_up_sent", "requests"),
    "referrals": ("asks",),
    "news-and-ideas": ("signal_talks", "introductions"),
    "learn-together": ("red_chair_rounds",),
    "linkedin-evening": ("acts",),
}


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Learner:
    """Somebody in the gradebook or among the hand-ins. ``lms`` is the id another system gave, or ""."""

    id: str
    name: str
    first_name: str
    email: str
    lms: str


@dataclass(frozen=True)
class Step:
    """One reflection in both languages: ``assignments``, ``titles`` and ``deadlines`` (aware) by language.

    ``name`` is the assignment without its language ("01-why-network"), ``title`` the one in the page's
    language, ``maximum`` its points.
    """

    name: str
    title: str
    titles: dict
    assignments: dict
    deadlines: dict
    maximum: float

    @property
    def number(self):
        return self.name.partition("-")[0].lstrip("0")

    @property
    def stem(self):
        return self.name.partition("-")[2]

    @property
    def deadline(self):
        """The last day for who has not handed in: either language may still come."""
        return max(self.deadlines.values(), default=None)


@dataclass(frozen=True)
class HandIn:
    """A learner's last hand-in of a step. ``state`` is HANDED_IN, READ or FEEDBACK; ``moment`` is aware.

    ``score`` is None until it is graded; ``made`` is when its feedback page was made, or None, and ``sent``
    whether that page lies in the exchange, None where that cannot be seen.
    """

    assignment: str
    lang: str
    moment: datetime | None
    late: bool
    state: str
    score: float | None = None
    made: datetime | None = None
    sent: bool | None = None


@dataclass
class Roll:
    """Everybody: ``hand_ins`` by (learner id, step name). ``unseen`` holds what could not be looked into:
    ``inbound`` (hand-ins not collected yet) and ``feedback`` (whether feedback pages are out)."""

    learners: list
    steps: list
    hand_ins: dict
    now: datetime
    unseen: set = field(default_factory=set)

    def state(self, learner, step):
        """One of STATES."""
        found = self.hand_ins.get((learner.id, step.name))
        if found:
            return found.state
        return OVERDUE if step.deadline and step.deadline < self.now else NONE

    def of(self, learner):
        """The learner's hand-ins, oldest first."""
        mine = (self.hand_ins.get((learner.id, step.name)) for step in self.steps)
        return sorted((one for one in mine if one), key=_when)

    def last(self, learner):
        """The learner's newest `HandIn`, None for none."""
        return next(reversed(self.of(learner)), None)

    def heard(self, learner):
        """When the learner last handed in (aware); the beginning of time for never."""
        last = self.last(learner)
        return _when(last) if last else _NEVER

    def lang(self, learner):
        """The language of the newest hand-in, "" for none."""
        last = self.last(learner)
        return last.lang if last else ""

    def next_step(self, learner):
        """The first step that the learner has not handed in, None when all are."""
        return next((step for step in self.steps if (learner.id, step.name) not in self.hand_ins), None)


def _when(hand_in):
    return hand_in.moment or _NEVER


class Register(Desk):
    """Reads a facilitator's folder into a `Roll`. Raises NotRead as `Desk` does."""

    def roll(self, lang, now=None):
        """The `Roll` as it is at ``now`` (aware, default: now), with titles in ``lang`` where there are."""
        now = now or datetime.now(UTC)
        with self._gradebook() as gradebook:
            learners = {
                one.id: Learner(one.id, *_named(one), one.email or "", one.lms_user_id or "")
                for one in gradebook.db.execute(
                    select(
                        Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
                    )
                )
            }
            duedates = dict(gradebook.db.execute(select(Assignment.name, Assignment.duedate)).all())
            maxima = dict(gradebook.db.execute(_maxima()).all())
            graded = gradebook.db.execute(_graded()).all()
        self.steps = self._steps(duedates, maxima, lang)
        self.step_of = {name: step for step in self.steps for name in step.assignments.values()}
        roll = Roll([], self.steps, {}, now)
        self._put_graded(roll, graded)
        self._put_submitted(roll, {(student, name) for student, name, *_ in graded})
        self._put_inbound(roll)
        strangers = {student for student, _ in roll.hand_ins} - learners.keys()
        learners |= {student: Learner(student, student, "", "", "") for student in strangers}
        roll.learners = sorted(learners.values(), key=lambda one: (one.name.casefold(), one.id))
        return roll

    # ---- steps ---------------------------------------------------------------------------------------------

    def _steps(self, duedates, maxima, lang):
        pairs = {}
        for name in sorted(duedates):
            language = _language(name)
            pairs.setdefault(name.removesuffix(f"-{language}"), {})[language] = name
        return [self._step(stem, pair, duedates, maxima, lang) for stem, pair in pairs.items()]

    def _step(self, stem, pair, duedates, maxima, lang):
        courses = {language: self._course(name) for language, name in pair.items()}
        titles = {language: _title(course, stem) for language, course in courses.items()}
        deadlines = {
            language: due.replace(tzinfo=UTC) if (due := duedates[name]) else _end_of(courses[language])
            for language, name in pair.items()
        }
        return Step(
            stem,
            titles.get(lang) or next(iter(titles.values())),
            titles,
            pair,
            {language: due for language, due in deadlines.items() if due},
            max(maxima.get(name, 0) for name in pair.values()),
        )

    def _course(self, assignment):
        # not through nbformat, which checks every cell: here the title alone is wanted
        place = self.place / self.course.source_directory / assignment
        for path in sorted(place.glob("*.ipynb")):
            try:
                return json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return {}

    # ---- hand-ins ------------------------------------------------------------------------------------------

    def _put_graded(self, roll, rows):
        released = self._released(roll)
        submissions = {}
        for student, name, *rest in rows:
            submissions.setdefault((student, name), []).append(rest)
        for (student, name), notebooks in submissions.items():
            timestamp, extension = notebooks[0][:2]
            moment = timestamp.replace(tzinfo=UTC) if timestamp else None
            unread = sum(unread or 0 for *_, unread, _, _ in notebooks)
            score = sum(max(0, (score or 0) - (penalty or 0)) for *_, score, penalty in notebooks)
            state, made, sent = HANDED_IN, None, None
            if not unread:
                made, sent = self._feedback(student, name, notebooks[0][2], moment, released)
                state = READ if made is None or sent is False else FEEDBACK
            late = self._late(name, moment, extension)
            self._put(roll, student, HandIn(name, _language(name), moment, late, state, score, made, sent))

    def _put_submitted(self, roll, graded):
        """What was taken in and not graded yet."""
        place = self.place / self.course.submitted_directory
        for learner in _folders(place):
            for one in _folders(learner.path):
                if (learner.name, one.name) not in graded:
                    moment = _moment(_small(os.path.join(one.path, STAMP)).decode("utf-8", "replace"))
                    self._put_ungraded(roll, learner.name, one.name, moment)

    def _put_inbound(self, roll):
        """What lies in the exchange and was not collected yet, or is newer than what was."""
        try:
            names = os.listdir(os.path.join(self._exchange, "inbound"))
        except OSError:
            roll.unseen.add("inbound")
            return
        for student, name, stamp, *_ in (parts for one in names if len(parts := one.split("+")) >= 3):
            if moment := _moment(stamp):
                self._put_ungraded(roll, student, name, moment)

    def _put_ungraded(self, roll, student, name, moment):
        if name not in self.step_of:
            return
        there = roll.hand_ins.get((student, self.step_of[name].name))
        # what was collected still lies in the exchange: the most of it is known already
        if (there is None or _when(there) < (moment or _NEVER)) and LEARNER.fullmatch(student):
            late = self._late(name, moment, None)
            self._put(roll, student, HandIn(name, _language(name), moment, late, HANDED_IN))

    def _put(self, roll, student, hand_in):
        place = (student, self.step_of[hand_in.assignment].name)
        there = roll.hand_ins.get(place)
        if there is None or _when(there) < _when(hand_in):
            roll.hand_ins[place] = hand_in

    def _late(self, name, moment, extension):
        due = self.step_of[name].deadlines.get(_language(name))
        return bool(due and moment and moment > due + (extension or timedelta(0)))

    # ---- feedback ------------------------------------------------------------------------------------------

    @property
    def _exchange(self):
        return os.path.join(str(self.course.config.Exchange.root), COURSE)

    def _released(self, roll):
        """The names of the feedback pages in the exchange, None where that cannot be seen."""
        try:
            return set(os.listdir(os.path.join(self._exchange, "feedback")))
        except FileNotFoundError:
            if os.path.isdir(self._exchange):
                return set()
        except OSError:
            pass
        roll.unseen.add("feedback")
        return None

    def _feedback(self, student, name, notebook, moment, released):
        """When a hand-in's feedback page was made and whether it is out, as in `HandIn`."""
        place = f"{self.place}/{self.course.feedback_directory}/{student}/{name}"
        try:
            made = datetime.fromtimestamp(os.stat(f"{place}/{notebook}.html").st_mtime, UTC)
        except OSError:
            return None, None
        if moment and made < moment:
            return None, None  # the page to an earlier hand-in
        if released is None:
            return made, None
        # as nbgrader.utils.notebook_hash names a page
        named = hashlib.md5(_small(f"{place}/{SECRET}") + notebook.encode())
        return made, f"{named.hexdigest()}.html" in released

    # ---- what is asked for now and then --------------------------------------------------------------------

    def marks(self, roll, learners, steps):
        """What each graded cell was given, as {(step name, cell name): [(score, maximum, answered)]}.

        Only of hand-ins that count, and of answers that were read. ``answered`` is False for one that
        nbgrader set to 0 by itself, since it was left as it was.
        """
        wanted = {
            (learner.id, hand_in.assignment): step.name
            for learner in learners
            for step in steps
            if (hand_in := roll.hand_ins.get((learner.id, step.name)))
        }
        with self._gradebook() as gradebook:
            names = [name for step in steps for name in step.assignments.values()]
            rows = gradebook.db.execute(_marks(names)).all()
        found = {}
        for student, assignment, cell, auto, manual, maximum, kind in rows:
            if step := wanted.get((student, assignment)):
                score = manual if manual is not None else auto
                answered = kind == "code" or manual is not None or bool(score)
                found.setdefault((step, cell), []).append((score or 0, maximum, answered))
        return found

    def questions(self, step, lang):
        """The `Question`s of a step, in ``lang`` where there is such a source."""
        name = step.assignments.get(lang) or next(iter(step.assignments.values()))
        found = []
        for notebook, nb in self._sources(name):
            points = {
                (notebook, cell.metadata.nbgrader.grade_id): cell.metadata.nbgrader.points
                for cell in nb.cells
                if cell.metadata.get("nbgrader", {}).get("grade")
            }
            found += questions_of(name, notebook, nb, points)
        return found

    def acts(self, roll, learners, steps):
        """What hand-ins tell of acts, as {(step name, figure): [count, …]}: numbers and nothing else."""
        found = {}
        for step in steps:
            for learner in learners:
                hand_in = roll.hand_ins.get((learner.id, step.name))
                if hand_in and step.stem in ACTS:
                    told = self._figures(learner.id, hand_in.assignment)
                    for name in ACTS[step.stem]:
                        if name in told:
                            found.setdefault((step.name, name), []).append(told[name])
        return found

    def _figures(self, student, assignment):
        place = os.path.join(self.place, self.course.submitted_directory, student, assignment, FIGURES)
        try:
            told = json.loads(_small(place, MOST_FIGURES))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(told, dict):
            return {}
        return {name: n for name, n in told.items() if type(n) is int and 0 <= n <= MOST_TOLD}


def _named(student):
    first, last = student.first_name or "", student.last_name or ""
    return " ".join(part for part in (first, last) if part) or student.id, first


def _language(assignment):
    """The language in an assignment's name, "" for a facilitator's own that names none."""
    language = assignment.rpartition("-")[2]
    return language if language in LANGUAGES else ""


def _title(course, stem):
    """What a reflection is about: its title without the word before the colon."""
    title = str(course.get("title") or stem)
    return title.partition(": ")[2] or title


def _end_of(course):
    """The end of the day that a reflection names as its deadline, None for none."""
    try:
        day = date.fromisoformat(str(course.get("deadline")))
    except ValueError:
        return None
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone()).astimezone(UTC)


def _moment(stamp):
    try:
        return datetime.fromisoformat(stamp.strip().removesuffix(" UTC")).replace(tzinfo=UTC)
    except ValueError:
        return None


def _folders(place):
    try:
        with os.scandir(place) as entries:
            return [one for one in entries if one.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _small(path, most=MOST_SMALL):
    """The bytes of a file as small as it should be, b"" for any other: a link that a learner made, a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        file = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        data = os.read(file, most + 1)
    except OSError:
        return b""
    finally:
        os.close(file)
    return data if len(data) <= most else b""


# ---- queries: a few for everybody, never one a learner -----------------------------------------------------


def _maxima():
    return (
        select(Assignment.name, func.sum(GradeCell.max_score))
        .join(Notebook, Notebook.assignment_id == Assignment.id)
        .join(GradeCell, GradeCell.notebook_id == Notebook.id)
        .group_by(Assignment.name)
    )


def _graded():
    """One row a graded notebook: learner, assignment, timestamp, extension, name, unread, score, penalty."""
    each = (
        select(
            Grade.notebook_id,
            func.sum(case((Grade.needs_manual_grade, 1), else_=0)).label("unread"),
            func.sum(Grade.score).label("score"),
        )
        .group_by(Grade.notebook_id)
        .subquery()
    )
    return (
        select(
            SubmittedAssignment.student_id,
            Assignment.name,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            Notebook.name,
            each.c.unread,
            each.c.score,
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .outerjoin(each, each.c.notebook_id == SubmittedNotebook.id)
    )


def _marks(assignments):
    """One row a graded cell that was read: learner, assignment, cell, both scores, maximum and kind."""
    return (
        select(
            SubmittedAssignment.student_id,
            Assignment.name,
            GradeCell.name,
            Grade.auto_score,
            Grade.manual_score,
            GradeCell.max_score,
            GradeCell.cell_type,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(GradeCell, Grade.cell_id == GradeCell.id)
        .where(GradeCell.max_score > 0, Grade.needs_manual_grade.is_(False))
        .where(Assignment.name.in_(assignments))
    )
