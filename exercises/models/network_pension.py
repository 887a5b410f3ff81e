"""The pension as it lies in the store: of ``network_pension`` the fields ``age`` and each of PARTS (as
typed), and ``do`` (one thing to do for it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import network_pension as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "network_pension"


def read(store: Store) -> tuple[float | None, dict[str, float | None], list[Slip]]:
    """``(age or None, {part: number or None}, faults)``; faults as :func:`exercises.typed.number`
    has them."""
    kept, faults = store.fields(STEM), []
    age = number(kept.get("age"), rules.OLDEST, "age", faults)
    counts = {part: number(kept.get(part), rules.TEN, part, faults) for part in rules.PARTS}
    return age, counts, faults
