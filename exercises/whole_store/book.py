"""My network book: everything the learner wrote and decided, put in order by lesson.

Nothing is kept here: the book is read from the store and from the learner's reflections each time. What a
learner wrote for others to read as numbers, such as who knows whom, is on the page My data.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from exercises.models import progress
from exercises.texts import Texts
from exercises.whole_store import tables as my_data
from exercises.whole_store.declared import keeper, keeps, scenes, spoken_by
from exercises.whole_store.tables import SEPARATOR

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "network_book"
# How far somebody is, which card lies on top, what was shown: of use to the exercise alone, in any of them.
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
# The answers that lead to what the law says of a message: the message itself is told.
LAW = "law_"
# Answers to quiz questions are practice, the ticks of a lesson are told in its first line, and a
# bookmark tells nothing.
NOT_TOLD = {"act", "place", "progress", "retrieval"}
# Up to 10,000 addresses; circles and pairs apart from their people.
NOT_LISTED = {"contact", "circle", "tie"}
# Of somebody on the map as much as fits on a line; the page My data has the rest.
TOLD_OF = {"person": ("nickname", "relation", "circles")}
# The exercise in which people and resources are named.
ASKED_BY = {
    "person": "name_people",
    "resource": "who_can_help",
}
GRID = "behaviour_grid"
GUESSES, ACCOUNT, MAP = "guess_first", "network_account", "network_map"
# The exercise under which the map is drawn: the first in which people are named.
MAPPED = "name_people"
# Days that an exercise puts in by itself when it is opened: they tell something only beside an answer.
OF_ITSELF = {("network_account", "end"), ("before_after", "end"), ("ninety_days", "start")}
VIEW = re.compile(r"from exercises\.views\.(\w+) import")


@dataclass(frozen=True)
class Part:
    """What one exercise holds. ``groups`` are ``(heading, ((question, answer), …))``, the heading "" where
    the questions need none; ``tables`` are my_data tables, the title "" where the part's own is enough;
    ``sums`` are what the exercise reckons from them, as ``(what, figure in words)``."""

    title: str
    groups: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = ()
    tables: tuple[my_data.Table, ...] = ()
    stem: str = ""
    sums: tuple[tuple[str, str], ...] = ()


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


def chapters(store: Store, lang: str, folder: Path | None = None) -> list[Chapter]:
    """The book as a list of :class:`Chapter`, those without a word left out.

    ``folder`` holds the lessons' notebooks (default: the working folder).
    """
    lessons = progress.lessons(folder)
    first = progress.first(folder)
    others = [page for page in progress.pages(folder) if page != first]
    pages = [*([first] if first else []), *lessons, *progress.evenings(folder), *others]
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
        # A lesson that was only looked into is no chapter.
        if mine or plan or reflection or status.act or status.handed_in:
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


def exercises_of(notebook: Path) -> list[str]:
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
        if stem in scenes():
            answer = str(answer).replace(my_data.BETWEEN_LINES, "\n")
        if stem == GUESSES:
            question, answer = _guess(store, lang, name, question, answer)
        answers.setdefault((scenes().get(stem, stem), ""), []).append((question, answer))
    for table in (*_counted(told, lang), *my_data.tables(store, lang)):
        unlisted = NOT_LISTED | keeps(keeper(table.kind)).unlisted | {my_data.ANSWERS}
        if table.kind not in unlisted and (table := _told_of(table)):
            stem = ASKED_BY.get(table.kind) or keeper(table.kind)
            tables.setdefault((stem, ""), []).append(table)
    by_itself = {
        (stem, "")
        for stem, _ in OF_ITSELF
        if (stem, "") not in tables and _names(told, stem) <= {name for of, name in OF_ITSELF if of == stem}
    }
    return {
        key: Part(
            my_data.exercise_name(key[0], lang),
            tuple(_groups(answers.get(key, ()))),
            tuple(_titled(tables.get(key, ()))),
            key[0],
            tuple(_sums(store, lang)) if key[0] == ACCOUNT else (),
        )
        for key in dict.fromkeys((*answers, *tables))
        if key not in by_itself
    }


def _names(told, stem):
    return {name for of, name, _, answer in told if of == stem and answer is not None}


def _guess(store, lang, name, question, answer):
    """A guess with the right answer beside it, once it has been shown."""
    from exercises.models import guess_first

    figure, _, part = name.partition(".")
    if part != "guess" or figure not in guess_first.figures() or not store.get(GUESSES, f"{figure}.shown"):
        return question, answer
    return question, Texts(STEM, lang)(
        "guess_and_truth", guess=answer, truth=guess_first.in_words(figure, lang)
    )


def _sums(store, lang):
    """What the network account comes to, as the exercise says it."""
    from exercises.models import network_account
    from exercises.rules.network_account import ENOUGH_OCCASIONS

    t = Texts(ACCOUNT, lang)
    sums, _ = network_account.read(store)
    if not sums.occasions:
        return
    yield t("row.occasions"), t.number(sums.occasions)
    yield t("row.hours"), t.number(sums.hours, 1)
    yield t("row.kroner"), t.kroner(sums.kroner)
    for result, count in sums.counts.items():
        yield t(f"result.{result}"), t.number(count)
    if sums.hours_per_gain is not None:
        yield t("row.hours_per_gain"), t.number(sums.hours_per_gain, 1)
    if sums.share_nothing is not None and sums.answered >= ENOUGH_OCCASIONS:
        yield t("row.share_nothing"), t.percent(sums.share_nothing)
    if sums.break_even:
        low, high = (t.kroner(round(value, -1)) for value in sums.break_even)
        yield t("row.break_even"), low if low == high else t("range", low=low, high=high)


def _is_furniture(stem, name):
    furniture = (FURNITURE | keeps(stem).furniture) - keeps(stem).told
    return any(part.startswith(LAW) or part in furniture for part in name.split("."))


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
    stem = spoken_by(table.kind)
    columns = [
        at
        for at, name in enumerate(table.names)
        if name in names and not _is_furniture(stem, name) and any(row[at] is not None for row in table.rows)
    ]
    rows = [row for row in table.rows if any(row[at] is not None for at in columns)]
    if "day" in table.names:  # in the order they happened, whenever they were written
        at = table.names.index("day")
        rows.sort(
            key=lambda row: (not isinstance(row[at], date), row[at] if isinstance(row[at], date) else 0)
        )
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
