"""The titles as they lie in the store: fields of ``title_test``: ``title.<n>`` and ``votes.<n>`` as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules.title_test import MOST_VOTES, TITLES
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "title_test"


def read(
    store: Store,
) -> tuple[dict[str, str], dict[str, float | None], list[Slip]]:
    """``(titles, votes, faults)``: ``{n: text}``, ``{n: votes or None}``, slips as ``(key, n, {names})``."""
    faults = []
    titles = {name: store.get(STEM, f"title.{name}", "") for name in TITLES}
    votes = {
        name: number(store.get(STEM, f"votes.{name}", ""), MOST_VOTES // len(TITLES), name, faults)
        for name in TITLES
    }
    return titles, votes, faults
