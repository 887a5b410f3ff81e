"""The door as JupyterHub's proxy: its routes are lines in the door's book, and it is kept running."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from jupyterhub.proxy import Proxy
from jupyterhub.utils import exponential_backoff
from tornado.ioloop import PeriodicCallback
from traitlets import Any, Unicode

from facilitation.hub.book import FILE, Book

MODULE = "facilitation.hub.door"
PID = "door.pid"
EVERY = 2  # seconds between two looks whether it runs


class DoorProxy(Proxy):
    folder = Unicode(help="The hub's folder.", config=True)
    book = Any()
    process = watching = None

    def _book_default(self):
        return Book(Path(self.folder) / FILE)

    async def start(self) -> None:
        # the ways to learners' servers that outlived their hub still lead there; the desk begins anew
        for spec, route in self.book.routes().items():
            if "user" not in route["data"]:
                self.book.delete_route(spec)
        end_old(Path(self.folder))
        self._open()
        await exponential_backoff(self._is_open, "the door did not open", timeout=30)
        self.watching = PeriodicCallback(self._look, EVERY * 1000)
        self.watching.start()

    def stop(self) -> None:
        if self.watching:
            self.watching.stop()
        for spec in self.book.routes():
            self.book.delete_route(spec)
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            self.process.kill()
            self.process.wait()
        (Path(self.folder) / "hub" / PID).unlink(missing_ok=True)

    def _open(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", MODULE, self.folder], start_new_session=True, stdin=subprocess.DEVNULL
        )
        (Path(self.folder) / "hub" / PID).write_text(str(self.process.pid))

    def _is_open(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the door ended with {self.process.returncode}")
        return _listens(self.public_url)

    def _look(self):
        if self.process.poll() is not None:
            self.log.error("The door had ended (%s) and is opened again", self.process.returncode)
            self._open()

    async def add_route(self, routespec: object, target: Path, data: bytes) -> None:
        self.book.add_route(self.validate_routespec(routespec), target, data)

    async def delete_route(self, routespec: object) -> None:
        self.book.delete_route(self.validate_routespec(routespec))

    async def get_all_routes(self) -> object:
        return self.book.routes()


def old(folder: Path) -> int | None:
    """The number of a door of this folder that outlived its hub, None where there is none.

    After a power cut its number may be another program's.
    """
    try:
        number = int((folder / "hub" / PID).read_text())
        words = Path("/proc", str(number), "cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return number if MODULE.encode() in words and os.fsencode(folder) in words else None


def end_old(folder: Path) -> None:
    end = time.monotonic() + 10
    while (number := old(folder)) is not None:
        with contextlib.suppress(OSError):
            os.kill(number, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
        time.sleep(0.1)
    (folder / "hub" / PID).unlink(missing_ok=True)


def _listens(url):
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    here = "127.0.0.1" if parts.hostname in ("0.0.0.0", None, "") else parts.hostname
    try:
        socket.create_connection((here, parts.port or 80), 1).close()
    except OSError:
        return False
    return True
