"""`netvaerk desk`: the facilitator's own folder, nbgrader's formgrader, and nothing of the checkout."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from nbformat import read
from nbformat.sign import NotebookNotary
from nbgrader.api import Gradebook

from facilitation import command, desk_folder, exchange, laying
from facilitation import serve as serving
from facilitation.problems import Problem

CHECKOUT = Path(__file__).parents[2]
FIXTURE = CHECKOUT / "tests" / "fixtures" / "cycle"
SOURCE = "source/01-trial-da/trial.ipynb"
HARM = "Mit svar <script>alert('x')</script><img src=x onerror=alert(1)> og **fed** skrift"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A facilitator's folder that was made once, to copy: a new gradebook is slow."""
    top = tmp_path_factory.mktemp("klar")
    shutil.copytree(FIXTURE, top / "kursus")
    shutil.copy(CHECKOUT / "nbgrader_config.py", top / "kursus")
    desk_folder.prepare(top / "bord", top / "kursus", "da", top / "aflevering")
    return top


@pytest.fixture
def desk(ready, tmp_path):
    return shutil.copytree(ready / "bord", tmp_path / "bord på Møn")


def assignments(desk):
    with Gradebook(f"sqlite:///{desk}/gradebook.db", exchange.COURSE) as gradebook:
        return {one.name: one.max_score for one in gradebook.assignments}


def test_the_folder_holds_sources_releases_a_gradebook_and_settings(ready, course):
    desk = ready / "bord"
    assert assignments(desk) == {"01-trial-da": 7, "01-trial-en": 7}
    for name in ("source", "release"):
        assert exchange.assignments(desk / name) == ["01-trial-da", "01-trial-en"]
    released = ready / "aflevering/netvaerk/outbound/01-trial-da/trial.ipynb"
    assert released.read_bytes() == (desk / "release/01-trial-da/trial.ipynb").read_bytes()
    assert released.read_bytes() == (course / "release/01-trial-da/trial.ipynb").read_bytes()


def test_the_facilitator_gets_the_pages_for_the_desk_and_their_pictures(desk, course, tmp_path, monkeypatch):
    monkeypatch.setattr(desk_folder, "generate", lambda *_: None)
    for lang in ("da", "en"):
        room = course / "workshops" / lang
        room.mkdir(parents=True)
        for name, kind in (("guide", "desk"), ("51-evening", "workshop")):
            page = {"cells": [], "metadata": {"course": {"kind": kind}}, "nbformat": 4, "nbformat_minor": 5}
            (room / f"{name}.ipynb").write_text(json.dumps(page), encoding="utf-8")
    (course / "workshops/images").mkdir()
    (course / "workshops/images/lamp.svg").write_text("<svg/>")
    desk_folder.prepare(desk, course, "da", tmp_path / "x")
    laid = sorted(path.relative_to(desk).as_posix() for path in desk.glob("workshops/**/*") if path.is_file())
    assert laid == ["workshops/da/guide.ipynb", "workshops/en/guide.ipynb", "workshops/images/lamp.svg"]
    notary = NotebookNotary(data_dir=str(desk / laying.BOOKS / "data"))
    assert notary.check_signature(read(desk / laid[0], as_version=4)), "the Lab would warn of it"
    notary.store.close()


def test_the_courses_own_folder_gets_no_gradebook(ready):
    assert sorted(path.name for path in (ready / "kursus").iterdir()) == [
        "nbgrader_config.py",
        "release",
        "source",
    ]


def test_where_nothing_is_new_nothing_is_generated(desk, course, tmp_path, monkeypatch):
    monkeypatch.setattr(desk_folder, "generate", lambda *_: pytest.fail("generated again"))
    desk_folder.prepare(desk, course, "da", tmp_path / "x")


def test_a_new_source_is_generated_and_a_changed_one_is_the_facilitators(desk, course, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(desk_folder, "generate", lambda folder, name, exchange: made.append(name))
    own, shared = desk / SOURCE, tmp_path / "x"
    desk_folder.prepare(desk, course, "da", shared)
    made.clear()
    own.write_text(own.read_text(encoding="utf-8").replace("Bente", "Birte"), encoding="utf-8")
    for lang in ("da", "en"):
        path = course / f"source/01-trial-{lang}/trial.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("3", "4"), encoding="utf-8")
    not_yet = desk / "release/01-trial-da/trial.ipynb"
    not_yet.write_text(not_yet.read_text(encoding="utf-8").replace("Svaret", "Dit svar"), encoding="utf-8")
    prepared = desk_folder.prepare(desk, course, "da", shared)
    assert made == ["01-trial-en"]
    out = (shared / "netvaerk/outbound/01-trial-da/trial.ipynb").read_text(encoding="utf-8")
    assert "Svaret" in out and "Dit svar" not in out
    assert prepared.kept == [SOURCE]
    assert "Birte" in own.read_text(encoding="utf-8")


def test_a_lost_gradebook_is_made_again(desk, course, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(desk_folder, "generate", lambda folder, name, exchange: made.append(name))
    (desk / "gradebook.db").unlink()
    desk_folder.prepare(desk, course, "da", tmp_path / "x")
    assert made == ["01-trial-da", "01-trial-en"]


def test_a_source_that_nbgrader_refuses_is_named_with_its_reason(desk, course, tmp_path):
    path = course / SOURCE
    nb = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in nb["cells"] if cell["id"] == "plan-when")["metadata"]["nbgrader"]["grade"] = False
    path.write_text(json.dumps(nb), encoding="utf-8")
    with pytest.raises(Problem) as problem:
        desk_folder.prepare(desk, course, "da", tmp_path / "x")
    assert (problem.value.key, problem.value.names["assignment"]) == ("assignment_failed", "01-trial-da")
    assert "solution cell is not marked as a grade cell" in str(problem.value.names["reason"])


@pytest.mark.parametrize("inner", ["", "source"])
def test_the_checkout_is_never_the_facilitators_folder(course, home, capsys, say, inner):
    folder = course / inner
    assert command.main(["desk", "--folder", str(folder)], root=course) == 2
    assert capsys.readouterr().err == say("problem.folder_in_course", folder=folder) + "\n"


def test_a_course_without_what_the_desk_needs_is_said(course, home, capsys, say):
    (course / "lab/desk").rename(course / "væk")
    assert command.main(["desk"], root=course) == 2
    assert capsys.readouterr().err == say("problem.half_made", missing="lab/desk") + "\n"
    assert list(home.iterdir()) == []


def test_a_course_installed_without_model_answers_is_told_once_where_they_are(
    course, home, tmp_path, capsys, say, monkeypatch
):
    elsewhere = tmp_path / "kursets mappe"
    elsewhere.mkdir()
    (course / "source").rename(elsewhere / "source")
    desk = tmp_path / "bord"
    made, words = [], ["desk", "--no-browser", "--folder", str(desk), "--exchange", str(tmp_path / "x")]
    monkeypatch.setattr(desk_folder, "generate", lambda folder, name, exchange: made.append(name))
    monkeypatch.setattr(serving, "run", lambda *_, **__: None)
    assert command.main(words, root=course) == 2
    assert capsys.readouterr().err == say("problem.no_source") + "\n"
    assert command.main([*words, "--source", str(course / "lessons")], root=course) == 2
    assert capsys.readouterr().err == say("problem.no_assignments", folder=course / "lessons") + "\n"
    assert not desk.exists()
    assert command.main([*words, "--source", str(elsewhere)], root=course) == 0
    assert made == ["01-trial-da", "01-trial-en"]
    own = desk / SOURCE
    own.write_text(own.read_text(encoding="utf-8").replace("Bente", "Birte"), encoding="utf-8")
    # from now on it has its own, also what the facilitator has changed, and they stay told apart
    assert command.main(words, root=course) == 0
    assert command.main([*words, "--source", str(elsewhere / "source")], root=course) == 0
    assert "Birte" in own.read_text(encoding="utf-8")
    assert say("note.kept", file=SOURCE) in capsys.readouterr().out


def test_the_default_folder_is_not_the_learners(home):
    from facilitation import learner_folder

    for language in ("da", "en"):
        assert desk_folder.default(home, language) != learner_folder.default(home, language)


def test_a_laid_setting_leads_nbgrader_to_its_own_folder(desk, monkeypatch):
    from nbgrader.apps import NbGrader

    for name in ("NETVAERK_COURSE", "NETVAERK_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(desk)
    app = NbGrader()
    app.load_config_file()
    assert app.config.CourseDirectory.root == str(desk)
    assert app.config.CourseDirectory.course_id == exchange.COURSE


def test_a_real_desk_collects_grades_and_shows_an_answer_that_does_nothing(serve, desk, home, tmp_path):
    shared = tmp_path / "aflevering"
    server = serve("desk", "--no-browser", "--folder", str(desk), "--exchange", str(shared))
    assert server.url.endswith("/desk-front.ipynb?")
    status = server.json("/formgrader/api/status")
    assert status["status"]

    inbound = shared / "netvaerk/inbound/anna+01-trial-da+2026-11-23 10:00:00.000000 UTC+abc"
    shutil.copytree(shared / "netvaerk/outbound/01-trial-da", inbound)
    path = inbound / "trial.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in nb["cells"] if cell["id"] == "learnt")["source"] = HARM
    path.write_text(json.dumps(nb), encoding="utf-8")
    (inbound / "timestamp.txt").write_text("2026-11-23 10:00:00.000000 UTC")
    (inbound / "submission_secret.txt").write_text("secret")
    (inbound / "figures.json").write_text("{}")

    api = "/formgrader/api"
    for step in (f"{api}/assignment/01-trial-da/collect", f"{api}/submission/01-trial-da/anna/autograde"):
        done = server.json(step, method="POST")
        assert done["success"], done
    one = server.json(f"{api}/submitted_notebooks/01-trial-da/trial")[0]
    page = server.get(f"/formgrader/submissions/{one['id']}/")
    assert "<strong>fed</strong> skrift" in page and "Mit svar" in page
    assert "<script>alert" not in page and not re.search(r"<[^>]*onerror", page)
    assert "&lt;script&gt;alert" in page  # the reader sees that it was there

    pages = [
        "",
        "/gradebook",
        "/manage_students",
        "/manage_submissions/01-trial-da",
        "/gradebook/01-trial-da",
    ]
    for shown in (page, *(server.get(f"/formgrader{name}") for name in pages)):
        fetched = re.findall(r"<(?:script|link|img|iframe)[^>]*?(?:src|href)=\"([^\"]*)\"", shown)
        assert fetched and not [one for one in fetched if re.match(r"(?:https?:)?//", one)]

    done = server.json(f"{api}/assignment/01-trial-da/generate_feedback", method="POST")
    assert done["success"], done
    made = (desk / "feedback/anna/01-trial-da/trial.html").read_text(encoding="utf-8")
    assert '<article class="answer">' in made and "jquery" not in made
    done = server.json(f"{api}/assignment/01-trial-da/release_feedback", method="POST")
    assert done["success"] and list((shared / "netvaerk/feedback").glob("*.html"))


def test_formgrader_is_on_at_the_desk_and_off_for_learners():
    assert serving.DESK_EXTENSIONS["nbgrader.server_extensions.formgrader"]
    assert not serving.LEARNER_EXTENSIONS["nbgrader.server_extensions.formgrader"]


def test_the_desk_folder_is_closed_to_others(ready):
    assert os.stat(ready / "bord").st_mode & 0o077 == 0
    assert laying.read_json(ready / "bord" / laying.BOOKS / "generated.json").keys() == {
        "01-trial-da",
        "01-trial-en",
    }
