"""The learner's feedback page, made by nbgrader's generate_feedback with a page of our own.

`ComposeFeedback` stands where nbgrader's GetGrades does, `FeedbackExporter` where its HTML exporter does, and
`ReleaseFeedback` where its release_feedback does; all are named in `facilitation.nbgrader_settings`.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from datetime import UTC
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.exchange.default.release_feedback import ExchangeReleaseFeedback
from traitlets import Bool

from exercises.calendar_entry import zone
from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS, choose, harmless
from facilitation.laying import write_whole
from facilitation.nbgrader_settings import SHOWN_TAGS, TEMPLATES
from facilitation.reading import overall, pictures, quotes, rubric

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode


SECRET = "submission_secret.txt"  # nbgrader's name for it
CHECK = "application/vnd.netvaerk.check+json"
TITLE = re.compile(r"^# .*$", re.MULTILINE)  # the page has its own
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"} | {
    "th": "columnheader"
}
RUBRIC = "rubric"  # the id of the cell whose table says what each level means for each answer
UNANSWERED = "No response."  # nbgrader's own comment on an untouched answer


class ComposeFeedback(Preprocessor):
    """Puts together what the page shows: ``resources["feedback"]``, a dict of plain values.

    ``t`` (the page's `Texts`), ``title``, ``handed_in`` (local datetime or None), ``score`` (what a reader
    gave, less the ``penalty`` for being late, 0 unless the facilitator has set one), ``maximum`` (what a
    reader can give), ``verdict``, ``overall`` (the comment on the whole as cleaned html, or ""), ``levels``
    (those to explain), ``rubric`` (the reflection's own table of them as html, or "") and ``parts``: one
    dict a cell that a learner should see, by ``kind``:

    - ``prompt``, ``figures``: ``html`` (cleaned);
    - ``answer``: ``text`` as typed, ``pieces`` of it (words, whether the comment quotes them), ``words``
      (cleaned html or ""), ``waiting``, ``level``, ``score``, ``maximum``;

    and ``check``, what the automatic checks found together, None where there are none: ``fixes`` (list of
    str), ``stopped``. Their code is never shown.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        t = Texts("feedback", language(names["assignment"], nb), folder=TEXTS)
        with Gradebook(names["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            grades = {grade.name: grade for grade in submitted.grades}
            comments = {comment.name: comment.comment for comment in submitted.comments}
            handed_in = submitted.assignment.timestamp
            followers = [*nb.cells[1:], None]
            pairs = zip(nb.cells, followers, strict=True)
            parts = [part for cell, after in pairs if (part := compose(cell, after, grades, comments))]
            penalty = submitted.late_submission_penalty or 0
        answers = [part for part in parts if part["kind"] == "answer" and part["maximum"]]
        marks = [(part["score"], part["maximum"]) for part in answers]
        score = max(0, sum(given for given, _ in marks) - penalty)
        maximum = sum(most for _, most in marks)
        resources["feedback"] = {
            "t": t,
            "title": nb.metadata.get("course", {}).get("title") or names["notebook"],
            "handed_in": handed_in.replace(tzinfo=UTC).astimezone(zone()) if handed_in else None,
            "score": score,
            "penalty": penalty,
            "maximum": maximum,
            "verdict": rubric.verdict(marks, any(part["waiting"] for part in answers)),
            "overall": html_of_words(self._overall(names)),
            "levels": levels(answers),
            "rubric": next((table(cell.source) for cell in nb.cells if cell.get("id") == RUBRIC), ""),
            "parts": [part for part in parts if part["kind"] != "check"],
            "check": together([part for part in parts if part["kind"] == "check"]),
        }
        return nb, resources

    def _overall(self, names):
        return overall.of(str(self.config.CourseDirectory.root), names["student"], names["assignment"])


class FeedbackExporter(HTMLExporter):
    """Writes the page, from ``templates/feedback_page``, whatever formgrader has set for its own pages."""

    def __init__(self, config: Any = None, **kw: Any) -> None:
        own = {
            "template_name": "feedback_page",
            "extra_template_basedirs": [str(TEMPLATES)],
            "extra_template_paths": [],
            "preprocessors": [],
        }
        super().__init__(config=config, **{**kw, **own})

    def _init_resources(self, resources):
        resources = super()._init_resources(resources)
        resources.setdefault("feedback", {})
        return resources


class ReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's release, but a page that cannot be put out stops nobody else's, and is told of."""

    def copy_files(self) -> None:
        excluded = set(self.coursedir.student_id_exclude.split(","))
        for page in sorted(map(Path, glob.glob(os.path.join(self.src_path, "*.html")))):
            learner = page.parent.parent.name
            if learner in excluded:
                continue
            try:
                # nbgrader names a page by what only the learner's own copy of the hand-in has
                secret = (page.parent / SECRET).read_text(encoding="ascii")
                name = utils.notebook_hash(secret=secret, notebook_id=page.stem)
                self.put_out(learner, f"{name}.html", page.read_bytes())
            except (OSError, ValueError):
                spoken = choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ)
                t = Texts("feedback", spoken, folder=TEXTS)
                self.log.warning("%s", t("not_out", learner=harmless(learner), file=harmless(page)))
            else:
                self.log.info("Feedback released: %s", harmless(learner))

    def put_out(self, learner: str, name: str, page: Any) -> None:
        write_whole(Path(self.dest_path, name), page)


def language(assignment: str, nb: NotebookNode) -> Any:
    """The page's language: from the assignment's name (``…-da``), else from the notebook, else Danish."""
    course = nb.metadata.get("course", {})
    code = assignment.rpartition("-")[2]
    return next((code for code in (code, course.get("lang")) if code in LANGUAGES), "da")


def compose(
    cell: NotebookNode, after: NotebookNode | None, grades: Mapping[Any, Any], comments: Mapping[Any, Any]
) -> dict[str, Any] | None:
    """The part of the page that one cell becomes, None for a cell that is not for reading.

    Of the reflection's own words only those right before an answer (the cell ``after``) are shown: the
    rest tells how to write and hand in.
    """
    grade = grades.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
    if utils.is_solution(cell) and cell.cell_type == "markdown":
        name = cell.metadata.nbgrader.grade_id
        words = comments.get(name) or ""
        text = cell.source.strip()
        return {
            "kind": "answer",
            "text": text,
            "pieces": quotes.pieces(text, words),
            "words": "" if words == UNANSWERED else html_of_words(words),
            **marks_of(grade),
        }
    if cell.cell_type == "markdown":
        asks = after is not None and after.cell_type == "markdown" and utils.is_solution(after)
        prompt = TITLE.sub("", cell.source).strip() if asks else ""
        return {"kind": "prompt", "html": html(prompt)} if prompt else None
    if cell.cell_type == "code" and utils.is_grade(cell):
        found = [output.data[CHECK] for output in data_of(cell) if CHECK in output.data]
        fixes = [str(fix) for result in found for fix in fixes_of(result)]
        return {"kind": "check", "fixes": fixes, "stopped": not found, **marks_of(grade)}
    if cell.cell_type == "code":
        shown = [clean(output.data["text/html"]) for output in data_of(cell) if "text/html" in output.data]
        return {"kind": "figures", "html": "\n".join(shown)} if shown else None
    return None


def marks_of(grade: Any) -> dict[str, Any]:
    """The mark for one cell: ``maximum`` is 0 where nothing is given for it."""
    if grade is None or not grade.max_score:
        return {"waiting": False, "level": None, "score": 0, "maximum": 0}
    waiting = bool(grade.needs_manual_grade)
    return {
        "waiting": waiting,
        "level": None if waiting else rubric.level(grade.score, grade.max_score),
        "score": grade.score,
        "maximum": grade.max_score,
    }


def levels(answers: Any) -> Any:
    """The levels to explain on a page with these answers: none where no answer is read by them."""
    return range(rubric.LEVELS) if any(rubric.level(0, one["maximum"]) == 0 for one in answers) else ()


def together(checks: Any) -> Any:
    """Several checks as one, None for none."""
    if not checks:
        return None
    return {
        "fixes": [fix for check in checks for fix in check["fixes"]],
        "stopped": any(check["stopped"] for check in checks),
    }


def data_of(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", []) if "data" in output]


def fixes_of(result: Any) -> Any:
    """The list in a check's result, which came out of a learner's notebook and may be anything."""
    fixes = result.get("fixes") if isinstance(result, dict) else None
    return fixes if isinstance(fixes, list) else []


def table(markdown: str) -> str:
    """The tables in a Markdown text as clean HTML. An empty corner is no heading.

    On a telephone each row is a card (see page.css): a cell knows its column, and is still a cell.
    """
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    page = BeautifulSoup(html("\n".join(lines)).replace("<th></th>", "<td></td>"), "html.parser")
    for tag, role in ROLES.items():
        for node in page.find_all(tag):
            node["role"] = role
    for found in page.find_all("table"):
        headings, *rows = (row.find_all(["td", "th"]) for row in found.find_all("tr"))
        for row in rows:
            row[0]["role"] = "rowheader"
            for heading, cell in zip(headings[1:], row[1:], strict=False):
                cell["data-label"] = heading.get_text()
    return str(page)


class _Renderer(IPythonRenderer):
    """Of a picture in a text only its words: what is shown of it comes from `pictures`."""

    def image(self, text, url, title=None):
        return escape(text)


def html(markdown: str) -> str:
    """Markdown as clean HTML."""
    renderer = _Renderer(escape=False, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(markdown))


def without_caption(figures: str) -> str:
    """A learner's figures as their reader sees them: the caption is said to the learner."""
    return re.sub(r"<caption>.*?</caption>", "", figures, flags=re.DOTALL)


@pass_context
def html_with_pictures(context: Any, markdown: Any) -> Any:
    """Markdown as clean HTML, and under it the pictures attached to the cell that is being written."""
    cell = context.get("cell")
    return html(markdown) + (pictures.html(cell) if isinstance(cell, dict) else "")


def html_of_words(words: str) -> str:
    """A facilitator's comment as clean HTML: Markdown, with the lines broken where they were typed.

    What it quotes of the learner's is no Markdown: it stands as it was written.
    """
    return "".join(
        f"<blockquote><p>{escape(text.strip())}</p></blockquote>"
        if is_quote
        else html(text.replace("\n", "  \n"))
        for is_quote, text in quotes.blocks(words)
    )


def clean(text: str) -> str:
    """HTML without anything that acts or fetches; links only to whole web addresses."""
    return SanitizeHTML(tags=SHOWN_TAGS, attributes=_shown, strip=True).sanitize_html_tags(str(text))


def _shown(tag, name, value):
    if name == "href":
        return tag == "a" and value.startswith(("https://", "http://"))
    return name in ("class", "lang", "scope", "colspan", "rowspan")
