"""The three tellings as they lie in the store: fields of ``pitch_builder``.

``version`` (1, 2 or 3) is the one on the page; for each, ``<n>.audience``, ``<n>.<part>`` for the parts of
:data:`exercises.rules.pitch_builder.PARTS`, and ``<n>.measured`` (seconds as typed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import Finding
from exercises.rules import pitch_builder as rules
from exercises.typed import parse_amount

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "pitch_builder"


def version(store: Store) -> int:
    """The number of the version on the page."""
    kept = store.get(STEM, "version")
    return kept if kept in rules.VERSIONS else rules.VERSIONS[0]


def field(store: Store, n: int, name: str) -> str:
    """One value of version ``n``, as typed."""
    return store.get(STEM, f"{n}.{name}", "")


def parts(store: Store, n: int) -> dict[str, str]:
    """``{part: text}`` of version ``n``."""
    return {part: field(store, n, part) for part in rules.PARTS}


def tellings(store: Store) -> list[str]:
    """The three whole texts in order; ``""`` for one not begun."""
    return [rules.whole(parts(store, n)) for n in rules.VERSIONS]


def measured(store: Store, n: int) -> tuple[float | None, Finding | None]:
    """``(seconds or None, fault or None)``; a fault is ``(key, names)``."""
    text = field(store, n, "measured")
    try:
        number = parse_amount(text, "seconds")
    except ValueError:
        return None, ("not_a_number", {"text": text})
    if number is not None and not 0 < number <= rules.LONGEST_MEASURED:
        return None, ("out_of_range", {"most": rules.LONGEST_MEASURED})
    return number, None
