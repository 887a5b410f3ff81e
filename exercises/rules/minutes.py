"""How long a part of a lesson takes, from its words and its fields: the one reckoning there is.

Every number of minutes that the course states about the screen comes from here: those of a step, of a
lesson, of its reflection, of the front page and of the four-hour way. What there is to do in an exercise its
view says (``work``), for a learner with an ordinary week: an account of four times, a map of twelve people.

Reading: 238 words a minute is the mean of 190 studies of adults who read non-fiction in silence (Brysbaert
2019, Journal of Memory and Language 109, 104047). A lesson is not read in one breath, though: there are
figures to look at and sentences to stop at, so two thirds of that is reckoned with. Filling in and writing
are our own estimates, in seconds a field and words a minute, and stand here so that they can be measured and
disputed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

WORDS_A_MINUTE = 160
SECONDS_CHOOSING = 12  # one option of some, or a box to tick
SECONDS_A_LINE = 25  # a name, a number, a date
SECONDS_A_TEXT = 90  # some sentences of one's own
# How long an answer of 40 to 250 words is as a rule, and a part of the essay of 600 to 900.
ANSWER_WORDS, ESSAY_PART_WORDS = 100, 250
WORDS_WRITTEN_A_MINUTE = 14  # of an answer that somebody will read: thought over, written, read again

_NOT_READ = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|&\w+;")
_WORD = re.compile(r"[^\W_]+(?:[-'’./,][^\W_]+)*")


@dataclass(frozen=True)
class Work:
    """What there is to do: words to read, options to choose, lines and texts to write, seconds besides.

    ``written`` are the words of an answer that is handed in.
    """

    words: int = 0
    choices: int = 0
    lines: int = 0
    texts: int = 0
    seconds: int = 0
    written: int = 0

    def __add__(self, other: Work) -> Work:
        mine, theirs = vars(self), vars(other)
        return Work(**{name: mine[name] + theirs[name] for name in mine})

    def part(self, of: int) -> Work:
        """One in ``of`` of it, counted up."""
        return Work(**{name: math.ceil(much / of) for name, much in vars(self).items()})

    def __radd__(self, nothing: int) -> Work:  # so that sum() can begin with its 0
        return self


def words(markdown: str) -> int:
    """How many words of a text cell are read: no addresses, no HTML, no description of a picture."""
    return len(_WORD.findall(_NOT_READ.sub(" ", markdown)))


def exact(work: Work) -> float:
    """The minutes that ``work`` takes, not rounded."""
    seconds = (
        work.words * 60 / WORDS_A_MINUTE
        + work.choices * SECONDS_CHOOSING
        + work.lines * SECONDS_A_LINE
        + work.texts * SECONDS_A_TEXT
        + work.seconds
        + work.written * 60 / WORDS_WRITTEN_A_MINUTE
    )
    return seconds / 60


def minutes(work: Work) -> int:
    """The minutes that a reader is told: whole, and at least one."""
    return max(1, math.floor(exact(work) + 0.5))


def told(work: Work) -> int:
    """The minutes that are set aside for ``work``: whole fives, counted up."""
    return 5 * max(1, math.ceil(exact(work) / 5))
