import contextlib
import os
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exercises
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
    assert (problem.value.key, problem.value.copy) == ("damaged", good_copies(store.path)[0])
    assert problem.value.copy_made == datetime.fromtimestamp(problem.value.copy.stat().st_mtime)
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
    assert problem.value.key == ("damaged" if lost == "emptied" else "missing")
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


def aged(store, by):
    """Make the store's newest copy older by that much."""
    newest = max((store.path.parent / module.COPIES).glob("network-*"))
    then = (datetime.now() - by).timestamp()
    older = newest.with_name(f"network-{datetime.fromtimestamp(then):%Y-%m-%d-%H%M%S}.sqlite")
    newest.rename(older)
    os.utime(older, (then, then))


def copies(store):
    return sorted(file.name for file in store.path.parent.joinpath(module.COPIES).glob("*"))


def test_an_empty_store_is_not_copied_and_the_first_words_are_at_the_next_opening(store):
    store = reopened(store)
    assert copies(store) == []
    store.put("x", "a", 1)
    assert copies(store) == []
    store = reopened(store)
    (made,) = good_copies(store.path)
    with contextlib.closing(sqlite3.connect(made)) as database:
        assert database.execute("SELECT exercise, name, value FROM field").fetchall() == [("x", "a", "1")]


def test_what_changed_since_an_old_copy_is_copied_at_the_next_opening(store):
    store.put("x", "a", 1)
    store = reopened(store)
    aged(store, module.COPY_EVERY + timedelta(seconds=5))
    store.put("x", "a", 2)
    store = reopened(store)
    newest, _ = good_copies(store.path)
    with contextlib.closing(sqlite3.connect(newest)) as database:
        assert database.execute("SELECT value FROM field").fetchall() == [("2",)]


def test_a_copy_that_is_still_young_gets_no_second_one(store):
    store.add("x", a=1)
    store = reopened(store)
    aged(store, module.COPY_EVERY - timedelta(seconds=60))
    store.add("x", a=2)
    assert len(copies(reopened(store))) == 1


def test_without_a_change_no_further_copy_is_made(store):
    store.put("x", "a", 1)
    store = reopened(store)
    before = copies(store)
    older = (datetime.now() - timedelta(days=3)).timestamp()
    os.utime(store.path, (older - 60, older - 60))
    os.utime(store.path.parent / module.COPIES / before[0], (older, older))
    assert copies(reopened(store)) == before


def test_the_newest_copies_are_the_ones_that_stay(store):
    store.put("x", "a", 1)
    folder = store.path.parent / module.COPIES
    folder.mkdir()
    start = datetime.now() - timedelta(days=30)
    old = [
        f"network-{start + timedelta(hours=n):%Y-%m-%d-%H%M%S}.sqlite" for n in range(module.COPIES_KEPT + 3)
    ]
    for name in old:
        (folder / name).write_bytes(b"")
    store.keep_a_copy()
    kept = copies(store)
    assert kept[:-1] == old[-(module.COPIES_KEPT - 1) :]
    assert [copy.name for copy in good_copies(store.path)] == kept[-1:]


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.put("x", "a", 2),
        lambda store: store.add("account", what="y"),
        lambda store: store.get("x", "a"),
        lambda store: store.rows("account"),
    ],
    ids=["put", "add", "get", "rows"],
)
def test_damage_that_is_found_while_it_is_open_is_said_and_nothing_is_called_saved(store, change):
    store.put("x", "a", 1)
    for n in range(200):
        store.add("account", what="x" * 100, n=n)
    saved = store.saved_at
    size = store.path.stat().st_size
    with store.path.open("r+b") as file:  # every page but its first hundred bytes, in place
        file.seek(100)
        file.write(b"\xff" * (size - 100))
    # another window's write makes this one read the file anew
    store._db.execute("PRAGMA cache_size = 0")
    store._db.execute("PRAGMA shrink_memory")
    with store.path.open("r+b") as file:
        file.seek(24)
        file.write(b"\x7f\x00\x00\x01")
    with pytest.raises(StoreDamaged) as problem:
        change(store)
    assert (problem.value.path, store.saved_at) == (store.path, saved)
    with pytest.raises(StoreDamaged):
        open_store()  # not the same object, which still thinks it is whole


def test_what_lies_beside_a_damaged_file_is_set_aside_with_it_and_not_played_into_the_next(store):
    store.put("x", "a", 1)
    store.keep_a_copy()
    damage(store, "not a database")
    with pytest.raises(StoreDamaged) as problem:
        open_store()
    # as another window that died in the midst of a change leaves it
    for suffix in ("-journal", "-wal", "-shm"):
        store.path.with_name(store.path.name + suffix).write_bytes(b"of the damaged one")
    aside = recover(problem.value, use_copy=True)
    left = {file.name for file in store.path.parent.iterdir() if file.is_file()}
    assert left == {module.FILE, *(aside.name + end for end in ("", "-journal", "-wal", "-shm"))}
    assert open_store().get("x", "a") == 1


@pytest.mark.parametrize("fault", ["no folder can be made", "no file can be made in it"])
def test_where_no_copy_can_be_kept_the_lesson_opens_all_the_same(store, monkeypatch, fault):
    store.put("x", "a", 1)
    place = store.path.parent / module.COPIES
    if fault == "no folder can be made":
        place.write_text("")
    else:  # a folder has the name of each copy to come
        (place / "network-taken.part").mkdir(parents=True)
        monkeypatch.setattr(module, "datetime", Stopped)
    store = reopened(store)
    assert store.get("x", "a") == 1 and good_copies(store.path) == []


class Stopped(datetime):
    def __format__(self, form):
        return "taken" if "-" in form else super().__format__(form)


def test_a_number_that_no_file_can_hold_is_refused_and_nothing_of_its_change_is_kept(store):
    with pytest.raises(ValueError), store.transaction():
        store.put("x", "a", 1)
        store.put("x", "b", float("nan"))
    assert store.fields("x") == {}


def test_the_same_store_is_open_once_and_one_that_was_deleted_is_another(store):
    assert open_store() is store
    store.path.unlink()
    assert open_store() is not store


def test_the_folder_is_the_nearest_of_either_name_upwards_and_else_a_new_one_here(tmp_path, monkeypatch):
    monkeypatch.delenv("NETVAERK_STORE")
    inner = tmp_path / "lessons" / "da"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    exercises.language("en")
    assert module.find_folder() == inner / "My network"
    (tmp_path / "My network").mkdir()
    assert module.find_folder() == tmp_path / "My network"
    (tmp_path / "lessons" / "Mit netværk").mkdir()
    assert module.find_folder() == tmp_path / "lessons" / "Mit netværk"


def test_where_the_folder_does_not_outlive_the_window_a_change_is_kept_elsewhere(store, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "keep", lambda path, noticed: asked.append(path) or len(asked) < 2)
    store.put("x", "a", 1)
    saved = store.saved_at
    assert saved and store.kept
    store.put("x", "a", 2)
    assert asked == [store.path] * 2 and (store.saved_at, store.kept) == (saved, False)
    assert not module.is_a_file()


def test_where_there_is_no_more_room_the_place_one_reads_at_is_lost_and_nobody_need_hear_of_it(
    store, monkeypatch
):
    asked, room = [], True
    monkeypatch.setattr(module, "keep", lambda path, noticed: asked.append(noticed) or room)
    store.put("x", "a", 1)
    room = False
    with store.unnoticed():
        store.put("place", "a", 1)
    assert store.kept and asked == [True, False]
    store.put("x", "a", 2)
    with store.unnoticed():
        store.put("place", "a", 2)
    assert not store.kept and asked == [True, False] * 2
    room = True
    with store.unnoticed():
        store.put("place", "a", 3)
    assert store.kept, "all of it was kept with the place"


def test_a_store_of_a_later_edition_is_left_alone(store):
    store.close()
    with sqlite3.connect(store.path) as database:
        database.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreTooNew):
        open_store()


def test_an_older_store_is_copied_before_it_is_migrated_however_young_its_last_copy_is(store, monkeypatch):
    store.put("x", "a", 1)
    store.keep_a_copy()
    aged(store, timedelta(seconds=5))
    store.put("x", "a", 2)
    store.close()
    monkeypatch.setattr(module, "MIGRATIONS", (*module.MIGRATIONS, "DELETE FROM field"))
    assert open_store().get("x", "a") is None
    newest, _ = good_copies(store.path)
    with contextlib.closing(sqlite3.connect(newest)) as database:
        assert database.execute("SELECT value FROM field").fetchall() == [("2",)]


def test_a_migration_that_fails_leaves_the_store_as_it_was(store, monkeypatch):
    store.put("x", "a", 1)
    store.close()
    bad = "CREATE TABLE later (n); INSERT INTO nowhere VALUES (1)"
    with monkeypatch.context() as patch:
        patch.setattr(module, "MIGRATIONS", (*module.MIGRATIONS, bad))
        with pytest.raises(StoreNotWritten):
            open_store()
    assert open_store().get("x", "a") == 1
    assert open_store()._db.execute("PRAGMA user_version").fetchone()[0] == len(module.MIGRATIONS)


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
    store.keep_a_copy()
    folder = store.path.parent
    # what was set aside after damage, with its journal, and what a kill in the midst of copying leaves
    for name in (
        "damaged-2026-11-01-101112.sqlite",
        "damaged-2026-11-01-101112.sqlite-journal",
        "network.sqlite.new",
        f"{module.COPIES}/network-2026-11-01-101112.part",
    ):
        (folder / name).write_bytes(store.path.read_bytes())
    store.delete_everything()
    for file in folder.rglob("*"):
        assert file.is_dir() or b"Kanariefugl" not in file.read_bytes(), file
    assert store.kinds() == []


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
