"""What can be said of the answer one gives to "couldn't you just …": a gift, a price and a next step.

The three parts and the limits are the course's own; no study is behind them. What is counted per hour is the
price over all the time it takes, driving and preparation too: what one earns, not what one charges.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exercises.rules import Finding
from exercises.rules.calls import announced
from exercises.rules.dialogue import ended
from exercises.rules.dialogue_lab import names_time
from exercises.rules.reflection import NUMBER, WORD, words

PARTS = ("gift", "line", "next_step")

# Beyond this a price is being explained, and an explained price sounds open to bargaining.
LONG_LINE = 35

MOST_KRONER = 1_000_000
MOST_MINUTES = 6_000


@dataclass(frozen=True)
class Answer:
    """An answer to one who asks: the ``gift``, the ``line`` with the limit and the price, and the next step,
    as written; ``price`` in kroner and the ``minutes`` it takes in all, None where not said."""

    gift: str = ""
    line: str = ""
    next_step: str = ""
    price: float | None = None
    minutes: float | None = None

    @property
    def whole(self) -> str:
        """The three parts as one text, ``""`` while none is written."""
        return " ".join(filter(None, (ended(getattr(self, part)) for part in PARTS)))

    @property
    def per_hour(self) -> float | None:
        """Kroner an hour, None while price or time lacks."""
        return self.price / self.minutes * 60 if self.price is not None and self.minutes else None


def findings(
    answer: Answer,
    excuses: tuple[str, ...],
    whens: tuple[str, ...],
    parse: Callable[..., Any],
    calls: tuple[str, ...] = (),
) -> list[Finding]:
    """What can be said of an :class:`Answer`, as a list of ``(key, names)``; the most important first.

    ``excuses`` are words and phrases that apologise or belittle, ``whens`` those that name a time, ``calls``
    those that announce a call or a visit (all in small letters); ``parse`` reads a number as people write it.
    """
    if not words(answer.whole) and answer.price is None:
        return [("nothing_yet", {})]
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(getattr(answer, part))]
    found += _of_the_line(answer, excuses, parse) if words(answer.line) else []
    if words(answer.next_step) and not names_time(answer.next_step, whens):
        found.append(("no_time", {"line": ended(answer.next_step)}))
    if not found:
        found.append(("ready", {}))
    found += announced(answer.whole, calls)
    if answer.per_hour is not None:
        found.append(
            ("per_hour", {"price": answer.price, "minutes": answer.minutes, "rate": answer.per_hour})
        )
    return found


def _of_the_line(answer, excuses, parse):
    line = ended(answer.line)
    said = _numbers(answer.line, parse)
    if not said:
        yield "no_price", {"line": line}
    elif answer.price is None:
        yield "price_unwritten", {}
    elif answer.price not in said:
        yield "another_price", {"line": line, "price": answer.price}
    spoken = f" {' '.join(WORD.findall(answer.line.casefold()))} "
    if excuse := next((excuse for excuse in excuses if f" {excuse} " in spoken), None):
        yield "excuse", {"word": excuse, "line": line}
    if words(answer.line) > LONG_LINE:
        yield "long", {"n": words(answer.line), "most": LONG_LINE}


def _numbers(text, parse):
    found: list[Finding] = []
    for match in NUMBER.finditer(text):
        try:
            found.append(parse(match.group()))
        except ValueError:
            continue
    return found
