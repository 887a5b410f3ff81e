"""Tables of contacts: CSV in any of its dialects, and Excel workbooks."""

import re
from collections import deque
from itertools import chain, islice

from exercises.contact_files.collecting import MAX_ROWS, Unreadable
from exercises.contact_files.columns import Columns, understand
from exercises.contact_files.contact import MAX_VALUES, emails_in, labels_in, phones_in, tidy, tidy_name
from exercises.contact_files.dates import is_day_first, parse_day

MAX_COLUMNS = 300
_DELIMITERS = ",;\t|"
_ROWS_THAT_TELL_DAYS = 1000
_HEADING_WITHIN = 40  # rows; LinkedIn puts three lines of notes before its headings
_HEAD = 1 << 16
_MAX_LINE = 200_000
_MAX_LINES_IN_A_ROW = 100
_MAX_RESCUES = 50

_MB = 1 << 20
_MAX_SHEETS = 20
_MAX_CELLS = 1_000_000
_MAX_STRINGS = 250_000
# Far above what 10,000 contacts need, far below what fills a small computer's memory.
_MAX_PART = {"sheet": 60 * _MB, "strings": 60 * _MB, "other": 5 * _MB}


def csv_columns_and_rows(text):
    """The Columns of the best row of headings in ``text`` and an iterator over the rows after it.

    The rows are (line number, cells), cells None for a row that cannot be read. Raises Unreadable where no
    row of headings is found.
    """
    start = 0
    first_line = re.match(r'"?sep=([,;\t|])"?\r?\n', text)
    if first_line:
        start = first_line.end()
    best, best_row, delimiter = Columns(), 0, None
    for candidate in first_line[1] if first_line else _DELIMITERS:
        for position, (_, cells) in enumerate(_records(text[start : start + _HEAD], candidate)):
            if position >= _HEADING_WITHIN:
                break
            columns = understand(cells[:MAX_COLUMNS]) if cells else Columns()
            if columns.score > best.score:
                best, best_row, delimiter = columns, position, candidate
    if delimiter is None:
        raise Unreadable("problem_no_headings")
    rows = _records(text[start:], delimiter, first_number=2 if start else 1)
    for _ in range(best_row + 1):
        _, headings = next(rows, (0, None))
    return best, _without_cut_off_row(rows, len(headings or ()), text.endswith(("\n", "\r")))


def _records(text, delimiter, first_number=1):
    """(line number, cells) of each record of a CSV text; None for cells that cannot be read.

    A quotation mark that is never closed would swallow the rest of the file. A record that goes on for
    very many lines is therefore given up: its first line is lost, and the next lines are read afresh.
    """
    import csv
    import io

    lines = io.StringIO(text, newline="")
    again = deque()
    taken = []
    ended = False
    number = first_number

    def feed():
        nonlocal ended
        while True:
            if len(taken) >= _MAX_LINES_IN_A_ROW:
                raise csv.Error("a quotation mark is not closed")
            line = again.popleft() if again else lines.readline()
            if not line:
                ended = True
                return
            taken.append(line)
            if len(line) > _MAX_LINE:
                raise csv.Error("the line is too long")
            yield line

    rescues = 0
    reader = csv.reader(feed(), delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
            if cells is None:
                return
            if ended:  # asked for more in the middle of a record
                raise csv.Error("a quotation mark is not closed")
        except csv.Error:
            rescues += 1
            if rescues > _MAX_RESCUES:
                yield number, None
                return
            yield number, None
            again.extendleft(reversed(taken[1:]))
            number += 1
            taken.clear()
            ended = False
            reader = csv.reader(feed(), delimiter=delimiter)
            continue
        yield number, cells
        number += len(taken)
        taken.clear()


def _without_cut_off_row(rows, width, ends_well):
    """``rows``, with None for the last one's cells where the file stops in the middle of it."""
    previous, full = None, 0
    for row in rows:
        if previous:
            full += len(previous[1] or ()) >= width
            yield previous
        previous = row
    if previous:
        number, cells = previous
        # Some programs leave out empty cells at the end of a row: then other rows are short too.
        cut_off = not ends_well and full and cells is not None and 0 < len(cells) < width
        yield (number, None) if cut_off else previous


def collect(columns, rows, collector, **where):
    """Hand the contacts in ``rows`` to ``collector``; ``where`` goes into what is said of a skipped row.

    Raises Full at a limit.
    """
    collector.fields |= dict.fromkeys(columns.fields.values())
    collector.columns |= {columns.headings[index]: name for index, name in columns.fields.items()}
    rows = iter(rows)
    first_rows = list(islice(rows, _ROWS_THAT_TELL_DAYS))
    day_columns = [index for index, name in columns.fields.items() if name == "connected_on"]
    day_first = is_day_first(
        cells[index] for _, cells in first_rows for index in day_columns if cells and index < len(cells)
    )
    for count, (number, cells) in enumerate(chain(first_rows, rows)):
        if count >= MAX_ROWS:
            collector.stop(number, "skipped_too_many_rows", limit=MAX_ROWS)
        if cells is None:
            collector.skip(number, "skipped_unreadable_row", **where)
        elif values := _values(columns, cells):
            collector.add(number, where, **_contact(values, columns, day_first))


def _values(columns, cells):
    """The filled-in cells of a row by field: {field: [cell, …]}."""
    values = {}
    for index, name in columns.fields.items():
        if index < len(cells) and cells[index].strip():
            values.setdefault(name, []).append(cells[index])
    return values


def _contact(values, columns, day_first):
    def first(*names):
        return next((values[name][0] for name in names if name in values), "")

    def every(read, name):
        return tuple(dict.fromkeys(one for cell in values.get(name, ()) for one in read(cell)))[:MAX_VALUES]

    return {
        "name": _name(values, columns),
        "organisation": tidy(first("organisation")),
        "title": tidy(first("title", "other_title")),
        "emails": every(emails_in, "emails"),
        "phones": every(phones_in, "phones"),
        "city": tidy(first("city")),
        "labels": every(labels_in, "labels"),
        "connected_on": parse_day(first("connected_on"), day_first),
    }


def _name(values, columns):
    parts = [tidy(values[name][0]) for name in ("first_name", "middle_name", "last_name") if name in values]
    whole = tidy_name(values.get("name", values.get("other_name", [""]))[0])
    if not parts:
        return whole
    if "last_name" in columns.fields.values():
        return tidy_name(" ".join(parts))
    # A list by hand with the headings "Fornavn" and "Navn" means either the surname or the whole name.
    if not whole or parts[0].lower() in whole.lower().split():
        return whole or tidy_name(parts[0])
    return tidy_name(f"{parts[0]} {whole}")


def collect_workbook(data, collector):
    """Hand the contacts of every sheet that has a row of headings to ``collector``.

    Raises Unreadable where the workbook cannot be read or has no headings, Full at a limit.
    """
    import io
    import warnings

    import openpyxl

    _check_parts(data)
    with warnings.catch_warnings():
        # openpyxl tells programmers of styles and lists that it leaves out; a learner would see it in red.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # a damaged workbook fails in any of openpyxl's inner ways
            raise Unreadable("problem_excel_damaged") from error
        any_headings, any_cells = False, False
        try:
            for sheet in book.worksheets[:_MAX_SHEETS]:
                columns, rows, has_cells = _sheet(sheet)
                any_cells |= has_cells
                if not columns.usable:
                    continue
                any_headings = True
                where = {"sheet": sheet.title} if len(book.worksheets) > 1 else {}
                collect(columns, rows, collector, **where)
        finally:
            book.close()
    if not any_headings:
        raise Unreadable("problem_no_headings" if any_cells else "problem_no_contacts")


def _sheet(sheet):
    """The Columns of a sheet, an iterator over the rows below its headings, and whether it has any cell."""
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the rows off
    rows = _sheet_rows(sheet)
    first_rows = list(islice(rows, _HEADING_WITHIN))
    best, best_position = Columns(), 0
    for position, (_, cells) in enumerate(first_rows):
        columns = understand(cells or ())
        if columns.score > best.score:
            best, best_position = columns, position
    has_cells = any(any(cells or ()) for _, cells in first_rows)
    return best, chain(first_rows[best_position + 1 :], rows), has_cells


def _sheet_rows(sheet):
    """(row number, cells as str) of each row; the first row that cannot be read ends the sheet."""
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
            yield number, [_cell(value) for value in cells]
    except Exception:  # damaged sheet XML fails in any of openpyxl's and the XML parser's ways
        yield number + 1, None


def _cell(value):
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a phone number that Excel took for a number
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _check_parts(data):
    """Raise Unreadable where a part of the workbook unpacks to more than contacts can need."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue
            kind = "sheet" if "worksheets/" in part.filename else "other"
            if part.filename.lower().endswith("sharedstrings.xml"):
                kind = "strings"
            # zipfile never gives more than the size that the archive declares.
            if part.file_size > _MAX_PART[kind]:
                raise Unreadable("problem_excel_too_big")
            if part.file_size > _MB and kind != "other":
                tag, limit = (b"c", _MAX_CELLS) if kind == "sheet" else (b"si", _MAX_STRINGS)
                if _count_tags(archive, part, tag) > limit:
                    raise Unreadable("problem_excel_too_big")


def _count_tags(archive, part, tag):
    # The library builds a whole row and every text in memory: count them in the stream first.
    pattern = re.compile(rb"<(?:\w+:)?" + tag + rb"[\s/>]")
    count, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_MB):
            chunk = tail + chunk
            count += sum(1 for _ in pattern.finditer(chunk))
            tail = chunk[chunk.rfind(b"<") :] if b"<" in chunk[-64:] else b""
            count -= bool(pattern.match(tail))
    return count
