"""How often an owner networks, counted as acts: building, keeping and using ties, in the trade and outside.

The division into building, keeping and using, inside and outside, is after wolff2009, who asked employees
about contacts inside and outside their own *firm*. An owner's firm is too small for that, so the side here
is the trade. The nine acts are the course's own and have not been validated. Each can be done in writing or
face to face: who counts little need not be shy, and who counts much need not be good at it.
"""

from collections.abc import Mapping

from exercises.rules import Finding

# Three acts of each kind: what one does, not what one is.
ACTS = {
    "build": ("first_words", "among_strangers", "introduced"),
    "keep": ("how_are_you", "something_useful", "thanks"),
    "use": ("advice", "hand", "name"),
}
SIDES = ("own", "other")

# Cell by cell, as the grid is read: the trade beside what is outside it.
CELLS = tuple(f"{kind}_{side}" for kind in ACTS for side in SIDES)

# A month is as far back as most can count without making it up.
DAYS = 30

# More than ten a day is a slip of the finger.
MOST_TIMES = 10 * DAYS

SELF_RATING = range(11)

# Full routes both: in writing or one to one, and out among people.
ROUTES = ("quiet", "out")

HOW_MANY_WEAK = 2

# Of two cells that are equal, the one outside the trade comes first: among small firms, variety is what goes
# most closely with results (stam2014). Keeping comes before building and using, for it asks least of a day.
_FIRST_OF_EQUALS = ("keep_other", "build_other", "use_other", "keep_own", "build_own", "use_own")


def parts(cell: str) -> tuple[str, str]:
    """``(kind, side)`` of a cell: one of ACTS and one of SIDES."""
    kind, side = cell.rsplit("_", 1)
    return kind, side


def items(cell: str) -> tuple[str, ...]:
    """The names of the three items of a cell, such as ``own_first_words``."""
    kind, side = parts(cell)
    return tuple(f"{side}_{act}" for act in ACTS[kind])


ITEMS = tuple(item for cell in CELLS for item in items(cell))


def missing(counts: Mapping[str, int | None]) -> list[str]:
    """The items of ``{item: times}`` that have no number yet, in the order of the page."""
    return [item for item in ITEMS if counts.get(item) is None]


def sums(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    """``{cell: times in 30 days}`` of ``{item: times or None}``; None for a cell with an item missing."""
    found = {}
    for cell in CELLS:
        times = [counts.get(item) for item in items(cell)]
        told = [n for n in times if n is not None]
        found[cell] = sum(told) if len(told) == len(times) else None
    return found


def total(counts: Mapping[str, int | None]) -> int | None:
    """Times in 30 days over all 18 items; None while one is missing."""
    return None if missing(counts) else sum(counts[item] or 0 for item in ITEMS)


def row(cells: Mapping[str, int], kind: str) -> tuple[int, ...]:
    """``(own, other, both)`` of one kind, from whole ``{cell: times}``."""
    times = [cells[f"{kind}_{side}"] for side in SIDES]
    return (*times, sum(times))


def column(cells: Mapping[str, int], side: str) -> int:
    """Times over the three kinds on one side, from whole ``{cell: times}``."""
    return sum(cells[f"{kind}_{side}"] for kind in ACTS)


def weakest(cells: Mapping[str, int | None]) -> list[str]:
    """The two cells done least often, least first; [] while a cell of ``{cell: times}`` is None.

    Least often is not worst: a cell may be low because it is not needed.
    """
    if None in cells.values():
        return []
    return sorted(CELLS, key=lambda cell: (cells[cell], _FIRST_OF_EQUALS.index(cell)))[:HOW_MANY_WEAK]


def chosen_among_equals(cells: Mapping[str, int]) -> bool:
    """Whether a cell outside the two :func:`weakest` is as low as one of them."""
    low = weakest(cells)
    return bool(low) and any(cells[cell] == cells[low[-1]] for cell in CELLS if cell not in low)


def finding(cells: Mapping[str, int | None]) -> Finding | None:
    """What a whole grid says, as ``(key, names)``: ``nothing``, ``even`` or ``uneven``.

    ``uneven`` names the cells done most often (all that are equal) and the two weakest, each with its times.
    None while a cell is None.
    """
    low = weakest(cells)
    if not low:
        return None
    counts = {cell: times or 0 for cell, times in cells.items()}
    most = max(counts.values())
    if most == 0:
        return "nothing", {}
    if min(counts.values()) == most:
        return "even", {"n": most}
    often = [cell for cell in CELLS if cells[cell] == most]
    return "uneven", {"often": often, "most": most, "low": [(cell, cells[cell]) for cell in low]}


def shade(times: int, most: int) -> int:
    """How dark a cell is drawn: 0 for none, then 1, 2 or 3 for the thirds up to ``most``."""
    if not times:
        return 0
    return next(step for step in (1, 2, 3) if 3 * times <= step * most)


def routes(cell: str) -> tuple[str, ...]:
    """The keys of a cell's two small acts, the quiet one first."""
    return tuple(f"{cell}_{route}" for route in ROUTES)
