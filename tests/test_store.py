import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises import store as module
from exercises.store import (
    StoreClosed,
    StoreDamaged,
    StoreNotWritten,
    StoreTooNew,
    good_copies,
    open_store,
    recover,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def reopened(store):
    store.close()
    return open_store()


def test_a_field_is_there_after_reopening_and_none_forgets_it(store):
    store.put("guess_first", "a.guess", "56")
    store.put("guess_first", "b.guess", "7")
    store.put("guess_first", "b.guess", None)
    assert reopened(store).fields("guess_first") == {"a.guess": "56"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(value=JSON)
def test_whatever_json_can_hold_comes_back_as_it_was(store, value):
    store.put("x", "y", value)
    assert store.get("x", "y") == value


def test_rows_keep_their_order_and_a_change_touches_only_what_it_names(store):
    first = store.add("account", hours="1", what="møde")
    second = store.add("account", hours="2")
    store.change(first, hours="1,5")
    assert reopened(store).rows("account") == [
        {"id": first, "hours": "1,5", "what": "møde"},
        {"id": second, "hours": "2"},
    ]


def test_a_row_with_a_key_replaces_the_one_before(store):
    assert store.add("tie", key="1-2", known=True) == store.add("tie", key="1-2", known=False)
    assert [row["known"] for row in store.rows("tie")] == [False]


def test_a_row_deleted_in_another_window_stays_gone_when_changed_here(store):
    row = store.add("account", hours="1")
    store.remove(row)
    store.change(row, hours="2")
    assert store.rows("account") == []


def test_two_windows_see_each_other_and_neither_overwrites_the_others_field(store):
    other = module.Store(store.path)
    row = store.add("account", hours="1", what="a")
    before = store.version()
    other.change(row, what="b")
    assert store.version() != before
    store.change(row, hours="2")
    assert other.rows("account") == [{"id": row, "hours": "2", "what": "b"}]
    other.close()


def test_several_changes_are_kept_together_or_not_at_all(store):
    with pytest.raises(RuntimeError), store.transaction():
        store.put("x", "a", 1)
        store.add("y", b=2)
        raise RuntimeError
    assert store.get("x", "a") is None
    assert store.rows("y") == []


def damage(store, how):
    store.close()
    raw = bytearray(store.path.read_bytes())
    if how == "not a database":
        raw[:16] = b"this was a text!"
    elif how == "middle lost":
        raw[4096 : 4096 + 2048] = b"\xff" * 2048
    else:
        raw = raw[: len(raw) // 2]
    store.path.write_bytes(raw)


@pytest.mark.parametrize("how", ["not a database", "middle lost", "half of it"])
def test_a_damaged_file_is_set_aside_and_the_last_good_copy_is_offered(store, how):
    store.put("x", "kept", "yes")
    store._copy(force=True)
    for n in range(200):
        store.add("account", what="x" * 100, n=n)
    damage(store, how)
    broken = store.path.read_bytes()
    with pytest.raises(StoreDamaged) as problem:
        open_store()
    assert store.path.read_bytes() == broken, "looking must change nothing"
    assert problem.value.copy in good_copies(store.path)
    aside = recover(problem.value, use_copy=True)
    assert aside.read_bytes() == broken
    assert open_store().get("x", "kept") == "yes"


@pytest.mark.parametrize("lost", ["emptied", "deleted"])
def test_a_store_that_was_lost_is_not_taken_for_a_new_one_while_there_is_a_copy(store, lost):
    store.put("x", "a", 1)
    store._copy(force=True)
    store.close()
    if lost == "emptied":
        store.path.write_bytes(b"")
    else:
        store.path.unlink()
    with pytest.raises(StoreDamaged) as problem:
        open_store()
    recover(problem.value, use_copy=True)
    assert open_store().get("x", "a") == 1


def test_without_a_copy_one_can_begin_again_and_the_damaged_file_is_kept(store):
    store.put("x", "a", 1)
    damage(store, "not a database")
    with pytest.raises(StoreDamaged) as problem:
        open_store()
    assert problem.value.copy is None
    aside = recover(problem.value, use_copy=True)
    assert aside.exists()
    assert open_store().fields("x") == {}


def test_a_damaged_copy_is_not_offered(store):
    store.put("x", "a", 1)
    store._copy(force=True)
    (copy,) = good_copies(store.path)
    copy.write_bytes(b"this was a text!" + copy.read_bytes()[16:])
    assert good_copies(store.path) == []


def test_copies_are_made_when_something_changed_and_only_the_newest_are_kept(store, monkeypatch):
    store.put("x", "a", 1)
    folder = store.path.parent / module.COPIES
    folder.mkdir()
    start = datetime.now() - timedelta(days=30)
    for n in range(module.COPIES_KEPT + 3):
        (folder / f"network-{start + timedelta(hours=n):%Y-%m-%d-%H%M%S}.sqlite").write_bytes(b"")
    monkeypatch.setattr(module, "COPY_EVERY", timedelta(0))
    store._copy(force=True)
    assert len(list(folder.glob("network-*"))) == module.COPIES_KEPT
    assert len(good_copies(store.path)) == 1


def test_a_store_of_a_later_edition_is_left_alone(store):
    store.close()
    with sqlite3.connect(store.path) as database:
        database.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreTooNew):
        open_store()


def test_an_older_store_is_copied_before_it_is_migrated(store, monkeypatch):
    store.put("x", "a", 1)
    store.close()
    monkeypatch.setattr(module, "MIGRATIONS", (*module.MIGRATIONS, "CREATE TABLE later (n)"))
    assert open_store().get("x", "a") == 1
    assert len(good_copies(store.path)) == 1


def test_a_migration_that_fails_leaves_the_store_as_it_was(store, monkeypatch):
    store.put("x", "a", 1)
    store.close()
    bad = "CREATE TABLE later (n); INSERT INTO nowhere VALUES (1)"
    with monkeypatch.context() as patch:
        patch.setattr(module, "MIGRATIONS", (*module.MIGRATIONS, bad))
        with pytest.raises(StoreNotWritten):
            open_store()
    assert open_store().get("x", "a") == 1
    assert open_store()._db.execute("PRAGMA user_version").fetchone()[0] == 1


def test_while_nbgrader_runs_no_store_is_opened_and_no_folder_made(own_folder, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(StoreClosed):
        open_store()
    assert list(own_folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_and_not_a_traceback_of_sqlite(own_folder, monkeypatch):
    (own_folder / "file").write_text("")
    monkeypatch.setenv("NETVAERK_STORE", str(own_folder / "file" / "folder"))
    with pytest.raises(StoreNotWritten):
        open_store()


def test_a_full_disk_is_said_and_what_was_written_stays(store):
    store.put("x", "a", 1)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreNotWritten):
        store.put("x", "big", "x" * 100_000)
    assert store.fields("x") == {"a": 1}


def test_everything_deleted_leaves_no_name_in_any_file(store):
    store.add("person", nickname="Kanariefugl")
    store._copy(force=True)
    store.delete_everything()
    for file in store.path.parent.rglob("*"):
        assert file.is_dir() or b"Kanariefugl" not in file.read_bytes()


def test_deleted_rows_are_overwritten_in_the_file(store):
    row = store.add("person", nickname="Kanariefugl")
    store.remove(row)
    assert b"Kanariefugl" not in store.path.read_bytes()


KILLED = """
import os, sys
from exercises.store import open_store
store = open_store()
for n in range(10**6):
    store.put("killed", "n", n)
    store.add("killed", n=n)
    print(n, flush=True)
"""


@pytest.mark.parametrize("after", [3, 17, 40])
def test_killed_while_saving_it_opens_with_every_confirmed_change(store, after):
    store.close()
    process = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        confirmed = int(line)
        if confirmed >= after:
            break
    process.kill()
    confirmed = max([confirmed, *(int(line) for line in process.stdout if line.endswith("\n"))])
    process.wait()
    found = open_store()
    assert found.get("killed", "n") >= confirmed
    assert [row["n"] for row in found.rows("killed")][: confirmed + 1] == list(range(confirmed + 1))
