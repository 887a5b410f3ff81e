"""The readability index LIX of plain text.

Björnsson (1968), *Läsbarhet*: words per sentence plus the percentage of words of more than six letters, where
a colon closes a sentence as a full stop does. About 20 is very easy, 60 very difficult.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

LONG_WORD = 7

# The course's own lessons keep below this.
MOST_LIX = 40

WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")

_NEVER_LAST = re.compile(
    r"\b(?:(?i:f\.eks|bl\.a|dvs|ca|nr|kl|jf|evt|hhv|inkl|ekskl|tlf|stk|e\.g|i\.e|vs|approx|dr|mr|mrs|ms)"
    r"|[A-ZÆØÅ])\.$"
)
# these may close a sentence, but hardly before a figure: "kr. 500"
_NOT_LAST_BEFORE_FIGURE = re.compile(r"\b(?i:kr|pct|mio|mia|m\.fl|al|s|p|pp|vol)\.$")
_CLOSERS = "”\"»’')\\]"


def sentences(block: str, ends: str = ".!?", aside: Any = None) -> Iterator[str]:
    """The sentences of one paragraph, heading or list item, closed by one of the signs ``ends``.

    ``aside`` is a pattern of what may stand after the sign and still belong to the sentence.
    """
    start = 0
    for stop in re.finditer(rf"[{re.escape(ends)}]+[{_CLOSERS}]*(?=\s)", block):
        end = stop.end()
        # followed by small letters it opens the next
        trailing = aside.match(block, end) if aside else None
        if trailing and not block[trailing.end() :].lstrip()[:1].islower():
            end = trailing.end()
        following = block[end:].lstrip(" “„\"(*'")[:1]
        before = block[start : stop.end()]
        abbreviation = _NEVER_LAST.search(before) or (
            following.isdigit() and _NOT_LAST_BEFORE_FIGURE.search(before)
        )
        if stop[0].startswith(".") and (following.islower() or abbreviation):
            continue
        if end > start:
            yield block[start:end].strip()
            start = end
    if block[start:].strip():
        yield block[start:].strip()


def lix(blocks: Sequence[str]) -> float:
    """LIX of ``blocks``, paragraphs, headings and list items, each of which ends a sentence; 0.0 for none."""
    found = [
        words
        for block in blocks
        for sentence in sentences(block, ends=".!?:")
        if (words := WORD.findall(sentence))
    ]
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0.0
    long = sum(is_long(word) for word in words)
    return len(words) / len(found) + 100 * long / len(words)


def is_long(word: str) -> bool:
    """Whether LIX counts ``word`` as a long one."""
    return sum(letter.isalpha() for letter in word) >= LONG_WORD
