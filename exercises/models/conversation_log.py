"""The real conversations of lesson 5 as they lie in the store.

Rows of kind ``conversation``: ``day`` (ISO date or ""), ``who`` (a nickname), ``minutes`` and ``questions``
(as typed), ``learned``, ``next_step``, ``guess`` and ``liked`` (0–10 or ""), ``how`` (one of HOW or "").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import conversation_log as rules
from exercises.typed import number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "conversation_log"
KIND = "conversation"


def read(store: Store) -> tuple[list[rules.Talk], list[Any]]:
    """``(talks, faults)``: a list of :class:`rules.Talk`, one a row, and what cannot be counted.

    ``faults`` is a list of ``(text key, row number, {names})``.
    """
    faults = []

    def liking(value):
        return value if value in rules.LIKING and value != "" else None

    talks = [
        rules.Talk(
            minutes=number(row.get("minutes"), rules.MOST_MINUTES, at, faults, "minutes"),
            questions=number(row.get("questions"), rules.MOST_QUESTIONS, at, faults),
            learned=row.get("learned", ""),
            next_step=row.get("next_step", ""),
            guess=liking(row.get("guess")),
            liked=liking(row.get("liked")),
            how=row.get("how") or None,
        )
        for at, row in enumerate(store.rows(KIND), start=1)
    ]
    return talks, faults


KEEPS = Keeps(kinds=(KIND,))
