"""A real owner's experience, told by the owner: what may be shown, how, and until when.

Nobody's story is told for them. Whoever tells has asked those who can be recognised in it, chooses the
name it is shown under, and can have it taken down without a reason (gdpr2016).
"""

from collections.abc import Mapping
from datetime import date

from exercises.rules import Finding
from exercises.rules.reflection import words

PARTS = ("title", "happened", "learned")
SHOWN_AS = ("full_name", "first_name", "trade_only")
TICKS = ("own_words", "asked_others", "may_show")
FEWEST = 40


def complete(parts: Mapping[str, str], shown_as: str, ticks: Mapping[str, bool]) -> bool:
    """Whether the story may be given away."""
    return all(words(parts.get(part, "")) for part in PARTS) and bool(shown_as) and all(ticks.values())


def findings(
    parts: Mapping[str, str],
    shown_as: str,
    until: date | None,
    ticks: Mapping[str, bool],
    take_down: bool,
    today: date,
) -> list[Finding]:
    """What can be said of a story, as ``[(key, names)]``."""
    if take_down:
        return [("take_down", {})]
    if not any(words(text) for text in parts.values()):
        return [("nothing_yet", {})]
    missing: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(parts.get(part, ""))]
    found = missing[:1]
    if 0 < words(parts.get("happened", "")) < FEWEST:
        found.append(("short", {"n": words(parts["happened"]), "fewest": FEWEST}))
    if until is not None and until <= today:
        found.append(("until_past", {}))
    if not shown_as:
        found.append(("no_name_chosen", {}))
    found += [(f"unticked.{tick}", {}) for tick, ticked in ticks.items() if not ticked][:1]
    return found or [("ready", {})]
