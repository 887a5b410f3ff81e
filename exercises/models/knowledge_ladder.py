"""What the learner knows, as it lies in the store.

Rows of kind ``known_thing``: ``what`` (as written), ``cost``, ``rarity`` and ``rival`` (one of COST, RARITY
and RIVAL, or "") and ``step`` (one of STEPS, or "" for the rule's).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import knowledge_ladder as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "knowledge_ladder"
KIND = "known_thing"


def things(store: Store) -> list[rules.Thing]:
    """A list of :class:`rules.Thing`, one a row; an answer that is no longer offered counts as none."""

    def one_of(value, scale):
        return value if value in scale else ""

    return [
        rules.Thing(
            what=row.get("what", ""),
            cost=one_of(row.get("cost"), rules.COST),
            rarity=one_of(row.get("rarity"), rules.RARITY),
            rival=one_of(row.get("rival"), rules.RIVAL),
            chosen=one_of(row.get("step"), rules.STEPS),
        )
        for row in store.rows(KIND)
    ]


KEEPS = Keeps(kinds=(KIND,))
