"""Where the door sends whom it does not know: the hub signs them in, and they get the door's ticket."""

from typing import Any
from urllib.parse import unquote, urlsplit

from jupyterhub.handlers.base import BaseHandler
from tornado import web

from facilitation.hub.book import DAYS


class Enter(BaseHandler):
    """``/hub/door?next=/user/anna/lab``: a ticket and back, for whom that address is theirs."""

    def initialize(self, settings: Any, graders: Any) -> None:
        self.hub_settings, self.graders = settings, graders

    @web.authenticated
    def get(self) -> None:
        user = self.current_user
        teaches = any(group.name == self.graders for group in user.groups)
        address = self.get_argument("next", "/")
        parts = urlsplit(address)
        kind, _, rest = parts.path.lstrip("/").partition("/")
        name = unquote(rest.partition("/")[0])
        mine = unquote(kind) == "user" and name == user.name
        desk = unquote(kind) == "services" and (teaches or name != self.hub_settings.desk_name)
        if parts.scheme or parts.netloc or not address.startswith("/") or not (mine or desk):
            self.log.error("User %s was refused /%s/%s/", user, kind, name)
            raise web.HTTPError(403)
        more = {"domain": self.domain} if self.hub_settings.subdomains else {}
        self.set_cookie(
            self.hub_settings.ticket,
            self.proxy.book.issue(user.name, teaches),
            path="/",
            httponly=True,
            secure=self.hub_settings.tls != "none",
            samesite="Lax",
            expires_days=DAYS,
            **more,
        )
        host = user.host if mine and self.hub_settings.subdomains else ""
        self.redirect(f"{host}{address}")
