"""The discount on praise as it lies in the store: of ``praise_discount`` a field for each of SENDERS
(percent, as typed) and ``instead`` (who could say it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import praise_discount as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "praise_discount"


def read(store: Store) -> tuple[dict[str, float | None], list[Slip]]:
    """``(sure, faults)``: ``{sender: percent or None}``, and slips as :func:`exercises.typed.number`
    has them."""
    kept, faults = store.fields(STEM), []
    return {one: number(kept.get(one), rules.MOST, one, faults, "percent") for one in rules.SENDERS}, faults
