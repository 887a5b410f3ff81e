"""Where the learner is in the course: what was read, what was done, what was handed in and answered.

Reading and doing are the learner's own word and lie in the store (fields ``<stem>.read`` and ``<stem>.act``,
ISO dates). Handing in and feedback are read from the folders that nbgrader keeps, so that no second record
of them can disagree.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

STEM = "progress"


@dataclass(frozen=True)
class Lesson:
    """One step of the course, as its notebook says: minutes are on screen and for the act.

    ``minutes_short`` are those on screen by the four-hour way, 0 where it passes the lesson by.
    """

    path: str
    stem: str
    number: int
    title: str
    minutes_screen: int
    minutes_act: int
    assignment: str
    minutes_short: int = 0


@dataclass(frozen=True)
class Status:
    """How far the learner is with one lesson; ``handed_in`` is the time of the last hand-in."""

    read: str | None
    act: str | None
    handed_in: datetime | None
    feedback: bool

    @property
    def word(self):
        """``new``, ``read``, ``acted``, ``handed_in`` (one part missing), ``done`` or ``feedback``.

        Reading alone is not enough: people who only looked on gained nothing (burtronchi2007). A lesson is
        done when its act is done and its reflection handed in.
        """
        if self.act and self.handed_in:
            return "feedback" if self.feedback else "done"
        if self.handed_in:
            return "handed_in"
        return "acted" if self.act else "read" if self.read else "new"


def lessons(folder=None):
    """The lessons of ``folder`` (default: the working folder), in the order of their numbers."""
    return _of_kind("lesson", folder)


def evenings(folder=None):
    """The working evenings beside the lessons, as :class:`Lesson`, in the order of their numbers."""
    return _of_kind("workshop", folder)


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
            found.append(Lesson(path.name, **known, minutes_short=course.get("minutes_short", 0)))
    return sorted(found, key=lambda lesson: lesson.number)


def status(store, lesson):
    """The :class:`Status` of a lesson. The reflection may be handed in in either language."""
    pair = [lesson.assignment[: -len("-da")] + suffix for suffix in ("-da", "-en")]
    return Status(
        read=store.get(STEM, f"{lesson.stem}.read"),
        act=store.get(STEM, f"{lesson.stem}.act"),
        handed_in=max((when for name in pair for when in _hand_ins(name)), default=None),
        feedback=any((home(store) / "reflections" / name / "feedback").is_dir() for name in pair),
    )


def home(store):
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
