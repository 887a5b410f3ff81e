"""How far everybody is, read from nbgrader's gradebook, exchange and folders. Nothing is written.

An assignment exists once in each language, and a learner hands in one of the pair: what was handed in last
counts, whichever it is. Nobody here can know what a learner has fetched or read: nbgrader notes it nowhere,
and a learner's folder is the learner's own.
"""

import functools
import gc
import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

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

from exercises.calendar_entry import zone
from exercises.figures import acts_of
from facilitation.cohort import roster, states
from facilitation.cohort.states import MAILED
from facilitation.exchange import COURSE
from facilitation.language import LANGUAGES
from facilitation.reading import rubric
from facilitation.reading.desk import Desk, questions_of
from facilitation.taking_in import FIGURES, LEARNER, MOST_FIGURES, SECRET, STAMP, receipt

MOST_SMALL = 10_000  # bytes of a time stamp or a secret
MOST_TOLD = 10_000  # what a learner's own figures file says beyond this is no count of acts


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Learner:
    """Somebody in the gradebook or among the hand-ins. ``lms`` is the id another system gave,
    ``cohort`` and evening ``group`` what the roster says; "" for not known."""

    id: str
    name: str
    first_name: str
    email: str
    lms: str
    cohort: str = ""
    group: str = ""


@dataclass(frozen=True)
class Step:
    """One reflection in both languages: ``assignments``, ``titles`` and ``deadlines`` (aware) by language.

    ``name`` is the assignment without its language ("01-why-network"), ``title`` the one in the page's
    language, ``maximum`` the points that a reader can give.
    """

    name: str
    title: str
    titles: dict
    assignments: dict
    deadlines: dict
    maximum: float

    @property
    def number(self) -> str:
        return self.name.partition("-")[0].lstrip("0")

    @property
    def stem(self) -> Any:
        return self.name.partition("-")[2]

    @property
    def deadline(self) -> datetime | None:
        """The last day for who has not handed in: either language may still come."""
        return max(self.deadlines.values(), default=None)


@dataclass(frozen=True)
class HandIn:
    """A learner's last hand-in of a step. ``state`` is one of `states`; ``moment`` is aware.

    ``score`` is what a reader gave, None until it is graded; ``made`` is when its feedback page was made, or
    None, and ``sent`` whether that page lies in the exchange, None where that cannot be seen. ``page`` is
    where it lies here.
    ``fault`` (a `taking_in.Fault`) is why it could not be taken in. ``collected`` is False while it lies in
    the exchange alone. ``other`` is the language of a hand-in of
    the same step that it has taken the place of, "" for none.
    """

    assignment: str
    lang: str
    moment: datetime | None
    late: bool
    state: str
    score: float | None = None
    made: datetime | None = None
    sent: bool | None = None
    page: str = ""
    by_mail: bool = False
    fault: object = None
    other: str = ""
    collected: bool = True


@dataclass
class Roll:
    """Everybody: ``hand_ins`` by (learner id, step name). ``unseen`` holds what could not be looked into:
    ``inbound`` (hand-ins not collected yet) and ``feedback`` (whether feedback pages are out). ``refused``
    are
    hand-ins in the exchange that cannot be taken in: (learner id, assignment, `taking_in.Fault`)."""

    learners: list
    steps: list
    hand_ins: dict
    now: datetime
    unseen: set = field(default_factory=set)
    refused: list = field(default_factory=list)

    def state(self, learner: Learner, step: Step) -> str:
        """One of `states.STATES`."""
        found = self.hand_ins.get((learner.id, step.name))
        return found.state if found else states.deadline_state(step.deadline, self.now)

    def of(self, learner: Learner) -> Any:
        """The learner's hand-ins, oldest first."""
        mine = (self.hand_ins.get((learner.id, step.name)) for step in self.steps)
        return sorted((one for one in mine if one), key=_when)

    def last(self, learner: Learner) -> Any:
        """The learner's newest `HandIn`, None for none."""
        return next(reversed(self.of(learner)), None)

    def heard(self, learner: Learner) -> Any:
        """When the learner last handed in (aware); the beginning of time for never."""
        last = self.last(learner)
        return _when(last) if last else _NEVER

    def lang(self, learner: Learner) -> Any:
        """The language of the newest hand-in, "" for none."""
        last = self.last(learner)
        return last.lang if last else ""

    def next_step(self, learner: Learner) -> Any:
        """The first step that the learner has not handed in, None when all are."""
        return next((step for step in self.steps if (learner.id, step.name) not in self.hand_ins), None)


def _when(hand_in):
    return hand_in.moment or _NEVER


def without_gc(work: Any) -> Any:
    """``work`` without the search for garbage, which looks at thousands of rows and finds none."""

    @functools.wraps(work)
    def do(*words, **named):
        if not gc.isenabled():
            return work(*words, **named)
        gc.disable()
        try:
            return work(*words, **named)
        finally:
            gc.enable()

    return do


class Register(Desk):
    """Reads a facilitator's folder into a `Roll`. Raises NotRead as `Desk` does."""

    def __init__(self, *args: Path) -> None:
        super().__init__(*args)
        self.checker = states.Checker(self.place)
        self._exchange = os.path.join(str(self.course.config.Exchange.root), COURSE)

    @without_gc
    def roll(self, lang: str, now: datetime | None = None) -> Roll:
        """The `Roll` as it is at ``now`` (aware, default: now), with titles in ``lang`` where there are."""
        now = now or datetime.now(UTC)
        placed = roster.about(self.place)
        with self._gradebook() as gradebook:
            learners = {
                one.id: Learner(
                    *(one.id, *_named(one), one.email or "", one.lms_user_id or ""), **placed.get(one.id, {})
                )
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
        inbound = self.inbound(roll)
        self._put_graded(roll, graded, inbound)
        self._put_submitted(roll, {(student, name): moment for student, name, moment, *_ in graded})
        self._put_inbound(roll, inbound)
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

    def _put_graded(self, roll, rows, inbound):
        released, sent = self._released(roll), os.path.isdir(self._exchange)
        submissions = {}
        for student, name, *rest in rows:
            submissions.setdefault((student, name), []).append(rest)
        for (student, name), notebooks in submissions.items():
            timestamp, extension = notebooks[0][:2]
            moment = timestamp.replace(tzinfo=UTC) if timestamp else None
            unread = sum(unread or 0 for *_, unread, _, _ in notebooks)
            score = sum(max(0, (score or 0) - (penalty or 0)) for *_, score, penalty in notebooks)
            about = {}
            if not unread:
                about = self._feedback(student, name, notebooks[0][2], moment, released)
                secret = about.pop("secret", None)
                by_mail = states.only_mail() or (sent and self._by_mail(student, name, inbound, secret))
                about["by_mail"] = by_mail
            mailed = about.pop("mailed", False)
            known = {key: about[key] for key in ("made", "sent", "by_mail") if key in about}
            state = states.of(checked=True, unread=unread, mailed=mailed, **known)
            late = self._late(name, moment, extension)
            self._put(roll, student, HandIn(name, _language(name), moment, late, state, score, **about))

    def _put_submitted(self, roll, graded):
        """What was taken in and not checked yet, or is newer than what was."""
        place = self.place / self.course.submitted_directory
        for learner in _folders(place):
            for one in _folders(learner.path):
                moment = _moment(_small(os.path.join(one.path, STAMP)).decode("utf-8", "replace"))
                checked = graded.get((learner.name, one.name), False)
                known = checked is not False and not (
                    moment and checked and moment > checked.replace(tzinfo=UTC)
                )
                if not known:
                    self._put_ungraded(roll, learner.name, one.name, moment)

    def inbound(self, roll: Roll) -> dict[tuple[str, str], list[str]]:
        """What lies in the exchange, as {(learner, assignment): [its name there, …]}, the newest first."""
        try:
            names = os.listdir(f"{self._exchange}/inbound")
        except OSError:
            if not states.only_mail():
                roll.unseen.add("inbound")
            return {}
        found: dict[tuple[str, str], list[str]] = {}
        for one in names:
            parts = one.split("+")
            if len(parts) >= 3 and _moment(parts[2]):
                found.setdefault((parts[0], parts[1]), []).append(one)
        for several in found.values():
            if len(several) > 1:
                several.sort(key=lambda one: (self._received(one), one), reverse=True)
        return found

    def _received(self, file):
        """When it came by this desk's own receipt, as at collecting: its name says what its maker likes."""
        stamp = _moment(file.split("+")[2]).replace(tzinfo=None)
        return receipt(f"{self._exchange}/inbound/{file}", stamp).replace(tzinfo=UTC)

    def _put_inbound(self, roll, inbound):
        """What lies in the exchange and was not collected yet, or is newer than what was."""
        for (student, name), (file, *_) in inbound.items():
            said = _moment(file.split("+")[2])
            # most was collected, and needs no looking into: the receipt could only make it older
            if not self._is_newer(roll, student, name, said):
                continue
            # of an exchange that was copied, what was collected before is not newer for it
            stamp = min(moment := self._received(file), said)
            if self._is_newer(roll, student, name, stamp) and not self._is_taken(student, name, file):
                path = f"{self._exchange}/inbound/{file}"
                self._put_ungraded(
                    roll,
                    student,
                    name,
                    moment,
                    lambda p=path, n=name, s=student: self.checker.fault(p, n, s),
                    stamp,
                )

    def _is_taken(self, student, name, file):
        """Whether collecting has noted that this is the one that lies in submitted/."""
        place = os.path.join(self.place, self.course.submitted_directory, student)
        if not LEARNER.fullmatch(student):
            return False
        try:
            return json.loads(_small(os.path.join(place, f".{name}.json"))).get("taken") == file
        except (ValueError, AttributeError, RecursionError):
            return False

    def _put_ungraded(self, roll, student, name, moment, look=None, at_least=None):
        if self._is_newer(roll, student, name, at_least or moment) and LEARNER.fullmatch(student):
            there = roll.hand_ins.get((student, self.step_of[name].name))
            late = self._late(name, moment, None)
            fault = look() if look else None
            state = states.of(fault=fault)
            if fault is not None and there is not None and there.assignment == name:
                # the earlier one counts on, and goes its way
                roll.refused.append((student, name, fault))
                return
            self._put(
                roll,
                student,
                HandIn(name, _language(name), moment, late, state, fault=fault, collected=look is None),
            )

    def _is_newer(self, roll, student, name, moment):
        """Whether this is more than is known. What was collected still lies in the exchange: most is not."""
        if name not in self.step_of:
            return False
        there = roll.hand_ins.get((student, self.step_of[name].name))
        return there is None or _when(there) < (moment or _NEVER)

    def _put(self, roll, student, hand_in):
        place = (student, self.step_of[hand_in.assignment].name)
        there = roll.hand_ins.get(place)
        if hand_in.fault is not None:
            roll.refused.append((student, hand_in.assignment, hand_in.fault))
        if there is None or _when(there) < _when(hand_in):
            if there is not None:
                other = there.lang if there.lang != hand_in.lang else there.other
                hand_in = replace(hand_in, other=other)
            roll.hand_ins[place] = hand_in
        elif there.lang != hand_in.lang:
            roll.hand_ins[place] = replace(there, other=hand_in.lang)

    def _late(self, name, moment, extension):
        due = self.step_of[name].deadlines.get(_language(name))
        return bool(due and moment and moment > due + (extension or timedelta(0)))

    # ---- feedback ------------------------------------------------------------------------------------------

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
        """When a hand-in's feedback page was made, where it lies and whether it is out, as in `HandIn`."""
        place = f"{self.place}/{self.course.feedback_directory}/{student}/{name}"
        page = f"{place}/{notebook}.html"
        try:
            made = datetime.fromtimestamp(os.stat(page).st_mtime, UTC)
        except OSError:
            return {}
        if moment and made < moment:
            return {}  # the page to an earlier hand-in
        found = {"made": made, "page": page, "mailed": self._mailed(place, made)}
        if released is None:
            return found
        # as nbgrader.utils.notebook_hash names a page
        secret = _small(f"{place}/{SECRET}")
        named = hashlib.md5(secret + notebook.encode())
        return found | {"sent": f"{named.hexdigest()}.html" in released, "secret": secret}

    def _mailed(self, place, made):
        try:
            return os.stat(f"{place}/{MAILED}").st_mtime >= made.timestamp()
        except OSError:
            return False

    def _by_mail(self, student, name, inbound, secret):
        """Whether a hand-in came by mail: nothing in the exchange has the secret that feedback goes by.

        ``secret`` is what lies beside the feedback, None where that was not read yet.
        """
        place = f"{self.place}/{self.course.submitted_directory}/{student}/{name}"
        own = _small(f"{place}/{SECRET}").strip()
        if not own and secret is None:
            secret = _small(f"{self.place}/{self.course.feedback_directory}/{student}/{name}/{SECRET}")
        own = own or (secret or b"").strip()
        files = inbound.get((student, name), ())
        return not any(_small(f"{self._exchange}/inbound/{file}/{SECRET}").strip() == own for file in files)

    # ---- what is asked for now and then --------------------------------------------------------------------

    @without_gc
    def marks(self, roll: Any, learners: Any, steps: Any) -> Any:
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

    @without_gc
    def verdicts(self, roll: Any) -> Any:
        """What a reader's marks come to (see `rubric.verdict`), as {(learner id, step name): verdict}."""
        wanted = {(student, one.assignment): step for (student, step), one in roll.hand_ins.items()}
        with self._gradebook() as gradebook:
            rows = gradebook.db.execute(_written()).all()
        marks, waiting = {}, set()
        for student, assignment, score, maximum, unread in rows:
            if step := wanted.get((student, assignment)):
                marks.setdefault((student, step), []).append((score or 0, maximum))
                if unread:
                    waiting.add((student, step))
        return {
            place: rubric.verdict(given, place in waiting or roll.hand_ins[place].state in states.UNREAD)
            for place, given in marks.items()
        }

    def set_deadline(self, step: Any, day: Any) -> None:
        """Let a step be handed in until the end of ``day`` (None for no last day), in both languages."""
        due = None
        if day:
            ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone())
            due = ends.astimezone(UTC).replace(tzinfo=None)
        with self._gradebook() as gradebook:
            for name in step.assignments.values():
                gradebook.find_assignment(name).duedate = due
            gradebook.db.commit()

    def questions(self, step: Any, lang: str) -> Any:  # type: ignore[override]
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

    def acts(self, roll: Any, learners: Any, steps: Any) -> Any:
        """What hand-ins tell of acts, as {(step name, figure): [count, …]}: numbers and nothing else."""
        found = {}
        for step in steps:
            for learner in learners:
                hand_in = roll.hand_ins.get((learner.id, step.name))
                if hand_in and (counted := acts_of(step.stem)):
                    told = self._figures(learner.id, hand_in.assignment)
                    for name in counted:
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


# Points are a person's: what an automatic check gave is shown beside them and is in no sum.
_BY_A_PERSON = GradeCell.cell_type == "markdown"


def _maxima():
    return (
        select(Assignment.name, func.sum(case((_BY_A_PERSON, GradeCell.max_score), else_=0)))
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
            func.sum(case((_BY_A_PERSON, Grade.score), else_=0)).label("score"),
        )
        .join(GradeCell, Grade.cell_id == GradeCell.id)
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


def _each(*columns):
    """One row a graded cell that gives points."""
    return (
        select(SubmittedAssignment.student_id, Assignment.name, *columns)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(GradeCell, Grade.cell_id == GradeCell.id)
        .where(GradeCell.max_score > 0)
    )


def _written():
    """One row a written answer that gives points: learner, assignment, score, maximum, whether it waits."""
    return _each(Grade.score, GradeCell.max_score, Grade.needs_manual_grade).where(_BY_A_PERSON)


def _marks(assignments):
    """One row a graded cell that was read: learner, assignment, cell, both scores, maximum and kind."""
    asked = (GradeCell.name, Grade.auto_score, Grade.manual_score, GradeCell.max_score, GradeCell.cell_type)
    read = Grade.needs_manual_grade.is_(False)
    return _each(*asked).where(read, Assignment.name.in_(assignments))
