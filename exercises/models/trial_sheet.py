"""The trial sheet of lesson 9 as it lies in the store.

Fields of ``trial_sheet``: one for each of :data:`rules.PARTS`, ``price`` and ``cost`` (as typed), ``start``
and ``end`` (ISO days), ``agreed`` (true or absent).
"""

from exercises.models import product_board
from exercises.models.typed import day, number
from exercises.rules import trial_sheet as rules

STEM = "trial_sheet"


def read(store):
    """``(Sheet, faults)``; faults as :func:`exercises.models.typed.number` gives them."""
    kept, faults = store.fields(STEM), []
    sheet = rules.Sheet(
        parts={part: kept.get(part) or "" for part in rules.PARTS},
        price=number(kept.get("price"), rules.MOST_KRONER, "price", faults),
        cost=number(kept.get("cost"), rules.MOST_KRONER, "cost", faults),
        start=day(kept.get("start")),
        end=day(kept.get("end")),
        agreed=bool(kept.get("agreed")),
    )
    return sheet, faults


def from_board(store):
    """The idea that was picked on the product board, or ``""``."""
    return product_board.read(store).choice
