"""The cards drawn as they lie in the learner's store.

Fields of ``card_match``: ``drawn`` (card keys of texts/card_match.toml, in the order drawn),
``<card>.ground`` (what one shares, in the learner's words), ``<card>.who`` (a nickname) and ``chosen`` (the
card for the act).
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.models import alike_or_different, my_network
from exercises.rules import card_match as rules
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "card_match"


def cards() -> dict[str, dict[str, Any]]:
    """The cards, ``{key: record}``."""
    return Texts(STEM).data["cards"]


def drawn(store: Store) -> list[str]:
    """The keys of the cards drawn, in that order."""
    there = cards()
    return [key for key in store.get(STEM, "drawn", []) if key in there]


def own_trade(store: Store) -> str | None:
    """Ego's trade, or None."""
    return alike_or_different.own(store, "trade")


def met(store: Store, trade: str) -> list[Any]:
    """The nicknames of the people on the map in a trade."""
    return [
        person.nickname
        for person in my_network.people(store)
        if alike_or_different.trait(person, "trade") == trade
    ]


def candidates(store: Store) -> tuple[str, ...]:
    """The cards that may be drawn next; ego's trade must be known."""
    trades = {key: record["trade"] for key, record in cards().items()}
    there = {trade for trade in trades.values() if met(store, trade)}
    return rules.candidates(trades, own_trade(store) or "", there, drawn(store))


def draw(store: Store, chance: Random) -> str | None:
    """Draw a card by ``chance`` (a :class:`random.Random`), keep it as drawn and return its key.

    None when no card is left.
    """
    left = candidates(store)
    if not left:
        return None
    card = chance.choice(left)
    store.put(STEM, "drawn", [*drawn(store), card])
    return card


def chosen(store: Store) -> Any:
    """The card chosen for the act, or None."""
    key = store.get(STEM, "chosen")
    return key if key in cards() else None


KEEPS = Keeps(groups={"drawn": "cards", "chosen": "cards"})
