"""The sorted claims of lesson 1 as they lie in the store: of ``claim_sort`` a field for each of CLAIMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import claim_sort as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "claim_sort"


def answers(store: Store) -> dict[str, str]:
    """``{claim: kind}`` for the sentences that are sorted."""
    kept = store.fields(STEM)
    return {claim: kept[claim] for claim in rules.CLAIMS if kept.get(claim) in rules.KINDS}


KEEPS = Keeps(groups=dict.fromkeys(rules.CLAIMS, "kind"))
