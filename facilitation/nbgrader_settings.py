"""How nbgrader works in this course: one set of settings for author, facilitator and learner."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitation.exchange import COURSE, default

if TYPE_CHECKING:
    from traitlets.config.loader import Config


TEMPLATES = Path(__file__).parent / "templates"

# nbgrader's exchange where servers share no disk
OVER_THE_SERVICE = {
    "fetch_assignment": "FetchAssignment",
    "fetch_feedback": "FetchFeedback",
    "release_assignment": "ReleaseAssignment",
    "release_feedback": "ReleaseFeedback",
    "list": "List",
    "submit": "Submit",
    "collect": "Collect",
}
# What a learner's Markdown may show on the facilitator's screen: words and tables, nothing that acts.
SHOWN_TAGS = [
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "span", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]
SHOWN_ATTRIBUTES = {"*": ["class", "lang"], "a": ["href"], "td": ["colspan", "rowspan"], "th": ["scope"]}


def configure(c: Config, course: str | Path, exchange: Any, reflections: Any = None) -> Config:
    """Fill in a traitlets Config ``c`` and return it.

    ``course`` is the folder with source/ and release/; ``exchange`` the exchange (default: this user's
    own); ``reflections`` the folder that assignments are fetched into, where there is a learner. The address
    in NETVAERK_GRADEBOOK, if any, is the gradebook's (see `facilitation.gradebook`).
    """
    c.CourseDirectory.course_id = COURSE
    if gradebook := os.environ.get("NETVAERK_GRADEBOOK"):
        c.CourseDirectory.db_url = gradebook
    c.CourseDirectory.root = os.path.abspath(course)
    c.Exchange.root = str(exchange or default())
    if reflections:
        c.Exchange.assignment_dir = str(reflections)
    # put back a notebook the learner has thrown away, touch nothing else
    c.ExchangeFetchAssignment.replace_missing_files = True

    # an answer box starts empty: no stub for the learner to delete
    c.ClearSolutions.text_stub = ""

    # a learner's <script> must do nothing on the facilitator's screen (`sanitize_html` does not help)
    c.HTMLExporter.preprocessors = ["nbconvert.preprocessors.sanitize.SanitizeHTML"]
    c.SanitizeHTML.tags = SHOWN_TAGS
    c.SanitizeHTML.attributes = SHOWN_ATTRIBUTES
    # Markdown becomes links only later: what comes out of it goes through the same list
    c.HTMLExporter.filters = {"markdown2html": "facilitation.reading.feedback.html_with_pictures"}
    # formgrader's page would fetch MathJax from elsewhere: ours, found first, fetches nothing
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(_formgrader_templates())]
    c.FormgradeExtension.debug = False

    # one bad hand-in must not stop the others' collecting, nor lead the facilitator's rights astray
    c.ExchangeFactory.collect = "facilitation.taking_in.Collect"
    c.ExchangeFactory.submit = "facilitation.taking_in.Submit"
    c.ExchangeFactory.release_feedback = "facilitation.reading.feedback.ReleaseFeedback"
    if os.environ.get("NETVAERK_EXCHANGE_URL"):
        for action, name in OVER_THE_SERVICE.items():
            c.ExchangeFactory[action] = f"facilitation.exchange_service.plugins.{name}"
    # a graded kernel has nothing left to save
    c.Execute.shutdown_kernel = "immediate"
    # one copied, deleted or tampered cell must not stop the others' grading
    c.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "facilitation.mending.MendCells",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    # nbgrader's own list, but for the one that saves the marks
    c.Autograde.autograde_preprocessors = [
        "nbgrader.preprocessors.Execute",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "facilitation.mending.SaveMarks",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateFeedback.preprocessors = ["facilitation.reading.feedback.ComposeFeedback"]
    c.GenerateFeedback.exporter_class = "facilitation.reading.feedback.FeedbackExporter"
    return c


def _formgrader_templates():
    return Path(find_spec("nbgrader").origin).parent / "server_extensions" / "formgrader" / "templates"
