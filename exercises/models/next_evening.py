"""The wish to be told of the next evening as it lies in the learner's own store: of ``next_evening`` the
fields ``name``, ``contact``, ``wanted`` (true or absent), ``given`` (ISO date of the yes) and ``taken_back``.
Nothing of it is sent: the learner gives the slip to the host."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import next_evening as rules
from exercises.typed import day

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "next_evening"


def read(store: Store) -> tuple[str, str, bool, bool]:
    """``(name, contact, yes, taken_back)``."""
    kept = store.fields(STEM)
    name, contact = (kept.get(part) or "" for part in rules.PARTS)
    return name, contact, kept.get("wanted") is True, kept.get("taken_back") is True


def given(store: Store) -> date | None:
    """The day of the yes, or None."""
    return day(store.get(STEM, "given"))


KEEPS = Keeps(names=frozenset({"name"}))
