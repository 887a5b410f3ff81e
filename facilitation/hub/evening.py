"""``/hub/evening``: whoever is signed in says what the host needs to know of them for the evening.

It lands where the host's desk takes it in (`facilitation.evening.own_answers`). A page of its own: no
notebook, no server, made for a telephone.
"""

from datetime import date
from types import SimpleNamespace
from typing import Any

from tornado import web

from exercises.texts import Texts
from facilitation.evening import own_answers
from facilitation.evening import words as explain
from facilitation.evening.own_answers import NotSaid
from facilitation.hub.telephone import OfTheHub, Telephone
from facilitation.language import TEXTS


class OwnAnswersPage(Telephone):
    """The page, and what was typed into it."""

    template = "evening.html"

    @web.authenticated
    def get(self) -> None:
        self._show(self.place.of(self.who))

    @web.authenticated
    def post(self) -> None:
        typed = {field: self.get_body_argument(field, "") for field in own_answers.FIELDS}
        comes = self.get_body_argument("comes", "yes") == "yes"
        host = about(self.place.evening())
        asked = explain.showing(explain.words(self.language), host)
        shown = asked if self.get_body_argument("shown", "") else ""
        typed_too = {"comes": comes, "shown": shown}
        try:
            kept = own_answers.keep(
                self.place, self.who, typed, comes, host["date"], shown=shown, language=self.language
            )
        except NotSaid as problem:
            self._show(typed | typed_too, wrong=problem)
        except OSError as error:
            self.log.error("An answer for the evening could not be kept: %s", error)
            self._show(typed | typed_too, wrong=NotSaid("not_kept"))
        else:
            self._show(kept, saved=True)

    def _show(self, said, saved=False, wrong=None):
        language = self.language
        t, groups = (Texts(stem, language, folder=TEXTS) for stem in ("hub", "groups"))
        names = wrong.names if wrong else {}
        if "field" in names:
            names = names | {"field": groups(f"slip.{names['field']}")}
        host = about(self.place.evening())
        self.show(
            wrong.said(t, **names) if wrong else "",
            language,
            about=explain.about(groups, SimpleNamespace(kept=host, poll=None)),
            showing=explain.showing(groups, host),
            fields=own_answers.FIELDS,
            longest=own_answers.LONGEST,
            said=said,
            comes=said.get("comes", True),
            saved=saved,
            wrong_field=wrong.names.get("field", "name") if wrong and wrong.key != "not_kept" else "",
        )


class OwnAnswers(OwnAnswersPage, OfTheHub):
    """The page on a room's hub."""


def about(kept: dict[str, Any]) -> dict[str, str]:
    """What the host has said: ``date``, ``at``, ``place``, ``theme`` and ``sender``, "" where not."""
    empty = dict.fromkeys(("date", "at", "place", "theme", "sender"), "")
    found = {name: str(kept.get(name, "")) for name in empty}
    try:
        _ = found["date"] and date.fromisoformat(found["date"])
    except ValueError:
        return empty
    return found
