"""A profile read by whoever it is for: its headline, its text, and eight things before and after.

The lengths and the eight points are the course's own rules of thumb; no study is behind them.
"""

from collections.abc import Mapping, Sequence

from exercises.rules import Finding
from exercises.rules.lix import MOST_LIX, lix
from exercises.rules.reflection import words

HEADLINE_FEWEST, HEADLINE_MOST = 3, 15
ABOUT_FEWEST, ABOUT_MOST = 40, 150
# Each is missing, was there before, or was put right now.
ITEMS = ("whom", "problem", "proof", "place", "picture", "plain", "ask", "reach")
MISSING, BEFORE, NOW = "missing", "before", "now"
STATES = (MISSING, BEFORE, NOW)


def readability(about: str) -> float | None:
    """LIX of the text; None while it is too short to say."""
    return lix(about.splitlines()) if words(about) >= ABOUT_FEWEST // 2 else None


def tally(states: Mapping[str, str]) -> tuple[int, ...]:
    """``(answered, before, after)`` of ``{item: state}``: how many are said, and how many are in place."""
    known = [states.get(item) for item in ITEMS if states.get(item) in STATES]
    before = known.count(BEFORE)
    return len(known), before, before + known.count(NOW)


def findings(
    headline: str, about: str, states: Mapping[str, str], empty_words: Sequence[str]
) -> list[Finding]:
    """What can be said of a profile, as ``(key, names)``; ``empty_words`` (small letters) say nothing."""
    if not words(headline) and not words(about) and not any(states.values()):
        return [("nothing_yet", {})]
    found = [*_of_headline(headline), *_of_about(about)]
    text = f" {' '.join((headline + ' ' + about).casefold().replace(',', ' ').replace('.', ' ').split())} "
    if empty := next((word for word in empty_words if f" {word} " in text), None):
        found.append(("empty_word", {"word": empty}))
    answered, before, after = tally(states)
    if answered == len(ITEMS):
        found.append(("tally", {"before": before, "after": after, "of": len(ITEMS)}))
        found += [(f"still.{item}", {}) for item in ITEMS if states[item] == MISSING][:1]
    else:
        found.append(("items_open", {"n": len(ITEMS) - answered}))
    return found


def _of_headline(headline):
    n = words(headline)
    if n == 0:
        yield "headline_missing", {}
    elif n < HEADLINE_FEWEST:
        yield "headline_short", {"n": n}
    elif n > HEADLINE_MOST:
        yield "headline_long", {"n": n, "most": HEADLINE_MOST}


def _of_about(about):
    n, hard = words(about), readability(about)
    if n == 0:
        yield "about_missing", {"fewest": ABOUT_FEWEST, "most": ABOUT_MOST}
    elif n < ABOUT_FEWEST:
        yield "about_short", {"n": n, "fewest": ABOUT_FEWEST}
    elif n > ABOUT_MOST:
        yield "about_long", {"n": n, "most": ABOUT_MOST}
    if hard is not None:
        yield ("hard" if hard > MOST_LIX else "easy"), {"lix": round(hard), "most": MOST_LIX}
