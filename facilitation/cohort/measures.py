"""What a `Roll` tells of a cohort: who is left after a choice, who is quiet, how long feedback takes."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facilitation.cohort.states import CHECK, FEEDBACK, HANDED_IN, MAIL, READ
from facilitation.reading import rubric

if TYPE_CHECKING:
    from facilitation.cohort.roll import Learner, Roll


LATE = "late"  # beside the states: somebody may be late and read
QUIET_DAYS = 14  # to begin with
FEWEST = 5  # readings, below which a share says nothing of a question
STUMBLE = 1 / 3  # of the answers at level 0 or 1: our own line for "many"
LOW = 2  # levels below this are a stumble
WEAK = 0.7  # of a check's points, on average; our own line too
DAY = 24 * 3600


@dataclass(frozen=True)
class Pace:
    """Seconds from hand-in to feedback: how many, the middle and the slowest (None for none); and how many
    wait now, the longest of them (seconds)."""

    done: int
    median: float | None
    slowest: float | None
    waiting: int
    longest: float | None


@dataclass(frozen=True)
class Spread:
    """How often each level 0 to 3 was given to answers that were read, and how many were left ``empty``."""

    levels: tuple
    empty: int

    @property
    def total(self) -> Any:
        return sum(self.levels) + self.empty

    @property
    def stumbling(self) -> Any:
        """The share at level 0 or 1, an empty answer among them; None for no answers."""
        low = sum(self.levels[:LOW]) + self.empty
        return low / self.total if self.total else None


@dataclass(frozen=True)
class Done:
    """Acts of one kind: hand-ins that tell of them, those with at least one, all of these together, and the
    middle one of them (None for none)."""

    told: int
    did: int
    total: int
    middle: float | None


FIRST_EVENING = 50  # steps from this number on are evenings, which nobody has to attend to pass
PASSED = ("passed", "exemplary")


def course(roll: Any, verdicts: Any, learner: Learner) -> Any:
    """The steps that a learner lacks to have passed the course, in order; none of them: it is passed."""
    needed = [step for step in roll.steps if step.number.isdigit() and int(step.number) < FIRST_EVENING]
    return [step for step in needed if verdicts.get((learner.id, step.name)) not in PASSED]


def choose(
    roll: Any, *, words: str = "", lang: str = "", step: str = "", state: str = "", cohort: str = ""
) -> Any:
    """The learners of a roll that fit all that is asked; what is "" is not asked.

    ``words`` are parts of names or ids, several parted by commas: a group. ``lang`` is that of the last
    hand-in, ``cohort`` a cohort or an evening group. ``state`` is asked of ``step`` (a `Step` name), or of
    any step; LATE counts as a state.
    """
    parts = [part.strip().casefold() for part in words.split(",") if part.strip()]
    steps = [one for one in roll.steps if step in ("", one.name)]

    def fits(learner):
        said = f"{learner.name}\n{learner.id}".casefold()
        if parts and not any(part in said for part in parts):
            return False
        if lang and roll.lang(learner) != lang:
            return False
        if cohort and cohort not in (learner.cohort, learner.group):
            return False
        return not state or any(_in_state(roll, learner, one, state) for one in steps)

    return [learner for learner in roll.learners if fits(learner)]


def _in_state(roll, learner, step, state):
    if state == LATE:
        hand_in = roll.hand_ins.get((learner.id, step.name))
        return bool(hand_in and hand_in.late)
    return roll.state(learner, step) == state


def tally(roll: Any, learners: Any, step: Any) -> Any:
    """How many are in each state at a step, and how many handed in LATE."""
    counts = Counter(roll.state(learner, step) for learner in learners)
    counts[LATE] = sum(_in_state(roll, learner, step, LATE) for learner in learners)
    return counts


def summary(roll: Roll, learners: Sequence[Learner]) -> tuple[int, ...]:
    """How many hand-ins these learners have, how many of them wait to be checked or read, and how many
    feedback
    pages are made and not out."""
    known = {learner.id for learner in learners}
    theirs = [one for (student, _), one in roll.hand_ins.items() if student in known]
    waiting, unsent = (
        sum(one.state in (CHECK, HANDED_IN) for one in theirs),
        sum(one.state in (READ, MAIL) and one.made is not None for one in theirs),
    )
    return len(theirs), waiting, unsent


def quiet(roll: Any, learners: Any, days: Any) -> Any:
    """Who has handed in nothing for ``days`` and is not through, as [(learner, days or None)], longest first.

    None stands for never. Whoever has handed in everything is not quiet but done.
    """
    found = []
    for learner in learners:
        last = roll.last(learner)
        if roll.next_step(learner) is None:
            continue
        silent = int((roll.now - last.moment).total_seconds() // DAY) if last and last.moment else None
        if silent is None or silent >= days:
            found.append((learner, silent))
    return sorted(found, key=lambda one: (one[1] is not None, -(one[1] or 0), one[0].name.casefold()))


def pace(roll: Any, learners: Any, steps: Any) -> Any:
    """The `Pace` of feedback on what these learners handed in at these steps.

    A page counts from when it was made: nbgrader does not note when one is released.
    """
    there = (roll.hand_ins.get((learner.id, step.name)) for learner in learners for step in steps)
    dated = [one for one in there if one and one.moment]
    done = [(one.made - one.moment).total_seconds() for one in dated if one.made]
    waiting = [
        (roll.now - one.moment).total_seconds()
        for one in dated
        if one.state in (CHECK, HANDED_IN, READ) and one.made is None
    ]
    return Pace(
        len(done),
        statistics.median(done) if done else None,
        max(done, default=None),
        len(waiting),
        max(waiting, default=None),
    )


def spread(given: Any) -> Any:
    """The `Spread` of marks [(score, maximum, answered)]; those not out of three are left out."""
    levels, empty = [0] * rubric.LEVELS, 0
    for score, maximum, answered in given:
        level = rubric.level(score, maximum)
        if not answered:
            empty += 1
        elif level is not None:
            levels[level] += 1
    return Spread(tuple(levels), empty)


def share(given: Any) -> Any:
    """The mean share of the points that were given, None for none."""
    return statistics.fmean(score / maximum for score, maximum, _ in given) if given else None


def hardest(marks: Any, places: Any) -> Any:
    """The questions at ``places`` of ``marks`` (see `Register.marks`) as [(Spread, place)], hardest first,
    and at how many of them many stumble. Those with fewer than FEWEST answers are left out."""
    found = [(spread(marks[place]), place) for place in places if len(marks.get(place, ())) >= FEWEST]
    found.sort(key=lambda one: -(one[0].stumbling or 0))
    return found, sum((one.stumbling or 0) >= STUMBLE for one, _ in found)


def weak_checks(marks: Any, places: Any) -> Any:
    """The checks at ``places`` that give less than WEAK of their points: [(share, place)], weakest first."""
    found = [(share(marks[place]), place) for place in places if len(marks.get(place, ())) >= FEWEST]
    return sorted(one for one in found if one[0] < WEAK)


def done(counts: Any) -> Any:
    """The `Done` of what hand-ins told, a number each."""
    did = [n for n in counts if n]
    return Done(len(counts), len(did), sum(did), statistics.median(did) if did else None)


def final(hand_in: Any) -> bool:
    """Whether a hand-in's points are all given: what is half read is no mark."""
    return hand_in is not None and hand_in.state in (READ, MAIL, FEEDBACK)
