"""What a peer saw in one's own page, or what one sees oneself after two days.

Feedback from a peer did better than none (g = .31); against one's own assessment the difference may be chance
(double2020). So who is alone puts the work away and reads it later by the same four questions. Forty-eight
hours, the four questions and the three parts of a note are the course's own.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from exercises.rules import Finding

WAYS = ("table", "mail", "alone")
# One thing seen, one question, one suggestion.
PARTS = ("seen", "question", "suggestion")
CRITERIA = ("reader", "concrete", "step", "lawful")
MOST_SCORE = 3
REST = timedelta(hours=48)
# Fewer words than this is hardly a note.
FEWEST_WORDS = 3


@dataclass(frozen=True)
class Note:
    """``got`` is ``{part: text}``; ``gave`` what the other got; ``changed`` what came of it; ``rested`` when
    the work was put away and ``scores`` ``{criterion: 0 … 3}``, for who is alone."""

    way: str = ""
    got: dict = field(default_factory=dict)
    gave: str = ""
    changed: str = ""
    rested: datetime | None = None
    scores: dict = field(default_factory=dict)


def ripe(note: Note, now: datetime) -> bool:
    """Whether the work has lain long enough to be read again."""
    return note.rested is not None and now >= note.rested + REST


def complete(note: Note, now: datetime) -> bool:
    """Whether there is a whole note: three parts from a peer, or four scores on rested work."""
    if note.way == "alone":
        return ripe(note, now) and all(name in note.scores for name in CRITERIA)
    return note.way in WAYS and not any(_thin(note.got.get(part, "")) for part in PARTS)


def findings(note: Note, now: datetime, find: Callable[..., Any]) -> list[Finding]:
    """What can be said of a :class:`Note`, as ``(key, names)``; ``find`` looks for persons."""
    if note.way not in WAYS:
        return [("choose_way", {})]
    found = _alone(note, now) if note.way == "alone" else _of_peer(note)
    texts = [*note.got.values(), note.gave, note.changed]
    found += [(f"person_{one.kind}", {"text": one.text}) for text in texts for one in find(text)]
    if complete(note, now):
        found.append(("changed_missing" if _thin(note.changed) else "ready", {}))
    return found


def _of_peer(note):
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if _thin(note.got.get(part, ""))]
    if _thin(note.gave):
        found.append(("gave_missing", {}))
    question = note.got.get("question", "")
    if not _thin(question) and "?" not in question:
        found.append(("no_question", {}))
    return found


def _alone(note, now):
    if note.rested is None:
        return [("put_away", {})]
    if not ripe(note, now):
        hours = math.ceil((note.rested + REST - now) / timedelta(hours=1))
        return [("wait", {"hours": hours})]
    open_ones = [name for name in CRITERIA if name not in note.scores]
    if open_ones:
        return [("read_again", {"n": len(open_ones)})]
    least = min(note.scores.values())
    if least == MOST_SCORE:
        return [("all_high", {})]
    return [(f"lowest.{name}", {}) for name in CRITERIA if note.scores[name] == least][:1]


def _thin(text):
    return len((text or "").split()) < FEWEST_WORDS
