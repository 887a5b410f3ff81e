"""The behaviour grid as it lies in the learner's store: fields of ``behaviour_grid``.

For each turn (``first`` in lesson 2, ``again`` at the end of the course): ``<turn>.<item>`` for the 18
:data:`~exercises.rules.behaviour_grid.ITEMS` (times in 30 days, as typed), ``<turn>.self`` (own rating of
the skill, 0–10) and ``<turn>.day`` (ISO date on which the turn was locked). Beside them ``prediction``
(times over all items the second time, as typed), ``prediction_self`` (0–10) and ``route`` (the small act
chosen).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exercises import typed
from exercises.rules import behaviour_grid as rules
from exercises.typed import Slip

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "behaviour_grid"
TURNS = FIRST, AGAIN = ("first", "again")
OWN_ACT = "own_act"


@dataclass(frozen=True)
class Turn:
    """One rating: ``counts`` ``{item: times or None}``, ``rating`` 0–10 or None, ``locked`` a date or None.

    ``faults`` is a list of ``(text key, item, {names})`` for what was typed and cannot be counted.
    """

    counts: dict
    rating: int | None
    locked: date | None
    faults: list

    @property
    def cells(self) -> dict[str, int | None]:
        """``{cell: times or None}``."""
        return rules.sums(self.counts)

    @property
    def total(self) -> int | None:
        """Times over all items, or None while one is missing."""
        return rules.total(self.counts)


@dataclass(frozen=True)
class Grid:
    """Both turns, and what was predicted in the first of the second: ``prediction`` (times) and
    ``prediction_self`` (0–10), each None where not given or not readable."""

    first: Turn
    again: Turn
    prediction: int | None
    prediction_self: int | None


def read(store: Store) -> Grid:
    """All of it, as a :class:`Grid`."""
    rated = _rating(store, "prediction_self")
    return Grid(turn(store, FIRST), turn(store, AGAIN), prediction(store, []), rated)


def turn(store: Store, name: str) -> Turn:
    """One :class:`Turn`, ``first`` or ``again``."""
    fields, faults = store.fields(STEM), []
    counts = {
        item: _times(fields.get(f"{name}.{item}"), rules.MOST_TIMES, item, faults) for item in rules.ITEMS
    }
    locked = typed.day(fields.get(f"{name}.day"))
    return Turn(counts, _rating(store, f"{name}.self"), locked, faults)


def prediction(store: Store, faults: list[Slip]) -> int | None:
    """How many times over all items the learner predicts, or None; a slip is added to ``faults``."""
    most = rules.MOST_TIMES * len(rules.ITEMS)
    return _times(store.get(STEM, "prediction"), most, "prediction", faults)


def lock(store: Store, name: str) -> None:
    """Lock a turn as it stands today, so that the two can be held against each other."""
    store.put(STEM, f"{name}.day", date.today().isoformat())


def lacking(store: Store, name: str) -> str | None:
    """What a turn lacks before it can be locked: ``self``, ``counts``, ``prediction``, ``prediction_self``.

    None when it is whole. Only the first turn predicts.
    """
    grid = read(store)
    rated = getattr(grid, name)
    wanted = {"self": rated.rating, "counts": rated.total}
    if name == FIRST:
        wanted |= {"prediction": grid.prediction, "prediction_self": grid.prediction_self}
    return next((part for part, value in wanted.items() if value is None), None)


def route(store: Store) -> str | None:
    """The key of the small act chosen, OWN_ACT, or None."""
    return store.get(STEM, "route")


def _rating(store, name):
    kept = store.get(STEM, name)
    return kept if type(kept) is int and kept in rules.SELF_RATING else None


def _times(text, most, where, faults):
    times = typed.number(text, most, where, faults)
    if times is not None and times != int(times):
        faults.append(("not_whole", where, {"text": text}))
        return None
    return None if times is None else int(times)
