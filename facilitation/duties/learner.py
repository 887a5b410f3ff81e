"""What is kept about one learner: all of it in one zip, or all of it gone.

Looked through are the course folder (hand-ins, graded copies, feedback, what came by mail, the evenings'
lists, what was told by telephone, the measurement, the Lab's memory of open pages), the exchange (hand-ins,
released feedback) and the gradebooks (the first, and every second reader's, put aside or not). The gradebook
is nbgrader's to change (`Gradebook.remove_student`).

A removal leaves a record, ``removals.json``: when, by whom, of what kinds and how many, and a *mark*
instead of the name. The mark is an HMAC of the name: whoever has the key, which lies in ``.netvaerk/``, can
try whether a name was removed (after a backup was put back, say), and nobody can read the name out of it;
without the key it tells nothing. A plain hash would not do, for there are few names to try. A removal that
was interrupted has ``"done": null`` in its record, and the same removal again goes on with it.
"""

import contextlib
import csv
import errno
import getpass
import hashlib
import hmac
import io
import json
import os
import re
import secrets
import shutil
import stat
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from exercises.whole_store.files import FORMULA
from facilitation import exchange, gradebook, taking_in
from facilitation.cohort import roster, trial
from facilitation.desk_folder import INBOX
from facilitation.evening import evening, own_answers, signup
from facilitation.grading import STAGES
from facilitation.laying import BOOKS, read_json, write_whole
from facilitation.problems import Problem, quiet
from facilitation.reading import overall

RECORD = "removals.json"
KEY = "removals.key"
# the folders with one folder a learner, and what lies there
ROOMS = {
    "handed_in": "submitted",
    "earlier": taking_in.EARLIER,
    "graded": "autograded",
    "feedback": "feedback",
}
LISTS = {
    "evening": evening.FILE,
    "sign_ups": signup.FILE,
    "roster": roster.FILE,
    "whole_comments": overall.FILE,
}
OF_EVENINGS = ("evening", "sign_ups")
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
NO_DATA = (taking_in.SECRET,)  # a key to a page, and no word about anybody
# in the evenings' files: lists of names, of lists of names, of lines that begin with one, of two such lines
# in one, what is kept by name, and what people say of others
NAMES = ("gone", "groups", "tables", "voters", "knows", "competitors", "together", "names")
SEATS = ("groups", "tables")
LINES = ("offers", "needs", "of[]")
PAIRS = ("fits", "misfits")
BROKEN = "broken"  # rules, each with the names
BY_NAME = ("ballots", "helpers", "of", "met", "told")
IN_SHORT = ("of", "met", "told")  # of these an export has no names of others
TIES = ("knows", "competitors", "together", "apart")
WAIT = 20  # seconds for a gradebook that somebody else writes in
ROUNDS = 5  # of taking out what a running process puts in
# what zipfile says of one that is damaged, cut off, locked or packed in a way that it does not know
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
LARGEST = 50_000_000  # bytes of a file that is searched for the name
COLUMNS = (
    *("gradebook", "assignment", "handed_in", "notebook", "cell", "auto_score", "manual_score"),
    *("extra_credit", "max_score", "waiting", "auto_comment", "manual_comment"),
)


@dataclass
class Found:
    """What there is about a learner: ``places`` by kind (folders and files that are theirs alone), ``zips``
    (a zip in the inbox with others' hand-ins too, and the members that are theirs), ``lists`` (file name: how
    many entries), ``books`` (address: how many rows by kind)."""

    places: dict = field(default_factory=dict)
    zips: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)
    books: dict = field(default_factory=dict)

    @property
    def counts(self) -> Any:
        """How much there is by kind, of those that there are."""
        found = Counter({kind: sum(_hand_ins(kind, one) for one in p) for kind, p in self.places.items()})
        found["inbox"] += sum(map(len, self.zips.values()))
        found.update(self.lists)
        for rows in self.books.values():
            found.update(rows)
        return {kind: n for kind, n in sorted(found.items()) if n}


class Learner:
    """One learner of the course ``folder``; ``exchange_root`` is the exchange, None for none.

    ``name`` is the id in nbgrader's folders and gradebook. Lists that people fill in themselves and mail are
    searched for it in capitals or not. The methods raise Problem.
    """

    def __init__(self, folder: Path, name: str, exchange_root: Path | None = None) -> None:
        self.folder = Path(folder)
        self.name = unicodedata.normalize("NFC", name).strip()
        if not self.name:
            raise Problem("no_learner", name=name)
        self.course = None if exchange_root is None else Path(exchange_root) / exchange.COURSE
        first = gradebook.address(self.folder)
        # the second readers', as `facilitation.reading.desk` makes them
        beside = gradebook.file(first) or self.folder / "gradebook.db"
        seconds = f"{beside.stem}-second-*{beside.suffix}"
        self.books = [first, *(f"sqlite:///{path}" for path in sorted(beside.parent.glob(seconds)))]
        self.unfinished = f".{seconds}.new"

    # ---- what there is -----------------------------------------------------------------------------------

    @property
    def called(self) -> set[str]:
        """The names that the evenings' lists have: the learner's, and what they call themselves there."""
        own = self._own(self.folder / own_answers.FOLDER, lambda name: self._is(name.removesuffix(".json")))
        said = [read_json(path).get("name") for path in own if path.is_file() and not path.is_symlink()]
        return {self.name.casefold()} | {one.strip().casefold() for one in said if isinstance(one, str)} - {
            ""
        }

    def _lists(self):
        """``(kind, file, who it is there)``: names in small letters."""
        called = self.called
        for kind, file in LISTS.items():
            yield kind, self.folder / file, called if kind in OF_EVENINGS else {self.name.casefold()}
        for path in sorted(self.folder.glob("evening-*.json")):
            yield "evenings_before", path, called

    def find(self) -> Any:
        """All there is, as `Found`."""
        found = Found()
        for kind, room in ROOMS.items():
            found.places[kind] = self._own(self.folder / room)
        found.places["inbound"] = self._inbound()
        found.places["released"] = self._released(found.places)
        found.places["downloaded"] = [
            place
            for above in (self.folder / "downloaded").glob("*/*")
            if not above.is_symlink()
            for place in self._own(above)
        ]
        found.places["inbox"] = self._own(self.folder / INBOX, self._alike)
        self._inbox(found)
        found.places["evening_answers"] = self._own(
            self.folder / own_answers.FOLDER, lambda name: self._is(name.removesuffix(".json"))
        )
        found.places["lab"] = self._workspaces()
        found.places["unfinished"] = self._unfinished()
        for kind, path, called in self._lists():
            gone = []
            _without(_json(path), gone, called)
            found.lists[kind] = found.lists.get(kind, 0) + len(gone)
        found.lists["told_of"] = len(self._told_of())
        person = self._measured()
        found.lists["effect"] = 1 if person else 0
        if person:
            found.places["effect_answers"] = [path for path in [self._trial.answers(person)] if path.exists()]
        for url in self.books:
            if rows := self._counted(url):
                found.books[url] = rows
        return found

    def _is(self, text):
        return unicodedata.normalize("NFC", text) == self.name

    def _alike(self, text):
        return unicodedata.normalize("NFC", text).casefold() == self.name.casefold()

    def _own(self, room, same=None):
        if room.is_symlink() or not room.is_dir():
            return []
        with _permitted(room):
            return sorted(path for path in room.iterdir() if (same or self._is)(path.name))

    def _inbound(self):
        return (
            self._own(self.course / "inbound", lambda name: self._is(name.split("+")[0]))
            if self.course
            else []
        )

    def _released(self, places):
        """Feedback in the exchange has a name made of a hand-in's secret (see nbgrader's notebook_hash)."""
        from nbgrader.utils import notebook_hash

        if not self.course:
            return []
        released = set()
        for secret in {
            path
            for kind in (*ROOMS, "inbound")
            for place in places[kind]
            if not place.is_symlink()
            for path in place.rglob(taking_in.SECRET)
        }:
            notebooks = {path.stem for path in secret.parent.iterdir() if path.suffix in (".ipynb", ".html")}
            # nbgrader copies the secret from a hand-in to its graded copy and its feedback
            for name in _assignments(secret):
                notebooks |= {path.stem for path in (self.folder / "source" / name).glob("*.ipynb")}
            text = _text(secret)
            released |= {
                self.course / "feedback" / f"{notebook_hash(secret=text, notebook_id=name)}{end}.html"
                for name in notebooks
                for end in ("", "-tmp")
                if text
            }
        return sorted(path for path in released if os.path.lexists(path))

    def _inbox(self, found):
        for path, owners in taking_in.owners(self.folder):
            own = [member for member, who in owners.items() if who and self._alike(who)]
            if any(place == path or place in path.parents for place in found.places["inbox"]) or not own:
                continue
            if len(own) == len(owners):
                found.places["inbox"].append(path)
            else:
                found.zips[path] = own

    def _unfinished(self):
        """What a program that was stopped has left: a second reader's gradebook, a hand-in being graded."""
        copies = [path for path in self.folder.glob(self.unfinished) if _mentions(self.name, path)]
        stages = (self.folder / BOOKS).glob(f"{STAGES}*/*/*")
        return sorted([*copies, *(place for above in stages for place in self._own(above))])

    def _workspaces(self):
        """Where the Lab remembers which pages were open: the names of folders are in there."""
        places = (self.folder / BOOKS / "lab" / "workspaces").glob("*")
        return sorted(path for path in places if path.is_file() and _mentions(self.name, path))

    def _told_of(self):
        """``{account: what others have said for an evening, without the learner}`` where they name them."""
        said, called = own_answers.everybody(self.folder), self.called
        others = {who: one for who, one in said.items() if not self._is(who)}
        left = {who: own_answers.without(one, called) for who, one in others.items()}
        return {who: one for who, one in left.items() if one != others[who]}

    @property
    def _trial(self):
        return trial.Trial(self.folder)

    def _measured(self):
        """The learner in the measurement, None where there is none."""
        design = self._trial.design
        return next((one for one in design.people if self._alike(one.name)), None) if design else None

    # ---- the gradebooks ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _book(self, url):
        """The gradebook and its entry for the learner, None for either where there is none."""
        from nbgrader.api import Gradebook, InvalidEntry, MissingEntry

        file = gradebook.file(url)
        if file and not file.exists():
            yield None, None
            return
        # nbgrader logs what it could not change, and the learner with it
        with gradebook.reached(url), quiet():
            try:
                with Gradebook(url, exchange.COURSE) as book:
                    try:
                        student = book.find_student(self.name)
                    except MissingEntry:
                        student = None
                    yield book, student
            except InvalidEntry:
                raise Problem("gradebook_busy") from None

    def _counted(self, url):
        with self._book(url) as (_, student):
            if student is None:
                return {}
            notebooks = [notebook for one in student.submissions for notebook in one.notebooks]
            said = [one for notebook in notebooks for one in notebook.comments]
            return {
                "student": 1,
                "submissions": len(student.submissions),
                "scores": sum(len(notebook.grades) for notebook in notebooks),
                "comments": sum(bool(one.auto_comment or one.manual_comment) for one in said),
            }

    def _marks(self, url):
        """Rows of COLUMNS, and what the gradebook says of the learner themselves."""
        with self._book(url) as (_, student):
            if student is None:
                return [], {}
            rows = []
            for one in student.submissions:
                for notebook in one.notebooks:
                    words = {said.name: said for said in notebook.comments}
                    marks = {mark.name: mark for mark in notebook.grades}
                    for cell in sorted(words | marks):
                        mark, said = marks.get(cell), words.get(cell)
                        rows.append(
                            (
                                *(_called(url), one.name, str(one.timestamp or ""), notebook.name, cell),
                                *(getattr(mark, name, None) for name in COLUMNS[5:9]),
                                getattr(mark, "needs_manual_grade", None),
                                *(getattr(said, name, None) for name in COLUMNS[10:]),
                            )
                        )
            about = ("id", "first_name", "last_name", "email", "lms_user_id")
            return rows, {name: getattr(student, name) for name in about}

    # ---- export ------------------------------------------------------------------------------------------

    def export(self, target: Path, readme: Callable[..., str]) -> tuple[Path, Any]:
        """Write all there is into a new zip in the folder ``target``; returns its path and the counts.

        ``readme`` makes the text of the first page from the counts. Links are not followed.
        """
        target = Path(target)
        if target.resolve().is_relative_to(self.folder.resolve()):
            raise Problem("export_inside", folder=target)
        found = self.find()
        if not found.counts:
            raise Problem("no_learner", name=self.name)
        moment = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
        path = target / f"{self.name} {moment}.zip"
        try:
            target.mkdir(parents=True, exist_ok=True)
            # nobody else's to read, from the first byte
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise Problem("export_not_written", folder=target) from error
        try:
            with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
                made.writestr("readme.txt", readme(found.counts))
                self._pack(found, made)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise Problem("export_not_written", folder=target) from error
            raise
        return path, found.counts

    def _pack(self, found, made):
        for kind, places in found.places.items():
            if kind in ("lab", "unfinished"):
                continue
            for place in places:
                for path in _files(place):
                    if path.name in NO_DATA:
                        continue
                    # of a room with a folder for each learner, what lies in theirs
                    inner = path.relative_to(place if kind in ROOMS else place.parent).as_posix()
                    data = _bytes(path)
                    made.writestr(f"{kind}/{inner}", data)
                    if path.suffix == ".ipynb":
                        made.writestr(f"{kind}/{inner.removesuffix('.ipynb')}.txt", readable(data))
        for path, members in found.zips.items():
            with zipfile.ZipFile(path) as there:
                for member in members:
                    made.writestr(f"inbox/{path.stem}/{_inside(member)}", _member(there, member, path))
        for kind, path, called in self._lists():
            if rows := _own_rows(_json(path), called):
                name = path.stem if kind == "evenings_before" else kind
                made.writestr(f"{name}.json", _dumped(rows))
        if person := self._measured():
            made.writestr("effect.json", _dumped([asdict(person)]))
        marks, people = [], {}
        for url in found.books:
            rows, people[_called(url)] = self._marks(url)
            marks += rows
        if people:
            made.writestr(
                "gradebook.json",
                _dumped(
                    {"learner": people, "marks": [dict(zip(COLUMNS, row, strict=True)) for row in marks]}
                ),
            )
            made.writestr("gradebook.csv", _table(marks))

    # ---- removal -----------------------------------------------------------------------------------------

    def remove(self, by: str | None = None) -> dict[str, int]:
        """Remove all there is and write it into the record; returns the counts and `mentions` after it.

        Whatever interrupts it, the same again goes on. ``by`` is who does it, this user's account by default.
        """
        with _undisturbed(self.folder):
            return self._remove(by or _account())

    def _remove(self, by):
        found, record = self.find(), Record(self.folder)
        entry = record.begun(self.name)
        if not found.counts and entry is None:
            raise Problem("no_learner", name=self.name)
        entry = record.begin(self.name, found.counts, by)
        # first what is found by a secret that lies in the rest
        last = "evening_answers"  # they say what the learner is called on the lists
        order = ("released", *(kind for kind in found.places if kind not in ("released", last)))
        for place in [place for kind in order for place in found.places[kind]]:
            _remove(place)
        for path, members in found.zips.items():
            _take_out(path, members)
        for _, path, called in self._lists():
            gone = []
            left = _without(_json(path), gone, called)
            if gone:
                write_whole(path, json.dumps(left, ensure_ascii=False).encode())
        for who, said in self._told_of().items():
            own_answers.Folder(self.folder).put(who, said)
        for place in found.places[last]:
            _remove(place)
        if person := self._measured():
            self._trial.forget(person)
        for url in self.books:
            with self._book(url) as (book, student):
                if student is not None:
                    book.remove_student(self.name)
            wipe(url)
        if left := self.find().counts:
            raise Problem("left_over", kinds=", ".join(left))
        record.end(entry)
        return entry["removed"], self.mentions()

    def mentions(self) -> Any:
        """The files in the course folder in which the name still stands, as a word, or that cannot be read:
        relative paths."""
        # the course's own invented people may have the name too
        skipped = [self.folder / room for room in ("source", "release", "workshops")]
        books = [gradebook.file(url) for url in self.books]
        found = [
            path.relative_to(self.folder).as_posix()
            for path in _files(self.folder)
            if path not in books
            and not any(path.is_relative_to(room) for room in skipped)
            and _mentions(self.name, path)
        ]
        return found + [_called(url) for url in self.books if self._named_to_others(url)]

    def _named_to_others(self, url):
        from nbgrader.api import Comment
        from sqlalchemy import select

        with self._book(url) as (book, _):
            words = book.db.scalars(select(Comment.manual_comment)) if book else ()
            return any(_word(self.name).search(one) for one in words if one)


class Record:
    """``removals.json`` in the course folder: a list of entries, oldest first.

    Each has ``learner`` (the mark), ``begun`` and ``done`` (UTC), ``by`` and ``removed`` ({kind: how many}).
    Raises Problem for a file that cannot be read: it is not written over.
    """

    def __init__(self, folder: Path) -> None:
        self.path = Path(folder) / RECORD
        self.key_file = Path(folder) / BOOKS / KEY
        self.entries = read_json(self.path).get("removals", [])
        if self.path.exists() and not self.entries:
            raise Problem("record_damaged", file=self.path)

    def mark(self, name: str) -> Any:
        """What stands for a name here."""
        name = unicodedata.normalize("NFC", name)
        return hmac.new(self._key(), name.encode(), hashlib.sha256).hexdigest()[:16]

    def _key(self):
        with contextlib.suppress(FileNotFoundError):
            return self.key_file.read_bytes()
        self.key_file.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_bytes(32)
        with os.fdopen(os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        return key

    def begun(self, name: str) -> Any:
        """The entry of a removal that was interrupted, None for none."""
        waiting = [one for one in self.entries if one["done"] is None]
        return next((one for one in waiting if one["learner"] == self.mark(name)), None)

    def begin(self, name: str, counts: dict[str, int], by: str | None) -> dict[str, Any]:
        """The entry of a removal that begins or goes on; what was found before is not forgotten."""
        entry = self.begun(name)
        if entry is None:
            entry = {"learner": self.mark(name), "begun": _now(), "done": None, "by": by, "removed": {}}
            self.entries.append(entry)
        entry["removed"] = dict(sorted((Counter(entry["removed"]) | Counter(counts)).items()))
        self._save()
        return entry

    def end(self, entry: dict[str, Any]) -> None:
        entry["done"] = _now()
        self._save()

    def _save(self):
        write_whole(self.path, _dumped({"removals": self.entries}).encode())


def wipe(url: str) -> None:
    """See that what was deleted from a gradebook is not left lying in its file.

    On a server the tables are written anew; its log and backups are its keeper's. Raises Problem.
    """
    import sqlite3

    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import ProgrammingError

    if file := gradebook.file(url):
        if not file.exists():
            return
        try:
            with contextlib.closing(sqlite3.connect(file, timeout=WAIT, isolation_level=None)) as book:
                book.execute("PRAGMA secure_delete=ON")
                book.execute("VACUUM")
                busy, *_ = book.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            busy = True
        if busy:
            raise Problem("gradebook_busy")
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with gradebook.reached(url), engine.connect() as book:
            book.execute(text(f"SET lock_timeout = '{WAIT}s'"))
            for table in TABLES:
                # an account that does not own the tables leaves it to the server's own housekeeping
                with contextlib.suppress(ProgrammingError):
                    book.execute(text(f"VACUUM (FULL) {table}"))
    finally:
        engine.dispose()


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("export_unreadable", file=path) from error


def _member(there, member, path):
    try:
        return there.read(member)
    except BROKEN_ZIP as error:
        raise Problem("export_unreadable", file=path) from error


def _hand_ins(kind, place):
    """How many hand-ins lie in a learner's folder of a room; anything else is one of its kind."""
    deep = {"earlier": "*/*"}.get(kind, "*")
    inside = list(place.glob(deep)) if kind in ROOMS and place.is_dir() and not place.is_symlink() else []
    return max(1, sum(one.is_dir() for one in inside))


def readable(data: bytes) -> str:
    """The text of a notebook (bytes), for somebody without Jupyter; "" where it cannot be read."""
    try:
        cells = json.loads(data)["cells"]
        return "\n\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _without(kept, gone, called, key=""):
    """What an evening's file or list keeps without a learner of the names ``called``; ``gone`` is a list for
    what goes."""
    if isinstance(kept, dict):
        by_name = key in BY_NAME
        own = [name for name in kept if by_name and _is(name, called)]
        gone += own
        return {
            name: _without(one, gone, called, f"{key}[]" if by_name else name)
            for name, one in kept.items()
            if name not in own
        }
    if isinstance(kept, list):
        own = [one for one in kept if _about(one, key, called)]
        gone += own
        left = [_without(one, gone, called, key) for one in kept if one not in own]
        return [one for one in left if one or key not in SEATS]
    if isinstance(kept, str) and key in TIES:
        lines = [(line, [part for part in line.split(",")]) for line in kept.split("\n")]
        own = [part for _, parts in lines for part in parts if _is(part, called)]
        gone += own
        left = [",".join(part for part in parts if part not in own).strip() for _, parts in lines]
        return "\n".join(left).strip() if own else kept
    return kept


def _is(name, called):
    return unicodedata.normalize("NFC", str(name)).strip().casefold() in called


def _about(one, key, called):
    if isinstance(one, str):
        return key in NAMES and _is(one, called)
    if isinstance(one, dict):
        return _is(one.get("name", ""), called)
    if isinstance(one, list) and key == BROKEN:
        return any(_is(name, called) for part in one if isinstance(part, list) for name in part)
    if isinstance(one, list) and one and key in LINES:
        return _is(one[0], called)
    return isinstance(one, list) and key in PAIRS and any(_is(name, called) for name in one[::2])


def _own_rows(kept, called):
    """The entries of a list that are about a learner, without what they say of others."""
    if isinstance(kept, list):
        return [row for one in kept for row in _own_rows(one, called)]
    if not isinstance(kept, dict):
        return []
    if _is(kept.get("name", ""), called):
        own = {key: value for key, value in kept.items() if key not in TIES}
        if isinstance(own.get("about"), dict):
            own["about"] = {key: value for key, value in own["about"].items() if key not in TIES}
        return [own]
    found = []
    for key, value in kept.items():
        if key in LINES:
            found += [{key: text} for name, text in value if _is(name, called)]
        elif key in IN_SHORT and isinstance(value, dict):
            found += [{key: _in_short(one)} for name, one in value.items() if _is(name, called)]
        elif key in BY_NAME and isinstance(value, dict):
            found += [{key: themes} for name, themes in value.items() if _is(name, called)]
        elif key == "groups":
            mine = [any(_is(name, called) for name in names) for names in value]
            found += [{"group": n} for n, here in enumerate(mine, 1) if here]
        else:
            found += _own_rows(value, called)
    return found


def _in_short(one):
    """How many people are on somebody's list or were met; all else as it is."""
    if isinstance(one, dict):
        return one | {"names": len(one.get("names", []))}
    return len(one) if one and isinstance(one[0], list) else one


def _json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _dumped(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _table(rows):
    """CSV as Excel opens it."""
    said = io.StringIO()
    table = csv.writer(said)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow(
            "" if one is None else f"'{one}" if str(one).startswith(FORMULA) else one for one in row
        )
    return "\ufeff" + said.getvalue()


def _called(url):
    """A gradebook's name without its folder, address or password."""
    file = gradebook.file(url)
    return file.stem if file else "gradebook"


def _assignments(secret):
    """What may be the name of the assignment whose secret lies at a path."""
    return secret.parent.name, secret.parent.parent.name, *secret.parent.name.split("+")[1:2]


def _files(place):
    """The plain files at or below ``place``; no link is followed."""
    if place.is_symlink():
        return
    if place.is_file():
        yield place
        return
    for above, inner, names in os.walk(place):
        inner.sort()
        for name in sorted(names):
            path = Path(above, name)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path


def _inside(member):
    """A zip's member as a path that stays where it is put."""
    return "/".join(part for part in member.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _mentions(name, path):
    """Whether a file has the name in it or in its own name, as a word; zips and workbooks are opened.

    Nobody can say that the name is not in a file that cannot be read: that is one to look at, too.
    """
    word = _word(name)
    if word.search(unicodedata.normalize("NFC", path.name)):
        return True
    try:
        if path.stat().st_size > LARGEST:
            return False
        data = path.read_bytes()
    except FileNotFoundError:  # gone meanwhile
        return False
    except OSError:
        return True
    return _in(word, data) or (data.startswith(b"PK") and _in_zip(word, data))


def _word(name):
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _in(word, data):
    text = data.decode("utf-8", errors="replace")
    if word.search(unicodedata.normalize("NFC", text)):
        return True
    # JSON may write æ as six signs
    return "\\u" in text and bool(
        word.search(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
    )


def _in_zip(word, data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            small = [one for one in inner.infolist() if one.file_size <= LARGEST]
            return any(word.search(one.filename) or _in(word, inner.read(one)) for one in small)
    except BROKEN_ZIP:
        return True


def _remove(place):
    """Remove a file or a folder with all in it; of a link only the link. Nothing above it is changed.

    On a hub a process of the learner's may write in it meanwhile, and put a link where a folder was: so
    what lies in it is reached from a handle of the folder itself, and no link is followed.
    """
    with _permitted(place):
        if place.is_symlink() or not place.is_dir():
            try:
                place.unlink(missing_ok=True)
                return
            except IsADirectoryError:
                pass  # a folder by now
        if not shutil.rmtree.avoids_symlink_attacks:  # not where a hub can be
            shutil.rmtree(place, onerror=partial(_again, place))
        else:
            above = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                _remove_folder(place.name, above, place)
            finally:
                os.close(above)


def _remove_folder(name, above, place):
    for _ in range(ROUNDS):
        try:
            folder = _open_folder(name, above)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
            try:
                os.unlink(name, dir_fd=above)  # a link has taken its place
                return
            except (FileNotFoundError, IsADirectoryError):
                continue
        try:
            for one in os.listdir(folder):
                if stat.S_ISDIR(os.stat(one, dir_fd=folder, follow_symlinks=False).st_mode):
                    _remove_folder(one, folder, place)
                else:
                    os.unlink(one, dir_fd=folder)
        except (FileNotFoundError, IsADirectoryError):
            continue  # another has been at it: look again
        finally:
            os.close(folder)
        try:
            os.rmdir(name, dir_fd=above)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    raise Problem("still_written", place=place)


def _open_folder(name, above):
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        folder = os.open(name, flags, dir_fd=above)
    except PermissionError:
        # nbgrader leaves folders that nobody may write in; root, who must not follow a link, never comes here
        os.chmod(name, 0o700, dir_fd=above)
        folder = os.open(name, flags, dir_fd=above)
    with contextlib.suppress(PermissionError):
        os.fchmod(folder, 0o700)
    return folder


def _again(top, function, path, _):
    # nbgrader leaves folders that nobody may write in
    if Path(path) != top:
        os.chmod(os.path.dirname(path), 0o700)
    if os.path.isdir(path) and not os.path.islink(path):
        os.chmod(path, 0o700)
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def _take_out(path, members):
    """Take some members out of a zip; the others stay as they are."""
    said = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(said, "w") as after:
        for one in before.infolist():
            if one.filename not in members:
                after.writestr(one, before.read(one))
    write_whole(path, said.getvalue())


@contextlib.contextmanager
def _undisturbed(folder):
    """No grading in the folder for the time of the block: it would put back what is removed."""
    if sys.platform != "linux":  # there is no `netvaerk grade`
        yield
        return
    from facilitation.grading.batch import LOCK, Busy, alone

    (folder / BOOKS).mkdir(exist_ok=True)
    try:
        with alone(folder / BOOKS / LOCK):
            yield
    except Busy:
        raise Problem("grading_now", folder=folder) from None


@contextlib.contextmanager
def _permitted(place):
    try:
        yield
    except PermissionError as error:
        raise Problem("not_permitted", place=place) from error


def _text(path):
    try:
        return path.read_text(encoding="utf-8") if stat.S_ISREG(path.lstat().st_mode) else ""
    except (OSError, ValueError):
        return ""


def _account():
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _now():
    return datetime.now(UTC).isoformat(timespec="seconds")
