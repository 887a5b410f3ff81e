"""formgrader's autograde button, as nbgrader's server extension presses it."""

import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from facilitation import exchange
from facilitation.grading import button, sandbox
from facilitation.grading.batch import LOCK, alone
from facilitation.nbgrader_settings import configure

from .conftest import ASSIGNMENT

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")


@pytest.fixture(scope="module")
def desk(make_cohort):
    """A cohort, and what pressing the button for one of its learners gives."""
    cohort, original = make_cohort(), NbGraderAPI.autograde
    cohort.hand_in("good", cohort.notebook(cohort.answers()))
    cohort.hand_in_code("nosy", f"open({str(cohort.folder / 'gradebook.db')!r}, 'rb').read()")
    cohort.hand_in("broken", "{")
    made = []

    class Watched(button.Desk):
        def __init__(self, *words):
            super().__init__(*words)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(button, "Desk", Watched)
        assert button.install(cohort.folder, "da")
    api = NbGraderAPI(config=configure(Config(), cohort.folder, exchange.default()))
    yield cohort, lambda student: api.autograde(ASSIGNMENT, student)
    made[0].close()
    NbGraderAPI.autograde = original


def test_the_button_grades_one_hand_in(desk):
    cohort, press = desk
    assert press("good")["success"]
    assert cohort.graded("good") and cohort.gradebook(["good"])


def test_the_button_shuts_a_hand_in_in(desk):
    cohort, press = desk
    result = press("nosy")
    assert result["success"] and result["log"]
    errors = [
        one["ename"]
        for cell in cohort.graded("nosy")["cells"]
        for one in cell.get("outputs", [])
        if "ename" in one
    ]
    assert errors == ["FileNotFoundError"]


def test_the_button_says_what_was_wrong_and_goes_on(desk):
    _, press = desk
    result = press("broken")
    assert not result["success"] and result["log"] and not result["error"]
    assert press("good")["success"]


def test_the_button_waits_for_a_batch_to_end(desk):
    cohort, press = desk
    with alone(cohort.folder / ".netvaerk" / LOCK):
        assert not press("good")["success"]
