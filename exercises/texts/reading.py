"""Reading what people type: numbers with comma or point, as Danes and Britons write them."""

import re
from datetime import date

_DECIMAL = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?P<mark>[.,  ' ])\d{3}((?P=mark)\d{3})*((?!(?P=mark))[.,]\d{1,2})?$")
_NOISE = re.compile(r"(kr\.?|dkk|%|,-|timer|time|hours|hour|t\.?|h)$", re.IGNORECASE)


def parse_number(text):
    """The number a person meant by ``text``, or None where nothing is written.

    Comma and point both count as the decimal mark, save where they set off whole groups of three digits
    (``1.250`` and ``1,250`` are 1250): owners write round sums far more often than three decimals.
    Raises ValueError when it is not one number.
    """
    cleaned = _NOISE.sub("", (text or "").strip()).strip()
    cleaned = re.sub(r"^(kr\.?|dkk)\s*", "", cleaned, flags=re.IGNORECASE)
    if not cleaned:
        if (text or "").strip():
            raise ValueError(text)
        return None
    cleaned = cleaned.replace("−", "-")
    if len(cleaned) > 18:
        raise ValueError(text)
    grouped = _GROUPED.match(cleaned)
    if grouped:
        mark = grouped["mark"]
        whole = cleaned.replace(mark, "")
        return float(whole.replace(",", "."))
    if _DECIMAL.match(cleaned):
        return float(cleaned.replace(",", "."))
    raise ValueError(text)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})(?:\s?[./ -]\s?{_YEAR})?(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[a-zæøå]+)\.?,?(?:\s+{_YEAR})?"
    ),
    re.compile(rf"\b(?P<month>[a-z]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?(?!\d)"),
)


def find_date(text, today):
    """The first day named in ``text``, or None.

    Day before month, as in both languages here. Without a year it is the next such day from ``today`` on.
    """
    lowered = text.lower()
    found = sorted(
        (match for pattern in _DATES for match in pattern.finditer(lowered)), key=lambda match: match.start()
    )
    for match in found:
        month = match["month"]
        month = int(month) if month.isdigit() else _MONTHS.get(month)
        if not month:
            continue
        year = match["year"]
        years = (int(year) + (2000 if len(year) == 2 else 0),) if year else (today.year, today.year + 1)
        for candidate in years:
            try:
                day = date(candidate, month, int(match["day"]))
            except ValueError:
                continue
            if year or day >= today:
                return day
    return None
