"""Which person type to draw: another trade than one's own, and first what the map lacks.

Difference helps where there is common ground: online groups of one country did better, groups of mixed
countries did not (vegaredondo2019). So a card is drawn by its difference, and chosen by what one shares.
"""

from collections.abc import Collection, Mapping


def candidates(
    cards: Mapping[str, str], own: str, met: Collection[str], drawn: Collection[str]
) -> tuple[str, ...]:
    """The cards that may be drawn next, in the order of ``cards`` (``{card: trade}``).

    Cards of ego's trade and cards that were drawn are left out. While there are cards of trades in which the
    map holds nobody (``met`` are the others), only they may be drawn.
    """
    unlike = [card for card, trade in cards.items() if trade != own and card not in drawn]
    lacking = [card for card in unlike if cards[card] not in met]
    return tuple(lacking or unlike)
