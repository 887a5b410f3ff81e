"""Those who come to an evening: a sheet read, its columns understood, and who is different from whom.

A sheet is a ``pandas.DataFrame`` of one row a person. Columns (any order; only ``name`` must be there):

========================  ============================================================================
``name``                  what the person is called this evening; no two alike (a nickname will do)
``firm``                  two of the same firm are kept apart
``trade``                 two of the same trade may compete and are kept apart
``competences``           what the person can, several parted by commas
``place``                 where the firm is
``evenings``              the evenings the person can come, several parted by commas; empty: any
``knows``                 names of people here whom the person knows well
``competitors``           names of people here whom the person does not wish to sit with
``language``              languages the person can work in, several parted by commas; empty: any
``together``              names of people here with whom the person must sit, an interpreter for instance
========================  ============================================================================

Difference between two people, 0 to 100: competences weigh half (share of both people's competences that only
one of them has), trade 30 and place 20 per cent; a column that says nothing of either of the two counts half,
and one that is empty for all is left out. Two of whom one can help the other are worth 100 to each other. The
weights are the course's own choice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from exercises.contact_files.columns import simplify
from exercises.contact_files.encoding import decode
from exercises.rules.group_composer import alike
from exercises.texts import Texts
from facilitation.problems import Problem
from facilitation.seating import said

if TYPE_CHECKING:
    import pandas as pd


MOST = 2000
WEIGHTS = {"competences": 0.5, "trade": 0.3, "place": 0.2}
SEVERAL = ("competences", "evenings", "knows", "competitors", "language", "together")
COLUMNS = (
    "name", "firm", "trade", "competences", "place", "evenings", "knows", "competitors", "language",
    "together",
)  # fmt: skip
SAME_FIRM, COMPETE = "same_firm", "competitors"

_HEADINGS = {
    "name": "name, nickname, first name, participant, navn, kaldenavn, fornavn, deltager",
    "firm": "firm, company, business, organisation, organization, firma, virksomhed, firmanavn",
    "trade": "trade, industry, profession, occupation, branche, fag, erhverv",
    "competences": """competences, competencies, skills, competence, skill, can help with, kompetencer,
        kompetence, kan, kan hjælpe med, jeg kan, i can, i can help with, jeg kan hjælpe med, i offer,
        jeg tilbyder, tilbyder, offers, can""",
    "place": "place, town, city, area, sted, by, område, kommune",
    "evenings": """evenings, evening, days, can come, evenings i can come, aftener, aften, dage, kan komme,
        aftener jeg kan""",
    "knows": "knows, know, acquaintances, i already know, kender, bekendte, jeg kender i forvejen",
    "competitors": """competitors, competes with, not with, must not sit with, konkurrenter, konkurrerer med,
        ikke med, må ikke sidde med""",
    "language": "language, languages, languages i speak, sprog, sprog jeg kan tale",
    "together": "together, together with, must sit with, with, sammen med, skal sidde med, sammen",
}
_COLUMN_OF = {h.strip(): column for column, hs in _HEADINGS.items() for h in hs.split(",")}


class SheetProblem(Problem):
    """What is wrong with a sheet or a wish."""

    where = "groups", "problem"


@dataclass(frozen=True, eq=False)
class People:
    """A sheet understood. Arrays are (n, n) in the order of ``names``; masks have one bit a word.

    ``frame`` has all COLUMNS, several as tuples; ``apart[i, j]`` counts the reasons to keep two apart (firm,
    trade); ``helpful`` are pairs of whom one can help the other; ``never`` and ``together`` are pairs that by
    somebody's wish must not or must sit at one table; ``notes`` are ``(key, names)`` of sentences under
    ``note`` in ``texts/groups.toml``.
    """

    frame: Any
    names: list
    difference: Any
    apart: Any
    firm: Any
    never: Any
    together: Any
    acquainted: Any
    evenings: list
    evening: Any
    languages: list
    language: Any
    helpful: Any
    notes: list = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.names)

    def index(self, name: str) -> int:
        return self.names.index(name)

    def only(self, kept: Sequence[int]) -> People:
        """Those at the positions ``kept``, in that order."""
        import numpy as np

        both = np.ix_(kept, kept)
        return replace(
            self,
            frame=self.frame.iloc[kept].reset_index(drop=True),
            names=[self.names[at] for at in kept],
            difference=self.difference[both],
            apart=self.apart[both],
            firm=self.firm[both],
            never=self.never[both],
            together=self.together[both],
            acquainted=self.acquainted[both],
            evening=self.evening[kept],
            language=self.language[kept],
            helpful=self.helpful[both],
            notes=[],
        )


def read_file(name: str, data: bytes) -> pd.DataFrame:
    """The first sheet of an Excel workbook or a CSV file as a DataFrame of text. Raises SheetProblem.

    ``data`` are the file's bytes; ``name`` tells by its ending which it is. CSV may be parted by comma,
    semicolon or tab, in any encoding that `exercises.contact_files.encoding` knows.
    """
    import warnings

    import pandas as pd

    try:
        if name.lower().endswith((".xlsx", ".xlsm")):
            with warnings.catch_warnings():
                # openpyxl tells programmers of styles that it leaves out; a host would see it in red.
                warnings.simplefilter("ignore")
                return pd.read_excel(io.BytesIO(data), dtype=str, keep_default_na=False)
        if (text := decode(data)) is None:
            raise ValueError("no text")
        if not text.strip():
            return pd.DataFrame()
        first = next(line for line in text.splitlines() if line.strip())
        parting = max(";\t,", key=first.count)
        return pd.read_csv(io.StringIO(text), sep=parting, dtype=str, keep_default_na=False, index_col=False)
    except Exception as error:  # a damaged file fails in any of the readers' inner ways
        raise SheetProblem("unreadable", file=name) from error


def known_headings(sheet: pd.DataFrame) -> dict[str, str]:
    """``{heading: column}`` for the headings that stand for one of COLUMNS; each column only once."""
    found = {}
    for heading in sheet.columns:
        column = _COLUMN_OF.get(simplify(str(heading)))
        if column and column not in found.values():
            found[heading] = column
    return found


def understand(sheet: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """``sheet`` with COLUMNS as its columns, in any of the headings we know, and the headings not used.

    One row a person, empty rows left out; several as tuples of text, the rest as text. Raises SheetProblem.
    """
    import pandas as pd

    found = known_headings(sheet)
    unused = [str(heading) for heading in sheet.columns if heading not in found]
    rows = sheet[list(found)].rename(columns=found) if found else sheet
    if not len(sheet) or not any(_text(cell) for row in sheet.itertuples(index=False) for cell in row):
        raise SheetProblem("empty")
    if "name" not in found.values():
        raise SheetProblem("no_name_column", columns=", ".join(map(str, sheet.columns)))
    clean = pd.DataFrame(index=range(len(rows)), columns=list(COLUMNS), dtype=object)
    for column in COLUMNS:
        given = list(rows[column]) if column in rows.columns else [""] * len(rows)
        read = _READ.get(column) or (_several if column in SEVERAL else _text)
        clean[column] = pd.Series([read(cell) for cell in given], dtype=object)
    filled = clean.map(bool).any(axis=1)
    clean = clean[filled].reset_index(drop=True)
    if nameless := [at for at, name in enumerate(clean["name"], start=1) if not name]:
        raise SheetProblem("nameless", count=len(nameless), rows=_some(nameless))
    counts = clean["name"].str.casefold().value_counts()
    if len(twice := counts[counts > 1]):
        first = {name.casefold(): name for name in reversed(list(clean["name"]))}
        raise SheetProblem("twice", names=_some(sorted(first[name] for name in twice.index)))
    if len(clean) > MOST:
        raise SheetProblem("too_many", count=len(clean), most=MOST)
    return clean, unused


def _some(values, most=5):
    values = [str(value) for value in values]
    return ", ".join(values[:most]) + (" …" if len(values) > most else "")


def _text(cell):
    import pandas as pd

    if isinstance(cell, tuple | list | set | frozenset) or pd.isna(cell):
        return ""
    return " ".join(str(cell).split())


def _several(cell):
    import pandas as pd

    if isinstance(cell, tuple | list | set | frozenset):
        parts = sorted(cell) if isinstance(cell, set | frozenset) else cell
    else:
        # A stroke parts words, and belongs to a number: 1/2, 24/7, 3/12.
        parts = re.split(r"[,;\n]|(?<!\d)/|/(?!\d)", "" if pd.isna(cell) else str(cell))
    found = {}
    for part in parts:
        if word := _text(part):
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _words(read):
    """A reader of a cell whose parts ``read`` takes out of text."""

    def cell_words(cell):
        import pandas as pd

        if isinstance(cell, tuple | list | set | frozenset):
            parts = sorted(cell) if isinstance(cell, set | frozenset) else cell
        else:
            parts = ["" if pd.isna(cell) else str(cell)]
        return tuple(dict.fromkeys(word for part in parts for word in read(part)))

    return cell_words


_READ = {"evenings": _words(said.evenings), "language": _words(said.languages)}


def people(sheet: pd.DataFrame, helpful: Any = ()) -> People:
    """`People` of a ``sheet`` (see the module). Raises SheetProblem.

    ``helpful`` are pairs of names, sets of two, of whom one can help the other; names that are not here say
    nothing.
    """
    import numpy as np

    frame, unused = understand(sheet)
    names = list(frame["name"])
    notes = [("unused_columns", {"columns": ", ".join(unused)})] if unused else []
    firm = _same([name.casefold() for name in frame["firm"]])
    trade = _alike_trades(list(frame["trade"]))
    knows, strangers = _named(frame, names, "knows")
    competes, more = _named(frame, names, "competitors")
    together, others = _named(frame, names, "together")
    if strangers | more | others:
        notes.append(("unknown_names", {"names": _some(sorted(strangers | more | others))}))
    firm_only = firm & ~np.eye(len(names), dtype=bool)
    rival = (trade | competes) & ~np.eye(len(names), dtype=bool)
    evening, evenings = _masks(frame["evenings"], said.evening_key)
    language, languages = _masks(frame["language"], said.language_key)
    help_ = _pairs(names, helpful)
    # Who must sit together is asked neither to keep apart nor to meet anew.
    return People(
        frame,
        names,
        np.where(help_, 100.0, _difference(frame, trade)),
        (firm_only.astype(int) + (rival & ~firm_only).astype(int)) * ~together,
        firm_only & ~together,
        competes & ~together,
        together,
        knows & ~together,
        evenings,
        evening,
        languages,
        language,
        help_,
        notes,
    )


@cache
def _general():
    record = Texts("group_composer", "da").data["general"]
    return tuple(word.strip() for words in record.values() for word in words.split(","))


def _same(values):
    import numpy as np

    codes = {value: at for at, value in enumerate(dict.fromkeys(values), start=1)}
    code = np.array([codes[value] if value else 0 for value in values])
    return (code[:, None] == code[None, :]) & (code > 0)[:, None]


def _alike_trades(trades):
    import numpy as np

    unique = list(dict.fromkeys(trade.casefold() for trade in trades))
    same = np.eye(len(unique), dtype=bool)
    for i, one in enumerate(unique):
        for j in range(i):
            same[i, j] = same[j, i] = bool(one and unique[j]) and alike(one, unique[j], _general())
    if "" in unique:
        same[unique.index(""), unique.index("")] = False
    at = [unique.index(trade.casefold()) for trade in trades]
    return same[np.ix_(at, at)]


def _named(frame, names, column):
    """A symmetric bool array of who is named by whom, and the names that nobody here has."""
    import numpy as np

    place = {name.casefold(): at for at, name in enumerate(names)}
    named, strangers = np.zeros((len(names), len(names)), dtype=bool), set()
    for at, others in enumerate(frame[column]):
        for other in others:
            if (there := place.get(other.casefold())) is None:
                strangers.add(other)
            elif there != at:
                named[at, there] = named[there, at] = True
    return named, strangers


def _pairs(names, pairs):
    """A symmetric bool array of pairs of names."""
    import numpy as np

    place, found = {name: at for at, name in enumerate(names)}, np.zeros((len(names), len(names)), dtype=bool)
    for pair in pairs:
        if len(there := [place[name] for name in pair if name in place]) == 2:
            one, other = there
            found[one, other] = found[other, one] = True
    return found


def _masks(cells, key):
    """One bit for each thing anybody says, told apart by ``key``; who says none can do all."""
    import numpy as np

    words = {}
    for cell in cells:
        for word in cell:
            words.setdefault(key(word), word)
    listed = sorted(words)
    if len(listed) > 62:
        raise SheetProblem("too_many_choices", count=len(listed))
    bit = {word: 1 << at for at, word in enumerate(listed)}
    every = (1 << max(1, len(listed))) - 1
    masks = [sum(bit[one] for one in {key(word) for word in cell}) or every for cell in cells]
    return np.array(masks, dtype=np.int64), [words[word] for word in listed]


def _difference(frame, trade_alike):
    import numpy as np

    n = len(frame)
    total, weight = np.zeros((n, n)), 0.0
    for column, share in WEIGHTS.items():
        says = np.array([bool(cell) for cell in frame[column]])
        if not says.any():
            continue
        if column == "trade":
            part = 1.0 - trade_alike
        elif column == "place":
            part = 1.0 - _same([place.casefold() for place in frame["place"]])
        else:
            part = _jaccard(frame["competences"])
        both = says[:, None] & says[None, :]
        total += share * np.where(both, part, 0.5)
        weight += share
    found = np.round(100 * total / weight) if weight else np.full((n, n), 50.0)
    np.fill_diagonal(found, 0)
    return found


def _jaccard(cells):
    import numpy as np

    words = {word: at for at, word in enumerate(sorted({w.casefold() for cell in cells for w in cell}))}
    has = np.zeros((len(cells), max(1, len(words))), dtype=np.float32)
    for at, cell in enumerate(cells):
        has[at, [words[word.casefold()] for word in cell]] = 1
    both = (has @ has.T).astype(float)
    count = has.sum(1).astype(float)
    either = count[:, None] + count[None, :] - both
    return 1 - np.divide(both, either, out=np.zeros_like(both), where=either > 0)
