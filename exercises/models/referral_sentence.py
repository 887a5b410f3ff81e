"""The request of lesson 7 as it lies in the store.

Fields of ``referral_sentence``: the texts :data:`rules.PARTS` and ``thanks``, and the choices ``bond``,
``moment``, ``way``, ``many`` and ``first`` (a key of the rules or absent).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import referral_sentence as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "referral_sentence"
CHOICES = {
    "bond": rules.BONDS,
    "moment": rules.MOMENTS,
    "way": rules.WAYS,
    "many": rules.MANY,
    "first": rules.FIRST,
}


def parts(store: Store) -> dict[str, str]:
    """``{part: text}`` as typed."""
    return {part: store.get(STEM, part, "") for part in rules.PARTS}


def choice(store: Store, name: str) -> str | None:
    """The key that was chosen, or None."""
    kept = store.get(STEM, name)
    return kept if kept in CHOICES[name] else None


def choices(store: Store) -> dict[str, str | None]:
    """``{name: key or None}``."""
    return {name: choice(store, name) for name in CHOICES}


def thanks(store: Store) -> str:
    """How the learner thanks, as typed."""
    return store.get(STEM, "thanks", "")
