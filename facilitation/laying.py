"""Lays the course's files in somebody's own folder, and never over their own words."""

import hashlib
import json
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from exercises.on_disk import settle
from facilitation.problems import Problem, of_writing

BOOKS = ".netvaerk"
MANIFEST = "laid.json"
UNFINISHED = ".unfinished-"
RENAME_EXCHANGE = 2  # linux/fs.h
COURSE_ROOMS = ("lessons", "workshops", "source", "release", "lab", "exercises", "facilitation")


def usable(folder: Path, root: Path) -> None:
    """Make ``folder`` (readable by its owner alone) unless it is there, and see that it can be written in.

    Raises Problem: a name that nbgrader cannot search in, a place inside the course's own material, a
    file in the way, no right to write, or a full disk.
    """
    if set(str(folder)) & set("*?[]"):
        raise Problem("folder_name", folder=folder)
    resolved, root = folder.resolve(), root.resolve()
    if resolved == root or any(resolved.is_relative_to(root / room) for room in COURSE_ROOMS):
        raise Problem("folder_in_course", folder=folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / BOOKS).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder / BOOKS) as trial:
            trial.write(b"x" * 4096)
    except OSError as error:
        raise of_writing(error, folder) from error


def tree(root: Path, *rooms: Any) -> Any:
    """The files of some folders under ``root``: a dict from the path as laid (posix, relative) to the file.

    A room is ``"da"`` or, with another name where it is laid, ``("lessons/da", "da")``. Hidden files,
    checkpoints and caches are left out.
    """
    found = {}
    for room in rooms:
        source, target = room if isinstance(room, tuple) else (room, room)
        for path in sorted((root / source).rglob("*")):
            inner = path.relative_to(root / source)
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inner.parts):
                found[f"{target}/{inner.as_posix()}"] = path
    return found


def of_kind(files: Any, kind: Any) -> Any:
    """Of ``files`` (see `tree`): the notebooks whose course block is of one ``kind``, and all else."""

    def wanted(path):
        return (
            path.suffix != ".ipynb"
            or read_json(path).get("metadata", {}).get("course", {}).get("kind") == kind
        )

    return {name: path for name, path in files.items() if wanted(path)}


def lay(files: dict[Path, Path], folder: Path) -> Any:
    """Lay ``files`` (see `tree`) in ``folder`` and return what was kept.

    A file that is missing or still as we last laid it is brought up to date; one that its owner has
    changed is left alone. A file that the course no longer has goes away unless it was changed. Each
    file is swapped in whole, so that a full disk leaves the old one as it was, and a power cut no half of one
    that would be taken for its owner's.

    Returns the relative posix paths of those kept as their owner has them. Raises Problem as `usable` does.
    """
    manifest = Manifest(folder)
    kept, spares = [], {}
    try:
        for name, source in files.items():
            data = source.read_bytes()
            new, there, last = digest(data), digest_of(folder / name), manifest.get(name)
            if there not in (None, new, last):
                kept.append(name)
                continue
            if there != new:
                spares[name] = _beside(folder / name, data), new
            else:
                manifest[name] = new
        # all at once: one by one they would wait for the disk far longer
        settle(*(spare for spare, _ in spares.values()))
        for name, (spare, new) in spares.items():
            os.replace(spare, folder / name)
            manifest[name] = new
        for name in [name for name in manifest if name not in files]:
            if digest_of(folder / name) == manifest[name]:
                (folder / name).unlink()
            del manifest[name]
    except OSError as error:
        raise of_writing(error, folder) from error
    finally:
        for spare, _ in spares.values():
            spare.unlink(missing_ok=True)
        manifest.save()
    return kept


class Manifest(dict):
    """What we laid in a folder: relative path to SHA-256, kept in ``.netvaerk/laid.json``.

    A damaged manifest counts as empty: then every file that differs from the course's is its owner's.
    """

    def __init__(self, folder: Path, name: str = MANIFEST) -> None:
        self.path = Path(folder) / BOOKS / name
        super().__init__(read_json(self.path))

    def save(self) -> None:
        """Write it if it can be written: without it nothing is lost, only more is kept."""
        try:
            write_whole(self.path, json.dumps(self, indent=1, sort_keys=True, ensure_ascii=False).encode())
        except OSError:
            return


def read_json(path: Path) -> Any:
    """The object in a small JSON file of ours, empty when missing or damaged."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` (bytes) beside ``path`` and swap it in, making folders on the way, to stay there."""
    spare = _beside(path, data)
    try:
        settle(spare)
        os.replace(spare, path)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise
    settle(path.parent)


def _beside(path, data):
    """A new file with ``data`` in the folder of ``path``, which is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, spare = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            # mkstemp gives 0600; a laid file is as readable as its folder lets it be
            if os.name == "posix":
                os.fchmod(file.fileno(), 0o644)
    except BaseException:
        Path(spare).unlink(missing_ok=True)
        raise
    return Path(spare)


def swap_folder(files: Any, target: Path) -> None:
    """Lay a folder with ``files`` (name to bytes) at ``target``, in place of the one that may lie there.

    Whoever looks sees the old one or the new one, whole, also where the machine stops in between; and when
    this is done it is the new one, also after a power cut.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    tidy(target.parent)
    new = _unfinished(target.parent)
    try:
        for name, data in files.items():
            (new / name).write_bytes(data)
        settle(*new.iterdir(), new)
        if not target.exists():
            new.rename(target)
        elif not _exchange(new, target):
            old = _unfinished(target.parent)
            target.rename(old / target.name)
            try:
                new.rename(target)
            except BaseException:
                (old / target.name).rename(target)
                raise
        settle(target.parent)
    finally:
        tidy(target.parent)


def tidy(folder: Path) -> None:
    """Take away what `swap_folder` was stopped over in ``folder``, and put back what it had moved out."""
    for unfinished in folder.glob(f"{UNFINISHED}*"):
        for old in unfinished.iterdir():
            if old.is_dir() and not (folder / old.name).exists():
                old.rename(folder / old.name)
        shutil.rmtree(unfinished, ignore_errors=True)


def _exchange(one, other):
    """Let two folders change places in one step, where the system can; tells whether it could."""
    if sys.platform != "linux":
        return False
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here = -100  # AT_FDCWD
    return renameat2 is not None and not renameat2(
        here, os.fsencode(one), here, os.fsencode(other), RENAME_EXCHANGE
    )


def _unfinished(folder):
    place = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
    place.mkdir()
    return place


def digest(data: bytes) -> Any:
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> Any:
    """SHA-256 of the file at ``path``, None where there is no file."""
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None
