"""The learner's own conversation, as it lies in the store: fields of ``dialogue_lab``.

``where``, ``who``, ``rule`` (one of RULES), ``pairs`` (how many are on the page) and, for each pair from 1
on, ``<n>.alter`` and ``<n>.ego``: what the other says and what the learner answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import dialogue_lab as rules
from exercises.rules.dialogue import ALTER, EGO, Line

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "dialogue_lab"
CONTENT = "dialogue_first_meeting"


def pairs(store: Store) -> int:
    """How many pairs of lines are on the page."""
    kept = store.get(STEM, "pairs", rules.FEWEST_PAIRS)
    return min(max(kept, rules.FEWEST_PAIRS), rules.MOST_PAIRS)


def lines(store: Store) -> list[Line]:
    """What was written, in order, empty lines left out."""
    fields = store.fields(STEM)
    found = []
    for n in range(1, pairs(store) + 1):
        for who in (ALTER, EGO):
            text = fields.get(f"{n}.{who}", "").strip()
            if text:
                found.append(Line(who, text))
    return found


KEEPS = Keeps(scenes=CONTENT)
