"""The page for the wall: where to go, the workshop's code, and a QR code that holds both.

The same page on paper (`write`, two files in the hub's folder) and on a projector (`/hub/join`, for
facilitators alone: whoever sees it may come in).
"""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import segno
from jinja2 import Environment, FileSystemLoader
from jupyterhub.handlers.base import BaseHandler
from tornado import web

from exercises.texts import Texts
from facilitation.hub.settings import TEMPLATES
from facilitation.hub.sign_in import language_of
from facilitation.language import LANGUAGES, TEXTS

TONIGHT = "tonight"


def address(settings: Any, language: str, tonight: bool = False) -> str:
    """What the QR code holds: where to sign in with the code; ``tonight`` leads to the evening's page, for
    who has a telephone alone.
    """
    goes = {"next": f"/hub/{TONIGHT}"} if tonight else {}
    return f"{settings.url}hub/login?{urlencode({'code': settings.code, 'lang': language} | goes)}"


def elsewhere(goes: str, language: str) -> str:
    """The page for the evening on a hub where people sign in as their organisation has it: ``goes`` is the
    evening's address, and there is no code.
    """
    settings = SimpleNamespace(url=goes, code="", tls="", demo=False)
    return _rendered(settings, goes, language, tonight=True, other=True, toggle=False)


def page(settings: Any, language: str, toggle: bool = False, tonight: bool = False) -> Any:
    """The page in one language as HTML that fetches nothing; ``toggle`` adds links to the other language and
    to the other page. For ``tonight`` see :func:`address`.
    """
    goes = address(settings, language, tonight)
    return _rendered(settings, goes, language, tonight=tonight, other=toggle, toggle=toggle)


def _rendered(settings, goes, language, *, tonight, other, toggle):
    qr = segno.make(goes, error="m").svg_inline(scale=8, border=4, omitsize=True)
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return templates.get_template("join.html").render(
        t=Texts("hub", language, folder=TEXTS),
        settings=settings,
        qr=qr,
        tonight=tonight,
        toggle=toggle,
        other_language=next(one for one in LANGUAGES if one != language) if other else None,
    )


def write(settings: Any) -> Any:
    """Lay the page in both languages in the hub's folder, for printing; returns the files' paths."""
    paths = []
    for language in LANGUAGES:
        path = settings.hub / f"join-{language}.html"
        path.write_text(page(settings, language), encoding="utf-8")
        paths.append(path)
    return paths


class Join(BaseHandler):
    """The page for the projector."""

    def initialize(self, settings: Any, graders: Any) -> None:
        self.hub_settings, self.graders = settings, graders

    @web.authenticated
    def get(self) -> None:
        if not any(group.name == self.graders for group in self.current_user.groups):
            raise web.HTTPError(403)
        language = language_of(self, self.hub_settings.language)
        tonight = self.get_argument("to", "") == TONIGHT
        self.finish(page(self.hub_settings, language, toggle=True, tonight=tonight))
