"""The page for the wall: where to go, the workshop's code, and a QR code that holds both.

The same page on paper (`write`, two files in the hub's folder) and on a projector (`/hub/join`, for
facilitators alone: whoever sees it may come in).
"""

from urllib.parse import urlencode

import segno
from jinja2 import Environment, FileSystemLoader
from jupyterhub.handlers.base import BaseHandler
from tornado import web

from exercises.texts import Texts
from facilitation.hub.sign_in import language_of
from facilitation.language import LANGUAGES, TEXTS


def page(settings, language, toggle=False):
    """The page in one language as HTML that fetches nothing; ``toggle`` adds a link to the other language."""
    from facilitation.hub.configure import TEMPLATES

    address = f"{settings.url}hub/login?{urlencode({'code': settings.code, 'lang': language})}"
    qr = segno.make(address, error="m").svg_inline(scale=8, border=4, omitsize=True)
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return templates.get_template("join.html").render(
        t=Texts("hub", language, folder=TEXTS),
        settings=settings,
        qr=qr,
        other_language=next(other for other in LANGUAGES if other != language) if toggle else None,
    )


def write(settings):
    """Lay the page in both languages in the hub's folder, for printing; returns the files' paths."""
    paths = []
    for language in LANGUAGES:
        path = settings.hub / f"join-{language}.html"
        path.write_text(page(settings, language), encoding="utf-8")
        paths.append(path)
    return paths


class Join(BaseHandler):
    """The page for the projector."""

    def initialize(self, settings, graders):
        self.hub_settings, self.graders = settings, graders

    @web.authenticated
    def get(self):
        if not any(group.name == self.graders for group in self.current_user.groups):
            raise web.HTTPError(403)
        self.finish(page(self.hub_settings, language_of(self, self.hub_settings.language), toggle=True))
