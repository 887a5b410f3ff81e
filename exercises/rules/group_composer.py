"""Who might learn together: what a group covers, who may compete, and what its members share.

That a group is four to six people is a convention of the course: enough for different eyes, few enough for
everybody to get a turn. What is known: owners in small groups learned from each other, and told each other
more when they did not compete (cai2018); online groups with common ground worked, mixed ones did not
(vegaredondo2019).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from exercises.rules import Finding

SMALLEST, LARGEST = 4, 6
MOST_CANDIDATES = 12

SKILLS = (
    "prices",
    "customers",
    "accounts",
    "pictures_texts",
    "online",
    "time",
    "helpers",
    "making",
    "new_things",
    "hard_choices",
)
MARKETS = ("near", "far", "both")

# Shorter words than this are found inside too many others.
SHORTEST_WORD = 4
# Two people overlap when they share at least this many skills and this part of all that they can together.
OVERLAP_SKILLS = 2
OVERLAP_SHARE = 0.5


@dataclass(frozen=True)
class Owner:
    """One who might be in the group: trade as written, a key of MARKETS or "", keys of SKILLS, ground."""

    name: str
    trade: str = ""
    market: str = ""
    skills: tuple[str, ...] = ()
    ground: str = ""


def alike(trade: str, other: str, general: tuple[str, ...] = ()) -> bool:
    """Whether two trades sound like the same one: equal, or a word of one stands in a word of the other.

    ``general`` words, such as *shop*, tell no trade. Whether two alike do compete is for the owner to judge.
    """
    if trade.strip() and trade.strip().casefold() == other.strip().casefold():
        return True
    one, two = _words(trade, general), _words(other, general)
    return any(a in b or b in a for a in one for b in two)


def _words(trade, general):
    words = re.findall(r"\w+", trade.casefold())
    return [word for word in words if len(word) >= SHORTEST_WORD and word not in general]


def same_customers(market: str, other: str) -> bool:
    """Whether two sell to the same circle. Where it is not said it may be so."""
    return not (market and other) or market == other or "both" in (market, other)


def competitors(owners: Sequence[Owner], general: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The pairs of names that may compete: the same trade for the same customers."""
    return [
        (one.name, other.name)
        for one, other in combinations(owners, 2)
        if alike(one.trade, other.trade, general) and same_customers(one.market, other.market)
    ]


def coverage(gaps: tuple[str, ...], others: Sequence[Owner]) -> dict[str, tuple[str, ...]]:
    """``{gap: names of those who can help with it}``, in the order of SKILLS."""
    return {
        skill: tuple(other.name for other in others if skill in other.skills)
        for skill in SKILLS
        if skill in gaps
    }


def overlaps(owners: Sequence[Owner]) -> list[tuple[str, str, tuple[str, ...]]]:
    """``(name, name, skills)`` for each pair that can much the same."""
    found = []
    for one, other in combinations(owners, 2):
        both = [skill for skill in SKILLS if skill in one.skills and skill in other.skills]
        all_skills = set(one.skills) | set(other.skills)
        if len(both) >= OVERLAP_SKILLS and len(both) / len(all_skills) >= OVERLAP_SHARE:
            found.append((one.name, other.name, tuple(both)))
    return found


def size(people: int) -> str:
    """``alone``, ``too_few``, ``right`` or ``too_many`` people, the learner counted."""
    if people < 2:
        return "alone"
    if people < SMALLEST:
        return "too_few"
    return "right" if people <= LARGEST else "too_many"


def findings(
    you: Owner, gaps: tuple[str, ...], others: Sequence[Owner], general: tuple[str, ...] = ()
) -> list[Finding]:
    """What can be said of the group, as ``(key, names)``; ``skills`` are keys of SKILLS."""
    people = len(others) + 1
    found: list[Finding] = [(f"size_{size(people)}", {"people": people})]
    found += [("ground_missing", {"who": other.name}) for other in others if not other.ground.strip()]
    found += [
        ("competitors", {"one": one, "other": other}) for one, other in competitors([you, *others], general)
    ]
    if not gaps:
        found.append(("no_gaps", {}))
    elif others:
        covered = coverage(gaps, others)
        if nobody := [skill for skill, who in covered.items() if not who]:
            found.append(("gap_nobody", {"skills": nobody}))
        found += [
            ("gap_one", {"skills": [skill], "who": who[0]}) for skill, who in covered.items() if len(who) == 1
        ]
    found += [
        ("overlap", {"one": one, "other": other, "skills": list(skills)})
        for one, other, skills in overlaps([you, *others])
    ]
    if not you.skills:
        found.append(("you_give_nothing", {}))
    elif others:
        taken = {skill for other in others for skill in other.skills}
        if only := [skill for skill in SKILLS if skill in you.skills and skill not in taken]:
            found.append(("only_you", {"skills": only}))
    return found
