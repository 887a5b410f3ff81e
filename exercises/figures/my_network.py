"""Lesson 3: the map. Its measures come with the anonymous matrix that they can be computed again from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exercises.models import my_network as model
from exercises.rules.ego_network import (
    anonymous_matrix,
    best_constraint,
    measure_matrix,
    pairs_to_ask,
    references,
    shown_measures,
)
from exercises.rules.roles import role_reach
from exercises.rules.ties import strength

if TYPE_CHECKING:
    from exercises.store import Store


STRENGTHS = ("strong", "moderate", "weak")

# The measures are kept with the decimals that the map shows.
DECIMALS = 2
MEASURED = (
    "pairs",
    "tie_count",
    "unknown_pairs",
    "density",
    "effective_size",
    "constraint",
    "constraint_best",
    "constraint_clique",
    "tie_count_if",
    "effective_size_if",
    "constraint_if",
)


def figures(store: Store) -> dict[str, Any]:
    """Counts of people, circles and roles; from five contacts on the measures, and ``matrix``.

    ``matrix`` is the :func:`~exercises.rules.ego_network.anonymous_matrix`: n rows of n integers. Measures
    that end in ``_if`` count every "don't know" as a tie. What is undefined, or said by too few contacts,
    is left out.
    """
    people, network = model.people(store), model.network(store)
    found = _counts(store, people)
    matrix = anonymous_matrix(network.alters, network.ties, network.unknown)
    if measures := measured(matrix):
        found |= measures | {"matrix": matrix}
    return found


def measured(matrix: Any) -> dict[str, float]:
    """``{name: number}`` of the MEASURED that may be shown of an anonymous matrix.

    Raises ValueError where it is no such matrix: it may come from a file that somebody changed.
    """
    measures = measure_matrix(matrix)
    n, shown = measures.size, shown_measures(measures.size)
    names = [name for name in shown if name in MEASURED]
    found = {name: getattr(measures, name) for name in names}
    if shown:
        unknown = measures.band.tie_count - measures.tie_count if measures.band else 0
        found |= {"pairs": pairs_to_ask(n), "unknown_pairs": unknown}
    if "constraint" in shown:
        found["constraint_best"] = best_constraint(n)
        found["constraint_clique"] = references(n)["clique"].constraint
    if measures.band:
        found |= {f"{name}_if": getattr(measures.band, name) for name in names if f"{name}_if" in MEASURED}
    return {name: round(found[name], DECIMALS) for name in MEASURED if name in found}


def agree(own: Mapping[str, Any], matrix: Any) -> bool:
    """Whether the measures among ``own`` (``{name: number}``) are those of ``matrix``, None for no matrix."""
    try:
        true = measured([] if matrix is None else matrix)
    except ValueError:
        return False
    # Half a step apart is rounding.
    step = 10**-DECIMALS
    return all(name in true and abs(own[name] - true[name]) < step for name in MEASURED if name in own)


def _counts(store, people):
    found = {"contacts": len(people), "circles": len(model.circles(store))} if people else {}
    close = [strength(person.closeness) for person in people]
    if any(close):
        found |= {kind: close.count(kind) for kind in STRENGTHS}
    if reached := role_reach(model.roles_known(store)).extensity:
        found["roles"] = reached
    return found
