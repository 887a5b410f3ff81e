"""The round in the red chair as it lies in the store.

Fields of ``red_chair``: ``clock`` (the four values of :class:`exercises.rules.red_chair.Clock`), ``sound``,
``question`` and ``takes``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import red_chair as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "red_chair"


def clock(store: Store) -> rules.Clock:
    """The :class:`rules.Clock` that is kept; a fresh one where there is none that makes sense."""
    kept = store.get(STEM, "clock")
    try:
        found = rules.Clock(**kept)
        sound = found.phase is None or found.phase in range(rules.DONE + 1)
        one_time = (found.ends is None) != (found.left is None)
        return found if sound and (one_time or not found.under_way) else rules.Clock()
    except TypeError:
        return rules.Clock()


def press(store: Store, what: str, now: float) -> None:
    """Press a button of the clock at ``now``, seconds since 1970, and keep what follows."""
    store.put(STEM, "clock", asdict(rules.press(clock(store), what, now)))


KEEPS = Keeps(answers={"clock": lambda words, _: clock(words.store).rounds})
