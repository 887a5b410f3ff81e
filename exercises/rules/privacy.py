"""What in a text points at one person: e-mail, phone, CPR number, a link to a profile.

Made to raise few false alarms: an owner writes prices, dates, CVR numbers and the shop's own address, and a
check that cries at those is soon ignored.
"""

import re
from dataclasses import dataclass
from datetime import date

EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\(snabel-?a\)|\[snabel-?a\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\(punktum\))\s?[\w-]+)+",
    re.IGNORECASE,
)

# Danish numbers have eight digits and begin with 2–9, bare or in groups; abroad 7–15 digits behind + or 00.
FOREIGN = re.compile(r"(?<![\w+])(?:\+|00)\s?[1-9]\d{0,2}(?:[\s().-]{0,2}\d){6,12}(?!\d)")
DANISH = re.compile(
    r"(?<![\w.,/+-])(?:[2-9]\d(?:[ .-]\d\d){3}|[2-9]\d{3}[ -]\d{4}|[2-9]\d{7})(?![\w/]|[.,]\d|[ -]\d)"
)
# What eight digits may also be, by the word before or after them.
NOT_PHONE_BEFORE = re.compile(
    r"(?:cvr|cvr-nr|se-nr|p-nr|p-nummer|konto|kontonr|reg|faktura|ordre|order|invoice|account|ean|isbn|nr|no|postnumrene|postcodes)"
    r"(?:\.|-?nummer|\s?number)?\s*[.:#]?\s*$",
    re.IGNORECASE,
)
MONEY_AFTER = re.compile(r"^\s?(?:kr|dkk|kroner|,-|€|eur|euro|usd|%)", re.IGNORECASE)

CPR = re.compile(r"(?<![\d.,+-])(\d{2})(\d{2})(\d{2})[- ]?(\d{4})(?![\d]|[.,]\d)")

PROFILE = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.)?(?:"
    r"linkedin\.com/(?:in|pub)/[\w%.-]+"
    r"|(?:facebook|fb)\.com/(?!groups\b|pages\b|events\b|business\b|marketplace\b|help\b)[\w.%?=-]+"
    r"|fb\.me/[\w.-]+|m\.me/[\w.-]+|wa\.me/\d+|t\.me/\w+"
    r"|(?:instagram|tiktok|threads|twitter|x)\.(?:com|net)/@?(?!p/|explore\b|hashtag\b|search\b|reel/)\w[\w.]*"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """What points at a person: ``kind`` is email, phone, cpr or profile, ``text`` what stood there."""

    kind: str
    text: str


def find(text):
    """The :class:`Finding` list of ``text``, in the order they stand."""
    found, taken = [], bytearray(len(text))

    def keep(kind, match):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"x" * len(match.group())
            found.append((match.start(), Finding(kind, match.group().strip())))

    for match in PROFILE.finditer(text):
        keep("profile", match)
    for match in EMAIL.finditer(text):
        keep("email", match)
    for match in CPR.finditer(text):
        if _may_be_born(match) and not NOT_PHONE_BEFORE.search(text[: match.start()]):
            keep("cpr", match)
    for match in FOREIGN.finditer(text):
        keep("phone", match)
    for match in DANISH.finditer(text):
        if _may_be_phone(text, match):
            keep("phone", match)
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def _may_be_born(match):
    day, month = int(match[1]), int(match[2])
    try:
        date(2000, month, day)  # a leap year: 29 February is a birthday
    except ValueError:
        return False
    return True


def _may_be_phone(text, match):
    number = match.group()
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() :]
    if NOT_PHONE_BEFORE.search(before) or MONEY_AFTER.match(after):
        return False
    parts = re.split(r"[ .-]", number)
    if len(parts) == 2 and all(1900 <= int(part) <= 2100 for part in parts):
        return False  # two years, "2019 2020"
    # 20260112: a date written as one number
    solid = len(parts) == 1 and number.startswith("20")
    return not (solid and 1 <= int(number[4:6]) <= 12 and 1 <= int(number[6:]) <= 31)
