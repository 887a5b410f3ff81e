"""The post as it lies in the store: fields of ``post_checker``.

``place`` (one of PLACES), the four PARTS as written; afterwards ``day`` (ISO date), ``thanks``, ``questions``
and ``orders`` (as typed) and ``said`` (one of SAID).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import post_checker as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "post_checker"
COUNTED = ("thanks", "questions", "orders")


def parts(store: Store) -> dict[str, str]:
    """``{part: text}`` of the post."""
    kept = store.fields(STEM)
    return {part: kept.get(part, "") for part in rules.PARTS}


def outcome(store: Store) -> tuple[rules.Outcome, list[Slip]]:
    """``(outcome, faults)``: the :class:`rules.Outcome`, and slips as ``(text key, field, {names})``."""
    kept, faults = store.fields(STEM), []
    said = kept.get("said", "")
    return rules.Outcome(
        day=day(kept.get("day", "")),
        **{name: number(kept.get(name), rules.MOST_COUNTED, name, faults) for name in COUNTED},
        said=said if said in rules.SAID else "",
    ), faults
