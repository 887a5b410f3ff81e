"""The counts as they lie in the store: fields of ``circle_count``, ``circle.<circle>`` and ``age.<age>`` as
typed. Numbers only: no name is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import circle_count as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "circle_count"


def read(
    store: Store,
) -> tuple[dict[str, float | None], dict[str, float | None], list[Slip]]:
    """``(circles, ages, faults)``: ``{name: n or None}`` twice, and slips as ``(key, field, {names})``."""
    faults = []
    circles, ages = (
        {
            name: number(store.get(STEM, f"{group}.{name}"), rules.MOST, f"{group}.{name}", faults)
            for name in names
        }
        for group, names in (("circle", rules.CIRCLES), ("age", rules.AGES))
    )
    return circles, ages, faults
