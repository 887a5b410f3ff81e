"""Signing in with the workshop's code, a name one chooses, and a word of one's own.

The code is on the wall and lets anybody in the room begin. The word is chosen with the name, at the first
sign-in, and asked for ever after, so that nobody comes back as somebody else. A facilitator's name asks for
the facilitators' code instead; who is a facilitator is settled anew at every sign-in: on today's list, and
come in with today's code. Words are kept as scrypt digests; a lost one is forgotten by whoever has the
server (``netvaerk hub --forget NAME``), which prints a word that lets its owner in once, to choose anew.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from collections import deque
from contextlib import closing
from pathlib import Path
from typing import Any

from jupyterhub import orm
from jupyterhub.auth import Authenticator
from jupyterhub.handlers.login import LoginHandler
from tornado import web
from traitlets import Bool, Integer, List, Unicode

from exercises.texts import Texts
from facilitation.exchange import COURSE
from facilitation.hub.accounts import account_name, is_free
from facilitation.language import LANGUAGES, TEXTS

GRADERS = f"formgrade-{COURSE}"
SHORTEST = 6
LONGEST = 200
ONCE = "once"
MARK = "netvaerk-sign-in"
# new names from one address, and how long that is remembered
NAMES, NAMES_SECONDS = 24, 12 * 3600
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class Refused(Exception):
    """Why somebody was not let in: a key under ``refused`` in ``texts/hub.toml``."""


class Words:
    """Everybody's own word, in the SQLite file ``path``: ``user``, ``language`` and the word's digest.

    ``mark`` tells with which facilitators' code a user last came in, NULL for none; ``once`` that the word is
    one that was lent, good for choosing another.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.close(handle)
        with self._open() as file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS words"
                " (user TEXT PRIMARY KEY, language TEXT, salt BLOB NOT NULL, digest BLOB NOT NULL,"
                " mark BLOB, once INTEGER NOT NULL DEFAULT 0)"
            )
            there = [row[1] for row in file.execute("PRAGMA table_info(words)")]
            for name, kind in (("mark", "BLOB"), ("once", "INTEGER NOT NULL DEFAULT 0")):
                if name not in there:
                    file.execute(f"ALTER TABLE words ADD COLUMN {name} {kind}")

    def right(self, user: str, word: str, language: str, code: str | None = None, new: Any = None) -> Any:
        """Whether ``word`` is the user's own. A user who has none yet gets this one.

        The first of two who choose the same name at once has it. ``code`` is the facilitators' code if the
        user has come in with it. A word that was lent is right with a ``new`` one, which it is from then on;
        without, ONCE is returned and nothing is changed.
        """
        kept = "SELECT salt, digest, once, language, mark FROM words WHERE user = ?"
        with self._open() as file:
            # where the disk is full, who is known comes in all the same: that writes nothing
            if not file.execute(kept, (user,)).fetchone():
                salt = secrets.token_bytes(16)
                file.execute(
                    "INSERT OR IGNORE INTO words (user, language, salt, digest) VALUES (?, ?, ?, ?)",
                    (user, language, salt, _digest(word, salt)),
                )
            salt, digest, once, *before = file.execute(kept, (user,)).fetchone()
            right = secrets.compare_digest(_digest(word, salt), digest)
            if right and once:
                if not new:
                    return ONCE
                salt = self._set(file, user, new, once=0)
            if right:
                mark = _mark(code, salt) if code else None
                if [language, mark] != before:
                    file.execute(
                        "UPDATE words SET language = ?, mark = ? WHERE user = ?", (language, mark, user)
                    )
        return right

    def came_with(self, user: str, code: str) -> Any:
        """Whether the user last came in with this facilitators' code."""
        with self._open() as file:
            found = file.execute("SELECT salt, mark FROM words WHERE user = ?", (user,)).fetchone()
        return bool(found and found[1]) and secrets.compare_digest(_mark(code, found[0]), found[1])

    def knows(self, user: str) -> bool:
        with self._open() as file:
            return file.execute("SELECT 1 FROM words WHERE user = ?", (user,)).fetchone() is not None

    def count(self) -> Any:
        with self._open() as file:
            return file.execute("SELECT count(*) FROM words").fetchone()[0]

    def lend(self, user: str, word: str) -> bool:
        """Let the user in once, with ``word``, to choose a new one; returns whether there is such a user."""
        with self._open() as file:
            if not file.execute("SELECT 1 FROM words WHERE user = ?", (user,)).fetchone():
                return False
            self._set(file, user, word, once=1)
            return True

    def _set(self, file, user, word, once):
        salt = secrets.token_bytes(16)
        file.execute(
            "UPDATE words SET salt = ?, digest = ?, mark = NULL, once = ? WHERE user = ?",
            (salt, _digest(word, salt), once, user),
        )
        return salt

    def forget(self, user: str) -> bool:
        """Forget the user, whose name anybody may then take; returns whether there was one."""
        with self._open() as file:
            return file.execute("DELETE FROM words WHERE user = ?", (user,)).rowcount == 1

    def language(self, user: str) -> Any:
        """The language in which the user last signed in, or None."""
        with self._open() as file:
            found = file.execute("SELECT language FROM words WHERE user = ?", (user,)).fetchone()
        return found[0] if found else None

    def _open(self):
        return _Transaction(self.path)


class _Transaction:
    """A connection that is committed and closed with its block."""

    def __init__(self, path: Any) -> None:
        self.connection = sqlite3.connect(path, timeout=30)

    def __enter__(self) -> sqlite3.Connection:
        return self.connection

    def __exit__(self, *error: Any) -> None:
        with closing(self.connection):
            self.connection.__exit__(*error)


class Attempts:
    """Counts what went wrong, so that nobody tries words all night: ``most`` in ``seconds`` for a key."""

    def __init__(self, most: Any, seconds: float) -> None:
        self.most, self.seconds, self.failed = most, seconds, {}

    def too_many(self, key: Any) -> bool:
        times = self.failed.get(key, deque())
        while times and times[0] < time.monotonic() - self.seconds:
            times.popleft()
        if not times:
            self.failed.pop(key, None)
        return len(times) >= self.most

    def add(self, key: Any) -> None:
        self.failed.setdefault(key, deque(maxlen=self.most)).append(time.monotonic())

    def take_back(self, key: Any) -> None:
        if self.failed.get(key):
            self.failed[key].pop()


class WorkshopAuthenticator(Authenticator):
    """See the module. The form has ``code``, ``username`` (the name) and ``password`` (the word)."""

    code = Unicode(help="What is on the wall.", config=True)
    facilitator_code = Unicode(help="What the facilitators' names ask for.", config=True)
    facilitators = List(Unicode(), help="Their names, as accounts.", config=True)
    words_file = Unicode(help="Where everybody's own word is kept.", config=True)
    homes = Unicode(help="Where the learners' homes lie.", config=True)
    own_accounts = Bool(True, help="Whether learners get Unix accounts.", config=True)
    language = Unicode("da", help="The language of who has not chosen one.", config=True)
    most_names = Integer(NAMES, help="New names from one address in half a day.", config=True)
    most_people = Integer(200, help="People in all.", config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.words = Words(Path(self.words_file))
        # one person's guesses at one name; everybody's at that name; and a machine's at the codes
        self.by_pair, self.by_name = Attempts(5, 60), Attempts(30, 60)
        self.by_address = Attempts(30, 60)
        self.new = Attempts(self.most_names, NAMES_SECONDS)

    def normalize_username(self, username: Any) -> Any:
        return account_name(username)

    def get_handlers(self, app: Any) -> Any:
        return [("/login", WorkshopLogin)]

    async def authenticate(self, handler: Any, data: dict[str, str]) -> Any:
        try:
            name = await self.admit(data, address_of(handler.request), language_of(handler, self.language))
        except Refused as refused:
            handler.refused = refused.args[0]
            return None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            self.log.error("The disk is full: nobody new can come in")
            handler.refused = "disk_full"
            return None
        if user := orm.User.find(handler.db, name):
            # `netvaerk hub --forget` may have changed what the hub remembers
            handler.db.refresh(user)
            for spawner in list(handler.user_from_username(name).spawners.values()):
                if spawner.ready:
                    await spawner.poll_and_notify()
        return {"name": name, "groups": [GRADERS] if self.teaches(name) else []}

    def teaches(self, name: str) -> Any:
        """Whether the user of that name is a facilitator: on today's list, and come in with today's code."""
        return name in self.facilitators and self.words.came_with(name, self.facilitator_code)

    async def admit(self, data: dict[str, str], address: str, language: str) -> Any:
        """The account of who may come in. Raises Refused."""
        name, word = account_name(data.get("username", "")[:LONGEST]), data.get("password", "")
        given = data.get("code", "").strip().lower()
        if not name:
            raise Refused("no_name")
        pair = (name, address)
        if self.by_pair.too_many(pair) or self.by_name.too_many(name) or self.by_address.too_many(address):
            raise Refused("too_often")
        teaches = name in self.facilitators
        if not _same(given, (self.facilitator_code if teaches else self.code).lower()):
            self._failed(name, address)
            if teaches and _same(given, self.code.lower()):
                await asyncio.to_thread(_digest, word[:LONGEST], b"")
                raise Refused("facilitator_code")
            raise Refused("code")
        new = data.get("new_word", "")
        if not SHORTEST <= len(word) <= LONGEST:
            raise Refused("short_word")
        if new and (not SHORTEST <= len(new) <= LONGEST or new == word):
            raise Refused("choose_word")
        if self.own_accounts and not teaches and not is_free(name, Path(self.homes)):
            self._failed(name, address)
            # takes as long as a wrong word
            await asyncio.to_thread(_digest, word, b"")
            raise Refused("taken")
        newcomer = not self.words.knows(name)
        if newcomer and not teaches and self.new.too_many(address):
            raise Refused("too_many_names")
        if newcomer and not teaches and self.words.count() >= self.most_people:
            raise Refused("full")
        # counted first: of forty guesses at once, all would be looked at before one of them is counted
        self.by_pair.add(pair)
        self.by_name.add(name)
        if newcomer and not teaches:
            self.new.add(address)
        # scrypt is slow by intention, and thirty sign in at once
        code = self.facilitator_code if teaches else None
        right = await asyncio.to_thread(self.words.right, name, word, language, code, new)
        if not right:
            self.by_address.add(address)
            raise Refused("word")
        self.by_pair.take_back(pair)
        self.by_name.take_back(name)
        if right == ONCE:
            raise Refused("choose_word")
        return name

    def _failed(self, name, address):
        self.by_pair.add((name, address))
        self.by_name.add(name)
        self.by_address.add(address)


class WorkshopLogin(LoginHandler):
    """JupyterHub's own page for signing in, in one of the two languages and with what went wrong in words."""

    refused = None

    def _render(self, login_error=None, username=None, **options):
        language = language_of(self, self.authenticator.language)
        t = Texts("hub", language, folder=TEXTS)
        if login_error:
            login_error = t(f"refused.{self.refused or 'expired'}")
        self.set_cookie("netvaerk-language", language, path=self.hub.base_url, samesite="Lax")
        return super()._render(
            login_error=login_error,
            username=self.get_argument("username", strip=True, default="")[:LONGEST],
            t=t,
            code=self.get_argument("code", strip=True, default="")[:LONGEST],
            refused=self.refused,
            # the word that was lent is not to be typed twice
            word=self.get_body_argument("password", "", strip=False) if self.refused == "choose_word" else "",
            mark=self._mark(),
            shortest=SHORTEST,
            other_language=next(other for other in LANGUAGES if other != language),
            **options,
        )

    def _mark(self):
        """What ties a form to the browser that it was shown in, so that no other page signs anybody in."""
        mark = self.get_cookie(MARK, "") or secrets.token_urlsafe(16)
        secure = self.request.protocol == "https"
        self.set_cookie(MARK, mark, path=self.hub.base_url, httponly=True, samesite="Strict", secure=secure)
        return mark

    async def post(self) -> None:
        if not _same(self.get_body_argument("mark", ""), self.get_cookie(MARK, "")):
            raise web.HTTPError(403)
        # a form without a field is somebody's own; the page's own always has them
        for name in ("username", "password", "code"):
            self.request.body_arguments.setdefault(name, [b""])
        await super().post()


def address_of(request: Any) -> str:
    """Who asks, as our own proxy saw it: the last in its header.

    Whoever asks may write what they like before that, and into X-Real-Ip, which tornado would believe.
    """
    return request.headers.get("X-Forwarded-For", request.remote_ip).split(",")[-1].strip()


def language_of(handler: Any, otherwise: Any) -> Any:
    """The language asked for in address or form, else the one last chosen here, else the browser's."""
    for code in (handler.get_argument("lang", ""), handler.get_cookie("netvaerk-language", "")):
        if code in LANGUAGES:
            return code
    wanted = handler.request.headers.get("Accept-Language", "").lower().replace(" ", "").split(",")
    return next((one[:2] for one in wanted if one[:2] in LANGUAGES), otherwise)


def _same(given, right):
    return bool(right) and secrets.compare_digest(given.encode(), right.encode())


def _mark(code, salt):
    return hmac.digest(salt, code.encode(), "sha256")


def _digest(word, salt):
    return hashlib.scrypt(word.encode(), salt=salt, **SCRYPT)
