"""A server extension: nbgrader's hand-in, imported once somebody reads.

To import it takes a third of the time until a server says its address, and it is asked for minutes later. Who
asks before it is there waits for it, and is sent to the same address again.
"""

import asyncio
import sys
from importlib import import_module
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler

NBGRADER = "nbgrader.server_extensions.assignment_list"
ADDRESSES = r"(?:assignments(?:/\w+)?|courses|nbgrader_version)"
LATER = 20  # seconds: the first page's exercises are there by then


def _jupyter_server_extension_points() -> Any:
    return [{"module": "facilitation.pages.hand_in"}]


def _load_jupyter_server_extension(app: Any) -> None:
    if NBGRADER in sys.modules:  # a hub's servers are made from a process that has imported it
        import_module(NBGRADER).load_jupyter_server_extension(app)
    else:
        Coming(app)


class Coming:
    """The addresses of nbgrader's hand-in, until it has them itself."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.loading: asyncio.Task | None = None
        place = url_path_join(app.web_app.settings["base_url"], ADDRESSES)
        app.web_app.add_handlers(".*$", [(place, Wait, {"coming": self})])
        # the newest is the last but one: what comes after it answers all else
        self.rule = app.web_app.default_router.rules[-2]
        app.io_loop.call_later(LATER, self.there)

    def there(self) -> Any:
        """A task that ends when nbgrader answers for itself."""
        if self.loading is None:
            self.loading = asyncio.ensure_future(self._load())
        return self.loading

    async def _load(self):
        extension = await asyncio.to_thread(import_module, NBGRADER)
        extension.load_jupyter_server_extension(self.app)
        self.app.web_app.default_router.rules.remove(self.rule)


class Wait(RequestHandler):
    """Does nothing for anybody but send on, and so asks nobody who they are."""

    def initialize(self, coming: Coming) -> None:
        self.coming = coming

    def check_xsrf_cookie(self) -> None:
        pass

    async def prepare(self) -> None:
        await asyncio.shield(self.coming.there())
        self.redirect(self.request.uri or "", status=307)
