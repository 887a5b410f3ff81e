"""What the pages for telephones have in common, wherever they are served: in a room by the hub itself, on
Kubernetes by `facilitation.evening_service`.
"""

from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyterhub.handlers.base import BaseHandler
from tornado import web

from exercises.texts import Texts
from facilitation.evening.own_answers import Folder
from facilitation.hub.settings import TEMPLATES
from facilitation.hub.sign_in import language_of
from facilitation.language import LANGUAGES, TEXTS


class Telephone(web.RequestHandler):
    """A page for a telephone. Who serves it says whose it is (``who``), where what is told lies (``place``),
    its own ``prefix``, the way ``home`` and the language of those who ask for none."""

    who: str
    place: Any  # an `own_answers.Place`
    log: Any
    prefix: str
    home: str
    otherwise: str
    template: str

    def show(self, wrong: Any, language: str, **more: Any) -> None:
        """Answer with the page; ``wrong`` is a sentence of what is the matter, "" for nothing."""
        self.set_cookie("netvaerk-language", language, path=self.prefix, samesite="Lax")
        self.set_header("Cache-Control", "no-store")
        self.set_status(422 if wrong else 200)
        templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
        self.finish(
            templates.get_template(self.template).render(
                t=Texts("hub", language, folder=TEXTS),
                groups=Texts("groups", language, folder=TEXTS),
                lang=language,
                both={one: Texts("hub", one, folder=TEXTS) for one in LANGUAGES},
                wrong=wrong,
                xsrf=self.xsrf_token.decode(),
                prefix=self.prefix,
                home=self.home,
                other_language=next(one for one in LANGUAGES if one != language),
                **more,
            )
        )

    @property
    def language(self) -> str:
        return language_of(self, self.otherwise)


class OfTheHub(BaseHandler):
    """A page for a telephone on a room's hub."""

    def initialize(self, settings: Any) -> None:
        self.place, self.otherwise = Folder(settings.desk), settings.language

    @property
    def who(self) -> str:
        return self.current_user.name

    @property
    def prefix(self) -> str:
        return self.hub.base_url

    @property
    def home(self) -> str:
        return f"{self.prefix}home"
