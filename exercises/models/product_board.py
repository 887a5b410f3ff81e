"""The product board of lesson 9 as it lies in the store: fields of ``product_board``.

``who`` (a nickname), ``mine.<slot>`` and ``theirs.<slot>`` (skills), ``idea.<mine>x<theirs>``, ``cell`` (the
one on the page) and ``picked``, both as ``"<mine>x<theirs>"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import product_board as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "product_board"
KEYS = {f"{mine}x{theirs}": (mine, theirs) for mine, theirs in rules.CELLS}


def key(cell: tuple[int, int]) -> str:
    """A cell as the store names it."""
    return f"{cell[0]}x{cell[1]}"


def cell(store: Store) -> tuple[int, int]:
    """The cell on the page."""
    return KEYS.get(store.get(STEM, "cell"), rules.CELLS[0])


def read(store: Store) -> rules.Board:
    """The :class:`rules.Board`."""
    kept = store.fields(STEM)

    def side(name):
        return {slot: kept.get(f"{name}.{slot}") or "" for slot in rules.SLOTS}

    ideas = {cell: kept.get(f"idea.{name}") or "" for name, cell in KEYS.items()}
    return rules.Board(side("mine"), side("theirs"), ideas, KEYS.get(kept.get("picked") or ""))


def who(store: Store) -> str:
    """The other's nickname, or ``""``."""
    return (store.get(STEM, "who") or "").strip()


def _square(words, square):
    """A square of the board by the two skills that meet there."""
    if square not in KEYS:
        return square
    board = read(words.store)
    sides = zip((board.mine, board.theirs), KEYS[square], strict=True)
    return " × ".join(side[slot].strip() or str(slot) for side, slot in sides)


KEEPS = Keeps(
    furniture=frozenset({"cell"}),
    answers={"cell": _square, "picked": _square},
    entries={
        "idea": lambda words, square: words.part(STEM, "idea") + words.separator + _square(words, square)
    },
)
