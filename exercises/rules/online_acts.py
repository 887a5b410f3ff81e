"""Five small acts online, dated, and what came back.

That one gives before one asks, and how many of each kind, is the course's own rule of thumb.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.rules import Finding

KINDS = ("comment", "invitation", "recommended", "answer", "introduced", "asked")
BACK = ("nothing", "reply", "talk", "agreed")
WANTED = 5
COMMENTS, INVITATIONS = 3, 2


@dataclass(frozen=True)
class Act:
    """One act: ``at`` from 1, its day or None, one of KINDS or "", a note, and one of BACK or ""."""

    at: int
    day: date | None
    kind: str = ""
    note: str = ""
    back: str = ""


def dated(acts: Sequence[Act], today: date) -> list[Act]:
    """The acts that have a kind and a day that has come."""
    return [act for act in acts if act.kind in KINDS and act.day and act.day <= today]


def findings(acts: Sequence[Act], today: date, find: Callable[..., Any]) -> list[Finding]:
    """What can be said of the acts, as ``(key, names)``; ``find`` looks for what points at a person."""
    begun = [act for act in acts if act.kind or act.day or act.note.strip()]
    if not begun:
        return [("nothing_yet", {})]
    done = dated(acts, today)
    found: list[Finding] = [
        ("ahead", {"at": act.at, "day": act.day}) for act in begun if act.day and act.day > today
    ]
    found += [("no_day", {"at": act.at}) for act in begun if act.kind and not act.day]
    found += [("no_kind", {"at": act.at}) for act in begun if not act.kind]
    found += [(f"person_{one.kind}", {"text": one.text}) for act in begun for one in find(act.note)]
    found += _asked_first(done)
    if len(done) < WANTED:
        return [*found, ("to_go", {"n": WANTED - len(done)})]
    for kind, fewest in (("comment", COMMENTS), ("invitation", INVITATIONS)):
        n = sum(act.kind == kind for act in done)
        if n < fewest:
            found.append((f"few.{kind}", {"n": n, "fewest": fewest}))
    came = sum(act.back in BACK[1:] for act in done)
    return [*found, ("done", {"n": len(done), "back": came})]


def _asked_first(done):
    asked = min((act.day for act in done if act.kind == "asked"), default=None)
    given = min((act.day for act in done if act.kind == "recommended"), default=None)
    return [("asked_first", {})] if asked and (given is None or asked < given) else []
