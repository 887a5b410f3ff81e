"""Takes hand-ins in, from the exchange or by mail, and believes nothing of what lies in them.

`Submit` and `Collect` stand where nbgrader's handing in to the exchange and collecting from it do (see
`facilitation.nbgrader_settings`). `take_in` is for notebooks that came another way. Both ways lay what is
whole in ``submitted/``, whole, in place of what lay there.

Which assignment a notebook belongs to is read from the notebook itself. Who wrote it is not in there: see
`facilitation.senders`. When it came is what this machine's own disk tells, never a file of the learner's.
"""

import contextlib
import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.exchange.default.collect import ExchangeCollect
from nbgrader.exchange.default.submit import ExchangeSubmit
from nbgrader.utils import parse_utc
from traitlets import Bool, default

from exercises.on_disk import settle
from exercises.texts import Texts
from facilitation import senders
from facilitation.desk_folder import INBOX
from facilitation.exchange import assignments
from facilitation.language import TEXTS, choose, harmless
from facilitation.laying import read_json, swap_folder, tidy, write_whole
from facilitation.problems import Problem

EARLIER = "submitted-earlier"
FIGURES = "figures.json"
STAMP, SECRET = "timestamp.txt", "submission_secret.txt"
STAMPS = "%Y-%m-%d %H:%M:%S.%f UTC"

# A reflection is some 30 kB; with pasted pictures it may be more, but nobody reads such a one in a browser.
MOST_BYTES = 20_000_000
MOST_FIGURES = 1_000_000
MOST_IN_ZIP = 200_000_000
MOST_FILES = 2_000
MOST_SECRET = 1_000
FEW_SIGNS = 200  # the very same words may be chance where they are fewer

# A learner's machine or the hub notes the time a moment before the files have arrived.
HANDING_IN = timedelta(minutes=2)

# Folder names in nbgrader's tree and in its gradebook. `+` parts a hand-in's name, `*?[]` search.
LEARNER = re.compile(r"[^\W_][\w .@-]{0,62}[\w]|[^\W_]")
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class Fault(Problem):
    """Why a file was not taken."""

    where = "taking_in", "not_taken"
    place = ""  # the folder in the inbox that the file lies in


@dataclass
class Report:
    """What was ``taken`` (assignment, learner, whether its figures came along), what lay there ``already``,
    what was ``refused`` (file, Fault), and how many files that are no hand-ins were ``left`` in a zip that
    had some (zip, number)."""

    taken: list = field(default_factory=list)
    already: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    left: list = field(default_factory=list)

    def lines(self, language: str) -> Iterator[Any]:
        """The report as sentences in one language."""
        t = Texts("taking_in", language, folder=TEXTS)
        yield from self.came(t)
        for file, fault in self.refused:
            yield sentence(t, file, fault)
        yield from self.passed_by(t)
        if not (self.taken or self.already or self.refused):
            yield t("nothing")

    def came(self, t: Texts) -> Iterator[str]:
        """What is here now, and what was already."""
        for assignment, learner, figures in self.taken:
            yield t("taken" if figures else "taken_without_figures", learner=learner, assignment=assignment)
        for assignment, learner in self.already:
            yield t("already", learner=learner, assignment=assignment)

    def passed_by(self, t: Texts) -> Iterator[str]:
        """What in a zip was no hand-in."""
        for file, number in self.left:
            yield t("left", file=harmless(file), n=number)


def sentence(t: Texts, file: str, fault: Fault) -> str:
    """One refusal in words."""
    file = f"{fault.place}/{file}" if fault.place else file
    return t("not_taken.said", file=harmless(file), why=reason(t, fault))


def reason(t: Texts, fault: Fault, **more: str) -> str:
    """Why something was refused, and what to do; a page's own sentence may name ``more``."""
    names = more | {
        key: harmless(name) if isinstance(name, str) else name for key, name in fault.names.items()
    }
    return fault.said(t, **names)


@dataclass(frozen=True)
class _Found:
    """One notebook as it came: who wrote it and when (UTC), the file it came in, and its figures or None.

    ``beside`` tells it from others: what came in one folder or zip has the same.
    """

    file: str
    assignment: str
    learner: str
    moment: datetime
    notebook: bytes
    figures: bytes | None
    beside: str = ""


def released(folder: Path) -> Any:
    """``{assignment: its notebook's file name}`` of the course folder's releases."""
    return {
        name: next((folder / "release" / name).glob("*.ipynb")).name
        for name in assignments(folder / "release")
    }


def assignment_of(data: bytes, known: Collection[str]) -> str:
    """The assignment that a notebook (bytes) says it belongs to, one of ``known``. Raises Fault."""
    course = _course_block(data)
    name = course.get("assignment") if isinstance(course, dict) else None
    if not isinstance(name, str) or name not in known:
        raise Fault("other_course")
    return name


def _course_block(data):
    if len(data) > MOST_BYTES:
        raise Fault("too_large", most=MOST_BYTES // 1_000_000)
    try:
        notebook = json.loads(as_text(data))
    except (ValueError, RecursionError):
        raise Fault("no_notebook") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Fault("no_notebook")
    metadata = notebook.get("metadata")
    return metadata.get("course") if isinstance(metadata, dict) else None


def as_text(data: bytes) -> Any:
    """A JSON file's text, also where a program has saved it with a mark, in UTF-16 or in a code page.

    Raises UnicodeDecodeError, which is a ValueError.
    """
    code = json.detect_encoding(data)
    try:
        return data.decode(code)
    except UnicodeDecodeError:
        if code != "utf-8":
            raise
    # some letters damaged, or all of them in Windows' own code
    text = data.decode("utf-8", "replace")
    damaged, strange = text.count("\ufffd"), sum(byte > 0x7F for byte in data)
    return text if damaged * 3 < strange else data.decode("cp1252")


def as_utf8(data: bytes) -> Any:
    """A notebook's bytes as nbgrader can read them: UTF-8 without a mark, without halves of signs."""
    if HALF.search(data):
        try:
            return json.dumps(json.loads(as_text(data)), ensure_ascii=False).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            return data
    try:
        return data if data.decode("utf-8")[:1] != "\ufeff" else data[3:]
    except UnicodeDecodeError:
        return as_text(data).encode("utf-8", "replace")


def learner_name(text: str) -> Any:
    """``text`` as a learner's name in nbgrader's folders, in one Unicode form. Raises Fault."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not LEARNER.fullmatch(name) or RESERVED.fullmatch(name):
        raise Fault("bad_name", name=text[:60])
    return name


# -- The exchange --------------------------------------------------------------------------------------------


class Submit(ExchangeSubmit):
    """nbgrader's handing in, but what was confirmed outlasts a power cut: here, and the receipt there."""

    def copy_files(self) -> None:
        super().copy_files()
        for top, name in (
            (self.inbound_path, self.assignment_filename),
            (self.cache_path, self.assignment_filename.rsplit("+", 1)[0]),
        ):
            laid = Path(top, name)
            settle(*laid.rglob("*"), laid, laid.parent)


class Collect(ExchangeCollect):
    """nbgrader's collecting, but one bad hand-in stops nobody else's, and no link is followed.

    A learner owns the folder they handed in, and a link in it would be read with the facilitator's rights.
    What cannot be taken is said in the log that formgrader shows.
    """

    own_accounts = Bool(
        help="Whether each learner has a Unix account: then a hand-in is theirs only if they own its files.",
    ).tag(config=True)

    _words = None
    _known = None

    @default("own_accounts")
    def _own_accounts_default(self):
        return bool(os.environ.get("NETVAERK_OWN_ACCOUNTS"))

    def init_src(self) -> None:
        self._found = {}
        self._words = self._known = None
        super().init_src()
        learners = {}
        for record in self._found.values():
            learners.setdefault(record["username"], []).append(record)
        # one a learner, for nbgrader's own counting; which of them counts is settled in copy_files
        self.src_records = [records[0] for _, records in sorted(learners.items())]
        self._learners = learners

    def _path_to_record(self, path):
        name = os.path.basename(path)
        try:
            record = super()._path_to_record(path)
            learner_name(record["username"])
            with _opened(Path(path), self._owner(record["username"])) as handle:
                record["received"] = self.when(Path(path), handle, record["timestamp"])
        except Fault as fault:
            self._say(name, fault if fault.key == "other_owner" else Fault("bad_hand_in"))
        except Exception:  # nbgrader's own, and whatever a strange date gives
            self._say(name, Fault("bad_hand_in"))
        else:
            # twice for one path where nbgrader asks again
            self._found[name] = record
            return record
        return {"username": "", "filename": name, "timestamp": datetime.min}

    def when(self, folder: Path, handle: int, stamp: str) -> str:
        """When a hand-in came (UTC without a zone): see `_received`."""
        return _received(folder, handle, stamp)

    def _owner(self, learner):
        """The number of the account that must own a hand-in, None where any may."""
        if not self.own_accounts:
            return None
        import pwd  # not on Windows

        return pwd.getpwnam(learner).pw_uid

    def copy_files(self) -> None:
        """Take each learner's newest whole hand-in, each in its own try."""
        for learner, records in sorted(self._learners.items()):
            try:
                self._collect(learner, records)
            except Exception as error:  # of one learner's hand-ins alone, and all the others go on
                self.log.debug("%s", type(error).__name__, exc_info=True)
                self._say(learner, Fault("unreadable"))

    def _collect(self, learner, records):
        wanted = self.coursedir.assignment_id
        place = self.coursedir.format_path(self.coursedir.submitted_directory, learner, wanted)
        dest = Path(place)
        seen = _Seen(dest, records)
        if dest.is_dir() and not self.update:
            return
        refused = 0
        for record in sorted(records, key=lambda one: self._rank(one, seen), reverse=True):
            if dest.is_dir() and seen.is_taken(record):
                if _stamp(dest / STAMP) is None:  # nbgrader's lists would stop at it
                    write_whole(dest / STAMP, record["received"].strftime(STAMPS).encode())
                break
            src = os.path.join(self.inbound_path, record["filename"])
            if self._copy(src, dest, record["received"]):
                seen.take(record)
                break
            refused += 1
        if refused and dest.is_dir():
            self._say(learner, None, "earlier_counts", learner=learner)

    def _rank(self, record, seen):
        """Sorts hand-ins, the one that counts last."""
        in_time = not self.before_duedate or self.duedate is None or record["received"] <= self.duedate
        return in_time, seen.round(record), record["received"]

    def _copy(self, src, dest, received):
        """Lay the hand-in ``src`` at ``dest``, as received then (UTC); tells whether it was whole."""
        wanted, learner = self.coursedir.assignment_id, dest.parent.name
        # asked once a collecting: of a whole course it costs as much as the hand-in itself
        self._known = known = self._known or released(Path(self.coursedir.root))
        try:
            files = _handed_in(Path(src), self._owner(learner))
            name, notebook = _the_notebook(files, wanted, known)
            secret = _secret(files.get(SECRET))
            laid = {known[wanted]: as_utf8(notebook), STAMP: received.strftime(STAMPS).encode()}
            laid |= {SECRET: secret} if secret else {}
            laid |= {FIGURES: files[FIGURES]} if FIGURES in files else {}
            swap_folder(laid, dest)
        except Fault as fault:
            self._say(learner, fault)
            return False
        except OSError:
            self._say(learner, Fault("unreadable"))
            return False
        self._say(learner, None, "taken", logging.INFO, learner=learner, assignment=wanted)
        if name != known[wanted]:
            self._say(f"{learner}/{name}", None, "renamed", name=known[wanted])
        if not secret:
            self._say(learner, None, "no_secret", learner=learner)
        for other in self._same_words(learner, laid[known[wanted]]):
            self._say(learner, None, "same_words", learner=learner, other=other)
        return True

    def _same_words(self, learner, notebook):
        """The other learners whose hand-in has the very same answers, long enough not to be chance."""
        if self._words is None:
            self._words = _Words(Path(self.coursedir.root), self.coursedir.assignment_id)
        return self._words.others(learner, notebook)

    def _say(self, file, fault, key=None, level=logging.WARNING, **names):
        t = Texts("taking_in", choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ), folder=TEXTS)
        names = {name: harmless(value) for name, value in names.items()}
        said = sentence(t, file, fault) if fault else t(key, file=harmless(file), **names)
        self.log.log(level, "%s", said)


class _Seen:
    """Which hand-ins in the exchange this desk has seen, and in which collecting: the later is the newer.

    A clock that was wrong when something was handed in does not turn their order round. What is noted lies
    beside the learner's own hand-in and goes with it.
    """

    def __init__(self, dest: Any, records: Any) -> None:
        self.file = dest.parent / f".{dest.name}.json"
        noted = read_json(self.file)
        rounds = noted.get("rounds")
        self.rounds = {name: at for name, at in rounds.items() if type(at) is int} if rounds else {}
        self.taken = noted.get("taken")
        if not self.rounds and dest.is_dir() and (stamp := _stamp(dest / STAMP)):
            # taken in by mail, or before anything was noted
            self.rounds = {
                one["filename"]: 0 for one in records if min(one["received"], one["timestamp"]) <= stamp
            }
        self.now = max(self.rounds.values(), default=0) + 1
        self.names = [one["filename"] for one in records]

    def round(self, record):
        return self.rounds.get(record["filename"], self.now)

    def is_taken(self, record):
        if self.taken is not None:
            return record["filename"] == self.taken
        return record["filename"] in self.rounds

    def take(self, record):
        """Note that ``record`` is the one that lies there now."""
        rounds = {name: self.rounds.get(name, self.now) for name in self.names}
        data = json.dumps({"taken": record["filename"], "rounds": rounds}, ensure_ascii=False)
        with contextlib.suppress(OSError):  # then the times decide
            write_whole(self.file, data.encode("utf-8", "replace"))


def _received(folder, handle, stamp):
    """When a hand-in came, as a datetime in UTC without a zone: when the disk last saw it change.

    Its own ``stamp``, which whoever handed it in can write as they like, counts where it agrees.
    """
    stats = [os.fstat(handle)]
    for name in sorted(os.listdir(handle)):
        if name.endswith(".ipynb") or name == FIGURES:
            stats.append(os.stat(name, dir_fd=handle, follow_symlinks=False))
    changed = arrived(folder, stats)
    return stamp if changed - HANDING_IN <= stamp <= changed else changed


def receipt(path: str, stamp: Any) -> Any:
    """When what lies at ``path`` in the exchange came, by this desk's own receipt; ``stamp`` is what its name
    says (both UTC without a zone), and all there is of one that cannot be looked into."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows, where there is no exchange
        return stamp
    try:
        with _opened(path, None) as handle:
            return _received(path, handle, stamp)
    except (Fault, OSError):
        return stamp


def arrived(folder: Path | str, stats: Iterable[os.stat_result]) -> datetime:
    """The latest change that the disk knows of, UTC without a zone, never later than now.

    ``stats`` are those of the files of one hand-in. The time of change is the machine's own: a file's owner
    can set the other times, and not this one.
    """
    latest = max(one.st_ctime for one in stats)
    return min(datetime.fromtimestamp(latest, UTC), datetime.now(UTC)).replace(tzinfo=None)


def _stamp(path):
    """The time in a stamp's file (UTC without a zone), None where there is none to be read."""
    try:
        return _parsed(path.read_bytes())
    except OSError:
        return None


def _parsed(data):
    try:
        return parse_utc(data.decode("utf-8").strip())
    except Exception:  # ValueError, OverflowError and what else a date can come to
        return None


def _secret(data):
    """What a learner's page of feedback is found by, b"" where it is missing or no text."""
    try:
        text = (data or b"").decode("ascii").strip()
    except UnicodeDecodeError:
        return b""
    return text.encode() if text.isprintable() and 0 < len(text) <= MOST_SECRET else b""


def _handed_in(folder, owner=None):
    """``{name: bytes}`` of the files right in ``folder`` that a hand-in may have, all of them ``owner``'s.

    They are read through the folder's own handle, so that it does not help to put another in its place
    meanwhile. Raises Fault, OSError.
    """
    with _opened(folder, owner) as handle:
        return {
            name: _read(Path(name), handle, owner)
            for name in sorted(os.listdir(handle))
            if name.endswith(".ipynb") or name in (FIGURES, STAMP, SECRET)
        }


@contextlib.contextmanager
def _opened(folder, owner):
    """A handle of a folder that is no link, and `owner`'s (anybody's if None). Raises Fault, OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _owned(os.fstat(handle), owner)
        yield handle
    finally:
        os.close(handle)


def _owned(found, owner):
    if owner is not None and found.st_uid != owner:
        raise Fault("other_owner")


def _the_notebook(files, wanted, known):
    """(file name, bytes) of the one that is handed in: by its right name, else the only one of the kind."""
    right = known[wanted]
    if right in files:
        name = assignment_of(files[right], known)
        if name != wanted:
            raise Fault("other_assignment", assignment=name)
        return right, files[right]
    fitting = []
    for name, data in files.items():
        if name.endswith(".ipynb"):
            try:
                fitting += [(name, data)] if assignment_of(data, known) == wanted else []
            except Fault:
                continue
    if len(fitting) != 1:
        raise Fault("several" if fitting else "none", name=right)
    return fitting[0]


class _Words:
    """Who has handed in which words, by a digest of them. Each file in ``submitted/`` is read once."""

    def __init__(self, course: Any, assignment: Any) -> None:
        self._of, self._by = {}, {}
        for path in (course / "submitted").glob(f"*/{assignment}/*.ipynb"):
            with contextlib.suppress(OSError, Fault):
                self._note(path.parts[-3], _words(_read(path)))

    def others(self, learner, notebook):
        """The other learners with the very words of this ``notebook`` of ``learner``'s."""
        words = _words(notebook)
        self._note(learner, words)
        return sorted(self._by[words] - {learner}) if words else []

    def _note(self, learner, words):
        self._by.get(self._of.pop(learner, None), set()).discard(learner)
        if words:
            self._of[learner] = words
            self._by.setdefault(words, set()).add(learner)


def _words(data):
    """A digest of a notebook's answers, "" where they are too few to say anything."""
    try:
        cells = json.loads(as_text(data))["cells"]
        words = "\n".join(
            "".join(cell["source"])
            for cell in cells
            if cell.get("metadata", {}).get("nbgrader", {}).get("solution")
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() if len(words) >= FEW_SIGNS else ""


def _read(path, folder=None, owner=None):
    """The bytes of an ordinary file (in the folder with that handle) that is not too large.

    Raises Fault, OSError.
    """
    with _ordinary(path, folder, owner, MOST_BYTES) as file:
        return file.read(MOST_BYTES + 1)


@contextlib.contextmanager
def _ordinary(path, folder=None, owner=None, most=None):
    """An ordinary file, open for reading: no link, no pipe. Raises Fault, OSError."""
    found = os.stat(path, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode):
        raise Fault("link")
    if most is not None and found.st_size > most:
        raise Fault("too_large", most=most // 1_000_000)
    # a link put in its place since must not be followed, nor a pipe waited for
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0), dir_fd=folder), "rb") as file:
        _owned(os.fstat(file.fileno()), owner)
        yield file


# -- By mail -------------------------------------------------------------------------------------------------


def take_in(
    folder: Path,
    files: Iterable[Path] = (),
    learner: str | None = None,
    again: bool | Collection[tuple[str, str]] = False,
) -> Report:
    """Take notebooks, folders or zip files into the course ``folder`` and return a `Report`.

    Without ``files``: all that lies in its ``inbox/``. ``learner`` says who wrote them all. A hand-in that
    would replace another is refused unless ``again``, which keeps the earlier one in ``submitted-earlier/``;
    it may be true of some alone, (assignment, learner).
    """
    known, report = released(folder), Report()
    files, found = [Path(file) for file in files], []
    report.refused += [(file.name, fault) for file in files if (fault := _passed_over(file, known))]
    for names, path in _given(folder, files, known, report):
        try:
            found += _notebooks(path, names, learner, known, folder, report)
        except Fault as fault:
            report.refused.append((path.name, _placed(fault, path, folder)))
        except OSError:
            report.refused.append((path.name, _placed(Fault("unreadable"), path, folder)))
        except Exception:  # each file is its own: whatever is wrong with it, the others are taken
            report.refused.append((path.name, _placed(Fault("no_notebook"), path, folder)))
    found = _without_untouched(found, folder, known, report)
    for one in _one_each(found, report):
        try:
            _lay(folder, one, known[one.assignment], again, report)
        except OSError:
            report.refused.append((one.file, Fault("unwritable")))
    return report


def _passed_over(path, known):
    """Why a file that somebody names is left where all of a folder would be: a Fault, or None."""
    if not path.is_file():
        return None
    if path.name.startswith("."):
        return Fault("other_kind")
    if not senders.is_figures(path.name):
        return None
    beside = {one.name for one in path.parent.iterdir() if one.is_file()}
    notebooks = filter(senders.NOTEBOOK.search, beside)
    alone = all(_figures_of(name, beside, known) != path.name for name in notebooks)
    return Fault("figures_alone") if alone else None


def _placed(fault, path, folder):
    """``fault`` with the folder in the inbox that its file lies in, for many files are called the same."""
    with contextlib.suppress(ValueError):
        above = Path(path).relative_to(folder / INBOX).parent
        fault.place = "" if above == Path() else above.as_posix()
    return fault


def _given(folder, files, known, report):
    """Pairs of the names that the folders around a file may be, outermost first, and the file.

    A folder in the inbox is a learner's. One that is named in the command may be everybody's.
    """
    inbox = not files
    if inbox:
        (folder / INBOX).mkdir(exist_ok=True)
        files = sorted((folder / INBOX).iterdir())
    for path in files:
        if path.is_symlink() or not path.is_dir():
            yield [], path
            continue
        there = list(_walked(path, report))
        chains = [senders.folder_names(parts, _own_names(known)) for parts, _ in there]
        for names, (_, file) in zip(chains if inbox else senders.one_level_down(chains), there, strict=True):
            yield names, file


def _walked(path, report):
    for place, inner, names in os.walk(path):  # follows no links
        inner.sort()
        parts = (path.name, *Path(place).relative_to(path).parts)
        for name in [name for name in inner if Path(place, name).is_symlink()]:
            report.refused.append((name, Fault("link")))
        if "__MACOSX" in parts or any(part.startswith(".") for part in parts[1:]):
            continue
        for name in sorted(names):
            yield parts, Path(place, name)


def _notebooks(path, names, learner, known, folder, report):
    """What one file holds. A notebook's figures are those that lie beside it."""
    if path.name.startswith(".") or senders.is_figures(path.name):
        return []
    if path.is_symlink():
        raise Fault("link")
    if not path.exists():
        raise Fault("missing")
    moment = arrived(path, [path.lstat()])
    if path.suffix.lower() == ".zip":
        return _zipped(path, names, learner, known, moment, folder, report)
    if not senders.NOTEBOOK.search(path.name):
        raise Fault("other_kind")
    data = _read(path)
    assignment = assignment_of(data, known)
    beside = {
        one.name: one for one in path.parent.iterdir() if one.is_file() and not one.name.startswith(".")
    }
    figures = _figures_of(path.name, beside, known)
    own = _read(beside[figures]) if figures else None
    who = _whose([*names, senders.before_own_name(path.name, _own_names(known))], learner)
    return [_Found(path.name, assignment, who, moment, data, own, str(path.parent))]


def _figures_of(name, beside, known):
    """The file of figures that belongs to the notebook ``name``, of the names ``beside`` it, or None.

    It is the only one for the only notebook of that person, else the one with the same copy's number.
    """
    own = _own_names(known)

    def person(one):
        return senders.before_own_name(one, own).casefold()

    mine = [one for one in beside if senders.is_figures(one) and person(one) == person(name)]
    rivals = [one for one in beside if senders.NOTEBOOK.search(one) and person(one) == person(name)]
    if len(rivals) > 1 or len(mine) > 1:
        number = senders.copy_number(name)
        mine = [one for one in mine if senders.copy_number(one) == number]
        rivals = [one for one in rivals if senders.copy_number(one) == number]
    return mine[0] if len(mine) == 1 and len(rivals) == 1 else None


def _own_names(known):
    return {*known, *(Path(name).stem for name in known.values()), Path(FIGURES).stem}


def _whose(names, learner=None):
    """The learner: the one asked for, else the first of ``names``. Raises Fault."""
    if learner is not None:
        return learner_name(learner)
    for name in names:
        if name:
            return learner_name(name)
    raise Fault("no_learner")


def _zipped(path, names, learner, known, moment, folder, report):
    """The hand-ins in a zip. Each of its files is its own try."""
    members, refused = _members(path)
    found, others = [], []
    notebooks = [(inner, data) for inner, data in members if not senders.is_figures(inner[-1])]
    readable = []
    for inner, data in notebooks:
        name = f"{path.name}: {inner[-1]}"
        try:
            readable.append((inner, data, assignment_of(data, known)))
        except Fault as fault:
            (others if _is_ours(data) else refused).append((name, fault))
    chains = _chains([inner for inner, _, _ in readable], known)
    for (inner, data, assignment), inside in zip(readable, chains, strict=True):
        name = f"{path.name}: {inner[-1]}"
        try:
            chain = [*names, *_zip_names(path, inside, len(readable), folder, known)]
            who = _whose(chain, learner)
            beside = {other[-1]: entry for other, entry in members if other[:-1] == inner[:-1]}
            figures = _figures_of(inner[-1], beside, known)
            own = beside[figures] if figures else None
            found.append(_Found(name, assignment, who, moment, data, own, f"{path}/{inner[:-1]}"))
        except Fault as fault:
            refused.append((name, fault))
    others += [one for one in refused if found and one[1].key == "other_kind"]
    report.refused += [one for one in refused if one not in others]
    if found and others:
        report.left.append((path.name, len(others)))
    elif others:
        report.refused += [one for one in others if one not in report.refused]
    return found


def _is_ours(data):
    """Whether a notebook is a page of the course and no hand-in: somebody has sent the whole folder."""
    try:
        block = _course_block(data)
    except Fault:
        return False
    return isinstance(block, dict) and isinstance(block.get("kind"), str) and "assignment" not in block


def _chains(places, known):
    """The names that may be the writer's, for each of a zip's notebooks (its folders and its own name)."""
    chains = []
    for *folders, file in places:
        stem = senders.NOTEBOOK.sub("", file)
        before = senders.before_own_name(file, _own_names(known))
        chain = (
            [before]
            if senders.named_by_platform(stem)
            else [*senders.folder_names(folders, _own_names(known)), before]
        )
        chains.append([name for name in chain if name])
    return senders.one_level_down(chains)


def _zip_names(path, inside, hand_ins, folder, known):
    """The names ``inside`` a zip and its own, in the order in which they are believed."""
    own = senders.folder_names([path.stem], _own_names(known))
    if own and (senders.named_by_platform(path.stem) or _is_known(own[0], folder)):
        return [*own, *inside]
    # a zip of one hand-in may be called by its writer's name
    return [*inside, *own] if hand_ins == 1 else inside


def _is_known(name, folder):
    try:
        return any(one.casefold() == name.casefold() for one in os.listdir(folder / "submitted"))
    except OSError:
        return False


def _members(path):
    """A zip's files that may be of a hand-in, (folders and name, bytes), and those refused, (name, Fault).

    Raises Fault where nothing of it can be used, OSError.
    """
    members, refused, rest = [], [], MOST_IN_ZIP
    with _ordinary(path) as file:
        try:
            archive = zipfile.ZipFile(file)
            entries = archive.infolist()
        except Exception:  # zipfile promises no list of what it raises for a broken file
            raise Fault("broken_zip") from None
        if len(entries) > MOST_FILES:
            raise Fault("too_much")
        for entry in entries:
            try:
                inner = senders.entry_path(entry)
            except Exception:
                refused.append((path.name, Fault("broken_zip")))
                continue
            if not inner[-1] and len(inner) > 1:
                continue  # a folder
            if "__MACOSX" in inner or any(part.startswith(".") and part != ".." for part in inner):
                continue
            try:
                data = _member(archive, entry, inner)
            except Fault as fault:
                refused.append((f"{path.name}: {inner[-1]}", fault))
                continue
            rest -= len(data)
            if rest < 0:
                raise Fault("too_much")
            members.append((inner, data))
    keys = {fault.key for _, fault in refused}
    if not members and keys and keys <= {"broken_zip", "locked_zip"}:
        raise refused[0][1]
    return members, refused


def _member(archive, entry, inner):
    """The bytes of one file in a zip, at most one more than is allowed. Raises Fault."""
    _safe(entry, inner)
    try:
        with archive.open(entry) as file:
            return file.read(MOST_BYTES + 1)
    except NotImplementedError:
        raise Fault("broken_zip") from None
    except RuntimeError:  # zipfile's word for a password
        raise Fault("locked_zip") from None
    except Exception:  # each kind of compression has errors of its own
        raise Fault("broken_zip") from None


def _safe(entry, inner):
    """Raise Fault unless a zip's entry is an ordinary file that stays where it is put, and one of ours."""
    if ".." in inner or inner[0] == "" or ":" in inner[0]:
        raise Fault("outside")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Fault("link")
    if entry.flag_bits & 1:
        raise Fault("locked_zip")
    if not senders.NOTEBOOK.search(inner[-1]) and not senders.is_figures(inner[-1]):
        raise Fault("other_kind")


def owners(folder: Path) -> Iterator[Any]:
    """Who wrote what lies in ``inbox/``: pairs of a file and {what is in it: a learner, "" for nobody known}.

    Of a zip that is each of its members, of any other file the file itself (the key is "").
    """
    known = released(folder)
    for names, path in _given(folder, (), known, Report()):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix.lower() != ".zip":
            yield path, {"": _known_learner([*names, senders.before_own_name(path.name, _own_names(known))])}
            continue
        try:
            with zipfile.ZipFile(path) as archive:
                entries = {entry.filename: senders.entry_path(entry) for entry in archive.infolist()}
        except Exception:  # as in `_members`
            entries = {}
        inner = {name: place for name, place in entries.items() if place[-1]}
        chains = dict(zip(inner, _chains(inner.values(), known), strict=True))
        hand_ins = sum(bool(senders.NOTEBOOK.search(place[-1])) for place in inner.values())
        yield (
            path,
            {
                name: _known_learner([*names, *_zip_names(path, chains[name], hand_ins, folder, known)])
                for name in inner
            },
        )


def _known_learner(names):
    try:
        return _whose(names)
    except Fault:
        return ""


def _without_untouched(found, folder, known, report):
    """Without those that nobody has written in, where they came together with others of that learner.

    Who sends their whole folder has not handed in every reflection in it.
    """
    kept = []
    for one in found:
        others = [other for other in found if other.learner == one.learner and other is not one]
        released = folder / "release" / one.assignment / known[one.assignment]
        if others and _sources(one.notebook) == _sources(_bytes(released) or b""):
            report.left.append((one.file, 1))
        else:
            kept.append(one)
    return kept


def _sources(data):
    try:
        return ["".join(cell.get("source", "")) for cell in json.loads(as_text(data))["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _one_each(found, report):
    """Without those where two different notebooks claim to be one learner's."""
    groups = {}
    for one in found:
        groups.setdefault((one.assignment, one.learner.casefold()), []).append(one)
    for group in groups.values():
        if len({one.notebook for one in group}) == 1:
            # the one that has its figures with it
            yield max(group, key=lambda one: one.figures is not None)
        else:
            fault = Fault("two", learner=group[0].learner)
            report.refused += [(one.file, fault) for one in group]


def _lay(folder, one, name, again, report):
    """Lay one hand-in among the others, unless it would take the place of another. Raises OSError."""
    same = (path.name for path in (folder / "submitted").glob("*") if path.is_dir())
    learner = next((old for old in same if old.casefold() == one.learner.casefold()), one.learner)
    there = folder / "submitted" / learner / one.assignment
    figures = one.figures if one.figures is not None and len(one.figures) <= MOST_FIGURES else None
    tidy(there.parent)
    if there.exists():
        same_words = _bytes(there / name) == as_utf8(one.notebook)
        if same_words and (figures is None or _bytes(there / FIGURES) == figures):
            report.already.append((one.assignment, learner))
            return
        # figures that were asked for and came after the words take no words' place
        replacing = again if isinstance(again, bool) else (one.assignment, learner) in again
        if not replacing and not (same_words and _bytes(there / FIGURES) is None):
            report.refused.append((one.file, Fault("again", learner=learner, assignment=one.assignment)))
            return
        if not same_words:
            kept = datetime.now(UTC).strftime("%Y-%m-%d %H.%M.%S.%f")
            shutil.copytree(there, folder / EARLIER / learner / one.assignment / kept)
    files = {name: as_utf8(one.notebook), STAMP: one.moment.strftime(STAMPS).encode()}
    # there is no page in the exchange to be found by it, but nbgrader asks every hand-in for one
    files[SECRET] = _bytes(there / SECRET) or secrets.token_hex(64).encode()
    if figures is not None:
        files[FIGURES] = figures
    swap_folder(files, there)
    # what was seen in the exchange before is older than this
    (there.parent / f".{one.assignment}.json").unlink(missing_ok=True)
    report.taken.append((one.assignment, learner, FIGURES in files))


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError:
        return None
