"""Two learners who keep each other going between lessons: how often, and on which days.

What has a day gets done more often (gollwitzer2006). That a buddy helps is the course's own advice, and no
study that we know has tried it on owners.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from exercises.rules import Finding

WEEKS = ("1", "2", "4")  # between two talks
TALKS = 6
MESSAGES = ("ask", "before", "missed", "stop")


def days(first: date | None, weeks: str) -> list[date]:
    """The days of the next TALKS talks; none before both are chosen."""
    if first is None or weeks not in WEEKS:
        return []
    return [first + timedelta(weeks=int(weeks) * n) for n in range(TALKS)]


def findings(who: str, weeks: str, talks: Sequence[date], today: date) -> list[Finding]:
    """What can be said of the agreement, as ``[(key, names)]``."""
    if not who.strip() and not weeks:
        return [("nothing_yet", {})]
    if not who.strip():
        return [("nobody", {})]
    if not talks:
        return [("no_rhythm", {})]
    coming = next((day for day in talks if day >= today), None)
    return [("over", {})] if coming is None else [("next", {"day": coming})]
