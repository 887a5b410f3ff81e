"""A short telling of one's business: whom one helps, their problem, what comes of it, and a question.

How long it takes is worked out from the words at two words a second. That is the course's own convention for
calm speech, easy to do in one's head; nobody has measured it here, so the page also asks for a time by the
clock. The limits of 20 and 45 seconds are a convention too: long enough for four parts, short enough for a
question to come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exercises.rules import Finding
from exercises.rules.dialogue import acts_in, ended
from exercises.rules.reflection import SAME, WORD, alike, words

if TYPE_CHECKING:
    from exercises.rules.dialogue import Cues


PARTS = ("who", "problem", "result", "question")
VERSIONS = (1, 2, 3)

WORDS_PER_SECOND = 2
SHORTEST, LONGEST = 20, 45

# Said aloud, a sentence longer than this needs a breath; a word this long, a second hearing.
LONG_SENTENCE = 24
LONG_WORD = 17

LONGEST_MEASURED = 600

# A measured time this far from the reckoned one is worth a word.
FAR_OFF = 1.3


def whole(parts: Mapping[str, str]) -> str:
    """The parts of ``{part: text}`` as one text, in order, each ended by a full stop if by nothing else."""
    return " ".join(filter(None, (ended(parts.get(part, "")) for part in PARTS)))


def seconds(text: str) -> float:
    """How long ``text`` takes to say, in seconds."""
    return words(text) / WORDS_PER_SECOND


def findings(
    parts: Mapping[str, str],
    cues: Cues,
    hollow: Sequence[str],
    titles: Sequence[str],
    measured: int | None = None,
) -> list[Finding]:
    """What can be said of one telling, as a list of ``(key, names)``; the most important first.

    ``parts`` is ``{part: text}``. ``cues`` are :class:`exercises.rules.dialogue.Cues`, ``hollow`` words that
    anyone could say of themselves, ``titles`` the beginnings that name oneself instead of whom one helps (all
    in small letters). ``measured`` is a time by the clock in seconds, or None.
    """
    text = whole(parts)
    if not words(text):
        return [("nothing_yet", {})]
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(parts.get(part, ""))]
    found += _length(parts, text) if not found else []
    who, question = (parts.get(part, "").strip() for part in ("who", "question"))
    if who.casefold().startswith(tuple(f"{title} " for title in titles)):
        found.append(("title_first", {"line": ended(who)}))
    if words(question):
        acts = acts_in(question, "", cues)
        if not acts:
            found.append(("no_question", {"line": question}))
        elif "open" not in acts:
            found.append(("closed_question", {"line": question}))
    found += _wording(parts, hollow)
    if measured is not None and (off := _off(measured, seconds(text))):
        found.append((f"measured_{off}", {"measured": measured, "seconds": seconds(text)}))
    return found


def _length(parts, text):
    takes = seconds(text)
    names = {"seconds": takes, "words": words(text)}
    if takes < SHORTEST:
        return [("too_short", names | {"shortest": SHORTEST})]
    if takes > LONGEST:
        line = ended(max((parts[part] for part in PARTS), key=words))
        return [("too_long", names | {"longest": LONGEST, "line": line})]
    return [("fits", names)]


def _wording(parts, hollow):
    for part in PARTS:
        text = parts.get(part, "")
        said = WORD.findall(text)
        for word in said:
            if word.casefold() in hollow:
                yield "hollow", {"word": word, "line": ended(text)}
                break
        for word in said:
            if len(word) >= LONG_WORD:
                yield "long_word", {"word": word}
                break
        for sentence in text.replace("!", ".").replace("?", ".").split("."):
            if words(sentence) > LONG_SENTENCE:
                yield "long_sentence", {"n": words(sentence), "line": ended(sentence)}
                break


def _off(measured, reckoned):
    if measured > reckoned * FAR_OFF:
        return "slower"
    return "faster" if measured * FAR_OFF < reckoned else None


def same_twice(texts: Sequence[str]) -> tuple[int, int] | None:
    """The two versions that say almost the same, as ``(number, number)`` counted from 1, or None.

    ``texts`` are the whole tellings in order; empty ones are passed over.
    """
    for at, one in enumerate(texts):
        for later, other in enumerate(texts[at + 1 :], start=at + 1):
            if words(one) and words(other) and alike(one, other) >= SAME:
                return at + 1, later + 1
    return None
