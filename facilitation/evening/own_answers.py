"""What people write of themselves for an evening on the hub, and what they are shown of it.

In a room it is one small file each, in the host's folder (`Folder`). The hub lays them there with the rights
of root in a folder that is somebody else's. So every step goes by a descriptor, follows no link, and gives
the file to whom the folder belongs. On Kubernetes the same ways lead to the exchange's database
(`facilitation.exchange_service.evenings`).
"""

import json
import os
import re
import secrets
from collections.abc import Collection, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from facilitation.evening import signup
from facilitation.problems import Problem

EVENING = "evening.json"  # the host's own file of the evening, in the same folder
FOLDER = "evening-answers"
FIELDS = ("name", "firm", "trade", "place", "competences", "wants", "language", "evenings", "knows")
LISTED = ("votes", "helps", "met")
TONIGHT = (*LISTED, "can", "wants", "others", "what", "so_what", "now_what", "promised", "ended")
MOST_TOLD = 200  # things told in one evening
LONGEST = 300  # letters of a field
MOST_BYTES = 20_000
MOST_PEOPLE = 2_000
_ACCOUNT = re.compile(r"[\w.@+~ -]{1,200}")
MOST_SHOWN = 5 << 20  # bytes of the host's file
# of the host's file, what a telephone needs
_SHOWN = ("date", "at", "place", "theme", "sender", "tables", "clock")


class NotSaid(Problem):
    """What is the matter with an answer."""

    where = "hub", "not_said"


class Place(Protocol):
    """Where answers lie, and the host's word about the evening."""

    def evening(self) -> dict[str, Any]:
        """The host's file of the evening, {} where there is none that can be read."""

    def of(self, account: str) -> dict[str, Any]:
        """What ``account`` has said, {} for nothing yet."""

    def everybody(self) -> dict[str, Any]:
        """``{account: what was said}``; what is no such answer is left out."""

    def put(self, account: str, kept: Mapping[str, Any]) -> None:
        """Keep all that ``account`` has said. Raises OSError where it cannot be kept."""


class Folder:
    """The `Place` in a host's folder."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    def evening(self) -> dict[str, Any]:
        try:
            handle = os.open(self.path / EVENING, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                kept = json.loads(file.read(MOST_SHOWN))
            return kept if isinstance(kept, dict) else {}
        except (OSError, ValueError, RecursionError):
            return {}

    def of(self, account: str) -> dict[str, Any]:
        return of(self.path, account)

    def everybody(self) -> dict[str, Any]:
        return everybody(self.path)

    def put(self, account: str, kept: Mapping[str, Any]) -> None:
        with _folder(self.path, make=True) as place:
            _write(place, f"{_safe(account)}.json", json.dumps(kept, ensure_ascii=False).encode())


def for_telephones(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What a telephone needs of the host's file ``kept``: neither votes nor offers nor who is on no list."""
    poll, made = kept.get("vote") or {}, kept.get("lists") or {}
    listed = {name: [[other, ""] for other, _ in row] for name, row in made.get("of", {}).items()}
    shown = {"date": ""} | {name: kept[name] for name in _SHOWN if name in kept}
    shown |= {"vote": {name: poll[name] for name in ("themes", "closed")}} if poll else {}
    return shown | {
        "lists": {"of": listed},
        "promises": {"before": (kept.get("promises") or {}).get("before", 0)},
    }


def keep(
    place: Path | Place,
    account: str,
    said: Mapping[str, str],
    comes: bool,
    evening: str,
    *,
    shown: str = "",
    language: str = "da",
    now: datetime | None = None,
) -> dict[str, Any]:
    """Keep what ``account`` says: ``said`` maps FIELDS to text; ``comes`` or not on ``evening`` (ISO or "").

    ``shown`` is the wording of the yes to being shown (see `signup.showing`) in ``language``, "" where the
    box is empty: then a yes given here before is taken back, and one given elsewhere stands.

    Gives what was kept. Raises NotSaid ``no_sign_up_name``, ``name_taken`` (by another account) and
    ``too_long``; OSError where it cannot be written.
    """
    kept: dict[str, Any] = {field: " ".join(str(said.get(field, "")).split()) for field in FIELDS}
    if not kept["name"]:
        raise NotSaid("no_sign_up_name")
    if long := next((field for field in FIELDS if len(kept[field]) > LONGEST), None):
        raise NotSaid("too_long", field=long, most=LONGEST)
    there = _place(place)
    others = (one for who, one in there.everybody().items() if who != account)
    if any(one["name"].casefold() == kept["name"].casefold() for one in others):
        raise NotSaid("name_taken", name=kept["name"])
    before = there.of(account)
    kept |= {"tonight": before.get("tonight", {})}
    kept |= {"comes": bool(comes), "evening": evening, "at": _moment(now)}
    kept |= {"shown": shown, "shown_in": language}
    kept |= {"hides": not shown and bool(before.get("shown") or before.get("hides"))}
    there.put(account, kept)
    return kept


def tell(place: Path | Place, account: str, evening: Any, told: Any, now: datetime | None = None) -> Any:
    """Keep what ``account`` tells during the ``evening`` by telephone, in place of what was told before.

    ``told`` maps some of TONIGHT to text, to lists of text (LISTED), to a number (``others``) or to whether
    (``promised``). Raises NotSaid ``no_sign_up_name`` where the account has not said who it is, and
    ``too_long``; OSError where it cannot be written.
    """
    there = _place(place)
    kept = there.of(account)
    if not kept:
        raise NotSaid("no_sign_up_name")
    told = {name: told[name] for name in TONIGHT if name in told}
    texts = [text for said in told.values() for text in (said if isinstance(said, list) else [said])]
    if any(isinstance(text, str) and len(text) > LONGEST for text in texts) or len(texts) > MOST_TOLD:
        raise NotSaid("told_too_long", most=LONGEST)
    moment = (now or datetime.now(UTC)).isoformat(timespec="microseconds")
    kept["tonight"] = told | {"evening": evening, "at": moment}
    there.put(account, kept)
    return kept


def _place(place: Path | Place) -> Place:
    return Folder(place) if isinstance(place, Path) else place


def _tonight(said):
    """What was told during an evening, {} for nothing that can be read."""
    if not isinstance(said, dict) or not {"evening", "at"} <= said.keys():
        return {}
    shapes = {name: list if name in LISTED else str for name in (*TONIGHT, "evening", "at")}
    shapes |= {"others": int, "promised": bool}
    known = {name: said[name] for name in shapes if name in said}
    whole = all(type(value) is shapes[name] for name, value in known.items())
    listed = [text for name in LISTED for text in known.get(name, [])] if whole else [0]
    return known if all(isinstance(text, str) for text in listed) else {}


def of(folder: Path, account: str) -> dict[str, Any]:
    """What ``account`` has said, {} for nothing yet."""
    with _folder(folder) as place:
        return _read(place, f"{_safe(account)}.json") if place is not None else {}


def everybody(folder: Path) -> dict[Any, Any]:
    """``{account: what was said}``; files that are no such answer are left out."""
    with suppress(OSError), _folder(folder) as place:
        names = sorted(os.listdir(place))[:MOST_PEOPLE] if place is not None else []
        there = {name.removesuffix(".json"): _read(place, name) for name in names if name.endswith(".json")}
        return {account: said for account, said in there.items() if said}
    return {}


def without(said: Mapping[str, Any], called: Collection[str]) -> dict[str, Any]:
    """What somebody has said, without whom they name of ``called`` (in small letters)."""
    knows = [part.strip() for part in said["knows"].split(",")]
    kept = [part for part in knows if part.casefold() not in called]
    found = dict(said) | ({} if kept == knows else {"knows": ", ".join(kept)})
    if met := said["tonight"].get("met"):
        left = [name for name in met if name.casefold() not in called]
        found |= {"tonight": said["tonight"] | {"met": left}}
    return found


def forget(folder: Path, account: str) -> None:
    """Take away what ``account`` has said."""
    with _folder(folder) as place, suppress(FileNotFoundError):
        if place is not None:
            os.unlink(f"{_safe(account)}.json", dir_fd=place)


def taken_in(
    sheet: list[signup.SignUp], said: Mapping[str, dict[str, Any]], evening: str
) -> list[signup.SignUp]:
    """The sign-ups ``sheet`` with what people said for ``evening`` (see :func:`everybody`) in it."""
    for one in said.values():
        if one["evening"] not in ("", evening):
            continue
        there = next((row for row in signup.coming(sheet, evening) if _is(row, one["name"])), None)
        away = any(_is(row, one["name"]) and _later(row.cancelled, one["at"]) for row in sheet)
        if not one["comes"]:
            sheet = signup.cancel(sheet, one["name"], evening) if there else sheet
        elif not away:
            sheet = signup.cancel(sheet, one["name"], evening, away=False)
            sheet = signup.sign_up(sheet, one["name"], "", evening, renew=True, now=_read_moment(one["at"]))
            sheet = [_with(row, one) if _is(row, one["name"], evening) else row for row in sheet]
            sheet = [_shown(row, one) if _is(row, one["name"], evening) else row for row in sheet]
    return sheet


def _with(row, one):
    """A sign-up that says what its owner says now, and what others were told elsewhere."""
    own = {field: one[field] for field in FIELDS[1:] if one[field]}
    return replace(row, about={field: text for field, text in row.about.items() if field not in FIELDS} | own)


def _shown(row, one):
    """The sign-up with the yes to being shown that was given or taken back here, unless the host wrote
    since that it is withdrawn."""
    if row.shown and _later(row.shown.withdrawn, one["at"]):
        return row
    if one["shown"]:
        return replace(row, shown=signup.Consent(one["shown"], one["shown_in"], one["at"]))
    if one["hides"] and row.may_be_shown and row.shown.given <= one["at"]:
        return replace(row, shown=replace(row.shown, withdrawn=one["at"]))
    return row


def _is(row, name, evening=None):
    return row.name.casefold() == name.casefold() and evening in (None, row.evening)


def _later(cancelled, at):
    return bool(cancelled) and cancelled > at


def _moment(now):
    return (now or datetime.now(UTC)).isoformat(timespec="seconds")


def _read_moment(text):
    return datetime.fromisoformat(text)


def _safe(account):
    if not _ACCOUNT.fullmatch(account) or account.startswith("."):
        raise ValueError(f"no account: {account!r}")
    return account


@contextmanager
def _folder(folder, make=False):
    """A descriptor of the folder of answers, None where there is none, as on machines that run no hub."""
    if not hasattr(os, "O_DIRECTORY"):
        yield None
        return
    above = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if make:
            with suppress(FileExistsError):
                os.mkdir(FOLDER, 0o700, dir_fd=above)
                _give(FOLDER, above)
        try:
            place = os.open(FOLDER, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        except FileNotFoundError:
            yield None
            return
        try:
            yield place
        finally:
            os.close(place)
    finally:
        os.close(above)


def _give(name, place):
    """Let whom the folder belongs to own what lies in it."""
    owner = os.fstat(place)
    if os.geteuid() == 0:
        os.chown(name, owner.st_uid, owner.st_gid, dir_fd=place, follow_symlinks=False)


def _write(place, name, data):
    spare = f".{secrets.token_hex(8)}.new"
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=place)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _give(spare, place)
        os.replace(spare, name, src_dir_fd=place, dst_dir_fd=place)
    except BaseException:
        with suppress(OSError):
            os.unlink(spare, dir_fd=place)
        raise


def _read(place, name):
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    except OSError:
        return {}
    try:
        return understood(os.read(handle, MOST_BYTES))
    except OSError:
        return {}
    finally:
        os.close(handle)


def understood(data: bytes | str) -> dict[str, Any]:
    """What somebody has said, from its JSON; {} where it is anything else."""
    try:
        said = json.loads(data)
        # A file from before people were asked whether they may be shown says nothing of it.
        told = {"shown": "", "shown_in": "da"} | {field: said[field] for field in (*FIELDS, "evening", "at")}
        known = told | {field: said[field] for field in ("shown", "shown_in") if field in said}
        whole = all(isinstance(text, str) for text in known.values())
        known |= {"comes": said["comes"] is True, "hides": said.get("hides") is True}
        known |= {"tonight": _tonight(said.get("tonight"))}
        return known if whole and known["name"] and _read_moment(known["at"]) else {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
