"""What came of asking to be recommended: kept short, with the other's side of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exercises.rules import Finding

WAYS = ("face", "phone", "paper", "electronic")
OUTCOMES = ("name", "thinking", "no", "else")


@dataclass(frozen=True)
class Ask:
    """One time of asking: ``day`` or None, ``way`` and ``outcome`` (a key or None), ``theirs`` how it looked
    from the other's side, as written.
    """

    day: date | None = None
    way: str | None = None
    outcome: str | None = None
    theirs: str = ""

    @property
    def begun(self) -> bool:
        return self != Ask()


def asked(asks: Sequence[Ask], today: date) -> list[Ask]:
    """Those that have happened: begun, and not on a day to come."""
    return [ask for ask in asks if ask.begun and not (ask.day and ask.day > today)]


def counts(asks: Sequence[Ask], today: date) -> dict[str, int]:
    """``{outcome: how many}`` of those that have happened."""
    return {outcome: sum(ask.outcome == outcome for ask in asked(asks, today)) for outcome in OUTCOMES}


def findings(ask: Ask, today: date) -> list[Finding]:
    """What can be said of one :class:`Ask`, as a list of ``(key, names)``."""
    if not ask.begun:
        return []
    if ask.day and ask.day > today:
        return [("to_come", {"day": ask.day})]
    found: list[Finding] = [(f"outcome_{ask.outcome}" if ask.outcome else "no_outcome", {})]
    if ask.theirs.strip():
        found.append(("theirs", {"line": ask.theirs.strip()}))
    else:
        found.append(("no_theirs", {}))
    return found
