"""How fast and how cheap asking was: from a question to an answer of use, and what it would cost to buy.

It puts "fast" and "cheap" (seed sentences of the course) to the test on one's own few cases, and a guess at
the answers beside what came: people who ask as a rule guess too low (flynn2008). Few cases cannot show that
a guess was wrong, so the share carries its interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from exercises.rules import Finding
from exercises.rules.uncertainty import wilson

# own choice and lot as in rules/dormant_draw.py
TO = ("own_choice", "by_lot", "other")
OUTCOMES = ("waiting", "usable", "no_use", "declined", "silent")
USABLE, WAITING = "usable", "waiting"
USEFUL = tuple(range(11))
CHANCES = tuple(range(0, 101, 10))

MOST_MINUTES = 6_000
MOST_KRONER = 1_000_000
MOST_HOUR_VALUE = 10_000


@dataclass(frozen=True)
class Ask:
    """One request: to whom (one of TO) and the day it was sent.

    ``guess`` is the chance of an answer of use in per cent, ``hours`` from asking to that answer, ``rough``
    whether the hours are of whole days, ``minutes`` one's own work, ``price`` what it would cost to buy,
    ``useful`` 0–10; all None if not said. ``gave`` is what the other got, as written.
    """

    to: str | None = None
    asked: date | None = None
    guess: int | None = None
    outcome: str | None = None
    hours: float | None = None
    rough: bool = False
    useful: int | None = None
    minutes: float | None = None
    price: float | None = None
    gave: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is known what came of it."""
        return self.outcome in OUTCOMES and self.outcome != WAITING

    @property
    def usable(self) -> bool:
        """Whether an answer of use came."""
        return self.outcome == USABLE


@dataclass(frozen=True)
class Sum:
    """All requests together.

    asks: those begun. settled, usable: how many. share: usable / settled. low, high: its 95 % interval.
    guess: mean guess of those settled that have one, as a share. hours: of the usable, ascending. rough:
    whether any of them is of whole days. minutes: own work on all of them. cost: that work in kroner, None
    without an hourly value. price: what the usable would have cost; priced: of how many it is said.
    gave: how many of the others got something. Shares are None where nothing is settled.
    """

    asks: int
    settled: int
    usable: int
    share: float | None
    low: float | None
    high: float | None
    guess: float | None
    hours: tuple[float, ...]
    rough: bool
    minutes: float
    cost: float | None
    price: float
    priced: int
    gave: int

    @property
    def middle(self) -> float | None:
        """The median of the hours, or None."""
        from statistics import median

        return median(self.hours) if self.hours else None


def elapsed(
    asked: date, asked_at: time | None, answered: date, answered_at: time | None
) -> tuple[float, bool]:
    """``(hours, rough)`` between two moments; without both times of day, whole days as 24 hours each.

    Raises ValueError where the answer comes before the question.
    """
    if asked_at is None or answered_at is None:
        hours, rough = 24.0 * (answered - asked).days, True
    else:
        between = datetime.combine(answered, answered_at) - datetime.combine(asked, asked_at)
        hours, rough = between.total_seconds() / 3600, False
    if hours < 0:
        raise ValueError("The answer cannot come before the question.")
    return hours, rough


def span(hours: float) -> tuple[str, int]:
    """``(unit, number)`` for saying how long ``hours`` are: same_day, minutes, hours or days."""
    if not hours:
        return "same_day", 0
    if hours < 1:
        return "minutes", max(1, round(hours * 60))
    return ("hours", round(hours)) if hours < 48 else ("days", round(hours / 24))


def add_up(asks: Sequence[Ask], hour_value: float | None = None) -> Sum:
    """The :class:`Sum` of a list of :class:`Ask`; ``hour_value`` is one's own hour in kroner, or None."""
    begun = [ask for ask in asks if ask != Ask()]
    settled = [ask for ask in begun if ask.settled]
    usable = [ask for ask in settled if ask.usable]
    guesses = [ask.guess for ask in settled if ask.guess is not None]
    timed = sorted((ask.hours, ask.rough) for ask in usable if ask.hours is not None)
    minutes = sum(ask.minutes or 0 for ask in begun)
    low, high = wilson(len(usable), len(settled)) or (None, None)
    return Sum(
        asks=len(begun),
        settled=len(settled),
        usable=len(usable),
        share=len(usable) / len(settled) if settled else None,
        low=low,
        high=high,
        guess=sum(guesses) / len(guesses) / 100 if guesses else None,
        hours=tuple(hours for hours, _ in timed),
        rough=any(rough for _, rough in timed),
        minutes=minutes,
        cost=None if hour_value is None else minutes / 60 * hour_value,
        price=sum(ask.price or 0 for ask in usable),
        priced=sum(ask.price is not None for ask in usable),
        gave=sum(bool(ask.gave.strip()) for ask in begun),
    )


def guess_findings(total: Sum) -> list[Finding]:
    """What to say of the guess beside the answers of a :class:`Sum`, as a list of ``(key, names)``."""
    if not total.settled:
        return [("nothing_settled", {"asks": total.asks})]
    found: list[Finding] = [("answers", {"usable": total.usable, "settled": total.settled})]
    if total.guess is None:
        return [*found, ("no_guess", {})]
    names = {"guess": total.guess, "low": total.low, "high": total.high, "settled": total.settled}
    low, high = total.low or 0, total.high or 0
    key = "low" if total.guess < low else "high" if total.guess > high else "fits"
    return [*found, (f"guess_{key}", names)]


def price_findings(total: Sum) -> list[Finding]:
    """What to say of fast and cheap in a :class:`Sum`, as a list of ``(key, names)``."""
    found: list[Finding] = []
    if len(total.hours) == 1:
        found.append(("fast_one", {"middle": total.hours[0]}))
    elif total.hours:
        spans = {"fastest": total.hours[0], "middle": total.middle, "slowest": total.hours[-1]}
        found.append(("fast", spans | {"n": len(total.hours)}))
    if total.rough:
        found.append(("rough", {}))
    if total.minutes:
        found.append(("minutes", {"asks": total.asks, "minutes": total.minutes}))
    if total.priced and total.minutes:
        names = {"price": total.price, "n": total.priced}
        key = "price" if total.cost is None else "price_and_cost"
        found.append((key, names if total.cost is None else names | {"cost": total.cost}))
    if total.usable:
        found.append(("their_time", {}))
    if total.usable and not total.gave:
        found.append(("nothing_given", {}))
    return found


def compare(asks: Sequence[Ask]) -> list[Finding]:
    """How useful one's own choice was and how useful the lot's, as ``[(key, names)]``; [] where one lacks."""
    useful = {
        to: next((ask.useful for ask in asks if ask.to == to and ask.useful is not None), None) for to in TO
    }
    own, lot = useful["own_choice"], useful["by_lot"]
    if own is None or lot is None:
        return []
    key = "lot_more" if lot > own else "own_more" if own > lot else "same_use"
    return [(key, {"own": own, "lot": lot})]
