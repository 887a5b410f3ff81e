"""What may be said of an ego network: keys of statements, whose sentences are in texts/ego_feedback.toml.

Every reading is said from both sides, what it gives in new information and what in safety: separate circles
bring news and ideas (burt2004), close-knit ones trust and quick help, up to a point (uzzi1997). No statement
calls a network good or bad. Which side is wanted depends on the job the owner needs done now.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from exercises.rules.ego_network import (
    FEWEST_FOR_NUMBERS,
    FEWEST_FOR_STRUCTURE,
    Measures,
    WhatIf,
    best_constraint,
    enough_for_numbers,
    enough_for_structure,
    pairs_to_ask,
    references,
)

# Thirds of the possible ties. No study gives a limit between open and close-knit; thirds favour neither side.
# Density is what is divided because it runs from 0 for the broker to 1 for the clique at every size, where
# constraint does not: with ten alters the partner network has more of it than the clique.
OPEN_BELOW = 1 / 3
TIGHT_ABOVE = 2 / 3

# Hierarchy has no known limit either. Half of the partner network's, at the same size, is about what one
# alter gives who knows half of the others while they do not know each other.
HUB_SHARE = 1 / 2

# What cannot be seen in two decimals is not called a change.
VISIBLE = 0.005

# Somebody whose leaving parts one contact from the others is no news; and a long list of such people says
# less than its first few.
FEWEST_PARTED = 2
MOST_CUTS = 3


class Statement(NamedTuple):
    """A key in texts/ego_feedback.toml and what its sentence names: whole numbers are counts, other numbers
    are shown with two decimals, text is a nickname."""

    key: str
    params: Mapping[str, Any]


def reading(measures: Measures) -> str | None:
    """``open``, ``mixed`` or ``tight`` by density, in thirds; None with too few alters to say."""
    if measures.density is None or not enough_for_structure(measures.size):
        return None
    if measures.density < OPEN_BELOW:
        return "open"
    return "tight" if measures.density > TIGHT_ABOVE else "mixed"


def feedback(
    measures: Measures, cuts: Mapping[str, Sequence[Sequence[str]]] | None = None
) -> list[Statement]:
    """The statements on one network, in the order in which they are read.

    ``cuts`` are the :func:`~exercises.rules.ego_network.cut_alters` of the same network. Below five alters
    the only statement is that they are too few; below eight there is nothing on structure.
    """
    n, pairs = measures.size, pairs_to_ask(measures.size)
    if not enough_for_numbers(n):
        return [Statement("too_few_for_numbers", {"n": n, "needed": FEWEST_FOR_NUMBERS})]

    ties = Statement("ties", {"n": n, "ties": measures.tie_count, "pairs": pairs})
    if not enough_for_structure(n):
        few = Statement("too_few_for_structure", {"n": n, "needed": FEWEST_FOR_STRUCTURE})
        return [ties, few, *_unsure_ties(measures), Statement("guess", {})]

    kind = reading(measures)
    return [
        ties,
        Statement(f"{kind}_reading", {"effective_size": measures.effective_size, "n": n}),
        Statement(f"{kind}_new", {}),
        Statement(f"{kind}_safe", {}),
        *_hub(measures),
        *_cuts(cuts or {}),
        _compared(measures),
        *_unsure(measures),
        Statement("guess", {}),
        Statement("modest", {}),
        Statement("which_job", {}),
    ]


def change_feedback(change: WhatIf) -> list[Statement]:
    """The statements on a "what if": what moved, and how much of it is size alone."""
    before, after = change.before, change.after
    if not enough_for_structure(min(before.size, after.size)):
        needed = {"n": min(before.size, after.size), "needed": FEWEST_FOR_STRUCTURE}
        return [Statement("change_too_few", needed)]

    moved = (after.density or 0.0) - (before.density or 0.0)
    side = "change_tighter" if moved > 0 else "change_opener"
    if abs(moved) < VISIBLE:
        side = "change_even"
    figures = {
        "before": before.constraint,
        "after": after.constraint,
        "best_before": best_constraint(before.size),
        "best_after": best_constraint(after.size),
    }
    # with two decimals, as it is shown
    same = f"{before.constraint:.2f}" == f"{after.constraint:.2f}"
    return [
        Statement(side, {}),
        Statement("change_constraint_same" if same else "change_constraint", figures),
        Statement("change_is_a_drawing", {}),
    ]


def _hub(measures):
    partner = references(measures.size)["partner"].hierarchy
    if measures.hierarchy < HUB_SHARE * partner:
        return []
    return [Statement("hub", {"hierarchy": measures.hierarchy, "partner": partner})]


def _cuts(cuts):
    parted = {name: sum(len(part) for part in parts[1:]) for name, parts in cuts.items()}
    found = [
        Statement("cut", {"name": name, "contacts": contacts})
        for name, contacts in parted.items()
        if contacts >= FEWEST_PARTED
    ]
    return sorted(found, key=lambda cut: -cut.params["contacts"])[:MOST_CUTS]


def _compared(measures):
    same_size = references(measures.size)
    figures = {kind: same_size[kind].constraint for kind in ("broker", "partner", "clique")}
    return Statement("compared", {"n": measures.size, "constraint": measures.constraint, **figures})


def _unsure_ties(measures):
    if measures.band is None:
        return []
    ties, ties_if = measures.tie_count, measures.band.tie_count
    return [Statement("unsure_ties", {"unsure": ties_if - ties, "ties": ties, "ties_if": ties_if})]


def _unsure(measures):
    if measures.band is None:
        return []
    figures = {
        "unsure": measures.band.tie_count - measures.tie_count,
        "constraint": measures.constraint,
        "constraint_if": measures.band.constraint,
    }
    same = reading(measures) == reading(measures.band)
    return [Statement("unsure_same" if same else "unsure_turns", figures)]
