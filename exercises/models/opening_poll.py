"""The opening poll of lesson 2 as it lies in the store: field ``thought`` of ``opening_poll``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "opening_poll"

# Whether one had thought, before today, that networking can be learned.
ANSWERS = ("long_ago", "for_others", "born_with_it", "never")


def answer(store: Store) -> str | None:
    """One of ANSWERS, or None."""
    kept = store.get(STEM, "thought")
    return kept if kept in ANSWERS else None
