"""The door before the hub: Caddy, and the program that tells it whom to let through to where.

    python -m facilitation.hub.door FOLDER

Caddy asks here with every request (``forward_auth``). Through to ``/user/NAME/`` comes NAME and nobody else,
to the desk the facilitators; all else is the hub's, which has its own doors. So no page that one learner's
server makes is ever shown in another's browser, though all have one address. The ticket is a cookie of the
door's own, which `facilitation.hub.enter` gives to whom the hub knows; no server behind the door sees it.

It runs beside the hub and outlives one that is killed.
"""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tornado import netutil, web
from tornado.httpserver import HTTPServer

from facilitation.hub import caddy
from facilitation.hub.book import FILE, Book
from facilitation.hub.settings import load

SOCKET = "door.sock"
ENTER = "/hub/door"
LEAVE = "/hub/logout"


@dataclass(frozen=True)
class Answer:
    """``status`` 200: through to ``to``, with ``cookie`` for a Cookie header. 302: to ``location``. 403."""

    status: int
    to: str = ""
    cookie: str = ""
    location: str = ""


class Door:
    """Decides. ``ticket`` is the cookie's name; ``main`` is the hub's own host where every learner has a
    host of their own, None where all have one address."""

    def __init__(
        self, book: Any, hub: Any, ticket: Any, desk: Any, main: Any = None, scheme: str = "https"
    ) -> None:
        self.book, self.hub, self.ticket, self.desk = book, hub, ticket, desk
        self.main, self.scheme = main, scheme

    def decide(self, method: Any, host: str, address: str, cookies: Any, page: bool = True) -> Any:
        """The `Answer` to a request for ``address`` (path and query, as it came).

        ``page`` is False for what a page asks for itself: that is not sent to sign in.
        """
        words, kept = self._tickets(cookies)
        path = address.partition("?")[0]
        if unquote(path) == LEAVE:
            for word in words:
                self.book.end(word)
        spec, data, target = self._route(path)
        elsewhere = self.main is not None and host.lower() != self.main.lower()
        if target is None:
            if elsewhere:
                return self._to_main(method, path, address)
            return Answer(200, self.hub, kept)
        if self.main is not None and not self._right_host(spec, host):
            return self._to_main(method, path, address) if elsewhere else Answer(403)
        holders = [holder for word in words if (holder := self.book.holder(word))]
        if any(self._may(holder, data) for holder in holders):
            return Answer(200, target, kept)
        if page and method in ("GET", "HEAD"):
            here = f"{self.scheme}://{self.main}" if self.main else ""
            return Answer(302, location=f"{here}{ENTER}?next={quote(address, safe='')}")
        return Answer(403)

    def _may(self, holder, data):
        user, teaches = holder
        if "user" in data:
            return data["user"] == user
        return teaches if data.get("service") == self.desk else True

    def _route(self, path):
        """``(spec, data, dial)`` of what lies behind the door at a path, Nones where that is the hub."""
        parts = path.split("/", 3)
        if len(parts) > 2 and unquote(parts[1]) in ("user", "services") and parts[2]:
            kind, name = unquote(parts[1]), unquote(parts[2])
            for spec, route in self._named(kind, name):
                return spec, route[1], dial(route[0])
        return None, None, None

    def _named(self, kind, name):
        # JupyterHub writes a name into a prefix as it writes it into addresses
        end = f"/{kind}/{quote(name, safe='@~')}/"
        specs = (end,) if self.main is None else self._hosted(end)
        for spec in specs:
            if route := self.book.route(spec):
                yield spec, route

    def _hosted(self, end):
        return [spec for spec in self.book.routes() if spec.endswith(end) and spec.count("/") == 3]

    def _right_host(self, spec, host):
        return spec.partition("/")[0].lower() == host.partition(":")[0].lower()

    def _to_main(self, method, path, address):
        if method not in ("GET", "HEAD"):
            return Answer(403)
        inside = address if path.startswith("/hub/") else f"/hub{address}"
        return Answer(302, location=f"{self.scheme}://{self.main}{inside}")

    def _tickets(self, cookies):
        """The door's own cookies, and the header without them."""
        words, kept = [], []
        for part in cookies.split(";"):
            name, _, value = part.strip().partition("=")
            if name.strip() == self.ticket:
                words.append(value.strip().strip('"'))
            elif part.strip():
                kept.append(part.strip())
        return words, "; ".join(kept)


def dial(target: str) -> str:
    """Where Caddy is to connect for a target as JupyterHub writes it."""
    parts = urlsplit(target)
    if parts.scheme == "http+unix":
        return f"unix/{unquote(parts.netloc.partition(':')[0])}"
    return parts.netloc


class Ask(web.RequestHandler):
    """Caddy's question."""

    def initialize(self, door: Any) -> None:
        self.door = door

    def get(self) -> None:
        asked = self.request.headers
        answer = self.door.decide(
            asked.get("X-Forwarded-Method", "GET"),
            asked.get("X-Forwarded-Host", ""),
            asked.get("X-Forwarded-Uri", "/"),
            # sent in parts over HTTP/2
            "; ".join(asked.get_list("Cookie")),
            page=asked.get("Sec-Fetch-Mode", "navigate") == "navigate",
        )
        self.set_status(answer.status)
        if answer.status == 200:
            self.set_header("X-Door-To", answer.to)
            self.set_header("X-Door-Cookie", answer.cookie)
        elif answer.status == 302:
            self.set_header("Location", answer.location)
            self.set_header("Cache-Control", "no-store")
        self.finish()

    def log_exception(self, *_: Any) -> None:
        """Nothing: no log tells who asked for what."""


async def serve(settings: Any) -> Any:
    """Answer Caddy's questions until it ends or somebody ends us; returns its exit code."""
    book = Book(settings.folder / FILE)
    door = Door(
        book,
        dial(settings.hub_url),
        settings.ticket,
        desk=settings.desk_name,
        main=settings.own_host if settings.subdomains else None,
        scheme=settings.scheme,
    )
    server = HTTPServer(web.Application([(r".*", Ask, {"door": door})], log_function=lambda _: None))
    server.add_socket(netutil.bind_unix_socket(str(settings.run / SOCKET), mode=0o600))
    ending_with_us = [] if settings.demo else ["setpriv", "--pdeathsig", "TERM"]
    running = subprocess.Popen([*ending_with_us, *caddy.command(settings)], env=caddy.environment(settings))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.terminate)
    return await loop.run_in_executor(None, running.wait)


def main(words: Any) -> Any:
    os.umask(0o077)
    return asyncio.run(serve(load(Path(words[0]))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
