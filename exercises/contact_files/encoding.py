"""Bytes into text: the encodings that Danish and British owners' programs write."""

import codecs
import re
from collections import Counter
from itertools import islice

# Excel for Windows and Outlook, Excel for Mac, old DOS programs, and Excel in Poland and Czechia, each with
# what speaks for it before a letter is read. Told apart by what each makes of the words: general detectors
# guess wrong on a file as small as twenty contacts.
_EIGHT_BIT = {"cp1252": 0.5, "mac_roman": 0, "cp865": 0, "cp1250": -1}
_LETTERS = frozenset("æøåÆØÅéÉüÜöÖäÄß")
_VOWELS = frozenset("aeiouyæøåäöüéèêëáàâãíìîïóòôõúùûýœăıąęěůőű")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_SAMPLE = 1 << 16
_WORDS_TO_JUDGE = 5000

# A mark is left in the middle of a text where files were put together, and read as three letters where a
# program took it for text.
_MARK = "\ufeff"
_MARK_AS_LETTERS = re.compile(r"^(?:ï»¿)+", re.MULTILINE)
_WORD_OF_BYTES = re.compile(rb"[^\s,;|:\"()<>/]{1,60}")


def decode(data: bytes) -> str | None:
    """The text of ``data``, or None where it is no text.

    A byte order mark at the start decides, unless the bytes after it deny it; without one UTF-8, UTF-16 and
    four eight-bit encodings are tried. A file cut off inside a letter loses that letter only, and so does a
    stray byte in a file that else is UTF-8. Marks further on are left out of the text.
    """
    text = _decoded(data)
    return text if text is None else _MARK_AS_LETTERS.sub("", text.replace(_MARK, ""))


def _decoded(data):
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            if encoding == "utf-8":
                break
            return _text(data.decode(encoding, errors="replace"))
    sample = data[:_SAMPLE]
    if sample.count(0) > len(sample) * 0.1:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) < len(sample) * 0.3 or min(even, odd) > max(even, odd) * 0.1:
            return None
        return _text(data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace"))
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) * 0.01 + 1:
        return None
    data = data.replace(b"\0", b"")
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        pass
    else:
        # What is cut off inside a letter has whole ones too, or it is another encoding's last letter.
        if not text.isascii() or data.isascii():
            return text
    forgiving = data.decode("utf-8", errors="replace")
    wrong = forgiving.count("\ufffd")
    right = (len(data) - len(data.translate(None, bytes(range(0xC2, 0xF5))))) - wrong
    if right > 4 * wrong:
        return forgiving
    return _eight_bit(data.replace(codecs.BOM_UTF8, b""))


def _eight_bit(data):
    """``data`` in the encoding that does its words the least damage."""
    words = Counter(islice(_words(data), _WORDS_TO_JUDGE))

    def worth(encoding):
        return _EIGHT_BIT[encoding] + sum(
            count * _worth(word.decode(encoding, errors="replace")) for word, count in words.items()
        )

    return data.decode(max(_EIGHT_BIT, key=worth), errors="replace")


def _words(data):
    """The words of ``data`` with a letter in them that is not ASCII; a very long one in pieces."""
    return (match[0] for match in _WORD_OF_BYTES.finditer(data) if not match[0].isascii())


def _worth(word):
    """How much like a word as people write it ``word`` is; damage counts below nothing."""
    return sum(_worth_of(word, at) for at, char in enumerate(word) if char > "\x7f")


def _worth_of(word, at):
    char = word[at]
    before, after = word[at - 1] if at else "", word[at + 1] if at + 1 < len(word) else ""
    if char == "\ufffd" or "\x80" <= char <= "\x9f":
        return -6
    if char.isalpha() and char not in "ªºƒµ":
        return _worth_of_letter(word, at, char, before, after)
    between_letters = before.isalpha() and after.isalpha()
    if char in "’‘":
        return _worth_of_apostrophe(word, at, before, after)
    if char in "“”„‟":
        return 1 if not between_letters else -3
    if char in "–—":
        return 1 if (before == after == "") or (before.isdigit() and after.isdigit()) else 0.5
    if char == "€":
        return 1 if not before.isalpha() and not after.isalpha() else -2
    if char == "…":
        return 1 if not after.isalpha() else -2
    if char in "®©™":
        return 1 if before.isalpha() and not after.isalpha() else -2
    if char in "«»‹›":
        return 0.5 if not between_letters else -3
    if char == "\xa0":
        return 0
    if char == "£":
        return 0 if not before.isalpha() and not after.isalpha() else -2
    if char in "§°º½¼¾·•":
        return 0 if not between_letters else -3
    return -3


def _worth_of_apostrophe(word, at, before, after):
    if not (before.isalpha() and after.isalpha()):
        return 0.5
    rest = re.match(r"[^\W\d_]*", word[at + 1 :])[0]
    ends_as_genitive = rest.lower() in {"s", "t", "re", "ll", "ve", "d", "m", "er", "en", "et", "erne"}
    as_in_oneill = at == 1 and before in "ODLMdl" and word[at] == "’"
    return 2 if as_in_oneill or ends_as_genitive else 0.5


def _worth_of_letter(word, at, char, before, after):
    if ord(char) > 0x17F:  # Greek and mathematics: never in these lists
        return -3
    start, end = at, at + 1
    while start and word[start - 1].isalpha():
        start -= 1
    while end < len(word) and word[end].isalpha():
        end += 1
    alone = word[start:end]
    if before.isdigit() or after.isdigit():
        return -2
    if len(alone) == 1:
        return 1 if char.lower() in "åøöéày" else -2
    if not (alone.islower() or alone.isupper() or (alone[0].isupper() and alone[1:].islower())):
        capitals = re.fullmatch(r"(?:Mc|Mac|De|Di|La|Le|Van|Von)?[A-ZÀ-Þ][^\W\d_]*", alone)
        if not (capitals and alone[-1].islower() and alone[0].isupper() and char.islower()):
            return -3
    if char in "œŒ" and after.lower() not in ("u", "i", "l", "s", "t"):
        return -2
    worth = 2 if char in _LETTERS else 1
    neighbours = [one.lower() in _VOWELS for one in (before, after) if one.isalpha()]
    if char.lower() in _VOWELS:
        worth -= 3 if len(neighbours) == 2 and all(neighbours) else any(neighbours)
    elif not any(neighbours):
        worth -= 1
    if at == start:
        worth += 1 if char.isupper() and not alone.isupper() else -0.5 if char.islower() else 0
    return worth


def _text(text):
    # A wrong mark on a picture or a program gives text full of zeros and unknown letters.
    sample = text[:_SAMPLE]
    return None if sample.count("\0") + sample.count("\ufffd") > len(sample) * 0.01 + 2 else text
