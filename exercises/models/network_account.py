"""The network account as it lies in the learner's store.

Rows of kind ``account``: ``day`` (ISO date or ""), ``what``, ``hours``, ``kroner`` (as typed), ``result``
(one of RESULTS or ""). Fields of ``network_account``: ``end`` (ISO date), ``hour_low`` and ``hour_high``
(as typed).
What was typed is kept as typed, so that a slip can be seen and mended.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.calendar_file import Occasion
from exercises.keeps import Keeps
from exercises.rules import network_account as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store


if TYPE_CHECKING:
    from exercises.store import Store


STEM = "network_account"
KIND = "account"
PRICES = ("hour_low", "hour_high")


def set_off(store: Store) -> None:
    """From the first occasion on, the day on which the three months end stands still."""
    if store.rows(KIND) and store.get(STEM, "end") is None:
        store.put(STEM, "end", date.today().isoformat())


def last_day(store: Store) -> date:
    """The day on which the three months end; today until something is written."""
    return day(store.get(STEM, "end")) or date.today()


def read(store: Store) -> tuple[rules.Account, list[Slip]]:
    """``(Account, faults)``: what can be counted, and what cannot.

    ``faults`` is a list of ``(text key, occasion number or price field, {names})``.
    """
    faults = []

    entries = []
    for at, row in enumerate(store.rows(KIND), start=1):
        hours = number(row.get("hours"), rules.MOST_HOURS, at, faults, "hours")
        kroner = number(row.get("kroner"), rules.MOST_KRONER, at, faults, "kroner")
        result = row.get("result") or None
        if (hours, kroner, result) != (None, None, None):
            entries.append(rules.Entry(day(row.get("day")), hours or 0, kroner or 0, result))
    prices = [number(store.get(STEM, name), rules.MOST_KRONER, name, faults, "kroner") for name in PRICES]
    return rules.account(entries, last_day(store), *prices), faults


def row_of(occasion: Occasion, hours: str) -> dict[str, str]:
    """The row of something in a calendar, with its hours as the learner writes them."""
    return {"day": occasion.day.isoformat(), "what": occasion.title, "hours": hours}


KEEPS = Keeps(kinds=(KIND,))
