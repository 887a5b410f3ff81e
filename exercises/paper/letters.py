"""The letters that every reader of PDF has, Helvetica's, and how wide they are (Adobe's font metrics).

A font of its own would be larger than all the course's texts together; these two know Danish and English.
"""

from functools import cache

ENCODING = "cp1252"
SIZE_OF = 1000
_PLAIN = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 "
    "667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 "
    "833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 "
    "611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 "
    "611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
# What stands beyond the 95 signs of ASCII and is no letter with an accent: plain, bold.
_MORE = {
    **{"–": (556, 556), "—": (1000, 1000), "‘": (222, 278), "’": (222, 278), "“": (333, 500)},
    **{"”": (333, 500), "•": (350, 350), "…": (1000, 1000), "«": (556, 556), "»": (556, 556)},
    **{"·": (278, 278), "×": (584, 584), "½": (834, 834), "§": (556, 556), "°": (400, 400)},
    **{"±": (584, 584), "€": (556, 556), "²": (333, 333), "\xa0": (278, 278), "©": (737, 737)},
    **{"æ": (889, 889), "Æ": (1000, 1000), "ø": (611, 611), "Ø": (778, 778), "ß": (611, 611)},
}
_LIKE = dict(
    zip("åáàâäãéèêëíìîïóòôöõúùûüýçñÅÁÀÂÄÉÈÊËÓÖÜÇÑ", "aaaaaaeeeeiiiiooooouuuuycnAAAAAEEEEOOUCN", strict=True)
)
# What Helvetica has not, said with what it has.
_INSTEAD = str.maketrans(
    {"●": "•", "○": "o", "→": "–", "≤": "<", "≥": ">", "−": "–", "‑": "-", "\u202f": "\xa0", "\u2009": " "}
    | {"✓": "x", "↑": "^", "↓": "v", "≈": "~", "\u200b": "", "\xad": ""}
)


def printable(text: str) -> str:
    """``text`` in letters that can be printed; raises UnicodeEncodeError for one that cannot."""
    told = text.translate(_INSTEAD)
    told.encode(ENCODING)
    return told


def widths(bold: bool) -> list[int]:
    """How wide each sign from 32 to 255 of the encoding is, in thousandths of the size of the letters."""
    return [_width(bytes([code]).decode(ENCODING, "replace"), bold) for code in range(32, 256)]


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide ``text`` stands."""
    return _units(text, bold) * size / SIZE_OF


@cache
def _units(text, bold):
    return sum(_width(sign, bold) for sign in text)


def _width(sign, bold):
    sign = _LIKE.get(sign, sign)
    if sign in _MORE:
        return _MORE[sign][bold]
    table = _TABLES[bold]
    return table[ord(sign) - 32] if 32 <= ord(sign) < 127 else 556


_TABLES = [[int(number) for number in table.split()] for table in (_PLAIN, _BOLD)]
