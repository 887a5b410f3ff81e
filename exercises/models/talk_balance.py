"""Who talked for how long at the meeting, as it lies in the store.

Rows of kind ``talked``: ``who``, ``minutes`` (as typed). Fields of ``talk_balance``: ``day`` and ``next``
(ISO dates), ``invited`` and ``came`` (as typed).
"""

from exercises.models.typed import number
from exercises.rules import talk_balance as rules

STEM = "talk_balance"
KIND = "talked"


def read(store, unnamed):
    """``([(name, minutes)], faults)`` of the rows with minutes; ``unnamed(at)`` names one without."""
    faults = []
    talked = []
    for at, row in enumerate(store.rows(KIND), start=1):
        minutes = number(row.get("minutes"), rules.MOST_MINUTES, at, faults)
        if minutes is not None:
            talked.append(((row.get("who") or "").strip() or unnamed(at), minutes))
    return talked, faults


def attendance(store):
    """``(invited, came, faults)``; None for what is not said. More came than were invited is no fault."""
    faults = []
    invited, came = (
        number(store.get(STEM, name, ""), rules.MOST_PEOPLE, name, faults) for name in ("invited", "came")
    )
    return invited, came, faults
