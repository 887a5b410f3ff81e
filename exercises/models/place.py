"""Where the learner is reading: the last paragraph of each lesson, kept so that another day begins there.

One field a lesson, ``why-network.last``: ``{"cell": a cell's id, "block": the paragraph's number in it,
"at": ISO time}``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.store import StoreProblem, open_store

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "place"


def keep(lesson: str, cell: str, block: int, at: int) -> None:
    """Keep the paragraph that is being read; a store that cannot be written now loses only this.

    ``block`` is -1 at the top of the cell; ``at`` is the browser's time in milliseconds. No exercise on the
    page need look for it, so it does not count as a change of the store.
    """
    try:
        store = open_store()
        with store.unnoticed():
            when = datetime.fromtimestamp(at / 1000).isoformat(timespec="seconds")
            store.put(STEM, f"{lesson}.last", {"cell": cell, "block": block, "at": when})
    except StoreProblem:
        return


def kept(lesson: str) -> str:
    """``cell block at way`` for the page to read, ``""`` where nothing is kept; ``way`` is short or whole."""
    try:
        store = open_store()
        place = store.get(STEM, f"{lesson}.last")
        short = store.get("progress", "short")
    except StoreProblem:
        return ""
    way = "short" if short else "whole"
    if not place:
        return f"- -1 0 {way}"
    at = int(datetime.fromisoformat(place["at"]).timestamp() * 1000)
    return f"{place['cell']} {place['block']} {at} {way}"


def last(store: Store, lesson: str) -> str:
    """The id of the cell that was read last in a lesson, ``""`` where it was never opened."""
    return (store.get(STEM, f"{lesson}.last") or {}).get("cell", "")


def when(store: Store, lesson: str) -> str:
    """When a lesson was last read, as an ISO time; ``""`` where it was never opened."""
    return (store.get(STEM, f"{lesson}.last") or {}).get("at", "")


KEEPS = Keeps(answers={"last": lambda words, place: words.value(STEM, "last", place["at"])})
