"""What the learner does with people in the picture, and how it is taken back.

A turn is one thing done by hand: somebody put nearer or into a circle, two people tied or untied, somebody
moved a little. It is kept in the rows of :mod:`exercises.models.my_network` and the places of
:mod:`exercises.models.network_map`; the turns themselves lie in memory alone, one list for all exercises of a
page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from exercises.models import my_network, network_map

if TYPE_CHECKING:
    from exercises.store import Store


# More than anybody takes back one by one.
MOST_TURNS = 100

_turns = WeakKeyDictionary()


@dataclass(frozen=True)
class Turn:
    """``what``: "put", "tie" or "move". ``ids``: the person, or the pair, or nobody.

    ``before`` and ``after``: what is kept of them then, as :func:`_now` gives it.
    """

    what: str
    ids: tuple[int, ...]
    before: object
    after: object


def put(store: Store, person_id: int, closeness: int | None, circle: int | None) -> Turn:
    """Let somebody be as close as said, and stand in a circle: instead of the one stood in until now.

    ``circle`` None takes the person out of all circles. A spot chosen before is given up.
    """
    person = next(one for one in my_network.people(store) if one.id == person_id)
    there = [one.id for one in my_network.circles(store)]
    inside = [one for one in person.circles if one in there]
    if circle is None:
        inside = []
    elif circle not in inside[:1]:
        inside = [circle, *(one for one in inside[1:] if one != circle)]

    def change():
        store.change(person_id, closeness=closeness, circles=inside)
        _place(store, person_id, None)

    return _turn(store, "put", (person_id,), change)


def tie(store: Store, one: int, other: int) -> Turn:
    """Two people know each other; or do not, if they did."""
    pair = min(one, other), max(one, other)
    knows = "no" if my_network.pairs(store)[pair] == "yes" else "yes"
    return _turn(store, "tie", pair, lambda: my_network.set_pair(store, *pair, knows))


def move(store: Store, places: Mapping[str, list[float]]) -> Turn:
    """Keep the spots that were chosen, see :func:`exercises.models.network_map.keep_places`."""
    return _turn(store, "move", (), lambda: network_map.keep_places(store, places))


def can_undo(store: Store) -> bool:
    """Whether there is a turn to take back."""
    return bool(_turns.get(store))


def undo(store: Store) -> Turn | None:
    """Take the last turn back and return it; None where there is none.

    One that something else has been said of since is passed over: nothing newer is overwritten.
    """
    turns = _turns.get(store, [])
    while turns:
        turn = turns.pop()
        if _now(store, turn.what, turn.ids) == turn.after:
            with store.transaction():
                _back(store, turn)
            return turn
    return None


def _turn(store, what, ids, change):
    before = _now(store, what, ids)
    with store.transaction():
        change()
    turn = Turn(what, ids, before, _now(store, what, ids))
    if turn.after != before:
        turns = _turns.setdefault(store, [])
        turns.append(turn)
        del turns[:-MOST_TURNS]
    return turn


def _now(store, what, ids):
    """What is kept now: of a person (closeness, circles, spot), of a pair what was said, or all spots."""
    places = store.get(network_map.STEM, "places", {})
    if what == "move":
        return places
    if what == "tie":
        key = "-".join(map(str, ids))
        return next((row["knows"] for row in store.rows("tie") if row["key"] == key), None)
    found = [one for one in my_network.people(store) if one.id == ids[0]]
    return [(one.closeness, one.circles, places.get(str(one.id))) for one in found]


def _back(store, turn):
    if turn.what == "move":
        network_map.keep_places(store, turn.before)
    elif turn.what == "tie":
        my_network.set_pair(store, *turn.ids, turn.before)
    else:
        (closeness, circles, spot) = turn.before[0]
        store.change(turn.ids[0], closeness=closeness, circles=list(circles))
        _place(store, turn.ids[0], spot)


def _place(store, person_id, spot):
    places = store.get(network_map.STEM, "places", {})
    others = {key: kept for key, kept in places.items() if key != str(person_id)}
    network_map.keep_places(store, others | ({str(person_id): spot} if spot else {}))
