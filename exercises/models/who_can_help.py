"""Who can help with what, as it lies in the store: rows of kind ``resource``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exercises.store import Store


KIND = "resource"


def answers(store: Store) -> dict[str, list[int] | None]:
    """``{item: ids of who can help, or None for "don't know"}`` of the items answered; no ids: nobody can."""
    return {row["key"]: row["people"] for row in store.rows(KIND)}


def set_helpers(store: Store, item: str, ids: Sequence[int] | None) -> None:
    """Let ``ids`` be those who can help with an item; none of them is nobody, None is "don't know"."""
    store.add(KIND, key=item, people=None if ids is None else list(ids))


def forget(store: Store, item: str) -> None:
    """Take back the answer to an item."""
    for row in store.rows(KIND):
        if row["key"] == item:
            store.remove(row["id"])
