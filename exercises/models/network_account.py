"""The network account as it lies in the learner's store.

Rows of kind ``account``: ``day`` (ISO date or ""), ``what``, ``hours``, ``kroner`` (as typed), ``result``
(one of RESULTS or ""). Fields of ``network_account``: ``end`` (ISO date), ``hour_low`` and ``hour_high``
(as typed).
What was typed is kept as typed, so that a slip can be seen and mended.
"""

from datetime import date

from exercises.models.typed import day, number
from exercises.rules import network_account as rules

STEM = "network_account"
KIND = "account"
PRICES = ("hour_low", "hour_high")


def last_day(store):
    """The day on which the three months end."""
    return day(store.get(STEM, "end")) or date.today()


def read(store):
    """``(Account, faults)``: what can be counted, and what cannot.

    ``faults`` is a list of ``(text key, occasion number or price field, {names})``.
    """
    faults = []

    entries = []
    for at, row in enumerate(store.rows(KIND), start=1):
        hours = number(row.get("hours"), rules.MOST_HOURS, at, faults)
        kroner = number(row.get("kroner"), rules.MOST_KRONER, at, faults)
        result = row.get("result") or None
        if (hours, kroner, result) != (None, None, None):
            entries.append(rules.Entry(day(row.get("day")), hours or 0, kroner or 0, result))
    prices = [number(store.get(STEM, name), rules.MOST_KRONER, name, faults) for name in PRICES]
    return rules.account(entries, last_day(store), *prices), faults
