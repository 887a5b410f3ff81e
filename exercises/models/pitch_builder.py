"""The three tellings as they lie in the store: fields of ``pitch_builder``.

``version`` (1, 2 or 3) is the one on the page; for each, ``<n>.audience``, ``<n>.<part>`` for the parts of
:data:`exercises.rules.pitch_builder.PARTS`, and ``<n>.measured`` (seconds as typed).
"""

from exercises.rules import pitch_builder as rules
from exercises.texts.reading import parse_number

STEM = "pitch_builder"


def version(store):
    """The number of the version on the page."""
    kept = store.get(STEM, "version")
    return kept if kept in rules.VERSIONS else rules.VERSIONS[0]


def field(store, n, name):
    """One value of version ``n``, as typed."""
    return store.get(STEM, f"{n}.{name}", "")


def parts(store, n):
    """``{part: text}`` of version ``n``."""
    return {part: field(store, n, part) for part in rules.PARTS}


def tellings(store):
    """The three whole texts in order; ``""`` for one not begun."""
    return [rules.whole(parts(store, n)) for n in rules.VERSIONS]


def measured(store, n):
    """``(seconds or None, fault or None)``; a fault is ``(key, names)``."""
    text = field(store, n, "measured")
    try:
        number = parse_number(text)
    except ValueError:
        return None, ("not_a_number", {"text": text})
    if number is not None and not 0 < number <= rules.LONGEST_MEASURED:
        return None, ("out_of_range", {"most": rules.LONGEST_MEASURED})
    return number, None
