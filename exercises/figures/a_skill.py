"""Lesson 2: the six squares of the first rating, with the counts that they can be added up from again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exercises.models import behaviour_grid as model
from exercises.rules import behaviour_grid as rules

if TYPE_CHECKING:
    from exercises.store import Store


ADDED = (*rules.CELLS, "total")


def figures(store: Store) -> dict[str, Any]:
    """Times in 30 days in each square that is filled in, their total, the two ratings and the guess.

    ``matrix`` holds the counts of a whole grid: six rows of three, as :data:`rules.CELLS` and their items.
    """
    grid = model.read(store)
    first = grid.first
    found: dict[str, Any] = {cell: times for cell, times in first.cells.items() if times is not None}
    named = {
        "total": first.total,
        "rating": first.rating,
        "prediction": grid.prediction,
        "prediction_self": grid.prediction_self,
    }
    found |= {name: value for name, value in named.items() if value is not None}
    if first.total is not None:
        found["matrix"] = [[first.counts[item] for item in rules.items(cell)] for cell in rules.CELLS]
    return found


def agree(own: Mapping[str, int], matrix: Any) -> bool:
    """Whether the squares and the total among ``own`` are the sums of ``matrix``; None for no matrix.

    Without one there can be no total, but single squares of a grid that was not finished.
    """
    if matrix is None:
        return "total" not in own
    try:
        whole = [[int(times) for times in row] for row in matrix]
    except (TypeError, ValueError):
        return False
    if [len(row) for row in whole] != [len(rules.items(cell)) for cell in rules.CELLS]:
        return False
    true = {cell: sum(row) for cell, row in zip(rules.CELLS, whole, strict=True)}
    true["total"] = sum(true.values())
    return all(own.get(name) == true[name] for name in ADDED)
