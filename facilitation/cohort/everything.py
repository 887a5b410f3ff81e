"""The two verbs that move all hand-ins on: collect and check everything, and send all that is read.

Both go through nbgrader's own exchange, autograde and feedback, for every assignment at once, and tell of
each
hand-in that needs a person. One hand-in that fails stops nobody else's.
"""

import contextlib
import logging
import os
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation.cohort import states
from facilitation.cohort.roll import Register
from facilitation.desk_folder import INBOX
from facilitation.language import TEXTS
from facilitation.problems import Problem
from facilitation.taking_in import MOST_BYTES, MOST_FILES


class Stopped(Problem):
    """Why nothing is checked now."""

    where = "desk_front", "problem"


@dataclass
class Went:
    """What came of it: how many were ``collected``, ``checked`` and ``sent``, who is to get it by ``mail``
    (`HandIn` by learner and step), and ``look``: a sentence for each hand-in that needs a person."""

    collected: int = 0
    checked: int = 0
    sent: int = 0
    mail: list = field(default_factory=list)
    look: list = field(default_factory=list)


def collect_and_check(
    folder: Path, language: str, tell: Callable[..., Any] = lambda key, done, total: None
) -> Any:
    """Take in what lies in the exchange and in ``inbox/`` and check what waits; gives what `Went`.

    ``tell`` is given the key of a sentence (``collecting``, ``checking`` in ``texts/desk_front.toml``), how
    many are done and of how many. Raises Problem.
    """
    register, went = Register(folder), Went()
    with _speaking(language):
        _collect(register, went, tell)
        _take_in(folder, language, went)
        _check(folder, register, language, went, tell)
    return went


def _collect(register, went, tell):
    roll = register.roll("da")
    if states.only_mail() or "inbound" in roll.unseen:
        return
    before = _waiting(register)
    names = sorted({name for _, name in register.inbound(roll)})
    for at, name in enumerate(names):
        tell("collecting", at, len(names))
        app = _nbgrader(register, "Collect", name)
        app.update = True
        with _heard(app) as said:
            try:
                app.start()
            except Exception as error:  # nbgrader raises its own, OSError and RuntimeError: the others go on
                said.append(str(error))
        went.look += [one for one in said if one not in went.look]
    went.collected += len(_waiting(register) - before)


def _waiting(register):
    """What lies in submitted/ now: each with the time in its stamp."""
    place = Path(register.place, register.course.submitted_directory)
    found = set()
    for file in place.glob("*/*/timestamp.txt"):
        with contextlib.suppress(OSError):
            found.add((file.parts[-3:-1], file.read_bytes()[:100]))
    return found


def _take_in(folder, language, went):
    from facilitation import taking_in

    report = taking_in.take_in(Path(folder))
    t = Texts("taking_in", language, folder=TEXTS)
    went.collected += len(report.taken)
    went.look += [taking_in.sentence(t, file, fault) for file, fault in report.refused]
    went.look += [
        t("taken_without_figures", learner=learner, assignment=assignment)
        for assignment, learner, figures in report.taken
        if not figures
    ]


def waiting_in_inbox(folder: Path) -> Any:
    """The files in ``inbox/`` of which something is not in submitted/ as it stands: paths."""
    found = {path: _reflections(path) for path in Path(folder, INBOX).rglob("*") if path.is_file()}
    sizes = {len(data) for several in found.values() for data in several}
    taken = set()
    for path in Path(folder, "submitted").glob("*/*/*.ipynb") if sizes else ():
        with contextlib.suppress(OSError):
            if path.stat().st_size in sizes:
                taken.add(path.read_bytes())
    return [path for path, several in found.items() if any(data not in taken for data in several)]


def _reflections(path):
    """The notebooks in a file, as bytes; ``b""`` stands for a zip that cannot be read."""
    if path.suffix.lower() == ".ipynb":
        return [path.read_bytes()]
    if path.suffix.lower() != ".zip":
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if one.filename.lower().endswith(".ipynb")]
            return [archive.read(one) for one in entries if one.file_size <= MOST_BYTES][:MOST_FILES]
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return [b""]


def _check(folder, register, language, went, tell):
    roll = register.roll(language)
    waiting = {}
    for (student, _), hand_in in roll.hand_ins.items():
        if hand_in.state == states.CHECK and hand_in.collected:
            waiting.setdefault(hand_in.assignment, []).append(student)
    total, done = sum(map(len, waiting.values())), 0
    if not total:
        return
    t = Texts("grade", language, folder=TEXTS)
    names = {learner.id: learner.name for learner in roll.learners}
    grade = _in_a_box if sys.platform == "linux" else _by_nbgrader
    for assignment, students in sorted(waiting.items()):

        def on_outcome(outcome, assignment=assignment):
            nonlocal done
            done += 1
            _said(outcome, assignment, names, t, went)
            tell("checking", done, total)

        tell("checking", done, total)
        grade(folder, register, assignment, students, on_outcome)


def _said(outcome, assignment, names, t, went):
    from facilitation.grading.command import line
    from facilitation.grading.unit import FAILED

    if outcome.state != FAILED:
        went.checked += 1
    if words := line(outcome, t):
        went.look.append(f"{assignment}: {words}".replace(outcome.student, names[outcome.student], 1))


def _in_a_box(folder, register, assignment, students, on_outcome):
    from facilitation.grading import batch, sandbox

    sandboxed = sandbox.available()
    if not sandboxed and os.environ.get("NETVAERK_OWN_ACCOUNTS"):
        raise Stopped("no_sandbox")  # hand-ins of others are checked in a box or not at all
    try:
        work = batch.Batch(folder, assignment, only=students)
        work.grade(len(os.sched_getaffinity(0)) + 1, sandboxed=sandboxed, on_outcome=on_outcome)
    except batch.Busy as error:
        raise Stopped("busy", folder=folder) from error


def _by_nbgrader(folder, register, assignment, students, on_outcome):
    """Where there is no box at all, as formgrader's own button does it."""
    from nbgrader.apps import NbGraderAPI

    from facilitation.grading.unit import FAILED, GRADED, Outcome

    api = NbGraderAPI(coursedir=register.course, config=register.course.config)
    for student in students:
        went = api.autograde(assignment, student)
        on_outcome(
            Outcome(student, GRADED if went["success"] else FAILED, [] if went["success"] else ["failed"])
        )


# ---- sending
# -------------------------------------------------------------------------------------------------


def send(folder: Path, language: str, tell: Callable[..., Any] = lambda key, done, total: None) -> Any:
    """Make and send the feedback of all hand-ins that are read; gives what `Went`. Raises Problem.

    What came by mail has its feedback made, and is told of in ``mail``.
    """
    register, went = Register(folder), Went()
    roll = register.roll(language)
    names = {learner.id: learner.name for learner in roll.learners}
    t = Texts("desk_front", language, folder=TEXTS)
    read = sorted(
        (hand_in.assignment, student)
        for (student, _), hand_in in roll.hand_ins.items()
        if hand_in.state == states.READ
    )
    by_mail = {(one.assignment, student) for (student, _), one in roll.hand_ins.items() if one.by_mail}
    with _speaking(language):
        for at, (assignment, student) in enumerate(read):
            tell("sending", at, len(read))
            try:
                _feedback(register, assignment, student, (assignment, student) in by_mail)
            except Exception as error:  # as in _collect
                logging.getLogger(__name__).debug("no feedback", exc_info=True)
                why = type(error).__name__
                went.look.append(t("not_sent", learner=names[student], assignment=assignment, why=why))
    roll = register.roll(language)
    states_now = {(one.assignment, student): one.state for (student, _), one in roll.hand_ins.items()}
    went.sent = sum(states_now.get(one) == states.FEEDBACK for one in read)
    went.mail = to_mail(roll)
    return went


def _feedback(register, assignment, student, by_mail):
    from nbgrader.converters import GenerateFeedback

    course = register.course
    with _for(course, assignment, student):
        app = GenerateFeedback(coursedir=course, config=course.config)
        app.force = True
        with _heard(app):
            app.start()
        if not by_mail:
            app = _nbgrader(register, "ReleaseFeedback", assignment, student)
            with _heard(app):
                app.start()


def to_mail(roll: Any) -> Any:
    """``[(Learner, Step, HandIn)]`` of feedback that is made and has to be sent by mail."""
    steps = {step.name: step for step in roll.steps}
    return [
        (learner, steps[name], hand_in)
        for learner in roll.learners
        for (student, name), hand_in in sorted(roll.hand_ins.items())
        if student == learner.id and hand_in.state == states.MAIL
    ]


def mailed(hand_in: Any) -> None:
    """Note that the facilitator has sent a page of feedback by mail."""
    Path(hand_in.page).with_name(states.MAILED).touch()


# ---- nbgrader
# ------------------------------------------------------------------------------------------------


def _nbgrader(register, action, assignment, student=None):
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory
    from traitlets.config import Config

    config = Config(register.course.config)
    config.CourseDirectory.assignment_id = assignment
    if student:
        config.CourseDirectory.student_id = student
    return getattr(ExchangeFactory(config=config), action)(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )


@contextlib.contextmanager
def _for(course, assignment, student):
    before = course.assignment_id, course.student_id
    course.assignment_id, course.student_id = assignment, student
    try:
        yield
    finally:
        course.assignment_id, course.student_id = before


@contextlib.contextmanager
def _heard(app):
    """The warnings of an app, a list that fills; nothing of it goes to a console."""
    said = []

    class Ear(logging.Handler):
        def emit(self, record):
            if record.levelno >= logging.WARNING:
                said.append(record.getMessage())

    ear, log = Ear(), logging.getLogger(f"{__name__}.{id(said)}")
    log.propagate = False
    log.addHandler(ear)
    app.log = log
    try:
        yield said
    finally:
        log.removeHandler(ear)


@contextlib.contextmanager
def _speaking(language):
    """Let what nbgrader calls of ours speak this language."""
    before = os.environ.get("NETVAERK_LANGUAGE")
    os.environ["NETVAERK_LANGUAGE"] = language
    # nbgrader calls alembic by its bare name
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        yield
    finally:
        os.environ["PATH"] = path
        if before is None:
            del os.environ["NETVAERK_LANGUAGE"]
        else:
            os.environ["NETVAERK_LANGUAGE"] = before
