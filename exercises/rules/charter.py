"""A group's charter: how often, what stays in the room, whose turn it is, and when it ends.

Monthly meetings are the rhythm that has been tried (cai2018); gains faded where the meetings stopped
(brooks2018), and a network nobody took over closed (sn2021). So a charter names a last day, on which the
group goes on, renews itself or says goodbye. The texts of the charter are the course's own.
"""

from dataclasses import dataclass
from datetime import date

from exercises.rules import Finding
from exercises.rules.group_composer import LARGEST
from exercises.rules.red_chair import TOTAL

# Weeks, so that the meeting stays on the same day of the week.
WEEKS = (2, 4, 6, 8)
LENGTHS = (60, 90, 120)
SECRECY = ("stays", "without_names", "later")
ORDERS = ("list", "need", "lots")
ABSENCE = ("say", "write", "swap")

# Hello and goodbye; the rest of a meeting is rounds in the red chair.
AROUND = 14
MOST_PEOPLE = 12
# A group that has not asked itself for more than a year whether it will go on seldom does.
MOST_DAYS = 366

PARTS = (
    "name",
    "goal",
    "members",
    "people",
    "weeks",
    "length",
    "first",
    "at",
    "place",
    "secrecy",
    "order",
    "absence",
    "last",
    "farewell",
)


@dataclass(frozen=True)
class Charter:
    """A charter as agreed so far; ``weeks``, ``length`` and ``people`` are None while not chosen."""

    weeks: int | None = None
    length: int | None = None
    people: float | None = None
    first: date | None = None
    last: date | None = None
    secrecy: str = ""
    missing: tuple[str, ...] = ()


def meetings(first: date, last: date, weeks: int) -> int:
    """How many meetings there are from the first day to the last, both counted; 0 when last comes first."""
    return (last - first).days // (7 * weeks) + 1 if last >= first else 0


def chairs(length: int) -> int:
    """How many rounds in the red chair a meeting of ``length`` minutes has room for."""
    return max(0, (length - AROUND) // TOTAL)


def lines_to_sign(charter: Charter) -> int:
    """Lines for names on the print: one each, or as many as a group may be while nobody is counted."""
    return int(charter.people) if charter.people and charter.people >= 1 else LARGEST


def findings(charter: Charter, today: date) -> list[Finding]:
    """What can be said of a charter, as ``(key, names)``."""
    found: list[Finding] = []
    if charter.first and charter.first < today:
        found.append(("first_past", {}))
    if charter.first and charter.last:
        if charter.last <= charter.first:
            found.append(("last_too_soon", {}))
        elif (charter.last - charter.first).days > MOST_DAYS:
            found.append(("last_too_late", {}))
    if charter.people is not None and charter.people >= 1 and charter.length and charter.weeks:
        found += _turns(charter)
    if charter.secrecy == "later":
        found.append(("secrecy_later", {}))
    if charter.missing:
        found.append(("missing", {"parts": list(charter.missing)}))
    else:
        found.append(("whole", {}))
    return found


def _turns(charter):
    if not (charter.first and charter.last) or charter.last <= charter.first:
        return []
    count = meetings(charter.first, charter.last, charter.weeks)
    rounds, people = count * chairs(charter.length), int(charter.people)
    each = rounds // people
    names = {"meetings": count, "chairs": chairs(charter.length), "rounds": rounds, "people": people}
    return [("turns", names | {"each": each})] if each else [("turns_too_few", names)]
