"""The charter as it lies in the store: fields of ``charter``, named as in PARTS of its rules.

Days are ISO dates, ``at`` an ISO time, ``weeks`` and ``length`` numbers, ``people`` as typed.
"""

from datetime import time

from exercises.models.typed import day, number
from exercises.rules import charter as rules

STEM = "charter"


def at(store):
    """The time of day of the first meeting, or None."""
    try:
        return time.fromisoformat(store.get(STEM, "at", ""))
    except ValueError:
        return None


def read(store):
    """``(Charter, faults)``; faults as :func:`exercises.models.typed.number` gives them."""
    faults = []
    kept = store.fields(STEM)
    people = number(kept.get("people"), rules.MOST_PEOPLE, "people", faults)
    parts = {part for part in rules.PARTS if str(kept.get(part) or "").strip()}
    if people is None or people < 1:
        parts.discard("people")
    charter = rules.Charter(
        weeks=kept.get("weeks"),
        length=kept.get("length"),
        people=people,
        first=day(kept.get("first")),
        last=day(kept.get("last")),
        secrecy=kept.get("secrecy") or "",
        missing=tuple(part for part in rules.PARTS if part not in parts),
    )
    return charter, faults


def begun(store):
    """Whether anything is agreed yet."""
    return bool(store.fields(STEM))
