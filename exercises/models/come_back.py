"""Coming back as it lies in the store: of ``come_back`` the field ``start`` (ISO date) and ``<days>.<part>``
for each of AFTER and PARTS. Without a start of its own,
that of the ninety days' plan counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.models import ninety_days
from exercises.rules import come_back as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "come_back"


def start(store: Store) -> date | None:
    """The day that is counted from, None where neither it nor a plan is there."""
    return day(store.get(STEM, "start")) or day(store.get(ninety_days.STEM, "start"))


def read(store: Store) -> tuple[dict[int, dict[str, str]], list[date]]:
    """``({days: {part: text}}, the three days)``."""
    kept = store.fields(STEM)
    answers = {n: {part: kept.get(f"{n}.{part}") or "" for part in rules.PARTS} for n in rules.AFTER}
    return answers, rules.days(start(store))
