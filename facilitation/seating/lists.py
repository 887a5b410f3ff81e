"""Lists of people to look up: who stands on whose, so that nobody is on everybody's and nobody on none's.

A list is one-sided: who stands on it need not have its reader on their own. Two of one firm, who know each
other, who will not meet, or who share no language do not stand on each other's; everybody has FIVE and stands
on LEAST to MOST lists. Where the people allow no such lists, the fewest of these rules are broken: one for
each place that such a pair takes, that a list lacks, and that somebody is off LEAST or MOST.

It is a transportation problem, whose linear program has whole numbers at its corners; solved by SciPy's
HiGHS. Pairs come in as they are needed (column generation), so that the least number of broken rules is a
proven one without a column for each pair of 500 people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facilitation.seating.participants import People


FIVE, LEAST, MOST = 5, 4, 6
LEARNS, TEACHES, DIFFERS, NEW = "learns", "teaches", "differs", "new"
FIRM, ACQUAINTED, WISH, LANGUAGE = "firm", "acquainted", "wish", "language"
SHORT, SELDOM, OFTEN = "short", "seldom", "often"
_BEST, _BY_CHANCE = 12, 8  # pairs to begin with, for each reader and for each who is read of
_MOST_STEPS = 60
# What a pair is worth: conventions of the course. A lot says who of two is better on the other's list.
_WORTH = {LEARNS: 0.45, TEACHES: 0.45, DIFFERS: 0.1}
_BACK = 1.0
_SWAY = 2.1  # the most that a pair can cost beside the rules it breaks


@dataclass(frozen=True, eq=False)
class Lists:
    """``of`` maps each name to its list, pairs (name, reason), best first; ``on`` to how many lists it is on.

    A reason is one of LEARNS (wants what the reader can), TEACHES (can what the reader wants), DIFFERS (other
    skills), NEW, or a broken rule: FIRM, ACQUAINTED, WISH, LANGUAGE. ``broken`` are all of those as
    (rule, names), and SHORT (a list lacks a place), SELDOM and OFTEN (somebody stands on too few or too
    many), one row for each breach. ``fewest`` says that no lists break fewer rules.
    """

    of: dict
    on: dict
    broken: list = field(default_factory=list)
    fewest: bool = True


def draw_up(who: People, learns: Any, acquainted: Any | None = None, seed: int = 0) -> Lists:
    """`Lists` for `participants.People`.

    ``learns[i, j]``: j wants what i can; ``acquainted``: who has met before, beside what the sheet says; both
    (n, n) of bool.
    """
    import numpy as np

    n, teaches = len(who), learns.T
    rules = {
        FIRM: who.firm,
        ACQUAINTED: who.acquainted | who.together | (False if acquainted is None else acquainted),
        WISH: who.never,
        LANGUAGE: (who.language[:, None] & who.language[None, :]) == 0,
    }
    breaches = sum(rule.astype(int) for rule in rules.values())
    rng = np.random.default_rng(seed)
    worth = _WORTH[LEARNS] * learns + _WORTH[TEACHES] * teaches + _WORTH[DIFFERS] * who.difference / 100
    toss = np.triu(rng.random((n, n)) < 0.5, 1)
    worth = worth - _BACK * (toss | np.tril(~toss.T, -1))
    chosen, fewest = _solve(breaches, worth, rng)
    named = {}
    for i, name in enumerate(who.names):
        row: list[Any] = sorted(np.flatnonzero(chosen[i]), key=lambda j: (breaches[i, j], -worth[i, j]))
        named[name] = [(who.names[j], _reason(i, j, rules, learns, teaches, who)) for j in row]
    on = chosen.sum(0)
    broken: list[Any] = [
        (rule, (who.names[i], who.names[j]))
        for rule, holds in rules.items()
        for i, j in np.argwhere(chosen & holds)
    ]
    for kind, off in (
        (SHORT, FIVE - chosen.sum(1)),
        (SELDOM, LEAST - on),
        (OFTEN, on - MOST),
    ):
        broken += [(kind, (who.names[i],)) for i in np.flatnonzero(off > 0) for _ in range(off[i])]
    return Lists(named, dict(zip(who.names, on.tolist(), strict=True)), broken, fewest)


def _reason(i, j, rules, learns, teaches, who):
    for rule, holds in rules.items():
        if holds[i, j]:
            return rule
    if learns[i, j]:
        return LEARNS
    if teaches[i, j]:
        return TEACHES
    said = who.frame["trade"][j] or who.frame["competences"][j]
    return DIFFERS if said and who.difference[i, j] > 0 else NEW


def _solve(breaches, worth, rng):
    """Who stands on whose list, (n, n) of bool, and whether fewer breaches are proven impossible."""
    import numpy as np

    n = len(breaches)
    heavy = 5.0 * FIVE * n + 1  # one breach weighs more than all that pairs are worth
    # Where a place might as well stay empty, it does: nobody looks up a colleague.
    cost = heavy * breaches + (breaches > 0) - worth
    np.fill_diagonal(cost, np.inf)
    inside = np.zeros((n, n), dtype=bool)
    if n > 1:
        shuffled = np.where(np.isinf(cost), np.inf, rng.random((n, n)))
        for order, most in ((cost, _BEST), (shuffled, _BY_CHANCE)):
            most = min(most, n - 1)
            np.put_along_axis(inside, np.argpartition(order, most - 1, 1)[:, :most], True, 1)
            np.put_along_axis(inside, np.argpartition(order, most - 1, 0)[:most], True, 0)
    for _ in range(_MOST_STEPS):
        chosen, total, by_row, by_column = _program(inside, cost, heavy)
        # What a pair left out would save, FIVE at most for each reader.
        saves = np.where(inside, 0, np.minimum(0, cost - by_row[:, None] - by_column[None, :]))
        np.fill_diagonal(saves, 0)
        least = total + np.sort(saves, 1)[:, :FIVE].sum()
        if np.ceil((least - _SWAY * FIVE * n) / heavy) >= round(total / heavy):
            return chosen, True
        best = np.argsort(saves, 1)[:, :_BEST]
        for i, row in enumerate(best):
            inside[i, row[saves[i, row] < -1e-9]] = True
    return chosen, False


def _program(inside, cost, heavy):
    """The best choice among the pairs ``inside``: the choice, its cost, and the price of each list and name.

    Columns: the pairs; for each list its empty places; for each name the lists too few, too many, and those
    between LEAST and MOST.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    n = len(inside)
    i, j = np.nonzero(inside)
    each, at, pairs = np.arange(n), np.arange(len(i)), len(i)
    rows = np.concatenate([i, n + j, each, *[n + each] * 3])
    columns = np.concatenate([at, at, *(pairs + n * part + each for part in range(4))])
    signs = np.concatenate([np.ones(2 * pairs + 2 * n), -np.ones(2 * n)])
    answer = linprog(
        np.concatenate([cost[i, j], np.full(3 * n, heavy), np.zeros(n)]),
        A_eq=coo_array((signs, (rows, columns)), shape=(2 * n, pairs + 4 * n)).tocsr(),
        b_eq=np.repeat([FIVE, LEAST], n),
        bounds=np.column_stack(
            [np.zeros(pairs + 4 * n), np.repeat([1, FIVE, LEAST, n, MOST - LEAST], [pairs, n, n, n, n])]
        ),
        method="highs-ds",
    )
    if answer.x is None:
        raise RuntimeError(f"no lists found: {answer.message}")
    chosen = np.zeros((n, n), dtype=bool)
    chosen[i, j] = answer.x[:pairs] > 0.5
    return chosen, answer.fun, answer.eqlin.marginals[:n], answer.eqlin.marginals[n:]
