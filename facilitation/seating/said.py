"""What people write of their evenings and languages, and which of it means the same.

An evening is a date as Danes and Britons write it, the day first (``3/12``, ``d. 3.12.``, ``3. december``,
``3., 10. og 17. dec.``, ``2026-12-03`` as Excel keeps it), a day of the week in either language, or any other
words, taken as they stand. The year of a date is not compared: a series of evenings is shorter than one.
"""

import re
from datetime import date
from typing import Any

_MONTHS = (
    "jan", "feb", "mar", "apr", "maj may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec",
)  # fmt: skip
_MONTH_OF = {word: at for at, words in enumerate(_MONTHS, start=1) for word in words.split()}
_WEEKDAYS = (
    "mandag man monday mon", "tirsdag tir tirs tuesday tue tues", "onsdag ons wednesday wed",
    "torsdag tor tors thursday thu thur thurs", "fredag fre friday fri", "lørdag lør saturday sat",
    "søndag søn sunday sun",
)  # fmt: skip
_WEEKDAY_OF = {word: at for at, words in enumerate(_WEEKDAYS) for word in words.split()}
_NAME = r"(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zæøå]*\.?"
_DAY = r"\d{1,2}(?:\.|st|nd|rd|th)?"
_AND = r"\s*(?:,|;|&|\+|/|\bog\b|\band\b|\beller\b|\bor\b)\s*"
_YEAR = r"(?:\s*[-/., ]\s*(?:(?:19|20)\d\d|\d\d(?![\d/.:]))(?!\s*\.?\s*(?:" + _NAME + r")))?"
_CLOCK = re.compile(
    r"\b(?:kl\.?|at)\s*\d{1,2}(?:[.:]\d\d)?(?:\s*(?:-|–|til|to)\s*\d{1,2}(?:[.:]\d\d)?)?|\b\d{1,2}:\d\d(?::\d\d)?\b",
    re.I,
)
_DATES = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b)"
    rf"|(?P<named>\b{_DAY}(?:{_AND}{_DAY})*\s*(?:of\s+|i\s+)?\b{_NAME}(?:\s*,?\s*(?:19|20)\d\d)?)"
    rf"|(?P<after>\b{_NAME}\s*{_DAY}(?:{_AND}{_DAY}(?!\s*[/.]\s*\d))*(?:\s*,?\s*(?:19|20)\d\d)?)"
    rf"|(?P<plain>\b\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\b{_YEAR}\.?)",
    re.I,
)
_FILLING = re.compile(r"\b(?:d|den|the|on|om|kun|only|gerne|både|both|kan|can|aften|evening)\b\.?|[()]", re.I)
_ANY = frozenset(
    (
        "alle",
        "alle aftener",
        "alle dage",
        "når som helst",
        "ligegyldigt",
        "lige meget",
        "any",
        "any evening",
        "all",
        "all evenings",
        "anytime",
        "any time",
        "whenever",
        "every evening",
        "begge",
        "both",
    )
)
_PARTS = re.compile(r"[,;\n/&+]|\bog\b|\band\b|\beller\b|\bor\b", re.I)

_LANGUAGES = (
    "dansk danish da dk dan", "engelsk english en eng uk gb", "tysk german deutsch de ger",
    "svensk swedish svenska sv se swe", "norsk norwegian no nb nor", "fransk french français fr",
    "spansk spanish español es", "polsk polish polski pl", "arabisk arabic ar",
    "ukrainsk ukrainian uk-ua ua", "russisk russian ru", "tyrkisk turkish tr", "italiensk italian it",
    "hollandsk nederlandsk dutch nl", "somali somalisk so", "farsi persisk persian fa",
    "rumænsk romanian ro", "litauisk lithuanian lt", "kinesisk chinese zh", "portugisisk portuguese pt",
)  # fmt: skip
_LANGUAGE_OF = {word: words.split()[0] for words in _LANGUAGES for word in words.split()}


def evenings(text: str) -> list[Any]:
    """The evenings named in ``text``, in its own words, a list; none where any evening will do."""
    text = _CLOCK.sub(" ", " ".join(str(text).split()))
    if text.casefold().strip(" .!") in _ANY:
        return []
    found, left, end = [], [], 0
    for match in _DATES.finditer(text):
        if not (days := _days(match)):
            continue
        left.append(text[end : match.start()])
        found += _shown(match, days)
        end = match.end()
    left.append(text[end:])
    words = [word for part in left for word in _PARTS.split(_FILLING.sub(" ", part) if found else part)]
    # Beside a date its day of the week says nothing new.
    others = [" ".join(word.split()).strip(" .:-") if found else " ".join(word.split()) for word in words]
    return found + [word for word in others if word and not (found and _weekday(word) is not None)]


def _shown(match, days):
    if len(days) == 1:
        return [match.group().strip(" ,.")]
    return [f"{day}/{month}" for month, day in days]


def _days(match):
    """``(month, day)`` of every date in a match, none where one of them is no day of a month."""
    kind, text = match.lastgroup, match.group()
    if kind == "iso":
        _, month, day = map(int, text.split("-"))
        pairs = [(month, day)]
    elif kind == "plain":
        day, month = map(int, re.findall(r"\d+", text)[:2])
        pairs = [(month, day) if month <= 12 else (day, month)]
    else:
        name = re.search(_NAME, text, re.I)
        numbers = [int(one) for one in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
        pairs = [(_MONTH_OF[name.group().casefold()[:3]], day) for day in numbers]
    try:
        return [(date(2024, month, day).month, day) for month, day in pairs]
    except ValueError:
        return []


def _weekday(word):
    plain = word.casefold().strip(" .")
    for known in (plain, plain.removesuffix("e"), plain.removesuffix("s"), plain.removesuffix("aften")):
        if known in _WEEKDAY_OF:
            return _WEEKDAY_OF[known]
    return None


def evening_key(word: str) -> Any:
    """What two people's words for one evening have in common."""
    match = _DATES.search(word)
    if match and (days := _days(match)):
        return days[0]
    day = _weekday(word)
    return ("weekday", day) if day is not None else word.casefold()


def languages(text: str) -> list[Any]:
    """The languages named in ``text``, in its own words, a list."""
    words = (" ".join(word.split()).strip(" .") for word in _PARTS.split(str(text)))
    return [word for word in words if word]


def language_key(word: str) -> str:
    """What two people's words for one language have in common: its Danish name where it is known."""
    plain = word.casefold().strip(" .")
    first = re.split(r"[\s(]", plain)[0] if plain else plain
    return _LANGUAGE_OF.get(plain) or _LANGUAGE_OF.get(first) or plain
