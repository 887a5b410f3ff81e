"""Where a course folder's gradebook is: a file in the folder, or a database on a server.

nbgrader takes any address that SQLAlchemy does (``CourseDirectory.db_url``). Ours comes from the
environment, NETVAERK_GRADEBOOK, or from the facilitator's own ``nbgrader_config.py``: for example
``postgresql://host/netvaerk``, which needs the extra ``cluster``. Without either it is ``gradebook.db`` in
the folder.
"""

from contextlib import contextmanager
from pathlib import Path

from facilitation.problems import Problem

SETTINGS = "nbgrader_config.py"


def address(course):
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


def file(url):
    """The file that holds the gradebook, None where it is on a server."""
    from sqlalchemy.engine import make_url

    url = make_url(url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def shown(url):
    """The address without its password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "?"


@contextmanager
def reached(url):
    """For the time of the block, let a gradebook that cannot be reached be a Problem in one sentence."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("psycopg"):
            raise Problem("no_driver", gradebook=shown(url)) from None
        raise
    except (ArgumentError, NoSuchModuleError):
        raise Problem("gradebook_address", gradebook=shown(url)) from None
    except OperationalError as error:
        # `from None`: the error holds what was to be written
        key = "gradebook_busy" if "locked" in str(error.orig) else "gradebook_unreachable"
        raise Problem(key, gradebook=shown(url)) from None


def assignments(course):
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
