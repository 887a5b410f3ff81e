"""A product tried small, on one sheet: for whom, at what price, at what cost, until when, and who owns what.

At most 500 kroner and 14 days are the course's own convention: so little that one dares to be wrong, and so
short that it is done before the busy season. What stops the trial is written before it begins, since nobody
stops gladly afterwards. No study has tried this sheet.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exercises.rules import Finding
from exercises.rules.reflection import words
from exercises.rules.role_agreement import phrase_in

PARTS = ("what", "user", "mine", "theirs", "owns", "money", "enough", "stop")
MOST_COST = 500
MOST_DAYS = 14
# Above this a number is a slip of the finger.
MOST_KRONER = 100_000


@dataclass(frozen=True)
class Sheet:
    """``parts`` is ``{part: text}``; price and cost are in kroner, None where not said or not readable."""

    parts: dict
    price: float | None = None
    cost: float | None = None
    start: date | None = None
    end: date | None = None
    agreed: bool = False

    @property
    def days(self) -> int | None:
        """How many days it lasts, both ends counted; None without both or where the end comes first."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return (self.end - self.start).days + 1

    @property
    def break_even(self) -> int | None:
        """How many must be sold for the price to cover the cost; None where it never does or is unsaid."""
        if not self.price or self.cost is None:
            return None
        return math.ceil(self.cost / self.price)

    @property
    def missing(self) -> list[str]:
        """The parts without a word, in order."""
        return [part for part in PARTS if not words(self.parts.get(part, ""))]


def findings(sheet: Sheet, anyone: Sequence[str]) -> list[Finding]:
    """What can be said of the sheet, as a list of ``(key, names)``; the most important first.

    ``anyone`` are words in small letters that mean everybody.
    """
    parts = sheet.parts
    empty = len(sheet.missing) == len(PARTS)
    if empty and sheet.price is None and sheet.cost is None and sheet.start is None:
        return [("nothing_yet", {})]
    found: list[Finding] = []
    if sheet.missing:
        found += [
            ("so_far", {"n": len(PARTS) - len(sheet.missing), "of": len(PARTS)}),
            (f"missing.{sheet.missing[0]}", {}),
        ]
    user = parts.get("user", "").strip()
    if word := phrase_in(user, anyone):
        found.append(("anyone", {"line": user, "word": word}))
    found += _kroner(sheet)
    found += _days(sheet)
    stop = parts.get("stop", "").strip()
    if words(stop) and not re.search(r"\d", stop):
        found.append(("stop_without_number", {"line": stop}))
    if not sheet.agreed:
        found.append(("not_agreed", {}))
    faults = {"anyone", "no_price", "no_cost", "too_dear", "no_days", "too_long", "end_first", "not_agreed"}
    if not sheet.missing and faults.isdisjoint(key for key, _ in found):
        found.insert(0, ("ready", {}))
    return found


def _kroner(sheet):
    if sheet.price is None:
        yield "no_price", {}
    elif sheet.price == 0:
        yield "free", {}
    if sheet.cost is None:
        yield "no_cost", {}
    elif sheet.cost > MOST_COST:
        yield "too_dear", {"kroner": sheet.cost, "most": MOST_COST}
    elif sheet.break_even:
        yield "break_even", {"n": sheet.break_even, "kroner": sheet.cost, "price": sheet.price}


def _days(sheet):
    if sheet.start is None or sheet.end is None:
        yield "no_days", {"days": MOST_DAYS}
    elif sheet.days is None:
        yield "end_first", {}
    elif sheet.days > MOST_DAYS:
        yield "too_long", {"n": sheet.days, "days": MOST_DAYS}
    else:
        yield "days", {"n": sheet.days}
