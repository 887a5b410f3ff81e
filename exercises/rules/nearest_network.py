"""The network nearest to one: who runs it, when it meets, and one step towards it.

Where to look and what to ask are the course's own advice. A network that nobody calls together ends (sn2021),
so who does is asked first.
"""

from collections.abc import Mapping
from datetime import date

from exercises.rules import Finding
from exercises.rules.reflection import words

PARTS = ("name", "runs", "meets", "costs")
STEPS = ("wrote", "rang", "asked_member", "signed_up", "none_near")


def findings(parts: Mapping[str, str], step: str, day: date | None, today: date) -> list[Finding]:
    """What can be said of ``{part: text}``, the ``step`` (one of STEPS or "") and its ``day``, as
    ``[(key, names)]``."""
    written = [part for part in PARTS if words(parts.get(part, ""))]
    if not written and not step:
        return [("nothing_yet", {})]
    if step == "none_near":
        return [("none_near", {})]
    missing: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if part not in written]
    found = missing[:1]
    if not step:
        return [*found, ("no_step", {})]
    if day is None:
        return [*found, ("no_day", {})]
    return [*found, ("planned" if day > today else "done", {"day": day})]
