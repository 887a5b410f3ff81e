"""A list keeps a row from its first word to its last; a card in which nothing is said is no row."""

import json
import sqlite3

import pytest

from driving import whole
from exercises import store as store_module
from exercises.models import conversation_log
from exercises.store import holds, open_store
from exercises.views.conversation_log import NAMES, ConversationLog
from exercises.views.customer_trail import CustomerTrail

KIND = conversation_log.KIND


def card(view, at):
    return dict(zip(NAMES, view._rows[sorted(view._rows)[at]][1], strict=True))


def headings(view):
    return [box.children[0].value for box in view.list.children]


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_blanks_in_a_new_card_are_no_row(store, nothing):
    view = ConversationLog()
    card(view, 0)["who"].value = nothing
    card(view, 0)["learned"].value = nothing
    assert whole(view).store.kinds() == []


def test_a_guess_of_nought_is_a_row(store):
    view = ConversationLog()
    card(view, 0)["guess"].value = 0
    assert [row["guess"] for row in whole(view).store.rows(KIND)] == [0]


def test_cards_that_were_only_added_are_no_rows(store):
    view = ConversationLog()
    for _ in range(3):
        view.more.click()
    assert len(whole(view).list.children) == 4
    card(view, 3)["who"].value = "B"
    assert [row["who"] for row in store.rows(KIND)] == ["B"]
    assert len(ConversationLog().list.children) == 1


def test_a_row_that_is_emptied_goes_and_is_the_same_again(store, monkeypatch):
    view = ConversationLog()
    for at, who in enumerate("ABC"):
        if at:
            view.more.click()
        card(view, at)["who"].value = who
    before = store.everything()["rows"]
    monkeypatch.setattr(store_module, "_now", lambda: "2031-01-01T10:00:00")
    card(view, 1)["who"].value = ""
    assert [row["who"] for row in store.rows(KIND)] == ["A", "C"]
    assert len(whole(view).list.children) == 3, "it is still being written in"
    assert len(ConversationLog().list.children) == 2
    card(view, 1)["who"].value = "Bo"
    after = store.everything()["rows"]
    assert [row["data"]["who"] for row in after] == ["A", "Bo", "C"]
    assert [(row["id"], row["created"]) for row in after] == [(row["id"], row["created"]) for row in before]


def test_a_card_is_headed_by_the_number_that_its_faults_are_told_by(store):
    view = ConversationLog()
    for at, who in enumerate("ABC"):
        if at:
            view.more.click()
        card(view, at)["who"].value = who
    card(view, 2)["minutes"].value = "mange"
    card(view, 0)["who"].value = ""
    third = view.t("conversation", at=2)
    assert third in headings(view)[2] and third in view.sum.value
    card(view, 0)["who"].value = "A"
    assert [view.t("conversation", at=at) in headings(view)[at - 1] for at in (1, 2, 3)] == [True] * 3


def test_the_first_card_gives_way_to_rows_from_another_window_while_nothing_is_in_it(store):
    one, other = ConversationLog(), ConversationLog()
    card(one, 0)["who"].value = "A"
    other.look()
    assert [box["who"].value for box in (card(other, at) for at in range(len(other._rows)))] == ["A"]


def test_a_row_that_another_window_deleted_stays_gone(store):
    one, other = ConversationLog(), ConversationLog()
    card(one, 0)["who"].value = "A"
    other.look()
    other._remove(next(iter(other._rows)))
    card(one, 0)["learned"].value = "x"
    assert store.rows(KIND) == []


def test_what_could_not_be_written_is_written_with_the_next_word(store, monkeypatch):
    view = ConversationLog()
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "_json", lambda value: (_ for _ in ()).throw(sqlite3.OperationalError))
        card(view, 0)["who"].value = "A"
    assert view.store_text("not_written") in view._message.value
    card(view, 0)["who"].value = "AB"
    assert [row["who"] for row in whole(view).store.rows(KIND)] == ["AB"]


def test_a_customer_whose_name_is_mended_still_sent_those_who_came(store):
    view = CustomerTrail()
    first = min(view._rows)
    view._rows[first][1][0].value = "Maja"
    view.more.click()
    name, source, sent_by, *_ = view._rows[max(view._rows)][1]
    name.value, source.value = "Otto", "customer"
    sent_by.value = first
    view._rows[first][1][0].value = ""
    view._rows[first][1][0].value = "Maia"
    assert [(row["name"], row.get("sent_by")) for row in whole(view).store.rows("trail_customer")] == [
        ("Maia", None),
        ("Otto", first),
    ]


OLD = [
    ("account", None, {}),
    ("account", None, {"day": "", "what": " ", "hours": "", "result": ""}),
    ("candidate", None, {"who": "", "skills": [], "chosen": False}),
    ("conversation", None, {"guess": 0}),
    ("account", None, {"what": "Messe"}),
    ("trail_customer", None, {"name": ""}),
    ("trail_customer", None, {"name": "", "source": ""}),
    ("trail_customer", None, {"name": "Otto", "sent_by": 7}),
    ("resource", "loan", {"people": None}),
]


def test_cards_that_an_earlier_edition_kept_empty_go_and_nothing_else(store):
    store.close()
    with sqlite3.connect(store.path) as database:
        for number, (kind, key, data) in enumerate(OLD, start=1):
            values = (number, kind, key, json.dumps(data), "2026-01-01T10:00:00", "2026-01-01T10:00:00", "{}")
            database.execute("INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        database.execute("PRAGMA user_version = 2")
    database.close()
    assert [row["id"] for row in open_store().everything()["rows"]] == [4, 5, 7, 8, 9]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        *(({"a": nothing}, False) for nothing in (None, "", " \n", False, [], {})),
        *(({"a": something}, True) for something in (0, 0.0, "0", True, ["x"], "-")),
        ({}, False),
    ],
)
def test_what_says_something(data, says):
    assert bool(holds(data)) is says
