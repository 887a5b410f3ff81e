"""A learner's name as a Unix account, and the account itself.

Only accounts that the hub has made are ever used: their group is ``netvaerk-learners`` and their home lies in
the hub's own ``homes/``. Each is locked (no password, no shell) and has a home that nobody else may enter.
"""

import base64
import contextlib
import grp
import hashlib
import os
import pwd
import re
import subprocess
import unicodedata
from threading import Lock
from typing import Any

LEARNERS = "netvaerk-learners"
DESK = "netvaerk-desk"
LONGEST = 32  # as useradd takes it
DIGEST = 16  # letters of five bits each
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    | {"ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)
ACCOUNT = re.compile(r"(?=.{1,32}$)[a-z](?:-?[a-z0-9])*")
# useradd locks the list of accounts, and thirty at once would wait for each other too long
_one_by_one = Lock()


class Taken(Exception):
    """The machine has an account of that name which is not one of ours."""


def account_name(name: str) -> Any:
    """``name`` in letters that an account may have: ``Søren Ågård`` is ``soeren-aagaard``.

    Where letters get lost, because the account would be too long or because they are of another alphabet,
    the name's digest says whose it is: two names that differ in what is lost stay two people.
    """
    known = unicodedata.normalize("NFC", name).lower().translate(LETTERS)
    apart = unicodedata.normalize("NFKD", known)
    plain = re.sub(r"[^a-z0-9]+", "-", apart.encode("ascii", "ignore").decode()).strip("-")
    plain = plain if plain[:1].isalpha() else f"n-{plain}" if plain else ""
    lost = any(sign.isalnum() and not sign.isascii() for sign in apart) or len(plain) > LONGEST
    if lost or (not plain and name.strip()):
        # the same for everybody who writes it in capitals, or a letter with its sign apart
        return _with_digest(plain or "n", " ".join(apart.split()))
    return plain


def account_of(user: str) -> Any:
    """The account of a user whose name comes from elsewhere (an e-mail address, a number).

    Unlike with `account_name`, no two users get the same, nor can one choose a name to get another's: every
    one ends in the name's own digest.
    """
    return _with_digest(account_name(user), user)


def is_free(name: str, homes: Any) -> Any:
    """Whether the hub may use the account ``name``: there is none yet, or it is ours."""
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return ACCOUNT.fullmatch(name) is not None
    return _ours(found, homes)


def ensure(name: str, homes: Any) -> Any:
    """Make the account ``name`` and its home unless they are there; returns its passwd entry.

    Raises Taken.
    """
    with _one_by_one:
        if not is_free(name, homes):
            raise Taken(name)
        home = homes / name
        try:
            pwd.getpwnam(name)
        except KeyError:
            _add(name, "--no-user-group", "--gid", LEARNERS, "--home-dir", str(home))
        found = pwd.getpwnam(name)
        _private_home(home, found)
        return found


def ensure_groups() -> Any:
    """Make the group of the learners and the account of the facilitators' desk unless they are there."""
    try:
        grp.getgrnam(LEARNERS)
    except KeyError:
        _run("groupadd", "--system", LEARNERS)
    try:
        pwd.getpwnam(DESK)
    except KeyError:
        _add(DESK, "--system", "--user-group", "--home-dir", "/nonexistent")
    return pwd.getpwnam(DESK)


def _ours(found, homes):
    return (
        found.pw_uid != 0
        and found.pw_gid == grp.getgrnam(LEARNERS).gr_gid
        and found.pw_dir == str(homes / found.pw_name)
    )


def _private_home(home, account):
    with contextlib.suppress(FileExistsError):
        os.mkdir(home, 0o700)
    # through a handle of the folder itself: a link in its place would give somebody else's away
    handle = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchmod(handle, 0o700)
        os.fchown(handle, account.pw_uid, account.pw_gid)
    finally:
        os.close(handle)


def _add(name, *words):
    _run("useradd", *words, "--no-create-home", "--shell", "/usr/sbin/nologin", name)


def _run(*line):
    subprocess.run(line, check=True, capture_output=True)


def _with_digest(plain, text):
    """Eighty bits of the digest: nobody finds another text for them."""
    digest = base64.b32encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    return f"{plain[: LONGEST - DIGEST - 1].rstrip('-')}-{digest[:DIGEST].decode().lower()}"
