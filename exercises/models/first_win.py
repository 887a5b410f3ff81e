"""The first win as it lies in the store: fields ``question``, ``who``, ``message``, ``sent`` and ``back``.

``sent`` is the ISO date on which the learner says the message went; the rest is text as it was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "first_win"
# In the order in which they are done.
PARTS = ("question", "who", "message", "sent", "back")


def missing(store: Store) -> str:
    """The first part that is still to be done, ``""`` when all is done."""
    return next((part for part in PARTS if not str(store.get(STEM, part, "") or "").strip()), "")


def done(store: Store) -> bool:
    """Whether the message was sent; what comes back is in another's hands."""
    return bool(store.get(STEM, "sent"))
