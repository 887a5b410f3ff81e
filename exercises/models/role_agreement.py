"""The agreement of lesson 7 as it lies in the store.

Fields of ``role_agreement``: ``who`` (a nickname), one for each of :data:`rules.PARTS`, ``review`` (ISO day),
``asked`` (true or absent) and ``theirs`` (what the other said).
"""

from exercises.models.typed import day
from exercises.rules import role_agreement as rules

STEM = "role_agreement"


def field(store, name):
    """A text as typed."""
    return store.get(STEM, name, "")


def parts(store):
    """``{part: text}`` for each of PARTS."""
    return {part: field(store, part) for part in rules.PARTS}


def review(store):
    """The day the two talk of it again, or None."""
    return day(store.get(STEM, "review"))


def asked(store):
    """Whether the other has been asked."""
    return bool(store.get(STEM, "asked"))
