"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): the few properties that a network needs.

Read here line by line rather than with vobject: its pattern for a line takes time that doubles with each
comma (22 commas: two seconds), it logs a card's lines, and it stops at the first card that is not closed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exercises.contact_files.collecting import MAX_ROWS
from exercises.contact_files.contact import (
    emails_in,
    is_fax,
    labels_in,
    phones_in,
    tidy,
    tidy_name,
    unique,
    unique_phones,
)
from exercises.contact_files.encoding import decode

if TYPE_CHECKING:
    from exercises.contact_files.collecting import Collector


_WANTED = {
    b"FN", b"N", b"NICKNAME", b"ORG", b"TITLE", b"ROLE", b"EMAIL", b"TEL", b"ADR", b"CATEGORIES", b"KIND",
    b"X-ADDRESSBOOKSERVER-KIND", b"VERSION", b"X-ABLABEL",
}  # fmt: skip
_MAX_LINE = 10_000
_MAX_PROPERTIES = 200
_MAX_LINES = 3_000_000

# Each alternative begins with its own character: these patterns cannot backtrack.
_HEAD = re.compile(rb'((?:[^:"]|"[^"]*")*):')
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"|")+')
_ESCAPE = re.compile(r"\\([\\;,nN:])")
_CHARSET = re.compile(r"(utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|cp\d{3,4}|macintosh)", re.IGNORECASE)


_MARK = b"\xef\xbb\xbf"
# A card's first or last line that a program has put on one line with its neighbour. The words in the middle
# of a note are no such line.
_GLUED = re.compile(
    rb"(?P<before>[^\n])?(?P<end>END[ \t]*:[ \t]*VCARD)[ \t;]*(?=\n|\Z|[ \t]*BEGIN[ \t]*:)"
    rb"|(?P<begin>^[ \t]*BEGIN[ \t]*:[ \t]*VCARD)[ \t;]*(?P<after>[A-Z][A-Z0-9.-]*[:;])",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_vcards(data: bytes) -> bool:
    """Whether a card begins near the start of ``data`` (bytes)."""
    start = data[:4096].replace(_MARK, b"")
    return re.search(rb"^\s*BEGIN\s*:\s*VCARD", start, re.IGNORECASE | re.MULTILINE) is not None


def collect_vcards(data: bytes, collector: Collector) -> None:
    """Hand the contact of each card in ``data`` (bytes) to ``collector``; raises Full at a limit.

    A card without an end gives no contact, and the cards after it are read all the same.
    """
    number = 0
    card: list[str] | None = None
    for event, line in _logical_lines(_on_own_lines(data)):
        if event == "begin":
            if card is not None:
                collector.skip(number, "skipped_half_card")
            number += 1
            card = []
            if number > MAX_ROWS:
                collector.stop(number, "skipped_too_many_rows", limit=MAX_ROWS)
        elif event == "too long":
            collector.stop(number, "skipped_too_many_rows", limit=MAX_ROWS)
        elif card is None:
            continue
        elif event == "end":
            _keep(_unfolded(card), number, collector)
            card = None
        elif len(card) < _MAX_PROPERTIES:
            card.append(line)
    if card is not None:
        collector.skip(number, "skipped_half_card")


def _on_own_lines(data):
    """``data`` with the marks between cards gone, and each card's first and last line on its own."""
    data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(_MARK, b"")

    def parted(match):
        if match["end"]:
            return (match["before"] + b"\n" if match["before"] else b"") + match["end"] + b"\n"
        return match["begin"] + b"\n" + match["after"]

    return _GLUED.sub(parted, data)


def _unfolded(card):
    """The lines of a card, each joined from the pieces it was folded into.

    vCard 2.1 folds only where a blank stands and keeps it; 3.0 and 4.0 fold anywhere and put the blank in.
    """
    old = any(re.fullmatch(rb"VERSION\s*:\s*2\.1\s*", pieces[0], re.IGNORECASE) for pieces in card)
    for pieces in card:
        # An address has no blanks; a letter may be folded in the middle.
        token = re.match(rb"[\w.-]*EMAIL\b|[^:]*:\s*$", pieces[0], re.IGNORECASE)
        line = pieces[0]
        for piece in pieces[1:]:
            inside_a_letter = line[-1:] > b"\x7f" and b"\x80" <= piece[:1] <= b"\xbf"
            line += piece if not old or token or inside_a_letter else b" " + piece
        yield line


def _logical_lines(data):
    """("begin", b""), ("line", [piece, …]), ("end", b"") for the wanted properties of each card.

    A property that is not wanted (a photo of a megabyte) is passed over a line at a time, never joined.
    """
    import io

    line, quoted, agent, length = None, False, False, 0
    for count, physical in enumerate(io.BytesIO(data)):
        if count > _MAX_LINES:
            yield "too long", b""
            return
        physical = physical.rstrip(b"\r\n")
        mark = physical[:40].replace(b" ", b"").replace(b"\t", b"").upper()
        is_mark = mark in (b"BEGIN:VCARD", b"END:VCARD")
        if (
            quoted and not is_mark
        ):  # the line before ended in "=": this goes on with it, whatever it looks like
            quoted = physical.rstrip(b" \t").endswith(b"=")
            if line is not None and length < _MAX_LINE:
                line[-1] = line[-1].rstrip(b" \t")[:-1] + physical[:_MAX_LINE]
                length += len(physical)
            continue
        quoted = False
        if physical[:1] in (b" ", b"\t") and not is_mark:
            if line is not None and length < _MAX_LINE:
                line.append(physical[1:_MAX_LINE])
                length += len(physical)
                quoted = physical.rstrip(b" \t").endswith(b"=") and _is_quoted_printable(line[0])
            continue
        if line is not None:
            yield "line", line
            line = None
        if is_mark:
            begins = mark.startswith(b"BEGIN")
            if agent:  # vCard 2.1 may hold another person's card inside a card
                agent = begins
            else:
                yield ("begin" if begins else "end"), b""
            continue
        if agent:
            continue
        name = re.match(rb"[\w.-]*", physical[:80])[0].upper().rpartition(b".")[2]
        agent = name == b"AGENT" and physical.rstrip().endswith(b":")
        if name in _WANTED:
            line, length = [physical[:_MAX_LINE]], len(physical)
        quoted = physical.rstrip(b" \t").endswith(b"=") and _is_quoted_printable(physical)
    if line is not None:
        yield "line", line


def _is_quoted_printable(line):
    return b"QUOTED-PRINTABLE" in line[:200].partition(b":")[0].upper()


def _keep(card, number, collector):
    properties, labels = {}, {}
    for line in card:
        name, group, parameters, pieces = _property(line)
        if name == "X-ABLABEL":
            labels[group] = pieces[0]
        elif any(pieces):
            properties.setdefault(name, []).append((parameters, group, pieces))
    if any("group" in pieces[0].lower() for name in _KINDS for _, _, pieces in properties.get(name, ())):
        collector.skip(number, "skipped_group_card")
        return

    def first(name, index=0):
        pieces = properties.get(name, [((), "", [""])])[0][2]
        return tidy(pieces[index]) if index < len(pieces) else ""

    def every(name, read):
        values = (pieces for _, _, pieces in properties.get(name, ()))
        return unique(one for pieces in values for one in read(_whole(name, pieces)))

    faxes, phones = [], []
    for parameters, group, pieces in properties.get("TEL", ()):
        kinds = [*parameters, labels.get(group, "") if group else ""]
        (faxes if any(map(is_fax, kinds)) else phones).append(_whole("TEL", pieces))
    numbers = unique_phones(one for value in phones for one in phones_in(value))
    whole = tidy_name(first("FN").removeprefix(first("N", 3) or " "))
    parts = " ".join(filter(None, (first("N", 1), first("N", 2), first("N", 0))))
    values = {
        # Some programs put the address where they know no name.
        "name": (whole if "@" not in whole else "") or tidy_name(parts) or tidy_name(first("NICKNAME")),
        "organisation": first("ORG"),
        "title": first("TITLE") or first("ROLE"),
        "emails": every("EMAIL", emails_in),
        "phones": numbers,
        "city": _city([(parameters, pieces) for parameters, _, pieces in properties.get("ADR", ())]),
        "labels": unique(
            label
            for _, _, pieces in properties.get("CATEGORIES", ())
            for piece in pieces
            for label in labels_in(piece)
        ),
    }
    collector.fields |= dict.fromkeys(_FIELDS[name] for name in properties if name in _FIELDS)
    collector.add(number, **values)
    for fax in faxes:
        collector.leave(number, "left_fax", value=tidy(fax)[:60])
    for value in phones:
        if not phones_in(value):
            collector.leave(number, "left_no_phone", value=tidy(value)[:60])
    for _, _, pieces in properties.get("EMAIL", ()):
        if not emails_in(_whole("EMAIL", pieces)):
            collector.leave(number, "left_no_email", value=tidy(_whole("EMAIL", pieces))[:60])


_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_FIELDS = {
    "FN": "name",
    "N": "name",
    "NICKNAME": "name",
    "ORG": "organisation",
    "TITLE": "title",
    "ROLE": "title",
    "EMAIL": "emails",
    "TEL": "phones",
    "ADR": "city",
    "CATEGORIES": "labels",
}


def _whole(name, pieces):
    # tel:+45-12-34-56-78;ext=2 is one value, not a list.
    return pieces[0] if name == "TEL" else ";".join(pieces)


def _city(addresses):
    cities = [
        (parameters, tidy(pieces[3])) for parameters, pieces in addresses if len(pieces) > 3 and pieces[3]
    ]
    at_work = [city for parameters, city in cities if "work" in parameters]
    return next(iter(at_work + [city for _, city in cities]), "")


def _property(line):
    """The name, the group before its dot, the parameters (a set of lower-case words) and the ;-parted pieces
    of an unfolded line. A list in a name is parted by commas: its words follow each other, and of several
    nicknames the first counts.
    """
    head = _HEAD.match(line)
    head, value = (head[1], line[head.end() :]) if head else line.partition(b":")[::2]
    words = _PARAMETER.findall(head.decode("ascii", errors="replace"))
    group, _, name = words[0].rpartition(".") if words else ("", "", "")
    name = name.strip().upper()
    parameters = set()
    charset = None
    for word in words[1:]:
        key, _, content = word.partition("=")
        if key.strip().upper() == "CHARSET":
            charset = content.strip(' "')
        parameters |= {part.strip(' "').lower() for part in (content or key).split(",")}

    def text(piece):
        return _decoded(piece, parameters, charset)

    pieces = _parted(value, b";")
    if name == "N":
        pieces = [" ".join(filter(None, map(tidy, map(text, _parted(piece, b","))))) for piece in pieces]
    elif name == "NICKNAME":
        pieces = [next(filter(None, map(tidy, map(text, _parted(value, b",")))), "")]
    elif name == "CATEGORIES":
        # A comma that is part of a label's name would part it again.
        pieces = [text(label).replace(",", " ") for piece in pieces for label in _parted(piece, b",")]
    else:
        pieces = [text(piece) for piece in pieces]
    return name, group, parameters, pieces


def _parted(value, sign):
    """``value`` (bytes) parted at each ``sign`` that has no backslash before it."""
    if b"\\" not in value:
        return value.split(sign)
    parts, start = [], 0
    for match in re.finditer(rb"\\.|" + sign, value, re.DOTALL):
        if match[0] == sign:
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]]


def _decoded(piece, parameters, charset):
    if "quoted-printable" in parameters:
        import quopri

        piece = quopri.decodestring(piece)
    text = piece.decode() if piece.isascii() else None
    if text is None and charset and _CHARSET.fullmatch(charset):
        text = _or_none(piece, charset)
    if text is None:
        text = decode(piece) or ""
    return _ESCAPE.sub(lambda match: " " if match[1] in "nN" else match[1], text)


def _or_none(piece, charset):
    try:
        return piece.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
