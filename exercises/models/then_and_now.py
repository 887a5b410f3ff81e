"""A network then and now, as it lies in the store: of ``then_and_now`` the fields ``network``,
``<feature>.then`` and ``<feature>.now`` for each of FEATURES, and ``why``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import then_and_now as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "then_and_now"


def answers(store: Store) -> dict[tuple[str, str], str]:
    """``{(feature, time): answer}`` for what is answered."""
    kept = store.fields(STEM)
    return {
        (feature, time): kept[f"{feature}.{time}"]
        for feature, options in rules.FEATURES.items()
        for time in rules.TIMES
        if kept.get(f"{feature}.{time}") in options
    }


KEEPS = Keeps(groups=dict.fromkeys(rules.TIMES, "option"))
