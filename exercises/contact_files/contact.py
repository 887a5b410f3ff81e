"""One contact, and the tidying of what stands in a file's fields."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

MAX_TEXT = 200
MAX_VALUES = 10

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,30}")
_EMAIL_GAP = re.compile(r"[\s,;<>\"'()\[\]]+|:::")
_PHONE = re.compile(r"\+?[\d\s().\-/]+(?:(?:ext|lok|x)\.?\s*\d+)?", re.IGNORECASE)
_PHONE_GAP = re.compile(r":::|[\n;,]")
_LABEL_GAP = re.compile(r":::|[\n;,]")
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


def tidy(value):
    """``value`` on one line, composed (NFC), without control characters, at most MAX_TEXT long."""
    value = " ".join(value[: MAX_TEXT * 5].split())
    if not value.isascii() or not value.isprintable():
        value = unicodedata.normalize("NFC", value)
        value = "".join(c for c in value if unicodedata.category(c)[0] != "C")
    return value[:MAX_TEXT].strip()


def tidy_name(value):
    """A name as it is said: "Holm, Mette" becomes "Mette Holm"; nothing without a letter or digit."""
    value = tidy(value).strip(" ,;\"'")
    last, comma, first = (part.strip() for part in value.partition(","))
    words = (last + " " + first).split()
    # "Mette Holm, MBA" has words before the comma and a degree after it: only "Surname, First" turns round.
    turns = comma and first and "," not in first and " " not in last and len(words) <= 4
    if turns and all(word[0].isupper() and word[1:].islower() for word in words):
        value = f"{first} {last}"
    return value if is_telling(value) else ""


def is_telling(text):
    """Whether ``text`` has a letter or a digit in it."""
    return any(c.isalnum() for c in text)


def emails_in(value):
    """The e-mail addresses in ``value``, in lower case, each once; Exchange's inner addresses are none."""
    found = (part.lower().removeprefix("mailto:") for part in _EMAIL_GAP.split(value[:5000]))
    return unique(part for part in found if _EMAIL.fullmatch(part))


def phones_in(value):
    """The phone numbers in ``value`` as they are written, each once.

    A number that a spreadsheet has spoiled (4,52E+09) is no number: its digits are gone.
    """
    parts = (tidy(part).removeprefix("tel:").lstrip("'") for part in _PHONE_GAP.split(value[:5000]))
    parts = (part for part in parts if _PHONE.fullmatch(part) and 5 <= len(phone_digits(part)) <= 18)
    return unique_phones(parts)


def phone_digits(phone):
    """The digits of ``phone``."""
    return "".join(c for c in phone if c.isdecimal())


def unique_phones(phones):
    """``phones`` each once: +45 20 12 34 56 and 20123456 are one number, written as it came first."""
    first = {}
    for phone in phones:
        first.setdefault(phone_key(phone), phone)
    return unique(first.values())


def phone_key(phone):
    """What two ways to write a number have in common: its last eight digits, a Danish one without +45."""
    return phone_digits(phone)[-8:]


def labels_in(value):
    """The owner's own labels in ``value``, each once."""
    parts = (tidy(part) for part in _LABEL_GAP.split(value[:5000]))
    return unique(part for part in parts if part and not part.startswith(_SYSTEM_LABEL))


def unique(values):
    """``values`` as a tuple, each once, at most MAX_VALUES."""
    return tuple(dict.fromkeys(values))[:MAX_VALUES]
