"""Three easy messages before the hard one.

Fewer than a third wrote to an old friend although they wanted to. Arguments did not help; first writing to
friends of today did (aknin2024). So the course has its learners warm up. How many messages and how long is a
convention of the course.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.rules import Finding
from exercises.rules.reflection import words

MESSAGES = 3
MOST_WORDS = 60


@dataclass(frozen=True)
class Greeting:
    """One easy message: to whom, what it says, and whether it was sent and answered."""

    who: str = ""
    text: str = ""
    sent: bool = False
    answered: bool = False


@dataclass(frozen=True)
class Tally:
    """How many of the messages were sent, and how many of those sent were answered."""

    sent: int
    answered: int

    @property
    def share(self) -> float | None:
        """Answered of those sent, from 0 to 1; None when none is sent."""
        return self.answered / self.sent if self.sent else None


def count(greetings: Sequence[Greeting]) -> Tally:
    """The :class:`Tally` of a list of :class:`Greeting`. An answer to what was not sent does not count."""
    sent = [greeting for greeting in greetings if greeting.sent]
    return Tally(len(sent), sum(greeting.answered for greeting in sent))


def of_one(greeting: Greeting) -> list[Finding]:
    """What to say of one :class:`Greeting`, as a list of ``(key, names)``."""
    found: list[Finding] = []
    if (n := words(greeting.text)) > MOST_WORDS:
        found.append(("long", {"n": n, "most": MOST_WORDS}))
    if greeting.answered and not greeting.sent:
        found.append(("answer_to_nothing", {}))
    return found


def findings(greetings: Sequence[Greeting], guess: int | None) -> list[Finding]:
    """What to say of them all, as a list of ``(key, names)``; ``guess`` is how many will answer, or None."""
    tally = count(greetings)
    if not tally.sent:
        return [("guess_first" if guess is None else "none_sent", {"of": MESSAGES})]
    numbers = {"sent": tally.sent, "answered": tally.answered, "of": MESSAGES}
    if tally.sent < MESSAGES:
        return [("some_sent", numbers | {"left": MESSAGES - tally.sent})]
    found: list[Finding] = [("all_sent", numbers)]
    if guess is None:
        return [*found, ("no_guess", {})]
    key = "under" if tally.answered > guess else "over" if tally.answered < guess else "right"
    return [*found, (f"guess_{key}", {"guess": guess, "answered": tally.answered})]
