"""What the door knows: which address leads where, and whose ticket is whose. One SQLite file for root alone.

The hub writes it, the door (`facilitation.hub.door`) reads it with every request, so that it goes on when the
hub is killed. A ticket is a random word in a browser's cookie; here lies its digest.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import time
from pathlib import Path
from typing import Any

FILE = "hub/door.sqlite"
DAYS = 14  # as long as JupyterHub's own cookie
TABLES = """
CREATE TABLE IF NOT EXISTS routes (spec TEXT PRIMARY KEY, target TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tickets (
    digest BLOB PRIMARY KEY, user TEXT NOT NULL, teaches INTEGER NOT NULL, ends REAL NOT NULL
);
"""


class Book:
    """``routes`` maps a prefix such as ``/user/anna/`` to ``(target, data)`` as JupyterHub's proxies have it;
    ``tickets`` name a user and whether they are a facilitator."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.close(handle)
        self.file = sqlite3.connect(path, timeout=30, isolation_level=None)
        self.file.execute("PRAGMA journal_mode = WAL")
        # a route lost in a power cut leads nowhere anyway
        self.file.execute("PRAGMA synchronous = NORMAL")
        self.file.executescript(TABLES)

    def close(self) -> None:
        self.file.close()

    def routes(self) -> Any:
        return {
            spec: {"routespec": spec, "target": target, "data": json.loads(data)}
            for spec, target, data in self.file.execute("SELECT spec, target, data FROM routes")
        }

    def route(self, spec: Any) -> Any:
        """``(target, data)`` or None."""
        found = self.file.execute("SELECT target, data FROM routes WHERE spec = ?", (spec,)).fetchone()
        return found and (found[0], json.loads(found[1]))

    def add_route(self, spec: Any, target: Path, data: bytes) -> None:
        self.file.execute("INSERT OR REPLACE INTO routes VALUES (?, ?, ?)", (spec, target, json.dumps(data)))

    def delete_route(self, spec: Any) -> None:
        self.file.execute("DELETE FROM routes WHERE spec = ?", (spec,))

    def issue(self, user: str, teaches: Any) -> Any:
        """A new ticket for ``user``."""
        word = secrets.token_urlsafe(32)
        self.file.execute("DELETE FROM tickets WHERE ends < ?", (time.time(),))
        self.file.execute(
            "INSERT INTO tickets VALUES (?, ?, ?, ?)",
            (_digest(word), user, int(teaches), time.time() + DAYS * 86400),
        )
        return word

    def holder(self, word: str) -> Any:
        """``(user, teaches)`` of a ticket, or None."""
        found = self.file.execute(
            "SELECT user, teaches FROM tickets WHERE digest = ? AND ends > ?", (_digest(word), time.time())
        ).fetchone()
        return found and (found[0], bool(found[1]))

    def end(self, word: str) -> None:
        self.file.execute("DELETE FROM tickets WHERE digest = ?", (_digest(word),))

    def end_all(self, user: str) -> None:
        """End every ticket of a user, and the way to their server."""
        self.file.execute("DELETE FROM tickets WHERE user = ?", (user,))
        for spec, route in self.routes().items():
            if route["data"].get("user") == user:
                self.delete_route(spec)

    def teachers(self, users: Any) -> None:
        """From now on these alone are facilitators, whatever a ticket of an earlier day says."""
        self.file.execute("UPDATE tickets SET teaches = 0")
        self.file.executemany("UPDATE tickets SET teaches = 1 WHERE user = ?", [(user,) for user in users])


def _digest(word):
    return hashlib.sha256(word.encode()).digest()
