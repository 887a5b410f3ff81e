"""The board of offers and needs: who helps whom, so that everybody gets help and most offers are used.

An offer can help with a need of the same topic, or with one whose owner ticked it. Aims in their order: as
many people as possible get help with at least one need, as many offers as possible are used, nobody gives
more often than it takes, and as many needs as possible are met. Solved to the end by SciPy's HiGHS.
"""

from dataclasses import dataclass

from facilitation.participants import SheetProblem

MOST_TIMES = 3  # how often one offer may be given in an evening: a convention of the course


@dataclass(frozen=True, eq=False)
class Matches:
    """``frame`` has the columns ``need_of``, ``need``, ``offer_of``, ``offer``, one row a match.

    ``without`` are people who got no help, for want of an offer or of its times; ``unused`` are
    rows (name, offer) that nobody asked for. ``possible`` counts the people for whom any offer fits.
    """

    frame: object
    without: list
    unused: list
    possible: int


def match(offers, needs, fits=None, *, times=MOST_TIMES):
    """`Matches` of two sheets.

    ``offers`` and ``needs`` are DataFrames with ``name``, ``text`` and optionally ``topic``. ``fits`` is an
    optional DataFrame ``need_of``, ``need``, ``offer_of``, ``offer`` of what people ticked themselves. Nobody
    is matched with their own offer. ``times`` is how often one offer may be given. Raises SheetProblem.
    """
    import pandas as pd

    given, wanted = _rows(offers, "offers"), _rows(needs, "needs")
    ticked = set()
    if fits is not None:
        columns = ("need_of", "need", "offer_of", "offer")
        ticked = {tuple(map(_key, row)) for row in fits[list(columns)].itertuples(index=False)}
    pairs = [
        (n, o)
        for n, (who, need, topic) in enumerate(wanted)
        for o, (giver, offer, other) in enumerate(given)
        if _key(who) != _key(giver)
        and ((topic and _key(topic) == _key(other)) or tuple(map(_key, (who, need, giver, offer))) in ticked)
    ]
    chosen = _solve(pairs, wanted, given, times)
    rows = [(wanted[n][0], wanted[n][1], given[o][0], given[o][1]) for n, o in chosen]
    helped = {_key(row[0]) for row in rows}
    used = {o for _, o in chosen}
    return Matches(
        pd.DataFrame(rows, columns=["need_of", "need", "offer_of", "offer"]),
        list(dict.fromkeys(who for who, _, _ in wanted if _key(who) not in helped)),
        [given[o][:2] for o in range(len(given)) if o not in used],
        len({_key(wanted[n][0]) for n, _ in pairs}),
    )


def _rows(sheet, kind):
    import pandas as pd

    if missing := [column for column in ("name", "text") if column not in sheet.columns]:
        raise SheetProblem(f"{kind}_column", column=missing[0])
    topics = sheet["topic"] if "topic" in sheet.columns else [""] * len(sheet)
    rows = [
        tuple("" if pd.isna(cell) else " ".join(str(cell).split()) for cell in row)
        for row in zip(sheet["name"], sheet["text"], topics, strict=True)
    ]
    rows = list(dict.fromkeys(row for row in rows if row[0] and row[1]))
    if not rows:
        raise SheetProblem(f"{kind}_empty")
    return rows


def _key(text):
    return " ".join(str(text).split()).casefold()


def _solve(pairs, wanted, given, times):
    """The chosen pairs (need, offer). Each aim is met in turn and then held."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_array

    if not pairs:
        return []
    owners = list(dict.fromkeys(_key(who) for who, _, _ in wanted))
    # columns: a pair, somebody helped, an offer used, and the most that any offer is given
    x, y, z = len(pairs), len(pairs) + len(owners), len(pairs) + len(owners) + len(given)
    rows = lil_array((len(wanted) + 2 * len(given) + len(owners), z + 1))
    high = np.zeros(rows.shape[0])
    for n in range(len(wanted)):  # one helper for a need
        high[n] = 1
    used, most, helped = len(wanted), len(wanted) + len(given), len(wanted) + 2 * len(given)
    for at, (n, o) in enumerate(pairs):
        rows[n, at] = 1
        rows[used + o, at] = -1
        rows[most + o, at] = 1
        rows[helped + owners.index(_key(wanted[n][0])), at] = -1
    for o in range(len(given)):
        rows[used + o, y + o] = 1
        rows[most + o, z] = -1
    for p in range(len(owners)):
        rows[helped + p, x + p] = 1
    constraints = [LinearConstraint(rows.tocsr(), -np.inf, high)]
    bounds = Bounds(0, np.append(np.ones(z), times))

    def aim(columns, weight):
        cost = np.zeros(z + 1)
        cost[columns] = weight
        return cost

    every = slice(0, len(pairs))
    for cost in (aim(slice(x, y), -1), aim(slice(y, z), -1), aim(z, 1), aim(every, -1)):
        answer = milp(cost, constraints=constraints, integrality=np.ones(z + 1), bounds=bounds)
        if answer.x is None:
            raise RuntimeError(f"no matching found: {answer.message}")
        constraints.append(LinearConstraint(cost[None, :], -np.inf, round(answer.fun) + 0.25))
    return [pair for at, pair in enumerate(pairs) if answer.x[at] > 0.5]
