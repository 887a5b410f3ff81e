"""What stands beside an answer for its reader: what the machine found, the whole hand-in, and what changed.

Nothing here is a mark: a reader decides what it means. All is read from the hand-in itself, from the others'
and from earlier versions, when the answer is opened, and is kept nowhere.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.rules import privacy
from exercises.texts import Texts
from facilitation import taking_in
from facilitation.exchange import COURSE
from facilitation.language import LANGUAGES, TEXTS
from facilitation.reading import feedback

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

    from facilitation.reading.desk import Answer, Desk, Question


FEWEST_LETTERS = 80  # of an answer that another's being the very same means something
MOST_WORDS = 2_000  # of an answer whose changes are shown
MOST_FOUND = 8


class Beside:
    """Of one facilitator's folder; ``desk`` is its `reading.desk.Desk`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._read = {}

    def findings(
        self, question: Question, answer: Answer, called: Callable[..., Any]
    ) -> list[tuple[str, dict[Any, Any]]]:
        """What the machine found in an answer and its hand-in: ``(key, names)`` of sentences under ``found``.

        ``called(student)`` is what a learner is called on the page.
        """
        nb = self._notebook(self.desk._autograded(question, answer.student))
        if nb is None:
            return []
        said = [text for _, text in answer.parts]
        found = [
            ("person", {"kind": one.kind, "words": one.text}) for text in said for one in privacy.find(text)
        ]
        if others := self._same_words(question, answer):
            found.append(("same_words", {"names": ", ".join(map(called, others))}))
        if other := self._other_language(question.assignment, answer.student):
            found.append(("both_languages", {"language": other}))
        if not answer.figures:
            found.append(("no_figures", {}))
        found += [("outside", {"words": words}) for words in outside(nb)]
        found += [("check", {"words": fix}) for fix in fixes(nb)]
        return list({str(one): one for one in found}.values())[:MOST_FOUND]

    def whole(self, question: Question, answer: Answer) -> str:
        """The whole hand-in as clean HTML: each prompt, what was written, and the figures."""
        nb = self._notebook(self.desk._autograded(question, answer.student))
        if nb is None:
            return ""
        shown = []
        for cell, after in zip(nb.cells, [*nb.cells[1:], None], strict=True):
            part = feedback.compose(cell, after, {}, {})
            if part and part["kind"] == "prompt":
                shown.append(part["html"])
            elif part and part["kind"] == "figures":
                shown.append(feedback.without_caption(part["html"]))
            elif part and part["kind"] == "answer":
                shown.append(f'<p class="nv-reading-typed">{escape(part["text"] or "–")}</p>')
            elif cell.cell_type == "markdown" and _outside(cell):
                shown.append(feedback.html(cell.source))
        return "".join(shown)

    def changes(self, question: Question, answer: Answer) -> str:
        """What is new in an answer since the learner's last hand-in before it: HTML, "" for none before."""
        before = self._earlier(question, answer.student)
        if before is None:
            return ""
        names = [name for name, _ in question.parts]
        texts = " ¶ ".join(before.get(name, "") for name in names), " ¶ ".join(t for _, t in answer.parts)
        old, new = (re.findall(r"\S+", text)[:MOST_WORDS] for text in texts)
        shown = []
        for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            gone, come = escape(" ".join(old[a:b])), escape(" ".join(new[c:d]))
            if what == "equal":
                shown.append(come)
            else:
                shown += [f"<del>{gone}</del>"] if gone else []
                shown += [f"<ins>{come}</ins>"] if come else []
        return f'<p class="nv-reading-typed">{" ".join(shown)}</p>'

    # ---- where it is read ----------------------------------------------------------------------------------

    def _notebook(self, path):
        from facilitation.reading.desk import NotRead, _notebook

        try:
            changed = os.stat(path).st_mtime_ns
            if self._read.get(path, (None, None))[0] != changed:
                self._read[path] = changed, _notebook(path)
        except (OSError, NotRead):
            return None
        return self._read[path][1]

    def _same_words(self, question, answer):
        mine = _plain(" ".join(text for _, text in answer.parts))
        if len(mine) < FEWEST_LETTERS:
            return []
        top = Path(self.desk.place, self.desk.course.autograded_directory)
        found = []
        for path in sorted(top.glob(f"*/{question.assignment}/{question.notebook}.ipynb")):
            student = path.parts[-3]
            nb = self._notebook(path) if student != answer.student else None
            if (
                nb is not None
                and _plain(" ".join(_answers(nb).get(name, "") for name, _ in question.parts)) == mine
            ):
                found.append(student)
        return found

    def _other_language(self, assignment, student):
        stem, _, own = assignment.rpartition("-")
        top = Path(self.desk.place, self.desk.course.submitted_directory, student)
        return next((one for one in LANGUAGES if one != own and (top / f"{stem}-{one}").is_dir()), "")

    def _earlier(self, question, student):
        """``{answer cell: text}`` of the version before the one that was checked, None for none."""
        now = _answers(nb) if (nb := self._notebook(self.desk._autograded(question, student))) else {}
        versions = []
        kept = Path(self.desk.place, taking_in.EARLIER, student, question.assignment)
        versions += [(one.name, one) for one in kept.glob("*") if one.is_dir()]
        inbound = Path(str(self.desk.course.config.Exchange.root), COURSE, "inbound")
        try:
            names = [
                one for one in os.listdir(inbound) if one.startswith(f"{student}+{question.assignment}+")
            ]
        except OSError:
            names = []
        versions += [(one.split("+")[2], inbound / one) for one in names]
        for _, folder in sorted(versions, reverse=True):
            try:
                files = taking_in._handed_in(folder)
                data = files.get(f"{question.notebook}.ipynb", b"")
                texts = _answers_of(data)
            except (taking_in.Fault, OSError, ValueError, RecursionError):
                continue
            if any(texts.get(name, "").strip() != now.get(name, "") for name, _ in question.parts):
                return texts
        return None


def outside(nb: NotebookNode) -> list[Any]:
    """Words that a learner wrote outside the boxes, as grading has laid them behind our own cells."""
    return [words for cell in nb.cells if cell.cell_type == "markdown" and (words := _outside(cell))]


def _outside(cell):
    first, _, rest = cell.source.partition("\n\n")
    if first.strip("* ") not in _own_words():
        return ""
    return "\n".join(line.removeprefix(">").strip() for line in rest.splitlines())


def _own_words():
    return {Texts("mending", lang, folder=TEXTS)("learners_own") for lang in LANGUAGES}


def fixes(nb: NotebookNode) -> list[Any]:
    """The sentences of the checks' lists in a hand-in that was checked."""
    found = []
    for cell in nb.cells:
        part = feedback.compose(cell, None, {}, {}) if cell.cell_type == "code" else None
        found += part["fixes"] if part and part["kind"] == "check" else []
    return found


def _answers(nb):
    return {
        one.metadata.get("nbgrader", {}).get("grade_id"): one.source.strip()
        for one in nb.cells
        if one.cell_type == "markdown"
    }


def _answers_of(data):
    """``{answer cell: text}`` of a notebook's bytes, which came from a learner and may be anything."""
    import json

    cells = json.loads(data)["cells"]
    found = {}
    for cell in cells if isinstance(cells, list) else []:
        marks = cell.get("metadata", {}).get("nbgrader", {}) if isinstance(cell, dict) else {}
        source = cell.get("source", "") if isinstance(cell, dict) else ""
        if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
            found[marks["grade_id"]] = (
                "".join(map(str, source)) if isinstance(source, list) else str(source)
            ).strip()
    return found


def _plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))
