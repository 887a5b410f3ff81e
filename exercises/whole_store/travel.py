"""All of a learner's own in one file, from one place to another: store, answers, feedback.

The file is a zip of JSON and HTML: ``course.json`` (what it is), ``store.json`` (see `Store.everything`) and
``reflections/<assignment>/`` with ``answers.json``, ``handed-in.json`` and ``feedback/*.html``. What comes in
is believed in nothing: no notebook and no database of a stranger's is opened, and only names and values that
a store of ours could hold are read.

Two stores become one value by value: of each field, and of each value in a row, the newer stands; every row
of both is kept. A row that was deleted in one place and not in the other is there again.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exercises.store import Store


from exercises.store import holds

NAME = {"da": "mit-netvaerk.zip", "en": "my-network.zip"}
ZIP = "application/zip"
MARK = {"netvaerk": 1}
MOST_BYTES = 50_000_000
MOST_IN_ZIP = 200_000_000
MOST_FILES = 3_000
REFLECTIONS = "reflections"
ANSWERS, HANDED_IN, FEEDBACK = "answers.json", "handed-in.json", "feedback"
EARLIER = "earlier-answers.txt"
ASSIGNMENT = re.compile(r"\d\d-[a-z0-9-]{1,60}-(?:da|en)")
ANSWER_FILE = re.compile(r"[\w.+-]{1,80}\.html")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
MOST_ID = 1 << 53

# Where the folder does not outlive the window (a browser): called with the path inside the learner's folder
# and the text of each file that was written here.
written: Callable[[str, str], None] | None = None
# There, too: called when a file was made, which is a copy of everything.
packed: Callable[[], None] | None = None


class NotOurs(Exception):
    """Nothing was taken from a file; ``key`` names the sentence under ``travel`` in texts/my_data.toml."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass
class Luggage:
    """What a file holds. ``answers``: {assignment: (moment, {cell: text})}, ``handed_in``: {assignment: [ISO
    moments]}, ``feedback``: {assignment: {file name: html}}."""

    fields: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    handed_in: dict = field(default_factory=dict)
    feedback: dict = field(default_factory=dict)


@dataclass
class Changes:
    """What taking a `Luggage` in would do; ``counts`` has ``new_fields``, ``newer_fields``, ``older_fields``,
    ``new_rows``, ``changed_rows``, ``new_answers``, ``newer_answers``, ``older_answers`` and ``feedback``."""

    fields: list
    rows: list
    answers: dict
    handed_in: dict
    feedback: dict
    counts: Counter

    @property
    def nothing(self) -> bool:
        return not (self.fields or self.rows or self.answers or self.handed_in or self.feedback)


def pack(store: Store) -> bytes:
    """The bytes of the file."""
    home = _home(store)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("course.json", json.dumps(MARK | {"made": datetime.now().isoformat("T", "seconds")}))
        archive.writestr("store.json", json.dumps(store.everything(), ensure_ascii=False))
        for path in sorted((home / REFLECTIONS).glob("*")):
            if not ASSIGNMENT.fullmatch(path.name) or not path.is_dir():
                continue
            inside = f"{REFLECTIONS}/{path.name}"
            moment, answers = _own_answers(path)
            if answers:
                held = json.dumps({"changed": moment, "answers": answers}, ensure_ascii=False)
                archive.writestr(f"{inside}/{ANSWERS}", held)
            if (path / HANDED_IN).is_file():
                archive.writestr(f"{inside}/{HANDED_IN}", (path / HANDED_IN).read_bytes())
            for answer in sorted((path / FEEDBACK).rglob("*.html")):
                name = "-".join(
                    re.sub(r"[^\w.+-]+", "_", part) for part in answer.relative_to(path / FEEDBACK).parts
                )
                archive.writestr(f"{inside}/{FEEDBACK}/{name[-80:]}", answer.read_bytes())
    if packed is not None:
        packed()
    return made.getvalue()


def read(data: bytes) -> Luggage:
    """The `Luggage` in the bytes of a file. Raises NotOurs."""
    if len(data) > MOST_BYTES:
        raise NotOurs("too_large")
    members, left = {}, MOST_IN_ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise NotOurs("too_large")
            for entry in entries:
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise NotOurs("too_large")
                members[entry.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise NotOurs("broken") from None
    except RuntimeError:  # zipfile's word for a password
        raise NotOurs("broken") from None
    if "course.json" not in members or "store.json" not in members:
        raise NotOurs("foreign")
    try:
        mark = json.loads(members["course.json"])
        if not isinstance(mark, dict) or not isinstance(mark.get("netvaerk"), int):
            raise NotOurs("foreign")
        if mark["netvaerk"] > MARK["netvaerk"]:
            raise NotOurs("too_new")
        return _luggage(members)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotOurs("broken") from None


def _luggage(members):
    kept = json.loads(members["store.json"])
    rows = [_row(one) for one in kept["rows"]]
    # a card that was only opened was a row in earlier editions
    rows = [row for row in rows if row["key"] is not None or holds(row["data"])]
    luggage = Luggage([_field(one) for one in kept["fields"]], rows)
    for name, content in members.items():
        parts = name.split("/")
        if len(parts) < 3 or parts[0] != REFLECTIONS or not ASSIGNMENT.fullmatch(parts[1]):
            continue
        assignment, rest = parts[1], parts[2:]
        if rest == [ANSWERS]:
            held = json.loads(content)
            answers = {_text(cell, 64): _text(text, 1_000_000) for cell, text in held["answers"].items()}
            luggage.answers[assignment] = (_moment(held["changed"]), answers)
        elif rest == [HANDED_IN]:
            luggage.handed_in[assignment] = [_moment(one) for one in json.loads(content)]
        elif len(rest) == 2 and rest[0] == FEEDBACK and ANSWER_FILE.fullmatch(rest[1]):
            luggage.feedback.setdefault(assignment, {})[rest[1]] = content.decode("utf-8")
    return luggage


def _field(one):
    exercise, name, value, when = one
    return (_text(exercise, 200), _text(name, 500), value, _moment(when))


def _row(one):
    if type(one["id"]) is not int or not 0 < one["id"] < MOST_ID or not isinstance(one["data"], dict):
        raise ValueError("row")
    key = one["key"]
    return {
        "id": one["id"],
        "kind": _text(one["kind"], 200),
        "key": None if key is None else _text(key, 500),
        "data": one["data"],
        "created": _moment(one["created"]),
        "changed": _moment(one["changed"]),
        "times": {_text(name, 200): _moment(when) for name, when in one["times"].items()},
    }


def _text(value, most):
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("text")
    return value


def _moment(value):
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError("moment")
    return value


# ---- what would change -------------------------------------------------------------------------------------


def changes(store: Store, luggage: Luggage) -> Changes:
    """What taking ``luggage`` into the ``store`` would change, as `Changes`; nothing is written."""
    here = store.everything()
    counts = Counter()
    fields = _changed_fields(here["fields"], luggage.fields, counts)
    rows = _changed_rows(here["rows"], luggage.rows, counts)
    home = _home(store)
    answers = {}
    for assignment, (moment, theirs) in sorted(luggage.answers.items()):
        own_moment, own = _own_answers(home / REFLECTIONS / assignment)
        if own is None:
            continue  # an assignment that this course does not have
        taken = {}
        for cell, text in theirs.items():
            mine = own.get(cell, "")
            if not text.strip() or text == mine:
                continue
            if not mine.strip():
                counts["new_answers"] += 1
                taken[cell] = text
            elif (moment, text) > (own_moment, mine):
                counts["newer_answers"] += 1
                taken[cell] = text
            else:
                counts["older_answers"] += 1
        if taken:
            answers[assignment] = taken
    handed_in, feedback = {}, {}
    for assignment, moments in luggage.handed_in.items():
        before = _handed_in(home / REFLECTIONS / assignment)
        both = sorted({*before, *moments})
        if both != before:
            handed_in[assignment] = both
    for assignment, pages in luggage.feedback.items():
        new = {name: page for name, page in pages.items() if not _has(home, assignment, page)}
        if new:
            feedback[assignment] = new
            counts["feedback"] += len(new)
    return Changes(fields, rows, answers, handed_in, feedback, counts)


def _changed_fields(here, theirs, counts):
    mine = {(exercise, name): (value, when) for exercise, name, value, when in here}
    taken = []
    for exercise, name, value, when in theirs:
        if (exercise, name) not in mine:
            counts["new_fields"] += 1
            taken.append((exercise, name, value, when))
            continue
        own, own_when = mine[exercise, name]
        if own == value:
            continue
        # equal times: the same choice wherever the two meet
        if (when, _order(value)) > (own_when, _order(own)):
            counts["newer_fields"] += 1
            taken.append((exercise, name, value, when))
        else:
            counts["older_fields"] += 1
    return taken


def _changed_rows(here, theirs, counts):
    by_id = {row["id"]: row for row in here}
    by_key = {(row["kind"], row["key"]): row for row in here if row["key"] is not None}
    theirs, renamed = _numbered(by_id, by_key, theirs)
    taken = []
    for row in theirs:
        row = _pointing(row, renamed)
        keyed = by_key.get((row["kind"], row["key"])) if row["key"] is not None else None
        own = keyed or by_id.get(row["id"])
        if own is None:
            counts["new_rows"] += 1
            taken.append(row)
            continue
        both = _both(own, row)
        if both["data"] != own["data"]:
            counts["changed_rows"] += 1
            taken.append(both)
    return taken


def _numbered(by_id, by_key, theirs):
    """Their rows with numbers that are free here, and {their number: the number here}.

    Numbers are each row's own wherever it was made (`Store.add`), but stores begun before that counted 1, 2,
    3 …: there a number may be another row's.
    """
    renamed, free = {}, max((*by_id, *(row["id"] for row in theirs)), default=0)
    numbered = []
    for row in theirs:
        number = row["id"]
        keyed = by_key.get((row["kind"], row["key"])) if row["key"] is not None else None
        other = by_id.get(number)
        if keyed is not None:
            number = keyed["id"]
        elif other is not None and (other["kind"], other["created"]) != (row["kind"], row["created"]):
            free += 1
            number = free
        if number != row["id"]:
            renamed[row["id"]] = number
        numbered.append(row | {"id": number})
    return numbered, renamed


def _pointing(row, renamed):
    """The row with the numbers of other rows in it as they are here."""
    if not renamed:
        return row
    data = dict(row["data"])
    for name in ("person", "contact"):
        if data.get(name) in renamed:
            data[name] = renamed[data[name]]
    for name in ("people", "circles", *(("professional", "private") if row["kind"] == "person" else ())):
        if isinstance(data.get(name), list):
            data[name] = [renamed.get(one, one) if type(one) is int else one for one in data[name]]
    key = row["key"]
    if row["kind"] == "tie" and re.fullmatch(r"\d+-\d+", key or ""):
        ends = sorted(renamed.get(int(end), int(end)) for end in key.split("-"))
        key = "-".join(map(str, ends))
    return row | {"data": data, "key": key}


def _both(own, other):
    """One row out of two of the same: of each value the newer."""
    data, times = dict(own["data"]), dict(own["times"])
    for name, value in other["data"].items():
        when = _when(other, name)
        if name not in data or (when, _order(value)) > (_when(own, name), _order(data[name])):
            data[name] = value
            times[name] = when
    return own | {"data": data, "times": times, "changed": max(own["changed"], other["changed"])}


def _when(row, name):
    return row["times"].get(name) or row["times"].get("*") or row["created"]


def _order(value):
    return json.dumps(value, sort_keys=True)


# ---- taking it in ------------------------------------------------------------------------------------------


def take(store: Store, changes: Changes) -> None:
    """Write what `changes` found. The store changes as one; an answer that gives way is kept beside the
    others in ``earlier-answers.txt``. Raises StoreNotWritten, OSError."""
    store.keep_a_copy()
    store.take(changes.fields, changes.rows)
    home = _home(store)
    for assignment, taken in changes.answers.items():
        path = _notebook(home / REFLECTIONS / assignment)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        before = []
        for cell in notebook["cells"]:
            if is_answer(cell) and cell["id"] in taken:
                old = "".join(cell["source"])
                before += [f"{cell['id']}\n{old}\n"] if old.strip() else []
                cell["source"] = taken[cell["id"]]
        if before:
            earlier = path.with_name(EARLIER)
            kept = earlier.read_text(encoding="utf-8") if earlier.exists() else ""
            stamp = datetime.now().isoformat(" ", "minutes")
            _write(home, earlier, f"{kept}{stamp}\n\n" + "\n".join(before) + "\n")
        _write(home, path, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")
    for assignment, moments in changes.handed_in.items():
        _write(home, home / REFLECTIONS / assignment / HANDED_IN, json.dumps(moments))
    for assignment, pages in changes.feedback.items():
        for name, page in pages.items():
            _write(home, home / REFLECTIONS / assignment / FEEDBACK / name, page)


def _write(home, path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    if written is not None:
        written(path.relative_to(home).as_posix(), text)


def _home(store):
    return store.path.parent.parent


def _notebook(folder):
    found = sorted(folder.glob("*.ipynb"))
    stem = folder.name[3:-3]
    return next((path for path in found if path.stem == stem), found[0] if found else None)


def _own_answers(folder):
    """When the notebook in a reflection's folder was changed, and its answers; None where there is none."""
    path = _notebook(folder)
    if path is None:
        return "", None
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        answers = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"] if is_answer(cell)}
    except (OSError, ValueError, KeyError, TypeError):
        return "", None
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment, {cell: text for cell, text in answers.items() if text.strip()}


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether a notebook's cell is one that the learner writes in."""
    grading = cell.get("metadata", {}).get("nbgrader", {})
    return cell.get("cell_type") == "markdown" and bool(grading.get("solution"))


def _handed_in(folder):
    try:
        held = json.loads((folder / HANDED_IN).read_text(encoding="utf-8"))
        return [one for one in held if isinstance(one, str)]
    except (OSError, ValueError, TypeError):
        return []


def _has(home, assignment, page):
    folder = home / REFLECTIONS / assignment / FEEDBACK
    return any(path.read_text(encoding="utf-8") == page for path in Path(folder).rglob("*.html"))
