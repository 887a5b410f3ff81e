"""nbgrader's gradebook with several writers at once.

SQLite answers "database is locked" when a writer has waited longer than the connection's timeout, five
seconds unless told. `patient` makes every connection of this process wait a minute; `write_ahead` lets
readers and one writer work side by side (https://www.sqlite.org/wal.html) as long as a batch runs.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from facilitation.gradebook import lasting

PATIENCE = 60_000  # milliseconds
SOUGHT_BY = (
    ("grade", "notebook_id"),
    ("comment", "notebook_id"),
    ("submitted_notebook", "assignment_id"),
    ("submitted_assignment", "student_id"),
)


def patient() -> None:
    """From now on every SQLite connection of this process waits for another writer to finish."""
    lasting()
    if not event.contains(Engine, "connect", _wait):
        event.listen(Engine, "connect", _wait)


def write_ahead(db_url: Any, on: Any) -> None:
    """Turn SQLite's write-ahead log on, or off again: then the gradebook is one file, whole to copy.

    Off does nothing while somebody else has the gradebook open, who then turns it off or leaves it on: both
    are sound. Other databases need neither.
    """
    engine = create_engine(db_url)
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            if not on:
                connection.execute(text("PRAGMA busy_timeout=500"))
            connection.execute(text(f"PRAGMA journal_mode={'WAL' if on else 'DELETE'}"))
    except OperationalError:
        if on:
            raise
    finally:
        engine.dispose()


def ready(db_url: Any, course_id: Any) -> None:
    """Make the gradebook's tables and courses now, before several workers would make them at once."""
    for name in (course_id, None):  # nbgrader's preprocessors name no course
        with Gradebook(db_url, *([name] if name else [])):
            pass
    _index(db_url)


def _index(db_url):
    """Let the database find one learner's or one notebook's rows without reading all there are.

    nbgrader declares no index for them, and formgrader's list of a thousand hand-ins took 40 seconds.
    """
    engine = create_engine(db_url)
    try:
        # where it may not be made, or another makes it at this moment, all is as it was
        with suppress(DBAPIError), engine.begin() as connection:
            for table, column in SOUGHT_BY:
                name = f"netvaerk_{table}_{column}"
                connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"))
    finally:
        engine.dispose()


def spare() -> None:
    """Let every `Gradebook` of this process ask the database less, and answer the same.

    nbgrader opens nine for every hand-in; each compiles its SQL and looks through the tables again, reads
    cells, marks and comments one by one, and reads again what it has just written. Here there is one engine
    for each address, inspected once; a notebook's rows come together when the first of them is asked for; and
    what was read or written stays until the `Gradebook` is closed, or as long as `together` lasts.
    """
    if Gradebook.__init__ is _open:
        return
    Gradebook.__init__ = _open
    Gradebook.close = _close
    for method, read in TOGETHER.items():
        setattr(Gradebook, method, _looks_among(method, read, getattr(Gradebook, method)))
    for method in ONCE:
        setattr(Gradebook, method, _asks_once(method, getattr(Gradebook, method)))
    for method, keep in MADE.items():
        setattr(Gradebook, method, _remembers(keep, getattr(Gradebook, method)))


class Held(Session):
    """A session that writes only when it is told to `save`, all at once, whatever commits are asked for."""

    def commit(self) -> None:
        """Nothing yet: what was changed is in this session, and flushed before each question."""

    def save(self) -> None:
        super().commit()


@contextmanager
def together(db_url: Any) -> Iterator[Any]:
    """One session for each `Gradebook` at ``db_url`` that this process opens meanwhile; see `spare`.

    Nothing is written unless the block says ``save()`` of what it is given: a hand-in's marks are all there,
    or none is.
    """
    if db_url not in _engines:
        with Gradebook(db_url):
            pass
    with Held(bind=_engines[db_url][0], autoflush=True, future=True, expire_on_commit=False) as session:
        _held[db_url] = session, {}
        try:
            yield session
        finally:
            del _held[db_url]


def _open(self, db_url, course_id="default_course", authenticator=None):
    if db_url not in _engines:
        _opened(self, db_url, course_id, authenticator)
        self.db.remove()
        _engines[db_url] = (self.engine, {course_id})
    self.engine, courses = _engines[db_url]
    self.course_id, self.authenticator, self.together = course_id, authenticator, {}
    if db_url in _held:
        self.db, self.together = _held[db_url]
        return
    factory = sessionmaker(autoflush=True, bind=self.engine, future=True, expire_on_commit=False)
    self.db = scoped_session(factory)
    if course_id not in courses:
        self.check_course(course_id=course_id)
        courses.add(course_id)


def _close(self):
    if not isinstance(self.db, Held):
        self.db.remove()


def _looks_among(method, read, original):
    def find(self, name, *where):
        if (method, *where) not in self.together:
            self.together[method, *where] = read(self, *where)
        return self.together[method, *where].get(name) or original(self, name, *where)

    return find


def _asks_once(method, original):
    def find(self, *names):
        if (method, *names) not in self.together:
            self.together[method, *names] = original(self, *names)
        return self.together[method, *names]

    return find


def _remembers(keep, original):
    def add(self, *names, **about):
        made = original(self, *names, **about)
        keep(self.together, made, *names)
        return made

    return add


def _sources(gradebook, notebook, assignment):
    return {cell.name: cell for cell in _cells_of(gradebook, notebook, assignment, "source_cells")}


def _graded(gradebook, notebook, assignment):
    return {cell.name: cell for cell in _cells_of(gradebook, notebook, assignment, "grade_cells")}


def _cells_of(gradebook, notebook, assignment, kind):
    try:
        found = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return []
    if "_base_cells" in inspect(found).unloaded:
        # read together, and held until the notebook's own list has them: it would ask for each by itself
        held = gradebook.db.query(GradeCell).filter(GradeCell.notebook_id == found.id).all()
        del held[len(found.grade_cells) :]
    return getattr(found, kind)


def _student(together, made, name):
    together["find_student", name] = made


def _submission(together, made, assignment, student):
    """What was made a moment ago, and is perhaps not in the database yet, is not asked for there."""
    together["find_submission", assignment, student] = made
    for handed_in in made.notebooks:
        notebook = handed_in.notebook
        names = {cell.id: cell.name for cell in [*notebook.grade_cells, *notebook.solution_cells]}
        for method, rows in (("find_grade", handed_in.grades), ("find_comment", handed_in.comments)):
            found = {names[row.cell_id]: row for row in rows if row.cell_id in names}
            together[method, notebook.name, assignment, student] = found


def _marks(gradebook, notebook, assignment, student):
    found = gradebook.db.query(GradeCell.name, Grade).join(GradeCell, GradeCell.id == Grade.cell_id)
    return _handed_in(found, Grade, notebook, assignment, student)


def _comments(gradebook, notebook, assignment, student):
    found = gradebook.db.query(SolutionCell.name, Comment)
    found = found.join(SolutionCell, SolutionCell.id == Comment.cell_id)
    return _handed_in(found, Comment, notebook, assignment, student)


def _handed_in(found, kind, notebook, assignment, student):
    found = (
        found.join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .filter(SubmittedAssignment.student_id == student)
        .filter(Notebook.name == notebook, Assignment.name == assignment)
    )
    return dict(found.all())


TOGETHER = {
    "find_source_cell": _sources,
    "find_graded_cell": _graded,
    "find_grade": _marks,
    "find_comment": _comments,
}
ONCE = ("find_assignment", "find_notebook", "find_student", "find_submission", "find_submission_notebook")
MADE = {"add_student": _student, "add_submission": _submission}
_engines, _held, _opened = {}, {}, Gradebook.__init__


def _wait(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
