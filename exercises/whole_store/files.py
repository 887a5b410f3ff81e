"""Everything in the store as files that other programs open: an Excel workbook, and contacts as vCards."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.models import address_book, my_network

if TYPE_CHECKING:
    from exercises.store import Store
    from exercises.whole_store.tables import Table


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VCARD = "text/vcard"
VCARD_VERSIONS = ("3.0", "4.0")
# Excel's own limits: 32,767 letters in a cell, 31 in the name of a sheet.
MOST_IN_CELL = 32_000
MOST_IN_NAME = 31
NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
# A cell that begins so is taken for a formula when somebody edits it or saves the sheet as text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
A_STEP = 1000


def excel(tables: Sequence[Table], tell: Callable[..., Any] = lambda at, title: None) -> bytes:
    """``tables`` (:class:`.tables.Table`) as the bytes of an .xlsx file, one sheet a table.

    Rows in which nothing is said are left out, and so are tables without others.
    Text stays text: nothing that somebody wrote becomes a formula. A text longer than a cell may be goes on
    in the rows beneath it. ``tell(number, title)`` is called before each sheet is written.
    """
    from openpyxl import Workbook

    from exercises.whole_store.tables import filled

    book, names = Workbook(), set()
    book.remove(book.active)
    for at, table in enumerate(filled(tables), start=1):
        tell(at, table.title)
        sheet = book.create_sheet(_sheet_name(table.title, names))
        rows = [part for row in table.rows for part in _in_cells(row)]
        for row in ([_writable(heading) for heading in table.columns], *rows):
            sheet.append(row)
        _settle(sheet)
    if not book.worksheets:  # a workbook must have a sheet
        book.create_sheet("1")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _in_cells(row):
    """The row as one or more rows whose texts each fit into a cell; none for a row without cells."""
    cells = [_writable(cell) if isinstance(cell, str) else cell for cell in row]
    pieces = [_pieces(cell) if isinstance(cell, str) else [cell] for cell in cells]
    for at in range(max(map(len, pieces), default=0)):
        yield [piece[at] if at < len(piece) else None for piece in pieces]


def _pieces(text):
    return [text[start : start + MOST_IN_CELL] for start in range(0, max(len(text), 1), MOST_IN_CELL)]


def _writable(text):
    """``text`` without the control characters that a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _sheet_name(title, taken):
    base = NOT_IN_NAME.sub(" ", title).strip()[:MOST_IN_NAME] or "1"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: MOST_IN_NAME - 5]} ({number})"
    taken.add(name.casefold())
    return name


def _settle(sheet):
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    widest = {}
    sheet.freeze_panes = "A2"
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                if cell.value.startswith(FORMULA):
                    cell.quotePrefix = True
            if cell.row == 1:
                cell.font = Font(bold=True)
            length = len(str(cell.value or ""))
            widest[cell.column] = max(widest.get(cell.column, 0), min(length, WIDEST))
            if length > WIDEST:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in widest.items():
        sheet.column_dimensions[get_column_letter(column)].width = width + 3


def vcards(store: Store, version: str = "3.0") -> bytes | None:
    """The address book, and those on the map whom it lacks, as the bytes of a .vcf file; None for nobody.

    Somebody on the map has the nickname (NICKNAME), and who is on the map alone the circles (CATEGORIES).
    What else was said of a person stays out of it: a card is made to be read by phones and mail programs.
    """
    on_map = address_book.on_map(store)
    circles = {circle.id: circle.name for circle in my_network.circles(store)}
    cards = [
        _card(version, contact, on_map[contact.id].nickname if contact.id in on_map else "")
        for contact in address_book.contacts(store)
    ]
    there = {contact.id for contact in address_book.contacts(store)}
    for person in my_network.people(store):
        if person.contact not in there:
            labels = tuple(circles[i] for i in person.circles if i in circles)
            alone = address_book.Contact(person.nickname, labels=labels)
            cards.append(_card(version, alone, person.nickname))
    return b"".join(cards) or None


def _card(version, contact, nickname):
    from icalendar import Component, vAdr, vCategory, vN, vOrg, vText

    card = Component()
    card.name = "VCARD"
    card.add("version", version)
    name = _sound(contact.name)
    card.add("fn", vText(name))
    # Where a name parts is a guess; FN is what is shown.
    first, _, last = name.rpartition(" ")
    card.add("n", vN((last, first, "", "", "") if first else ("", name, "", "", "")))
    if nickname:
        card.add("nickname", vText(_sound(nickname)))
    if contact.organisation:
        card.add("org", vOrg((_sound(contact.organisation),)))
    if contact.title:
        card.add("title", vText(_sound(contact.title)))
    for email in contact.emails:
        card.add("email", vText(_sound(email)))
    for phone in contact.phones:
        card.add("tel", vText(_sound(phone)))
    if contact.city:
        card.add("adr", vAdr(("", "", "", _sound(contact.city), "", "", "")))
    if contact.labels:
        card.add("categories", vCategory([_sound(label) for label in contact.labels]))
    # Sorted lines would put VERSION last, and it must come first.
    return card.to_ical(sorted=False)


def _sound(text):
    return "".join(c for c in text if c.isprintable())


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Write ``content`` (bytes) into ``folder`` under ``name``, or under a new name where that is taken.

    Returns the path. Raises OSError.
    """
    folder = Path(folder)
    stem, dot, ending = name.rpartition(".")
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem} ({number}){dot}{ending}")
        try:
            with path.open("xb") as file:
                file.write(content)
            return path
        except FileExistsError:
            number += 1


def kept(folder: Path, stem: str) -> list[str]:
    """The names of the files in ``folder`` that :func:`keep` wrote under a name beginning with ``stem``."""
    found = (path for ending in ("xlsx", "vcf") for path in Path(folder).glob(f"*.{ending}"))
    return sorted(path.name for path in found if path.name.startswith(stem))
