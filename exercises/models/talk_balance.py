"""Who talked for how long at the meeting, as it lies in the store.

Rows of kind ``talked``: ``who``, ``minutes`` (as typed). Fields of ``talk_balance``: ``day`` and ``next``
(ISO dates), ``invited`` and ``came`` (as typed).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import talk_balance as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "talk_balance"
KIND = "talked"


def read(store: Store, unnamed: Callable[..., Any] | type[str]) -> tuple[list[tuple[str, float]], list[Slip]]:
    """``([(name, minutes)], faults)`` of the rows with minutes; ``unnamed(at)`` names one without."""
    faults = []
    talked = []
    for at, row in enumerate(store.rows(KIND), start=1):
        minutes = number(row.get("minutes"), rules.MOST_MINUTES, at, faults, "minutes")
        if minutes is not None:
            talked.append(((row.get("who") or "").strip() or unnamed(at), minutes))
    return talked, faults


def attendance(store: Store) -> tuple[float | None, float | None, list[Slip]]:
    """``(invited, came, faults)``; None for what is not said. More came than were invited is no fault."""
    faults = []
    invited, came = (
        number(store.get(STEM, name, ""), rules.MOST_PEOPLE, name, faults) for name in ("invited", "came")
    )
    return invited, came, faults


KEEPS = Keeps(kinds=(KIND,))
