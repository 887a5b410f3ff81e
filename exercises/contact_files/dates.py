"""The days on which people were connected, in the ways that files write them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

# LinkedIn opened in 2003; an earlier day is another kind of number.
FIRST_DAY = date(2003, 5, 1)

# By their first three or four letters, in the languages whose headings are read.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen sty tam",
            "feb fév fev lut hel",
            "mar mär mrt maa",
            "apr avr abr kwi huh",
            "maj may mai mei mag",
            "jun juin giu cze kes",
            "jul juil lug lip hei",
            "aug août aoû aou ago sie elo",
            "sep set wrz syy",
            "okt oct ott paź lok",
            "nov lis",
            "dec dez déc des dic gru jou",
        ),
        start=1,
    )
    for name in names.split()
}
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
# The day 0 of spreadsheets, as Excel for Windows and LibreOffice count.
_DAY_ZERO = date(1899, 12, 30)
_NAMED = re.compile(
    r"(\d{1,2})\.?[\s-]*(?:\bde\s+)?([^\W\d_]{3,12})\.?,?[\s-]+(?:de\s+)?'?(\d{4}|\d{2})(?!\d)", re.IGNORECASE
)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_HALF_DAY_CLOCK = re.compile(r"\d\s?[ap]m\b", re.IGNORECASE)


def is_day_first(values: Sequence[str]) -> bool:
    """Whether 03/04/2024 in a column of ``values`` means 3 April.

    The column tells itself where it can: a number above 12 is a day, and a clock with AM and PM goes with
    the American order. Else the day is first, as in Denmark and Britain.
    """
    for value in values:
        numbers = _NUMBERS.match(value.strip())
        if not numbers:
            continue
        if int(numbers[1]) > 12:
            return True
        if int(numbers[3]) > 12 or (numbers[2] == "/" and _HALF_DAY_CLOCK.search(value)):
            return False
    return True


def are_serials(values: Sequence[str]) -> bool:
    """Whether a column of ``values`` holds days as the numbers a spreadsheet counts with (45363)."""
    values = [value.strip() for value in values if value.strip()]
    return bool(values) and all(map(_SERIAL.fullmatch, values))


def parse_serial(value: str) -> Any:
    """The day that a spreadsheet means by the number ``value``, or None."""
    match = _SERIAL.fullmatch(value.strip())
    return _plausible(_DAY_ZERO + timedelta(days=int(match[1]))) if match else None


def parse_day(value: str, day_first: bool = True) -> date | None:
    """The day in ``value`` or None: 12 Mar 2024, 12. marts 2024, 2024-03-12, 12-03-2024, 3/12/24, 5:21 PM."""
    value = value.strip()[:60]
    if match := _NAMED.match(value):
        day, month, year = match[1], _month(match[2]), _full(match[3])
    elif match := _NAMED_FIRST.match(value):
        month, day, year = _month(match[1]), match[2], match[3]
    elif match := _YEAR_FIRST.match(value):
        year, month, day = match.groups()
    elif match := _NUMBERS.match(value):
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        year = _full(match[4])
    else:
        return None
    try:
        return _plausible(date(int(year), int(month or 0), int(day)))
    except ValueError:
        return None


def _full(year):
    return year if len(year) == 4 else "20" + year


def _month(word):
    word = word.lower()
    return MONTHS.get(word[:4]) or MONTHS.get(word[:3])


def _plausible(found):
    # A clock east of here may already say tomorrow.
    return found if FIRST_DAY <= found <= date.today() + timedelta(days=1) else None
