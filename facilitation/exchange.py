"""The nbgrader exchange on this machine: where it is, and what an assignment in it is.

Reflections go out through `facilitation.handing_out`, hand-ins come in through `facilitation.taking_in`.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from facilitation.laying import digest, tree
from facilitation.problems import Problem, of_writing

COURSE = "netvaerk"
DESK = ".netvaerk-desk"


def default() -> Path:
    """The exchange when nobody names one: in this user's own data folder."""
    import platformdirs

    return platformdirs.user_data_path("netvaerk", appauthor=False) / "exchange"


def available() -> bool:
    """nbgrader's file exchange knows who handed in by the owner of the files: not on Windows."""
    return sys.platform != "win32"


def usable(exchange_root: Path) -> None:
    """Make the exchange unless it is there, and see that it can be written in. Raises Problem.

    nbgrader wants it open to all. The sticky bit keeps one learner from moving another's files where an
    exchange is shared; the one that nobody named is shared with nobody.
    """
    problem = Problem("exchange_not_writable", folder=exchange_root)
    if set(str(exchange_root)) & set("*?[]"):
        raise problem
    try:
        if not exchange_root.exists():
            private = exchange_root == default()
            exchange_root.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
            exchange_root.mkdir()
            exchange_root.chmod(0o1777)
    except OSError as error:
        raise of_writing(error, exchange_root, denied="exchange_not_writable") from error
    if not exchange_root.is_dir() or not os.access(exchange_root, os.R_OK | os.W_OK | os.X_OK):
        raise problem


def note_desk(exchange_root: Path) -> None:
    """Note in an exchange that a facilitator's desk collects from it; without the note nothing is lost."""
    with contextlib.suppress(OSError):
        (exchange_root / DESK).touch()


def is_collected(exchange_root: Path) -> bool:
    """Whether anybody may be collecting: of the exchange that nobody named, only its own desk does.

    ``exchange_root`` is None where there is no exchange (Windows): a file by mail is the way then.
    """
    if exchange_root is None:
        return False
    return exchange_root != default() or (exchange_root / DESK).exists()


def assignments(folder: Path) -> list[str]:
    """The assignments that lie in ``folder``: names in order."""
    return sorted(path.name for path in folder.glob("*") if any(path.glob("*.ipynb")))


def fingerprint(folder: Path) -> Any:
    """One digest of the names and contents in ``folder``, None where there is no such folder."""
    if not folder.is_dir():
        return None
    files = tree(folder.parent, folder.name)
    return digest("".join(f"{name} {digest(path.read_bytes())}\n" for name, path in files.items()).encode())
