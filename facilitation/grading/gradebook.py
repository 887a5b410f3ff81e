"""nbgrader's gradebook with several writers at once.

SQLite answers "database is locked" when a writer has waited longer than the connection's timeout, five
seconds unless told. `patient` makes every connection of this process wait a minute; `write_ahead` lets
readers and one writer work side by side (https://www.sqlite.org/wal.html) as long as a batch runs.
"""

import sqlite3

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import scoped_session, sessionmaker

PATIENCE = 60_000  # milliseconds


def patient():
    """From now on every SQLite connection of this process waits for another writer to finish."""
    if not event.contains(Engine, "connect", _wait):
        event.listen(Engine, "connect", _wait)


def write_ahead(db_url, on):
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


def ready(db_url, course_id):
    """Make the gradebook's tables and courses now, before several workers would make them at once."""
    for name in (course_id, None):  # nbgrader's preprocessors name no course
        with Gradebook(db_url, *([name] if name else [])):
            pass


def share_engines():
    """Give every `Gradebook` of this process one engine for each address, inspected once.

    nbgrader opens nine for every hand-in, and each compiles its SQL and looks through the tables again.
    """
    engines, opened = {}, Gradebook.__init__

    def opens(self, db_url, course_id="default_course", authenticator=None):
        if db_url not in engines:
            opened(self, db_url, course_id, authenticator)
            engines[db_url] = (self.engine, {course_id})
            return
        self.engine, courses = engines[db_url]
        self.db = scoped_session(sessionmaker(autoflush=True, bind=self.engine, future=True))
        if course_id not in courses:
            self.check_course(course_id=course_id)
            courses.add(course_id)
        self.course_id, self.authenticator = course_id, authenticator

    Gradebook.__init__ = opens
    Gradebook.close = lambda self: self.db.remove()


def _wait(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
        # with the log on, safe against a stop of the program at any time; see SQLite's manual
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA synchronous=NORMAL")
