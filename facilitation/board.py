"""The board of offers and needs: who helps whom, so that everybody gets help and most offers are used.

An offer can help with a need of the same topic, with one that shares a word with it, or where somebody said
so. Aims in their order: as many people as possible get help with at least one need, as many offers as
possible are used, nobody gives more often than it takes, and as many needs as possible are met. Solved to the
end by SciPy's HiGHS.
"""

import re
from dataclasses import dataclass

from exercises.contact_files.columns import simplify
from exercises.rules.group_composer import SHORTEST_WORD
from facilitation.participants import SheetProblem

MOST_TIMES = 3  # how often one offer may be given in an evening: a convention of the course
MOST_LINES = 200  # of offers and of needs on one board
TOPIC, WORD, SAID = "topic", "word", "said"

# Compared as `simplify` leaves a heading.
_HEADINGS = {
    "name": "name, nickname, first name, participant, navn, kaldenavn, fornavn, deltager",
    "can": """i can, can, offer, offers, can help with, competences, jeg kan, kan, tilbud, kan hjælpe med,
        kompetencer""",
    "wants": "i would like, would like, need, needs, wish, wants, jeg vil, vil, behov, ønske, jeg vil gerne",
}
_COLUMN_OF = {h.strip(): column for column, hs in _HEADINGS.items() for h in hs.split(",")}


@dataclass(frozen=True, eq=False)
class Matches:
    """``frame`` has the columns ``need_of``, ``need``, ``offer_of``, ``offer``, ``why`` and ``word``.

    One row a match. ``why`` is TOPIC or WORD, with what they share as ``word``, or SAID.

    ``without`` are people who got no help, for want of an offer or of its times; ``unused`` are
    rows (name, offer) that nobody asked for. ``possible`` counts the people for whom any offer fits.
    """

    frame: object
    without: list
    unused: list
    possible: int


def read_sheet(frame):
    """``(name, offer, need)`` of each row of a sheet, in any headings we know. Raises SheetProblem."""
    found = {}
    for heading in frame.columns:
        found.setdefault(_COLUMN_OF.get(simplify(str(heading))), heading)
    for column, key in (("name", "no_name_column"), ("can", "no_offers_column")):
        if not len(frame):
            raise SheetProblem("empty")
        if column not in found and (column == "name" or "wants" not in found):
            raise SheetProblem(key, columns=", ".join(map(str, frame.columns)))
    rows = [
        tuple(_text(row[found[column]]) if column in found else "" for column in ("name", "can", "wants"))
        for row in frame.to_dict("records")
    ]
    rows = [row for row in rows if row[0] and (row[1] or row[2])]
    if not rows:
        raise SheetProblem("empty")
    return rows


def shared(one, other, general=()):
    """The longest word that stands in both texts, or in a word of the other; "" where there is none.

    Words shorter than `SHORTEST_WORD` and ``general`` ones, such as *help*, say nothing of the matter.
    """
    mine, theirs = (
        {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= SHORTEST_WORD} - set(general)
        for text in (one, other)
    )
    both = [min(a, b, key=len) for a in mine for b in theirs if a in b or b in a]
    return max(sorted(both), key=len, default="")


def match(offers, needs, fits=None, misfits=None, *, general=(), times=MOST_TIMES):
    """`Matches` of two sheets.

    ``offers`` and ``needs`` are DataFrames with ``name``, ``text`` and optionally ``topic``. ``fits`` and
    ``misfits`` are optional DataFrames ``need_of``, ``need``, ``offer_of``, ``offer`` of what people said
    fits, and does not. Nobody is matched with their own offer. ``general`` words are none to share. ``times``
    is how often one offer may be given. Raises SheetProblem.
    """
    import pandas as pd

    given, wanted = _rows(offers, "offers"), _rows(needs, "needs")
    said, refused = _said(fits), _said(misfits)
    why = {}
    for n, (who, need, topic) in enumerate(wanted):
        for o, (giver, offer, other) in enumerate(given):
            told = tuple(map(_key, (who, need, giver, offer)))
            if _key(who) == _key(giver) or told in refused:
                continue
            if told in said:
                why[n, o] = (SAID, "")
            elif topic and _key(topic) == _key(other):
                why[n, o] = (TOPIC, topic)
            elif word := shared(need, offer, general):
                why[n, o] = (WORD, word)
    pairs = list(why)
    chosen = _solve(pairs, wanted, given, times)
    rows = [(*wanted[n][:2], *given[o][:2], *why[n, o]) for n, o in chosen]
    helped = {_key(row[0]) for row in rows}
    used = {o for _, o in chosen}
    return Matches(
        pd.DataFrame(rows, columns=["need_of", "need", "offer_of", "offer", "why", "word"]),
        list(dict.fromkeys(who for who, _, _ in wanted if _key(who) not in helped)),
        [given[o][:2] for o in range(len(given)) if o not in used],
        len({_key(wanted[n][0]) for n, _ in pairs}),
    )


def _said(frame):
    if frame is None:
        return set()
    columns = ["need_of", "need", "offer_of", "offer"]
    return {tuple(map(_key, row)) for row in frame[columns].itertuples(index=False)}


def _text(cell):
    import pandas as pd

    return "" if pd.isna(cell) else " ".join(str(cell).split())


def _rows(sheet, kind):

    if missing := [column for column in ("name", "text") if column not in sheet.columns]:
        raise SheetProblem(f"{kind}_column", column=missing[0])
    topics = sheet["topic"] if "topic" in sheet.columns else [""] * len(sheet)
    rows = [
        tuple(_text(cell) for cell in row) for row in zip(sheet["name"], sheet["text"], topics, strict=True)
    ]
    rows = list(dict.fromkeys(row for row in rows if row[0] and row[1]))
    if not rows:
        raise SheetProblem(f"{kind}_empty")
    if len(rows) > MOST_LINES:
        raise SheetProblem("too_many_lines", count=len(rows), most=MOST_LINES)
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
