"""The group one might make, as it lies in the store.

Fields of ``group_composer``: the learner's ``trade`` and ``market``, ``gaps`` and ``skills`` (lists of keys).
Rows of kind ``candidate``: ``who``, ``trade``, ``market``, ``skills`` (list of keys), ``ground``, ``chosen``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import group_composer as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "group_composer"
KIND = "candidate"


def picked(store: Store, name: str) -> tuple[str, ...]:
    """The keys of SKILLS that the learner ticked as ``gaps`` or ``skills``, in the order of SKILLS."""
    kept = store.get(STEM, name) or ()
    return tuple(skill for skill in rules.SKILLS if skill in kept)


def you(store: Store, name: str) -> rules.Owner:
    """The learner as one of the group, called ``name``."""
    return rules.Owner(
        name, store.get(STEM, "trade", ""), store.get(STEM, "market", ""), picked(store, "skills")
    )


def chosen(store: Store, unnamed: Callable[..., Any] | type[str]) -> list[rules.Owner]:
    """Those ticked as in the group; ``unnamed(at)`` names one without a nickname by its number from 1."""
    return [
        rules.Owner(
            (row.get("who") or "").strip() or unnamed(at),
            row.get("trade", ""),
            row.get("market", ""),
            tuple(skill for skill in rules.SKILLS if skill in (row.get("skills") or ())),
            row.get("ground", ""),
        )
        for at, row in enumerate(store.rows(KIND), start=1)
        if row.get("chosen")
    ]


KEEPS = Keeps(kinds=(KIND,), groups={"gaps": "skill"})
