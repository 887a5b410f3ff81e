"""Promises at an evening: made at the end, opened with at the next, and a number is all the desk knows."""

import html
import re
from datetime import date

import pytest

import exercises
from facilitation.evening import pages
from facilitation.evening import words as explain
from facilitation.evening.evening import FILE, Evening
from facilitation.views.host_desk import HostDesk


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path))
    return tmp_path


def opened(lang):
    exercises.language(lang)
    return HostDesk()


def plain(control):
    return html.unescape(re.sub("<[^>]+>", " ", control.value))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_promises_of_one_evening_open_the_next_with_kept_moved_and_dropped(desk, lang):
    page = opened(lang)
    t = page.t
    page.go_to("promises")
    part = page.parts["promises"]
    assert part.calendar.make() is None
    part.made.value, part.day.value = 12, date(2027, 2, 1)
    assert b"20270201" in part.calendar.make() and page.fault is None
    page.evening.agree(day="2027-02-09")
    page.evening.put_away()
    page = opened(lang)
    page.go_to("kept")
    part = page.parts["kept"]
    assert t("promises.before", count=12) in plain(part.before)
    for state, number in (("kept", 7), ("moved", 3), ("dropped", 2)):
        part.numbers[state].value = number
    assert page.fault is None
    said = t("promises.of", before=12, kept=7, moved=3, dropped=2)
    assert said in plain(part.said) and part.fold.status == said
    again = opened(lang)
    assert explain.promises(t, again.evening.kept) == said
    page.evening.put_away()
    assert page.evening.kept["promises"] == {}, "none were made, so none are opened with"


def test_more_that_ended_than_were_made_is_said_and_not_kept(desk):
    page = opened("da")
    page.evening.promise(made=3)
    page.evening.put_away()
    page.go_to("kept")
    part = page.parts["kept"]
    part.numbers["kept"].value = 4
    assert page.t("problem.too_many_ended", ended=4, before=3) in plain(part.message)
    assert page.evening.kept["promises"] == {"before": 3}


def test_where_nobody_counted_last_time_they_can_be_counted_all_the_same(desk):
    evening = Evening(desk)
    evening.promise(kept=2, moved=1)
    t = explain.words("da")
    assert explain.promises(t, evening.kept) == t("promises.ended", kept=2, moved=1, dropped=0)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_slip_has_a_part_to_keep_and_a_part_without_a_name_to_give(lang):
    t = explain.words(lang)
    keeps, _, gives = pages.promise_slips(t).partition("<hr>")
    assert all(html.escape(t(f"promises.slip.{part}")) in keeps for part in ("who", "what", "day"))
    gives = gives.partition("</section>")[0]
    assert all(t(f"promises.{state}") in gives for state in ("kept", "moved", "dropped"))
    assert pages.LINE not in gives, "a line to write on asks for a name"


def test_the_desk_keeps_numbers_of_promises_and_no_words(desk):
    (desk / FILE).write_text('{"promises": {"made": "til Bo"}}', encoding="utf-8")
    assert Evening(desk).aside == [(FILE, "evening-damaged-1.json")]
