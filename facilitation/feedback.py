"""The learner's feedback page, made by nbgrader's generate_feedback with a page of our own.

`ComposeFeedback` stands where nbgrader's GetGrades does and `FeedbackExporter` where its HTML exporter
does; both are named in `facilitation.nbgrader_settings`.
"""

import re
from datetime import UTC

from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbgrader import utils
from nbgrader.api import Gradebook
from traitlets import Bool

from exercises.texts import Texts
from facilitation import rubric
from facilitation.language import LANGUAGES, TEXTS
from facilitation.nbgrader_settings import SHOWN_TAGS, TEMPLATES

CHECK = "application/vnd.netvaerk.check+json"
TITLE = re.compile(r"^# .*$", re.MULTILINE)  # the page has its own
RUBRIC = "rubric"  # the id of the cell whose table says what each level means for each answer
UNANSWERED = "No response."  # nbgrader's own comment on an untouched answer


class ComposeFeedback(Preprocessor):
    """Puts together what the page shows: ``resources["feedback"]``, a dict of plain values.

    ``t`` (the page's `Texts`), ``title``, ``handed_in`` (local datetime or None), ``score`` (less the
    ``penalty`` for being late, 0 unless the facilitator has set one), ``maximum``, ``verdict``, ``levels``
    (those to explain), ``rubric`` (the reflection's own table of them as html, or "") and ``parts``: one
    dict a cell that a learner should see, by ``kind``:

    - ``prompt``, ``figures``: ``html`` (cleaned);
    - ``answer``: ``text`` as typed, ``words`` (cleaned html or ""), ``waiting``, ``level``, ``score``,
      ``maximum``;

    and ``check``, what the automatic checks found together, None where there are none: ``fixes`` (list of
    str), ``stopped``, ``score``, ``maximum``. Their code is never shown.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb, resources):
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
            score = max(0, sum(grade.score for grade in grades.values()) - penalty)
            maximum = sum(grade.max_score for grade in grades.values())
        answers = [part for part in parts if part["kind"] == "answer" and part["maximum"]]
        marks = [(part["score"], part["maximum"]) for part in answers]
        resources["feedback"] = {
            "t": t,
            "title": nb.metadata.get("course", {}).get("title") or names["notebook"],
            "handed_in": handed_in.replace(tzinfo=UTC).astimezone() if handed_in else None,
            "score": score,
            "penalty": penalty,
            "maximum": maximum,
            "verdict": rubric.verdict(marks, any(part["waiting"] for part in answers)),
            "levels": levels(answers),
            "rubric": next((table(cell.source) for cell in nb.cells if cell.get("id") == RUBRIC), ""),
            "parts": [part for part in parts if part["kind"] != "check"],
            "check": together([part for part in parts if part["kind"] == "check"]),
        }
        return nb, resources


class FeedbackExporter(HTMLExporter):
    """Writes the page, from ``templates/feedback_page``, whatever formgrader has set for its own pages."""

    def __init__(self, config=None, **kw):
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


def language(assignment, nb):
    """The page's language: from the assignment's name (``…-da``), else from the notebook, else Danish."""
    course = nb.metadata.get("course", {})
    code = assignment.rpartition("-")[2]
    return next((code for code in (code, course.get("lang")) if code in LANGUAGES), "da")


def compose(cell, after, grades, comments):
    """The part of the page that one cell becomes, None for a cell that is not for reading.

    Of the reflection's own words only those right before an answer (the cell ``after``) are shown: the
    rest tells how to write and hand in.
    """
    grade = grades.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
    if utils.is_solution(cell) and cell.cell_type == "markdown":
        name = cell.metadata.nbgrader.grade_id
        words = comments.get(name) or ""
        return {
            "kind": "answer",
            "text": cell.source.strip(),
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


def marks_of(grade):
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


def levels(answers):
    """The levels to explain on a page with these answers: none where no answer is read by them."""
    return range(rubric.LEVELS) if any(rubric.level(0, one["maximum"]) == 0 for one in answers) else ()


def together(checks):
    """Several checks as one, None for none."""
    if not checks:
        return None
    return {
        "fixes": [fix for check in checks for fix in check["fixes"]],
        "stopped": any(check["stopped"] for check in checks),
        "score": sum(check["score"] for check in checks),
        "maximum": sum(check["maximum"] for check in checks),
    }


def data_of(cell):
    return [output for output in cell.get("outputs", []) if "data" in output]


def fixes_of(result):
    """The list in a check's result, which came out of a learner's notebook and may be anything."""
    fixes = result.get("fixes") if isinstance(result, dict) else None
    return fixes if isinstance(fixes, list) else []


def table(markdown):
    """The tables in a Markdown text as clean HTML. An empty corner is no heading."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return html("\n".join(lines)).replace("<th></th>", "<td></td>")


def html(markdown):
    """Markdown as clean HTML."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(markdown))


def html_of_words(words):
    """A facilitator's comment as clean HTML: Markdown, with the lines broken where they were typed."""
    return html(words.replace("\n", "  \n"))


def clean(text):
    """HTML without anything that acts or fetches; links only to whole web addresses."""
    return SanitizeHTML(tags=SHOWN_TAGS, attributes=_shown, strip=True).sanitize_html_tags(str(text))


def _shown(tag, name, value):
    if name == "href":
        return tag == "a" and value.startswith(("https://", "http://"))
    return name in ("class", "lang", "scope", "colspan", "rowspan")
