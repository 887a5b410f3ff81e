"""How the minutes of a meeting fell on those who talked, told in words and never as a mark.

The measure is the normalised Gini of the minutes (:func:`exercises.rules.ties.normalised_gini`). Where *even*
ends and *uneven* begins is a convention of the course: no study says how evenly a good group talks, and who
sits in the red chair should talk more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.rules import Finding
from exercises.rules.ties import normalised_gini

MOST_MINUTES = 600
MOST_PEOPLE = 100
EVEN_BELOW = 0.2
UNEVEN_FROM = 0.4
# Less than this part of an equal share counts as having said little.
LITTLE = 0.5


@dataclass(frozen=True)
class Balance:
    """Minutes in all, normalised Gini (0 all alike … 1 one alone; None for one person), and who stands out.

    longest: ``(names, minutes)`` of those who talked most. quiet: names of those well under an equal share.
    """

    people: int
    total: float
    gini: float | None
    longest: tuple[tuple[str, ...], float]
    quiet: tuple[str, ...]


def balance(talked: Sequence[tuple[str, float]]) -> Balance | None:
    """The :class:`Balance` of ``[(name, minutes)]``; None while no minutes are said."""
    total = sum(minutes for _, minutes in talked)
    if not total:
        return None
    most = max(minutes for _, minutes in talked)
    equal = total / len(talked)
    return Balance(
        people=len(talked),
        total=total,
        gini=normalised_gini([minutes for _, minutes in talked]),
        longest=(tuple(name for name, minutes in talked if minutes == most), most),
        quiet=tuple(name for name, minutes in talked if minutes < LITTLE * equal),
    )


def findings(found: Balance) -> list[Finding]:
    """What can be said of a :class:`Balance`, as ``(key, names)``."""
    if found.gini is None:
        return [("one_person", {})]
    key = "even" if found.gini < EVEN_BELOW else "uneven" if found.gini >= UNEVEN_FROM else "some"
    said: list[Finding] = [(key, {})]
    who, minutes = found.longest
    if len(who) == 1:
        said.append(("longest", {"who": who[0], "minutes": minutes, "total": found.total}))
    said += [("quiet", {"who": name}) for name in found.quiet]
    return [*said, ("chair_talks", {})]
