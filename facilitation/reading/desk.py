"""The answers that wait for a reader, one question at a time, and the marks put into nbgrader's gradebook.

Everything here goes through nbgrader's own `Gradebook` and files, and what formgrader would write is what is
written: ``manual_score``, ``manual_comment`` and ``needs_manual_grade``. Nothing is kept elsewhere but the
comment on a whole hand-in (`reading.overall`), and the gradebook is never held open between two calls, so
that formgrader can be used beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import statistics
from collections.abc import Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.api import (
    Assignment,
    Base,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import case, create_engine, delete, func, insert, select, text, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from traitlets.config.loader import ConfigError, PyFileConfigLoader

from exercises.answers import OWN, grade_id, is_box, unquoted
from exercises.rules.minutes import ANSWER_WORDS, Work, exact
from facilitation import gradebook as gradebook_place
from facilitation.problems import Problem
from facilitation.reading import agreement, feedback, overall, quotes, rubric
from facilitation.reading.pictures import pictures

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode


FIRST, SECOND = "first", "second"  # the readers: the one whose marks count, and the one for a sample
# What there is to do for whoever reads: an answer of the length that minutes.py reckons with, read twice, one
# level, and three seconds for the page, which takes less than one (tests/browser/test_desk.py counts it); and
# for each hand-in of four answers some words of feedback, read over before they are sent.
READ_ANSWER = Work(words=2 * ANSWER_WORDS, choices=1, seconds=3)
WRITE_FEEDBACK = Work(words=80, choices=3, written=40)
ANSWERS = 4
# Seconds for an answer, before this reader's own pace is known, to the nearest ten.
GUESS_SECONDS = 10 * round(6 * (exact(READ_ANSWER) + exact(WRITE_FEEDBACK) / ANSWERS))
KNOWN_AFTER = 3  # answers, from which on the pace is the reader's own
PAUSE = 15 * 60  # seconds; longer over one answer is a telephone call, not reading
BLANK = re.compile(r"(?<!\w)…(?!\w)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
HEADING = re.compile(r"^#+ (.*\S)\s*$", re.MULTILINE)


class NotRead(Problem):
    """What stops a reader."""

    where = "read_answers", "problem"


@dataclass(frozen=True)
class Pile:
    """An assignment with hand-ins: its name and title, language, and answers ``read`` of ``total``."""

    assignment: str
    title: str
    lang: str
    read: int
    total: int


@dataclass(frozen=True)
class Question:
    """What several learners answered: the cell ``name`` of a notebook, worth ``maximum`` points.

    ``parts`` are (cell name, heading) of the answers read together, in order: a plan has several, of which
    one holds the points. ``prompt`` is clean HTML. ``criterion`` is the rubric's word for it ("own data") or
    "", ``levels`` the rubric's words for 0 to 3, empty where the rubric has no line for it.
    """

    assignment: str
    notebook: str
    name: str
    title: str
    maximum: float
    prompt: str
    parts: tuple
    criterion: str
    levels: tuple


@dataclass(frozen=True)
class Waiting:
    """One learner's place in the pile: the mark as it stands, None while there is none."""

    student: str
    name: str
    waiting: bool
    score: float | None


@dataclass(frozen=True)
class Answer:
    """One answer as it lies in the gradebook and in autograded/ now.

    ``parts`` are (heading, text as typed), those of the question first, then what the learner has written
    beside the answers, and ``pictures`` the addresses of those that were pasted into each; ``figures`` clean
    HTML or "". ``score`` and ``comment`` are the
    reader's own so far (None, ""). Where ``waiting`` and there is a score, it was given for an earlier
    hand-in. ``seen`` and ``marked`` tell at saving whether the answer or the mark is another by then.
    """

    student: str
    parts: tuple
    figures: str
    waiting: bool
    score: float | None
    comment: str
    seen: str
    marked: tuple
    pictures: tuple = ()


@dataclass(frozen=True)
class Pair:
    """One answer that two have read."""

    question: Question
    student: str
    first: int
    second: int


def minutes_left(seconds: Sequence[float], left: int) -> int:
    """Whole minutes for ``left`` answers, at the median pace of those read (``seconds`` each).

    A guess until three were read. Pauses do not count. At least 1 where anything is left.
    """
    paces = [one for one in seconds if one <= PAUSE]
    pace = statistics.median(paces) if len(paces) >= KNOWN_AFTER else GUESS_SECONDS
    return max(1, round(left * pace / 60)) if left else 0


def has_blank(comment: str) -> bool:
    """Whether a comment still holds the bank's "…", which stands for the learner's own words.

    Three dots after a word are a writer's own, and so are those in what is quoted.
    """
    return bool(BLANK.search(quotes.own_words(comment)))


def next_waiting(pile: Sequence[Waiting], after: int) -> int | None:
    """The place of the next unread answer after the place ``after``, from the top again, None for none."""
    places = [*range(after + 1, len(pile)), *range(min(after + 1, len(pile)))]
    return next((at for at in places if pile[at].waiting), None)


class Names:
    """What learners are called in one session: their names, or numbers that stay the same all through.

    The order is another in each session and tells nothing of the names, shown or hidden.
    """

    def __init__(self, salt: Any = None) -> None:
        self.salt = salt or os.urandom(16).hex()
        self._numbers = {}

    def place(self, student: str) -> str:
        """Sort by this for the session's order."""
        return hashlib.sha256(f"{self.salt}{student}".encode()).hexdigest()

    def number(self, student: str) -> int:
        """The learner's number, from 1."""
        return self._numbers[student]

    def meet(self, students: Mapping[str, str]) -> None:
        """Give a number to each of ``students`` who has none, in the session's order."""
        for student in sorted(set(students) - self._numbers.keys(), key=self.place):
            self._numbers[student] = len(self._numbers) + 1


class Desk:
    """The facilitator's folder and its gradebooks, as its own ``nbgrader_config.py`` has them.

    Every method raises NotRead: ``no_folder``, ``no_gradebook``, ``locked``, ``cannot_write``,
    ``unreachable`` (a gradebook on a server), ``damaged``, ``gone`` (a learner, answer or assignment that is
    no longer there) and what the method itself says.
    """

    def __init__(self, place: Path) -> None:
        self.place = Path(place)
        gradebook_place.lasting()
        try:
            config = PyFileConfigLoader("nbgrader_config.py", path=str(self.place)).load_config()
        except (OSError, ConfigError) as error:
            raise NotRead("no_folder", folder=self.place) from error
        self.course = CourseDirectory(config=config)
        self._kept = {}

    # ---- gradebooks ----------------------------------------------------------------------------------------

    def second_file(self, assignment: str) -> Path:
        """Where the second reader's gradebook for one assignment lies: beside the first, or in the folder."""
        first = gradebook_place.file(self.course.db_url) or self.place / "gradebook.db"
        return first.with_name(f"{first.stem}-second-{assignment}{first.suffix}")

    def _url(self, reader, assignment):
        return self.course.db_url if reader == FIRST else f"sqlite:///{self.second_file(assignment)}"

    @contextmanager
    def _gradebook(self, reader=FIRST, assignment=None):
        url = self._url(reader, assignment)
        file = gradebook_place.file(url)
        # nbgrader would make an empty one
        if file and not file.exists():
            raise NotRead("no_gradebook" if reader == FIRST else "no_sample")
        try:
            with Gradebook(url, self.course.course_id) as gradebook:
                yield gradebook
        except MissingEntry:
            raise NotRead("gone") from None
        except OperationalError as error:
            # `from None`: the error holds what was to be written
            locked = "locked" in str(error.orig)
            raise NotRead("locked" if locked else "cannot_write" if file else "unreachable") from None
        except (SQLAlchemyError, InvalidEntry):
            raise NotRead("damaged") from None

    # ---- what there is to read -------------------------------------------------------------------------

    def piles(self, reader: str = FIRST, assignment: str | None = None) -> list[Pile]:
        """The assignments with hand-ins in a reader's gradebook, in order."""
        done = func.sum(case((Grade.needs_manual_grade, 0), else_=1))
        with self._gradebook(reader, assignment) as gradebook:
            rows = gradebook.db.execute(
                _grades(Assignment.name, done, func.count()).group_by(Assignment.name)
            ).all()
        return [self._pile(*row) for row in sorted(rows)]

    def _pile(self, assignment, read, total):
        course = next((nb.metadata.get("course", {}) for _, nb in self._sources(assignment)), {})
        title = str(course.get("title") or assignment)
        return Pile(assignment, title, str(course.get("lang") or ""), int(read), int(total))

    def questions(self, assignment: str) -> list[Question]:
        """The questions of an assignment in the order of its notebooks."""
        with self._gradebook() as gradebook:
            points = {
                (cell.notebook.name, cell.name): cell.max_score
                for notebook in gradebook.find_assignment(assignment).notebooks
                for cell in notebook.grade_cells
            }
        return [
            question
            for name, nb in self._sources(assignment)
            for question in questions_of(assignment, name, nb, points)
        ]

    def _sources(self, assignment):
        place = self.course.format_path(self.course.source_directory, ".", assignment)
        return [(path.stem, self._source(path)) for path in sorted(Path(place).glob("*.ipynb"))]

    def _source(self, path):
        # asked for at every answer saved, and the same all day
        changed = path.stat().st_mtime_ns
        if self._kept.get(path, (None, None))[0] != changed:
            self._kept[path] = (changed, _notebook(path))
        return self._kept[path][1]

    def pile(self, question: Question, reader: str = FIRST) -> list[Waiting]:
        """Everyone's answers to a question as `Waiting`, by learner."""
        with self._gradebook(reader, question.assignment) as gradebook:
            rows = gradebook.db.execute(
                _grades(Student, Grade.needs_manual_grade, Grade.manual_score, Grade.auto_score)
                .where(Assignment.name == question.assignment, Notebook.name == question.notebook)
                .where(GradeCell.name == question.name)
                .order_by(Student.id)
            ).all()
            return [
                Waiting(student.id, _called(student), bool(waiting), manual if manual is not None else auto)
                for student, waiting, manual, auto in rows
            ]

    def answer(self, question: Question, student: str, reader: str = FIRST) -> Answer:
        """One learner's `Answer`. Raises NotRead ``no_file`` while autograded/ lacks it."""
        path = self._autograded(question, student)
        with self._gradebook(reader, question.assignment) as gradebook:
            return self._answer(gradebook, question, student, path)

    def _answer(self, gradebook, question, student, path):
        cell = (question.name, question.notebook, question.assignment, student)
        grade, comment = gradebook.find_grade(*cell), gradebook.find_comment(*cell)
        nb = _notebook(path)
        cells = {grade_id(one): one for one in nb.cells if one.cell_type == "markdown"}
        boxes = [(heading, cells.get(name, {})) for name, heading in question.parts]
        beside = _beside(nb, {name for name, _ in question.parts})
        parts = tuple((heading, box.get("source", "").strip()) for heading, box in boxes)
        parts += tuple((heading, text) for heading, text, _ in beside)
        shown = tuple(map(pictures, [*(box for _, box in boxes), *(cell for *_, cell in beside)]))
        handed_in = grade.notebook.assignment.timestamp
        seen = hashlib.sha256(json.dumps([str(handed_in), parts, shown]).encode()).hexdigest()
        return Answer(
            student,
            parts,
            "\n".join(_figures(nb)),
            bool(grade.needs_manual_grade),
            grade.manual_score,
            comment.manual_comment or "",
            seen,
            (grade.manual_score, comment.manual_comment or ""),
            shown,
        )

    def _autograded(self, question, student):
        place = self.course.format_path(self.course.autograded_directory, student, question.assignment)
        return Path(place) / f"{question.notebook}.ipynb"

    # ---- marks -------------------------------------------------------------------------------------------

    def mark(
        self, question: Question, answer: Answer, score: int, comment: str, reader: str = FIRST
    ) -> Answer:
        """Put a score (0 to the question's maximum) and a comment into the gradebook, as formgrader does.

        Returns the `Answer` as it stands then. Raises NotRead ``changed_answer`` when the learner's words
        are others than those of ``answer``, ``changed_mark`` when somebody marked it meanwhile (nothing is
        written then), and ``blank`` for a comment with a blank left.
        """
        if not 0 <= score <= question.maximum:
            raise ValueError(f"a mark is from 0 to {question.maximum}, not {score}")
        if has_blank(comment):
            raise NotRead("blank")
        return self._write(question, answer, reader, comment, score)

    def note(self, question: Question, answer: Answer, comment: str, reader: str = FIRST) -> Answer:
        """Put a comment into the gradebook while there is no score yet. Otherwise as :meth:`mark`."""
        return self._write(question, answer, reader, comment)

    def _write(self, question, answer, reader, comment, score=None):
        path = self._autograded(question, answer.student)
        with self._gradebook(reader, question.assignment) as gradebook:
            now = self._answer(gradebook, question, answer.student, path)
            if now.seen != answer.seen:
                raise NotRead("changed_answer")
            if now.marked != answer.marked:
                raise NotRead("changed_mark")
            cell = (question.name, question.notebook, question.assignment, answer.student)
            gradebook.find_comment(*cell).manual_comment = comment.strip() or None
            if score is not None:
                grade = gradebook.find_grade(*cell)
                grade.manual_score, grade.needs_manual_grade = float(score), False
            gradebook.db.commit()
            if reader == FIRST:
                self._is_not_sent(question, answer.student)
            return self._answer(gradebook, question, answer.student, path)

    def take_back(self, question: Question, student: str, before: Answer) -> None:
        """Put the score of the `Answer` ``before`` back, so that it waits again if it did; words stay."""
        with self._gradebook(FIRST, question.assignment) as gradebook:
            cell = (question.name, question.notebook, question.assignment, student)
            grade = gradebook.find_grade(*cell)
            grade.manual_score, grade.needs_manual_grade = before.score, before.waiting
            gradebook.db.commit()
        self._is_not_sent(question, student)

    def overall(self, question: Question, student: str) -> str:
        """The comment on the whole hand-in that holds the learner's answer to a question, "" for none."""
        return overall.of(self.place, student, question.assignment)

    def say_overall(self, question: Question, student: str, text: str, before: str) -> None:
        """Keep the comment on a whole hand-in; see `overall.put`. Feedback is then to be made anew."""
        overall.put(self.place, student, question.assignment, text, before)
        self._is_not_sent(question, student)

    def levels_before(self, question: Question, student: str) -> list[tuple[Question, float]]:
        """What the learner was given for other answers, as [(`Question`, score)], in the course's order."""
        with self._gradebook() as gradebook:
            rows = gradebook.db.execute(
                _grades(Assignment.name, GradeCell.name, Grade.manual_score)
                .where(Student.id == student, Grade.manual_score.is_not(None))
                .order_by(Assignment.name)
            ).all()
        given = {(assignment, cell): score for assignment, cell, score in rows}
        asked = [one for name in dict.fromkeys(name for name, *_ in rows) for one in self.questions(name)]
        return [
            (one, given[one.assignment, one.name])
            for one in asked
            if one != question and (one.assignment, one.name) in given
        ]

    def _is_not_sent(self, question, student):
        """Take away a page of feedback that tells another mark: it has to be made and sent anew."""
        place = self.course.format_path(self.course.feedback_directory, student, question.assignment)
        with suppress(OSError):
            Path(place, f"{question.notebook}.html").unlink(missing_ok=True)

    # ---- two readers -------------------------------------------------------------------------------------

    def draw(self, assignment: str, size: int, seed: int) -> int:
        """Draw a sample of learners for a second reader, and make that reader's gradebook for it.

        It is a copy of the first that holds the sample alone, without anybody's marks. Returns how many
        learners it holds. Raises NotRead ``sample_there`` when there is one already, and
        ``nothing_to_draw``.
        """
        second = self.second_file(assignment)
        if second.exists():
            raise NotRead("sample_there")
        with self._gradebook() as gradebook:
            there = [one.student.id for one in gradebook.assignment_submissions(assignment)]
        if not there:
            raise NotRead("nothing_to_draw")
        drawn = agreement.draw(there, size, f"{assignment} {seed}")
        unfinished = second.with_name(f".{second.name}.new")
        try:
            _copy(self.course.db_url, unfinished)
            with Gradebook(f"sqlite:///{unfinished}", self.course.course_id) as gradebook:
                _keep_alone(gradebook.db, assignment, drawn)
            os.replace(unfinished, second)
        except (OSError, sqlite3.Error, SQLAlchemyError):
            raise NotRead("cannot_write") from None
        finally:
            unfinished.unlink(missing_ok=True)
        return len(drawn)

    def put_aside(self, assignment: str) -> str:
        """Put the second reader's gradebook aside under another name, which is returned."""
        second = self.second_file(assignment)
        n = 1
        while (aside := second.with_name(f"{second.stem}-{n}{second.suffix}")).exists():
            n += 1
        try:
            second.rename(aside)
        except FileNotFoundError:
            raise NotRead("no_sample") from None
        except OSError:
            raise NotRead("cannot_write") from None
        return aside.name

    def compare(self, assignment: str) -> tuple[list[Pair], dict[str, int]]:
        """What both have read as a list of `Pair`, and how many answers are left out, as a dict.

        Left out are those that one of them has not read (``unread``), and those where the learner has
        handed in anew since the sample was drawn (``changed``) or is no longer there (``gone``). Only
        answers that two people read by levels are compared: an empty one, which nbgrader itself sets to 0,
        would make them agree without reading.
        """
        questions = {one.name: one for one in self.questions(assignment) if one.levels}
        both = []
        for reader in (FIRST, SECOND):
            with self._gradebook(reader, assignment) as gradebook:
                rows = gradebook.db.execute(
                    _grades(
                        GradeCell.name,
                        Student.id,
                        SubmittedAssignment.timestamp,
                        Grade.needs_manual_grade,
                        Grade.manual_score,
                    ).where(Assignment.name == assignment)
                ).all()
            both.append({(name, student): rest for name, student, *rest in rows if name in questions})
        first, second = both
        pairs, left = [], {"unread": 0, "changed": 0, "gone": 0}
        for place in sorted(second, key=lambda place: (list(questions).index(place[0]), place[1])):
            if place not in first:
                left["gone"] += 1
                continue
            (when, *one), (when_drawn, *other) = first[place], second[place]
            question = questions[place[0]]
            if when != when_drawn:
                left["changed"] += 1
            elif one[0] or other[0]:
                left["unread"] += 1
            elif one[1] is not None and other[1] is not None:
                levels: list[Any] = [rubric.level(score, question.maximum) for _, score in (one, other)]
                pairs.append(Pair(question, place[1], *levels))
        return pairs, left


def questions_of(
    assignment: str, notebook: str, nb: NotebookNode, points: Mapping[tuple[str, str], float]
) -> list[Question]:
    """The `Question`s in a source notebook; ``points`` is {(notebook, cell name): points}."""
    prompt, answers = "", []
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        solution = cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown"
        if solution and (notebook, name) in points:
            answers.append((name, prompt))
        prompt = "" if cell.cell_type != "markdown" or solution else cell.source
    worth = [name for name, _ in answers if points[notebook, name] > 0]
    rows = rubric_rows(nb)
    found = []
    for at, name in enumerate(worth):
        # the unmarked parts of a plan are read with the marked one: their names begin with the same word
        parts = [
            (part, prompt)
            for part, prompt in answers
            if part == name or (points[notebook, part] == 0 and _first_word(part) == _first_word(name))
        ]
        headings = [HEADING.findall(prompt) for _, prompt in parts]
        row = _row(rows, [prompt for _, prompt in parts], at, len(worth))
        by_levels = row and points[notebook, name] == len(row[1]) - 1
        found.append(
            Question(
                assignment,
                notebook,
                name,
                next((lines[0] for lines in headings if lines), name),
                points[notebook, name],
                "".join(feedback.html(prompt) for _, prompt in parts),
                tuple(
                    (part, lines[-1] if lines else "")
                    for (part, _), lines in zip(parts, headings, strict=True)
                ),
                row[0] if row else "",
                row[1] if by_levels else (),
            )
        )
    return found


def _first_word(name):
    return name.partition("-")[0]


def rubric_rows(nb: NotebookNode) -> list[tuple[str, tuple[str, ...]]]:
    """The reflection's own table of levels as [(criterion, (words for level 0, 1, …))]."""
    source = next((cell.source for cell in nb.cells if cell.get("id") == feedback.RUBRIC), "")
    lines = [line.strip().strip("|").split("|") for line in source.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line] for line in lines[2:]]
    return [(row[0].strip("* ").rpartition(": ")[2], tuple(row[1:])) for row in rows]


def _row(rows, prompts, at, of):
    """The rubric's line for a question: the one its prompt names in bold, else the one at its place."""
    named = {words.casefold() for prompt in prompts for words in BOLD.findall(prompt)}
    found = [row for row in rows if row[0].casefold() in named]
    if len(found) == 1:
        return found[0]
    return rows[at] if not found and len(rows) == of else None


def _grades(*columns):
    """A query over the marks for written answers that give points, and all they belong to."""
    return (
        select(*columns)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(GradeCell, Grade.cell_id == GradeCell.id)
        .join(Notebook, GradeCell.notebook_id == Notebook.id)
        .join(Assignment, Notebook.assignment_id == Assignment.id)
        .where(GradeCell.cell_type == "markdown", GradeCell.max_score > 0)
    )


def _called(student):
    return " ".join(part for part in (student.first_name, student.last_name) if part) or student.id


def _notebook(path):
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        raise NotRead("no_file") from None


def _beside(nb, names):
    """What stands behind these answers and belongs to none, as (heading, text, cell)."""
    first = next((grade_id(cell) for cell in nb.cells if is_box(cell)), None)
    found, current = [], first
    for cell in nb.cells:
        if is_box(cell):
            current = grade_id(cell)
        elif OWN in cell.metadata and current in names:
            head, _, quote = cell.source.partition("\n")
            found.append((head.strip("* "), unquoted(quote), cell))
    return tuple(found)


def _figures(nb):
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    parts = [feedback.compose(cell, None, {}, {}) for cell in cells]
    return [feedback.without_caption(part["html"]) for part in parts if part and part["kind"] == "figures"]


def _copy(url, target):
    """Copy the gradebook at ``url``, whatever database holds it, to the new file ``target``."""
    if file := gradebook_place.file(url):
        with closing(sqlite3.connect(file)) as before, closing(sqlite3.connect(target)) as after:
            before.backup(after)
        return
    before = create_engine(url, isolation_level="REPEATABLE READ")
    after = create_engine(f"sqlite:///{target}")
    try:
        Base.metadata.create_all(after)
        with before.connect() as reading, after.begin() as writing:
            for table in Base.metadata.sorted_tables:
                if rows := reading.execute(select(table)).mappings().all():
                    writing.execute(insert(table), [dict(row) for row in rows])
    finally:
        before.dispose()
        after.dispose()


def _keep_alone(db, assignment, students):
    """Of a copied gradebook: the hand-ins of ``students`` for one assignment, with nobody's marks."""
    kept = (
        select(SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment, SubmittedAssignment.student_id.in_(students))
    )
    handed_in = db.scalars(kept).all()
    notebooks = db.scalars(
        select(SubmittedNotebook.id).where(SubmittedNotebook.assignment_id.in_(handed_in))
    ).all()
    for change in (
        delete(Grade).where(Grade.notebook_id.not_in(notebooks)),
        delete(Comment).where(Comment.notebook_id.not_in(notebooks)),
        delete(SubmittedNotebook).where(SubmittedNotebook.id.not_in(notebooks)),
        delete(SubmittedAssignment).where(SubmittedAssignment.id.not_in(handed_in)),
        update(Grade).values(
            manual_score=None, extra_credit=None, needs_manual_grade=Grade.auto_score.is_(None)
        ),
        update(Comment).values(manual_comment=None),
    ):
        db.execute(change, execution_options={"synchronize_session": False})
    db.commit()
    # SQLite leaves what was deleted lying in the file
    db.execute(text("VACUUM"))
