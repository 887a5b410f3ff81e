"""The last posts as they lie in the store: rows of kind ``post_reach`` (``what``, ``reach``, ``reactions`` as
typed) and the field ``sample`` of ``post_reach``, True while Bente's invented posts are shown instead."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from exercises.rules import post_reach as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "post_reach"
KIND = "post_reach"
SAMPLE = Path(__file__).parent.parent / "data" / "bente_posts.toml"


def read(store: Store) -> tuple[list[rules.Post], list[Slip]]:
    """``(posts, faults)``: the rows with a reach as :class:`rules.Post`, and slips ``(key, at, {names})``."""
    posts, faults = [], []
    for at, row in enumerate(store.rows(KIND), start=1):
        reach = number(row.get("reach"), rules.MOST, at, faults)
        reactions = number(row.get("reactions"), rules.MOST, at, faults)
        if reach is not None:
            posts.append(rules.Post(at, (row.get("what") or "").strip(), reach, reactions))
    return posts, faults


def sample(lang: str) -> list[rules.Post]:
    """Bente's five posts."""
    rows = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["post"]
    return [
        rules.Post(at, row["what"][lang], row["reach"], row["reactions"])
        for at, row in enumerate(rows, start=1)
    ]
