"""The counts as they lie in the store: fields of ``circle_count``, ``circle.<circle>`` and ``age.<age>`` as
typed. Numbers only: no name is asked for."""

from exercises.models.typed import number
from exercises.rules import circle_count as rules

STEM = "circle_count"


def read(store):
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
