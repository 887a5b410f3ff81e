"""Who somebody is, asked of the hub at each call, with a word that can say that and nothing else."""

from dataclasses import dataclass
from typing import Any

from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError

from facilitation.exchange import COURSE
from facilitation.exchange_service.refusals import Refusal
from facilitation.taking_in import LEARNER

SERVICE = "exchange"
FACILITATORS = f"formgrade-{COURSE}"
ACCESS = f"access:services!service={SERVICE}"


@dataclass(frozen=True)
class Person:
    name: str
    teaches: bool


class Door:
    """Asks the hub whose API is at ``api_url``. Nothing of an answer is kept for the next call."""

    def __init__(self, api_url: Any) -> None:
        self.auth = HubAuth(api_url=api_url, api_token="none")

    async def who(self, header: Any) -> Any:
        """The `Person` behind a request's ``Authorization``. Raises Refusal."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() not in ("token", "bearer") or not token.strip().isalnum():
            raise Refusal("unknown")
        try:
            found = await self.auth.user_for_token(token.strip(), use_cache=False, sync=False)
        except HTTPError:
            raise Refusal("hub_silent") from None
        if not found:
            raise Refusal("unknown")
        return person(found)


def person(found: Any) -> Person:
    """The `Person` in the hub's answer ``found`` about a word's owner. Raises Refusal.

    A word that opens more than this service is refused, so that nobody gets used to sending one.
    """
    scopes = set(found.get("scopes") or ())
    if found.get("kind") != "user" or ACCESS not in scopes:
        raise Refusal("other_service")
    if not LEARNER.fullmatch(found["name"]):
        raise Refusal("unknown")
    itself = {f"read:users:{what}!user={found['name']}" for what in ("name", "groups")}
    if scopes - itself - {ACCESS}:
        raise Refusal("too_wide")
    return Person(found["name"], FACILITATORS in (found.get("groups") or ()))
