"""Lesson 1 as its learner meets it."""

import sqlite3

import pytest

LESSON = "01-why-network.ipynb"


@pytest.fixture(scope="module")
def server(netvaerk):
    return netvaerk("da")


def rows(server):
    with sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite") as database:
        return [data for (data,) in database.execute("SELECT data FROM row WHERE kind = 'account'")]


def test_the_account_typed_by_keyboard_is_there_after_a_reload(server, visit, tmp_path):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    hours = here.get_by_label("Timer, med transport").first
    hours.focus()
    page.keyboard.type("2,5")
    page.keyboard.press("Tab")
    page.keyboard.type("150")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    here.get_by_text("Du brugte 2,5 timer og 150 kr.").first.wait_for()
    here.get_by_role("button", name="Tilføj en gang til").press("Enter")
    here.get_by_text("Gang nr. 2").wait_for()
    page.reload()
    learner.ready(page, LESSON)
    assert here.get_by_label("Timer, med transport").first.input_value() == "2,5"
    assert here.get_by_text("Gang nr. 2").is_visible()
    assert learner.barriers(page) == []
