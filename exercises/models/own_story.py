"""One's own story as it lies in the store: of ``own_story`` a field for each of PARTS, ``shown_as`` (one of
SHOWN_AS), ``until`` (ISO date or absent), each of TICKS and ``take_down`` (true or absent)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.rules import own_story as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "own_story"


def read(store: Store) -> tuple[dict[str, str], str, date | None, dict[str, bool], bool]:
    """``(parts, shown_as or "", until or None, ticks, take_down)``."""
    kept = store.fields(STEM)
    shown_as = kept.get("shown_as")
    return (
        {part: kept.get(part) or "" for part in rules.PARTS},
        shown_as if shown_as in rules.SHOWN_AS else "",
        day(kept.get("until")),
        {tick: kept.get(tick) is True for tick in rules.TICKS},
        kept.get("take_down") is True,
    )
