"""The nearest network as it lies in the store: of ``nearest_network`` a field for each of PARTS, ``step``
(one of STEPS), ``day`` (ISO date) and ``heard`` (what one found out)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.rules import nearest_network as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "nearest_network"


def read(store: Store) -> tuple[dict[str, str], str, date | None]:
    """``({part: text}, step or "", day or None)``."""
    kept = store.fields(STEM)
    step = kept.get("step")
    parts = {part: kept.get(part) or "" for part in rules.PARTS}
    return parts, step if step in rules.STEPS else "", day(kept.get("day"))
