"""The round in the red chair as it lies in the store.

Fields of ``red_chair``: ``clock`` (the four values of :class:`exercises.rules.red_chair.Clock`), ``sound``,
``question`` and ``takes``.
"""

from dataclasses import asdict

from exercises.rules import red_chair as rules

STEM = "red_chair"


def clock(store):
    """The :class:`rules.Clock` that is kept; a fresh one where there is none that makes sense."""
    kept = store.get(STEM, "clock")
    try:
        found = rules.Clock(**kept)
        sound = found.phase is None or found.phase in range(rules.DONE + 1)
        one_time = (found.ends is None) != (found.left is None)
        return found if sound and (one_time or not found.under_way) else rules.Clock()
    except TypeError:
        return rules.Clock()


def press(store, what, now):
    """Press a button of the clock at ``now``, seconds since 1970, and keep what follows."""
    store.put(STEM, "clock", asdict(rules.press(clock(store), what, now)))
