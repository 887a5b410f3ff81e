"""Gives reflections out: from the course to the exchange, and from there to a learner's folder.

The other way goes `facilitation.taking_in`.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from facilitation.exchange import COURSE, assignments, fingerprint
from facilitation.laying import read_json, tree, write_whole
from facilitation.nbgrader_settings import configure
from facilitation.problems import Problem, of_writing

RELEASED = ".netvaerk-released.json"


def released(root: Path, exchange_root: Path | None) -> Any:
    """The folder that learners fetch from: the exchange's, else (Windows) the course's own."""
    return root / "release" if exchange_root is None else exchange_root / COURSE / "outbound"


def released_notebooks(root: Path, exchange_root: Path | None) -> Any:
    """Paths of the released notebooks that the Lab may trust.

    Those in an exchange count only where this user, or whoever set up the exchange, has released them:
    anybody may make a course folder in an exchange that is open to all.
    """
    out = released(root, exchange_root)
    if not out.is_dir():
        return []
    if exchange_root and out.stat().st_uid not in (os.getuid(), exchange_root.stat().st_uid):
        return []
    return [path for path in tree(out, *assignments(out)).values() if path.suffix == ".ipynb"]


def release(course: Path, exchange_root: Path, without: Any = ()) -> Any:
    """Release the reflections in ``course/release`` that are new or changed; returns their names.

    Left alone: those named in ``without``; an exchange whose course folder is somebody else's (they
    release); and an assignment that a facilitator has released in another form, or taken back, since we
    last released it.
    """
    outbound = exchange_root / COURSE / "outbound"
    if outbound.exists() and outbound.stat().st_uid != os.getuid():
        return []
    notes = read_json(exchange_root / RELEASED) if outbound.exists() else {}
    done = []
    for name in sorted(set(assignments(course / "release")) - set(without)):
        new = fingerprint(course / "release" / name)
        there = fingerprint(outbound / name)
        if there != new and there == notes.get(name):
            _release(course, exchange_root, name)
            done.append(name)
            there = new
        if there == new and notes.get(name) != new:
            notes[name] = new
            _write_notes(exchange_root, notes)
    return done


def fetch(exchange_root: Path, reflections: Any) -> Any:
    """Fetch the released assignments that are not yet in ``reflections``, or lack a file there.

    What lies there already is not touched. Returns pairs of assignment and folder for those that failed.
    """
    outbound = exchange_root / COURSE / "outbound"
    failed = []
    for name in assignments(outbound) if outbound.is_dir() else ():
        if all((reflections / file).exists() for file in tree(outbound, name)):
            continue
        try:
            _nbgrader("FetchAssignment", exchange_root, name, reflections=reflections).start()
        except Exception:  # nbgrader raises its own, OSError and RuntimeError: the other assignments go on
            failed.append((name, reflections))
    return failed


def fetch_feedback(exchange_root: Path, reflections: Any, cache: Any) -> None:
    """Fetch what has been said of the learner's hand-ins, so that every page knows of it at the start.

    ``cache`` is where nbgrader keeps what was handed in. What cannot be fetched now is a click away on the
    reflection's own page.
    """
    if not (exchange_root / COURSE / "feedback").is_dir():
        return
    for name in sorted({path.name.split("+")[1] for path in (cache / COURSE).glob("*+*+*")}):
        try:
            _nbgrader("FetchFeedback", exchange_root, name, reflections=reflections, cache=cache).start()
        except Exception:  # as in fetch
            continue


def copy_released(root: Path, reflections: Any) -> None:
    """Where there is no exchange: copy the course's reflections that are not yet in ``reflections``."""
    for name in assignments(root / "release"):
        if not (reflections / name).exists():
            try:
                shutil.copytree(root / "release" / name, reflections / name)
            except OSError as error:
                raise of_writing(error, reflections) from error


def _release(course, exchange_root, name):
    try:
        release = _nbgrader("ReleaseAssignment", exchange_root, name, course=course)
        release.force = True
        release.start()
    except OSError as error:
        raise of_writing(error, exchange_root, denied="exchange_not_writable") from error
    except Exception as error:
        raise Problem("exchange_not_writable", folder=exchange_root) from error


def _write_notes(exchange_root, notes):
    try:
        write_whole(exchange_root / RELEASED, json.dumps(notes, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise of_writing(error, exchange_root, denied="exchange_not_writable") from error


def _nbgrader(action, exchange_root, assignment, *, course=None, reflections=None, cache=None):
    # nbgrader costs a second to import, and most starts have nothing to release or fetch
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory
    from traitlets.config import Config

    config = configure(Config(), course or Path.cwd(), exchange_root, reflections)
    config.CourseDirectory.assignment_id = assignment
    if cache:
        config.Exchange.cache = str(cache)
    return getattr(ExchangeFactory(config=config), action)(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )
