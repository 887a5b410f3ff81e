"""The agreement of lesson 7 as it lies in the store.

Fields of ``role_agreement``: ``who`` (a nickname), one for each of :data:`rules.PARTS`, ``review`` (ISO day),
``asked`` (true or absent) and ``theirs`` (what the other said).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.rules import role_agreement as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "role_agreement"


def field(store: Store, name: str) -> str:
    """A text as typed."""
    return store.get(STEM, name, "")


def parts(store: Store) -> dict[str, str]:
    """``{part: text}`` for each of PARTS."""
    return {part: field(store, part) for part in rules.PARTS}


def review(store: Store) -> date | None:
    """The day the two talk of it again, or None."""
    return day(store.get(STEM, "review"))


def asked(store: Store) -> bool:
    """Whether the other has been asked."""
    return bool(store.get(STEM, "asked"))
