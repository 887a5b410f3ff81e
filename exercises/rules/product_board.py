"""A product out of two skills: three of one's own crossed with three of another's, and an idea in each cell.

Crossing every pair, also those that look silly, is a convention of the course: the first cells are filled
with what both knew already. Newness tends to lie where groups are not in touch (burt2004), and difference in
education goes with innovating (ostergaard2011); neither study tried a board.
"""

from dataclasses import dataclass

from exercises.rules import Finding
from exercises.rules.reflection import SAME, alike, words

SLOTS = (1, 2, 3)
CELLS = tuple((mine, theirs) for mine in SLOTS for theirs in SLOTS)
# So few that one evening is enough, so many that the easy ones are used up.
ENOUGH_IDEAS = 5
# Fewer words than this rarely say what one could buy.
IDEA_WORDS = 3


@dataclass(frozen=True)
class Board:
    """Skills as ``{slot: text}``, ideas as ``{cell: text}``, and the cell that was picked or None."""

    mine: dict
    theirs: dict
    ideas: dict
    picked: tuple[int, int] | None = None

    @property
    def open_cells(self) -> list[tuple[int, int]]:
        """The cells whose two skills are both written."""
        return [
            (mine, theirs)
            for mine, theirs in CELLS
            if words(self.mine.get(mine, "")) and words(self.theirs.get(theirs, ""))
        ]

    @property
    def filled(self) -> list[tuple[int, int]]:
        """The cells that have an idea, in the order of CELLS."""
        return [cell for cell in CELLS if words(self.ideas.get(cell, ""))]

    @property
    def choice(self) -> str:
        """The idea that was picked, or ``""``."""
        return self.ideas.get(self.picked, "").strip() if self.picked in self.filled else ""


def next_empty(board: Board, cell: tuple[int, int]) -> tuple[int, int]:
    """The open cell without an idea that comes next after ``cell``, going round; ``cell`` where none is."""
    at = CELLS.index(cell)
    for later in (*CELLS[at + 1 :], *CELLS[:at]):
        if later in board.open_cells and later not in board.filled:
            return later
    return cell


def findings(board: Board) -> list[Finding]:
    """What can be said of the board, as a list of ``(key, names)``; the most important first."""
    mine, theirs = (
        [side[slot] for slot in SLOTS if words(side.get(slot, ""))] for side in (board.mine, board.theirs)
    )
    if not mine and not theirs:
        return [("nothing_yet", {})]
    if not mine:
        return [("missing_mine", {})]
    if not theirs:
        return [("missing_theirs", {})]
    found: list[Finding] = []
    for skill in mine:
        if any(alike(skill, other) >= SAME for other in theirs):
            found.append(("both_can", {"skill": skill.strip()}))
            break
    filled, possible = board.filled, len(board.open_cells)
    found.append(("so_far", {"n": len(filled), "of": max(possible, len(filled))}))
    short = next((board.ideas[cell] for cell in filled if words(board.ideas[cell]) < IDEA_WORDS), None)
    if short:
        found.append(("short", {"line": short.strip()}))
    if twice := _twice(board):
        found.append(("same_twice", {"line": board.ideas[twice].strip()}))
    used = {own for own, _ in filled}
    if len(filled) >= len(SLOTS) and len(used) == 1 and len(mine) > 1:
        found.append(("one_skill", {"skill": board.mine[used.pop()].strip()}))
    if len(filled) < min(ENOUGH_IDEAS, possible):
        found.append(("go_on", {}))
    elif board.choice:
        found.append(("picked", {"line": board.choice}))
    else:
        found.append(("pick", {}))
    return found


def _twice(board):
    filled = board.filled
    for at, cell in enumerate(filled):
        if any(alike(board.ideas[cell], board.ideas[other]) >= SAME for other in filled[at + 1 :]):
            return cell
    return None
