"""One file from one place to another: what is newer stands, every row of both is kept, and what is no file of
ours changes nothing."""

import io
import json
import random
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exercises.store as store_module
from exercises.models import my_network
from exercises.store import Store, open_store
from exercises.whole_store import travel

ASSIGNMENT = "01-why-network-da"


@pytest.fixture(autouse=True)
def counted_rows():
    """Here rows have the numbers that they have in earnest."""


class Clock:
    """A learner's day: each change a second after the last, on whichever computer."""

    def __init__(self):
        self.now = datetime(2026, 11, 1, 8, 0, 0)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now.isoformat(timespec="seconds")

    def time_ns(self):
        """What rows are numbered by: one learner adds none in two places in the same millisecond."""
        return int(self.now.timestamp()) * 10**9


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(store_module, "_now", clock)
    return clock


@pytest.fixture
def places(tmp_path, clock):
    """Two folders of one learner: at home, and in a browser."""
    return [_place(tmp_path / name) for name in ("home", "browser")]


def _place(folder):
    (folder / "My network").mkdir(parents=True)
    return open_store(folder / "My network")


def bring(source, target):
    changes = travel.changes(target, travel.read(travel.pack(source)))
    travel.take(target, changes)
    return changes


def seen(store):
    """What a learner sees: fields, and rows with their values, whatever their numbers."""
    rows = [
        (row["kind"], row["key"], json.dumps(row["data"], sort_keys=True))
        for row in store.everything()["rows"]
    ]
    return sorted(store.everything()["fields"], key=str), sorted(rows, key=str)


def test_everything_comes_along_into_an_empty_place(places):
    home, browser = places
    home.put("guess_first", "customers.guess", "56")
    person = my_network.add_person(home, "Bente")
    home.add("account", date="2026-11-01", hours="1,5")
    changes = bring(home, browser)
    assert seen(browser) == seen(home)
    assert changes.counts["new_fields"] == 1
    assert [one.nickname for one in my_network.people(browser)] == ["Bente"]
    assert my_network.people(browser)[0].id == person
    assert bring(home, browser).nothing


def test_of_a_field_and_of_a_value_in_a_row_the_newer_stands_whichever_way_it_travels(places):
    home, browser = places
    home.put("a", "x", "old")
    row = home.add("account", date="2026-11-01", hours="1")
    bring(home, browser)
    browser.put("a", "x", "new")
    browser.change(row, hours="2")
    home.change(row, note="at home")
    changes = bring(home, browser)
    assert changes.counts["older_fields"] == 1
    assert browser.get("a", "x") == "new"
    kept = {"id": row, "date": "2026-11-01", "hours": "2", "note": "at home"}
    assert browser.rows("account") == [kept]
    bring(browser, home)
    assert home.rows("account") == [kept]
    assert seen(home) == seen(browser)


def test_people_added_in_both_places_stay_apart_and_keep_whom_they_know(places):
    home, browser = places
    anna = my_network.add_person(home, "Anna")
    bo = my_network.add_person(home, "Bo")
    my_network.set_pair(home, anna, bo, "yes")
    carl = my_network.add_person(browser, "Carl")
    assert carl not in (anna, bo)
    bring(browser, home)
    assert {one.nickname for one in my_network.people(home)} == {"Anna", "Bo", "Carl"}
    bring(home, browser)
    assert my_network.pairs(browser) == my_network.pairs(home) != {}


def test_a_store_that_counted_its_rows_from_one_gives_no_row_to_another(places):
    home, browser = places
    for store, name in ((home, "Anna"), (browser, "Bo")):
        store.take(
            [],
            [
                _old(1, "person", {"nickname": name, "circles": [2]}, f"2026-0{len(name)}-01"),
                _old(2, "circle", {"name": f"circle of {name}"}, f"2026-0{len(name)}-02"),
            ],
        )
    bring(browser, home)
    circles = {row["id"]: row["name"] for row in home.rows("circle")}
    assert {row["nickname"]: [circles[one] for one in row["circles"]] for row in home.rows("person")} == {
        "Anna": ["circle of Anna"],
        "Bo": ["circle of Bo"],
    }


def _old(number, kind, data, created):
    return {
        "id": number,
        "kind": kind,
        "key": None,
        "data": data,
        "created": created,
        "changed": created,
        "times": {},
    }


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"no zip", "broken"),
        (b"", "broken"),
        ("other.zip", "foreign"),
        ("half", "broken"),
        ("wrong shape", "broken"),
        ("number of a string", "broken"),
        ("later edition", "too_new"),
        ("too deep", "broken"),
    ],
)
def test_a_broken_or_foreign_file_changes_nothing(places, data, key):
    home, browser = places
    home.put("a", "x", "mine")
    browser.put("a", "x", "theirs")
    before = home.path.read_bytes()
    whole = {"course.json": json.dumps(travel.MARK), "store.json": json.dumps(browser.everything())}
    made = {
        "other.zip": lambda: _zip({"readme.txt": "hello"}),
        "half": lambda: travel.pack(browser)[:200],
        "wrong shape": lambda: _zip(whole | {"store.json": '{"fields": [["a"]], "rows": []}'}),
        "number of a string": lambda: _zip(
            whole | {"store.json": json.dumps({"fields": [], "rows": [_old("1", "a", {}, "2026-01-01")]})}
        ),
        "later edition": lambda: _zip(whole | {"course.json": '{"netvaerk": 2}'}),
        "too deep": lambda: _zip(whole | {"store.json": "[" * 100_000}),
    }
    data = data if isinstance(data, bytes) else made[data]()
    with pytest.raises(travel.NotOurs) as refused:
        travel.read(data)
    assert refused.value.key == key
    assert home.path.read_bytes() == before


def _zip(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_name_that_leads_out_of_the_folder_is_left_lying(places):
    browser = places[1]
    whole = {"course.json": json.dumps(travel.MARK), "store.json": json.dumps(browser.everything())}
    bad = {
        "../../evil.txt": "x",
        f"reflections/{ASSIGNMENT}/feedback/../../x.html": "x",
        "reflections/../x/answers.json": "{}",
    }
    luggage = travel.read(_zip(whole | bad))
    assert not luggage.feedback
    assert not luggage.answers


def _reflection(store, **answers):
    folder = store.path.parent.parent / "reflections" / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    cells = [
        {"id": name, "cell_type": "markdown", "source": text, "metadata": {"nbgrader": {"solution": True}}}
        for name, text in answers.items()
    ]
    path = folder / "why-network.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}}))
    return path


def test_answers_and_feedback_come_along_and_an_answer_that_gives_way_is_kept(places):
    import os

    home, browser = places
    old = _reflection(home, **{"answer-1": "as I wrote it first", "answer-2": ""})
    os.utime(old, (1_000_000_000, 1_000_000_000))
    _reflection(browser, **{"answer-1": "as I wrote it later", "answer-2": "and more"})
    feedback = browser.path.parent.parent / "reflections" / ASSIGNMENT / "feedback" / "one.html"
    feedback.parent.mkdir()
    feedback.write_text("<html>Well thought</html>")
    changes = bring(browser, home)
    assert changes.counts == {"newer_answers": 1, "new_answers": 1, "feedback": 1}
    cells = json.loads(old.read_text())["cells"]
    assert [cell["source"] for cell in cells] == ["as I wrote it later", "and more"]
    assert "as I wrote it first" in old.with_name("earlier-answers.txt").read_text()
    assert (old.parent / "feedback/one.html").read_text() == "<html>Well thought</html>"
    assert bring(browser, home).nothing


# One step of a learner's: where it is done, and what.
STEP = st.tuples(
    st.integers(0, 1),
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("abc")),
        st.tuples(st.just("forget"), st.sampled_from("abc")),
        st.tuples(st.just("add"), st.sampled_from(["account", "person"])),
        st.tuples(st.just("keyed"), st.sampled_from("xy")),
        st.tuples(st.just("change"), st.sampled_from("pqr")),
        st.tuples(st.just("remove"), st.none()),
        st.tuples(st.just("travel"), st.none()),
    ),
)
STEPS = st.lists(STEP, max_size=25)


def work_and_merge(folder, steps, seed):
    """Do ``steps`` in two places and merge them both ways; returns how often something was brought over.

    AssertionError: a field, a row or a value in one that was confirmed is not there, or the places differ.
    What was deleted may be there again, where the other place had it still.
    """
    chance, clock = random.Random(seed), Clock()
    stores = [Store(folder / name / "My network" / "network.sqlite") for name in ("one", "two")]
    newest, rows, gone, merges = {}, {}, set(), 2
    real, store_module._now, store_module.time = (store_module._now, store_module.time), clock, clock
    try:
        for number, (place, (what, which)) in enumerate(steps):
            store = stores[place]
            there = [row["id"] for kind in ("account", "person") for row in store.rows(kind)]
            if what == "put":
                store.put("exercise", which, number)
                newest["exercise", which] = number
            elif what == "forget":
                store.put("exercise", which, None)
                newest.pop(("exercise", which), None)
            elif what == "add":
                rows[store.add(which, value=number)] = {"value": number}
            elif what == "keyed":
                store.add("keyed", key=which, value=number)
                newest["keyed", which] = number
            elif what == "change" and there:
                one = chance.choice(there)
                store.change(one, **{which: number})
                rows[one][which] = number
            elif what == "remove" and there:
                one = chance.choice(there)
                store.remove(one)
                gone.add(one)
            elif what == "travel":
                bring(stores[1 - place], store)
                merges += 1
        bring(stores[0], stores[1])
        bring(stores[1], stores[0])
        for store in stores:
            for (kind, name), value in newest.items():
                if kind == "exercise":
                    assert store.get(kind, name) == value
                else:
                    assert {row["key"]: row["value"] for row in store.rows(kind)}[name] == value
            held = {row["id"]: row["data"] for row in store.everything()["rows"] if row["key"] is None}
            assert held.keys() <= rows.keys()
            assert {one: held[one] for one in rows if one not in gone} == {
                one: data for one, data in rows.items() if one not in gone
            }
        assert seen(stores[0]) == seen(stores[1])
    finally:
        store_module._now, store_module.time = real
        for store in stores:
            store.close()
    return merges


# Ten thousand by hand: benchmarks/merge_stores.py.
@settings(deadline=None, max_examples=200)
@given(steps=STEPS, seed=st.integers())
def test_after_two_merges_both_places_hold_the_newest_of_all_and_every_row(numbered, steps, seed):
    work_and_merge(Path(next(numbered)), steps, seed)
