"""A useful post: one problem, one tip, one example and one invitation, easy to read.

The four parts and the limits are the course's own rules of thumb; no study is behind them. LIX tells how hard
a text is by the length of its words and sentences, and nothing of whether it is true or worth reading.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from exercises.rules import Finding
from exercises.rules.calls import announced
from exercises.rules.dialogue import ended
from exercises.rules.lix import MOST_LIX, lix, sentences
from exercises.rules.reflection import WORD, words

PARTS = ("problem", "tip", "example", "invitation")

# Where it is put up; "mail" is sent to people, and so may be advertising that needs their consent (mfl10).
PLACES = ("board", "paper", "group", "page", "answer", "mail")

# Of fewer words LIX says little.
FEWEST_FOR_LIX = 20
MOST_WORDS = 150
LONG_SENTENCE = 24
MOST_TIP_SENTENCES = 3

# A week: long enough for an answer, short enough to remember why.
LOOK_BACK_DAYS = 7

MOST_COUNTED = 10_000

# What came of the price: whether it was said, and how it was taken.
SAID = ("yes", "later", "no", "not_dared", "nobody_asked")

_LISTED = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+", re.MULTILINE)


def whole(parts: Mapping[str, str]) -> str:
    """The parts of ``{part: text}`` as one text, a paragraph each."""
    return "\n\n".join(filter(None, (ended(parts.get(part, "")) for part in PARTS)))


def readability(text: str) -> float | None:
    """LIX of a post; None while it is too short to say."""
    return lix(text.splitlines()) if words(text) >= FEWEST_FOR_LIX else None


def findings(
    parts: Mapping[str, str],
    place: str,
    invites: Sequence[str],
    sales: Sequence[str],
    find: Callable[..., Any],
    calls: tuple[str, ...] = (),
) -> list[Finding]:
    """What can be said of a post, as a list of ``(key, names)``; the most important first.

    ``parts`` is ``{part: text}``, ``place`` one of PLACES or "". ``invites`` are words that invite, ``sales``
    words of advertising, ``calls`` phrases that announce a call or a visit (all in small letters); ``find``
    looks for what points at a person.
    """
    text = whole(parts)
    if not words(text):
        return [("nothing_yet", {})]
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(parts.get(part, ""))]
    found += [(f"person_{one.kind}", {"text": one.text}) for one in find(text)]
    found += _of_the_parts(parts, invites)
    if sold := next((word for word in sales if f" {word} " in _spoken(text)), None):
        found.append(("sales", {"word": sold}))
    found += _of_the_reading(text)
    if not found:
        found.append(("ready", {}))
    if place == "mail":
        found.append(("mail", {}))
    return found + announced(text, calls)


def _of_the_parts(parts, invites):
    tip, example, invitation = (parts.get(part, "") for part in PARTS[1:])
    said = sum(len(list(sentences(line))) for line in tip.splitlines())
    if len(_LISTED.findall(tip)) > 1 or said > MOST_TIP_SENTENCES:
        yield "many_tips", {"most": MOST_TIP_SENTENCES}
    if words(example) and not any(sign.isdigit() for sign in example):
        yield "no_figure", {"line": ended(example)}
    invited = "?" in invitation or any(f" {invite} " in _spoken(invitation) for invite in invites)
    if words(invitation) and not invited:
        yield "no_invitation", {"line": ended(invitation)}


def _of_the_reading(text):
    lines = [line for block in text.splitlines() for line in sentences(block)]
    longest, hard = max(lines, key=words), readability(text)
    if hard is not None and hard > MOST_LIX:
        yield "hard", {"lix": hard, "most": MOST_LIX, "line": ended(max(lines, key=len))}
    elif words(longest) > LONG_SENTENCE:
        yield "long_sentence", {"n": words(longest), "line": ended(longest)}
    if words(text) > MOST_WORDS:
        yield "long", {"n": words(text), "most": MOST_WORDS}


def _spoken(text):
    return f" {' '.join(WORD.findall(text.casefold()))} "


@dataclass(frozen=True)
class Outcome:
    """What came of a post: the day it went up, who thanked, asked and ordered, and how the price fared.

    ``said`` is one of SAID or ""; the others are None where nothing is said.
    """

    day: date | None = None
    thanks: float | None = None
    questions: float | None = None
    orders: float | None = None
    said: str = ""

    @property
    def counted(self) -> float | None:
        """How many answers there were in all, None while nothing is counted."""
        given = [n for n in (self.thanks, self.questions, self.orders) if n is not None]
        return sum(given) if given else None


def outcome_findings(outcome: Outcome, today: date) -> list[Finding]:
    """What can be said of an :class:`Outcome` on the day ``today``, as a list of ``(key, names)``."""
    found: list[Finding] = []
    if outcome.day:
        back = outcome.day + timedelta(days=LOOK_BACK_DAYS)
        if outcome.day > today:
            found.append(("not_yet_up", {"day": outcome.day}))
        elif today < back:
            found.append(("look_back", {"day": back}))
    if outcome.counted is not None:
        names = {name: getattr(outcome, name) or 0 for name in ("thanks", "questions", "orders")}
        found.append(("nothing_back" if outcome.counted == 0 else "came_back", names))
        if outcome.questions and not outcome.orders:
            found.append(("a_question_is_a_door", {}))
    if outcome.said:
        found.append((f"said_{outcome.said}", {}))
    nothing: list[Finding] = [("no_outcome", {})]
    return found or nothing
