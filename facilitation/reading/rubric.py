"""How a reader's marks become words: four levels, and one verdict for the whole reflection.

The levels follow Kember et al. 2008 (`kember2008`); where the lines go is the course's own choice.
"""

from collections.abc import Iterable
from math import ceil

LEVELS = 4  # 0 not yet, 1 describes, 2 reflects, 3 applies
PASS_SHARE = 6 / 12  # half of what a reader can give
EXEMPLARY_SHARE = 10 / 12


def level(score: float, maximum: float) -> int | None:
    """The level 0 to 3 of one answer, None where the mark is not out of three.

    A half mark counts down: what is only half reached is not reached yet.
    """
    return max(0, min(LEVELS - 1, int(score))) if maximum == LEVELS - 1 else None


def verdict(marks: Iterable[tuple[float, float]], waiting: bool = False) -> str:
    """``"exemplary"``, ``"passed"``, ``"more"`` or ``"waiting"``, from a reader's pairs (score, maximum).

    Passed is half the marks, counted up to a whole one (6 of 12, 11 of 21), and no answer at nothing. While
    an answer is unread, or where a reader gives no marks at all, nothing is decided.
    """
    if waiting or not marks:
        return "waiting"
    score, most = (sum(each) for each in zip(*marks, strict=True))
    if score < ceil(PASS_SHARE * most) or any(score <= 0 for score, _ in marks):
        return "more"
    return "exemplary" if score >= EXEMPLARY_SHARE * most else "passed"
