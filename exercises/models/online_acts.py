"""The acts as they lie in the store: rows of kind ``online_acts`` with ``day`` (ISO date), ``did``, ``note``
and ``back``."""

from exercises.models.typed import day
from exercises.rules.online_acts import Act

STEM = "online_acts"
KIND = "online_acts"


def read(store):
    """The rows as a list of :class:`Act`."""
    return [
        Act(at, day(row.get("day")), row.get("did") or "", row.get("note") or "", row.get("back") or "")
        for at, row in enumerate(store.rows(KIND), start=1)
    ]
