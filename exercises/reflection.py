"""The two lines a reflection notebook runs: the learner's own figures, and the check with its fix-list.

Both run twice: beside the learner, and at grading on a machine where the learner's store is not and must not
be. What they need travels in the assignment folder: the notebook itself and ``figures.json``.
"""

import html
import importlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from exercises.answers import course_cells, gather, guessed, put_right
from exercises.rules import privacy
from exercises.rules import reflection as rules
from exercises.texts import Texts
from exercises.typed import counted_in_words, find_day, parse_number

FIGURES = "figures.json"
ESSAY = "essay-"
# A goal in the plan of the capstone, in either language.
GOAL = re.compile(r"^[\s*#_>-]*(?:mål|goal)\s*\d\b", re.IGNORECASE | re.MULTILINE)
MIME = "application/vnd.netvaerk.check+json"
BOXES = "application/vnd.netvaerk.boxes+json"


class Shown:
    """Something a notebook shows: HTML for people, ``plain`` for nbgrader, which reads points from it.

    ``data`` is a check's result, ``boxes`` what the page needs to put back boxes that are gone.
    """

    def __init__(
        self,
        plain: str,
        html: str,
        data: Mapping[str, Any] | None = None,
        boxes: Mapping[Any, Any] | None = None,
    ) -> None:
        self.plain, self.html, self.data, self.boxes = plain, html, data, boxes

    def __repr__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, **kwargs):
        bundle = {"text/plain": self.plain, "text/html": self.html}
        bundle |= {MIME: self.data} if self.data else {}
        return bundle | {BOXES: self.boxes} if self.boxes else bundle


def figures() -> Shown:
    """Show the learner's own figures for this lesson, and put them in ``figures.json`` for the hand-in."""
    notebook, cells, found = _read()
    course = notebook["metadata"]["course"]
    if not os.environ.get("NBGRADER_EXECUTION"):
        _write(course["stem"])
    t = Texts("reflection")
    boxes, own = _boxes(notebook, cells, found), _figures()
    if not own:
        shown = f"<p>{html.escape(t('figures_none'))}</p>"
        return Shown(t("figures_none_plain"), shown, boxes=boxes)
    label = Texts(f"figures/{course['stem'].replace('-', '_')}")
    rows = "".join(
        f'<tr><th scope="row">{html.escape(label(name))}</th><td>{html.escape(_number(t, value))}</td></tr>'
        for name, value in own.items()
        if name in label.data
    )
    table = f'<table class="nv-table"><caption>{html.escape(t("figures_caption"))}</caption>{rows}</table>'
    return Shown(t("figures_plain", n=len(own)), table, boxes=boxes)


def _number(t, value):
    return t.number(value, next((few for few in (0, 1) if round(value, few) == value), 2))


def _write(stem):
    from exercises.store import StoreProblem, open_store

    try:
        own = _module(stem).figures(open_store())
    except StoreProblem:
        return  # the figures of last time stand, if there are any
    if not all(_is_number(value) or _is_matrix(value) for value in own.values()):
        raise TypeError("own figures are numbers only")
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in own.items())
    unfinished = Path(f"{FIGURES}.part")
    unfinished.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    unfinished.replace(FIGURES)


def _module(stem):
    return importlib.import_module(f"exercises.figures.{stem.replace('-', '_')}")


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_matrix(value):
    """A list of rows of whole numbers: what a measure can be computed from again, and no name can hide in."""
    return isinstance(value, list) and all(
        isinstance(row, list) and all(type(entry) is int for entry in row) for row in value
    )


def _file():
    try:
        own = json.loads(Path(FIGURES).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return own if isinstance(own, dict) else {}


def _figures():
    """The figures of the file, if it is whole; a learner may have changed it, so only numbers are taken."""
    return {name: value for name, value in _file().items() if _is_number(value) and abs(value) < 1e12}


def _check_figures(stem, texts):
    own, module, file = _figures(), _module(stem), _file()
    matrices = [file.get(name) for name in getattr(module, "MATRICES", ("matrix",))]
    if hasattr(module, "agree") and not module.agree(own, *matrices):
        return rules.Verdict(0, [("figures_changed", {})])
    mentioned = rules.check_figures(texts, own, parse_number, counted_in_words)
    wanted = getattr(module, "WANTED", {})
    missing = [name for name, fewest in wanted.items() if own.get(name, 0) < fewest]
    if not missing:
        return mentioned
    label = Texts(f"figures/{stem.replace('-', '_')}")
    fixes = [("figure_wanted", {"what": label(name), "fewest": wanted[name]}) for name in missing]
    share = (mentioned.points + len(wanted) - len(missing)) / (1 + len(wanted))
    return rules.Verdict(share, [*mentioned.fixes, *fixes], mentioned.hints)


def check(part: str) -> Shown:
    """Check one ``part`` of the reflection, from 0 to 1 point: answers, plan, figures or privacy; and in the
    capstone essay and goals.

    What is shown is the fix-list; nbgrader reads the points as partial credit. Answers are read from the
    notebook as it lies on disk.
    """
    notebook, course, found = _read()
    answers = found.texts
    verdict = {
        "answers": lambda: rules.check_answers(_without(answers, "plan-", ESSAY)),
        "essay": lambda: rules.check_essay({n: text for n, text in answers.items() if n.startswith(ESSAY)}),
        "goals": lambda: rules.check_goals(_goals(answers.get("plan-goals", "")), _handed_in()),
        "plan": lambda: _plan(answers),
        "figures": lambda: _check_figures(
            notebook["metadata"]["course"]["stem"], _without(answers, "plan-").values()
        ),
        "privacy": lambda: rules.check_privacy(
            [*answers.values(), *(text for _, text, _ in found.beside)],
            partial(privacy.find, names=_known_names()),
        ),
    }[part]()
    return _show(
        part,
        _with_boxes(part, verdict, found, _lost(notebook, course, found)),
        _boxes(notebook, course, found),
    )


# which boxes a part of the check is about
PARTS = {
    "answers": lambda name: not name.startswith(("plan-", ESSAY)),
    "essay": lambda name: name.startswith(ESSAY),
    "goals": lambda name: name == "plan-goals",
    "plan": lambda name: name in ("plan-if", "plan-then", "plan-when"),
}


def _with_boxes(part, verdict, found, lost):
    """The verdict, with the boxes that are gone called so, and a hint where words stand beside the boxes."""
    mine = PARTS.get(part, lambda name: False)
    gone = {name for name in lost if mine(name)}
    fixes = [fix for fix in verdict.fixes if not (fix[0] == "empty" and fix[1].get("label") in gone)]
    fixes = [*(("box_gone", {"label": name}) for name in found.texts if name in gone), *fixes]
    hints = [("beside", {})] if found.beside and part in ("answers", "essay") else []
    return rules.Verdict(verdict.points, fixes, [*verdict.hints, *hints])


def _gathered(notebook):
    """The course's own cells, and what was found of them. What is graded has been made of them already."""
    cells = _cells(notebook)
    course = guessed(cells) if os.environ.get("NBGRADER_EXECUTION") else course_cells(notebook)
    return course, gather(cells, course)


def _read():
    """The reflection beside us, the course's own cells of it and what was found (see `_gathered`)."""
    files = _files()
    if os.environ.get("NBGRADER_EXECUTION"):
        return _understood(files)
    notebook = _notebook(files)
    return notebook, *_gathered(notebook)


@lru_cache(maxsize=1)
def _understood(files):
    # each check asks for the same at grading, and nobody writes meanwhile
    notebook = _notebook(files)
    return notebook, *_gathered(notebook)


def _cells(notebook):
    cells = notebook.get("cells")
    return [cell if isinstance(cell, dict) else {} for cell in cells] if isinstance(cells, list) else []


def _lost(notebook, course, found):
    """The names of the boxes that nobody can write in."""
    order = put_right(_cells(notebook), course, found) or []
    return [cell["metadata"]["nbgrader"]["grade_id"] for cell in order if isinstance(cell, dict)]


def _boxes(notebook, course, found):
    """What the page needs to put back boxes that are gone, and the lesson's plan for an empty one.

    None at grading.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    order = put_right(_cells(notebook), course, found)
    t = Texts("reflection")
    lost = _lost(notebook, course, found)
    gone = {"gone": [_label(t, name) for name in lost], "cells": order} if order else {}
    offers = _offers(notebook, found, t)
    return gone | ({"offers": offers} if offers else {})


def _offers(notebook, found, t):
    """``{box: text}`` of the plans made in the lesson, while nothing is written in their boxes."""
    from exercises.store import StoreProblem, open_store

    try:
        store = open_store()
        offered = _act(store, notebook["metadata"]["course"]["stem"], t) | _ninety_days(store, t)
    except StoreProblem:
        return {}
    begun = any(found.texts.get(name) for name in ("plan-if", "plan-then"))
    wanted = {name for name, text in found.texts.items() if not text and not (begun and name in ACT)}
    return {name: text for name, text in offered.items() if text and name in wanted}


# the boxes of one plan: who has begun on one of them is not offered the others
ACT = ("plan-if", "plan-then", "plan-when")


def _act(store, stem, t):
    from exercises.models import act

    when, then, day = (str(store.get(act.STEM, f"{stem}.{name}") or "") for name in ("if", "then", "day"))
    try:
        day = t.date(date.fromisoformat(day))
    except ValueError:
        day = ""
    return dict(zip(ACT, (when, then, day), strict=True))


def _ninety_days(store, t):
    from exercises.models import ninety_days

    return {"plan-goals": ninety_days.as_text(store, Texts(ninety_days.STEM, t.lang))}


def _known_names():
    """The whole names in the learner's own address book, which is only where the learner is."""
    if os.environ.get("NBGRADER_EXECUTION"):
        return ()
    from exercises.models.known_names import names
    from exercises.store import StoreProblem, open_store

    try:
        return names(open_store())
    except StoreProblem:
        return ()


def _without(answers, *beginnings):
    return {name: text for name, text in answers.items() if not name.startswith(beginnings)}


def _goals(text):
    """The goals of a plan as ``(text, day or None)``: each begins on a line of its own with *Goal* and a
    number, and ends at an empty line or the next goal."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        found += re.split(GOAL, paragraph)[1:]
    return [(goal, find_day(goal, _handed_in())) for goal in found]


def _plan(answers):
    handed_in = _handed_in()
    when = find_day(answers.get("plan-when", ""), handed_in)
    return rules.check_plan(answers.get("plan-if", ""), answers.get("plan-then", ""), when, handed_in)


def _handed_in():
    """The day nbgrader noted at the hand-in, which is when a plan must lie ahead; today before that."""
    try:
        return datetime.fromisoformat(Path("timestamp.txt").read_text().strip().removesuffix(" UTC")).date()
    except (OSError, ValueError):
        return date.today()


def _show(part, verdict, boxes=None):
    t = Texts("reflection")
    points = round(verdict.points, 2)
    # A whole number would be read as an answer of another type by nbgrader's older editions.
    fixes = [_sentence(t, fix) for fix in verdict.fixes]
    hints = [_sentence(t, hint) for hint in verdict.hints]
    items = "".join(f"<li>{html.escape(fix)}</li>" for fix in fixes)
    mark, say = ("✓", "in_order") if not fixes else ("✗", "to_mend")
    shown = (
        f'<div class="nv-check"><p><span class="nv-mark" aria-hidden="true">{mark}</span> '
        f"<strong>{html.escape(t(f'part.{part}'))}</strong> {html.escape(t(say))}</p>"
        + (f"<ul>{items}</ul>" if items else "")
        + "".join(f"<p>{html.escape(t('hint'))} {html.escape(hint)}</p>" for hint in hints)
        + "</div>"
    )
    data = {"part": part, "points": points, "max": 1, "fixes": fixes, "hints": hints}
    return Shown(str(points), shown, data, boxes)


def _sentence(t, fix):
    key, names = fix
    names = {name: t.date(value) if isinstance(value, date) else value for name, value in names.items()}
    for name in ("label", "other"):
        if name in names:
            names[name] = _label(t, names[name])
    return t(f"fix.{key}", **names)


def _label(t, name):
    return t.data["labels"][name][t.lang] if name in t.data["labels"] else name


def _files():
    """What lies beside us as notebooks: ``((stem, bytes), …)``."""
    found = []
    for path in sorted(Path().glob("*.ipynb")):
        # bytes: a program may have saved it with a mark, or in UTF-16
        with suppress(OSError):
            found.append((path.stem, path.read_bytes()))
    return tuple(found)


def _notebook(files):
    """The reflection among ``files``, as a dict: the one by its right name before a copy of it."""
    others = []
    for stem, data in files:
        try:
            notebook = json.loads(data)
        except (ValueError, RecursionError):
            continue
        metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
        course = metadata.get("course") if isinstance(metadata, dict) else None
        if isinstance(course, dict) and "stem" in course:
            if course["stem"] == stem:
                return notebook
            others.append(notebook)
    if not others:
        raise FileNotFoundError("no reflection notebook in this folder")
    return others[0]
