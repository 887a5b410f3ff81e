"""The questionnaire as it lies in the store: of ``effect`` the fields ``code``, ``week`` (the one shown) and
``<week>.<item>`` (a key of `rules.options`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import effect as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "effect"
FORMAT = 1  # of the file of numbers


def answers(store: Store) -> dict[int, dict[str, int]]:
    """``{week: {item: number}}`` for what is answered."""
    kept, found = store.fields(STEM), {week: {} for week in rules.WEEKS}
    for week in rules.WEEKS:
        for item in rules.ITEMS:
            options = rules.options(item)
            if (key := kept.get(f"{week}.{item}")) in options:
                found[week][item] = options.index(key)
    return found


def numbers(store: Store) -> bytes | None:
    """What is handed in, as the bytes of a JSON file: numbers alone; None without a code or an answer.

    ``netvaerk_effect`` is the format, ``code`` the number on the slip, ``weeks`` the answers in the order of
    `rules.ITEMS`, -1 for one left out.
    """
    given, code = answers(store), rules.code(store.get(STEM, "code", ""))
    if code is None or not any(given.values()):
        return None
    weeks = {str(week): [said.get(item, -1) for item in rules.ITEMS] for week, said in given.items() if said}
    return json.dumps({"netvaerk_effect": FORMAT, "code": code, "weeks": weeks}).encode()


KEEPS = Keeps(
    groups=dict.fromkeys(rules.SCALES[rules.INTENSITY], "often") | {"week": "week"},
    furniture=frozenset({"week"}),
)
