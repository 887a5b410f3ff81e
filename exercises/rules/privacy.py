"""What in a text points at one person: e-mail, phone, CPR number, a link to a profile, a name that is known.

Made to raise few false alarms: an owner writes prices, dates, CVR numbers and the shop's own address, and a
check that cries at those is soon ignored. tests/fixtures/privacy holds the sentences it is measured on.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_AT = r"(?:@|[(\[](?:at|snabel-?a)[)\]]|\bsnabel-?a\b)"
_DOT = r"(?:\.|[(\[](?:dot|punktum)[)\]]|\bpunktum\b)"
EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}\s?{_AT}\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)+",
    re.IGNORECASE,
)

# Danish numbers have eight digits and begin with 2–9, bare or in groups; abroad 7–15 digits behind + or 00.
FOREIGN = re.compile(r"(?<![\w+])(?<!\d )(?:\+|00)\s?[1-9]\d{0,2}(?:[ ().-]{0,2}(?:/ ?)?\d){6,12}(?!\d)")
DANISH = re.compile(
    r"(?<![\w.,/+-])(?:[2-9]\d(?:[ .-]\d\d){3}|[2-9]\d{3} \d{4}|[2-9]\d{7})(?![\w/]|[.,]\d|[ -]\d)"
)
# An account's number in any of Europe's banks.
IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")
# As Americans write them at home.
AT_HOME = re.compile(
    r"(?<![\w.,/+-])(?:07\d{9}|[2-9]\d\d[-.]\d{3}[-.]\d{4}|\([2-9]\d\d\) \d{3}-\d{4})(?![\w-]|[.,]\d)"
)
# As Swedes, Germans, Britons, the French, Finns and the Dutch write them at home: a nought first, then the
# area in brackets or before a stroke, then groups. `_is_area_and_number` looks at the groups.
WITH_NOUGHT = re.compile(
    r"(?<![\w.,/+-])\(?0[1-9]\d{0,3}\)?(?: ?[-/] ?|[ .])?\d(?:[ .-]?\d){4,10}(?![\w/-]|[.,]\d)"
)
# As Norwegians and Poles write mobiles, and Poles a number with its area.
IN_THREES = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:[49]\d\d \d\d \d{3}|[4-8]\d\d[ -]\d{3}[ -](?!000)\d{3}"
    r"|\(?[1-9]\d\)? [2-9]\d\d[ -]\d\d[ -]\d\d)(?![\w/-]|[.,]\d| \d)"
)
# Behind a word of telephones digits count however they are grouped, unless they are a day.
GROUPED = re.compile(r"(?<![\w.,/+-])[2-9]\d{0,4}(?:[ .-]?\d){5,9}(?![\w/]|[.,]\d|[ -]\d)")
DAY = re.compile(r"\d{1,2}[.-]\d{1,2}[.-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d")
HOURS = re.compile(r"\d{1,2}[.:]\d\d ?- ?\d{1,2}[.:]\d\d")
_CALLED = (
    r"tlf|telefon\w*|mobil\w*|ring(?:er|ede)?|kald|sms|(?:sms-|whatsapp|signal)|phone\w*|mobile|call(?:ed)?"
    r"|text(?:ed)?|tel|tfn|handy"
)
PHONE_BEFORE = re.compile(rf"\b(?:{_CALLED}|nummer(?:et)?|nr)\b(?!\s+kl)[^\d!?\n]{{0,20}}$", re.IGNORECASE)
# A number of something else has a nought in front too.
CALLED_BEFORE = re.compile(rf"\b(?:{_CALLED})\b(?!\s+kl)[^\d!?\n]{{0,20}}$", re.IGNORECASE)

# What digits may also be, by the word before them, other numbers and a few small words between. People have
# numbers too: a customer or a member counts only where it is their *number*.
_THING = (
    r"(?:cvr|moms|konto|reg|iban|faktura|rykker|ordre|bestilling|kvittering|tilbud|bilag|pakke|sporing|ean|gtin"
    r"|isbn|stregkode|artikel|model|type|serie|produkt(?:kode)?|sag|journal|lokalplan|licens|kode|tal|måler|meter|ref|reference|vat|invoice"
    r"|order|receipt|quote|parcel|tracking|account|barcode|item|serial|product(?: code)?|case|postcode"
    r"|licen[cs]e|code|figure|booking|billet|ticket|ansøgning|application|batch|lot|parti|kontrakt|contract|police"
    r"|policy|forsikring|reservation|gavekort|voucher|kupon|skade|claim|projekt|project|udbud|tender|medie|id)"
)
_OWNER = r"(?:se|p|kunde|medlem|vare|del|art|post|company|customer|member(?:ship)?|part)"
_NUMBER = r"\.?[\s-]*s?(?:nr|no|nummer|nummeret|numre|numrene|numbers?)\b\.?"
# A word ending in "nummer" is the number of that thing, but for those of telephones and people.
_NUMBER_OF = (
    r"(?!(?:tele|mobil|tlf|sms|hjemme|privat|arbejds|firma|butiks|direkte|fastnet|nød|vagt|akut|kontakt|whatsapp"
    r"|signal|person|cpr|fødsels))[a-zæøå]{3,}(?:nummer|nummeret|nr)\b\.?"
)
_ENDING = r"(?:en|et|n|t|s|lene|len|det|erne)?\b"
NOT_PHONE_BEFORE = re.compile(
    rf"\b(?:{_THING}{_NUMBER}|{_THING}{_ENDING}\.?(?:\s(?:på|med|has|with))?(?:{_NUMBER})?|{_OWNER}{_NUMBER}|{_NUMBER_OF})\s*[:#]?\s*"
    r"(?:(?:er|is|var|was)\s+)?(?:[\d .,&–-]|og\b|and\b)*$",
    re.IGNORECASE,
)
NOT_PHONE_AFTER = re.compile(
    r"^\s?(?:kr|dkk|kroner|,-|€|eur|euro|usd|gbp|%|procent|cm|mm|m|km|kg|g|l|liter|litres|stk|styk|grader|degrees"
    r"|timer|hours|minutter|minutes)(?!\w)|^.{0,20}\bcvr",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:\b(?:kr\.?|dkk|eur|euro|usd|gbp)|[£€$])\s?$", re.IGNORECASE)

_PAIRS = r"(\d{2})(?P<gap>[-. /])(\d{2})(?P=gap)(?:19|20)?(\d{2})"
CPR = re.compile(
    rf"(?<![\d.,+-])(?:(\d{{2}})(\d{{2}})(\d{{2}})(?: ?- ?| )?|{_PAIRS} ?- ?"
    rf"|{_PAIRS.replace('gap', 'blank')} )(\d{{4}})"
    r"(?!\d|[.,/]\d| ?-? ?\d)"
)
# Behind its own name a number counts however it is parted.
CPR_NAMED = re.compile(
    r"\b(?:cpr|person(?:nr|nummer)|fødselsnummer|personal id)\b[^\d\n]{0,20}"
    r"((\d{2})[-. /]*(\d{2})[-. /]*(?:19|20)?(\d{2})[-. /]*(\d{4}))(?!\d)",
    re.IGNORECASE,
)
# A person without a number of their own gets one whose day is 60 higher.
STAND_IN = 60

# What stands where a person's name would, in addresses of a firm, a group, a page of help.
_NOBODY_ON_FACEBOOK = (
    r"(?:groups|pages|events|business|marketplace|help|watch|hashtag|policies|policy|privacy|legal|settings|ads"
    r"|login|about|photos?|reels?|stories|notes|gaming|search|share|sharer(?:\.php)?|dialog|tr)\b"
)
_NOBODY_ELSEWHERE = (
    r"(?:p|explore|hashtag|search|reels?|tv|about|accounts|legal|home|i|settings|privacy|tos|help|tag|discover"
    r"|login|download|intent|share)(?:/|\b(?![\w.-]))"
)
PROFILE = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?!(?:help|about|business|developers?|blog|support|press|ads)\.)(?:[\w-]{1,63}\.){0,2}(?:"
    r"linkedin\.com/(?:mwlite/)?(?:profile/)?(?:in|pub)/[\w%.-]+|linkedin\.com/profile/view\?[\w=&%.-]+"
    rf"|(?:facebook|fb)\.com/(?!{_NOBODY_ON_FACEBOOK})[\w.%?=/-]+"
    r"|fb\.me/[\w.-]+|m\.me/[\w.-]+|ig\.me/m/[\w.-]+|messenger\.com/(?:e2ee/)?t/[\w.-]+"
    r"|wa\.me/(?:qr/)?\w+|(?:api|web)\.whatsapp\.com/send\S*\d{6}\S*"
    r"|t(?:elegram)?\.me/(?!s/|share/|joinchat/|\+)\w+|signal\.me/#?\S+|instagr\.am/[\w.]+"
    r"|bsky\.app/profile/[\w.:-]+|(?:chats\.)?viber\.com/\S+|join\.skype\.com/(?:invite/)?\w+"
    r"|snapchat\.com/(?:add|t|@)/?[\w.-]+|xing\.com/profiles?/[\w%.-]+|xing\.to/[\w.-]+"
    r"|youtube\.com/(?:@|c/|user/|channel/)[\w.-]+|youtube\.com/@[\w.-]+"
    r"|pinterest\.(?:com|dk|se|de|co\.uk)/(?!pin/|ideas|search|today)[\w.-]+"
    r"|calendly\.com/[\w.-]+|linktr\.ee/[\w.-]+|about\.me/[\w.-]+|paypal\.me/[\w.-]+|behance\.net/(?!search|gallery)[\w.-]+"
    r"|dribbble\.com/(?!shots|search)[\w.-]+|researchgate\.net/profile/[\w.-]+|strava\.com/athletes/\w+"
    r"|reddit\.com/(?:u|user)/[\w-]+|etsy\.com/people/[\w-]+|vk\.com/[\w.]+|upwork\.com/freelancers/[\w~-]+"
    r"|soundcloud\.com/(?!search|discover|upload)[\w-]+|discord\.com/users/\w+|vimeo\.com/user\d+"
    rf"|(?:instagram|tiktok|threads|twitter|x)\.(?:com|net)/(?!{_NOBODY_ELSEWHERE})(?:stories/)?@?\w[\w.]*"
    r")"
    # Mastodon and its like have no address of their own: any site, and the person behind an @.
    r"|(?<![\w.@-])(?:https?://)?(?:[\w-]{1,63}\.){1,3}[a-z]{2,15}/@[a-z_][\w.-]*\w"
    r"|\b(?:skype|signal|viber|tg|whatsapp):/{0,2}(?=\S*\w)[\w.+?=&#/-]*\w"
    r"|\b(?:instagram|insta|ig|tiktok|twitter|threads|snapchat|snap|mastodon|bluesky|youtube|telegram|signal)\b"
    r"[^.!?@\n]{0,25}(?<!\w)@[\w.]*\w",
    re.IGNORECASE,
)

# Dashes and blanks as phones, word processors and web pages write them, and signs that nobody sees.
_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = (
    "\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_PLAIN = str.maketrans(
    dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys(_DASHES, "-")
    | {"\uff0b": "+", "\uff20": "@", "\uff0e": ".", "\u2044": "/"}
)
_FEWEST_LETTERS = 2  # of a name's first and last word


@dataclass(frozen=True)
class Finding:
    """What points at a person: ``kind`` is email, phone, cpr, profile or name, ``text`` what stood there."""

    kind: str
    text: str


def find(text: str, names: Iterable[str] = ()) -> list[Finding]:
    """The :class:`Finding` list of ``text``, in the order they stand.

    ``names`` are whole names that the writer knows somebody by; one that stands in the text counts, in any
    capitals and with the *s* of possession. A name of one word counts never: it is a nickname.
    """
    original = text
    text, place = _plain(text)
    found, taken = [], bytearray(len(text))

    def keep(kind, start, end):
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            stood = original[place[start] : place[end - 1] + 1]
            found.append((start, Finding(kind, stood.strip())))

    for match in IBAN.finditer(text):
        start, end = match.span()
        taken[start:end] = b"x" * (end - start)
    for match in PROFILE.finditer(text):
        keep("profile", *match.span())
    for match in EMAIL.finditer(text):
        keep("email", *match.span())
    for match in CPR_NAMED.finditer(text):
        if _may_be_born(match[2], match[3]):
            keep("cpr", *match.span(1))
    for match in CPR.finditer(text):
        day, month = (next(filter(None, match.group(*at))) for at in ((1, 4, 8), (2, 6, 10)))
        before = _before(text, match)
        solid = match.group().isdecimal() and CALLED_BEFORE.search(before)  # a Swedish mobile
        if _may_be_born(day, month) and not solid and not NOT_PHONE_BEFORE.search(before):
            keep("cpr", *match.span())
    for pattern in (FOREIGN, AT_HOME):
        for match in pattern.finditer(text):
            keep("phone", *match.span())
    for match in WITH_NOUGHT.finditer(text):
        if _is_area_and_number(match.group(), _before(text, match)) and _may_be_phone(text, match):
            keep("phone", *match.span())
    for pattern in (DANISH, IN_THREES):
        for match in pattern.finditer(text):
            if _may_be_phone(text, match):
                keep("phone", *match.span())
    for match in GROUPED.finditer(text):
        if PHONE_BEFORE.search(_before(text, match)) and _may_be_phone(text, match):
            keep("phone", *match.span())
    for start, end in _known(text, names):
        keep("name", start, end)
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def _plain(text):
    """``text`` with one kind of blank, dash and digit, and each sign's place in ``text``."""
    if text.isascii() and "\t" not in text:
        return text, range(len(text))
    signs, place = [], []
    for at, sign in enumerate(text):
        if _UNSEEN.match(sign):
            continue
        if sign.isdecimal() and not sign.isascii():
            sign = str(unicodedata.decimal(sign))
        signs.append(sign)
        place.append(at)
    return "".join(signs).translate(_PLAIN), place


def _known(text, names):
    """Where one of ``names`` stands in ``text``, whole or as its first and last word, as (start, end)."""
    wanted = {}
    for name in names:
        words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _folded(name)) if word]
        if len(words) > 1 and min(len(words[0]), len(words[-1])) >= _FEWEST_LETTERS:
            wanted.setdefault(words[0], set()).add(tuple(words))
    if not wanted:
        return
    tokens = [(m[0], m.start(), m.end()) for m in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _folded(text))]
    for at, (word, start, _) in enumerate(tokens):
        for words in wanted.get(word, ()):
            for parts in {words, (words[0], words[-1])}:
                here = tokens[at : at + len(parts)]
                said = [one for one, *_ in here]
                joined = all(text[a[2] : b[1]].strip(" \n") == "" for a, b in pairwise(here))
                if joined and said[:-1] == list(parts[:-1]) and said[-1:] and _is_word(said[-1], parts[-1]):
                    yield start, here[-1][2]
    # "Holm, Mette"
    for first, ways in wanted.items():
        for words in ways:
            for match in re.finditer(
                rf"(?<!\w){re.escape(words[-1])}, {re.escape(first)}(?!\w)", _folded(text)
            ):
                yield match.span()


def _is_word(said, word):
    return said in (word, word + "s", word + "'s", word + "’s", word + "'", word + "’")


def _folded(text):
    """``text`` in small letters, sign for sign."""
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def _is_area_and_number(number, before):
    """Whether a number with a nought first is one to call: 9 to 12 digits in groups of two or more."""
    if re.match(r"\(?(?:\d\d[.-]){2}(?:\d{4}|\d\d)", number) and not re.fullmatch(
        r"\d\d(?:([ .-])\d\d)(?:\1\d\d){3}", number
    ):
        return False  # it begins with a day, or with hours
    groups = re.findall(r"\d+", number)
    gaps = [gap.strip(" ()") or " " for gap in re.findall(r"[^\d]+", number.strip("("))]
    digits = sum(map(len, groups))
    called = bool(CALLED_BEFORE.search(before))
    if min(map(len, groups)) < 2 or not (8 if called else 9) <= digits <= 12:
        return False
    if len(set(gaps[1:])) > 1:
        return False
    in_pairs = len(groups) > 2 and all(len(group) == 2 for group in groups)
    if in_pairs:  # the French way, and no row of numbers
        steps = {int(b) - int(a) for a, b in pairwise(groups)}
        return len(groups) == 5 and len(set(gaps)) == 1 and (called or len(steps) > 1)
    if "." in gaps:
        return False
    if len(groups) == 1:
        return called
    area, rest = groups[0], digits - len(groups[0])
    if len(area) == 2 and gaps[0] == " " and not called:
        return (area == "06" and rest == 8) or (area in ("08", "09") and rest in (7, 8))
    return rest >= 5


def _before(text, match):
    return text[max(0, match.start() - 40) : match.start()]


def _may_be_born(day, month):
    day, month = int(day), int(month)
    try:
        date(2000, month, day - STAND_IN if day > STAND_IN else day)  # a leap year has every birthday
    except ValueError:
        return False
    return True


def _may_be_phone(text, match):
    number, before, after = match.group(), _before(text, match), text[match.end() :]
    if NOT_PHONE_BEFORE.search(before) or MONEY_BEFORE.search(before) or NOT_PHONE_AFTER.match(after[:30]):
        return False
    if DAY.fullmatch(number) or HOURS.fullmatch(number):
        return False
    if PHONE_BEFORE.search(before):
        return True
    parts = re.findall(r"\d+", number)
    if len(parts) == 4 and len({int(b) - int(a) for a, b in pairwise(parts)}) == 1:
        return False  # 20 30 40 50
    if len(parts) == 2 and all(1900 <= int(part) <= 2100 for part in parts):
        return False  # two years, "2019 2020"
    # 20260112: a date written as one number
    solid = len(parts) == 1 and number.startswith("20")
    return not (solid and 1 <= int(number[4:6]) <= 12 and 1 <= int(number[6:]) <= 31)
