"""The introduction of lesson 9 as it lies in the store: fields of ``introduction``.

``one`` and ``other`` (nicknames), ``one_gets`` and ``other_gets``, ``asked_one``, ``asked_other`` and
``made`` (true or absent), ``came`` (what came of it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import introduction as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "introduction"


def read(store: Store) -> rules.Introduction:
    """The :class:`rules.Introduction`."""
    kept = store.fields(STEM)
    known: dict[str, Any] = {name: kept.get(name) or "" for name in (*rules.PARTS, "came")}
    known |= {name: bool(kept.get(name)) for name in (*rules.ASKED, "made")}
    return rules.Introduction(**known)


KEEPS = Keeps(names=frozenset({"one", "other"}))
