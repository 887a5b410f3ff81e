"""The whole way of a reflection through nbgrader, without a browser, and the page that comes back.

Release, fetch, fill in, submit, collect, autograde, read by a person, feedback out and feedback home.
"""

import itertools
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from shutil import copy, copytree

import pytest
from nbformat import read
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

from exercises.texts import Texts
from facilitation import desk_folder, exchange, learner_folder
from facilitation.command import TEXTS
from facilitation.mending import MendCells
from facilitation.nbgrader_settings import configure
from facilitation.reading import overall
from facilitation.reading.feedback import CHECK

ANSWER = "Jeg ringede til B. & sagde: 2 < 3.\n\nSå <b>lo</b> vi. <script>alert('x')</script>"
PLAN = "Hvis det er mandag,\nså ringer jeg."
WORDS = "Det kan jeg se for mig.\nHvad sagde *hun*?"
STUDENT = "lærling-æ"


class Course:
    """One facilitator and one learner on the same machine."""

    def __init__(self, root, folder, desk, shared):
        self.folder, self.desk, self.shared = folder, desk, shared
        self.student = STUDENT
        desk_folder.prepare(desk, root, "da", shared)
        learner_folder.prepare(folder, root, "da", shared)
        self.api = NbGraderAPI(config=configure(Config(), desk, shared))

    def notebook(self, assignment):
        return self.folder / "reflections" / assignment / "trial.ipynb"

    def write(self, assignment, **answers):
        """Fill in answers as the page does: the source of a cell, by its id."""
        path = self.notebook(assignment)
        nb = json.loads(path.read_text(encoding="utf-8"))
        for cell in nb["cells"]:
            cell["source"] = answers.get(cell["id"].replace("-", "_"), cell["source"])
        path.write_text(json.dumps(nb), encoding="utf-8")
        (path.parent / "figures.json").write_text('{"own-figure": 42}')

    def learner_does(self, action, assignment):
        config = configure(Config(), self.desk, self.shared, self.folder / "reflections")
        config.CourseDirectory.student_id = self.student
        config.CourseDirectory.assignment_id = assignment
        config.Exchange.cache = str(self.folder / ".netvaerk" / "cache")
        getattr(ExchangeFactory(config=config), action)(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        ).start()

    def grade(self, assignment):
        for step in (self.api.collect(assignment), self.api.autograde(assignment, self.student)):
            assert step["success"], step

    def hand_in_the_model_answer(self, assignment):
        """Put the source's own answers among the collected, and have them graded; returns the page."""
        source = self.desk / "source" / assignment
        submitted = self.desk / "submitted" / self.student / assignment
        copytree(source, submitted)
        (submitted / "timestamp.txt").write_text("2026-11-23 10:00:00.000000 UTC")
        (submitted / "submission_secret.txt").write_text("secret")
        for step in (self.api.autograde(assignment, self.student), self.api.generate_feedback(assignment)):
            assert step["success"], step
        return next((self.desk / "feedback" / self.student / assignment).glob("*.html")).read_text("utf-8")

    def read(self, assignment, **marks):
        """A person's marks and words: cell name to (score, words)."""
        with Gradebook(self.api.coursedir.db_url, exchange.COURSE) as gradebook:
            for name, (score, words) in marks.items():
                cell = (name.replace("_", "-"), "trial", assignment, self.student)
                grade, comment = gradebook.find_grade(*cell), gradebook.find_comment(*cell)
                grade.manual_score, grade.needs_manual_grade = score, False
                comment.manual_comment = words
            gradebook.db.commit()

    def scores(self, assignment):
        with Gradebook(self.api.coursedir.db_url, exchange.COURSE) as gradebook:
            submitted = gradebook.find_submission_notebook("trial", assignment, self.student)
            return {grade.name: (grade.score, grade.needs_manual_grade) for grade in submitted.grades}

    def feedback(self, assignment):
        """Generate and release it, fetch it as the learner, and return the page that came home."""
        for step in (self.api.generate_feedback(assignment), self.api.release_feedback(assignment)):
            assert step["success"], step
        self.learner_does("FetchFeedback", assignment)
        pages = sorted((self.notebook(assignment).parent / "feedback").glob("*/trial.html"))
        return pages[-1].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with both languages handed in and graded: the slow part, once."""
    top = tmp_path_factory.mktemp("hold på Møn")
    with pytest.MonkeyPatch.context() as patch:
        here = Path(__file__).parents[1]
        root = top / "kursus"
        copytree(here / "fixtures" / "cycle", root)
        for lang in ("da", "en"):
            (root / "lessons" / lang).mkdir(parents=True)
            copytree(here.parent / f"source/01-why-network-{lang}", root / f"source/01-why-network-{lang}")
        copy(here.parent / "nbgrader_config.py", root)
        patch.setenv("JUPYTER_DATA_DIR", str(top / "data"))
        patch.setenv("IPYTHONDIR", str(top / "ipython"))
        course = Course(root, top / "lærling", top / "bord", top / "aflevering")
        course.write("01-trial-da", learnt=ANSWER, plan=PLAN, plan_when="Mandag")
        course.write("01-trial-en", learnt="I rang B. and we laughed.", plan="Later.")
        for assignment in ("01-trial-da", "01-trial-en"):
            course.learner_does("Submit", assignment)
            course.grade(assignment)
        yield course


@pytest.fixture(scope="module")
def danish(made):
    made.read("01-trial-da", learnt=(1, WORDS), plan=(3, ""))
    return made.feedback("01-trial-da")


@pytest.fixture(scope="module")
def english(made):
    made.read("01-trial-en", learnt=(1, "Tell me more."))
    return made.feedback("01-trial-en")


@pytest.fixture
def t():
    return lambda lang: Texts("feedback", lang, folder=TEXTS)


class Reader(HTMLParser):
    """A page as it is read: its visible words, and the tags and addresses it uses."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.addresses, self.hidden = [], set(), [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.hidden = tag in ("style", "script", "head")
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_the_release_holds_empty_boxes_and_no_model_answer(made):
    released = (made.desk / "release/01-trial-da/trial.ipynb").read_text(encoding="utf-8")
    assert "MODEL" not in released
    boxes = {cell["id"]: cell["source"] for cell in json.loads(released)["cells"]}
    assert boxes["learnt"] in ("", []) and boxes["plan"] in ("", [])


def test_a_checks_number_is_partial_credit(made):
    assert made.scores("01-trial-da")["check-plan"] == (1.0, False)
    assert made.scores("01-trial-en")["check-plan"] == (0.5, False)


def test_own_figures_travel_with_the_hand_in(made, danish):
    assert (made.desk / "submitted" / STUDENT / "01-trial-da" / "figures.json").exists()
    assert "own-figure" in Reader(danish).text and "42" in Reader(danish).text


def test_an_answer_stands_as_it_was_typed_and_does_nothing(danish):
    reader = Reader(danish)
    assert not reader.tags & {"script", "b", "img", "iframe", "form", "button"}
    typed = re.search(r'<p class="typed">(.*?)</p>', danish, re.S)[1]
    assert typed == ANSWER.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_facilitators_words_stand_beside_the_answer_they_are_about(danish, t):
    answers = re.findall(r'<article class="answer">(.*?)</article>', danish, re.S)
    assert "Det kan jeg se for mig.<br" in answers[0] and "<em>hun</em>" in answers[0]
    assert t("da")("levels.1.name") in answers[0]
    assert "ringer jeg" in answers[1]
    assert t("da")("levels.3.name") in answers[1] and 'class="words"' not in answers[1]


def test_a_sentence_that_was_commented_and_words_on_the_whole_come_home(made, danish, t):
    quoting = "> ringede til B. & sagde: 2 < 3.\n\nDet er modigt sagt."
    made.read("01-trial-da", learnt=(1, quoting), plan=(3, ""))
    overall.put(made.desk, STUDENT, "01-trial-da", "Du er *godt* på vej.", "")
    page = made.feedback("01-trial-da")
    assert "<mark>ringede til B. &amp; sagde: 2 &lt; 3.</mark>" in page
    assert "<blockquote><p>ringede til B. &amp; sagde: 2 &lt; 3.</p></blockquote>" in page
    assert t("da")("words.overall") in page and "Du er <em>godt</em> på vej." in page
    assert t("da")("words.overall") not in danish
    overall.put(made.desk, STUDENT, "01-trial-da", "", "Du er *godt* på vej.")


def test_the_total_is_said_with_a_verdict_in_words(danish, english, t):
    assert t("da")("total", points="4", max="6") in Reader(danish).text
    assert t("da")("verdict.passed") in Reader(danish).text  # 4 of 6
    assert t("en")("total", points="1", max="6") in Reader(english).text


def test_an_unread_answer_is_not_called_a_zero(english, t):
    answers = re.findall(r'<article class="answer">(.*?)</article>', english, re.S)
    assert t("en")("waiting") in answers[1] and t("en")("levels.0.name") not in answers[1]
    assert t("en")("verdict.waiting") in Reader(english).text


def test_a_zero_says_what_to_write_and_nothing_else_does(danish, english, t):
    assert t("da")("zero") not in Reader(danish).text
    assert t("en")("zero") not in Reader(english).text, "unread is no zero"


def test_the_fix_list_is_shown_and_the_checks_code_is_not(danish, english, t):
    assert "Write at least 3 words in your plan." in Reader(english).text
    assert t("da")("check.fine") in Reader(danish).text
    for page in (danish, english):
        assert not re.search(r"import json|repr_mimebundle|class Check", page)


def test_the_page_speaks_one_language(danish, english):
    """Nothing of nbgrader's English in the Danish page, and not one key's other sister in either."""
    nbgrader = r"Score|Student|Comments|Written response|Test cell|No response|In \[|Grade cell"
    assert not re.search(nbgrader, Reader(danish).text)
    assert '<html lang="da">' in danish and '<html lang="en">' in english
    sisters = [
        record
        for group in Texts("feedback", "da", folder=TEXTS).data.values()
        for record in ([group] if "da" in group else group.values())
        if isinstance(record.get("da"), str) and "{" not in record["da"]
    ]
    assert len(sisters) > 15
    for record in sisters:
        assert record["en"] == record["da"] or record["en"] not in Reader(danish).text
        assert record["da"] not in Reader(english).text


def test_the_page_is_whole_by_itself_and_can_be_printed(danish):
    reader = Reader(danish)
    assert reader.addresses == [] and "link" not in reader.tags
    assert "url(" not in danish and "@import" not in danish and "@media print" in danish


def test_a_better_hand_in_is_collected_and_read_anew(made, t):
    made.write("01-trial-en", learnt="I rang B. and we laughed.", plan="If it is Monday, I ring.")
    made.learner_does("Submit", "01-trial-en")
    made.grade("01-trial-en")
    assert made.scores("01-trial-en")["check-plan"] == (1.0, False)
    made.read("01-trial-en", learnt=(3, ""), plan=(3, ""), plan_when=(0, ""))
    assert (
        Texts("feedback", "en", folder=TEXTS)("verdict.exemplary")
        in Reader(made.feedback("01-trial-en")).text
    )


def test_a_deleted_answer_cell_scores_zero_and_says_so(made, t, monkeypatch):
    monkeypatch.setattr(made, "student", "anden")
    path = made.notebook("01-trial-da")
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] not in ("plan", "plan-when", "check-plan")]
    copied = next(cell for cell in nb["cells"] if cell["id"] == "learnt")
    nb["cells"].append({**copied, "id": "copy", "source": "Det sidste ord."})
    path.write_text(json.dumps(nb), encoding="utf-8")
    made.learner_does("Submit", "01-trial-da")
    made.grade("01-trial-da")
    scores = made.scores("01-trial-da")
    assert scores["check-plan"] == (0.5, False)
    assert scores["plan"] == (0, False)
    made.read("01-trial-da", learnt=(3, ""))
    page = made.feedback("01-trial-da")
    assert t("da")("answer.empty") in page and t("da")("levels.0.name") in page
    assert t("da")("verdict.more") in Reader(page).text
    assert "Det sidste ord." in page and "No response" not in page


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"schema_version": 1}, "an old schema"),
        ({"points": 300}, "marks of one's own"),
        ({"grade": False, "solution": False}, "no longer to be graded"),
        ({"grade_id": "another"}, "a name the course does not know, so the cell is missing"),
    ],
)
def test_a_tampered_cell_is_given_the_courses_own_metadata_back(made, fault, why):
    nb = read(made.desk / "release/01-trial-da/trial.ipynb", as_version=4)
    right = [dict(cell.metadata.nbgrader) for cell in nb.cells if "nbgrader" in cell.metadata]
    hurt = next(cell for cell in nb.cells if cell.id == "learnt")
    hurt.metadata.nbgrader = {**hurt.metadata.nbgrader, **fault}
    names = {"notebook": "trial", "assignment": "01-trial-da", "db_url": made.api.coursedir.db_url}
    MendCells().preprocess(nb, {"nbgrader": names})
    mended = [dict(cell.metadata.nbgrader) for cell in nb.cells if "nbgrader" in cell.metadata]
    assert mended == right, why
    MetadataValidator().validate_nb(nb)


def test_no_stranger_can_guess_the_address_of_a_feedback(made, danish):
    names = [path.name for path in (made.shared / "netvaerk/feedback").iterdir()]
    assert names and all(re.fullmatch(r"[0-9a-f]{32,}\.html", name) for name in names)
    assert os.stat(made.shared / "netvaerk/feedback").st_mode & 0o044 == 0


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_courses_own_reflection_is_checked_and_shown_whole(made, t, lang, monkeypatch):
    """Its exercises run at grading, without a store, and what they say reaches the learner."""
    monkeypatch.setattr(made, "student", "forbillede")
    page = made.hand_in_the_model_answer(f"01-why-network-{lang}")
    text = Reader(page).text
    assert t(lang)("check.stopped") not in text
    assert page.count('<article class="answer">') == 6
    assert all(name in text for name in (t(lang)(f"levels.{level}.name") for level in range(4)))
    assert Texts("reflection", lang)("figures_none") in text
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert "<th></th>" not in page and "<table" in page
    assert "from exercises" not in page and "import exercises" not in page


def test_the_checks_result_is_the_one_the_exercises_give():
    from exercises import reflection

    assert CHECK == reflection.MIME
