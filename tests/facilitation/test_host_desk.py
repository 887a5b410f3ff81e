"""The host's desk, worked as a host does, without a browser; and the evening it keeps."""

import html
import json
import re

import pandas as pd
import pytest

import exercises
from exercises.texts import Texts
from facilitation import evening as model
from facilitation.evening import FILE, Evening
from facilitation.participants import SheetProblem
from facilitation.views import base
from facilitation.views.host_desk import HostDesk

NAMES = [f"Deltager {at}" for at in range(1, 24)]
NOW = 1_800_000_000.0


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path))
    exercises.language("da")
    return tmp_path


def whole(page):
    assert page.fault is None
    return page


def t(key, **names):
    return Texts("groups", "da", folder=base.TEXTS)(key, **names)


def said(page):
    return html.unescape(re.sub("<[^>]+>", "", page._message.value))


def opened(names=NAMES):
    page = whole(HostDesk())
    if names:
        page.names.value = "\n".join(names)
        page.use.click()
    return whole(page)


def seated(page):
    return sorted(name for group in page.evening.kept["groups"] for name in group)


def at_tables(page, at):
    return sorted(name for tables in page.evening.kept["tables"][at] for name in tables)


def test_a_host_takes_23_names_to_groups_and_rounds_and_two_drop_out(desk):
    page = opened()
    page.form.click()
    assert seated(whole(page)) == sorted(NAMES)
    page.number.value, page.size.value = 3, 4
    page.schedule.click()
    assert [at_tables(page, at) for at in range(3)] == [sorted(NAMES)] * 3
    page._press("start", NOW)
    before = page.evening.kept["tables"][0]
    page.gone.value = ("Deltager 2", "Deltager 9")
    page.late.value = "Sent Kommen"
    page.change.click()
    left = sorted({*NAMES, "Sent Kommen"} - {"Deltager 2", "Deltager 9"})
    assert seated(whole(page)) == left
    assert page.evening.kept["tables"][0] == before
    assert at_tables(page, 1) == at_tables(page, 2) == left
    assert page.late.value == "" and list(page.gone.options) == page.evening.here


def test_a_reload_shows_the_same_evening_with_the_clock_where_it_was(desk):
    page = opened()
    page.form.click()
    page.schedule.click()
    page._press("start", NOW)
    again = opened(names=())
    assert again.groups.value == page.groups.value and again.rounds.value == page.rounds.value
    ends = NOW + 60 * page.minutes.value
    assert again.clock.state == {"phase": 0, "ends": ends, "left": None, "sound": False}


def test_somebody_is_moved_by_hand_and_a_group_too_small_is_pointed_at(desk):
    page = opened(NAMES[:8])
    page.form.click()
    name = page.evening.kept["groups"][0][0]
    page.who.value, page.to.value = name, 2
    page.move.click()
    assert name in page.evening.kept["groups"][1]
    assert seated(whole(page)) == sorted(NAMES[:8])
    page.who.value, page.to.value = name, 3
    page.move.click()
    assert page.evening.kept["groups"][2] == [name]
    assert t("desk.size", group=3, count=1) in html.unescape(page.groups.value)


def test_the_cards_to_print_say_each_table_and_nobody_is_left_out(desk):
    page = opened([*NAMES[:8], "Bo <b>& Søn"])
    assert page.print_groups.make() is None and page.print_cards.make() is None
    page.form.click()
    page.schedule.click()
    cards, groups = page.print_cards.make(), page.print_groups.make()
    for name in page.evening.here:
        assert f"<h2>{html.escape(name)}</h2>" in cards and f"<li>{html.escape(name)}</li>" in groups
    table = page.evening.rounds.card(NAMES[0])[0]
    section = cards.split(f"<h2>{NAMES[0]}</h2>")[1].split("</section>")[0]
    assert t("rounds.card", round=1, table=table) in section
    assert "<b>" not in page.groups.value + page.rounds.value + page.listed.value


def test_a_file_is_taken_in_and_its_odd_columns_told(desk):
    page = opened(names=())
    page.picker._chosen("liste.csv", "Navn;Fag;Sko\nAnne;tømrer;39\nBo;frisør;44\nIb;murer;41".encode())
    assert page.evening.here == ["Anne", "Bo", "Ib"]
    assert said(whole(page)) == t("note.unused_columns", columns="Sko")


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (lambda page: page.form.click(), "empty"),
        (lambda page: page.schedule.click(), "empty"),
        (lambda page: page.use.click(), "empty"),
        (lambda page: page.picker._chosen("x.xlsx", b"junk"), "unreadable"),
    ],
)
def test_what_cannot_be_done_is_said_and_loses_nothing(desk, work, key):
    page = opened(names=())
    work(page)
    assert (
        said(whole(page)) == t(f"problem.{key}", file="x.xlsx")
        if key == "unreadable"
        else t(f"problem.{key}")
    )
    assert not (desk / FILE).exists()


def test_a_bad_new_list_leaves_the_old_evening_as_it_was(desk):
    page = opened()
    page.form.click()
    kept = (desk / FILE).read_bytes()
    page.names.value = "Anne\nanne"
    page.use.click()
    assert said(whole(page)) == t("problem.twice", names="Anne")
    page.late.value = NAMES[3]
    page.change.click()
    assert said(whole(page)) == t("problem.twice", names=NAMES[3])
    assert (desk / FILE).read_bytes() == kept


@pytest.mark.parametrize(
    "damaged", ["{", "[7]", '{"clock": {"phase": 1}}', '{"groups": [["Nobody"]]}', '{"sheet": 7}']
)
def test_a_damaged_file_is_left_alone_and_named(desk, damaged):
    (desk / FILE).write_text(damaged, encoding="utf-8")
    page = whole(HostDesk())
    assert said(page) == t("problem.evening_file", file=FILE)
    assert (desk / FILE).read_text(encoding="utf-8") == damaged


def test_the_large_clock_and_the_date_to_take_along(desk):
    page = opened(NAMES[:6])
    assert page.clock is None and page.calendar.make() is None
    page.schedule.click()
    page.large.value = True
    assert "nv-wall" in page.wall._dom_classes
    page.date.value = pd.Timestamp("2027-01-12").date()
    assert b"BEGIN:VEVENT" in page.calendar.make()
    page.minutes.value = 7
    assert [phase[2] for phase in page.clock.phases] == [420] * page.number.value


def test_nothing_of_those_who_come_is_written_into_the_notebook(desk):
    page = opened()
    assert page._repr_mimebundle_()["text/plain"] == "[side]"


# ---- the clock -------------------------------------------------------------------------------------------


@pytest.fixture
def with_rounds(tmp_path):
    kept = Evening(tmp_path)
    kept.names("\n".join(NAMES[:8]))
    kept.schedule(2, 4)
    kept.set_minutes(10)
    return kept


@pytest.mark.parametrize(
    ("presses", "clock", "played"),
    [
        ([("start", 0)], (0, 600, None), 1),
        ([("pause", 0)], (None, None, None), 0),
        ([("start", 0), ("start", 50)], (0, 600, None), 1),
        ([("start", 0), ("pause", 100)], (0, None, 500), 1),
        ([("start", 0), ("pause", 100), ("resume", 700)], (0, 1200, None), 1),
        ([("start", 0), ("next", 600)], (1, 1200, None), 2),
        ([("start", 0), ("next", 600), ("back", 700)], (0, 1300, None), 2),
        ([("start", 0), ("next", 600), ("next", 1200)], (2, None, None), 2),
        ([("start", 0), ("next", 600), ("next", 1200), ("pause", 1300)], (2, None, None), 2),
        ([("start", 0), ("again", 5)], (None, None, None), 0),
    ],
)
def test_the_clock_goes_through_the_rounds(with_rounds, presses, clock, played):
    for what, now in presses:
        with_rounds.press(what, now)
    found = Evening(with_rounds.path.parent)
    assert (found.clock["phase"], found.clock["ends"], found.clock["left"]) == clock
    assert found.kept["played"] == played


@pytest.mark.parametrize(("what", "now"), [("explode", 1), ("start", float("nan")), ("start", -1)])
def test_a_press_that_is_none_is_refused(with_rounds, what, now):
    with pytest.raises(ValueError):
        with_rounds.press(what, now)


def test_minutes_and_groups_that_are_not_there_are_sentences(with_rounds):
    for change, key in (
        (lambda: with_rounds.set_minutes(0), "minutes"),
        (lambda: with_rounds.move("x", 9), "no_such"),
    ):
        with pytest.raises(SheetProblem, match=key):
            change()


def test_who_left_can_come_back_to_groups_and_rounds(with_rounds):
    with_rounds.form()
    with_rounds.change(gone=[NAMES[0]])
    assert NAMES[0] not in with_rounds.here
    with_rounds.change(late=NAMES[0].upper())
    assert NAMES[0] in with_rounds.here
    assert NAMES[0] in [name for group in with_rounds.kept["groups"] for name in group]
    assert NAMES[0] in [name for tables in with_rounds.kept["tables"][0] for name in tables]
    assert json.loads(with_rounds.path.read_text(encoding="utf-8"))["gone"] == []
    assert model.FRESH["sheet"] == []
