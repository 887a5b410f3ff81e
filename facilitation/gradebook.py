"""Where a course folder's gradebook is: a file in the folder, or a database on a server.

nbgrader takes any address that SQLAlchemy does (``CourseDirectory.db_url``). Ours comes from the
environment, NETVAERK_GRADEBOOK, or from the facilitator's own ``nbgrader_config.py``: for example
``postgresql://host/netvaerk``, which needs the extra ``cluster``. Without either it is ``gradebook.db`` in
the folder.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from facilitation.problems import NO_ROOM, Problem

SETTINGS = "nbgrader_config.py"


def address(course: Path) -> str:
    """The address of the gradebook of the folder ``course``, as its own settings have it. Raises Problem."""
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config = Config()
    if (Path(course) / SETTINGS).exists():
        try:
            config = PyFileConfigLoader(SETTINGS, path=str(course)).load_config()
        except Exception as error:  # it is a program, and may fail in any way
            reason = f"{type(error).__name__}: {error}"
            raise Problem("settings_damaged", file=Path(course) / SETTINGS, reason=reason) from error
    # not the whole of the settings: NETVAERK_COURSE may name another folder
    named = {"db_url": config.CourseDirectory.db_url} if "db_url" in config.CourseDirectory else {}
    return CourseDirectory(root=str(course), **named).db_url


def file(url: str) -> Path | None:
    """The file that holds the gradebook, None where it is on a server."""
    from sqlalchemy.engine import make_url

    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def shown(url: str) -> str:
    """The address without its password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "?"


LEAST = 1_000_000  # bytes; a disk with less is as good as full for a gradebook and its log
# SQLite's own numbers, see https://www.sqlite.org/rescode.html
_KINDS = {5: "busy", 6: "busy", 11: "damaged", 13: "full", 26: "damaged"}


def trouble(error: BaseException | None, place: Path | None = None) -> str | None:
    """What is wrong with the gradebook or its disk, where ``error``, or one behind it, comes of that.

    ``place`` is a folder on that disk: SQLite does not always say that it was full.

    The key of a Problem, ``gradebook_`` with full, damaged, busy or unreachable; None for any other error,
    whose cause is elsewhere. nbgrader wraps such errors into its own.
    """
    from sqlalchemy.exc import DBAPIError, OperationalError

    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        origin = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(origin, OSError) and origin.errno in NO_ROOM:
            return "gradebook_full"
        kind = _KINDS.get((getattr(origin, "sqlite_errorcode", None) or 0) & 0xFF)
        if kind or isinstance(error, (OperationalError, sqlite3.OperationalError)):
            if kind is None and place is not None and shutil.disk_usage(place).free < LEAST:
                kind = "full"
            return f"gradebook_{kind or 'unreachable'}"
        error = error.__cause__ or error.__context__
    return None


@contextmanager
def reached(url: str) -> Iterator[None]:
    """For the time of the block, let what is wrong with a gradebook be a Problem in one sentence."""
    from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("psycopg"):
            raise Problem("no_driver", gradebook=shown(url)) from None
        raise
    except (ArgumentError, NoSuchModuleError):
        raise Problem("gradebook_address", gradebook=shown(url)) from None
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # `from None`: the error holds what was to be written
        where = file(url)
        key = trouble(error, where.parent if where and where.parent.exists() else None)
        if key is None:
            raise
        raise Problem(key, gradebook=shown(url)) from None


def lasting() -> None:
    """From now on what this process commits to a gradebook in a file is there after a power cut as well.

    SQLite's own setting syncs all but the end of a change (the journal's name), which may be undone then.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if not event.contains(Engine, "connect", _last):
        event.listen(Engine, "connect", _last)


def _last(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=EXTRA")


def assignments(course: Path) -> Any:
    """The names of the assignments that the gradebook of ``course`` knows: a set, empty where there is none.

    Raises Problem.
    """
    from nbgrader.api import Assignment
    from sqlalchemy import create_engine, inspect, select

    url = address(course)
    with reached(url):
        where = file(url)
        # looking into a file that is not there would make it
        if where is not None and not where.exists():
            return set()
        engine = create_engine(url)
        try:
            if not inspect(engine).has_table(Assignment.__tablename__):
                return set()
            with engine.connect() as connection:
                return set(connection.scalars(select(Assignment.name)))
        finally:
            engine.dispose()
