"""Does the course work? A short questionnaire at weeks 0, 6 and 12, and the numbers that are handed in.

How often one networks is asked by the six parts of networking behaviour, building, keeping and using contacts
near and far (wolff2009); how sure one is, as Bandura's guide asks it, from 0 to 10 and for each thing by
itself (bandura2006); what came of it, by counting. The questions are the course's own and no published scale.
"""

from collections.abc import Mapping

from exercises.rules import Finding
from exercises.rules.minutes import Work

WEEKS = (0, 6, 12)
INTENSITY, SURE, CAME = "intensity", "sure", "came"
SCALES = {
    INTENSITY: ("meet_near", "meet_far", "keep_near", "keep_far", "use_near", "use_far"),
    SURE: ("approach", "tell", "ask", "write_again", "say_no"),
    CAME: ("helped", "got_help", "recommended", "agreed"),
}
OFTEN = ("never", "once", "weekly", "often", "daily")
MOST = 10  # of sureness, and of things counted: ten or more
NUMBERS = tuple(str(number) for number in range(MOST + 1))
ITEMS = tuple(item for items in SCALES.values() for item in items)
HIGHEST = {item: len(OFTEN) - 1 if scale == INTENSITY else MOST for scale in SCALES for item in SCALES[scale]}
DIGITS = 5  # of a code, the last of them a check
WORK = Work(words=60, choices=len(ITEMS), lines=1)


def options(item: str) -> tuple[str, ...]:
    """The keys to choose among for an item, lowest first; the place of one is its number."""
    return OFTEN if item in SCALES[INTENSITY] else NUMBERS


def score(answers: Mapping[str, int], scale: str) -> float | None:
    """The score of a scale from ``{item: number}``: the mean, of CAME the sum; None where one is missing."""
    found = [answers.get(item) for item in SCALES[scale]]
    told = [number for number in found if number is not None]
    if len(told) < len(found):
        return None
    return float(sum(told)) if scale == CAME else sum(told) / len(told)


def check_digit(number: int | str) -> int:
    """The last digit of a code by Luhn's rule: one digit mistyped, or two swapped (not 0 and 9), shows."""
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(str(number)))]
    return -sum(d - 9 if d > 9 else d for d in doubled) % 10


def code(text: str) -> int | None:
    """The code in ``text`` as a number, None for no code."""
    digits = "".join(str(text).split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or digits[0] == "0":
        return None
    return int(digits) if check_digit(digits[:-1]) == int(digits[-1]) else None


def findings(code_text: str, weeks: Mapping[int, Mapping[str, int]]) -> list[Finding]:
    """What can be said of ``{week: {item: number}}``, as ``[(key, names)]``."""
    found = [] if code(code_text) else [("no_code" if not str(code_text).strip() else "wrong_code", {})]
    begun = [week for week in WEEKS if weeks.get(week)]
    if not begun:
        return [*found, ("nothing_yet", {})]
    found += [("answered", {"week": week, "n": len(weeks[week]), "of": len(ITEMS)}) for week in begun]
    return found if not code(code_text) else [*found, ("ready", {})]
