"""Tables of contacts: CSV in any of its dialects, and Excel workbooks."""

import re
import sys
from collections import Counter, deque
from itertools import chain, islice

from exercises.contact_files.collecting import MAX_ROWS, Unreadable
from exercises.contact_files.columns import Columns, understand
from exercises.contact_files.contact import (
    emails_in,
    labels_in,
    phones_in,
    tidy,
    tidy_name,
    unique,
    unique_phones,
)
from exercises.contact_files.dates import is_day_first, parse_day

MAX_COLUMNS = 300
_DELIMITERS = ",;\t|"
_ROWS_THAT_TELL_DAYS = 1000
_HEADING_WITHIN = 40  # rows; LinkedIn puts three lines of notes before its headings
_HEAD = 1 << 16
_MAX_LINE = 100_000  # below the csv module's own limit for a cell
_MAX_LINES_IN_A_ROW = 100
_MAX_RESCUES = 50

_MB = 1 << 20
_MAX_SHEETS = 20
# 10,000 contacts need less; more would take a small computer's memory or many seconds.
_MAX_SIZE = {"sheets": 60 * _MB, "texts": 60 * _MB, "other": 10 * _MB}
_MAX_TAGS = {"sheets": 1_200_000, "texts": 800_000, "other": 100_000}


def csv_columns_and_rows(text):
    """The Columns of the best row of headings in ``text`` and an iterator over the rows after it.

    The rows are (number, cells), cells None for a row that cannot be read. Raises Unreadable where no
    row of headings is found.
    """
    start = 0
    first_line = re.match(r'"?sep=([,;\t|])"?\r?\n', text)
    if first_line:
        start = first_line.end()
    best, best_row, delimiter = Columns(), 0, None
    for candidate in first_line[1] if first_line else _DELIMITERS:
        for number, cells in islice(_records(text[start : start + _HEAD], candidate), _HEADING_WITHIN):
            columns = understand(cells[:MAX_COLUMNS]) if cells else Columns()
            if columns.score > best.score:
                best, best_row, delimiter = columns, number, candidate
    if delimiter is None:
        raise Unreadable("problem_no_headings")
    rows = _records(text[start:], delimiter)
    *_, (_, headings) = islice(rows, best_row)
    return best, _without_cut_off_row(rows, len(headings or ()), text.endswith(("\n", "\r")))


def _records(text, delimiter):
    """(number, cells) of each record of a CSV text, counted as a spreadsheet counts its rows.

    Cells are None for a record that cannot be read. A quotation mark that is never closed would swallow
    the rows after it: where the quotation marks of a record do not fit, or it goes on for very many lines,
    its first line is read by itself, and the next lines afresh.
    """
    import csv
    import io

    lines = io.StringIO(text, newline="")
    again = deque()
    taken = []

    def feed():
        while line := again.popleft() if again else lines.readline():
            taken.append(line)
            if len(line) > _MAX_LINE or len(taken) > _MAX_LINES_IN_A_ROW:
                raise csv.Error("too long")
            yield line

    def alone(line):
        if len(line) > _MAX_LINE:
            return None
        asks_for_more = False

        def one_line():
            nonlocal asks_for_more
            yield line
            asks_for_more = True

        cells = next(csv.reader(one_line(), delimiter=delimiter))
        return None if asks_for_more else cells

    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    rescues = 0
    for number in range(1, sys.maxsize):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            rescues += len(taken) > 1
            cells = alone(taken[0])
            again.extendleft(reversed(taken[1:]))
            reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        yield number, cells
        taken.clear()
        if rescues > _MAX_RESCUES:  # looking far ahead so often would take long
            yield from ((number, alone(line)) for number, line in enumerate(chain(again, lines), number + 1))
            return


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
        return unique(one for cell in values.get(name, ()) for one in read(cell))

    return {
        "name": _name(values, columns),
        "organisation": tidy(first("organisation")),
        "title": tidy(first("title", "other_title")),
        "emails": every(emails_in, "emails"),
        "phones": unique_phones(every(phones_in, "phones")),
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

    with warnings.catch_warnings():
        # openpyxl tells programmers of styles and lists that it leaves out; a learner would see it in red.
        warnings.simplefilter("ignore")
        try:
            _check_parts(data)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except Unreadable:
            raise
        except Exception as error:  # a damaged workbook fails in any of openpyxl's inner ways
            raise Unreadable("problem_excel_damaged") from error
        problems = {"problem_no_contacts"}
        try:
            for sheet in book.worksheets[:_MAX_SHEETS]:
                columns, rows, problem = _sheet(sheet)
                problems.add(problem)
                if columns.usable:
                    where = {"sheet": tidy(sheet.title)} if len(book.worksheets) > 1 else {}
                    collect(columns, rows, collector, **where)
        finally:
            book.close()
    if None not in problems:
        worst = ("problem_excel_damaged", "problem_no_headings", "problem_no_contacts")
        raise Unreadable(next(problem for problem in worst if problem in problems))


def _sheet(sheet):
    """The Columns of a sheet, an iterator over the rows below its headings, and its problem or None."""
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the rows off
    rows = _sheet_rows(sheet)
    first_rows = list(islice(rows, _HEADING_WITHIN))
    best, best_position, problem = Columns(), 0, "problem_no_contacts"
    for position, (_, cells) in enumerate(first_rows):
        if cells is None:
            problem = "problem_excel_damaged"
        elif any(value is not None for value in cells):
            problem = "problem_no_headings"
        columns = understand([_cell(value) for value in cells or ()])
        if columns.score > best.score:
            best, best_position = columns, position
    width = max(best.fields, default=-1) + 1
    rows = (
        (number, [_cell(value) for value in cells[:width]] if cells is not None else None)
        for number, cells in chain(first_rows[best_position + 1 :], rows)
    )
    return best, rows, None if best.usable else problem


def _sheet_rows(sheet):
    """(row number, values) of each row; the first row that cannot be read ends the sheet."""
    number = 0
    try:
        for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
            yield number, values
    except Exception:  # damaged sheet XML fails in any of openpyxl's and the XML parser's ways
        yield number + 1, None


def _cell(value):
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a phone number that Excel took for a number
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _check_parts(data):
    """Raise Unreadable where the workbook unpacks to more than contacts can need."""
    import io
    import zipfile

    sizes, tags = Counter(), Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            name = part.filename.lower()
            if name.startswith("xl/media/"):  # pictures, never opened here
                continue
            kind = "sheets" if "/worksheets/" in name else "texts" if "sharedstrings" in name else "other"
            # zipfile never gives more than the size that the archive declares: no need to unpack to know it.
            sizes[kind] += part.file_size
            if sizes[kind] > _MAX_SIZE[kind]:
                raise Unreadable("problem_excel_too_big")
            tags[kind] += _count_tags(archive, part)
            if tags[kind] > _MAX_TAGS[kind]:
                raise Unreadable("problem_excel_too_big")


def _count_tags(archive, part):
    # openpyxl builds whole rows and every text in memory, and spends its time on each tag.
    with archive.open(part) as stream:
        return sum(chunk.count(b"<") for chunk in iter(lambda: stream.read(_MB), b""))
