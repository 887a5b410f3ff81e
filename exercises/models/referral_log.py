"""The asks of lesson 7 as they lie in the store.

Rows of kind ``referral_ask``: ``day`` (ISO date or ""), ``who`` (a nickname), ``way`` and ``outcome`` (a key
of the rules or ""), ``theirs`` (as written).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import referral_log as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "referral_log"
KIND = "referral_ask"


def read(store: Store) -> list[rules.Ask]:
    """A list of :class:`rules.Ask`, one a row; a nickname alone does not make an ask."""
    return [
        rules.Ask(
            day(row.get("day")),
            row["way"] if row.get("way") in rules.WAYS else None,
            row["outcome"] if row.get("outcome") in rules.OUTCOMES else None,
            row.get("theirs") or "",
        )
        for row in store.rows(KIND)
    ]


KEEPS = Keeps(kinds=(KIND,))
