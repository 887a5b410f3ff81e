"""An agreement with one relative or friend who has a part in the business: who does what, and how to say no.

Its parts are the course's own; no study has tried them. They come from what goes wrong where one is sister
and customer, or husband and bookkeeper, at once: nobody has said which of the two is speaking.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from exercises.rules import Finding
from exercises.rules.reflection import SAME, alike, words

PARTS = ("hats", "may", "will_not", "money", "no_mine", "no_yours")
REFUSALS = ("no_mine", "no_yours")
# Where a reproach is likely to stand.
WISHES = ("will_not", "no_mine")


def phrase_in(text: str, phrases: Sequence[str]) -> str | None:
    """The first of ``phrases`` (in small letters) that stands in ``text`` as whole words, or None."""
    lowered = text.casefold()
    places = [
        (match.start(), phrase)
        for phrase in phrases
        if (match := re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", lowered))
    ]
    return min(places)[1] if places else None


def written(parts: Mapping[str, str]) -> int:
    """How many of PARTS have a word in them."""
    return sum(words(parts.get(part, "")) > 0 for part in PARTS)


def findings(
    parts: Mapping[str, str],
    review: date | None,
    asked: bool,
    theirs: str,
    today: date,
    unclear: Sequence[str],
    reproach: Sequence[str],
) -> list[Finding]:
    """What can be said of the agreement, as a list of ``(key, names)``; the most important first.

    ``parts`` is ``{part: text}``, ``review`` the day it is talked of again or None, ``asked`` whether the
    other was asked, ``theirs`` what they said. ``unclear`` and ``reproach`` are words in small letters.
    """
    n = written(parts)
    if not n and not asked:
        return [("nothing_yet", {})]
    found: list[Finding] = []
    missing = next((part for part in PARTS if not words(parts.get(part, ""))), None)
    if missing:
        found += [("so_far", {"n": n, "of": len(PARTS)}), (f"missing.{missing}", {})]
    may, will_not = parts.get("may", ""), parts.get("will_not", "")
    if words(may) and words(will_not) and alike(may, will_not) >= SAME:
        found.append(("same", {}))
    found += _wording(parts, REFUSALS, unclear, "unclear_no")
    found += _wording(parts, WISHES, reproach, "reproach")
    if review is None:
        found.append(("no_day", {}))
    elif review < today:
        found.append(("past_day", {"day": review}))
    if not asked:
        found.append(("not_asked", {}))
    elif words(theirs):
        found.append(("theirs", {"line": theirs.strip()}))
    else:
        found.append(("theirs_missing", {}))
    if not missing and asked and words(theirs) and review is not None and review >= today:
        found.insert(0, ("ready", {"day": review}))
    return found


def _wording(parts, where, phrases, key):
    for part in where:
        text = parts.get(part, "").strip()
        if phrase := phrase_in(text, phrases):
            return [(key, {"word": phrase, "line": text})]
    return []
