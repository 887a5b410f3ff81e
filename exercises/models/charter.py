"""The charter as it lies in the store: fields of ``charter``, named as in PARTS of its rules.

Days are ISO dates, ``at`` an ISO time, ``weeks`` and ``length`` numbers, ``people`` as typed.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import charter as rules
from exercises.typed import day, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "charter"


def at(store: Store) -> time | None:
    """The time of day of the first meeting, or None."""
    try:
        return time.fromisoformat(store.get(STEM, "at", ""))
    except ValueError:
        return None


def read(store: Store) -> tuple[rules.Charter, list[Any]]:
    """``(Charter, faults)``; faults as :func:`exercises.typed.number` gives them."""
    faults = []
    kept = store.fields(STEM)
    people = number(kept.get("people"), rules.MOST_PEOPLE, "people", faults)
    parts = {part for part in rules.PARTS if str(kept.get(part) or "").strip()}
    if people is None or people < 1:
        parts.discard("people")
    charter = rules.Charter(
        weeks=kept.get("weeks"),
        length=kept.get("length"),
        people=people,
        first=day(kept.get("first")),
        last=day(kept.get("last")),
        secrecy=kept.get("secrecy") or "",
        missing=tuple(part for part in rules.PARTS if part not in parts),
    )
    return charter, faults


def begun(store: Store) -> bool:
    """Whether anything is agreed yet."""
    return bool(store.fields(STEM))


KEEPS = Keeps(names=frozenset({"members"}), told=frozenset({"at"}))
