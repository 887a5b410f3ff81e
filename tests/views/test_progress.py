import json
import re
from datetime import date

import pytest

from exercises.models import place, progress
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
            "minutes_reflection": 30,
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
    assert welcome.way.value.index(welcome.t("next_new")) < welcome.way.value.index("02-a-skill")
    store.put("progress", "why-network.act", "2026-11-20")
    hand_in(course, "01-why-network-da")
    welcome.refresh()
    assert welcome.way.value.index(welcome.t("next_new")) > welcome.way.value.index("02-a-skill")


def test_a_tick_is_kept_and_can_be_taken_back(course, store, lang):
    Steps("why-network").boxes[1].value = True
    again = Steps("why-network")
    assert [box.value for box in again.boxes] == [False, True]
    again.boxes[1].value = False
    assert store.fields("progress") == {}


def test_steps_in_a_renamed_notebook_still_open(course, store):
    (course / "da/01-why-network.ipynb").unlink()
    assert Steps("why-network").fault is None


def test_the_front_page_says_how_long_all_of_it_takes_the_reflections_with_it(course, store, lang):
    view = Welcome()
    assert view.t("time", screen=2, act=1, reflection=1) in view.way.value
    assert view.way.value.count(view.t("minutes_reflection", reflection=30)) == 2
    view.short.value = True
    assert view.t("time_short", screen=1, act=1) in view.way.value
    assert view.t("minutes_reflection", reflection=30) not in view.way.value


def test_a_lesson_in_two_sittings_says_so_on_the_front_page(course, store, lang):
    path = course / "da/02-a-skill.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"]["course"]["sittings"] = ["title 60", "plan-how 30"]
    path.write_text(json.dumps(notebook))
    view = Welcome()
    assert view.t("minutes", screen="60 + 30", act=20) in view.way.value


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
    welcome = Welcome()
    assert welcome.t("evenings") not in welcome.way.value


def test_an_evening_is_done_by_its_act_and_its_hand_in_like_a_lesson(course, evening, store):
    steps = Steps("facebook-evening")
    steps.boxes[1].value = True
    assert "nv-done" not in steps.handed_in.value
    hand_in(course, "51-facebook-evening-da")
    steps.refresh()
    assert steps.fault is None
    assert "✓" in steps.handed_in.value
    assert "nv-done-now" in steps.handed_in.value, "that it is done is felt when it comes about"
    steps.refresh()
    assert steps.t("is_done") in steps.handed_in.value
    for again in (steps, Steps("facebook-evening")):
        assert "nv-done-now" not in again.handed_in.value, "and not again"
    assert [progress.status(store, one).word for one in progress.evenings()] == ["done"]


# ---- where to go on ---------------------------------------------------------------------------------------


@pytest.fixture
def first(course):
    block = {"kind": "page", "number": 0, "stem": "first-win", "title": "Et kvarter", "minutes_screen": 15}
    notebook = {"cells": [], "metadata": {"course": block}, "nbformat": 4, "nbformat_minor": 5}
    (course / "da/00-first-win.ipynb").write_text(json.dumps(notebook))
    return course


def go(welcome):
    return re.search(r'href="([^"]+)">([^<]+)<', welcome.begin.value).groups()


def with_steps(course, number, stem):
    path = course / f"da/0{number}-{stem}.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"]["course"]["steps"] = ["title 1", "own 5"]
    notebook["cells"] = [
        {"id": "title", "cell_type": "markdown", "source": ["# Titlen"]},
        {"id": "own", "cell_type": "markdown", "source": ["## Dit eget regnskab\n", "tekst"]},
        {"id": "account", "cell_type": "code", "source": ["Account()"]},
    ]
    path.write_text(json.dumps(notebook))


def test_who_has_not_begun_is_led_to_the_first_quarter_of_an_hour_and_then_to_lesson_1(
    course, first, store, lang
):
    welcome = Welcome()
    assert go(welcome) == ("00-first-win.ipynb", welcome.t("begin"))
    store.put("first_win", "sent", "2026-11-01")
    welcome.look()
    assert go(welcome)[0] == "01-why-network.ipynb"
    assert "nv-step-done" in welcome.way.value


def test_the_button_goes_on_where_one_read_last_and_says_so(course, first, store, lang):
    with_steps(course, 2, "a-skill")
    place.keep("why-network", "title", -1, 1_780_000_000_000)
    place.keep("a-skill", "account", 1, 1_780_000_900_000)
    welcome = Welcome()
    address, words = go(welcome)
    assert address == "02-a-skill.ipynb#account"
    assert words == welcome.t("go_on_step", number=2, step="Dit eget regnskab")
    assert welcome.way.value.count("nv-step-begun") == 2


def test_a_lesson_that_is_done_is_not_gone_on_with(course, store):
    place.keep("why-network", "title", -1, 1_780_000_000_000)
    store.put("progress", "why-network.act", "2026-11-01")
    hand_in(course, "01-why-network-da")
    assert go(Welcome())[0] == "02-a-skill.ipynb"


def test_who_has_done_all_is_told_so(course, store, lang):
    for stem, number in (("why-network", 1), ("a-skill", 2)):
        store.put("progress", f"{stem}.act", "2026-11-01")
        hand_in(course, f"0{number}-{stem}-da")
    welcome = Welcome()
    assert welcome.t("all_done") in welcome.begin.value


def test_an_evening_shows_no_number_of_the_files_own(course, evening, store):
    assert ">51<" not in Welcome().way.value


def test_the_page_can_read_which_way_the_learner_goes(course, store):
    welcome = Welcome()
    assert 'data-nv-short="false"' in welcome.way.value
    welcome.short.value = True
    assert 'data-nv-short="true"' in welcome.way.value
