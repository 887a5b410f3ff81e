"""The ways of being known as they lie in the store: of ``channel_costs`` the field ``hour_value`` and, for
each of WAYS, ``<way>.hours``, ``<way>.kroner`` and ``<way>.customers`` (numbers as typed)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import channel_costs as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "channel_costs"
UNITS = {"hours": "hours", "kroner": "kroner", "customers": "count"}


def read(store: Store) -> tuple[dict[str, rules.Way], float | None, list[Slip]]:
    """``({way: Way}, hour value or None, faults)``; faults as :func:`exercises.typed.number` has them, of
    ``hour_value`` or ``<way>.<column>``."""
    kept, faults = store.fields(STEM), []
    ways = {
        way: rules.Way(
            **{
                column: number(
                    kept.get(f"{way}.{column}"), rules.MOST, f"{way}.{column}", faults, UNITS[column]
                )
                for column in rules.COLUMNS
            }
        )
        for way in rules.WAYS
    }
    value = number(kept.get("hour_value"), rules.MOST, "hour_value", faults, "kroner")
    return ways, value, faults
