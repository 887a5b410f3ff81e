"""Promises as they lie in the store: of ``promise`` the fields ``who``, ``what`` and ``day`` (ISO) of the one
that is open, and for each that is closed a row of kind ``promise`` with these and ``state``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import promise as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = KIND = "promise"


def read(store: Store) -> tuple[str, str, date | None]:
    """``(who, what, day or None)`` of the promise that is open."""
    kept = store.fields(STEM)
    return kept.get("who") or "", kept.get("what") or "", day(kept.get("day"))


def states(store: Store) -> list[str]:
    """The states of the promises that are closed, oldest first."""
    return [row["state"] for row in store.rows(KIND) if row.get("state") in rules.STATES]


def close(store: Store, state: str) -> None:
    """Close the open promise as ``state``; one that is moved stays, and waits for another day."""
    who, what, when = read(store)
    if when is None or not rules.complete(who, what, when):
        return
    with store.transaction():
        store.add(KIND, who=who, what=what, day=when.isoformat(), state=state)
        for name in ("day",) if state == rules.MOVED else ("who", "what", "day"):
            store.put(STEM, name, None)


KEEPS = Keeps(kinds=(KIND,), groups={"state": "state_option"})
