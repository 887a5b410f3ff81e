"""What a real conversation was like: minutes, questions, a next step, and how well one was liked.

Guessing first how the other liked it, and then finding out, is the small experiment of the lesson: people as
a rule guess too low (boothby2018). One conversation proves nothing either way, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.rules import Finding

MOST_MINUTES = 600
MOST_QUESTIONS = 200
LIKING = tuple(range(11))

# How the learner knows what the other thought: told, or worked out from signs.
HOW = ("told", "signs")


@dataclass(frozen=True)
class Talk:
    """One conversation: minutes and questions asked (None if not said), what was learned and the next step as
    written, and liking 0–10, first guessed and then found out."""

    minutes: float | None = None
    questions: float | None = None
    learned: str = ""
    next_step: str = ""
    guess: int | None = None
    liked: int | None = None
    how: str | None = None

    @property
    def begun(self) -> bool:
        """Whether anything is written of it."""
        return self != Talk()

    @property
    def gap(self) -> int | None:
        """Liking found out minus guessed: above 0 the other liked it better. None where either lacks."""
        return None if self.guess is None or self.liked is None else self.liked - self.guess


@dataclass(frozen=True)
class Log:
    """The sum of the talks begun: how many, minutes, questions, next steps, and the mean gap or None."""

    talks: int
    minutes: float
    questions: float
    next_steps: int
    gaps: int
    mean_gap: float | None


def add_up(talks: Sequence[Talk]) -> Log:
    """The :class:`Log` of a list of :class:`Talk`."""
    begun = [talk for talk in talks if talk.begun]
    gaps = [talk.gap for talk in begun if talk.gap is not None]
    return Log(
        talks=len(begun),
        minutes=sum(talk.minutes or 0 for talk in begun),
        questions=sum(talk.questions or 0 for talk in begun),
        next_steps=sum(bool(talk.next_step.strip()) for talk in begun),
        gaps=len(gaps),
        mean_gap=sum(gaps) / len(gaps) if gaps else None,
    )


def findings(talk: Talk) -> list[Finding]:
    """What can be said of one :class:`Talk`, as a list of ``(key, names)``."""
    found: list[Finding] = []
    if talk.questions == 0:
        found.append(("no_questions", {}))
    if talk.learned.strip():
        found.append(("learned", {"line": talk.learned.strip()}))
    elif talk.begun:
        found.append(("nothing_learned", {}))
    if talk.begun and not talk.next_step.strip():
        found.append(("no_next_step", {}))
    if talk.gap is not None:
        key = "above" if talk.gap > 0 else "below" if talk.gap < 0 else "same"
        found.append((f"gap_{key}", {"guess": talk.guess, "liked": talk.liked}))
        found.append((f"how_{talk.how or 'unsaid'}", {}))
    return found
