"""The agreement with a buddy as it lies in the store: of ``buddy`` the fields ``who``, ``weeks`` (one of
WEEKS) and ``first`` (ISO date)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.rules import buddy as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "buddy"


def read(store: Store) -> tuple[str, str, list[date]]:
    """``(who, weeks or "", the days of the talks)``."""
    kept = store.fields(STEM)
    weeks = kept.get("weeks")
    weeks = weeks if weeks in rules.WEEKS else ""
    return kept.get("who") or "", weeks, rules.days(day(kept.get("first")), weeks)
