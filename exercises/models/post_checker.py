"""The post as it lies in the store: fields of ``post_checker``.

``place`` (one of PLACES), the four PARTS as written; afterwards ``day`` (ISO date), ``thanks``, ``questions``
and ``orders`` (as typed) and ``said`` (one of SAID).
"""

from exercises.models.typed import day, number
from exercises.rules import post_checker as rules

STEM = "post_checker"
COUNTED = ("thanks", "questions", "orders")


def parts(store):
    """``{part: text}`` of the post."""
    kept = store.fields(STEM)
    return {part: kept.get(part, "") for part in rules.PARTS}


def outcome(store):
    """``(outcome, faults)``: the :class:`rules.Outcome`, and slips as ``(text key, field, {names})``."""
    kept, faults = store.fields(STEM), []
    said = kept.get("said", "")
    return rules.Outcome(
        day=day(kept.get("day", "")),
        **{name: number(kept.get(name), rules.MOST_COUNTED, name, faults) for name in COUNTED},
        said=said if said in rules.SAID else "",
    ), faults
