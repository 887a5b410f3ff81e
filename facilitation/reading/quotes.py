"""A sentence of a learner's that a comment speaks of: lines of the comment that begin with ``>``.

So a mark and its words are one, where nbgrader keeps comments, and formgrader shows both.
"""

import re
from itertools import pairwise

LINE = re.compile(r"^> ?(.*)$")


def blocks(comment: str) -> list[tuple[bool, str]]:
    """``[(is a quotation, text)]`` of a comment, in order: a quotation without its signs, word for word."""
    found = []
    for line in comment.split("\n"):
        match = LINE.match(line)
        words = match[1] if match else line
        if found and found[-1][0] == bool(match):
            found[-1][1].append(words)
        else:
            found.append((bool(match), [words]))
    return [(is_quote, "\n".join(lines)) for is_quote, lines in found if any(map(str.strip, lines))]


def own_words(comment: str) -> str:
    """A comment without what it quotes."""
    return "\n".join(text for is_quote, text in blocks(comment) if not is_quote)


def pieces(text: str, comment: str) -> list[tuple[str, bool]]:
    """``[(words, marked)]``: a learner's text in order, with what ``comment`` quotes of it marked.

    A quotation is found however its lines are broken; one that is no longer there marks nothing.
    """
    marked = [False] * len(text)
    for is_quote, words in blocks(comment):
        if not is_quote:
            continue
        for found in re.finditer(r"\s+".join(map(re.escape, words.split())), text):
            marked[found.start() : found.end()] = [True] * (found.end() - found.start())
    edges = [0, *(at for at in range(1, len(text)) if marked[at] != marked[at - 1]), len(text)]
    return [(text[a:b], marked[a]) for a, b in pairwise(edges) if a < b]
