"""The three easy messages as they lie in the store.

Rows of kind ``warm_up`` with the keys "1" to "3": ``who``, ``text``, ``sent`` (ISO date or "") and
``answered``. Field ``warm_up.guess``: how many of them will answer, as the learner guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.rules import warm_up as rules
from exercises.store import holds

if TYPE_CHECKING:
    from exercises.store import Store


STEM = KIND = "warm_up"
NUMBERS = tuple(range(1, rules.MESSAGES + 1))
EMPTY = {"who": "", "text": "", "sent": "", "answered": False}


def row(store: Store, n: int) -> dict[str, Any]:
    """The row of message ``n``, with every name, whether or not it was begun."""
    return EMPTY | next((row for row in store.rows(KIND) if row.get("key") == str(n)), {})


def put(store: Store, n: int, name: str, value: bool | str) -> None:
    """Keep one value of message ``n``."""
    with store.transaction():
        kept = {key: value for key, value in row(store, n).items() if key in EMPTY}
        kept |= {name: value}
        row_id = store.add(KIND, key=str(n), **kept)
        if not holds(kept):
            store.remove(row_id)


def greetings(store: Store) -> list[rules.Greeting]:
    """The messages in order, as :class:`exercises.rules.warm_up.Greeting`."""
    rows = [row(store, n) for n in NUMBERS]
    return [rules.Greeting(r["who"], r["text"], bool(r["sent"]), bool(r["answered"])) for r in rows]


def guess(store: Store) -> int | None:
    """How many of them the learner thinks will answer, or None."""
    kept = store.get(STEM, "guess")
    return kept if isinstance(kept, int) and 0 <= kept <= rules.MESSAGES else None
