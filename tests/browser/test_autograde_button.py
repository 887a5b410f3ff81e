"""formgrader's autograde button at the facilitator's desk: words where nbgrader shows its log."""

import shutil

import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.grading import sandbox
from facilitation.views.base import TEXTS

ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network.ipynb"

t = Texts("grade", "da", folder=TEXTS)
pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")


@pytest.fixture
def desk(netvaerk):
    served = netvaerk("da", command="desk", only=ASSIGNMENT)
    released = served.folder / "release" / ASSIGNMENT / NOTEBOOK
    for learner in ("anna", "bodil", "carla"):
        place = served.folder / "submitted" / learner / ASSIGNMENT
        place.mkdir(parents=True)
        shutil.copy(released, place)
    (served.folder / "submitted" / "bodil" / ASSIGNMENT / NOTEBOOK).write_text('{"cells": [')
    (served.folder / "submitted" / "carla" / ASSIGNMENT / "bog.db").symlink_to(served.folder / "gradebook.db")
    return served


def said(learner, state, reason):
    return t("line", who=learner, state=t(f"state.{state}"), why=t(f"reason.{reason}"))


@pytest.mark.timeout(180)
def test_the_autograde_button_grades_and_says_in_words_whom_to_look_at(desk, visit):
    page = visit().context.new_page()
    page.goto(f"{desk.url}/login?next=/formgrader/manage_submissions/{ASSIGNMENT}&token={desk.token}")

    def press(learner):
        page.locator("tr").filter(has_text=learner).locator(".autograde a").focus()
        page.keyboard.press("Enter")
        modal = page.locator(".modal.in")
        modal.wait_for()
        return modal

    def close(modal):
        modal.get_by_role("button", name="Close").last.click()
        expect(modal).to_have_count(0)

    graded = desk.folder / "autograded"
    modal = press("anna")
    expect(modal).to_have_id("success-modal")
    # nbgrader's own way would show its log here
    expect(modal.locator("pre")).to_have_count(0)
    assert (graded / "anna" / ASSIGNMENT / NOTEBOOK).exists()
    close(modal)

    modal = press("bodil")
    expect(modal).to_have_id("error-modal")
    expect(modal.locator("pre")).to_have_text([said("bodil", "failed", "unreadable")])
    close(modal)

    modal = press("carla")
    expect(modal).to_have_id("success-modal")
    expect(modal.locator("pre")).to_have_text([said("carla", "graded", "links")])
    close(modal)
    assert not (graded / "carla" / ASSIGNMENT / "bog.db").exists()
    expect(page.locator(".label-warning")).to_have_count(1)
