"""A plain account of three months' networking: what went in, what came back, and what it must be worth.

It never says that networking pays. It says what the things that came back would have to be worth for it to
break even, as a range, and leaves the judgement to the owner. What it cannot see: insurance one never had to
use, what comes later, luck, and what others got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

RESULTS = ("customer", "help", "idea", "nothing")

# Three months: long enough to have something to count, short enough to remember.
DAYS = 92

# From five occasions on a share says something; below, only the list itself does.
ENOUGH_OCCASIONS = 5

MOST_HOURS = 24 * 31
MOST_KRONER = 10_000_000


@dataclass(frozen=True)
class Entry:
    """One occasion: the day, hours, kroner, and what came back (one of RESULTS, or None if not said)."""

    day: date | None
    hours: float
    kroner: float
    result: str | None


@dataclass(frozen=True)
class Account:
    """The sum of the entries inside the period.

    Hours and kroner are sums; ``gains`` counts the entries that gave something; ``answered`` those that say
    what came back. ``hours_per_gain`` and ``break_even`` are None without a gain, ``share_nothing`` without
    an answer. ``outside`` counts entries that lie outside the period and are left out.
    """

    occasions: int
    outside: int
    answered: int
    hours: float
    kroner: float
    counts: dict
    gains: int
    hours_per_gain: float | None
    share_nothing: float | None
    break_even: tuple[float, float] | None


def period(end: date) -> tuple[date, date]:
    """First and last day of the three months that end on ``end``."""
    return end - timedelta(days=DAYS - 1), end


def account(
    entries: Sequence[Entry], end: date, hour_low: float | None = None, hour_high: float | None = None
) -> Account:
    """The :class:`Account` of ``entries`` for the three months that end on ``end``.

    ``hour_low`` and ``hour_high`` are kroner: what an hour of the owner's own time is worth, at least and at
    most; either may stand alone. ``break_even`` is what *each* thing that came back must be worth, in kroner,
    at the low and at the high price of an hour: (hours × price + kroner) / gains. An entry without a day
    counts: it was this period that was asked about.
    """
    start, end = period(end)
    inside = [entry for entry in entries if entry.day is None or start <= entry.day <= end]
    counts = {result: sum(entry.result == result for entry in inside) for result in RESULTS}
    answered = sum(counts.values())
    gains = answered - counts["nothing"]
    hours = sum(entry.hours for entry in inside)
    kroner = sum(entry.kroner for entry in inside)
    prices = sorted(price for price in (hour_low, hour_high) if price is not None)
    break_even = None
    if gains and prices:
        break_even = (hours * prices[0] + kroner) / gains, (hours * prices[-1] + kroner) / gains
    return Account(
        occasions=len(inside),
        outside=len(entries) - len(inside),
        answered=answered,
        hours=hours,
        kroner=kroner,
        counts=counts,
        gains=gains,
        hours_per_gain=hours / gains if gains else None,
        share_nothing=counts["nothing"] / answered if answered else None,
        break_even=break_even,
    )
