"""The trial sheet of lesson 9 as it lies in the store.

Fields of ``trial_sheet``: one for each of :data:`rules.PARTS`, ``price`` and ``cost`` (as typed), ``start``
and ``end`` (ISO days), ``agreed`` (true or absent).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import product_board
from exercises.rules import trial_sheet as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "trial_sheet"


def read(store: Store) -> tuple[rules.Sheet, list[Slip]]:
    """``(Sheet, faults)``; faults as :func:`exercises.typed.number` gives them."""
    kept, faults = store.fields(STEM), []
    sheet = rules.Sheet(
        parts={part: kept.get(part) or "" for part in rules.PARTS},
        price=number(kept.get("price"), rules.MOST_KRONER, "price", faults, "kroner"),
        cost=number(kept.get("cost"), rules.MOST_KRONER, "cost", faults, "kroner"),
        start=day(kept.get("start")),
        end=day(kept.get("end")),
        agreed=bool(kept.get("agreed")),
    )
    return sheet, faults


def from_board(store: Store) -> str:
    """The idea that was picked on the product board, or ``""``."""
    return product_board.read(store).choice
