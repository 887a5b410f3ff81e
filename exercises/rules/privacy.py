"""What in a text points at one person: e-mail, phone, CPR number, a link to a profile.

Made to raise few false alarms: an owner writes prices, dates, CVR numbers and the shop's own address, and a
check that cries at those is soon ignored. tests/fixtures/privacy holds the sentences it is measured on.
"""

import re
from dataclasses import dataclass
from datetime import date

_AT = r"(?:@|[(\[](?:at|snabel-?a)[)\]]|\bsnabel-?a\b)"
_DOT = r"(?:\.|[(\[](?:dot|punktum)[)\]]|\bpunktum\b)"
EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}\s?{_AT}\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)+",
    re.IGNORECASE,
)

# Danish numbers have eight digits and begin with 2–9, bare or in groups; abroad 7–15 digits behind + or 00.
FOREIGN = re.compile(r"(?<![\w+])(?<!\d )(?:\+|00)\s?[1-9]\d{0,2}(?:[\s().-]{0,2}\d){6,12}(?!\d)")
DANISH = re.compile(
    r"(?<![\w.,/+-])(?:[2-9]\d(?:[ .-]\d\d){3}|[2-9]\d{3} \d{4}|[2-9]\d{7})(?![\w/]|[.,]\d|[ -]\d)"
)
# As Britons and Americans write them at home.
AT_HOME = re.compile(
    r"(?<![\w.,/+-])(?:07\d{9}|0\d{4} \d{6}|0\d{4} \d{3} \d{3}|02\d \d{4} \d{4}|0\d{3} \d{3} \d{4}"
    r"|[2-9]\d\d[-.]\d{3}[-.]\d{4}|\([2-9]\d\d\) \d{3}-\d{4})(?![\w-]|[.,]\d)"
)
# Behind a word of telephones digits count however they are grouped, unless they are a day.
GROUPED = re.compile(r"(?<![\w.,/+-])[2-9]\d{0,4}(?:[ .-]?\d){5,9}(?![\w/]|[.,]\d|[ -]\d)")
DAY = re.compile(r"\d{1,2}[.-]\d{1,2}[.-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d")
PHONE_BEFORE = re.compile(
    r"\b(?:tlf|telefon\w*|mobil\w*|ring(?:er|ede)?|kald|sms|(?:sms-|whatsapp|signal)|nummer(?:et)?|nr"
    r"|phone\w*|mobile|call(?:ed)?|text(?:ed)?|tel)\b(?!\s+kl)[^\d!?\n]{0,20}$",
    re.IGNORECASE,
)

# What digits may also be, by the word before them, other numbers and a few small words between. People have
# numbers too: a customer or a member counts only where it is their *number*.
_THING = (
    r"(?:cvr|moms|konto|reg|iban|faktura|rykker|ordre|bestilling|kvittering|tilbud|bilag|pakke|sporing|ean|gtin"
    r"|isbn|stregkode|artikel|model|type|serie|produkt(?:kode)?|sag|journal|lokalplan|licens|kode|tal|vat|invoice"
    r"|order|receipt|quote|parcel|tracking|account|barcode|item|serial|product(?: code)?|case|postcode"
    r"|licen[cs]e|code|figure)"
)
_OWNER = r"(?:se|p|kunde|medlem|vare|del|art|post|company|customer|member(?:ship)?|part)"
_NUMBER = r"\.?[\s-]*s?(?:nr|no|nummer|nummeret|numre|numrene|numbers?)\b\.?"
_ENDING = r"(?:en|et|n|t|s|lene|len|det|erne)?\b"
NOT_PHONE_BEFORE = re.compile(
    rf"\b(?:{_THING}{_NUMBER}|{_THING}{_ENDING}\.?(?:\s(?:på|med|has|with))?(?:{_NUMBER})?|{_OWNER}{_NUMBER})\s*[:#]?\s*"
    r"(?:(?:er|is|var|was)\s+)?(?:[\d .,&–-]|og\b|and\b)*$",
    re.IGNORECASE,
)
NOT_PHONE_AFTER = re.compile(
    r"^\s?(?:kr|dkk|kroner|,-|€|eur|euro|usd|gbp|%|procent|cm|mm|m|km|kg|g|l|liter|litres|stk|styk|grader|degrees"
    r"|timer|hours|minutter|minutes)(?!\w)|^.{0,20}\bcvr",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:\b(?:kr\.?|dkk|eur|euro|usd|gbp)|[£€$])\s?$", re.IGNORECASE)

CPR = re.compile(
    r"(?<![\d.,+-])(?:(\d{2})(\d{2})(\d{2})(?:\s?-\s?|\s)?|(\d{2})[- ](\d{2})[- ](\d{2})-)(\d{4})"
    r"(?!\d|[.,]\d)"
)
# A person without a number of their own gets one whose day is 60 higher.
STAND_IN = 60

PROFILE = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:[\w-]{1,63}\.){0,2}(?:"
    r"linkedin\.com/(?:in|pub)/[\w%.-]+"
    r"|(?:facebook|fb)\.com/(?!groups\b|pages\b|events\b|business\b|marketplace\b|help\b)[\w.%?=/-]+"
    r"|fb\.me/[\w.-]+|m\.me/[\w.-]+|wa\.me/\d+|t\.me/\w+|instagr\.am/[\w.]+|bsky\.app/profile/[\w.-]+"
    r"|snapchat\.com/add/[\w.-]+"
    r"|(?:instagram|tiktok|threads|twitter|x)\.(?:com|net)/@?(?!p/|explore\b|hashtag\b|search\b|reel/)\w[\w.]*"
    r")"
    r"|\b(?:instagram|insta|ig|tiktok|twitter|threads|snapchat|snap)\b[^.!?@\n]{0,25}(?<!\w)@[\w.]*\w",
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
        if _may_be_born(match) and not NOT_PHONE_BEFORE.search(_before(text, match)):
            keep("cpr", match)
    for pattern in (FOREIGN, AT_HOME):
        for match in pattern.finditer(text):
            keep("phone", match)
    for match in DANISH.finditer(text):
        if _may_be_phone(text, match):
            keep("phone", match)
    for match in GROUPED.finditer(text):
        if PHONE_BEFORE.search(_before(text, match)) and _may_be_phone(text, match):
            keep("phone", match)
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def _before(text, match):
    return text[max(0, match.start() - 40) : match.start()]


def _may_be_born(match):
    day, month = (int(one or other) for one, other in ((match[1], match[4]), (match[2], match[5])))
    try:
        date(2000, month, day - STAND_IN if day > STAND_IN else day)  # a leap year has every birthday
    except ValueError:
        return False
    return True


def _may_be_phone(text, match):
    number, before, after = match.group(), _before(text, match), text[match.end() :]
    if NOT_PHONE_BEFORE.search(before) or MONEY_BEFORE.search(before) or NOT_PHONE_AFTER.match(after[:30]):
        return False
    if DAY.fullmatch(number):
        return False
    if PHONE_BEFORE.search(before):
        return True
    parts = re.split(r"[ .-]", number)
    if len(parts) == 2 and all(1900 <= int(part) <= 2100 for part in parts):
        return False  # two years, "2019 2020"
    # 20260112: a date written as one number
    solid = len(parts) == 1 and number.startswith("20")
    return not (solid and 1 <= int(number[4:6]) <= 12 and 1 <= int(number[6:]) <= 31)
