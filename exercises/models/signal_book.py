"""The signal book of lesson 9 as it lies in the store.

Rows of kind ``signal_talk``: ``circle`` (a name: one from the map, or any other), ``own_trade`` (true or
absent), ``who`` (a nickname), ``day`` (ISO date or ""), and for each question of :data:`rules.QUESTIONS` the
answer ``<question>``, ``<question>_told`` (one of TOLD or "") and ``<question>_same`` (the id of an earlier
signal or ""). A signal's id is ``"<row id>.<question>"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import signal_book as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "signal_book"
KIND = "signal_talk"


def circles_on_map(store: Store) -> tuple[str, ...]:
    """The names of the circles on the learner's map."""
    from exercises.models.my_network import circles

    return tuple(circle.name for circle in circles(store))


def talks(store: Store) -> list[rules.Talk]:
    """Every talk as a :class:`rules.Talk`, in the order they were added."""
    found = []
    earlier = set()
    for at, row in enumerate(store.rows(KIND), start=1):
        circle, own = row.get("circle") or "", bool(row.get("own_trade"))
        signals = tuple(
            rules.Signal(
                id=f"{row['id']}.{question}",
                text=row[question].strip(),
                circle=circle,
                told=row.get(f"{question}_told") or "",
                same=row[f"{question}_same"] if row.get(f"{question}_same") in earlier else "",
                own_trade=own,
            )
            for question in rules.QUESTIONS
            if (row.get(question) or "").strip()
        )
        earlier |= {signal.id for signal in signals}
        found.append(
            rules.Talk(at, circle, (row.get("who") or "").strip(), day(row.get("day")), own, signals)
        )
    return found


def earlier_signals(store: Store, row_id: int) -> list[rules.Signal]:
    """The signals of the talks before that of row ``row_id``, in order."""
    found = []
    for row, talk in zip(store.rows(KIND), talks(store), strict=True):
        if row["id"] == row_id:
            return found
        found += talk.signals
    return found


def _same(words, signal):
    """The earlier signal that a row names by ``<row id>.<question>``; None where it names none."""
    if not signal:
        return None
    row_id, _, question = str(signal).partition(".")
    found = next((row for row in words.store.rows(KIND) if str(row["id"]) == row_id), {})
    return found.get(question) or words.t("gone")


KEEPS = Keeps(kinds=(KIND,), cells={f"{question}_same": _same for question in rules.QUESTIONS})
