"""A learner's name as a Unix account, and the account itself.

Only accounts that the hub has made are ever used: their group is ``netvaerk-learners`` and their home lies in
the hub's own ``homes/``. Each is locked (no password, no shell) and has a home that nobody else may enter.
"""

import contextlib
import grp
import hashlib
import os
import pwd
import re
import subprocess
import unicodedata
from threading import Lock

LEARNERS = "netvaerk-learners"
DESK = "netvaerk-desk"
LONGEST = 24
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    | {"ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)
ACCOUNT = re.compile(r"[a-z](?:-?[a-z0-9]){0,23}")
# useradd locks the list of accounts, and thirty at once would wait for each other too long
_one_by_one = Lock()


class Taken(Exception):
    """The machine has an account of that name which is not one of ours."""


def account_name(name):
    """``name`` in letters that an account may have: ``Søren Ågård`` is ``soeren-aagaard``.

    A name without any such letter gets one made from its digest, so every alphabet may be used.
    """
    plain = unicodedata.normalize("NFC", name).lower().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    plain = plain if plain[:1].isalpha() else f"n-{plain}" if plain else ""
    if not plain and name.strip():
        plain = f"n-{_digest(name)}"
    return plain[:LONGEST].rstrip("-")


def account_of(user):
    """The account of a user whose name comes from elsewhere (an e-mail address, a number).

    Unlike with `account_name`, no two users get the same, nor can one choose a name to get another's: every
    one ends in the name's own digest.
    """
    return f"{account_name(user)[: LONGEST - 9].rstrip('-')}-{_digest(user)}"


def is_free(name, homes):
    """Whether the hub may use the account ``name``: there is none yet, or it is ours."""
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return ACCOUNT.fullmatch(name) is not None
    return _ours(found, homes)


def ensure(name, homes):
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


def ensure_groups():
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


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]
