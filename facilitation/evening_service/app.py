"""The pages. Whoever comes is sent to the hub to sign in, however the hub does that, and comes back."""

import hashlib
import logging
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated
from sqlalchemy.exc import SQLAlchemyError
from tornado import web
from tornado.httpserver import HTTPServer

from exercises.texts import Texts
from facilitation.exchange_service.door import FACILITATORS
from facilitation.exchange_service.evenings import Evenings
from facilitation.hub import join
from facilitation.hub.evening import OwnAnswersPage
from facilitation.hub.settings import TEMPLATES
from facilitation.hub.sign_in import language_of
from facilitation.hub.tonight import TonightPage
from facilitation.language import LANGUAGES, TEXTS

MOST_SENT = 200_000  # bytes of a form
LANGUAGE = "da"  # for a browser that asks for no other


class Service(web.Application):
    """``address`` is where browsers find it, ``home`` the hub's own page."""

    def __init__(self, shelf: Any, auth: HubOAuth, address: str, home: str) -> None:
        self.shelf, self.evenings = shelf, Evenings(shelf)
        self.address, self.home = address, home
        prefix = auth.base_url
        ways = {
            "": ToTonight,
            "evening": OwnAnswers,
            "tonight": Tonight,
            "join": Wall,
            "health": Health,
            "oauth_callback": HubOAuthCallbackHandler,
        }
        super().__init__(
            [(prefix + way, kind) for way, kind in ways.items()],
            # the same after a restart, so that what is typed just then is not sent to nobody
            cookie_secret=hashlib.sha256(f"cookies {auth.api_token}".encode()).digest(),
            log_function=_log,
        )

    def server(self) -> HTTPServer:
        return HTTPServer(self, max_body_size=MOST_SENT, idle_connection_timeout=300, xheaders=True)


def _log(handler):
    """Errors alone, and of them the number and the kind of request: neither name nor address."""
    if handler.get_status() >= 500:
        logging.getLogger(__name__).error("%s %s", handler.get_status(), type(handler).__name__)


class Signed(HubOAuthenticated, web.RequestHandler):
    """What the hub's own pages have of the hub."""

    application: Service
    otherwise = LANGUAGE
    log = logging.getLogger(__name__)

    @property
    def place(self) -> Evenings:
        return self.application.evenings

    @property
    def who(self) -> str:
        return self.current_user["name"]

    @property
    def prefix(self) -> str:
        return self.hub_auth.base_url

    @property
    def home(self) -> str:
        return self.application.home

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'")

    def write_error(self, status: int, exc_info: Any = None, **_: Any) -> None:  # type: ignore[override]
        if exc_info and isinstance(exc_info[1], OSError):
            status = 503  # the database is away
            self.set_status(status)
        both = {one: Texts("hub", one, folder=TEXTS) for one in LANGUAGES}
        templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
        page, base = templates.get_template("error.html"), self.home.removesuffix("home")
        self.finish(page.render(both=both, status_code=status, base_url=base))

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, web.HTTPError):
            # neither its words nor its trace: they may hold what somebody wrote
            self.log.error("%s in %s", kind.__name__, type(self).__name__)


class OwnAnswers(OwnAnswersPage, Signed):
    """What one says of oneself for the evening."""


class Tonight(TonightPage, Signed):
    """The evening itself."""


class ToTonight(Signed):
    def get(self) -> None:
        self.redirect(f"{self.prefix}tonight")


class Wall(Signed):
    """The page for the projector, for facilitators alone."""

    @web.authenticated
    def get(self) -> None:
        if FACILITATORS not in (self.current_user.get("groups") or ()):
            raise web.HTTPError(403)
        language = language_of(self, self.otherwise)
        self.finish(join.elsewhere(self.application.address, language))


class Health(web.RequestHandler):
    application: Service

    def get(self) -> None:
        try:
            self.application.shelf.is_there()
        except SQLAlchemyError:
            self.set_status(503)
