"""``/hub/tonight``: the evening on a telephone. One's table and round, the vote, an offer and a need, whom
one met, a promise, and looking back; without a notebook or a server.

What is shown is what the host's desk has written, and what is told is kept where that desk finds it before
the page says so: whoever serves the page holds nothing, and may be killed at any moment.
"""

import hashlib
import json
from typing import Any

from tornado import web

from exercises.rules.promise import STATES
from exercises.texts import Texts
from facilitation.evening import own_answers
from facilitation.evening.own_answers import NotSaid
from facilitation.hub.telephone import OfTheHub, Telephone
from facilitation.language import TEXTS

BACK = ("what", "so_what", "now_what")
MOST_MET = 99


class TonightPage(Telephone):
    """The page, what is told on it, and with ``?seen`` whether it is still as it was shown."""

    template = "tonight.html"

    @web.authenticated
    def get(self) -> None:
        if self.get_argument("seen", None) is not None:
            self.set_header("Cache-Control", "no-store")
            self.finish(_mark(self._now()))
            return
        self._show(self._said().get("tonight", {}))

    @web.authenticated
    def post(self) -> None:
        now = self._now()
        told: dict[str, Any]
        told = {name: self.get_body_argument(name, "").strip() for name in ("can", "wants", *BACK, "ended")}
        told |= {name: self.get_body_arguments(name) for name in own_answers.LISTED if now[name]}
        others = self.get_body_argument("others", "")
        told["others"] = min(int(others), MOST_MET) if others.isdecimal() and len(others) < 4 else 0
        told["promised"] = bool(self.get_body_argument("promised", ""))
        told["ended"] = told["ended"] if told["ended"] in STATES else ""
        before = self._said().get("tonight", {})
        # What is not asked just now, such as a vote that is closed, stays as it was told.
        kept = {name: before[name] for name in own_answers.LISTED if name in before and name not in told}
        try:
            own_answers.tell(self.place, self.who, now["date"], kept | told)
        except NotSaid as problem:
            self._show(told, wrong=problem)
        except OSError as error:
            self.log.error("What was told by telephone could not be kept: %s", error)
            self._show(told, wrong=NotSaid("not_kept"))
        else:
            self._show(kept | told, saved=True)

    def _said(self):
        return self.place.of(self.who)

    def _now(self):
        return now(self.place.evening(), self._said().get("name", ""))

    def _show(self, told, saved=False, wrong=None):
        shown = self._now()
        self.show(
            wrong.said(Texts("hub", self.language, folder=TEXTS)) if wrong else "",
            self.language,
            now=shown,
            seen=_mark(shown),
            told=told if told.get("evening", shown["date"]) == shown["date"] else {},
            back=BACK,
            states=STATES,
            longest=own_answers.LONGEST,
            most_met=MOST_MET,
            saved=saved,
        )


class Tonight(TonightPage, OfTheHub):
    """The page on a room's hub."""


def now(kept: Any, name: str) -> Any:
    """What ``name`` is shown now of the host's file ``kept``.

    ``name``, ``date``, ``votes`` (the themes of an open vote, the same as ``helps``), ``tables`` (one a
    round, 0 for away), ``round`` (under way, 0 for none), ``beside`` (who sits at one's table in it),
    ``met`` (names on one's list) and ``before`` (promises of last time).

    A file that says something else shows nothing.
    """
    empty = {"name": name, "date": "", "votes": [], "helps": [], "tables": [], "round": 0, "beside": []}
    empty |= {"met": [], "before": 0}
    try:
        vote = kept.get("vote") or {}
        themes = [str(theme) for theme in vote.get("themes", [])] if vote and not vote["closed"] else []
        rounds = [
            next((at for at, seated in enumerate(tables, start=1) if name in seated), 0)
            for tables in kept.get("tables", [])
        ]
        phase = (kept.get("clock") or {}).get("phase")
        under_way = phase + 1 if phase is not None and phase < len(rounds) else 0
        table = rounds[under_way - 1] if under_way else 0
        beside = kept["tables"][under_way - 1][table - 1] if table else []
        listed = (kept.get("lists") or {}).get("of", {}).get(name, [])
        return empty | {
            "date": str(kept.get("date", "")),
            "votes": themes,
            "helps": themes,
            "tables": rounds if any(rounds) else [],
            "round": under_way if any(rounds) else 0,
            "beside": [str(one) for one in beside if one != name],
            "met": [str(other) for other, _ in listed],
            "before": int((kept.get("promises") or {}).get("before", 0)),
        }
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return empty


def _mark(shown):
    """What changes when the page would show something else."""
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
