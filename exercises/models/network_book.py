"""My network book: everything the learner wrote and decided, put in order by lesson.

Nothing is kept here: the book is read from the store and from the learner's reflections each time. What a
learner wrote for others to read as numbers, such as who knows whom, is on the page My data.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from exercises.models import my_data, progress
from exercises.models.my_data import SEPARATOR
from exercises.texts import Texts

STEM = "network_book"
# How far somebody is, which card lies on top, what was shown: of use to the exercise alone.
FURNITURE = {
    "all_pairs",
    "at",
    "before",
    "drawn",
    "draws",
    "measured",
    "nobody",
    "pairs",
    "person",
    "places",
    "rested",
    "sample",
    "scene",
    "shown",
    "sound",
    "step",
    "version",
}
ALSO_FURNITURE = {
    "before_after": {"frozen"},
    "describe_people": {"circle"},
    "dormant_draw": {"person"},
    "message_draft": {"draft"},
    "network_map": {"dormant_years"},
    "post_plan": {"lot", "count"},
    "product_board": {"cell"},
}
# Called as furniture is, and none: the charter's ``at`` is the time of the first meeting.
NO_FURNITURE = {("charter", "at"), ("dormant_draw", "drawn")}
# The answers that lead to what the law says of a message: the message itself is told.
LAW = "law_"
# Answers to quiz questions are practice, and the ticks of a lesson are told in its first line.
NOT_TOLD = {"act", "progress", "retrieval"}
# Up to 10,000 addresses, circles and pairs apart from their people, and the map as it was in numbers.
NOT_LISTED = {"contact", "circle", "tie", "snapshot"}
# Of somebody on the map as much as fits on a line; the page My data has the rest.
TOLD_OF = {"person": ("nickname", "relation", "circles")}
# The exercise in which people and resources are named, and the account is kept a second time.
ASKED_BY = {
    "person": "name_people",
    "resource": "who_can_help",
    "account_again": "before_after",
}
# The exercise that plays the scenes of a text.
SCENES = {"dialogue_boundary": "boundary_dialogue", "dialogue_first_meeting": "dialogue_lab"}
GRID = "behaviour_grid"
VIEW = re.compile(r"from exercises\.views\.(\w+) import")


@dataclass(frozen=True)
class Part:
    """What one exercise holds. ``groups`` are ``(heading, ((question, answer), …))``, the heading "" where
    the questions need none; ``tables`` are my_data tables, the title "" where the part's own is enough."""

    title: str
    groups: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = ()
    tables: tuple[my_data.Table, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One lesson or working evening, or with ``title`` "" whatever no page of this edition asks for.

    ``number`` is that of a lesson, None for the others. ``plan`` is the act as ``(question, answer)``;
    ``reflection`` is ``(prompt, text)``, as the learner wrote.
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
    lessons = progress.lessons(folder)
    pages = [*lessons, *progress.evenings(folder)]
    told = my_data.answers(store, lang)
    parts = _parts(store, lang, told, {page.stem for page in pages})
    found = []
    for page in pages:
        status = progress.status(store, page)
        stems = exercises_of(Path(folder or ".", page.path))
        # An exercise on several pages stands on the first, but for what it keeps for one page by name.
        mine = [parts.pop(key) for stem in stems for key in ((stem, ""), (stem, page.stem)) if key in parts]
        plan = tuple(
            (question.rpartition(SEPARATOR)[2], answer)
            for stem, name, question, answer in told
            if stem == "act" and name.startswith(f"{page.stem}.") and answer is not None
        )
        reflection = tuple(_reflection(progress.home(store), page))
        if mine or plan or reflection or status.read or status.act or status.handed_in:
            found.append(
                Chapter(
                    page.number if page in lessons else None,
                    page.title,
                    _day(status.read),
                    _day(status.act),
                    status.handed_in,
                    status.feedback,
                    plan,
                    tuple(mine),
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


def _parts(store, lang, told, pages):
    """What each exercise holds, by its stem and the page it was kept for ("" for any)."""
    from exercises.rules.behaviour_grid import ITEMS

    answers, tables = {}, {}
    for stem, name, question, answer in told:
        first = name.partition(".")[0]
        if stem in NOT_TOLD or answer is None or _is_furniture(stem, name):
            continue
        if stem == GRID and name.rpartition(".")[2] in ITEMS:
            continue  # a table of their own
        if first in pages:
            answers.setdefault((stem, first), []).append((question.partition(SEPARATOR)[2], answer))
            continue
        if stem in SCENES:
            answer = str(answer).replace(my_data.BETWEEN_LINES, "\n")
        answers.setdefault((SCENES.get(stem, stem), ""), []).append((question, answer))
    for table in (*_counted(told, lang), *my_data.tables(store, lang)):
        if table.kind not in (*NOT_LISTED, my_data.ANSWERS) and (table := _told_of(table)):
            stem = ASKED_BY.get(table.kind) or my_data.spoken_by(table.kind)
            tables.setdefault((stem, ""), []).append(table)
    return {
        key: Part(
            my_data.exercise_name(key[0], lang),
            tuple(_groups(answers.get(key, ()))),
            tuple(_titled(tables.get(key, ()))),
        )
        for key in dict.fromkeys((*answers, *tables))
    }


def _is_furniture(stem, name):
    furniture = FURNITURE | ALSO_FURNITURE.get(stem, set())
    return any(
        part.startswith(LAW) or (part in furniture and (stem, part) not in NO_FURNITURE)
        for part in name.split(".")
    )


def _groups(answers):
    """Answers that follow each other and whose questions begin alike, under what they begin with."""
    for heading, group in groupby(answers, key=lambda told: told[0].rpartition(SEPARATOR)[0]):
        yield heading, tuple((question.rpartition(SEPARATOR)[2], answer) for question, answer in group)


def _titled(tables):
    alone = len(tables) == 1 and tables[0].kind != GRID
    return [replace(table, title="") for table in tables] if alone else tables


def _told_of(table):
    """The table without what is furniture and without columns and rows that hold nothing; None for none."""
    names = TOLD_OF.get(table.kind, table.names)
    stem = my_data.spoken_by(table.kind)
    columns = [
        at
        for at, name in enumerate(table.names)
        if name in names and not _is_furniture(stem, name) and any(row[at] is not None for row in table.rows)
    ]
    rows = [row for row in table.rows if any(row[at] is not None for at in columns)]
    if not rows:
        return None
    return replace(
        table,
        columns=tuple(table.columns[at] for at in columns),
        names=tuple(table.names[at] for at in columns),
        rows=tuple(tuple(row[at] for at in columns) for row in rows),
    )


def _counted(told, lang):
    """What was counted in the behaviour grid as a table: an act a row, a column each time it was counted."""
    from exercises.models.behaviour_grid import TURNS
    from exercises.rules.behaviour_grid import ITEMS

    say = Texts(GRID, lang)
    counts = {name: answer for stem, name, _, answer in told if stem == GRID}
    turns = [turn for turn in TURNS if any(f"{turn}.{item}" in counts for item in ITEMS)]
    if turns:
        yield my_data.Table(
            kind=GRID,
            title=say("ask"),
            columns=(say("column.kind"), *(say(f"{turn}_label") for turn in turns)),
            rows=tuple(
                (say(f"item.{item}"), *(counts.get(f"{turn}.{item}") for turn in turns))
                for item in ITEMS
                if any(f"{turn}.{item}" in counts for turn in turns)
            ),
            names=("item", *turns),
        )


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
