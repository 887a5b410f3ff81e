"""The profile as it lies in the store: fields of ``profile_check``: ``headline``, ``about`` and
``item.<item>`` (one of STATES)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules.profile_check import ITEMS

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "profile_check"


def states(store: Store) -> dict[str, str]:
    """``{item: state or ""}`` of the eight points."""
    return {item: store.get(STEM, f"item.{item}", "") for item in ITEMS}


KEEPS = Keeps(groups={"item": "state"})
