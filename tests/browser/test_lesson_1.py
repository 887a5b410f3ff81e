"""Lesson 1 as its learner meets it."""

import json
import sqlite3

import pytest

LESSON = "01-why-network.ipynb"


@pytest.fixture(scope="module")
def server(netvaerk):
    return netvaerk("da")


def rows(server):
    with sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite") as database:
        return [data for (data,) in database.execute("SELECT data FROM row WHERE kind = 'account'")]


def test_the_account_typed_by_keyboard_is_there_after_a_reload(server, visit):
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


def test_kill_9_of_the_server_loses_nothing_typed_a_second_ago(netvaerk, visit):
    server = netvaerk("da")
    learner = visit()
    learner.allow_server_away()
    page = learner.open(server, f"da/{LESSON}")
    field = learner.course_page(page).get_by_label("Hvad gjorde du?").first
    field.press_sequentially("kaffe med K. på torvet", delay=40)
    page.wait_for_timeout(1000)
    server.kill()
    assert "kaffe med K. på torvet" in rows(server)[0]


def test_two_windows_on_the_lesson_keep_what_is_typed_in_both(server, visit):
    learner = visit()
    one, other = (learner.open(server, f"da/{LESSON}") for _ in range(2))
    learner.course_page(one).get_by_label("Hvad gjorde du?").first.fill("fra det ene")
    learner.course_page(other).get_by_label("Kroner").first.fill("125")
    learner.course_page(one).get_by_text("125 kr.").first.wait_for()
    kept = json.loads(rows(server)[0])
    assert (kept["what"], kept["kroner"]) == ("fra det ene", "125")
