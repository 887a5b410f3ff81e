"""The plan of posts as it lies in the store: fields of ``post_plan``.

``who``, ``wonder``, ``opening_A``, ``opening_B``, ``start`` (ISO date), ``count`` (one of COUNTS), ``lot``
(drawn once for each count: a lot drawn again until it suits is none) and ``reach.<at>`` as typed.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import post_plan as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "post_plan"


def count(store: Store) -> int:
    """How many posts the plan has."""
    kept = store.get(STEM, "count")
    return kept if kept in rules.COUNTS else rules.USUAL


def lot(store: Store) -> str | None:
    """The lot as it was drawn, or None while none is drawn for this many posts."""
    n = count(store)
    kept = store.get(STEM, f"lot.{n}")
    return kept if rules.is_lot(kept, n) else None


def draw(store: Store) -> None:
    """Draw the lot, unless it is drawn."""
    n = count(store)
    if lot(store) is None:
        store.put(STEM, f"lot.{n}", rules.lot(n, random.SystemRandom().shuffle))


def over(store: Store, today: date) -> bool:
    """Whether the two weeks of a plan with a lot have passed."""
    first = start(store)
    return lot(store) is not None and first is not None and today >= first + timedelta(days=rules.DAYS)


def begin_again(store: Store) -> None:
    """Forget the lot and what the posts reached, so that another trial can be planned; the words stay."""
    for name in store.fields(STEM):
        if name == "start" or name.startswith(("lot.", "reach.")):
            store.put(STEM, name, None)


def start(store: Store) -> date | None:
    """The day of the first post, or None."""
    return day(store.get(STEM, "start"))


def openings(store: Store) -> dict[str, str]:
    """``{A: text, B: text}``."""
    return {letter: store.get(STEM, f"opening_{letter}", "") for letter in (rules.A, rules.B)}


def dated(store: Store) -> list[tuple[int, date, str]]:
    """``[(at, day, letter)]`` of the plan; empty while there is no start or no lot."""
    first, letters = start(store), lot(store)
    if first is None or letters is None:
        return []
    planned = zip(rules.days(first, count(store)), letters, strict=True)
    return [(at, when, letter) for at, (when, letter) in enumerate(planned, start=1)]


def results(store: Store) -> tuple[dict[str, list[float]], list[Slip]]:
    """``({A: [reach], B: [reach]}, faults)``; a slip is ``(key, at, {names})``."""
    found, faults = {rules.A: [], rules.B: []}, []
    for at, letter in enumerate(lot(store) or "", start=1):
        reach = number(store.get(STEM, f"reach.{at}"), rules.MOST_REACH, at, faults)
        if reach is not None:
            found[letter].append(reach)
    return found, faults


KEEPS = Keeps(furniture=frozenset({"lot", "count"}))
