"""A private copy of one hand-in, its plain files and nothing that a link leads to; and its time."""

import os
import stat
from pathlib import Path
from typing import Any

MOST_FILES = 200
MOST_BYTES = 20_000_000
DEEPEST = 5


class TooMuch(Exception):
    """A hand-in with more files or bytes than any reflection has."""


def copy(source: Any, target: Path) -> Any:
    """Copy the folder ``source`` to the new folder ``target`` and return what was left out.

    Left out are links, devices and pipes: a list of relative posix paths. ``source`` itself may not be a link
    either (NotADirectoryError). Every file is opened through the folder that holds it, so that nobody can put
    a link in the way meanwhile. Raises TooMuch.
    """
    left_out, spent = [], [0, 0]
    handle = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _copy(handle, Path(target), "", left_out, spent)
    finally:
        os.close(handle)
    return sorted(left_out)


def _copy(folder, target, inner, left_out, spent):
    target.mkdir(parents=True)
    if inner.count("/") > DEEPEST:
        raise TooMuch
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if stat.S_ISDIR(kind):
            within = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            try:
                _copy(within, target / name, f"{inner}{name}/", left_out, spent)
            finally:
                os.close(within)
        elif stat.S_ISREG(kind):
            _copy_file(folder, name, target / name, spent)
        else:
            left_out.append(f"{inner}{name}")


def _copy_file(folder, name, target, spent):
    # not blocking: a pipe may have taken the file's place since it was looked at
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        data = file.read(MOST_BYTES + 1)
        times = os.fstat(handle)
    spent[0] += 1
    spent[1] += len(data)
    if spent[0] > MOST_FILES or spent[1] > MOST_BYTES:
        raise TooMuch
    target.write_bytes(data)
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))


def stamp(path: Path) -> Any:
    """The time in a hand-in's timestamp.txt, in UTC without a zone; None where there is none to be read.

    Whoever hands in can write anything into it, and dateutil fails in many ways (OverflowError among them).
    """
    from nbgrader.utils import parse_utc

    try:
        return None if path.is_symlink() else parse_utc(path.read_text(encoding="utf-8").strip())
    except Exception:
        return None
