"""`netvaerk grade` on the command line: tests speak in text keys."""

import shutil

import pytest

from exercises.texts import Texts
from facilitation.command import main
from facilitation.grading import command, sandbox
from facilitation.grading.unit import FAILED, GRADED, REASONS, Outcome

from .conftest import ASSIGNMENT

T = Texts("grade", "en", folder=command.TEXTS)


@pytest.fixture
def grade(make_cohort, capsys, tmp_path, monkeypatch):
    """Run the command in a cohort's folder; returns the exit code and what was said."""
    monkeypatch.setenv("HOME", str(tmp_path))
    cohort = make_cohort()

    def run(*words, folder=cohort.folder):
        code = main(["grade", *words, "--language", "en", "--folder", str(folder)])
        said = capsys.readouterr()
        return code, said.out, said.err.strip()

    run.cohort = cohort
    return run


def test_a_cohort_is_graded_and_the_one_that_needs_a_person_has_a_line(grade):
    if not sandbox.available():
        pytest.skip("needs bubblewrap")
    grade.cohort.hand_in("good", grade.cohort.notebook(grade.cohort.answers()))
    grade.cohort.hand_in("broken\x1b[2J", "{")
    code, out, _ = grade(ASSIGNMENT, "--workers", "1")
    assert code == command.SOME_LEFT
    assert T("done", graded=1, failed=1, eye=1) in out
    outcome = Outcome("broken\x1b[2J", FAILED, ["unreadable"])
    assert command.line(outcome, T) in out and "\x1b[2J" not in out
    shutil.rmtree(grade.cohort.folder / "submitted" / "broken\x1b[2J")
    code, out, _ = grade(ASSIGNMENT)
    assert (code, out.strip()) == (command.ALL_GRADED, T("nothing", assignment=ASSIGNMENT))


def test_without_a_sandbox_nothing_runs_until_it_is_asked_for(grade, monkeypatch):
    monkeypatch.setattr(sandbox, "available", lambda: False)
    grade.cohort.hand_in("good", grade.cohort.notebook(grade.cohort.answers()))
    code, _, err = grade(ASSIGNMENT)
    assert (code, err) == (command.MEND_FIRST, T("problem.no_sandbox"))
    assert grade.cohort.graded("good") is None
    code, out, _ = grade(ASSIGNMENT, "--unsandboxed")
    assert code == command.ALL_GRADED and T("unsandboxed") in out
    assert grade.cohort.graded("good")


@pytest.mark.parametrize(
    ("words", "key", "names"),
    [
        (["../submitted"], "assignment_name", {"assignment": "../submitted"}),
        (["01-*"], "assignment_name", {"assignment": "01-*"}),
        ([ASSIGNMENT, "--workers", "0"], "workers", {"workers": "0"}),
        ([ASSIGNMENT, "--workers", "two"], "workers", {"workers": "two"}),
        (["99-not-there-da"], "unknown", {"assignment": "99-not-there-da", "known": ASSIGNMENT}),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(grade, monkeypatch, words, key, names):
    monkeypatch.setattr(sandbox, "available", lambda: True)
    code, _, err = grade(*words)
    assert (code, err) == (command.MEND_FIRST, T(f"problem.{key}", **names))


def test_a_folder_that_is_no_desk_is_refused(grade, tmp_path):
    code, _, err = grade(ASSIGNMENT, folder=tmp_path)
    assert (code, err) == (command.MEND_FIRST, T("problem.no_desk", folder=tmp_path))


def test_nobody_has_handed_in(grade, monkeypatch):
    monkeypatch.setattr(sandbox, "available", lambda: True)
    code, out, _ = grade(ASSIGNMENT)
    assert (code, out.strip()) == (command.ALL_GRADED, T("nobody", assignment=ASSIGNMENT))


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_reason_has_its_sentence_in_both_languages(reason, lang):
    t = Texts("grade", lang, folder=command.TEXTS)
    for state in (GRADED, FAILED):
        assert command.line(Outcome("x", state, [reason], ["own"], "ValueError"), t).startswith("x: ")
