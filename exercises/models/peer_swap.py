"""The swap with a peer as it lies in the store: fields of ``peer_swap``, ``<evening>.<name>``.

``way`` (one of WAYS), the three PARTS, ``gave``, ``changed``, ``rested`` (ISO time), ``score.<criterion>``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from exercises.rules import peer_swap as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "peer_swap"


def read(store: Store, evening: str) -> rules.Note:
    """The :class:`rules.Note` of one evening."""

    def get(name):
        kept = store.get(STEM, f"{evening}.{name}")
        return kept if isinstance(kept, str) else ""

    scores = {name: get(f"score.{name}") for name in rules.CRITERIA}
    allowed = [str(n) for n in range(rules.MOST_SCORE + 1)]
    return rules.Note(
        way=get("way"),
        got={part: get(part) for part in rules.PARTS},
        gave=get("gave"),
        changed=get("changed"),
        rested=_time(get("rested")),
        scores={name: int(score) for name, score in scores.items() if score in allowed},
    )


def put_away(store: Store, evening: str, now: datetime | None) -> None:
    """Note when the work was put away; ``None`` takes it out again."""
    store.put(STEM, f"{evening}.rested", now.isoformat(timespec="seconds") if now else None)


def _time(text):
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
