"""The learner's own store: one SQLite file in the learner's own folder, opened here and nowhere else.

Two shapes hold everything, so that a new exercise needs no new table:

* a *field* is one value of one exercise: ``store.put("guess_first", "customers.guess", "56")``
* a *row* is one record of a list: ``store.add("account", date="2026-11-01", hours="1,5")``

Values are what JSON can hold. Every change is a transaction of its own, on disk when the call returns.
"""

import contextlib
import json
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

FILE = "network.sqlite"
FOLDERS = {"da": "Mit netværk", "en": "My network"}
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
)


class StoreProblem(Exception):
    """Something that the learner is told in words; ``key`` names the sentence in texts/store.toml."""

    key = "cannot_open"


class StoreDamaged(StoreProblem):
    """The file is not a whole database, or gone. Nothing has been changed; see :func:`recover`."""

    def __init__(self, path):
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


def find_folder():
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


def good_copies(path):
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


def recover(damaged, use_copy):
    """Set the damaged file aside under a name of its own and go on: from the last whole copy, or afresh.

    Returns the path where the damaged file now lies, which is never overwritten.
    """
    path = damaged.path
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"damaged-{stamp}.sqlite")
    if use_copy and damaged.copy:
        fresh = path.with_name("network.sqlite.new")
        fresh.write_bytes(damaged.copy.read_bytes())
    # A journal left beside the file belongs to it and would be played back into its successor.
    for suffix in ("-journal", "-wal", "-shm"):
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.rename(aside.with_name(aside.name + suffix))
    if path.exists():
        path.rename(aside)
    if use_copy and damaged.copy:
        fresh.rename(path)
    _open.pop(path, None)
    return aside


_open = {}


def open_store(folder=None):
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

    def __init__(self, path):
        self.path = Path(path)
        self.saved_at = None
        self._depth = 0
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
        self._db.execute("PRAGMA synchronous = FULL")
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
    def transaction(self):
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
        self.saved_at = datetime.now()

    def put(self, exercise, name, value):
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

    def add(self, kind, key=None, **data):
        """Add a row and return its id. With a ``key``, a row of that kind and key is replaced."""
        with self.transaction():
            now = _now()
            return self._db.execute(
                "INSERT INTO row (kind, key, data, created, changed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET data = excluded.data, changed = excluded.changed"
                " RETURNING id",
                (kind, key, _json(data), now, now),
            ).fetchone()[0]

    def change(self, row_id, **data):
        """Change some of a row's values. A row that is gone (deleted in another window) stays gone."""
        with self.transaction():
            found = self._db.execute("SELECT data FROM row WHERE id = ?", (row_id,)).fetchone()
            if found:
                self._db.execute(
                    "UPDATE row SET data = ?, changed = ? WHERE id = ?",
                    (_json(json.loads(found[0]) | data), _now(), row_id),
                )

    def remove(self, row_id):
        """Delete a row."""
        with self.transaction():
            self._db.execute("DELETE FROM row WHERE id = ?", (row_id,))

    def remove_kind(self, kind):
        """Delete all rows of a kind."""
        with self.transaction():
            self._db.execute("DELETE FROM row WHERE kind = ?", (kind,))

    def forget(self, exercise):
        """Delete all fields of an exercise."""
        with self.transaction():
            self._db.execute("DELETE FROM field WHERE exercise = ?", (exercise,))

    # ---- reading -------------------------------------------------------------------------------------

    def get(self, exercise, name, default=None):
        """One field's value."""
        found = self._read("SELECT value FROM field WHERE exercise = ? AND name = ?", (exercise, name))
        return json.loads(found[0][0]) if found else default

    def fields(self, exercise):
        """All fields of an exercise as ``{name: value}``."""
        found = self._read("SELECT name, value FROM field WHERE exercise = ?", (exercise,))
        return {name: json.loads(value) for name, value in found}

    def rows(self, kind):
        """All rows of a kind, oldest first, each a dict with its ``id`` and, if it has one, its ``key``."""
        found = self._read("SELECT id, key, data FROM row WHERE kind = ? ORDER BY id", (kind,))
        return [
            {"id": row_id, **({"key": key} if key is not None else {}), **json.loads(data)}
            for row_id, key, data in found
        ]

    def frame(self, kind):
        """The rows of a kind as a DataFrame, one column a name; no rows give an empty frame."""
        import pandas as pd

        return pd.DataFrame(self.rows(kind))

    def kinds(self):
        """The kinds of row there are, in alphabetical order."""
        return [kind for (kind,) in self._read("SELECT DISTINCT kind FROM row ORDER BY kind", ())]

    def exercises(self):
        """The exercises that have fields, in alphabetical order."""
        return [name for (name,) in self._read("SELECT DISTINCT exercise FROM field ORDER BY exercise", ())]

    def version(self):
        """A value that differs once anything was changed, here or by another process."""
        return self._read("PRAGMA data_version", ())[0][0], self._db.total_changes

    def _read(self, question, values):
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.OperationalError as error:
            raise StoreNotWritten(str(error)) from error
        except sqlite3.DatabaseError as error:
            _open.pop(self.path, None)
            raise StoreDamaged(self.path) from error

    # ---- all of it -----------------------------------------------------------------------------------

    def delete_everything(self):
        """Delete every value, every copy and every file that was set aside. There is no way back."""
        with self.transaction():
            self._db.execute("DELETE FROM field")
            self._db.execute("DELETE FROM row")
        self._db.execute("VACUUM")
        self._unlink(f"{COPIES}/network-*", "damaged-*.sqlite*")

    def renew_copies(self):
        """Delete every copy and make one of the file as it is now: what was deleted is in no copy either."""
        self._unlink(f"{COPIES}/network-*")
        self._copy(force=True)

    def _unlink(self, *patterns):
        for pattern in patterns:
            for file in self.path.parent.glob(pattern):
                file.unlink()

    def close(self):
        """Let go of the file."""
        self._db.close()
        _open.pop(self.path, None)


def _json(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _now():
    return datetime.now().isoformat(timespec="seconds")
