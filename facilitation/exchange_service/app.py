"""What people's servers ask of the exchange, over HTTP.

============================================  ===========================  ==================================
``GET    releases``                           anybody signed in            ``{assignment: mark}``
``GET    releases/A``                         anybody signed in            the zip
``PUT    releases/A``                         a facilitator
``DELETE releases/A``                         a facilitator
``POST   hand-ins/A``                         anybody, for themselves      the line of the hand-in
``GET    hand-ins?after=…``                   anybody, their own           lines
``GET    hand-ins/A?after=…``                 a facilitator                lines of everybody's
``GET    everybodys?after=…``                 a facilitator                lines of all assignments
``GET    hand-in/N``                          whose it is, a facilitator   the zip
``GET    feedback``                           anybody, their own           ``{name: digest}``
``GET    feedback/NAME``                      anybody, their own           the page
``PUT    feedback/NAME?person=…&assignment=`` a facilitator
``PUT    evening``                            a facilitator
``GET    told?after=…``                       a facilitator                what people told by telephone
``DELETE people/WHO``, ``DELETE course``      a facilitator                how many rows are gone
``GET    health``                             anybody
============================================  ===========================  ==================================

A zip that is sent has its SHA-256 in the header ``X-Digest``. Whatever is refused is `Refusal.said` as JSON.
"""

import asyncio
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote

from sqlalchemy.exc import SQLAlchemyError
from tornado import web
from tornado.httpserver import HTTPServer

from facilitation import taking_in
from facilitation.evening import own_answers
from facilitation.exchange_service.evenings import Evenings
from facilitation.exchange_service.packing import MOST_PACKED, digest, mark, unpack
from facilitation.exchange_service.refusals import Refusal

TOGETHER = 8  # what is unpacked and kept at the same time
ASSIGNMENT = re.compile(r"[A-Za-z0-9][\w-]{0,99}")
FEEDBACK_NAME = re.compile(r"[0-9a-f]{32}\.html")
ZIP, HTML = "application/zip", "text/html; charset=utf-8"


class Service(web.Application):
    def __init__(self, shelf: Any, door: Any, prefix: str = "/") -> None:
        self.shelf, self.door, self.evenings = shelf, door, Evenings(shelf)
        self.workers = ThreadPoolExecutor(TOGETHER)
        self.sending = set()
        ways = {
            r"health": Health,
            r"releases": Releases,
            r"releases/([^/]+)": Release,
            r"hand-ins": OwnHandIns,
            r"everybodys": Everybodys,
            r"hand-ins/([^/]+)": HandIns,
            r"hand-in/(\d{1,18})": HandIn,
            r"feedback": Feedback,
            r"feedback/([^/]+)": Page,
            r"evening": Evening,
            r"told": Told,
            r"people/([^/]+)": Someone,
            r"course": Course,
            r".*": Nowhere,
        }
        super().__init__([(re.escape(prefix) + way, kind) for way, kind in ways.items()], log_function=_log)

    def server(self) -> Any:
        """A server that waits a minute for what is on its way, and no longer."""
        return HTTPServer(self, max_body_size=MOST_PACKED, body_timeout=60, idle_connection_timeout=300)


def _log(handler):
    """Errors alone, and of them the number and the kind of request: neither name nor address."""
    if handler.get_status() >= 500:
        logging.getLogger(__name__).error("%s %s", handler.get_status(), type(handler).__name__)


@web.stream_request_body
class Handler(web.RequestHandler):
    """Whoever asks is known before anything that they send is read."""

    application: Any

    person: Any = None
    refusal = sender = None

    async def _execute(self, *words, **more):
        try:
            await super()._execute(*words, **more)
        finally:
            # tornado tells nobody else when a sender is gone in the middle of a body
            self.application.sending.discard(self.sender)

    async def prepare(self) -> None:
        self.body = bytearray()
        if int(self.request.headers.get("Content-Length", 0)) > MOST_PACKED:
            raise Refusal("too_large", most=MOST_PACKED // 1_000_000)
        try:
            if not unquote(self.request.uri).isprintable():
                raise Refusal("request")
            self.person = await self.application.door.who(self.request.headers.get("Authorization"))
            if self.request.method in ("POST", "PUT"):
                self._one_at_a_time()
        except Refusal as refusal:
            # told when the rest has come: who is hung up on while sending does not hear why
            self.refusal = refusal
            self.get = self.post = self.put = self.delete = self._refuse

    def _one_at_a_time(self):
        if self.person.name in self.application.sending:
            raise Refusal("one_at_a_time")
        self.sender = self.person.name
        self.application.sending.add(self.sender)

    def _refuse(self, *_):
        raise self.refusal or Refusal("not_there")

    def data_received(self, chunk: Any) -> None:
        if self.refusal is None:
            self.body += chunk

    def write_error(self, status: Any, exc_info: Any = None, **_: Any) -> None:  # type: ignore[override]
        error = exc_info[1] if exc_info else None
        if not isinstance(error, Refusal):
            error = Refusal({404: "not_there", 500: "kept_nothing"}.get(status, "request"))
        self.set_status(error.status)
        self.set_header("Connection", "close")
        self.finish(error.said())

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, (Refusal, web.HTTPError)):
            # neither its words nor its trace: they may hold what somebody wrote
            logging.getLogger(__name__).error("%s in %s", kind.__name__, type(self).__name__)

    async def work(self, function: Any, *words: Any, **more: Any) -> Any:
        """Let a thread do what takes a while."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.application.workers, lambda: function(*words, **more))

    @property
    def shelf(self) -> Any:
        return self.application.shelf

    def teaches(self) -> None:
        if not self.person.teaches:
            raise Refusal("not_facilitator")

    def give(self, data: bytes, kind: Any) -> None:
        self.set_header("Content-Type", kind)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Digest", digest(data))
        self.finish(data)

    def sent(self) -> Any:
        """What came, as it was sent."""
        data = bytes(self.body)
        if digest(data) != self.request.headers.get("X-Digest"):
            raise Refusal("altered")
        return data

    def after(self) -> Any:
        try:
            return max(0, min(int(self.get_query_argument("after", "0")), 2**62))
        except ValueError:
            raise Refusal("request") from None


def _known(pattern, text, key="not_there"):
    if not pattern.fullmatch(text):
        raise Refusal(key)
    return text


class Health(web.RequestHandler):
    application: Any

    async def get(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self.application.workers, self.application.shelf.is_there)
        except SQLAlchemyError:
            self.set_status(503)


class Nowhere(Handler):
    get = post = put = delete = Handler._refuse


class Releases(Handler):
    async def get(self) -> None:
        self.finish(await self.work(self.shelf.releases))


class Release(Handler):
    async def get(self, assignment: str) -> None:
        self.give(await self.work(self.shelf.released, assignment), ZIP)

    async def put(self, assignment: str) -> None:
        self.teaches()
        _known(ASSIGNMENT, assignment, "request")
        data = self.sent()
        await self.work(self.shelf.release, assignment, *await self.work(_released, data), data)
        self.set_status(204)

    async def delete(self, assignment: str) -> None:
        self.teaches()
        if not await self.work(self.shelf.take_back, assignment):
            raise Refusal("not_released")
        self.set_status(204)


def _released(data):
    """The name of a release's one notebook, and the release's mark."""
    files = unpack(data)
    names = [name for name in files if name.endswith(".ipynb")]
    if len(names) != 1:
        raise Refusal("no_notebook")
    return names[0], mark(files)


class HandIns(Handler):
    async def post(self, assignment: str) -> None:
        known = {assignment: await self.work(self.shelf.notebook, assignment)}
        data = self.sent()
        await self.work(whole, data, assignment, known)
        self.finish(await self.work(self.shelf.hand_in, self.person.name, assignment, data))

    async def get(self, assignment: str) -> None:
        self.teaches()
        lines = await self.work(self.shelf.hand_ins, assignment, after=self.after(), kept=True)
        self.finish({"hand_ins": lines})


def whole(data: bytes, assignment: str, known: Any) -> None:
    """See that a zip is a hand-in of that assignment, as collecting will see it. Raises Refusal."""
    files = unpack(data)
    try:
        taking_in._the_notebook(files, assignment, known)
    except taking_in.Fault as fault:
        other = {"other_assignment", "other_course"}
        raise Refusal("other_assignment" if fault.key in other else "no_notebook") from None


class OwnHandIns(Handler):
    async def get(self) -> None:
        lines = await self.work(self.shelf.hand_ins, person=self.person.name, after=self.after())
        self.finish({"hand_ins": lines})


class Everybodys(Handler):
    async def get(self) -> None:
        self.teaches()
        self.finish({"hand_ins": await self.work(self.shelf.hand_ins, after=self.after(), kept=True)})


class HandIn(Handler):
    async def get(self, number: int) -> None:
        mine = None if self.person.teaches else self.person.name
        self.give(await self.work(self.shelf.files, int(number), mine), ZIP)


class Feedback(Handler):
    async def get(self) -> None:
        self.finish(await self.work(self.shelf.feedback, self.person.name))


class Page(Handler):
    async def get(self, name: str) -> None:
        self.give(await self.work(self.shelf.page, self.person.name, name), HTML)

    async def put(self, name: str) -> None:
        self.teaches()
        person = _known(taking_in.LEARNER, self.get_query_argument("person", ""), "request")
        assignment = _known(ASSIGNMENT, self.get_query_argument("assignment", ""), "request")
        page = self.sent()
        await self.work(
            self.shelf.give_feedback, person, assignment, _known(FEEDBACK_NAME, name, "request"), page
        )
        self.set_status(204)


class Evening(Handler):
    async def put(self) -> None:
        self.teaches()
        data = self.sent()
        try:
            kept = own_answers.for_telephones(json.loads(data))
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise Refusal("request") from None
        await self.work(self.application.evenings.show, kept)
        self.set_status(204)


class Told(Handler):
    async def get(self) -> None:
        self.teaches()
        self.finish({"told": await self.work(self.application.evenings.since, self.after())})


class Someone(Handler):
    async def delete(self, name: str) -> None:
        self.teaches()
        self.finish(await self.work(self.shelf.forget, name))


class Course(Handler):
    async def delete(self) -> None:
        self.teaches()
        self.finish(await self.work(self.shelf.forget_all))
