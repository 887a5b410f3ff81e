"""The days on which people were connected, in the ways that files write them."""

import re
from datetime import date, timedelta

# LinkedIn opened in 2003; an earlier day is another kind of number.
FIRST_DAY = date(2003, 5, 1)

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "maj may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec"), start=1
    )
    for name in names.split()
}
_NAMED = re.compile(r"(\d{1,2})\.?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+(\d{4})\b")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_HALF_DAY_CLOCK = re.compile(r"\d\s?[ap]m\b", re.IGNORECASE)


def is_day_first(values):
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


def parse_day(value, day_first=True):
    """The day in ``value`` or None: 12 Mar 2024, 12. marts 2024, 2024-03-12, 12-03-2024, 3/12/24, 5:21 PM."""
    value = value.strip()[:60]
    if match := _NAMED.match(value):
        day, month, year = match[1], MONTHS.get(match[2][:3].lower()), match[3]
    elif match := _NAMED_FIRST.match(value):
        month, day, year = MONTHS.get(match[1][:3].lower()), match[2], match[3]
    elif match := _YEAR_FIRST.match(value):
        year, month, day = match.groups()
    elif match := _NUMBERS.match(value):
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        year = match[4] if len(match[4]) == 4 else "20" + match[4]
    else:
        return None
    try:
        found = date(int(year), int(month or 0), int(day))
    except ValueError:
        return None
    # A clock east of here may already say tomorrow.
    return found if FIRST_DAY <= found <= date.today() + timedelta(days=1) else None
