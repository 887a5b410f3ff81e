"""The product board of lesson 9 as it lies in the store: fields of ``product_board``.

``who`` (a nickname), ``mine.<slot>`` and ``theirs.<slot>`` (skills), ``idea.<mine>x<theirs>``, ``cell`` (the
one on the page) and ``picked``, both as ``"<mine>x<theirs>"``.
"""

from exercises.rules import product_board as rules

STEM = "product_board"
KEYS = {f"{mine}x{theirs}": (mine, theirs) for mine, theirs in rules.CELLS}


def key(cell):
    """A cell as the store names it."""
    return f"{cell[0]}x{cell[1]}"


def cell(store):
    """The cell on the page."""
    return KEYS.get(store.get(STEM, "cell"), rules.CELLS[0])


def read(store):
    """The :class:`rules.Board`."""
    kept = store.fields(STEM)

    def side(name):
        return {slot: kept.get(f"{name}.{slot}") or "" for slot in rules.SLOTS}

    ideas = {cell: kept.get(f"idea.{name}") or "" for name, cell in KEYS.items()}
    return rules.Board(side("mine"), side("theirs"), ideas, KEYS.get(kept.get("picked")))


def who(store):
    """The other's nickname, or ``""``."""
    return (store.get(STEM, "who") or "").strip()
