"""The requests that were sent, as they lie in the store.

Rows of kind ``ask_clock``: ``who``, ``to`` (one of TO or ""), ``guess`` (per cent or ""), ``asked_day`` and
``answer_day`` (ISO dates or ""), ``asked_time`` and ``answer_time`` ("HH:MM" or ""), ``outcome`` (one of
OUTCOMES or ""), ``useful`` (0–10 or ""), ``minutes`` and ``price`` (as typed), ``gave``. Field
``ask_clock.hour_value``: one's own hour in kroner, as typed.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from exercises.rules import ask_clock as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = KIND = "ask_clock"


def clock(text: str | None) -> time | None:
    """The time of day of "HH:MM", or None."""
    try:
        return time.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None


def hour_value(store: Store, faults: list[Slip]) -> float | None:
    """One's own hour in kroner, or None; a slip is added to ``faults``."""
    return number(store.get(STEM, "hour_value", ""), rules.MOST_HOUR_VALUE, "hour_value", faults, "kroner")


def read(store: Store, today: date | None = None) -> tuple[list[rules.Ask], list[Any]]:
    """``(asks, faults)``: a list of :class:`rules.Ask`, one a row, and what cannot be counted.

    ``faults`` is a list of ``(text key, row number, {names})``.
    """
    today = today or date.today()
    faults = []
    asks = []
    for at, row in enumerate(store.rows(KIND), start=1):
        hours, rough = _elapsed(row, at, today, faults)
        outcome = row.get("outcome") or None
        asks.append(
            rules.Ask(
                to=row.get("to") or None,
                asked=day(row.get("asked_day")),
                guess=_one_of(row.get("guess"), rules.CHANCES),
                outcome=outcome if outcome in rules.OUTCOMES else None,
                hours=hours if outcome == rules.USABLE else None,
                rough=rough and outcome == rules.USABLE,
                useful=_one_of(row.get("useful"), rules.USEFUL),
                minutes=number(row.get("minutes"), rules.MOST_MINUTES, at, faults, "minutes"),
                price=number(row.get("price"), rules.MOST_KRONER, at, faults, "kroner"),
                gave=row.get("gave", ""),
            )
        )
    return asks, faults


def _one_of(value, allowed):
    return value if type(value) is int and value in allowed else None


def _elapsed(row, at, today, faults):
    asked, answered = day(row.get("asked_day")), day(row.get("answer_day"))
    for name, when in (("asked_later", asked), ("answer_later", answered)):
        if when and when > today:
            faults.append((name, at, {}))
            return None, False
    if not (asked and answered):
        return None, False
    try:
        return rules.elapsed(asked, clock(row.get("asked_time")), answered, clock(row.get("answer_time")))
    except ValueError:
        faults.append(("answer_before", at, {}))
        return None, False
