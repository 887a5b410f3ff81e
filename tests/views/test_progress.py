import json
from datetime import date

import pytest

from exercises.models import progress
from exercises.texts import Texts
from exercises.views.steps import Steps
from exercises.views.welcome import Welcome


@pytest.fixture
def course(own_folder, monkeypatch):
    """A learner's folder with two lessons and a notebook of the learner's own, seen from the lessons."""
    lessons = own_folder / "da"
    lessons.mkdir()
    monkeypatch.chdir(lessons)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(own_folder / "data"))
    for number, stem in ((1, "why-network"), (2, "a-skill")):
        course = {
            "kind": "lesson",
            "number": number,
            "stem": stem,
            "title": f"Lektion <{number}>",
            "minutes_screen": 45,
            "minutes_act": 20,
            "assignment": f"0{number}-{stem}-da",
            "minutes_short": 25 if number == 1 else 0,
        }
        notebook = {"cells": [], "metadata": {"course": course}, "nbformat": 4, "nbformat_minor": 5}
        (lessons / f"0{number}-{stem}.ipynb").write_text(json.dumps(notebook))
    (lessons / "mine.ipynb").write_text('{"metadata": {}}')
    (lessons / "broken.ipynb").write_text("{")
    return own_folder


def hand_in(course, assignment):
    stamp = "2026-11-23 09:15:00.123456 UTC"
    (course / "data/nbgrader_cache/netvaerk" / f"mette+{assignment}+{stamp}").mkdir(parents=True)


def word(store, at=0):
    return progress.status(store, progress.lessons()[at]).word


def test_the_way_is_the_lessons_in_the_folder_in_order(course):
    assert [lesson.number for lesson in progress.lessons()] == [1, 2]


def test_read_and_done_are_not_the_same(course, store, lang):
    assert word(store) == "new"
    steps = Steps("why-network")
    steps.boxes[0].value = True
    assert word(store) == "read"
    steps.boxes[1].value = True
    assert word(store) == "acted"
    hand_in(course, "01-why-network-da")
    assert word(store) == "done"
    (course / "reflections/01-why-network-da/feedback").mkdir(parents=True)
    assert word(store) == "feedback"


def test_the_steps_say_when_it_was_handed_in_and_that_there_is_feedback(course, store, lang):
    t = Texts("progress", lang)
    assert t("not_handed_in") in Steps("why-network").handed_in.value
    hand_in(course, "01-why-network-da")
    said = Steps("why-network").handed_in.value
    assert t("handed_in", date=t.date(date(2026, 11, 23))) in said
    assert t("feedback") not in said
    (course / "reflections/01-why-network-da/feedback").mkdir(parents=True)
    assert t("feedback") in Steps("why-network").handed_in.value


def test_handed_in_without_the_act_is_not_done(course, store):
    hand_in(course, "01-why-network-da")
    assert word(store) == "handed_in"


def test_the_reflection_counts_in_whichever_language_it_was_handed_in(course, store):
    store.put("progress", "why-network.act", "2026-11-20")
    hand_in(course, "01-why-network-en")
    assert word(store) == "done"
    assert word(store, 1) == "new"


def test_the_welcome_page_links_every_lesson_and_marks_the_next(course, store, lang):
    welcome = Welcome()
    assert welcome.fault is None
    assert welcome.way.value.count("<a href=") == 2
    assert "Lektion <1>" not in welcome.way.value
    assert welcome.way.value.index(welcome.t("next")) < welcome.way.value.index("02-a-skill")
    store.put("progress", "why-network.act", "2026-11-20")
    hand_in(course, "01-why-network-da")
    welcome.refresh()
    assert welcome.way.value.index(welcome.t("next")) > welcome.way.value.index("02-a-skill")


def test_a_tick_is_kept_and_can_be_taken_back(course, store, lang):
    Steps("why-network").boxes[1].value = True
    again = Steps("why-network")
    assert [box.value for box in again.boxes] == [False, True]
    again.boxes[1].value = False
    assert store.fields("progress") == {}


def test_steps_in_a_renamed_notebook_still_open(course, store):
    (course / "da/01-why-network.ipynb").unlink()
    assert Steps("why-network").fault is None


def test_the_short_way_shows_its_lessons_and_its_minutes_and_is_remembered(course, store, lang):
    way = Welcome()
    assert "a-skill" in way.way.value
    way.short.value = True
    again = Welcome()
    assert again.short.value is True
    for shown in (way.way.value, again.way.value):
        assert "a-skill" not in shown
        assert again.t("minutes", screen=25, act=20) in shown
    again.short.value = False
    assert "a-skill" in again.way.value
    assert again.fault is None


@pytest.fixture
def evening(course):
    block = {"kind": "workshop", "number": 51, "stem": "facebook-evening", "title": "Aften"}
    block |= {"minutes_screen": 120, "minutes_act": 30, "assignment": "51-facebook-evening-da"}
    notebook = {"cells": [], "metadata": {"course": block}, "nbformat": 4, "nbformat_minor": 5}
    (course / "da/51-facebook-evening.ipynb").write_text(json.dumps(notebook))
    return course


def test_the_evenings_stand_under_a_heading_of_their_own_and_are_no_lessons(course, evening, store, lang):
    welcome = Welcome()
    t, shown = welcome.t, welcome.way.value
    assert t("sum", done=0, of=2) in shown
    heading = shown.index(f"<h2>{t('evenings')}</h2>")
    assert shown.index("02-a-skill") < heading < shown.index("51-facebook-evening.ipynb")
    welcome.short.value = True
    assert "51-facebook-evening" not in welcome.way.value
    assert welcome.fault is None


def test_without_evenings_there_is_no_heading_for_them(course, store, lang):
    assert "<h2>" not in Welcome().way.value


def test_an_evening_is_done_by_its_act_and_its_hand_in_like_a_lesson(course, evening, store):
    steps = Steps("facebook-evening")
    steps.boxes[1].value = True
    hand_in(course, "51-facebook-evening-da")
    steps.refresh()
    assert steps.fault is None
    assert "✓" in steps.handed_in.value
    assert [progress.status(store, one).word for one in progress.evenings()] == ["done"]
