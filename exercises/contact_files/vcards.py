"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): the few properties that a network needs.

Read here line by line rather than with vobject: its pattern for a line takes time that doubles with each
comma (22 commas: two seconds), it logs a card's lines, and it stops at the first card that is not closed.
"""

import re

from exercises.contact_files.collecting import MAX_ROWS
from exercises.contact_files.contact import (
    emails_in,
    labels_in,
    phones_in,
    tidy,
    tidy_name,
    unique,
    unique_phones,
)
from exercises.contact_files.encoding import decode

_WANTED = {
    b"FN", b"N", b"NICKNAME", b"ORG", b"TITLE", b"ROLE", b"EMAIL", b"TEL", b"ADR", b"CATEGORIES", b"KIND",
    b"X-ADDRESSBOOKSERVER-KIND",
}  # fmt: skip
_MAX_LINE = 10_000
_MAX_PROPERTIES = 200
_MAX_LINES = 3_000_000

# Each alternative begins with its own character: these patterns cannot backtrack.
_HEAD = re.compile(rb'((?:[^:"]|"[^"]*")*):')
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"|")+')
_ESCAPE = re.compile(r"\\([\\;,nN:])")
_CHARSET = re.compile(r"(utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|cp\d{3,4}|macintosh)", re.IGNORECASE)


def looks_like_vcards(data):
    """Whether a card begins near the start of ``data`` (bytes)."""
    return re.search(rb"^\s*BEGIN\s*:\s*VCARD", data[:4096], re.IGNORECASE | re.MULTILINE) is not None


def collect_vcards(data, collector):
    """Hand the contact of each card in ``data`` (bytes) to ``collector``; raises Full at a limit.

    A card without an end gives no contact, and the cards after it are read all the same.
    """
    number, card = 0, None
    for event, line in _logical_lines(data):
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
            _keep(card, number, collector)
            card = None
        elif len(card) < _MAX_PROPERTIES:
            card.append(line)
    if card is not None:
        collector.skip(number, "skipped_half_card")


def _logical_lines(data):
    """("begin", b""), ("line", unfolded line), ("end", b"") for the wanted properties of each card.

    A property that is not wanted (a photo of a megabyte) is passed over a line at a time, never joined.
    """
    import io

    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    line, quoted, agent = None, False, False
    for count, physical in enumerate(io.BytesIO(data)):
        if count > _MAX_LINES:
            yield "too long", b""
            return
        physical = physical.rstrip(b"\r\n")
        if quoted:  # the line before ended in "=": this is its continuation, whatever it looks like
            quoted = physical.endswith(b"=")
            if line is not None and len(line) < _MAX_LINE:
                line = line[:-1] + physical[:_MAX_LINE]
            continue
        if physical[:1] in (b" ", b"\t"):
            if line is not None and len(line) < _MAX_LINE:
                line += physical[1:_MAX_LINE]
                quoted = physical.endswith(b"=") and _is_quoted_printable(line)
            continue
        if line is not None:
            yield "line", line
            line = None
        mark = physical[:40].replace(b" ", b"").upper()
        if mark in (b"BEGIN:VCARD", b"END:VCARD"):
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
            line = physical[:_MAX_LINE]
        quoted = physical.endswith(b"=") and _is_quoted_printable(physical)
    if line is not None:
        yield "line", line


def _is_quoted_printable(line):
    return b"QUOTED-PRINTABLE" in line[:200].partition(b":")[0].upper()


def _keep(card, number, collector):
    properties = {}
    for line in card:
        name, parameters, pieces = _property(line)
        if any(pieces):
            properties.setdefault(name, []).append((parameters, pieces))
    if any("group" in pieces[0].lower() for name in _KINDS for _, pieces in properties.get(name, ())):
        collector.skip(number, "skipped_group_card")
        return

    def first(name, index=0):
        pieces = properties.get(name, [((), [""])])[0][1]
        return tidy(pieces[index]) if index < len(pieces) else ""

    def every(name, read, unless=()):
        values = (pieces for parameters, pieces in properties.get(name, ()) if not parameters & set(unless))
        return unique(one for pieces in values for one in read(_whole(name, pieces)))

    whole = tidy_name(first("FN").removeprefix(first("N", 3) or " "))
    parts = " ".join(filter(None, (first("N", 1), first("N", 2), first("N", 0))))
    values = {
        # Some programs put the address where they know no name.
        "name": (whole if "@" not in whole else "") or tidy_name(parts) or tidy_name(first("NICKNAME")),
        "organisation": first("ORG"),
        "title": first("TITLE") or first("ROLE"),
        "emails": every("EMAIL", emails_in),
        "phones": unique_phones(every("TEL", phones_in, unless=("fax", "pager"))),
        "city": _city(properties.get("ADR", ())),
        "labels": every("CATEGORIES", labels_in),
    }
    collector.fields |= dict.fromkeys(_FIELDS[name] for name in properties if name in _FIELDS)
    collector.add(number, **values)


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
    """The name, the parameters (a set of lower-case words) and the ;-parted pieces of an unfolded line."""
    head = _HEAD.match(line)
    head, value = (head[1], line[head.end() :]) if head else line.partition(b":")[::2]
    words = _PARAMETER.findall(head.decode("ascii", errors="replace"))
    name = words[0].rpartition(".")[2].upper() if words else ""
    parameters = set()
    charset = None
    for word in words[1:]:
        key, _, content = word.partition("=")
        if key.strip().upper() == "CHARSET":
            charset = content.strip(' "')
        parameters |= {part.strip(' "').lower() for part in (content or key).split(",")}
    return name, parameters, [_decoded(piece, parameters, charset) for piece in _pieces(value)]


def _pieces(value):
    """``value`` (bytes) parted at each ; that has no backslash before it."""
    if b"\\" not in value:
        return value.split(b";")
    return re.findall(rb"(?:[^\\;]|\\.|\\$)+|(?<=;)(?=;|$)|^(?=;|$)", value, re.DOTALL)


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
