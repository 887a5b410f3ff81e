"""Asks the exchange's service, with the word that the hub gave this server for it."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests

from exercises.texts import Texts
from facilitation.exchange_service.packing import MOST_PACKED, digest
from facilitation.exchange_service.refusals import STATUS, Refusal
from facilitation.language import TEXTS, choose

URL, TOKEN = "NETVAERK_EXCHANGE_URL", "NETVAERK_EXCHANGE_TOKEN"
PATIENCE = (5, 60)  # seconds: to reach it, and between two pieces of an answer


class Unserved(OSError):
    """The service did not do it; its text is one sentence in the language of who asked."""


class Client:
    """``language`` is da or en. Methods raise Unserved."""

    def __init__(self, url: str, token: Any, language: str) -> None:
        self.url, self.language = url.rstrip("/"), language
        self.session = requests.Session()
        # a proxy that the environment names is for the world outside
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"token {token}"

    @classmethod
    def here(cls) -> Any:
        """That of this server."""
        language = choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ)
        return cls(os.environ[URL], os.environ.get(TOKEN, ""), language)

    # ---- releases ----------------------------------------------------------------------------------------

    def releases(self) -> Any:
        return self._ask("GET", "releases").json()

    def released(self, assignment: str) -> Any:
        return self._zip(f"releases/{quote(assignment, safe='')}")

    def release(self, assignment: str, files: Any) -> None:
        self._ask("PUT", f"releases/{quote(assignment, safe='')}", files)

    def take_back(self, assignment: str) -> None:
        self._ask("DELETE", f"releases/{quote(assignment, safe='')}")

    # ---- hand-ins ----------------------------------------------------------------------------------------

    def hand_in(self, assignment: str, files: Any) -> Any:
        """When the service received it: a datetime in UTC, without a zone."""
        line = self._ask("POST", f"hand-ins/{quote(assignment, safe='')}", files).json()
        return received(line)

    def hand_ins(self, assignment: str | None = None, after: int = 0) -> Iterator[Any]:
        """The lines of everybody's that are still kept, in the order in which they came.

        Those of one assignment, or of all; from that number on.
        """
        path = f"hand-ins/{quote(assignment, safe='')}" if assignment else "everybodys"
        while lines := self._ask("GET", path, after=after).json()["hand_ins"]:
            yield from lines
            after = lines[-1]["id"]

    def files(self, line: Any) -> Any:
        data = self._zip(f"hand-in/{line['id']}")
        if digest(data) != line["digest"]:
            raise Unserved(self._say(Refusal("altered")))
        return data

    # ---- feedback ----------------------------------------------------------------------------------------

    def feedback(self) -> Any:
        return self._ask("GET", "feedback").json()

    def page(self, name: str) -> Any:
        return self._zip(f"feedback/{quote(name, safe='')}")

    def give_feedback(self, person: Any, assignment: str, name: str, page: Any) -> None:
        self._ask("PUT", f"feedback/{quote(name, safe='')}", page, person=person, assignment=assignment)

    # ---- an evening by telephone -------------------------------------------------------------------------

    def show_evening(self, kept: bytes) -> None:
        """Let telephones show the host's word (JSON)."""
        self._ask("PUT", "evening", kept)

    def told(self, after: int = 0) -> Iterator[Any]:
        """What people told since that turn: ``person``, ``turn`` and ``said`` (JSON)."""
        while rows := self._ask("GET", "told", after=after).json()["told"]:
            yield from rows
            after = rows[-1]["turn"]

    # ---- the end -----------------------------------------------------------------------------------------

    def forget(self, person: Any) -> Any:
        return self._ask("DELETE", f"people/{quote(person, safe='')}").json()

    def forget_all(self) -> Any:
        return self._ask("DELETE", "course").json()

    # ------------------------------------------------------------------------------------------------------

    def _zip(self, path):
        answer = self._ask("GET", path)
        if digest(answer.content) != answer.headers.get("X-Digest"):
            raise Unserved(self._say(Refusal("altered")))
        return answer.content

    def _ask(self, method, path, data=None, **query):
        head = {} if data is None else {"X-Digest": digest(data)}
        if data is not None and len(data) > MOST_PACKED:
            raise Unserved(self._say(Refusal("too_large", most=MOST_PACKED // 1_000_000)))
        for last in (False, True):
            try:
                answer = self.session.request(
                    method, f"{self.url}/{path}", data=data, params=query, headers=head, timeout=PATIENCE
                )
                break
            except requests.RequestException:
                # whatever is sent twice is kept once
                if last:
                    raise Unserved(self._say()) from None
        if not answer.ok:
            raise Unserved(self._why(answer))
        return answer

    def _why(self, answer):
        try:
            said = answer.json()
        except ValueError:
            said = {}
        sentence = said.get(self.language) if isinstance(said, dict) and said.get("error") in STATUS else None
        return sentence if isinstance(sentence, str) else self._say()

    def _say(self, refusal=None):
        if refusal is not None:
            return refusal.in_language(self.language)
        return Texts("exchange_service", self.language, folder=TEXTS)("client.unreachable")


def received(line: Mapping[str, Any]) -> datetime:
    """The time in a hand-in's line: a datetime in UTC, without a zone."""
    return datetime.fromisoformat(line["at"]).astimezone(UTC).replace(tzinfo=None)
