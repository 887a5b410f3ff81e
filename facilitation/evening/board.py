"""The board of offers and needs: who helps whom, so that everybody gets help and most offers are used.

An offer can help with a need of the same topic, with one that shares a word with it in any of its forms, or
where somebody said so. Aims in their order: as many people as possible get help with at least one need, as
many offers as
possible are used, nobody gives more often than it takes, and as many needs as possible are met. Solved to the
end by SciPy's HiGHS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from exercises.contact_files.columns import simplify
from exercises.rules.group_composer import SHORTEST_WORD
from facilitation.seating.participants import SheetProblem

if TYPE_CHECKING:
    import pandas as pd


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


# Words of three letters that are in nearly every sentence, Danish and English.
_GRAMMAR = frozenset(
    (
        "alt", "dem", "den", "der", "det", "dig", "din", "dit", "dog", "for", "fra", "før", "gør",
        "ham", "han", "har", "hos", "hun", "ind", "jeg", "jer", "kan", "lad", "lav", "man", "med",
        "men", "mig", "min", "mit", "mod", "når", "nej", "nok", "nye", "sig", "sin", "sit", "som",
        "til", "tre", "var", "ved", "vil", "vor", "all", "and", "any", "are", "but", "can", "did",
        "few", "for", "get", "got", "had", "has", "her", "him", "his", "how", "its", "let", "lot",
        "may", "new", "nor", "not", "now", "off", "one", "our", "out", "own", "put", "see", "set",
        "she", "the", "too", "try", "two", "use", "was", "way", "who", "why", "yes", "yet", "you",
    )
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Matches:
    """``frame`` has the columns ``need_of``, ``need``, ``offer_of``, ``offer``, ``why`` and ``word``.

    One row a match. ``why`` is TOPIC or WORD, with what they share as ``word``, or SAID.

    ``without`` are people who got no help, for want of an offer or of its times; ``unused`` are
    rows (name, offer) that nobody asked for. ``possible`` counts the people for whom any offer fits.
    """

    frame: Any
    without: list
    unused: list
    possible: int


def read_sheet(frame: pd.DataFrame) -> list[tuple[str, ...]]:
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


def shared(one: str, other: str, general: Collection[str] = ()) -> str:
    """The longest word that stands in both texts in any form, or in a word of the other; "" for none.

    ``general`` words, such as *help*, say nothing of the matter, and neither do the short words of grammar. A
    short word in capitals (VAT, IT, SEO) does. Forms are those of Danish and of English (Snowball's
    stemmers).
    """
    mine, theirs = (_telling(text, set(general)) for text in (one, other))
    both = []
    for a in mine:
        for b in theirs:
            inside = min(len(a), len(b)) >= SHORTEST_WORD and (a in b or b in a)
            if inside or _forms(a) & _forms(b):
                both.append(min(a, b, key=len))
    return max(sorted(both), key=len, default="")


def sharing(texts: Sequence[str], others: Sequence[str], general: Collection[str] = ()) -> bool:
    """Which of ``texts`` and which of ``others`` have a word to share, as a bool array; see `shared`."""
    import numpy as np

    ours, words = _vocabulary(texts, general)
    theirs, other_words = _vocabulary(others, general)
    place = {form: at for at, form in enumerate({f for w in (*words, *other_words) for f in _forms(w)})}
    both = _forms_of(words, place) @ _forms_of(other_words, place).T > 0
    for a, word in enumerate(words):
        for b, other in enumerate(other_words):
            if min(len(word), len(other)) >= SHORTEST_WORD and (word in other or other in word):
                both[a, b] = True
    return ours @ both.astype(np.float32) @ theirs.T > 0


def _vocabulary(texts, general):
    """Which text has which word, (texts, words) of 0 and 1, and the words."""
    import numpy as np

    told = [_telling(text, set(general)) for text in texts]
    place = {word: at for at, word in enumerate(sorted(set().union(*told)))}
    has = np.zeros((len(told), len(place)), dtype=np.float32)
    for at, words in enumerate(told):
        has[at, [place[word] for word in words]] = 1
    return has, list(place)


def _forms_of(words, place):
    import numpy as np

    has = np.zeros((len(words), len(place)), dtype=np.float32)
    for at, word in enumerate(words):
        has[at, [place[form] for form in _forms(word)]] = 1
    return has


def _telling(text, general):
    """The words of a text that say what it is about, in small letters."""
    found = set()
    shouts = text.isupper() and len(text.split()) > 1
    for word in re.findall(r"\w+", text):
        plain = word.casefold()
        initials = word.isupper() and not shouts and len(word) > 1
        short = len(plain) < SHORTEST_WORD
        if plain not in general and (initials or not (short and (len(plain) < 3 or plain in _GRAMMAR))):
            found.add(plain)
    return found


@cache
def _stemmers():
    import snowballstemmer

    return snowballstemmer.stemmer("danish"), snowballstemmer.stemmer("english")


@cache
def _forms(word):
    """The word and its stems in both languages; a stem of one or two letters tells nothing."""
    return {word} | {stem for each in _stemmers() if len(stem := each.stemWord(word)) > 2}


def match(
    offers: pd.DataFrame,
    needs: pd.DataFrame,
    fits: pd.DataFrame | None = None,
    misfits: pd.DataFrame | None = None,
    *,
    general: Collection[str] = (),
    times: int = MOST_TIMES,
) -> Matches:
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


def helpful(
    offers: Sequence[list[str]], needs: Sequence[list[str]], general: Collection[str] = ()
) -> set[frozenset[str]]:
    """Pairs of names of whom one can help the other: a set of frozensets. Rows are ``(name, text)``."""
    found = set()
    for who, need in needs:
        for giver, offer in offers:
            if _key(who) != _key(giver) and shared(need, offer, general):
                found.add(frozenset((who, giver)))
    return found


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
