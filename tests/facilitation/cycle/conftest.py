"""A facilitator and learners around one assignment, each step as nbgrader's own commands take it."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from facilitation import desk_folder, exchange, learner_folder, taking_in
from facilitation.nbgrader_settings import configure

CHECKOUT = Path(__file__).parents[3]
HANDED_IN = "2026-11-23 10:00:00.000000 UTC"  # the Monday that the model answers' plans were written on


def when_handed_in(folder, stats):
    """When a hand-in came, as the disk would say had the tests' days been lived through."""
    found = stats[0]
    return ARRIVED.get((found.st_dev, found.st_ino)) or OF_THE_DISK(folder, stats)


ARRIVED, OF_THE_DISK = {}, taking_in.arrived
when_handed_in.of_the_disk = OF_THE_DISK
taking_in.arrived = when_handed_in


class Cohort:
    """A facilitator's desk, the exchange, and as many learners as have fetched the assignment."""

    def __init__(self, top, assignment, source=CHECKOUT / "source"):
        self.assignment, self.top = assignment, top
        self.lang = assignment.rpartition("-")[2]
        self.root, self.desk, self.exchange = top / "kursus", top / "bord på Møn", top / "aflevering"
        shutil.copytree(source / assignment, self.root / "source" / assignment)
        for lang in ("da", "en"):
            (self.root / "lessons" / lang).mkdir(parents=True)
        shutil.copy(CHECKOUT / "nbgrader_config.py", self.root)
        desk_folder.prepare(self.desk, self.root, self.lang, self.exchange)
        self.source = next((self.root / "source" / assignment).glob("*.ipynb"))
        self.name = self.source.name
        self.config = configure(Config(), self.desk, self.exchange)
        self.api = NbGraderAPI(config=self.config)

    def set(self, name, **traits):
        """Set what a facilitator may set in their own nbgrader_config.py."""
        self.config[name].update(traits)
        self.api = NbGraderAPI(config=self.config)

    def folder(self, learner):
        """Where a learner's copy of the assignment lies."""
        return self.top / learner / "reflections" / self.assignment

    def fetch(self, *learners):
        for learner in learners:
            learner_folder.prepare(self.top / learner, self.root, self.lang, self.exchange)

    def notebook(self, learner):
        return json.loads((self.folder(learner) / self.name).read_text(encoding="utf-8"))

    def write(self, learner, notebook, figures=None):
        (self.folder(learner) / self.name).write_text(json.dumps(notebook), encoding="utf-8")
        if figures is not None:
            (self.folder(learner) / "figures.json").write_text(figures, encoding="utf-8")

    def model_answers(self):
        """``{grade id: text}`` of the source's own answers."""
        return {
            cell["id"]: "".join(cell["source"])
            for cell in json.loads(self.source.read_text(encoding="utf-8"))["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }

    def learner_does(self, action, learner, when=HANDED_IN):
        """Submit or FetchFeedback, as that learner; a hand-in gets the time ``when``."""
        config = configure(Config(), self.desk, self.exchange, self.top / learner / "reflections")
        config.CourseDirectory.student_id = learner
        config.CourseDirectory.assignment_id = self.assignment
        config.Exchange.cache = str(self.top / learner / ".netvaerk/data/nbgrader_cache")
        config.Exchange.timestamp_format = when
        inbound = self.exchange / "netvaerk/inbound"
        before = set(inbound.glob("*"))
        getattr(ExchangeFactory(config=config), action)(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        ).start()
        for new in set(inbound.glob("*")) - before:
            found = new.stat()
            ARRIVED[found.st_dev, found.st_ino] = datetime.fromisoformat(when[:26])

    def collect(self):
        result = self.api.collect(self.assignment)
        assert result["success"], result

    def autograde(self):
        """Grade everybody in one batch; returns nbgrader's result with its log."""
        return self.api.autograde(self.assignment, "*")

    def gradebook(self):
        return Gradebook(self.api.coursedir.db_url, exchange.COURSE)

    def read(self, learner, mark):
        """A person gives the same mark to every answer that counts and still waits."""
        with self.gradebook() as gradebook:
            for grade in self._grades(gradebook, learner):
                if grade.needs_manual_grade:
                    grade.manual_score = mark if grade.max_score else 0
                    grade.needs_manual_grade = False
            gradebook.db.commit()

    def scores(self, learner):
        """``{cell: points}``, None where a person has not read an answer that counts."""
        with self.gradebook() as gradebook:
            return {
                grade.name: None if grade.needs_manual_grade else round(grade.score, 2)
                for grade in self._grades(gradebook, learner)
                if grade.max_score
            }

    def _grades(self, gradebook, learner):
        stem = self.name.removesuffix(".ipynb")
        return gradebook.find_submission_notebook(stem, self.assignment, learner).grades

    def answer(self):
        for step in (self.api.generate_feedback, self.api.release_feedback):
            result = step(self.assignment)
            assert result["success"], result

    def feedback(self, learner):
        """Fetch it as the learner, and return the pages there are, the earliest first."""
        self.learner_does("FetchFeedback", learner)
        pages = sorted((self.folder(learner) / "feedback").glob("*/*.html"))
        return [page.read_text(encoding="utf-8") for page in pages]


@pytest.fixture
def cohort(tmp_path, home):
    """Make a `Cohort` of an assignment's name."""
    return lambda assignment: Cohort(tmp_path, assignment)


@pytest.fixture(scope="module")
def hold(tmp_path_factory):
    """A folder for a `Cohort` that the tests of one module share, with Jupyter's own data in it."""
    with pytest.MonkeyPatch.context() as patch:
        top = tmp_path_factory.mktemp("hold")
        patch.setenv("JUPYTER_DATA_DIR", str(top / "data"))
        patch.setenv("IPYTHONDIR", str(top / "ipython"))
        yield top


@pytest.fixture(scope="session")
def made_cohort():
    """Make a `Cohort` that several tests share: a new gradebook is slow."""
    return Cohort
