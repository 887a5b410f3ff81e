"""One promise at a time: to whom, what, and by when; and when the day comes, kept, moved or dropped.

A promise is one's own business. Others are told how many were kept, never to whom.
"""

from collections.abc import Sequence
from datetime import date

from exercises.rules import Finding
from exercises.rules.minutes import Work
from exercises.rules.reflection import words

PARTS = ("who", "what")
KEPT, MOVED, DROPPED = STATES = ("kept", "moved", "dropped")
WORK = Work(words=40, choices=1, lines=3)


def complete(who: str, what: str, day: date | None) -> bool:
    """Whether it is a promise: somebody, something, and a day."""
    return bool(words(who) and words(what) and day)


def count(states: Sequence[str]) -> dict[str, int]:
    """``{state: how many}`` of the promises that were closed."""
    return {state: sum(one == state for one in states) for state in STATES}


def findings(who: str, what: str, day: date | None, states: Sequence[str], today: date) -> list[Finding]:
    """What can be said of the promise and of those before it, as ``[(key, names)]``."""
    found: list[Finding] = []
    if day and complete(who, what, day):
        found.append(("due" if day <= today else "ahead", {"day": day}))
    elif words(who) or words(what) or day:
        missing = next(
            part for part, there in (("who", words(who)), ("what", words(what)), ("day", day)) if not there
        )
        found.append((f"missing_{missing}", {}))
    if states:
        found.append(("count", count(states) | {"of": len(states)}))
    return found or [("nothing_yet", {})]
