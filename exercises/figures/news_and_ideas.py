"""Lesson 9: what the three circles said, the board, the trial sheet and the introduction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import introduction, product_board, signal_book, trial_sheet
from exercises.rules import signal_book as rules

if TYPE_CHECKING:
    from exercises.store import Store


# What was done among people.
ACTS = (
    "signal_talks",
    "introductions",
)


def figures(store: Store) -> dict[str, float]:
    """Counts of talks, circles, signals and ideas, the sums of the trial, and whether two were introduced."""
    found = _signals(store)
    board = product_board.read(store)
    if board.filled:
        found["board_ideas"] = len(board.filled)
    sheet, _ = trial_sheet.read(store)
    sums = {
        "trial_price": sheet.price,
        "trial_cost": sheet.cost,
        "trial_break_even": sheet.break_even,
        "trial_days": sheet.days,
    }
    found |= {name: value for name, value in sums.items() if value is not None}
    introduced = introduction.read(store)
    if introduced != introduction.rules.Introduction():
        found["introductions"] = int(introduced.made)
    return found


def _signals(store):
    talks = [talk for talk in signal_book.talks(store) if talk.begun]
    if not talks:
        return {}
    news = rules.heard(talks)
    days = [talk.day for talk in talks if talk.day]
    found = {
        "signal_talks": len(talks),
        "signal_circles": len(rules.distinct(talk.circle for talk in talks)),
        "signals": len(news),
        "signals_one_circle": sum(not one.recurs for one in news),
        "signals_recurring": sum(one.recurs for one in news),
        "signals_seen": sum(one.source == "seen" for one in news),
        "signals_outside": sum(one.outside for one in news),
    }
    if days:
        found["signal_days"] = (max(days) - min(days)).days + 1
    return found
