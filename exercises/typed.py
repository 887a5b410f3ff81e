"""What people typed, read back: numbers with comma or point as Danes and Britons write them, and days.

A slip stays stored as typed; who reads it is told what could not be read.
"""

import re
from datetime import date, timedelta
from typing import Any

# What could not be read: the key of a sentence, the box it stands in, and what fills the sentence in.
Slip = tuple[str, str | int, dict[str, Any]]

_DECIMAL = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?P<mark>[.,  ' ])\d{3}((?P=mark)\d{3})*((?!(?P=mark))[.,]\d{1,2})?$")
_NOISE = re.compile(r"(kr\.?|dkk|%|,-|timer|time|hours|hour|t\.?|h)$", re.IGNORECASE)


def parse_number(text: str) -> float | None:
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


# What may stand behind a number, by what is counted; a number behind which something else stands is another.
UNITS = {
    "hours": "timers?|time|t|hours?|hrs?|h",
    "minutes": "minutter|minuts?|minutes?|mins?|m",
    "seconds": "sekunder|sekunds?|seconds?|sek|secs?|s",
    "kroner": "kr|kroner|krone|dkk|,-|.-|,–|.–|-",
    "percent": "%|procent|pct|per ?cent|percent",
    "count": "stk|styk|stykker|personer|mennesker|people|persons?|pers|gange?|times|møder|meetings?|x",
}
_UNIT = {
    unit: re.compile(rf"\s*(?:{words.replace('.-', '[.]-').replace('.–', '[.]–')})\.?$")
    for unit, words in UNITS.items()
}
_BEFORE = re.compile(r"^(?:kr\.?|dkk)\s*(?=[\d½¼¾])")
_ABOUT = re.compile(
    r"^(?:ca\.?|cirka|circa|c\.|omkring|omtrent|rundt regnet|about|approx\.?|approximately|around|roughly"
    r"|~|≈)\s*"
)
# The same after the number, and what is said of a sum.
_AFTER = re.compile(
    r",?\s*(?:ca\.?|cirka|circa|c\.|omtrent|or so|approx\.?|roughly|i alt|in all|in total|total)$"
)
_NOTHING = re.compile(r"^(?:gratis|intet|ingenting|free|nothing|nul kroner)$")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_FRACTION = re.compile(r"^(\d{1,4})?\s*(½|¼|¾|⅓|⅔|1/2|1/4|3/4)$")
# Whole numbers by name, and the halves that Danes have words for.
_SPELT = """
    nul 0  zero 0  ingen 0  none 0  en 1  et 1  én 1  ét 1  one 1  a 1  an 1  to 2  two 2  tre 3
    three 3  fire 4  four 4  fem 5  five 5  seks 6  six 6  syv 7  seven 7  otte 8  eight 8  ni 9
    nine 9  ti 10  ten 10  elleve 11  eleven 11  tolv 12  twelve 12  tretten 13  thirteen 13
    fjorten 14  fourteen 14  femten 15  fifteen 15  seksten 16  sixteen 16  sytten 17  seventeen 17
    atten 18  eighteen 18  nitten 19  nineteen 19  tyve 20  twenty 20  tredive 30  thirty 30  fyrre 40
    forty 40  halvtreds 50  fifty 50  tres 60  sixty 60  halvfjerds 70  seventy 70  firs 80  eighty 80
    halvfems 90  ninety 90  hundrede 100  hundred 100  tusind 1000  thousand 1000  halv 0.5  halvt 0.5
    half 0.5  halvanden 1.5  halvandet 1.5  halvtredje 2.5
"""
_WORDS = dict(zip(_SPELT.split()[::2], map(float, _SPELT.split()[1::2]), strict=True))
_TIMES = ("hours", "minutes", "seconds")
_AND_A_HALF = re.compile(r"^(\w+)\s+(?:og\s+)?(?:en|et|and a|and an|and one)\s+hal[fv]t?$")
_A_HALF = re.compile(r"^(?:en|et|a|an|one)\s+(?=hal[fv]t?$)|(?<=^half)\s+(?:an?)$")
_HALF = re.compile(r"^(?:(?:det )?halve|halvdelen|(?:a |the )?half)$")
# Sums are told in hundreds, thousands and millions; "k" and "t" only of money.
_MANY = (
    (re.compile(r"\s*(?:hundreder?|hundreds?)$"), 100),
    (re.compile(r"\s*(?:tusinder?|tusinds?|thousands?)$"), 1000),
    (re.compile(r"\s*(?:millioner|million|millions|mio\.?|mill\.?)$"), 1_000_000),
)
_MANY_KRONER = re.compile(r"(?<=[\d½¼¾])\s*(?:k|tkr\.?|t\.?\s?kr\.?)$")
_BETWEEN = re.compile(r"^(?:mellem|between)\s+(?P<low>.+?)\s+(?:og|and)\s+(?P<high>.+)$")
_FROM = re.compile(r"^(?:fra|from)\s+(?=.+\b(?:til|to)\b)")
_TO = re.compile(r"\s*(?:-|–|—|−|/|\btil\b|\bto\b|\beller\b|\bor\b)\s*")
_CLOCK = re.compile(r"^(\d{1,3}):([0-5]\d)$")
_HOURS_AND_MINUTES = re.compile(
    r"^(?:(\d{1,3})\s*(?:t|timer?|h|hrs?|hours?)\.?)\s*(?:og|and)?\s*"
    r"(\d{1,2})\s*(?:m|min|mins|minutter|minutes)?\.?$"
)
_AND_PART = re.compile(
    r"^(\w+)\s+(?:timer?|hours?)\s+(?:og|and)\s+"
    r"(?:(?:en|et|a|an)\s+)?(halv|half|kvarter|quarter|tre kvarter)$"
)
_QUARTERS = re.compile(r"^(et|a|an|one|1|tre|three|3)?\s*(?:kvarter|quarters?(?: of an hour)?)$")
_LONGEST = 60


def parse_amount(text: str | None, unit: str = "count") -> float | None:
    """The number that somebody meant who wrote it as one does: ``ca. 60``, ``halvanden``, ``1½``, ``2-3``.

    ``unit`` (a key of UNITS) is what is counted. Its words may stand there, and those of another may not:
    hours are no per cent, and ``1:30`` is an hour and a half, never kroner. Of a span (``2-3``) it is the
    middle.
    None where nothing is written. Raises ValueError when it is not one number.
    """
    said = " ".join((text or "").split()).casefold().replace("\u2212", "-")
    if not said:
        return None
    if len(said) > _LONGEST:
        raise ValueError(text)
    said = _FROM.sub("", _AFTER.sub("", _ABOUT.sub("", said)))
    said = _BETWEEN.sub(r"\g<low> - \g<high>", said)
    if unit == "kroner" and _NOTHING.match(said):
        return 0.0
    if unit == "percent" and _HALF.match(said):
        return 50.0
    value = _amount(said, unit)
    if value is None:
        raise ValueError(text)
    return value


def _amount(said, unit):
    timed = _time(said, unit)
    if timed is not None:
        return timed
    said = _BEFORE.sub("", said) if unit == "kroner" else said
    # "kr. 1.250,-" and "2 timer"
    bare = said
    for _ in range(2):
        bare = _UNIT[unit].sub("", bare)
    for one in dict.fromkeys((said, bare)):
        if (value := _plain(one.strip(), unit)) is not None:
            return value
    if unit in ("kroner", "count") and (value := _many(bare.strip(), said, unit)) is not None:
        return value
    return _middle(bare, unit)


def _many(bare, said, unit):
    """A sum in hundreds, thousands or millions, or None."""
    if unit == "kroner" and (match := _MANY_KRONER.search(said)):
        value = _plain(said[: match.start()].strip(), unit)
        return None if value is None else value * 1000
    for words, times in _MANY:
        if match := words.search(bare):
            before = bare[: match.start()].strip()
            value = _plain(before, unit) if before else 1.0
            return None if value is None else value * times
    return None


def _time(said, unit):
    """Hours or minutes where a clock tells them, or an hour is told in minutes; None for anything else."""
    if unit == "seconds":
        clock = _CLOCK.match(_UNIT["minutes"].sub("", said))
        return None if clock is None else int(clock[1]) * 60 + int(clock[2])
    if unit not in ("hours", "minutes"):
        return None
    in_minutes = None
    if match := _CLOCK.match(_UNIT[unit].sub("", said)) or _HOURS_AND_MINUTES.match(said):
        in_minutes = int(match[1]) * 60 + int(match[2])
    elif match := _AND_PART.match(said):
        whole, part = _plain(match[1], unit), {"h": 30, "k": 15, "q": 15, "t": 45}[match[2][0]]
        in_minutes = None if whole is None else whole * 60 + part
    elif match := _QUARTERS.match(said):
        in_minutes = 15 * (3 if match[1] in ("tre", "three", "3") else 1)
    else:
        other = "minutes" if unit == "hours" else "hours"
        shorn = _UNIT[other].sub("", said)
        if shorn != said and _UNIT[unit].sub("", said) == said:
            value = _plain(shorn.strip(), other)
            value = _middle(shorn.strip(), other) if value is None else value
            in_minutes = None if value is None else value * (1 if other == "minutes" else 60)
    if in_minutes is None:
        return None
    return in_minutes / 60 if unit == "hours" else in_minutes


def _plain(said, unit):
    """One number in digits or words, or None."""
    if match := _FRACTION.match(said):
        return float(match[1] or 0) + _FRACTIONS[match[2]]
    if match := _AND_A_HALF.match(said):
        whole = _plain(match[1], unit)
        return None if whole is None else whole + 0.5
    said = _A_HALF.sub("", said)
    if said in _WORDS:
        return _WORDS[said]
    if (number := _in_words(said)) is not None:
        return float(number)
    if not re.fullmatch(r"[+-]?[\d.,\u00a0\u202f ' ]+", said):
        return None
    try:
        return parse_number(said)
    except ValueError:
        return None


def _middle(said, unit):
    """The middle of two numbers, the lower first, or None."""
    parts = [part for part in _TO.split(said) if part]
    if len(parts) != 2:
        return None
    low, high = (_plain(_UNIT[unit].sub("", part).strip(), unit) for part in parts)
    return (low + high) / 2 if low is not None and high is not None and 0 <= low < high else None


def is_span(text: str) -> bool:
    """Whether two numbers were written where one is reckoned with."""
    return len([part for part in _TO.split((text or "").strip()) if re.search(r"\w|½", part)]) == 2


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
    # a day of the month alone, where nothing follows that it could be the number of
    re.compile(
        r"(?:\b(?:den|the)\s+|\bd\.?\s?)(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?(?P<month>)(?P<year>)"
        r"(?=\s*(?:$|[,;)!?\n]|(?:kl|klokken|at)\b))"
    ),
)
_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "første first",
            "anden second",
            "tredje third",
            "fjerde fourth",
            "femte fifth",
            "sjette sixth",
            "syvende seventh",
            "ottende eighth",
            "niende ninth",
            "tiende tenth",
            "ellevte eleventh",
            "tolvte twelfth",
            "trettende thirteenth",
            "fjortende fourteenth",
            "femtende fifteenth",
            "sekstende sixteenth",
            "syttende seventeenth",
            "attende eighteenth",
            "nittende nineteenth",
            "tyvende twentieth",
            "enogtyvende twenty-first",
            "toogtyvende twenty-second",
            "treogtyvende twenty-third",
            "fireogtyvende twenty-fourth",
            "femogtyvende twenty-fifth",
            "seksogtyvende twenty-sixth",
            "syvogtyvende twenty-seventh",
            "otteogtyvende twenty-eighth",
            "niogtyvende twenty-ninth",
            "tredivte thirtieth",
            "enogtredivte thirty-first",
        ),
        start=1,
    )
    for name in names.split()
}
_ORDINAL = re.compile(
    rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?=\s+(?:of\s+)?(?:{'|'.join(_MONTHS)})\b)"
)


def find_date(text: str, today: date) -> Any:
    """The first day named in ``text``, or None.

    Day before month, as in both languages here. Without a year it is the next such day from ``today`` on.
    """
    lowered = _ORDINAL.sub(lambda match: f"{_ORDINALS[match[0]]}.", text.lower())
    found = sorted(
        (match for pattern in _DATES for match in pattern.finditer(lowered)), key=lambda match: match.start()
    )
    for match in found:
        month = match["month"]
        if not month:
            if day := _of_the_month(int(match["day"]), today):
                return day
            continue
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


def _of_the_month(number, today):
    """The first such day of a month from ``today`` on, or None."""
    for ahead in range(12):
        years, month = divmod(today.month - 1 + ahead, 12)
        try:
            day = date(today.year + years, month + 1, number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None


_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "mandag monday",
            "tirsdag tuesday",
            "onsdag wednesday",
            "torsdag thursday",
            "fredag friday",
            "lørdag saturday",
            "søndag sunday",
        )
    )
    for name in names.split()
}
_COUNTED = {
    name: number
    for number, names in enumerate(
        (
            "nul zero",
            "én ét one",
            "to two",
            "tre three",
            "fire four",
            "fem five",
            "seks six",
            "syv seven",
            "otte eight",
            "ni nine",
            "ti ten",
            "elleve eleven",
            "tolv twelve",
            "tretten thirteen",
            "fjorten fourteen",
            "femten fifteen",
            "seksten sixteen",
            "sytten seventeen",
            "atten eighteen",
            "nitten nineteen",
        )
    )
    for name in names.split()
}
_TENS = {
    name: 10 * number
    for number, names in enumerate(
        (
            "tyve twenty",
            "tredive thirty",
            "fyrre forty",
            "halvtreds fifty",
            "tres sixty",
            "halvfjerds seventy",
            "firs eighty",
            "halvfems ninety",
            "hundrede hundred",
        ),
        start=2,
    )
    for name in names.split()
}
_ONES = {name: number for name, number in _COUNTED.items() if 0 < number < 10} | {"en": 1, "et": 1}
_ONE_OR_NUMBER = r"(?P<n>\d{1,2}|en|et|a|an|" + "|".join(_COUNTED) + ")"
_SHORT_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "man mon",
            "tir tirs tue tues",
            "ons wed",
            "tor tors thu thur thurs",
            "fre fri",
            "lør sat",
            "søn sun",
        )
    )
    for name in names.split()
}
_RELATIVE = [
    (re.compile(pattern), days)
    for pattern, days in (
        (r"\bi dag\b|\btoday\b", lambda match, today: 0),
        (r"\bi ?overmorgen\b|\bday after tomorrow\b", lambda match, today: 2),
        (r"(?<!after )\bi ?morgen\b|(?<!after )\btomorrow\b", lambda match, today: 1),
        (rf"\b(?:om|in) {_ONE_OR_NUMBER} (?:dage?|days?)\b", lambda match, today: _few(match["n"])),
        (rf"\b(?:om|in) {_ONE_OR_NUMBER} (?:uger?|weeks?)\b", lambda match, today: 7 * _few(match["n"])),
        (r"\b(?:næste uge|next week)\b", lambda match, today: 7 - today.weekday()),
        (r"\bweekend(?:en)?\b", lambda match, today: (5 - today.weekday()) % 7),
        (
            rf"(?P<next>\b(?:næste|next) )?\b(?P<day>{'|'.join(_DAYS)})\b",
            lambda match, today: (
                (_DAYS[match["day"]] - today.weekday()) + 7
                if match["next"]
                else (_DAYS[match["day"]] - today.weekday() - 1) % 7 + 1
            ),
        ),
        (
            rf"(?:\b(?P<day>{'|'.join(_DAYS)}|{'|'.join(_SHORT_DAYS)})\.?,? (?:i |in )?)?"
            r"\b(?:uge|week) (?P<week>\d{1,2})\b",
            lambda match, today: _until_week(int(match["week"]), today, match["day"]),
        ),
    )
]


def _few(said):
    return int(said) if said.isdigit() else _COUNTED.get(said, 1)


def _until_week(week, today, day=None):
    """Days until that week of the calendar begins, 0 when it has begun, or until a ``day`` of it; None for a
    week there is not."""
    weekday = 0 if day is None else {**_SHORT_DAYS, **_DAYS}[day]
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            return None
        if (monday - today).days > -7:
            return max(0, (monday - today).days + weekday)
    return None


def find_day(text: str, today: date) -> date | None:
    """The day that a plan names, seen from ``today``: a date (:func:`find_date`), or in words.

    Words are today, tomorrow, a weekday (the first after today; with *next* that of the week to come), in
    three days, in two weeks, next week (its Monday), the weekend, and a week by its number (ISO 8601; its
    Monday).
    """
    if found := find_date(text, today):
        return found
    lowered = text.lower()
    said = []
    for pattern, days in _RELATIVE:
        for match in pattern.finditer(lowered):
            ahead = days(match, today)
            if ahead is not None:
                # "Thursday in week 50" is one day, and no Thursday before
                said.append((match.start(), -len(match[0]), ahead))
    return today + timedelta(days=min(said)[2]) if said else None


def counted_in_words(text: str) -> list[int]:
    """The whole numbers up to 199 that stand in ``text`` in words, Danish or English, in order.

    *En*, *et* and *a* are articles far more often than numbers and are left out; *én* and *one* count.
    """
    return [
        number
        for number in map(_in_words, re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text.lower()))
        if number is not None
    ]


def _in_words(word):
    if word in _COUNTED:
        return _COUNTED[word]
    if word in _TENS:
        return _TENS[word]
    ones, og, tens = word.partition("og")  # femogtyve
    if og and ones in _ONES and 20 <= _TENS.get(tens, 0) < 100:
        return _TENS[tens] + _ONES[ones]
    tens, dash, ones = word.partition("-")  # twenty-five
    if dash and ones in _ONES and 20 <= _TENS.get(tens, 0) < 100:
        return _TENS[tens] + _ONES[ones]
    return None


def day(text: str | None) -> date | None:
    """The day of an ISO date, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def past_day(text: str, today: date) -> date:
    """The day that ``text`` names: ISO, ``12-03-2026``, ``12. marts``; without a year the last such day.

    Raises ValueError where none is named.
    """
    iso = day(text.strip()[:10])
    if iso:
        return iso
    # told from a year back, the next such day is the last one until today
    found = find_date(text, _a_year_before(today))
    if not found:
        raise ValueError(text)
    return found


def _a_year_before(today: date) -> date:
    """The day after the same date last year."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - 1, day=28 if leap else today.day) + timedelta(days=1)


def number(
    text: str | None, most: int, where: int | str, faults: list[Slip], unit: str = "count"
) -> float | None:
    """The number from 0 to ``most`` that was typed, or None; a slip is added to ``faults``.

    A fault is ``(text key, where, {names})`` with the key ``not_a_number``, ``out_of_range``, or ``read_as``
    for a span, which counts as its middle and is shown back. ``unit``: see :func:`parse_amount`.
    """
    try:
        value = parse_amount(text, unit)
    except ValueError:
        faults.append(("not_a_number", where, {"text": text}))
        return None
    if value is not None and not 0 <= value <= most:
        faults.append(("out_of_range", where, {"most": most}))
        return None
    if value is not None and text and is_span(text) and _plain_number(text) != value:
        faults.append(("read_as", where, {"text": text, "value": value}))
    return value


def _plain_number(text):
    try:
        return parse_number(text)
    except ValueError:
        return None
