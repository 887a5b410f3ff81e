"""Which sleeping contacts to write to: one's own first choice, and one drawn by lot from the others.

Executives listed ten contacts out of touch and asked their first choice and one drawn at random from the
rest. They preferred the comfortable; the most valuable were others (walter2015). The lot is there because
nobody draws the uncomfortable name of their own accord.
"""

from collections.abc import Callable, Hashable, Sequence
from random import choice

# The length of the list in walter2015.
ENOUGH = 10
# A lot needs somebody beside the first choice.
FEWEST = 2
# Longer lists are put off.
MOST = 30


def draw(
    names: Sequence[Hashable],
    favourite: Hashable,
    drawn: Hashable | None = None,
    pick: Callable = choice,
) -> Hashable | None:
    """One of ``names`` by lot: not the favourite, and not the one ``drawn`` before if another is left.

    None when nobody is left to draw. ``pick`` chooses one of a list.
    """
    pool = [name for name in names if name != favourite]
    others = [name for name in pool if name != drawn]
    return pick(others or pool) if pool else None


def can_draw(names: Sequence[Hashable], favourite: Hashable | None) -> bool:
    """Whether a lot can be drawn: a favourite on the list, and somebody else beside it."""
    return favourite in names and len(names) >= FEWEST


def findings(
    names: Sequence[Hashable], favourite: Hashable | None, drawn: Hashable | None, draws: int
) -> list[tuple[str, dict]]:
    """What to say of a list, its favourite and its lot, as a list of ``(key, names)``.

    ``drawn`` is whom the lot fell on, or None; ``draws`` is how often it was drawn.
    """
    n = len(names)
    if not n:
        return [("nothing_yet", {"enough": ENOUGH})]
    found = [("few", {"n": n, "enough": ENOUGH, "more": ENOUGH - n})] if n < ENOUGH else []
    if n < FEWEST:
        return found
    if favourite not in names:
        return [*found, ("choose_favourite", {})]
    if drawn is None and draws:
        return [*found, ("lot_is_gone", {})]
    if drawn is None:
        return [*found, ("ready", {})]
    if drawn == favourite:
        return [*found, ("lot_is_favourite", {})]
    found = [("drawn", {})]
    if draws > 1:
        found.append(("drawn_again", {"n": draws}))
    return found
