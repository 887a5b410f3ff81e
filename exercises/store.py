"""The learner's own store: one SQLite file in the learner's own folder, opened here and nowhere else.

Two shapes hold everything, so that a new exercise needs no new table:

* a *field* is one value of one exercise: ``store.put("guess_first", "customers.guess", "56")``
* a *row* is one record of a list: ``store.add("account", date="2026-11-01", hours="1,5")``

Values are what JSON can hold. Every change is a transaction of its own, on disk when the call returns.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from exercises.on_disk import settle

FILE = "network.sqlite"
FOLDERS = {"da": "Mit netværk", "en": "My network"}
UNFINISHED = f"{FILE}.new"
COPIES = "copies"
COPIES_KEPT = 10
COPY_EVERY = timedelta(minutes=10)

# One script a version; a store of version n gets scripts n, n+1, … each in a transaction.
MIGRATIONS = (
    """
    CREATE TABLE field (
        exercise TEXT NOT NULL, name TEXT NOT NULL,
        value TEXT NOT NULL CHECK (json_valid(value)), changed TEXT NOT NULL,
        PRIMARY KEY (exercise, name)) WITHOUT ROWID;
    CREATE TABLE row (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT,
        data TEXT NOT NULL CHECK (json_valid(data)), created TEXT NOT NULL, changed TEXT NOT NULL,
        UNIQUE (kind, key));
    CREATE INDEX row_by_kind ON row (kind, id);
    """,
    # When each value of a row was last written, "*" for those not named: so two stores can become one.
    """
    ALTER TABLE row ADD COLUMN times TEXT NOT NULL DEFAULT '{}';
    UPDATE row SET times = json_object('*', changed);
    """,
    # A card that was only opened was a row once; `holds` in SQL, but for keys and for rows that others name.
    """
    DELETE FROM row WHERE key IS NULL AND NOT EXISTS (
        SELECT 1 FROM json_each(row.data) AS said WHERE said.type NOT IN ('null', 'false')
        AND trim(said.value, char(32, 9, 10, 13)) NOT IN ('', '[]', '{}'))
    AND NOT EXISTS (
        SELECT 1 FROM row AS other, json_each(other.data) AS named
        WHERE named.key = 'sent_by' AND named.value = row.id
        OR named.key LIKE '%!_same' ESCAPE '!' AND named.value LIKE row.id || '.%');
    """,
)

# Where the folder itself does not outlive the window (a browser): called after every change with the store's
# path and whether it is one to be noticed, and answers whether it was kept. None: the file on disk is what is
# kept.
keep: Callable[[Path, bool], bool] | None = None
# There, too: called when everything was deleted.
emptied: Callable[[], None] | None = None


def is_a_file() -> bool:
    """Whether the learner can find what is kept as a file in a folder of their own."""
    return keep is None


def holds(data: Mapping[str, Any]) -> bool:
    """Whether something is said in a row's values: 0 does, no tick, blanks and empty lists do not."""
    return any(
        value.strip() if isinstance(value, str) else value is not False and value not in (None, [], {})
        for value in data.values()
    )


class StoreProblem(Exception):
    """Something that the learner is told in words; ``key`` names the sentence in texts/store.toml."""

    key = "cannot_open"


class StoreDamaged(StoreProblem):
    """The file is not a whole database, or gone. Nothing has been changed; see :func:`recover`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.key = "damaged" if path.exists() else "missing"
        self.path = path
        copies = good_copies(path)
        self.copy = copies[0] if copies else None
        self.copy_made = datetime.fromtimestamp(self.copy.stat().st_mtime) if self.copy else None


class StoreTooNew(StoreProblem):
    """The file was made by a later edition of the course."""

    key = "too_new"


class StoreNotWritten(StoreProblem):
    """The change could not be written: the disk is full, the folder is read-only or the file is busy."""

    key = "not_written"


class StoreClosed(StoreProblem):
    """Grading runs the notebook on a facilitator's machine: no store may be opened there."""

    key = "closed"


def find_folder() -> Path:
    """The learner's own folder: ``NETVAERK_STORE``, else the nearest *Mit netværk* or *My network* upwards
    from the working folder, else one to be made beside the notebook."""
    named = os.environ.get("NETVAERK_STORE")
    if named:
        return Path(named)
    here = Path.cwd()
    for parent in (here, *here.parents):
        for name in FOLDERS.values():
            if (parent / name).is_dir():
                return parent / name
    from exercises import current_language

    return here / FOLDERS[current_language()]


def good_copies(path: Path) -> list[Path]:
    """Whole copies of the store at ``path``, newest first."""
    found = sorted(Path(path).parent.joinpath(COPIES).glob("network-*.sqlite"), reverse=True)
    return [copy for copy in found if _whole(copy)]


def _empty(path):
    return not path.exists() or path.stat().st_size == 0


def _whole(path):
    if _empty(path):
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False


def recover(damaged: StoreDamaged, use_copy: bool) -> Path:
    """Set the damaged file aside under a name of its own and go on: from the last whole copy, or afresh.

    Returns the path where the damaged file now lies, which is never overwritten.
    """
    path = damaged.path
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"damaged-{stamp}.sqlite")
    if use_copy and damaged.copy:
        fresh = path.with_name(UNFINISHED)
        fresh.write_bytes(damaged.copy.read_bytes())
        settle(fresh)
    # A journal left beside the file belongs to it and would be played back into its successor.
    for suffix in ("-journal", "-wal", "-shm"):
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.rename(aside.with_name(aside.name + suffix))
    if path.exists():
        path.rename(aside)
    if use_copy and damaged.copy:
        fresh.rename(path)
    settle(path.parent)
    _open.pop(path, None)
    return aside


_open = {}


def open_store(folder: Path | None = None) -> Store:
    """The store in ``folder`` (default: :func:`find_folder`), the same object each time in one process.

    Raises StoreDamaged, StoreTooNew, StoreNotWritten or StoreClosed.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        raise StoreClosed
    path = Path(folder or find_folder()).absolute() / FILE
    if path not in _open or not path.exists():
        _open[path] = Store(path)
    return _open[path]


class Store:
    """An open store. Use :func:`open_store`."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.saved_at: datetime | None = None
        self.kept = True  # False while the last change is in memory alone: the browser has no more room
        self._depth = 0
        self._unnoticed = 0
        self._noticed = True
        self._given = 0
        # SQLite takes an empty file for a new database; beside copies it is one that was lost.
        if _empty(self.path) and good_copies(self.path):
            raise StoreDamaged(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Kernels run handlers on one thread, but a test may read from another.
            self._db = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreNotWritten(str(error)) from error
        try:
            self._settle()
            self._check()
            self._migrate()
            self._copy()
        except sqlite3.OperationalError as error:
            self._db.close()
            raise StoreNotWritten(str(error)) from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise StoreDamaged(self.path) from error

    def _settle(self):
        # Not WAL: home folders may lie on NFS. Deleted means gone: names are overwritten in the file.
        self._db.execute("PRAGMA journal_mode = DELETE")
        # Not FULL: a power cut could bring the journal of a confirmed change back, and take the change along.
        self._db.execute("PRAGMA synchronous = EXTRA")
        self._db.execute("PRAGMA secure_delete = ON")

    def _check(self):
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            self._db.close()
            raise StoreDamaged(self.path)

    def _migrate(self):
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            self._db.close()
            raise StoreTooNew(str(version))
        for number in range(version, len(MIGRATIONS)):
            if version:
                self._copy(force=True)
            # executescript would commit before it begins, so the transaction stands inside the script.
            self._db.executescript(
                f"BEGIN IMMEDIATE; {MIGRATIONS[number]}; PRAGMA user_version = {number + 1}; COMMIT;"
            )

    def _copy(self, force=False):
        """Keep a copy of the file as it was when it was last known to be whole."""
        if keep is not None:
            return  # whoever keeps it also has the one before
        folder = self.path.parent / COPIES
        copies = sorted(folder.glob("network-*.sqlite"), reverse=True)
        if not force and copies:
            newest, own = copies[0].stat().st_mtime, self.path.stat().st_mtime
            if own <= newest or datetime.now().timestamp() - newest < COPY_EVERY.total_seconds():
                return
        if (
            not force
            and not self._db.execute(
                "SELECT EXISTS (SELECT 1 FROM field) OR EXISTS (SELECT 1 FROM row)"
            ).fetchone()[0]
        ):
            return
        with contextlib.suppress(OSError, sqlite3.OperationalError):  # a full disk must not close the lesson
            folder.mkdir(exist_ok=True)
            target = folder / f"network-{datetime.now():%Y-%m-%d-%H%M%S}.sqlite"
            unfinished = target.with_suffix(".part")
            with contextlib.closing(sqlite3.connect(unfinished)) as copy:
                self._db.backup(copy)
            unfinished.replace(target)
            for old in copies[COPIES_KEPT - 1 :]:
                old.unlink()

    # ---- changes -------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Several changes as one: all of them are kept, or none. Raises StoreNotWritten."""
        if self._depth:
            yield
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0
        except sqlite3.OperationalError as error:
            raise StoreNotWritten(str(error)) from error
        except sqlite3.DatabaseError as error:
            _open.pop(self.path, None)
            raise StoreDamaged(self.path) from error
        # what could not be kept is here all the same: whoever tried again would write it twice
        if self._keep():
            self.saved_at = datetime.now()

    @contextlib.contextmanager
    def unnoticed(self) -> Iterator[None]:
        """Changes inside are kept, and nothing on this page looks for them; see :meth:`version`."""
        before, saved_at, kept = self._db.total_changes, self.saved_at, self.kept
        self._noticed = False
        try:
            yield
        finally:
            self._noticed = True
            self._unnoticed += self._db.total_changes - before
            self.saved_at = saved_at
            self.kept = self.kept or kept  # of a change that nobody sees, nobody need hear that it failed

    def _keep(self):
        self.kept = keep is None or keep(self.path, self._noticed)
        return self.kept

    def put(self, exercise: str, name: str, value: Any) -> None:
        """Keep ``value`` as the field ``name`` of ``exercise``; None forgets it."""
        with self.transaction():
            if value is None:
                self._db.execute("DELETE FROM field WHERE exercise = ? AND name = ?", (exercise, name))
            else:
                self._db.execute(
                    "INSERT INTO field VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                    " SET value = excluded.value, changed = excluded.changed",
                    (exercise, name, _json(value), _now()),
                )

    def add(self, kind: str, key: str | None = None, **data: Any) -> int:
        """Add a row and return its id. With a ``key``, a row of that kind and key is replaced."""
        with self.transaction():
            now = _now()
            return self._db.execute(
                "INSERT INTO row (id, kind, key, data, created, changed, times) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET data = excluded.data, changed = excluded.changed,"
                " times = excluded.times RETURNING id",
                (_number(self._last()), kind, key, _json(data), now, now, _json({"*": now})),
            ).fetchone()[0]

    def new_id(self) -> int:
        """A free id for a row that is yet to hold something; see :meth:`begin`."""
        self._given = _number(self._last())
        return self._given

    def begin(self, row_id: int, kind: str, created: str | None = None, **data: Any) -> None:
        """Add a row under an id from :meth:`new_id`, or one that went, with the time it was ``created``."""
        now = _now()
        with self.transaction():
            try:
                self._db.execute(
                    "INSERT INTO row (id, kind, data, created, changed, times) VALUES (?, ?, ?, ?, ?, ?)",
                    (row_id, kind, _json(data), created or now, now, _json({"*": now})),
                )
            except sqlite3.IntegrityError as error:  # another window was given the same id
                raise StoreNotWritten(str(error)) from error

    def _last(self):
        return max(self._read("SELECT max(id) FROM row", ())[0][0] or 0, self._given)

    def change(self, row_id: int, **data: Any) -> None:
        """Change some of a row's values. A row that is gone (deleted in another window) stays gone."""
        with self.transaction():
            found = self._db.execute("SELECT data, times FROM row WHERE id = ?", (row_id,)).fetchone()
            if found:
                now = _now()
                kept, times = map(json.loads, found)
                times |= {
                    name: now for name, value in data.items() if name not in kept or kept[name] != value
                }
                self._db.execute(
                    "UPDATE row SET data = ?, changed = ?, times = ? WHERE id = ?",
                    (_json(kept | data), now, _json(times), row_id),
                )

    def remove(self, row_id: int) -> str | None:
        """Delete a row, and say when it was created; None if it was gone."""
        with self.transaction():
            gone = self._db.execute("DELETE FROM row WHERE id = ? RETURNING created", (row_id,)).fetchone()
        return gone and gone[0]

    def remove_kind(self, kind: str) -> None:
        """Delete all rows of a kind."""
        with self.transaction():
            self._db.execute("DELETE FROM row WHERE kind = ?", (kind,))

    def forget(self, exercise: str) -> None:
        """Delete all fields of an exercise."""
        with self.transaction():
            self._db.execute("DELETE FROM field WHERE exercise = ?", (exercise,))

    # ---- reading -------------------------------------------------------------------------------------

    def get(self, exercise: str, name: str, default: Any = None) -> Any:
        """One field's value."""
        found = self._read("SELECT value FROM field WHERE exercise = ? AND name = ?", (exercise, name))
        return json.loads(found[0][0]) if found else default

    def fields(self, exercise: str) -> dict[str, Any]:
        """All fields of an exercise as ``{name: value}``."""
        found = self._read("SELECT name, value FROM field WHERE exercise = ?", (exercise,))
        return {name: json.loads(value) for name, value in found}

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """All rows of a kind, oldest first, each a dict with its ``id`` and, if it has one, its ``key``."""
        found = self._read("SELECT id, key, data FROM row WHERE kind = ? ORDER BY id", (kind,))
        return [
            {"id": row_id, **({"key": key} if key is not None else {}), **json.loads(data)}
            for row_id, key, data in found
        ]

    def kinds(self) -> list[str]:
        """The kinds of row there are, in alphabetical order."""
        return [kind for (kind,) in self._read("SELECT DISTINCT kind FROM row ORDER BY kind", ())]

    def exercises(self) -> list[str]:
        """The exercises that have fields, in alphabetical order."""
        return [name for (name,) in self._read("SELECT DISTINCT exercise FROM field ORDER BY exercise", ())]

    def version(self) -> tuple[int, int]:
        """A value that differs once anything was changed, here or by another process."""
        return self._read("PRAGMA data_version", ())[0][0], self._db.total_changes - self._unnoticed

    def _read(self, question, values):
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.OperationalError as error:
            raise StoreNotWritten(str(error)) from error
        except sqlite3.DatabaseError as error:
            _open.pop(self.path, None)
            raise StoreDamaged(self.path) from error

    # ---- for another store of the same learner ---------------------------------------------------------

    def everything(self) -> Any:
        """Every field and row as they are kept: ``{"fields": [(exercise, name, value, changed)], "rows":
        [{id, kind, key, data, created, changed, times}]}``; values and data are what JSON holds."""
        names = ("id", "kind", "key", "data", "created", "changed", "times")
        fields = self._read("SELECT exercise, name, value, changed FROM field ORDER BY exercise, name", ())
        rows = self._read(f"SELECT {', '.join(names)} FROM row ORDER BY id", ())
        held = [dict(zip(names, row, strict=True)) for row in rows]
        return {
            "fields": [(exercise, name, json.loads(value), when) for exercise, name, value, when in fields],
            "rows": [
                row | {"data": json.loads(row["data"]), "times": json.loads(row["times"])} for row in held
            ],
        }

    def take(self, fields: Any, rows: Any) -> None:
        """Write fields and rows of :meth:`everything`'s form as they are, over those of that name or id."""
        with self.transaction():
            for exercise, name, value, when in fields:
                self._db.execute(
                    "INSERT INTO field VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                    " SET value = excluded.value, changed = excluded.changed",
                    (exercise, name, _json(value), when),
                )
            for row in rows:
                values = [row["id"], row["kind"], row["key"], _json(row["data"])]
                self._db.execute(
                    "INSERT INTO row (id, kind, key, data, created, changed, times)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data,"
                    " changed = excluded.changed, times = excluded.times",
                    (*values, row["created"], row["changed"], _json(row["times"])),
                )

    def keep_a_copy(self) -> None:
        """Before something large: a copy of the store as it is, beside it."""
        self._copy(force=True)

    # ---- all of it -----------------------------------------------------------------------------------

    def delete_everything(self) -> None:
        """Delete every value, every copy and every file that was set aside. There is no way back."""
        with self.transaction():
            self._db.execute("DELETE FROM field")
            self._db.execute("DELETE FROM row")
        self._db.execute("VACUUM")
        self._unlink(f"{COPIES}/network-*", "damaged-*.sqlite*", UNFINISHED)
        self._keep_over_the_last()
        if emptied is not None:
            emptied()

    def renew_copies(self) -> None:
        """Delete every copy and make one of the file as it is now: what was deleted is in no copy either."""
        self._unlink(f"{COPIES}/network-*")
        self._copy(force=True)
        self._keep_over_the_last()

    def _keep_over_the_last(self):
        for _ in range(2):  # the one before must not hold what was deleted, either
            self._keep()

    def _unlink(self, *patterns):
        for pattern in patterns:
            for file in self.path.parent.glob(pattern):
                file.unlink()
        copies = self.path.parent / COPIES
        settle(self.path.parent, *([copies] if copies.exists() else []))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        _open.pop(self.path, None)


def _json(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _now():
    return datetime.now().isoformat(timespec="seconds")


def _number(last):
    """A new row's id: higher than any before, and none that their store elsewhere gives another row."""
    now = time.time_ns() // 1_000_000
    # 41 bits of milliseconds and 11 of chance: JavaScript's numbers are exact to 53
    return max((now << 11) + secrets.randbelow(1 << 11), last + 1 + secrets.randbelow(1 << 11))
