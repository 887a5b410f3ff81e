"""The work sheet of the evening whose theme the participants choose: what each kind of product is made of.

Lengths and parts are the course's own rules of thumb; no study is behind them. 280 signs is what a post on X
held for everybody when this was written. LIX tells how hard a text is to read, and nothing of its worth.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.rules import Finding
from exercises.rules.lix import MOST_LIX, lix
from exercises.rules.reflection import words


@dataclass(frozen=True)
class Part:
    """One part of a product: how many words it should have and at most how many signs; ``lines`` to write on.

    ``most_words`` and ``most_signs`` are 0 where there is no limit.
    """

    name: str
    fewest_words: int = 3
    most_words: int = 0
    most_signs: int = 0
    lines: int = 2


MODULES = {
    "x": (
        Part("first", most_signs=280),
        Part("second", most_signs=280),
        Part("third", most_signs=280),
        Part("replies", lines=5),
    ),
    "blog": (Part("body", fewest_words=350, most_words=450, lines=12), Part("link")),
    "newsletter": (
        Part("subject", most_words=8, lines=1),
        Part("body", fewest_words=60, most_words=250, lines=8),
        Part("step", most_words=25),
        Part("leave"),
    ),
    "instagram": (
        Part("opening", most_words=12, lines=1),
        Part("body", fewest_words=30, most_words=120, lines=5),
        Part("picture1", fewest_words=5),
        Part("picture2", fewest_words=5),
        Part("picture3", fewest_words=5),
    ),
    "website": (
        Part("purpose", most_words=40),
        Part("owner"),
        Part("money"),
        Part("keeping"),
        Part("leaving"),
    ),
}
CREDIT = ("own", "credited", "asked", "not_yet")
# How the readers of a newsletter came on the list.
CONSENT = ("each_said_yes", "customers", "collected")
REPLIES = 5
# Of fewer words LIX says little.
FEWEST_FOR_LIX = 20
FEWEST_HEADINGS = 2
MOST_HEADING_WORDS = 10

_MARK = re.compile(r"^\s*#+\s*")


def headings(text: str) -> list[str]:
    """Lines that stand as headings: marked with ``#``, or short, without a closing sign, above more text."""
    lines = text.splitlines()
    found = []
    for at, line in enumerate(lines):
        told = _MARK.sub("", line).strip()
        marked = bool(_MARK.match(line))
        alone = at == 0 or not lines[at - 1].strip()
        above = any(following.strip() for following in lines[at + 1 :])
        short = 0 < words(told) <= MOST_HEADING_WORDS and told[-1:] not in ".!?:,;"
        if told and above and (marked or (short and alone)):
            found.append(told)
    return found


def readability(module: str, texts: Mapping[str, str]) -> float | None:
    """LIX of everything written for a module; None while it is too short to say."""
    lines = [line for part in MODULES[module] for line in texts.get(part.name, "").splitlines()]
    return lix(lines) if sum(map(words, lines)) >= FEWEST_FOR_LIX else None


def whole(module: str, texts: Mapping[str, str]) -> str:
    """The parts of a module as one text, those not written left out."""
    return "\n\n".join(filter(None, (texts.get(part.name, "").strip() for part in MODULES[module])))


def in_order(module: str, texts: Mapping[str, str]) -> int:
    """How many parts of a module have the length they should."""
    return sum(not _length(part, texts.get(part.name, "")) for part in MODULES[module])


def findings(
    module: str, texts: Mapping[str, str], credit: str, consent: str, find: Callable[..., Any]
) -> list[Finding]:
    """What can be said of a product, as ``(key, names)``; a name ``part`` is that of a :class:`Part`.

    ``texts`` is ``{part: text}``; ``find`` looks for what points at a person.
    """
    if module not in MODULES:
        return [("choose_module", {})]
    if not any(words(text) for text in texts.values()):
        return [("nothing_yet", {})]
    found = [one for part in MODULES[module] for one in _length(part, texts.get(part.name, ""))]
    found += [(f"person_{one.kind}", {"text": one.text}) for text in texts.values() for one in find(text)]
    found += _of_module(module, texts, consent)
    hard = readability(module, texts)
    if hard is not None and hard > MOST_LIX:
        found.append(("hard", {"lix": round(hard), "most": MOST_LIX}))
    if credit not in CREDIT:
        found.append(("credit_open", {}))
    elif credit == "not_yet":
        found.append(("credit_not_yet", {}))
    return found or [("ready", {})]


def _length(part, text):
    n = words(text)
    if n == 0:
        return [("missing", {"part": part.name})]
    if n < part.fewest_words:
        return [("short", {"part": part.name, "n": n, "fewest": part.fewest_words})]
    if part.most_words and n > part.most_words:
        return [("long", {"part": part.name, "n": n, "most": part.most_words})]
    signs = len(text.strip())
    if part.most_signs and signs > part.most_signs:
        return [("signs", {"part": part.name, "n": signs, "most": part.most_signs})]
    return []


def _of_module(module, texts, consent):
    if module == "x":
        written = [line for line in texts.get("replies", "").splitlines() if words(line)]
        if written and len(written) < REPLIES:
            yield "few_replies", {"n": len(written), "fewest": REPLIES}
    elif module == "blog" and words(texts.get("body", "")):
        n = len(headings(texts["body"]))
        if n < FEWEST_HEADINGS:
            yield "few_headings", {"n": n, "fewest": FEWEST_HEADINGS}
    elif module == "newsletter":
        yield (f"consent.{consent}" if consent in CONSENT else "consent_open"), {}
