"""The store through kills, power cuts, failing disks and other windows: what was confirmed is there.

Each case is a piece of work on a real store, held at each step that changes the disk (see `stops`). At each
of them the store is opened as the next lesson would, from what a kill and what power cuts would have left.
By hand and with more of each: `make faults`.
"""

import contextlib
import errno
import random
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from benchmarks.kill_store import due, found, save
from exercises import store as module
from exercises.store import (
    COPIES,
    COPIES_KEPT,
    FILE,
    MIGRATIONS,
    Store,
    StoreDamaged,
    StoreNotWritten,
    StoreTooNew,
    good_copies,
    recover,
)
from stops import can_fail, possible, stops, with_a_fault

NAME = "Kanariefugl"


@dataclass
class Case:
    """``work(path, tell)`` on the store that ``before(path)`` makes; ``sound(path, told)`` asserts, on what
    was left of it, all that must be there."""

    before: Callable[[Path], object]
    work: Callable[[Path, Callable[[int], object]], object]
    sound: Callable[[Path, list[int]], object]


def tried(case, top, chance, cuts):
    """Stop the case's work at each step; returns how many states of the disk were opened, all sound."""
    live, left = top / "live", top / "left"
    live.mkdir(parents=True)
    case.before(live / FILE)
    opened = 0
    for number, stop in enumerate(stops(lambda tell: case.work(live / FILE, tell), live)):
        places = [("kill", lambda stop=stop: stop.killed(left))]
        places += [(f"power cut {cut}", lambda stop=stop: stop.cut(left, chance)) for cut in range(cuts)]
        for how, lay in places:
            lay()
            try:
                case.sound(left / FILE, stop.told)
            except BaseException as fault:
                fault.add_note(f"{how} at step {number}, confirmed by then: {stop.told}")
                raise
            opened += 1
    return opened


def opened(path):
    return contextlib.closing(Store(path))


def held(path, kind="person"):
    with opened(path) as store:
        return [{name: value for name, value in row.items() if name != "id"} for row in store.rows(kind)]


# ---- the cases ---------------------------------------------------------------------------------------------


def empty(path):
    Store(path).close()


def changes(upto):
    def work(path, tell):
        store = Store(path)
        for number in range(1, upto + 1):
            save(store, number)
            tell(number)

    def sound(path, told):
        with opened(path) as store:
            there = found(store)
        state, last = {"fields": {}, "person": {}, "contact": {}}, told[-1] if told else 0
        # the one under way may be there whole
        for number in range(1, last + 1 + (there["fields"].get("last") == last + 1)):
            due(state, number)
        assert there == state

    return Case(empty, work, sound)


OLD = [{"nickname": f"{NAME} {number}"} for number in range(30)]


def of_the_first_edition(path):
    path.parent.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(f"BEGIN; {MIGRATIONS[0]}; PRAGMA user_version = 1; COMMIT;")
        for data in [*OLD, {"nickname": " "}]:  # the last is a card that was only opened
            database.execute(
                "INSERT INTO row (kind, data, created, changed) VALUES ('person', ?, '2025-01-01', ?)",
                (module._json(data), "2025-01-02"),
            )
        database.execute("INSERT INTO field VALUES ('x', 'a', '1', '2025-01-01')")
        database.commit()


def migrated(path, told):
    with opened(path) as store:
        assert store._db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert store.get("x", "a") == 1
    assert held(path) == OLD


def open_it(path, tell):
    Store(path).close()
    tell(1)


def with_copies(path):
    with opened(path) as store:
        store.add("person", nickname=NAME)
        store.keep_a_copy()
    [first] = good_copies(path)
    for day in range(1, COPIES_KEPT + 3):
        first.with_name(f"network-2025-01-{day:02}-101112.sqlite").write_bytes(first.read_bytes())
    first.unlink()  # or one of the same second takes its place


def copy_it(path, tell):
    store = Store(path)
    store.keep_a_copy()
    tell(1)


def copied(path, told):
    assert held(path) == [{"nickname": NAME}]
    copies = sorted(path.parent.joinpath(COPIES).glob("network-*.sqlite"), reverse=True)
    assert len(copies) >= COPIES_KEPT and good_copies(path) == copies, "none of them is half a copy"


def forget_one(path, tell):
    store = Store(path)
    [row] = store.rows("person")
    store.remove(row["id"])
    store.renew_copies()
    tell(1)


def forgotten(path, told):
    held(path)
    if told:
        assert_no_name(path)


def delete_it(path, tell):
    Store(path).delete_everything()
    tell(1)


def deleted(path, told):
    if told:
        assert_no_name(path)
    try:
        assert held(path) in ([], [{"nickname": NAME}])
    except StoreDamaged as problem:  # emptied, and there are copies still
        assert problem.copy and not told


def assert_no_name(path):
    for file in path.parent.rglob("*"):
        assert file.is_dir() or NAME.encode() not in file.read_bytes(), file


BROKEN = b"this was a text!"


def damaged(path):
    with_copies(path)
    path.write_bytes(BROKEN + path.read_bytes()[16:])
    path.with_name(f"{FILE}-journal").write_bytes(b"of the damaged one")


def recover_it(path, tell):
    with pytest.raises(StoreDamaged) as problem:
        Store(path)
    recover(problem.value, use_copy=True)
    tell(1)


def recovered(path, told):
    try:
        there = held(path)
    except StoreDamaged as problem:
        assert not told
        recover(problem, use_copy=True)
        there = held(path)
    assert there == [{"nickname": NAME}]
    aside = [file for file in path.parent.iterdir() if file.is_file() and file.read_bytes()[:16] == BROKEN]
    assert len(aside) == 1, "the damaged file is kept"


CASES = {
    "changes": changes(5),
    "migration": Case(of_the_first_edition, open_it, migrated),
    "copy": Case(with_copies, copy_it, copied),
    "somebody is forgotten": Case(with_copies, forget_one, forgotten),
    "everything is deleted": Case(with_copies, delete_it, deleted),
    "recovery": Case(damaged, recover_it, recovered),
}


@pytest.mark.skipif(not possible(), reason="programs are stopped at their steps on Linux alone")
@pytest.mark.parametrize("name", CASES)
def test_killed_or_without_power_at_any_step_it_opens_with_all_that_was_confirmed(name, numbered):
    assert tried(CASES[name], Path(next(numbered)), random.Random(1), cuts=2) > 20


# ---- a disk that fails -------------------------------------------------------------------------------------


def on_a_failing_disk(top, upto, chance):
    """Let each call that writes fail in turn; returns (faults, changes confirmed, changes refused)."""
    at, confirmed, refused, more = 0, 0, 0, True
    sound = changes(upto).sound

    def work(path, tell):
        try:
            store = Store(path)
        except StoreNotWritten:
            return
        for number in range(1, upto + 1):
            # what was refused is tried again: the disk is whole by now
            try:
                save(store, number)
            except StoreNotWritten:
                tell(-number)
                save(store, number)
            tell(number)

    while more:
        at += 1
        path = top / str(at) / FILE
        empty(path)
        error = chance.choice((errno.ENOSPC, errno.EIO, errno.EDQUOT))
        told, more = with_a_fault(lambda tell, path=path: work(path, tell), path.parent, at, error)
        done = [number for number in told if number > 0]
        sound(path, done)
        confirmed, refused = confirmed + len(done), refused + len(told) - len(done)
    return at - 1, confirmed, refused


@pytest.mark.skipif(not can_fail(), reason="single calls are made to fail on Linux and x86-64 alone")
def test_whichever_call_fails_it_is_said_and_what_was_confirmed_is_there(numbered):
    faults, confirmed, refused = on_a_failing_disk(Path(next(numbered)), 3, random.Random(1))
    assert faults > 20 and refused >= faults / 2 and confirmed > faults


# ---- two windows, two editions -----------------------------------------------------------------------------

LATER = (*MIGRATIONS, "CREATE TABLE later (n); INSERT INTO later VALUES (1)")
VALUES = st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


class Windows(RuleBasedStateMachine):
    """Windows of this edition and of a later one on one store, closed, opened and changed in any order."""

    stores = Bundle("stores")
    rows = Bundle("rows")

    def __init__(self):
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.path = Path(self.place.name) / FILE
        self.fields, self.held, self.gone, self.open, self.later = {}, {}, set(), [], False

    def teardown(self):
        for store in self.open:
            store.close()
        self.place.cleanup()

    @rule(target=stores, later=st.sampled_from([False, False, True]))
    def a_window_opens(self, later):
        if len(self.open) == 3:
            self.open.pop(0).close()
        kept, module.MIGRATIONS = module.MIGRATIONS, LATER if later else MIGRATIONS
        try:
            store = Store(self.path)
        except StoreTooNew:
            assert self.later and not later
            return multiple()
        finally:
            module.MIGRATIONS = kept
        self.later |= later
        self.open.append(store)
        return store

    @rule(store=stores, name=st.sampled_from("abc"), value=VALUES | st.none())
    def put(self, store, name, value):
        if store in self.open:
            store.put("x", name, value)
            self.fields.pop(name, None) if value is None else self.fields.update({name: value})

    @rule(target=rows, store=stores, value=VALUES)
    def add(self, store, value):
        if store not in self.open:
            return multiple()
        row = store.add("person", value=value)
        assert row not in self.held and row not in self.gone, "no row's number is given twice"
        self.held[row] = {"id": row, "value": value}
        return row

    @rule(store=stores, row=rows, name=st.sampled_from(["value", "other"]), value=VALUES)
    def change(self, store, row, name, value):
        if store in self.open:
            store.change(row, **{name: value})
            if row in self.held:
                self.held[row][name] = value

    @rule(store=stores, row=rows)
    def remove(self, store, row):
        if store in self.open:
            assert (store.remove(row) is None) == (row not in self.held)
            self.held.pop(row, None)
            self.gone.add(row)

    @rule(store=stores, value=VALUES)
    def several_at_once_that_fail(self, store, value):
        if store in self.open:
            with pytest.raises(ZeroDivisionError), store.transaction():
                store.put("x", "a", value)
                store.add("person", value=value)
                raise ZeroDivisionError

    @rule(store=stores, value=VALUES)
    def another_window_is_in_the_midst_of_a_change(self, store, value):
        for other in [other for other in self.open if other is not store][:1] if store in self.open else []:
            store._db.execute("PRAGMA busy_timeout = 0")
            with other.transaction():
                other.put("x", "b", value)
                with pytest.raises(StoreNotWritten):
                    store.put("x", "b", "not now")
            self.fields["b"] = value

    @invariant()
    def every_window_sees_all_that_was_confirmed(self):
        for store in self.open:
            assert store.fields("x") == self.fields
            assert store.rows("person") == [self.held[row] for row in sorted(self.held)]


# rows have the numbers that they have in earnest
Windows.TestCase.counted_rows = pytest.fixture(autouse=True)(lambda self: None)
Windows.TestCase.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWindows = Windows.TestCase
