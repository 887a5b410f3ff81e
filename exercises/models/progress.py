"""Where the learner is in the course: what was read, what was done, what was handed in and answered.

Reading and doing are the learner's own word and lie in the store (fields ``<stem>.read`` and ``<stem>.act``,
ISO dates). Handing in and feedback are read from the folders that nbgrader keeps, so that no second record
of them can disagree.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exercises.models import first_win, place

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "progress"


@dataclass(frozen=True)
class Lesson:
    """One step of the course, as its notebook says; minutes are on screen, for the act and the reflection.

    ``minutes_short`` are those on screen by the four-hour way, 0 where it passes the lesson by; ``sittings``
    those of each sitting, where one sits down more than once.
    """

    path: str
    stem: str
    number: int
    title: str
    minutes_screen: int
    minutes_act: int
    assignment: str
    minutes_short: int = 0
    minutes_reflection: int = 0
    sittings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Status:
    """How far the learner is with one lesson; ``handed_in`` is the time of the last hand-in."""

    read: str | None
    act: str | None
    handed_in: datetime | None
    feedback: bool

    @property
    def word(self) -> str:
        """``new``, ``read``, ``acted``, ``handed_in`` (one part missing), ``done`` or ``feedback``.

        Reading alone is not enough: people who only looked on gained nothing (burtronchi2007). A lesson is
        done when its act is done and its reflection handed in.
        """
        if self.act and self.handed_in:
            return "feedback" if self.feedback else "done"
        if self.handed_in:
            return "handed_in"
        return "acted" if self.act else "read" if self.read else "new"


def lessons(folder: Path | None = None) -> list[Lesson]:
    """The lessons of ``folder`` (default: the working folder), in the order of their numbers."""
    return _of_kind("lesson", folder)


def evenings(folder: Path | None = None) -> list[Lesson]:
    """The working evenings beside the lessons, as :class:`Lesson`, in the order of their numbers."""
    return _of_kind("workshop", folder)


def first(folder: Path | None = None) -> Lesson | None:
    """Lesson 0, the quarter of an hour that one may begin with, as a :class:`Lesson`, or None."""
    return next(
        (page for page in _of_kind("page", folder) if page.stem == first_win.STEM.replace("_", "-")), None
    )


@dataclass(frozen=True)
class Hours:
    """How long a way takes, in whole hours: on screen, out among people, and for its reflections."""

    screen: int
    act: int
    reflection: int


def hours(way: Sequence[Lesson], short: bool = False) -> Hours:
    """The :class:`Hours` of these lessons; by the four-hour way where ``short``."""
    screen = sum(lesson.minutes_short if short else lesson.minutes_screen for lesson in way)
    act = sum(lesson.minutes_act for lesson in way)
    reflection = sum(lesson.minutes_reflection for lesson in way)
    return Hours(*(math.ceil(minutes / 60) for minutes in (screen, act, reflection)))


@dataclass(frozen=True)
class Resume:
    """Where to go on: a page, a cell in it ("" for its beginning), and what that step is called."""

    lesson: Lesson
    cell: str = ""
    step: str = ""


def resume(store: Store, folder: Path | None = None, short: bool = False) -> Resume | None:
    """The :class:`Resume` of a learner, None when every lesson is done.

    It is the lesson that was read last, unless that is done; else the first that is not done, and for who has
    not begun at all lesson 0.
    """
    way = [lesson for lesson in lessons(folder) if lesson.minutes_short or not short]
    undone = [lesson for lesson in way if status(store, lesson).word not in ("done", "feedback")]
    read = [lesson for lesson in undone if place.when(store, lesson.stem)]
    if read:
        lesson = max(read, key=lambda one: place.when(store, one.stem))
        cell = place.last(store, lesson.stem)
        return Resume(lesson, cell, _step_title(Path(folder or ".") / lesson.path, cell))
    untouched = undone == way and all(status(store, lesson).word == "new" for lesson in way)
    if untouched and not first_win.done(store) and (zero := first(folder)):
        return Resume(zero)
    return Resume(undone[0]) if undone else None


def _step_title(path, cell):
    """The heading of the step in which a cell stands, "" where it cannot be told."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    starts = {line.split()[0] for line in notebook["metadata"]["course"].get("steps", ())}
    title = ""
    for one in notebook["cells"]:
        if one.get("id") in starts:
            heading = re.search(r"^(?:#+\s+(.+)|\*\*(.+)\*\*)$", "".join(one["source"]), re.MULTILINE)
            title = (heading[1] or heading[2]).strip() if heading else ""
        if one.get("id") == cell:
            return title
    return ""


def pages(folder: Path | None = None) -> list[Lesson]:
    """The pages to look things up in, as :class:`Lesson`, in the order of their numbers."""
    return _of_kind("page", folder)


def _of_kind(kind, folder):
    found = []
    for path in sorted(Path(folder or ".").glob("*.ipynb")):
        try:
            course = json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a notebook of the learner's own
        if course.get("kind") == kind:
            names = ("stem", "number", "title", "minutes_screen", "minutes_act", "assignment")
            known = {name: course.get(name, "") for name in names}
            more = {name: course.get(name, 0) for name in ("minutes_short", "minutes_reflection")}
            sittings = tuple(int(line.split()[1]) for line in course.get("sittings", ()))
            found.append(Lesson(path.name, **known, **more, sittings=sittings))
    return sorted(found, key=lambda lesson: lesson.number)


def status(store: Store, lesson: Lesson) -> Status:
    """The :class:`Status` of a lesson. The reflection may be handed in in either language."""
    pair = [lesson.assignment[: -len("-da")] + suffix for suffix in ("-da", "-en")]
    return Status(
        read=store.get(STEM, f"{lesson.stem}.read"),
        act=store.get(STEM, f"{lesson.stem}.act"),
        handed_in=max((when for name in pair for when in _hand_ins(name)), default=None),
        feedback=any((home(store) / "reflections" / name / "feedback").is_dir() for name in pair),
    )


def home(store: Store) -> Path:
    """The learner's own folder, in which the store's folder lies."""
    return store.path.parent.parent


def _hand_ins(assignment):
    """Local times of the hand-ins in nbgrader's cache: ``<course>/<learner>+<assignment>+<time in UTC>``."""
    from jupyter_core.paths import jupyter_data_dir

    for folder in Path(jupyter_data_dir(), "nbgrader_cache").glob(f"*/*+{assignment}+*"):
        stamp = folder.name.split("+")[2]
        try:
            moment = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f UTC")
        except ValueError:
            continue
        yield moment.replace(tzinfo=UTC).astimezone()
