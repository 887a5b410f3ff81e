"""The red chair: one owner presents, the others first only ask, then give ideas, and the owner closes.

A format used in a Danish network of owners; the minutes of each part are the course's own. Questions come
before ideas, so that the group helps with the problem there is and not with the first that comes to mind.

A clock is a :class:`Clock`. Times are seconds since 1970 as the learner's own device counts them: the clock
goes on when the page is closed, and is right when it opens again.
"""

import math
from dataclasses import dataclass, replace

PHASES = ("present", "ask", "ideas", "take")
MINUTES = {"present": 5, "ask": 5, "ideas": 10, "take": 3}
TOTAL = sum(MINUTES.values())
DONE = len(PHASES)
# One word a minute before the end lets people finish their sentence.
WARN_SECONDS = 60

PRESSES = ("start", "pause", "resume", "next", "back", "again")


@dataclass(frozen=True)
class Clock:
    """Where a round is: ``phase`` is None before it, an index of PHASES, or DONE.

    A running clock has ``ends``, a paused one ``left`` (seconds). ``rounds`` counts the rounds done.
    """

    phase: int | None = None
    ends: float | None = None
    left: float | None = None
    rounds: int = 0

    @property
    def under_way(self) -> bool:
        """Whether one of the four phases is on."""
        return self.phase is not None and self.phase < DONE


def seconds(phase: int) -> int:
    """How long a phase lasts."""
    return 60 * MINUTES[PHASES[phase]]


def remaining(clock: Clock, now: float) -> float | None:
    """Seconds left of the phase, 0 when its time is up; None where none is on."""
    if not clock.under_way:
        return None
    if clock.ends is None:
        return clock.left
    return max(0.0, clock.ends - now)


def press(clock: Clock, what: str, now: float) -> Clock:
    """The clock after a press of one of PRESSES; one that does not fit changes nothing.

    ``now`` that is no time raises ValueError.
    """
    if what not in PRESSES or not math.isfinite(now) or now < 0:
        raise ValueError(f"no press: {what} at {now}")
    if what == "start":
        return clock if clock.under_way else _begin(clock, 0, now)
    if what == "again":
        return Clock(rounds=clock.rounds)
    if not clock.under_way:
        return clock
    if what == "pause":
        return clock if clock.ends is None else replace(clock, ends=None, left=remaining(clock, now))
    if what == "resume":
        return clock if clock.left is None else replace(clock, ends=now + clock.left, left=None)
    if what == "back":
        return _begin(clock, max((clock.phase or 0) - 1, 0), now)
    following = (clock.phase or 0) + 1
    if following == DONE:
        return Clock(phase=DONE, rounds=clock.rounds + 1)
    return _begin(clock, following, now)


def _begin(clock, phase, now):
    return Clock(phase=phase, ends=now + seconds(phase), rounds=clock.rounds)
