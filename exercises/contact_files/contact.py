"""One contact, and the tidying of what stands in a file's fields."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_TEXT = 200
MAX_VALUES = 10

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,30}")
_EMAIL_GAP = re.compile(r"[\s,;<>\"'()\[\]]+|:::")
_PHONE = re.compile(r"\+?[\d\s().\-/]+(?:(?:ext|lok|x)\.?\s*\d+)?", re.IGNORECASE)
_PHONE_GAP = re.compile(r":::|[\n;,]")
_LABEL_GAP = re.compile(r":::|[\n;,]")
# Google writes several values of one kind into one cell, with this between them.
SEVERAL = ":::"
# "8400 Ebeltoft", "DK-8400 Ebeltoft": the town is what is left.
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}[-\s])?\d{3}\s?\d{1,3},?\s+(?=[^\W\d_])")
# What a spreadsheet puts where it could not work a formula out, or where the column was too narrow.
_SPREADSHEET_ERROR = re.compile(r"#(?:N/A|I/T|NV|[^\W\d_]+(?:/0)?[!?]|#{2,})", re.IGNORECASE)
_GUARDED = re.compile(r"=\s*(?:\"(.*)\"|'(.*)'|“(.*)”)\s*", re.DOTALL)
_WHOLE_NUMBER = re.compile(r"(\+?\d{5,15})[.,]0{1,2}")
_SPOILED = re.compile(r"\d([.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_FAX = re.compile(r"fax|faks|pager|personsøger|telex", re.IGNORECASE)
# A list label such as "* myContacts" is Google's own, not the owner's.
_SYSTEM_LABEL = "*"


@dataclass(frozen=True)
class Contact:
    """One person (or, where a file names no person, one business) as a file tells it.

    ``emails`` (lower case), ``phones`` (as written) and ``labels`` (the owner's own groups or categories)
    are tuples of str; ``connected_on`` is a date or None; a field that the file lacks is empty.
    ``source`` is the kind of file: linkedin, google, outlook, vcard, excel or csv.
    """

    name: str
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    city: str = ""
    labels: tuple[str, ...] = ()
    connected_on: date | None = None
    source: str = ""


def tidy(value: str) -> str:
    """``value`` on one line, composed (NFC), without control characters, at most MAX_TEXT long."""
    value = " ".join(value[: MAX_TEXT * 5].split())
    if not value.isascii() or not value.isprintable():
        value = unicodedata.normalize("NFC", value)
        value = "".join(c for c in value if unicodedata.category(c)[0] != "C")
    return value[:MAX_TEXT].strip()


def plain_cell(cell: str) -> str:
    """``cell`` without what spreadsheets put around or in place of a value.

    ="0171" and '+45 are guards against being taken for a number, 20123456,00 is a number shown with
    decimals, and #N/A is a formula that failed.
    """
    value = cell.strip()
    if not value or (value[0] not in "=#'" and value[-1] != "0"):
        return cell
    if guarded := _GUARDED.fullmatch(value):
        return next(part for part in guarded.groups() if part is not None).replace('""', '"')
    if _SPREADSHEET_ERROR.fullmatch(value):
        return ""
    if re.match(r"[='][+\d]", value):
        value = value[1:]
    whole = _WHOLE_NUMBER.fullmatch(value)
    return whole[1] if whole else value


def one_of(value: str) -> str:
    """The first of the values that Google joins with ":::"."""
    return next((part.strip() for part in value.split(SEVERAL) if part.strip()), "")


def town_in(value: str) -> str:
    """The town in ``value``, on one line and without its postcode."""
    value = tidy(one_of(value))
    return _POSTCODE.sub("", value, count=1) if value[:1].isdigit() or "-" in value[:3] else value


def is_fax(kind: str) -> bool:
    """Whether the label or type ``kind`` of a number says that nobody answers it: a fax, a pager."""
    return bool(_FAX.search(kind))


def is_spoiled_number(value: str) -> bool:
    """Whether ``value`` is a number whose last digits a spreadsheet has thrown away: 4,52E+09."""
    return bool(_SPOILED.fullmatch(value.strip()))


def is_name_like(value: str) -> bool:
    """Whether ``value`` could be somebody's name: one to six words of letters, at least one of them long."""
    words = value.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or "@" in value or "/" in value or any(c.isdecimal() for c in value):
        return False
    return len(value) <= 60 and any(sum(c.isalpha() for c in word) > 1 for word in words)


def tidy_name(value: str) -> str:
    """A name as it is said: "Holm, Mette" becomes "Mette Holm"; nothing without a letter or digit."""
    value = tidy(value).strip(" ,;\"'")
    last, comma, first = (part.strip() for part in value.partition(","))
    words = (last + " " + first).split()
    # "Mette Holm, MBA" has words before the comma and a degree after it: only "Surname, First" turns round.
    turns = comma and first and "," not in first and " " not in last and len(words) <= 4
    if turns and all(word[0].isupper() and word[1:].islower() for word in words):
        value = f"{first} {last}"
    return value if is_telling(value) else ""


def is_telling(text: str) -> bool:
    """Whether ``text`` has a letter or a digit in it."""
    return any(c.isalnum() for c in text)


def emails_in(value: str) -> tuple[str, ...]:
    """The e-mail addresses in ``value``, in lower case, each once; Exchange's inner addresses are none."""
    found = (part.lower().removeprefix("mailto:") for part in _EMAIL_GAP.split(value[:5000]))
    return unique(part for part in found if _EMAIL.fullmatch(part))


def phones_in(value: str) -> tuple[str, ...]:
    """The phone numbers in ``value`` as they are written, each once.

    A number that a spreadsheet has spoiled (4,52E+09) is no number: its digits are gone.
    """
    parts = (tidy(part).removeprefix("tel:").lstrip("'") for part in _PHONE_GAP.split(value[:5000]))
    parts = (part for part in parts if _PHONE.fullmatch(part) and 5 <= len(phone_digits(part)) <= 18)
    return unique_phones(parts)


def phone_digits(phone: str) -> str:
    """The digits of ``phone``."""
    return "".join(c for c in phone if c.isdecimal())


def unique_phones(phones: Iterable[Any]) -> tuple[str, ...]:
    """``phones`` each once: +45 20 12 34 56 and 20123456 are one number, written as it came first."""
    first = {}
    for phone in phones:
        first.setdefault(phone_key(phone), phone)
    return unique(first.values())


def phone_key(phone: str) -> str:
    """What two ways to write a number have in common: its last eight digits, a Danish one without +45."""
    return phone_digits(phone)[-8:]


def labels_in(value: str) -> tuple[str, ...]:
    """The owner's own labels in ``value``, each once."""
    parts = (tidy(part) for part in _LABEL_GAP.split(value[:5000]))
    return unique(part for part in parts if part and not part.startswith(_SYSTEM_LABEL))


def unique(values: Iterable[Any]) -> tuple[str, ...]:
    """``values`` as a tuple, each once, at most MAX_VALUES."""
    return tuple(dict.fromkeys(values))[:MAX_VALUES]
