"""The learning goal as it lies in the store: fields ``do``, ``seen`` and ``when`` of ``learning_goal``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules.learning_goal import PARTS

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "learning_goal"


def parts(store: Store) -> dict[str, str]:
    """``{part: text}``, ``""`` for one not written."""
    return {part: store.get(STEM, part, "") for part in PARTS}


def whole(store: Store) -> bool:
    """Whether all three parts are written."""
    return all(text.strip() for text in parts(store).values())
