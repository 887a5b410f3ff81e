"""The acts as they lie in the store: rows of kind ``online_acts`` with ``day`` (ISO date), ``did``, ``note``
and ``back``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules.online_acts import Act
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "online_acts"
KIND = "online_acts"


def read(store: Store) -> list[Act]:
    """The rows as a list of :class:`Act`."""
    return [
        Act(at, day(row.get("day")), row.get("did") or "", row.get("note") or "", row.get("back") or "")
        for at, row in enumerate(store.rows(KIND), start=1)
    ]
