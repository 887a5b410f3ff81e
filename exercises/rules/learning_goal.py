"""A learning goal that somebody else could see: what one will do, what an onlooker would notice, and by when.

Hints only. A word list cannot tell a good goal from a bad one; it can point to the word that made it doubt.
"""

from collections.abc import Mapping, Sequence

from exercises.rules import Finding
from exercises.rules.reflection import WORD, words

PARTS = ("do", "seen", "when")

# Said in one breath, a goal can be told to somebody else.
MOST_WORDS = 50


def findings(parts: Mapping[str, str], inner: Sequence[str], vague: Sequence[str]) -> list[Finding]:
    """What can be said of a goal, as a list of ``(key, names)``; ``visible`` alone where nothing is amiss.

    ``parts`` is ``{part: text}`` for PARTS. ``inner`` are words for what goes on inside a person, ``vague``
    words for more or less of something, both in small letters; an ending ``*`` stands for any ending.
    """
    said = {part: parts.get(part, "").strip() for part in PARTS}
    if not any(words(text) for text in said.values()):
        return [("nothing_yet", {})]
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(said[part])]
    for key, part, listed in (("inner", "seen", inner), ("vague", "do", vague)):
        if word := first_of(said[part], listed):
            found.append((key, {"word": word}))
    if words(said["when"]) and (word := first_of(said["when"], vague)):
        found.append(("vague_when", {"word": word}))
    n = sum(words(text) for text in said.values())
    if n > MOST_WORDS:
        found.append(("long", {"n": n, "most": MOST_WORDS}))
    return found or [("visible", {})]


def first_of(text: str, listed: Sequence[str]) -> str | None:
    """The first word of ``text`` that is in the list, as it was written, or None."""
    for word in WORD.findall(text):
        small = word.casefold()
        if any(small.startswith(w[:-1]) if w.endswith("*") else small == w for w in listed):
            return word
    return None
