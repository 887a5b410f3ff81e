"""The evening of the chosen theme: its product, the titles tried, and the swap."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from exercises.models import peer_swap, theme_sheet, title_test
from exercises.rules import theme_sheet as rules
from exercises.rules.peer_swap import complete
from exercises.rules.reflection import words

if TYPE_CHECKING:
    from exercises.store import Store


EVENING = "theme-evening"
# What the evening's page must hold before the hand-in is whole.
WANTED = {"parts_in_order": 2, "product_words": 30, "peer_note": 1}


def figures(store: Store) -> dict[str, int]:
    """Words, LIX, headings and parts of the product; titles and choices; ``peer_note`` (1 when whole)."""
    found = _product(store)
    titles, votes, _ = title_test.read(store)
    if written := sum(bool(words(text)) for text in titles.values()):
        found["titles"] = written
    counted = [round(n) for n in votes.values() if n]
    if counted:
        found |= {"choices": sum(counted), "most_choices": max(counted)}
    if complete(peer_swap.read(store, EVENING), datetime.now()):
        found["peer_note"] = 1
    return found


def _product(store):
    name = theme_sheet.module(store)
    if not name:
        return {}
    texts = theme_sheet.texts(store, name)
    n = sum(map(words, texts.values()))
    if not n:
        return {}
    found = {"product_words": n, "parts": len(texts), "parts_in_order": rules.in_order(name, texts)}
    if (hard := rules.readability(name, texts)) is not None:
        found["product_lix"] = round(hard)
    if name == "blog":
        found["headings"] = len(rules.headings(texts["body"]))
    return found
