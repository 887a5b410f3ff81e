"""Lesson 4: how unlike the owner the contacts are, and how unlike each other, on five attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import alike_or_different as model
from exercises.models import my_network

if TYPE_CHECKING:
    from exercises.store import Store


# As the exercise shows them.
DECIMALS = 2


def figures(store: Store) -> dict[str, float]:
    """The number of contacts, and for each attribute with enough of them known E-I, IQV and how many.

    Keys are ``contacts`` and ``ei_<attribute>``, ``iqv_<attribute>``, ``known_<attribute>``. E-I is left out
    where the owner's own category is not given.
    """
    found = {}
    for attribute, compared in model.comparisons(store).items():
        if not compared.enough:
            continue
        if compared.ei.value is not None:
            found[f"ei_{attribute}"] = round(compared.ei.value, DECIMALS)
        found[f"iqv_{attribute}"] = round(compared.spread.iqv or 0.0, DECIMALS)
        found[f"known_{attribute}"] = compared.known
    return {"contacts": len(my_network.people(store))} | found if found else {}
