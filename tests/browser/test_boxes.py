"""Answers whose cells were moved: the learner gets the box back, and the reader sees every word."""

import copy
import json
import os
import re
import runpy
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from exercises.store import FILE, Store
from exercises.texts import Texts
from exercises.typed import find_day
from facilitation import desk_folder, learner_folder, serve
from facilitation.exchange import COURSE
from facilitation.mending import MendCells
from facilitation.views.base import TEXTS

REPO = Path(__file__).parents[2]
ASSIGNMENT, NOTEBOOK = "01-why-network-da", "why-network"
REFLECTION = f"reflections/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
MOVED = runpy.run_path(str(REPO / "tests/test_answers.py"))
WAYS = (
    *("split", "copied_and_emptied", "below", "above", "pasted_and_deleted", "metadata_lost", "code"),
    *("code_below", "at_the_end", "in_the_prompt", "pictured"),
)
# one dot
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def pictured(cells, name):
    """A picture pasted under the words, and one that would act."""
    box = next(cell for cell in cells if cell["id"] == name)
    box["attachments"] = {
        "image.png": {"image/png": PICTURE},
        "x.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"},
    }
    box["source"] += "\n\n![image.png](attachment:image.png)\n![](attachment:x.svg)"


MOVED["pictured"] = pictured
STRINGS = json.loads((REPO / "lab/extensions/netvaerk-calm/page/strings.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("kursus")
    for room in (f"source/{ASSIGNMENT}", f"release/{ASSIGNMENT}", "workshops", "lessons"):
        shutil.copytree(REPO / room, root / room)
    shutil.copy(REPO / "nbgrader_config.py", root)
    return root


@pytest.mark.timeout(180)
def test_a_box_that_is_gone_is_said_at_once_and_put_back_with_one_click(course, lab_server, visit, tmp_path):
    folder, exchange = tmp_path / "Mit kursus", tmp_path / "aflevering"
    learner_folder.prepare(folder, course, "da", exchange)
    path = folder / REFLECTION
    notebook = json.loads(path.read_text("utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["answer-1"]["source"] = "Mine egne ord."
    cells["answer-3"].update(
        cell_type="code", outputs=[], execution_count=None, source="Ord i en forkert celle."
    )
    notebook["cells"].remove(cells["answer-2"])
    path.write_text(json.dumps(notebook), encoding="utf-8")
    learner_folder.sign([path], folder)
    page = serve.Page(folder, course, "learner", "", {})
    environment = serve.environment(page, exchange_root=exchange, store=tmp_path / "store")
    alone = [f"--ServerApp.tornado_settings={serve.ALONE}"]
    server = lab_server(folder, "da", arguments=alone, environment=environment)
    visitor = visit()
    tab = visitor.open(server, REFLECTION)
    line = tab.locator("[data-nv-line=box_gone]")
    expect(line).to_contain_text("Svar 2, Svar 3")
    assert visitor.barriers(tab) == []
    if shots := os.environ.get("NETVAERK_SHOTS"):
        tab.screenshot(path=f"{shots}/box-gone.png")
    tab.locator("textarea[data-nv-cell=answer-1]").fill("Mine egne ord, og flere.")
    line.get_by_role("button", name=STRINGS["box_put_back"]["da"]).click()
    expect(tab.locator("textarea[data-nv-cell=answer-3]")).to_have_value(
        "Ord i en forkert celle.", timeout=60_000
    )
    visitor.ready(tab, REFLECTION)
    expect(tab.locator("[data-nv-line=box_gone]")).to_have_count(0)
    tab.locator("textarea[data-nv-cell=answer-2]").fill("Nu er feltet her igen.")
    expect(tab.locator(".nv-alone")).to_be_visible()
    assert visitor.barriers(tab) == []
    if shots := os.environ.get("NETVAERK_SHOTS"):
        tab.locator(".nv-alone").scroll_into_view_if_needed()
        tab.screenshot(path=f"{shots}/alone.png")
    tab.wait_for_timeout(1500)
    saved = nbformat.read(path, as_version=4)
    texts = {cell.id: cell.source for cell in saved.cells if cell.cell_type == "markdown"}
    assert (texts["answer-1"], texts["answer-2"]) == ("Mine egne ord, og flere.", "Nu er feltet her igen.")
    order = [cell.id for cell in saved.cells]
    assert order[order.index("answer-2") - 1] == "prompt-2" and order.count("answer-2") == 1


@pytest.mark.timeout(180)
def test_the_plan_of_the_lesson_is_put_in_with_one_click_and_no_word_of_ones_own_gives_way(
    course, lab_server, visit, tmp_path
):
    folder, exchange = tmp_path / "Mit kursus", tmp_path / "aflevering"
    learner_folder.prepare(folder, course, "da", exchange)
    store = Store(tmp_path / "store" / FILE)
    for part, text in {"if": "Hvis klokken er ni", "then": "ringer jeg til M", "day": "2026-12-04"}.items():
        store.put("act", f"why-network.{part}", text)
    store.close()
    page = serve.Page(folder, course, "learner", "", {})
    environment = serve.environment(page, exchange_root=exchange, store=tmp_path / "store")
    server = lab_server(folder, "da", environment=environment)
    visitor = visit()
    tab = visitor.open(server, REFLECTION)
    line = tab.locator("[data-nv-line=plan_there]")
    expect(line).to_contain_text(STRINGS["plan_there"]["da"])
    assert visitor.barriers(tab) == []
    tab.locator("textarea[data-nv-cell=plan-when]").fill("en mandag")
    line.get_by_role("button", name=STRINGS["plan_take"]["da"]).click()
    expect(tab.locator("textarea[data-nv-cell=plan-if]")).to_have_value("Hvis klokken er ni")
    expect(tab.locator("textarea[data-nv-cell=plan-then]")).to_have_value("ringer jeg til M")
    expect(tab.locator("textarea[data-nv-cell=plan-when]")).to_have_value("en mandag")
    tab.wait_for_timeout(1500)
    saved = nbformat.read(folder / REFLECTION, as_version=4)
    texts = {cell.id: cell.source for cell in saved.cells}
    assert (texts["plan-if"], texts["plan-when"]) == ("Hvis klokken er ni", "en mandag")
    tab.reload()
    visitor.ready(tab, REFLECTION)
    expect(tab.locator("[data-nv-line=plan_there]")).to_have_count(0)
    when = tab.locator("textarea[data-nv-cell=plan-when]")
    chosen = tab.get_by_label(STRINGS["date_choose"]["da"])
    for ahead in (20, 9):  # the second takes the place of the first
        day = date.today() + timedelta(days=ahead)
        chosen.fill(day.isoformat())
        expect(when).to_have_value(re.compile(rf"^en mandag \S+dag den {day.day}\. \S+( \d{{4}})?$"))
        assert find_day(when.input_value(), date.today()) == day
    when.fill("4. december 2031")
    expect(chosen).to_have_value("2031-12-04")
    chosen.fill(day.isoformat())
    expect(when).to_have_value(re.compile(rf"^\S+dag den {day.day}\. "))
    assert visitor.barriers(tab) == []


@pytest.mark.timeout(240)
def test_answers_moved_in_ten_ways_are_read_to_the_last_word(
    course, lab_server, visit, tmp_path, monkeypatch
):
    folder, exchange = tmp_path / "Mit bord", tmp_path / "aflevering"
    desk_folder.prepare(folder, course, "da", exchange)
    monkeypatch.chdir(folder)
    for at, way in enumerate(WAYS):
        hand_in(folder, f"deltager-{at}", way)
    page = serve.Page(folder, course, "desk", "", serve.DESK_EXTENSIONS)
    environment = serve.environment(page, exchange_root=exchange, learner=False)
    extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
    server = lab_server(folder, "da", settings="desk", arguments=extensions, environment=environment)
    visitor = visit()
    tab = visitor.open(server, "workshops/da/read-answers.ipynb")
    sheet, t = tab.locator(".nv-reading"), Texts("read_answers", "da", folder=TEXTS)
    sheet.get_by_role("radio").first.wait_for()
    read = set()
    for _ in WAYS:
        heading = sheet.locator("section > h2").inner_text()
        shown = sheet.inner_text().split()
        missing = [word for word in MOVED["WORDS"]["answer-1"].split() if word not in shown]
        way = WAYS[int(heading.partition(":")[0].rpartition("-")[2])]
        assert missing == [], way
        drawn = sheet.locator("img").evaluate_all("all => all.map(one => one.complete && one.naturalWidth)")
        assert drawn == ([1] if way == "pictured" else []), way
        read.add(way)
        sheet.get_by_role("radio").nth(2).click()
        sheet.get_by_role("button", name=t("sheet.save")).click()
        if len(read) == len(WAYS):
            break
        tab.wait_for_function(
            "old => document.querySelector('.nv-reading section > h2')?.innerText !== old", arg=heading
        )
    assert read == set(WAYS)


def hand_in(folder, learner, way):
    """A hand-in with answer 1 moved that way, as the grading leaves it."""
    cells = MOVED["filled"]()
    MOVED[way](cells, "answer-1")
    released = json.loads((folder / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text("utf-8"))
    notebook = nbformat.from_dict({**copy.deepcopy(released), "cells": cells})
    url = f"sqlite:///{folder}/gradebook.db"
    names = {"notebook": NOTEBOOK, "assignment": ASSIGNMENT, "db_url": url}
    notebook, _ = MendCells().preprocess(notebook, {"nbgrader": names})
    place = folder / "autograded" / learner / ASSIGNMENT
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{NOTEBOOK}.ipynb")
    with Gradebook(url, COURSE) as gradebook:
        gradebook.update_or_create_student(learner)
        gradebook.update_or_create_submission(ASSIGNMENT, learner, timestamp=datetime(2026, 11, 23))
        for grade in gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, learner).grades:
            grade.auto_score = None if grade.name == "answer-1" else 0
            grade.needs_manual_grade = grade.auto_score is None
        gradebook.db.commit()
