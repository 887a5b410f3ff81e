"""My network book: everything the learner wrote and decided, put in order by lesson.

Nothing is kept here: the book is read from the store and from the learner's reflections each time. What a
learner wrote for others to read as numbers, such as who knows whom, is on the page My data.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from exercises.models import boundary_dialogue, dialogue_lab, my_data, progress

STEM = "network_book"
# How far somebody is, which card lies on top, what was shown: of use to the exercise alone.
FURNITURE = {
    "all_pairs",
    "at",
    "before",
    "drawn",
    "measured",
    "nobody",
    "pairs",
    "person",
    "places",
    "scene",
    "shown",
    "step",
    "version",
}
# Answers to quiz questions are practice, and the ticks of a lesson are told in its first line.
NOT_TOLD = {"act", "progress", "retrieval"}
# Up to 10,000 addresses, and every pair of people on the map.
NOT_LISTED = {"contact", "tie"}
# The exercise in which people, circles and resources are named.
NETWORK = {"person": "name_people", "circle": "describe_people", "resource": "who_can_help"}
# The exercise that plays the scenes of a text.
SCENES = {played.CONTENT: played.STEM for played in (boundary_dialogue, dialogue_lab)}
VIEW = re.compile(r"from exercises\.views\.(\w+) import")


@dataclass(frozen=True)
class Part:
    """What one exercise holds: ``answers`` are ``(question, answer)``, ``tables`` are my_data tables."""

    title: str
    answers: tuple[tuple[str, object], ...] = ()
    tables: tuple[my_data.Table, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One lesson, or with ``number`` None whatever no lesson of this edition asks for.

    ``plan`` is the act as ``(question, answer)``; ``reflection`` is ``(prompt, text)``, as the learner wrote.
    """

    number: int | None
    title: str
    read: date | None = None
    act: date | None = None
    handed_in: datetime | None = None
    feedback: bool = False
    plan: tuple[tuple[str, object], ...] = ()
    parts: tuple[Part, ...] = ()
    reflection: tuple[tuple[str, str], ...] = ()


def chapters(store, lang, folder=None):
    """The book as a list of :class:`Chapter`, those without a word left out.

    ``folder`` holds the lessons' notebooks (default: the working folder).
    """
    parts = _parts(store, lang)
    plans = [told for told in my_data.answers(store, lang) if told[0] == "act"]
    found = []
    for lesson in (*progress.lessons(folder), *progress.evenings(folder)):
        status = progress.status(store, lesson)
        mine = tuple(
            parts.pop(stem) for stem in exercises_of(Path(folder or ".", lesson.path)) if stem in parts
        )
        plan = tuple(
            (question.rpartition(" · ")[2], answer)
            for _, name, question, answer in plans
            if name.startswith(f"{lesson.stem}.") and answer is not None
        )
        reflection = tuple(_reflection(progress.home(store), lesson))
        if mine or plan or reflection or status.read or status.act or status.handed_in:
            found.append(
                Chapter(
                    lesson.number,
                    lesson.title,
                    _day(status.read),
                    _day(status.act),
                    status.handed_in,
                    status.feedback,
                    plan,
                    mine,
                    reflection,
                )
            )
    if parts:
        found.append(Chapter(None, "", parts=tuple(parts.values())))
    return found


def exercises_of(notebook):
    """The stems of the exercises on a lesson's page, in order, each once."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return list(dict.fromkeys(stem for source in code for stem in VIEW.findall(source)))


def _parts(store, lang):
    """What each exercise holds, by its stem."""
    answers, tables, titles = {}, {}, {}
    for table in my_data.tables(store, lang):
        if table.kind not in NOT_LISTED and table.kind != my_data.ANSWERS:
            stem = NETWORK.get(table.kind) or my_data.spoken_by(table.kind)
            tables.setdefault(stem, []).append(table)
            titles.setdefault(stem, table.title)
    for stem, name, question, answer in my_data.answers(store, lang):
        if stem in NOT_TOLD or answer is None or FURNITURE.intersection(name.split(".")):
            continue
        answers.setdefault(SCENES.get(stem, stem), []).append((question, answer))
    return {
        stem: Part(
            my_data.exercise_name(stem, lang) if stem in answers else titles[stem],
            tuple(answers.get(stem, ())),
            tuple(tables.get(stem, ())),
        )
        for stem in [*tables, *(stem for stem in answers if stem not in tables)]
    }


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _reflection(home, lesson):
    """The answers in the learner's own copies, in either language, that hold a word."""
    pair = [lesson.assignment[: -len("-da")] + suffix for suffix in ("-da", "-en")]
    for name in pair:
        try:
            cells = json.loads((home / "reflections" / name / f"{lesson.stem}.ipynb").read_text("utf-8"))[
                "cells"
            ]
            yield from _written(cells)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not fetched, or not ours to mend


def _written(cells):
    prompt = ""
    for cell in cells:
        source = "".join(cell["source"]).strip()
        if "answer" in cell["metadata"].get("tags", ()):
            if source:
                yield prompt, source
        elif cell["cell_type"] == "markdown":
            headings = [line.lstrip("# ") for line in source.splitlines() if line.startswith("#")]
            prompt = " ".join(headings) or prompt
