"""Tables of contacts: CSV in any of its dialects, and Excel workbooks."""

from __future__ import annotations

import re
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from exercises.contact_files.collecting import MAX_ROWS, Unreadable, WhichName
from exercises.contact_files.columns import (
    Columns,
    is_heading_like,
    may_be_a_name,
    simplify,
    understand,
    understand_two,
)
from exercises.contact_files.contact import (
    SEVERAL,
    emails_in,
    is_fax,
    is_name_like,
    is_spoiled_number,
    labels_in,
    one_of,
    phones_in,
    plain_cell,
    tidy,
    tidy_name,
    town_in,
    unique,
    unique_phones,
)
from exercises.contact_files.dates import are_serials, is_day_first, parse_day, parse_serial

if TYPE_CHECKING:
    from exercises.contact_files.collecting import Collector


MAX_COLUMNS = 300
_DELIMITERS = ",;\t|"
_ROWS_THAT_TELL_DAYS = 1000
_HEADING_WITHIN = 40  # rows; LinkedIn puts three lines of notes before its headings
_HEAD = 1 << 16
_MAX_LINE = 5_000_000
_MAX_RECORD = 5_000_000
_MAX_LINES_IN_A_ROW = 5_000
_MAX_RESCUES = 50
_EXAMPLES = 3
_PARTING = ";\t|"

_MB = 1 << 20
_MAX_SHEETS = 20
# 10,000 contacts need less; more would take a small computer's memory or many seconds.
_MAX_SIZE = {"sheets": 60 * _MB, "texts": 60 * _MB, "other": 10 * _MB}
_MAX_TAGS = {"sheets": 1_200_000, "texts": 800_000, "other": 100_000}


def csv_columns_and_rows(text: str) -> tuple[Columns, Iterator[Any]]:
    """The Columns of the best row of headings in ``text`` and an iterator over the rows after it.

    The rows are (number, cells), cells None for a row that cannot be read. Raises Unreadable where no
    row of headings is found.
    """
    start = 0
    first_line = re.match(r'"?sep=([,;\t|])"?\r?\n', text, re.IGNORECASE)
    if first_line:
        start = first_line.end()
    best, best_score, best_row, delimiter = Columns(), 0.0, 0, None
    for candidate in first_line[1] if first_line else _DELIMITERS:
        head = list(islice(_records(text[start : start + _HEAD], candidate), _HEADING_WITHIN))
        columns, position = best_headings([cells for _, cells in head])
        # "Efternavn, fornavn;Mail": a comma may stand in a heading, the others part cells
        parted = any(mark in heading for heading in columns.headings.values() for mark in _PARTING)
        score = columns.score - parted / 4
        if score > best_score:
            best, best_score, best_row, delimiter = columns, score, head[position][0], candidate
    if delimiter is None:
        raise Unreadable("problem_no_headings")
    rows = _records(text[start:], delimiter)
    *_, (_, headings) = islice(rows, best_row)
    return best, _without_cut_off_row(rows, len(headings or ()), text.endswith(("\n", "\r")))


def best_headings(first_rows: Sequence[list[str] | None]) -> tuple[Columns, int]:
    """The Columns of the row that tells most, and its position in ``first_rows`` (lists of str, or None).

    Where headings take up two rows, a merged one above its parts, it is the position of the lower one.
    """
    best, position = Columns(), 0
    for at, cells in enumerate(first_rows):
        columns = understand(cells[:MAX_COLUMNS]) if cells else Columns()
        if columns.score > best.score:
            best, position = columns, at
    lower = first_rows[position + 1] if position + 1 < len(first_rows) else None
    upper = first_rows[position] if first_rows else None
    if upper and lower and _is_lower_half(upper, lower):
        both = understand_two(upper[:MAX_COLUMNS], lower[:MAX_COLUMNS])
        if both.score >= best.score:
            return both, position + 1
    return best, position


def _is_lower_half(upper, lower):
    """Whether the row ``lower`` only parts what stands in the merged headings of ``upper``."""
    filled = [index for index, cell in enumerate(lower) if cell.strip()]
    if not filled or not all(is_heading_like(lower[index]) for index in filled):
        return False
    gaps = [index for index in filled if index >= len(upper) or not upper[index].strip()]
    bare = [index for index, cell in enumerate(upper) if cell.strip() and index not in filled]
    words = [simplify(lower[index]) for index in filled]
    parts = sum(bool(understand([word]).fields) or word in _PARTS for word in words)
    return bool(gaps and (bare or parts)) and parts * 2 >= len(filled)


# What a merged "Telefon" or "E-mail" is parted into.
_PART_WORDS = """
    arbejde privat mobil hjem firma kontor direkte hoved work home mobile office private business cell direct
    main geschäftlich handy arbete hem arbeid hjemme 1 2 3 nr nummer
"""
_PARTS = frozenset(_PART_WORDS.split())


def _records(text, delimiter):
    """(number, cells) of each record of a CSV text, counted as a spreadsheet counts its rows.

    Cells are None for a record that cannot be read. A quotation mark that is never closed would swallow
    the rows after it: where the quotation marks of a record do not fit, or it goes on for very many lines,
    its first line is read by itself, and the next lines afresh.
    """
    return ((number, _unpacked(cells, delimiter)) for number, cells in _raw_records(text, delimiter))


def _raw_records(text, delimiter):
    import csv
    import io

    csv.field_size_limit(_MAX_RECORD)
    lines = io.StringIO(text, newline="")
    again = deque()
    taken = []
    size = 0

    def feed():
        nonlocal size
        while line := again.popleft() if again else lines.readline():
            taken.append(line)
            size += len(line)
            if size > _MAX_RECORD or len(taken) > _MAX_LINES_IN_A_ROW:
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
        size = 0
        if rescues > _MAX_RESCUES:  # looking far ahead so often would take long
            yield from ((number, alone(line)) for number, line in enumerate(chain(again, lines), number + 1))
            return


def _unpacked(cells, delimiter):
    """``cells``, where a whole row stands in its first cell the cells of that row.

    A spreadsheet in a language that parts cells by semicolons takes each row of a file parted by commas for
    one cell, and puts quotation marks round it when it saves the file again.
    """
    import csv

    if not cells or delimiter not in cells[0] or any(cell.strip() for cell in cells[1:]):
        return cells
    packed = cells[0]
    if delimiter != ";":  # the cells that the other language's spreadsheet added
        packed = packed.rstrip("; ")
    try:
        inner = next(csv.reader([packed.replace("\n", " ").replace("\r", " ")], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return cells
    return inner if len(inner) > 1 else cells


def _without_cut_off_row(rows, width, whole):
    """``rows``, but cells None for a last row that is shorter than all others in a file that just stops."""
    previous = None
    shortest = None
    for row in rows:
        if previous is not None:
            yield previous
            if previous[1]:
                shortest = min(len(previous[1]), shortest or width)
        previous = row
    if previous is not None:
        number, cells = previous
        cut = not whole and cells and shortest is not None and len(cells) < min(shortest, width)
        yield number, None if cut else cells


def collect(
    columns: Columns, rows: Iterable[Any], collector: Collector, names_in: Any = None, **where: str
) -> None:
    """Hand the contacts in ``rows`` to ``collector``, and how the columns were understood.

    ``rows`` are (number, cells or None); cells are str. ``names_in`` are the indices of the columns in which
    the person says that the names stand (none: nobody is named); without it, and where the headings do not
    tell, raises WhichName. ``where`` goes into the params of what is skipped.
    Raises Full at a limit, and Unreadable where the headings name nobody and nothing could be asked.
    """
    first_rows = list(islice(rows, _ROWS_THAT_TELL_DAYS))
    columns = _with_merged(columns, first_rows)
    if not columns.names_people:
        columns = _with_names(columns, first_rows, names_in)
    collector.fields |= dict.fromkeys(columns.fields[index] for index in sorted(columns.fields))
    collector.columns |= {columns.headings[index]: columns.fields[index] for index in sorted(columns.fields)}
    day_columns = [index for index, name in columns.fields.items() if name == "connected_on"]
    days = [value for index in day_columns for value in _column(first_rows, index)]
    day_first = is_day_first(days)
    read_day = parse_serial if are_serials(days) else lambda value: parse_day(value, day_first)
    unread = _unread(columns)
    for count, (number, cells) in enumerate(chain(first_rows, rows)):
        if count >= MAX_ROWS:
            collector.stop(number, "skipped_too_many_rows", limit=MAX_ROWS)
        if cells is None:
            collector.skip(number, "skipped_unreadable_row", **where)
            continue
        if again := _headings_again(columns, cells):
            collector.skip(number, "skipped_headings_again", **where)
            columns, unread = again, _unread(again)
            collector.fields |= dict.fromkeys(columns.fields.values())
            collector.columns |= {columns.headings[i]: found for i, found in columns.fields.items()}
            continue
        if values := _values(columns, cells):
            contact, left = _contact(values, columns, read_day)
            collector.add(number, where, **contact)
            for key, value in left:
                collector.leave(number, key, value=value, **where)
        for index, heading in unread:
            if heading not in collector.unused and index < len(cells) and cells[index].strip():
                collector.unused[heading] = None


def _unread(columns):
    """(index, heading) of the columns that are not read, but for those that say another's kind."""
    telling = columns.telling
    return [(index, heading) for index, heading in columns.others.items() if index not in telling]


def _with_merged(columns, first_rows):
    """``columns`` with those without a heading that a merged heading to their left stands over."""
    fields, headings = dict(columns.fields), dict(columns.headings)
    for index, left in columns.unnamed.items():
        fits = _FITS.get(fields.get(left))
        values = _column(first_rows, index)
        if not fits or not values or sum(map(fits, values)) * 3 < len(values) * 2:
            continue
        if fields[left] == "first_name":
            if "last_name" not in fields.values():
                fields[index] = "last_name"
        else:
            fields[index] = "name_part" if fields[left] == "name" else fields[left]
        if index in fields:
            headings[index] = f"{headings[left]} ({_letter(index)})"
    unnamed = {index: left for index, left in columns.unnamed.items() if index not in fields}
    return Columns(fields, headings, columns.kind, columns.others, unnamed, columns.kinds)


_FITS = {
    "name": is_name_like,
    "first_name": is_name_like,
    "emails": lambda value: bool(emails_in(value)),
    "phones": lambda value: bool(phones_in(value)),
}


def _column(rows, index):
    """The filled-in cells of one column."""
    return [cells[index] for _, cells in rows if cells and index < len(cells) and cells[index].strip()]


def _with_names(columns, first_rows, names_in):
    """``columns`` with the name where the person says it is. Raises WhichName, Unreadable."""
    choices = _choices(columns, first_rows)
    known = {index: (heading, examples) for index, heading, examples in choices}
    if names_in is None and choices:
        raise WhichName(choices)
    fields, headings = dict(columns.fields), dict(columns.headings)
    others = dict(columns.others)
    for index in names_in or ():
        if index not in known:
            continue
        first = not any(found in ("name", "first_name") for found in fields.values())
        surname = "last_name" in fields.values()
        fields[index] = ("first_name" if surname else "name") if first else "name_part"
        headings[index] = known[index][0]
        others.pop(index, None)
    chosen = Columns(fields, headings, columns.kind, others, columns.unnamed, columns.kinds)
    if not set(fields.values()) & {"name", "first_name", "last_name", "organisation"}:
        raise Unreadable("problem_no_headings")
    return chosen


def _choices(columns, first_rows):
    """(index, heading, examples) of the columns whose values could be people's names."""
    found = []
    for index in sorted([*columns.others, *columns.unnamed]):
        heading = columns.others.get(index, "")
        values = _column(first_rows, index)
        if may_be_a_name(heading) and values and sum(map(is_name_like, values)) * 5 >= len(values) * 3:
            examples = list(dict.fromkeys(map(tidy, values)))[:_EXAMPLES]
            found.append((index, heading or _letter(index), tuple(examples)))
    return tuple(found)


def _letter(index):
    """The letter that a spreadsheet gives the column: A, B … AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _headings_again(columns, cells):
    """The Columns of a row further down that holds headings again, as where two lists were put together."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or not all(map(is_heading_like, filled)):
        return None
    mine = {index: simplify(heading) for index, heading in columns.headings.items()}
    if len(mine) == len(filled) == 1 or len(mine) > 1:
        same = sum(
            index < len(cells) and simplify(cells[index]) == heading for index, heading in mine.items()
        )
        if same == len(mine) or (same > 1 and same * 2 > len(filled)):
            return columns
    again = understand(cells)
    known = len(again.fields)
    enough = 1 < known == len(filled) or (known > 2 and known * 3 >= len(filled) * 2)
    return again if again.usable and again.names_people and enough else None


def _values(columns, cells):
    """The filled-in cells of a row by field: {field: [cell, …]}."""
    values = {}
    for index, name in columns.fields.items():
        if index < len(cells) and (cell := plain_cell(cells[index])).strip():
            label = columns.kinds.get(index)
            if label is not None and label < len(cells) and is_fax(cells[label]):
                cell, faxes = _parted_by_kind(cell, cells[label])
                values.setdefault("faxes", []).extend(faxes)
                if not cell:
                    continue
            values.setdefault(name, []).append(cell)
    return values


def _parted_by_kind(cell, label):
    """The numbers of a cell that are no fax, joined as they were, and those that are, by their kinds."""
    numbers, kinds = cell.split(SEVERAL), label.split(SEVERAL)
    if len(numbers) != len(kinds):
        return "", [cell]
    faxes = [number for number, kind in zip(numbers, kinds, strict=True) if is_fax(kind)]
    return SEVERAL.join(number for number in numbers if number not in faxes), faxes


def _contact(values, columns, read_day):
    """The fields of a contact, and (key, value) of each thing that was left out."""
    left = []

    def first(*names):
        return one_of(next((values[name][0] for name in names if name in values), ""))

    def every(read, name, reason=None):
        found = []
        for cell in values.get(name, ()):
            got = read(cell)
            found.extend(got)
            if not got and reason:
                left.append((reason, tidy(cell)[:60]))
        return unique(found)

    def phones(cell):
        got = phones_in(cell)
        if not got and is_spoiled_number(cell):
            left.append(("left_spoiled_number", tidy(cell)[:60]))
        elif not got:
            left.append(("left_no_phone", tidy(cell)[:60]))
        return got

    left.extend(("left_fax", tidy(cell)[:60]) for cell in values.get("faxes", ()))
    contact = {
        "name": _name(values, columns),
        "organisation": tidy(first("organisation")),
        "title": _job(tidy(first("title", "other_title"))),
        "emails": every(emails_in, "emails", "left_no_email"),
        "phones": unique_phones(every(phones, "phones")),
        "city": town_in(values["city"][0]) if "city" in values else "",
        "labels": every(labels_in, "labels"),
        "connected_on": read_day(first("connected_on")),
    }
    if values.get("connected_on") and not contact["connected_on"]:
        left.append(("left_no_day", tidy(first("connected_on"))[:60]))
    return contact, left


# Some lists keep the form of address under the heading "Title".
_ADDRESSING = "mr mrs ms miss mx sir dr hr fru frk herr frau fr dhr mevr mme m sra pan pani"
_FORMS_OF_ADDRESS = frozenset(_ADDRESSING.split())


def _job(title):
    return "" if title.lower().strip(". ") in _FORMS_OF_ADDRESS else title


def _name(values, columns):
    parts = [tidy(values[name][0]) for name in ("first_name", "middle_name", "last_name") if name in values]
    whole = one_of(values.get("name", values.get("other_name", [""]))[0])
    parts_of_whole = [tidy(part) for part in values.get("name_part", ())]
    whole = tidy_name(" ".join([tidy(whole), *parts_of_whole]))
    if not parts:
        return whole
    if "last_name" in columns.fields.values():
        return tidy_name(" ".join(parts))
    # A list by hand with the headings "Fornavn" and "Navn" means either the surname or the whole name.
    if not whole or parts[0].lower() in whole.lower().split():
        return whole or tidy_name(parts[0])
    return tidy_name(f"{parts[0]} {whole}")


def collect_workbook(data: bytes, collector: Collector, names_in: Any = None) -> None:
    """Hand the contacts of every sheet that has a row of headings to ``collector``; other sheets are said.

    Raises Unreadable where the workbook cannot be read or has no headings, WhichName where the headings do
    not tell which column holds the names, Full at a limit.
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
        left_out = []
        try:
            for sheet in book.worksheets[:_MAX_SHEETS]:
                where = {"sheet": tidy(sheet.title)} if len(book.worksheets) > 1 else {}
                columns, rows, first_row, problem = _sheet(sheet)
                if not problem:
                    try:
                        collect(columns, rows, collector, names_in, **where)
                    except WhichName:
                        raise
                    except Unreadable as unreadable:
                        problem = unreadable.key
                problems.add(problem)
                if problem in _SAID_OF_A_SHEET:
                    left_out.append((first_row, _SAID_OF_A_SHEET[problem], where))
                elif problem == "problem_no_headings":
                    collector.leave(first_row, "left_sheet", **where)
            for sheet in book.worksheets[_MAX_SHEETS:]:
                left_out.append((1, "skipped_too_many_sheets", {"sheet": tidy(sheet.title)}))
        finally:
            book.close()
    if None not in problems:
        if "people_without_headings" in problems:
            problems.add("problem_no_headings")
        worst = ("problem_excel_damaged", "problem_no_headings", "problem_no_contacts")
        raise Unreadable(next(problem for problem in worst if problem in problems))
    for row, key, where in left_out:
        collector.skip(row, key, **where)


_SAID_OF_A_SHEET = {
    "people_without_headings": "skipped_sheet_no_headings",
    "problem_excel_damaged": "skipped_sheet_damaged",
}


def _sheet(sheet):
    """The Columns of a sheet, an iterator over the rows below its headings, its first filled row's number,
    and its problem or None."""
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the rows off
    rows = _sheet_rows(sheet)
    first_rows = list(islice(rows, _HEADING_WITHIN))
    texts = [[_cell(value) for value in cells] if cells is not None else None for _, cells in first_rows]
    problem, first_row = "problem_no_contacts", 1
    for (number, _), cells in zip(reversed(first_rows), reversed(texts), strict=True):
        if cells is None:
            problem = "problem_excel_damaged"
        elif any(cell.strip() for cell in cells):
            first_row = number
            if problem != "problem_excel_damaged":
                problem = "problem_no_headings"
    if problem == "problem_no_headings" and _has_people(texts):
        problem = "people_without_headings"
    best, position = best_headings(texts)
    delimiter = None
    for candidate in _DELIMITERS:  # a file of another language opened in a spreadsheet, and saved as one
        unpacked, at = best_headings([_unpacked(cells, candidate) for cells in texts])
        if unpacked.score > best.score:
            best, position, delimiter = unpacked, at, candidate
    width = max([*best.fields, *best.others, *best.unnamed, *best.kinds.values()], default=-1) + 1
    if not best.others and not best.unnamed:
        width += 1  # a merged last heading stands over one more

    def read(values):
        if delimiter:
            return _unpacked([_cell(value) for value in values], delimiter)
        return [_cell(value) for value in values[:width]]

    rows = (
        (number, read(cells) if cells is not None else None)
        for number, cells in chain(first_rows[position + 1 :], rows)
    )
    return best, rows, first_row, None if best.score else problem


def _has_people(rows):
    """Whether a sheet without headings seems to hold people all the same: an address, or two names."""
    cells = [cell for row in rows for cell in row or () if cell.strip()]
    names = sum(is_name_like(cell) and 2 <= len(cell.split()) <= 3 for cell in cells)
    return names > 1 or any(emails_in(cell) for cell in cells)


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
