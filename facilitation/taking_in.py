"""Takes hand-ins in, from the exchange or by mail, and believes nothing of what lies in them.

`Collect` stands where nbgrader's collecting of the exchange does (see `facilitation.nbgrader_settings`).
`take_in` is for notebooks that came another way: it checks them, lays what is whole in
``downloaded/<assignment>/archive/<learner>/`` and lets nbgrader's own zip_collect do the rest.

Which assignment a notebook belongs to is read from the notebook itself. Who wrote it is not in there: that
is the folder it lies in, the name asked for, or what stands before its own name (``Bente - why-network``).
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange.default.collect import ExchangeCollect
from traitlets import Bool, default

from exercises.texts import Texts
from facilitation.desk_folder import INBOX
from facilitation.exchange import assignments
from facilitation.language import TEXTS, choose
from facilitation.laying import write_whole

EARLIER = "submitted-earlier"
FIGURES = "figures.json"
STAMP, SECRET = "timestamp.txt", "submission_secret.txt"
STAMPS = "%Y-%m-%d %H:%M:%S.%f UTC"

# A reflection is some 30 kB; with pasted pictures it may be more, but nobody reads such a one in a browser.
MOST_BYTES = 20_000_000
MOST_FIGURES = 1_000_000
MOST_IN_ZIP = 200_000_000
MOST_FILES = 2_000

# Folder names in nbgrader's tree and in its gradebook. `+` parts a hand-in's name, `*?[]` search.
LEARNER = re.compile(r"[^\W_][\w .@-]{0,62}[\w]|[^\W_]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
NO_LEARNER = {"archive", "arkiv", "download", "downloads", "overførsler", "reflections", "submissions", INBOX}
COPY = re.compile(r"(?:\s*\(\d+\)|-Copy\d+|\s*-?\s*(?:kopi|copy))+$", re.IGNORECASE)


class Fault(Exception):
    """Why a file was not taken: ``key`` is a key under ``not_taken`` in ``texts/taking_in.toml``."""

    def __init__(self, key, **names):
        super().__init__(key)
        self.key, self.names = key, names


@dataclass
class Report:
    """What was ``taken`` (assignment, learner, whether its figures came along), what lay there ``already``,
    and what was ``refused`` (file, Fault)."""

    taken: list = field(default_factory=list)
    already: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def lines(self, language):
        """The report as sentences in one language."""
        t = Texts("taking_in", language, folder=TEXTS)
        for assignment, learner, figures in self.taken:
            yield t("taken" if figures else "taken_without_figures", learner=learner, assignment=assignment)
        for assignment, learner in self.already:
            yield t("already", learner=learner, assignment=assignment)
        for file, fault in self.refused:
            yield sentence(t, file, fault)
        if not (self.taken or self.already or self.refused):
            yield t("nothing")


def sentence(t, file, fault):
    """One refusal in words."""
    return t("not_taken.said", file=file, why=t(f"not_taken.{fault.key}", **fault.names))


@dataclass(frozen=True)
class _Found:
    """One notebook as it came: who wrote it and when (UTC), the file it came in, and its figures or None."""

    file: str
    assignment: str
    learner: str
    moment: datetime
    notebook: bytes
    figures: bytes | None


def released(folder):
    """``{assignment: its notebook's file name}`` of the course folder's releases."""
    return {
        name: next((folder / "release" / name).glob("*.ipynb")).name
        for name in assignments(folder / "release")
    }


def assignment_of(data, known):
    """The assignment that a notebook (bytes) says it belongs to, one of ``known``. Raises Fault."""
    if len(data) > MOST_BYTES:
        raise Fault("too_large", most=MOST_BYTES // 1_000_000)
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        raise Fault("no_notebook") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Fault("no_notebook")
    metadata = notebook.get("metadata")
    course = metadata.get("course") if isinstance(metadata, dict) else None
    name = course.get("assignment") if isinstance(course, dict) else None
    if not isinstance(name, str) or name not in known:
        raise Fault("other_course")
    return name


def learner_name(text):
    """``text`` as a learner's name in nbgrader's folders, in one Unicode form. Raises Fault."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not LEARNER.fullmatch(name) or RESERVED.fullmatch(name):
        raise Fault("bad_name", name=text[:60])
    return name


# -- The exchange --------------------------------------------------------------------------------------------


class Collect(ExchangeCollect):
    """nbgrader's collecting, but one bad hand-in stops nobody else's, and no link is followed.

    A learner owns the folder they handed in, and a link in it would be read with the facilitator's rights.
    What cannot be taken is said in the log that formgrader shows.
    """

    own_accounts = Bool(
        help="Whether each learner has a Unix account: then a hand-in is theirs only if they own its files.",
    ).tag(config=True)

    @default("own_accounts")
    def _own_accounts_default(self):
        return bool(os.environ.get("NETVAERK_OWN_ACCOUNTS"))

    def init_src(self):
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def _path_to_record(self, path):
        name = os.path.basename(path)
        try:
            record = super()._path_to_record(path)
            learner_name(record["username"])
            with _opened(Path(path), self._owner(record["username"])):
                return record
        except Fault as fault:
            self._say(name, fault if fault.key == "other_owner" else Fault("bad_hand_in"))
        except Exception:  # nbgrader's own, and whatever a strange date gives
            self._say(name, Fault("bad_hand_in"))
        return {"username": "", "filename": name, "timestamp": datetime.min}

    def _owner(self, learner):
        """The number of the account that must own a hand-in, None where any may."""
        if not self.own_accounts:
            return None
        import pwd  # not on Windows

        return pwd.getpwnam(learner).pw_uid

    def do_copy(self, src, dest, log=None):
        known = released(Path(self.coursedir.root))
        wanted = self.coursedir.assignment_id
        learner = os.path.basename(os.path.dirname(dest))
        try:
            files = _handed_in(Path(src), self._owner(learner))
            name, notebook = _the_notebook(files, wanted, known)
            if name != known[wanted]:
                self._say(f"{learner}/{name}", None, "renamed", name=known[wanted])
            os.makedirs(dest)
            for file in (FIGURES, STAMP, SECRET):
                if file in files:
                    Path(dest, file).write_bytes(files[file])
            Path(dest, known[wanted]).write_bytes(notebook)
        except Fault as fault:
            self._say(learner, fault)
        except OSError:
            self._say(learner, Fault("unreadable"))
        else:
            for other in _same_words(Path(self.coursedir.root), wanted, learner, notebook):
                self._say(learner, None, "same_words", learner=learner, other=other)

    def _say(self, file, fault, key=None, **names):
        t = Texts("taking_in", choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ), folder=TEXTS)
        self.log.warning("%s", sentence(t, file, fault) if fault else t(key, file=file, **names))


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


def _same_words(course, assignment, learner, notebook):
    """The other learners whose hand-in has the very same answers, long enough not to be chance."""
    mine = _words(notebook)
    if len(mine) < 200:
        return []
    others = sorted((course / "submitted").glob(f"*/{assignment}/*.ipynb"))
    return [
        path.parts[-3] for path in others if path.parts[-3] != learner and _words(path.read_bytes()) == mine
    ]


def _words(data):
    try:
        cells = json.loads(data)["cells"]
        return "\n".join(
            "".join(cell["source"])
            for cell in cells
            if cell.get("metadata", {}).get("nbgrader", {}).get("solution")
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _read(path, folder=None, owner=None):
    """The bytes of an ordinary file (in the folder with that handle) that is not too large.

    Raises Fault, OSError.
    """
    found = os.stat(path, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode):
        raise Fault("link")
    if found.st_size > MOST_BYTES:
        raise Fault("too_large", most=MOST_BYTES // 1_000_000)
    # a link put in its place since must not be followed, nor a pipe waited for
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags, dir_fd=folder), "rb") as file:
        _owned(os.fstat(file.fileno()), owner)
        return file.read(MOST_BYTES + 1)


# -- By mail -------------------------------------------------------------------------------------------------


def take_in(folder, files=(), learner=None, again=False):
    """Take notebooks, folders or zip files into the course ``folder`` and return a `Report`.

    Without ``files``: all that lies in its ``inbox/``. ``learner`` says who wrote them all. A hand-in that
    would replace another is refused unless ``again``, which keeps the earlier one in ``submitted-earlier/``.
    """
    known, report = released(folder), Report()
    found = []
    for parts, path in _given(folder, files, report):
        try:
            found += _notebooks(path, parts, learner, known, report)
        except Fault as fault:
            report.refused.append((path.name, fault))
        except OSError:
            report.refused.append((path.name, Fault("unreadable")))
    for one in _one_each(found, report):
        _lay(folder, one, known[one.assignment], again, report)
    return report


def _given(folder, files, report):
    """Pairs of the folder names above a file, outermost first, and the file."""
    if not files:
        (folder / INBOX).mkdir(exist_ok=True)
        files = sorted((folder / INBOX).iterdir())
    for path in map(Path, files):
        if path.is_symlink() or not path.is_dir():
            yield (), path
            continue
        for place, inner, names in os.walk(path):  # follows no links
            inner.sort()
            parts = (path.name, *Path(place).relative_to(path).parts)
            for name in [name for name in inner if Path(place, name).is_symlink()]:
                report.refused.append((name, Fault("link")))
            for name in sorted(names):
                yield parts, Path(place, name)


def _notebooks(path, parts, learner, known, report):
    """What one file holds. A notebook's figures are those that lie beside it."""
    if path.name.startswith(".") or path.name == FIGURES:
        return []
    if path.is_symlink():
        raise Fault("link")
    if not path.exists():
        raise Fault("missing")
    moment = min(datetime.fromtimestamp(path.lstat().st_mtime, UTC), datetime.now(UTC))
    if path.suffix.lower() == ".zip":
        return _zipped(path, parts, learner, known, moment, report)
    if path.suffix.lower() != ".ipynb":
        raise Fault("other_kind")
    data = _read(path)
    assignment = assignment_of(data, known)
    beside = [one for one in path.parent.glob("*.ipynb") if one != path]
    figures = path.with_name(FIGURES)
    own = _read(figures) if figures.exists() and not beside else None
    who = learner_name(learner) if learner else _whose(parts, path.name, known)
    return [_Found(path.name, assignment, who, moment, data, own)]


def _zipped(path, parts, learner, known, moment, report):
    found, rest = [], MOST_IN_ZIP
    members, places = {}, {}
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise Fault("too_much")
            for entry in entries:
                inner = entry.filename.replace("\\", "/").split("/")
                name = f"{path.name}: {inner[-1]}"
                if inner[0] == "__MACOSX" or inner[-1].startswith("."):
                    continue
                try:
                    _safe(entry, inner)
                    data = archive.open(entry).read(MOST_BYTES + 1)
                except Fault as fault:
                    report.refused.append((name, fault))
                    continue
                rest -= len(data)
                if rest < 0:
                    raise Fault("too_much")
                members[tuple(inner)] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise Fault("broken_zip") from None
    except RuntimeError:  # zipfile's word for a password
        raise Fault("locked_zip") from None
    for inner in members:
        if inner[-1] != FIGURES:
            places.setdefault(inner[:-1], []).append(inner)
    for place, notebooks in places.items():
        for inner in notebooks:
            name = f"{path.name}: {inner[-1]}"
            try:
                assignment = assignment_of(members[inner], known)
                above = _above(parts, path, place, len(members))
                who = learner_name(learner) if learner else _whose(above, inner[-1], known)
            except Fault as fault:
                report.refused.append((name, fault))
                continue
            own = members.get((*place, FIGURES)) if len(notebooks) == 1 else None
            found.append(_Found(name, assignment, who, moment, members[inner], own))
    return found


def _safe(entry, inner):
    """Raise Fault unless a zip's entry is an ordinary file that stays where it is put, and one of ours."""
    if ".." in inner or inner[0] == "" or ":" in inner[0]:
        raise Fault("outside")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Fault("link")
    if entry.flag_bits & 1:
        raise Fault("locked_zip")
    if not inner[-1].endswith(".ipynb") and inner[-1] != FIGURES:
        raise Fault("other_kind")


def _whose(parts, file, known):
    """The learner: what stands before the notebook's own name, else the nearest folder that is a name."""
    stems = {Path(name).stem for name in known.values()}
    stem = COPY.sub("", Path(file).stem)
    for own in sorted((*known, *stems), key=len, reverse=True):
        if stem.casefold().endswith(own.casefold()) and (before := stem[: -len(own)].rstrip(" -_")):
            return learner_name(before)
    for part in reversed(parts):
        name = COPY.sub("", part)
        if name.casefold() not in NO_LEARNER and name not in known and name not in stems:
            return learner_name(name)
    raise Fault("no_learner")


def owners(folder):
    """Who wrote what lies in ``inbox/``: pairs of a file and {what is in it: a learner, "" for nobody known}.

    Of a zip that is each of its members, of any other file the file itself (the key is "").
    """
    known = released(folder)
    for parts, path in _given(folder, (), Report()):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix.lower() != ".zip":
            yield path, {"": _known_learner(parts, path.name, known)}
            continue
        try:
            with zipfile.ZipFile(path) as archive:
                members = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
            members = []
        inner = {member: member.replace("\\", "/").split("/") for member in members}
        yield (
            path,
            {
                member: _known_learner(_above(parts, path, place[:-1], len(members)), place[-1], known)
                for member, place in inner.items()
            },
        )


def _above(parts, path, place, members):
    """The folders above a zip's member, which may be names: the zip too where it holds one hand-in."""
    return (*parts, path.stem, *place) if members <= 2 else (*parts, *place)


def _known_learner(parts, file, known):
    try:
        return _whose(parts, file, known)
    except Fault:
        return ""


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
    """Give one hand-in to nbgrader's zip_collect, unless it would take the place of another."""
    same = (path.name for path in (folder / "submitted").glob("*") if path.is_dir())
    learner = next((old for old in same if old.casefold() == one.learner.casefold()), one.learner)
    there = folder / "submitted" / learner / one.assignment
    if there.exists():
        if _bytes(there / name) == one.notebook:
            report.already.append((one.assignment, learner))
            return
        if not again:
            report.refused.append((one.file, Fault("again", learner=learner, assignment=one.assignment)))
            return
        kept = datetime.now(UTC).strftime("%Y-%m-%d %H.%M.%S.%f")
        shutil.copytree(there, folder / EARLIER / learner / one.assignment / kept)
    files = {name: one.notebook, STAMP: one.moment.strftime(STAMPS).encode()}
    # releasing feedback stops at a hand-in without a secret
    files[SECRET] = secrets.token_hex(64).encode()
    if one.figures is not None and len(one.figures) <= MOST_FIGURES:
        files[FIGURES] = one.figures
    try:
        _zip_collect(folder, one.assignment, learner, files)
    except OSError:
        report.refused.append((one.file, Fault("unwritable")))
    else:
        report.taken.append((one.assignment, learner, FIGURES in files))


def _zip_collect(folder, assignment, learner, files):
    from nbgrader.apps.zipcollectapp import ZipCollectApp
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from facilitation.nbgrader_settings import configure

    place = folder / "downloaded" / assignment
    shutil.rmtree(place, ignore_errors=True)
    for name, data in files.items():
        write_whole(place / "archive" / learner / name, data)
    config = configure(Config(), folder, None)
    config.CourseDirectory.assignment_id = assignment
    app = ZipCollectApp(config=config, coursedir=CourseDirectory(config=config), force=True)
    app.log_level = "ERROR"
    app.init_plugins()
    app.extractor_plugin_inst.force = True
    try:
        app.extract_archive_files()
        app.process_extracted_files()
    except SystemExit as stop:  # nbgrader's way of saying that it could not
        raise OSError from stop
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError:
        return None
