"""Signing in with the workshop's code, a name one chooses, and a word of one's own.

The code is on the wall and lets anybody in the room begin. The word is chosen with the name, at the first
sign-in, and asked for ever after, so that nobody comes back as somebody else. A facilitator's name asks for
the facilitators' code instead. Words are kept as scrypt digests; a lost one is forgotten by whoever has the
server (``netvaerk hub --forget NAME``) and chosen anew.
"""

import asyncio
import hashlib
import os
import secrets
import sqlite3
import time
from collections import deque
from contextlib import closing
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.login import LoginHandler
from traitlets import Bool, List, Unicode

from exercises.texts import Texts
from facilitation.hub.accounts import account_name, is_free
from facilitation.language import LANGUAGES, TEXTS

SHORTEST = 6
LONGEST = 200
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class Refused(Exception):
    """Why somebody was not let in: a key under ``refused`` in ``texts/hub.toml``."""


class Words:
    """Everybody's own word, in the SQLite file ``path``: ``user``, ``language`` and the word's digest."""

    def __init__(self, path):
        self.path = Path(path)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.close(handle)
        with self._open() as file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS words"
                " (user TEXT PRIMARY KEY, language TEXT, salt BLOB NOT NULL, digest BLOB NOT NULL)"
            )

    def right(self, user, word, language):
        """Whether ``word`` is the user's own. A user who has none yet gets this one.

        The first of two who choose the same name at once has it.
        """
        salt = secrets.token_bytes(16)
        with self._open() as file:
            file.execute(
                "INSERT OR IGNORE INTO words VALUES (?, ?, ?, ?)", (user, language, salt, _digest(word, salt))
            )
            salt, digest = file.execute("SELECT salt, digest FROM words WHERE user = ?", (user,)).fetchone()
            right = secrets.compare_digest(_digest(word, salt), digest)
            if right:
                file.execute("UPDATE words SET language = ? WHERE user = ?", (language, user))
        return right

    def knows(self, user):
        with self._open() as file:
            return file.execute("SELECT 1 FROM words WHERE user = ?", (user,)).fetchone() is not None

    def forget(self, user):
        """Let the user choose a new word; returns whether there was one."""
        with self._open() as file:
            return file.execute("DELETE FROM words WHERE user = ?", (user,)).rowcount == 1

    def language(self, user):
        """The language in which the user last signed in, or None."""
        with self._open() as file:
            found = file.execute("SELECT language FROM words WHERE user = ?", (user,)).fetchone()
        return found[0] if found else None

    def _open(self):
        return _Transaction(self.path)


class _Transaction:
    """A connection that is committed and closed with its block."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, timeout=30)

    def __enter__(self):
        return self.connection

    def __exit__(self, *error):
        with closing(self.connection):
            self.connection.__exit__(*error)


class Attempts:
    """Counts what went wrong, so that nobody tries words all night: ``most`` in ``seconds`` for a key."""

    def __init__(self, most, seconds):
        self.most, self.seconds, self.failed = most, seconds, {}

    def too_many(self, key):
        times = self.failed.get(key, deque())
        while times and times[0] < time.monotonic() - self.seconds:
            times.popleft()
        if not times:
            self.failed.pop(key, None)
        return len(times) >= self.most

    def add(self, key):
        self.failed.setdefault(key, deque(maxlen=self.most)).append(time.monotonic())

    def take_back(self, key):
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

    def __init__(self, **options):
        super().__init__(**options)
        self.words = Words(self.words_file)
        # one person's guesses at one name; everybody's at that name; and a machine's at the codes
        self.by_pair, self.by_name = Attempts(5, 60), Attempts(30, 60)
        self.by_address = Attempts(30, 60)

    def normalize_username(self, username):
        return account_name(username)

    def get_handlers(self, app):
        return [("/login", WorkshopLogin)]

    async def authenticate(self, handler, data):
        try:
            return await self.admit(data, address_of(handler.request), language_of(handler, self.language))
        except Refused as refused:
            handler.refused = refused.args[0]
            return None

    async def admit(self, data, address, language):
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
            raise Refused("facilitator_code" if teaches else "code")
        if not SHORTEST <= len(word) <= LONGEST:
            raise Refused("short_word")
        if self.own_accounts and not teaches and not is_free(name, Path(self.homes)):
            raise Refused("taken")
        # counted first: of forty guesses at once, all would be looked at before one of them is counted
        self.by_pair.add(pair)
        self.by_name.add(name)
        # scrypt is slow by intention, and thirty sign in at once
        if not await asyncio.to_thread(self.words.right, name, word, language):
            self.by_address.add(address)
            raise Refused("word")
        self.by_pair.take_back(pair)
        self.by_name.take_back(name)
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
            shortest=SHORTEST,
            other_language=next(other for other in LANGUAGES if other != language),
            **options,
        )

    async def post(self):
        # a form without a field is somebody's own; the page's own always has them
        for name in ("username", "password", "code"):
            self.request.body_arguments.setdefault(name, [b""])
        await super().post()


def address_of(request):
    """Who asks, as our own proxy saw it: the last in its header.

    Whoever asks may write what they like before that, and into X-Real-Ip, which tornado would believe.
    """
    return request.headers.get("X-Forwarded-For", request.remote_ip).split(",")[-1].strip()


def language_of(handler, otherwise):
    """The language asked for in address or form, else the one last chosen here, else the browser's."""
    for code in (handler.get_argument("lang", ""), handler.get_cookie("netvaerk-language", "")):
        if code in LANGUAGES:
            return code
    wanted = handler.request.headers.get("Accept-Language", "").lower().replace(" ", "").split(",")
    return next((one[:2] for one in wanted if one[:2] in LANGUAGES), otherwise)


def _same(given, right):
    return bool(right) and secrets.compare_digest(given.encode(), right.encode())


def _digest(word, salt):
    return hashlib.scrypt(word.encode(), salt=salt, **SCRYPT)
