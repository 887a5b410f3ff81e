"""Who is called when something goes wrong, as it lies in the learner's store: fields of ``insurance``.

For each of :data:`~exercises.rules.insurance.SITUATIONS`: ``<situation>.first.who`` and
``<situation>.second.who`` (nicknames), ``<situation>.asked`` (true or absent); and ``own.what``, what the
learner's own situation is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import insurance as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "insurance"


def covers(store: Store) -> list[rules.Cover]:
    """A :class:`~exercises.rules.insurance.Cover` for each situation, in order."""
    fields = store.fields(STEM)
    return [
        rules.Cover(
            situation,
            **{turn: (fields.get(f"{situation}.{turn}.who") or "").strip() for turn in rules.TURNS},
            asked=bool(fields.get(f"{situation}.asked")),
        )
        for situation in rules.SITUATIONS
    ]


def own(store: Store) -> str:
    """What the learner's own situation is, as typed."""
    return (store.get(STEM, "own.what") or "").strip()
