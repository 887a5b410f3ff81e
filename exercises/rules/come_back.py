"""Looking back after thirty, sixty and ninety days: what was done, what came of it, and what to keep.

Looking back by a form makes the next time about 25 % better (tannenbaum2013); the three days are the course's
own, those of the plan.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from exercises.rules import Finding
from exercises.rules.reflection import words

AFTER = (30, 60, 90)
PARTS = ("did", "came", "keep")


def days(start: date | None) -> list[date]:
    """The three days to come back on."""
    return [start + timedelta(days=n) for n in AFTER] if start else []


def findings(answers: Mapping[int, Mapping[str, str]], coming: Sequence[date], today: date) -> list[Finding]:
    """What can be said, as ``[(key, names)]``. ``answers`` is ``{30: {part: …}}``."""
    if not coming:
        return [("no_start", {})]
    written = [n for n in AFTER if any(words(answers.get(n, {}).get(part, "")) for part in PARTS)]
    due = [n for n, day in zip(AFTER, coming, strict=True) if day <= today and n not in written]
    if due:
        return [("due", {"n": due[0]})]
    if len(written) == len(AFTER):
        return [("all", {})]
    following = next((day for day in coming if day > today), None)
    return [("next", {"day": following})] if following else [("all", {})]
