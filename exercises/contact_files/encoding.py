"""Bytes into text: the encodings that Danish and British owners' programs write."""

import codecs

# Excel for Windows and Outlook, Excel for Mac, and old DOS programs. Told apart by which of them makes
# letters of the bytes: general detectors guess wrong on a file as small as twenty contacts.
_EIGHT_BIT = ("cp1252", "mac_roman", "cp865")
_LETTERS = frozenset("æøåÆØÅéÉüÜöÖäÄ")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_SAMPLE = 1 << 16


def decode(data):
    """The text of ``data``, or None where it is no text.

    A byte order mark decides; without one UTF-8, UTF-16 and three eight-bit encodings are tried. A file cut
    off inside a letter loses that letter only, and so does a stray byte in a file that else is UTF-8.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark) :].decode(encoding, errors="replace"))
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
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        pass
    forgiving = data.decode("utf-8", errors="replace")
    wrong = forgiving.count("\ufffd")
    right = (len(data) - len(data.translate(None, bytes(range(0xC2, 0xF5))))) - wrong
    if right > 4 * wrong:
        return forgiving
    return _eight_bit(data)


def _eight_bit(data):
    high = bytes(set(data) - set(range(128)))
    counts = {byte: data.count(byte) for byte in high}

    def letters(encoding):
        return sum(n for b, n in counts.items() if bytes([b]).decode(encoding, "replace") in _LETTERS)

    return data.decode(max(_EIGHT_BIT, key=letters), errors="replace")


def _text(text):
    # A wrong mark on a picture or a program gives text full of zeros and unknown letters.
    sample = text[:_SAMPLE]
    return None if sample.count("\0") + sample.count("\ufffd") > len(sample) * 0.01 + 2 else text
