"""Rows that were copied from a spreadsheet, read as what they are: a line a row, a tab between two cells."""

import csv
import io

# More rows than anybody writes by hand; what is longer was copied by mistake.
MOST_ROWS = 200
LONGEST = 100_000


def cells(text: str) -> list[list[str]]:
    """The rows as lists of cells, blank rows left out.

    A cell with a line break in it stands in quotes, as spreadsheets copy it. Text without a tab is read by
    semicolons where every line has one: that is how a Danish CSV file looks.
    """
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = [line for line in text.split("\n") if line.strip()]
    semicolons = lines and "\t" not in text and all(";" in line for line in lines)
    found = csv.reader(io.StringIO(text), delimiter=";" if semicolons else "\t")
    rows = [[" ".join(cell.split()) for cell in row] for row in found]
    return [row for row in rows if any(row)][:MOST_ROWS]


def looks_like_rows(text: str) -> bool:
    """Whether what was copied is more than one cell."""
    return any(len(row) > 1 for row in cells(text)) or len(cells(text)) > 1


def assigned(rows: list[list[str]], names: dict[str, set[str]]) -> tuple[list[str | None], list[list[str]]]:
    """``(columns, rows without a heading)``: which field each column is for, or None for no field.

    ``names``: the words by which a field may stand in a heading, by field in the order of the table. A first
    row with such words in at least half of its cells is a heading; without one the columns come in order.
    """
    if not rows:
        return [], []
    words = {word.casefold(): field for field, known in names.items() for word in known}
    found = [words.get(cell.casefold().strip(" :?*")) for cell in rows[0]]
    if sum(map(bool, found)) * 2 >= sum(map(bool, rows[0])) > 0:
        first = [field if field not in found[:at] else None for at, field in enumerate(found)]
        return first, rows[1:]
    wide = max(map(len, rows))
    order = [*names][:wide]
    return [*order, *[None] * (wide - len(order))], rows


def said(cell: object) -> str:
    """What a cell says, however it is written: for comparing."""
    return " ".join(str(cell or "").casefold().split()).strip(" .")


def choice(text: str, options: list[tuple[str, str]]) -> str:
    """The key among ``options``, ``(words, key)``, that a cell chooses: by its words, by the key, or by what
    stands before the comma ("Yes" for "Yes, they have come back"). Raises ValueError where it chooses none.
    """
    for words, key in options:
        if said(text) in (said(words), str(key)):
            return key
    begun = {key for words, key in options if said(text) == said(words.split(",")[0])}
    if len(begun) != 1:
        raise ValueError(text)
    return begun.pop()
