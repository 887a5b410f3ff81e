"""How far steps on somebody else's platform can be trusted: buttons move, principles stay.

The two limits are the course's own. Platforms announce no calendar of their changes.
"""

from datetime import date

# Half a year: expect a button or two to have moved.
FRESH_DAYS = 182
# A year and a half: read them for what to look for, not for where.
OLD_DAYS = 548

DAYS_A_MONTH = 30.4


def age(written: date, today: date) -> tuple[str, int]:
    """``(key, whole months)`` of steps written on a day: ``fresh``, ``ageing`` or ``old``."""
    days = max(0, (today - written).days)
    key = "fresh" if days <= FRESH_DAYS else "ageing" if days <= OLD_DAYS else "old"
    return key, int(days / DAYS_A_MONTH)
