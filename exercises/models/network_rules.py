"""The sorted rules as they lie in the learner's store.

Fields of ``network_rules``: ``<rule>.ticked`` (a list of EFFECTS) and ``<rule>.shown`` (True) for each rule
of texts/network_rules.toml; ``own_rule`` and ``own_out``, text on a rule of a network of the learner's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules.network_rules import EFFECTS
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "network_rules"


def kinds() -> dict[str, dict[str, Any]]:
    """The rules to sort, ``{key: record}``."""
    return Texts(STEM).data["rules"]


def ticked(store: Store, key: str) -> list[str]:
    """The effects ticked for a rule, in the order of EFFECTS."""
    kept = store.get(STEM, f"{key}.ticked") or ()
    return [effect for effect in EFFECTS if effect in kept]


def set_ticked(store: Store, key: str, effects: Sequence[str]) -> None:
    """Keep the effects ticked for a rule; none forgets it."""
    store.put(STEM, f"{key}.ticked", list(effects) or None)


def shown(store: Store, key: str) -> bool:
    """Whether both sides of a rule have been shown."""
    return bool(store.get(STEM, f"{key}.shown"))


def set_shown(store: Store, key: str) -> None:
    """Note that both sides of a rule have been shown."""
    store.put(STEM, f"{key}.shown", True)


KEEPS = Keeps(groups={"ticked": "effect"})
