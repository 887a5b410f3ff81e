"""A conversation that one chooses one's way through, and what can be counted in it.

The page can count words, questions and offers. It cannot hear a voice or see a face, and a good conversation
is more than its counts: they are something to think about, not a mark.

An *act* is what a line does, such as ``open`` (a question that cannot be answered with yes or no) or
``offer``. The acts of a written dialogue are said by whoever wrote it; those of free text are read from it
by :func:`acts_in`, which knows questions only.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from exercises.rules import Finding
from exercises.rules.reflection import WORD, words

EGO, ALTER = "ego", "alter"

# As the ``next`` of an option: the other goes.
END = "end"

# The course's own rule of thumb; no study is behind it. Beyond it one of the two is mostly an audience.
MUCH, LITTLE = 0.6, 0.25

# Words are compared by their beginnings, so that "ovnen" is taken up by "ovne"; shorter words are glue.
STEM = 4


@dataclass(frozen=True)
class Line:
    """What one of the two says: ``who`` is EGO (the learner) or ALTER, ``acts`` what the line does."""

    who: str
    text: str
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """Something the learner may say, and what the other answers.

    ``warmth`` is how the other takes it (above 0 they open up, below 0 they draw back); ``next`` is the key
    of the turn that follows, None for the next one in the order written, END for none.
    """

    key: str
    text: str
    acts: tuple[str, ...]
    warmth: int
    reply: str
    next: str | None = None


@dataclass(frozen=True)
class Turn:
    """One choice: what the other says first (``""`` where the last reply leads on), and what can be said.

    ``cool`` is said instead of ``other`` to one whose warmth so far is below 0.
    """

    key: str
    other: str
    cool: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Scene:
    """A conversation with one other person.

    ``ending`` tells, as a narrator would, how they part; ``ending_cool`` is for a warmth below 0.
    """

    turns: tuple[Turn, ...]
    ending: str = ""
    ending_cool: str = ""


@dataclass(frozen=True)
class Chance:
    """A choice that was made: the other's line before it, the options there were, and the one taken."""

    cue: str
    options: tuple[Option, ...]
    taken: Option


@dataclass(frozen=True)
class Played:
    """A conversation as far as it has come. ``turn`` is the choice to make now, None when it is over."""

    lines: tuple[Line, ...]
    chances: tuple[Chance, ...]
    turn: Turn | None
    warmth: int
    ending: str = ""

    @property
    def over(self) -> bool:
        return self.turn is None


@dataclass(frozen=True)
class Counted:
    """What was counted in some lines.

    ``ego_words`` and ``alter_words`` are words said; ``share`` is the learner's share of them, 0 to 1, None
    where nobody said anything; ``acts`` how many of the learner's lines do each thing.
    """

    ego_words: int
    alter_words: int
    share: float | None
    acts: Counter = field(default_factory=Counter)


def play(scene: Scene, choices: Sequence[str]) -> Played:
    """The :class:`Played` conversation after the option keys ``choices``, in order.

    A choice that the scene does not have (it was rewritten since) ends the list there: what was chosen
    before it stands.
    """
    lines, chances, warmth = [], [], 0
    turns = {turn.key: turn for turn in scene.turns}
    following = dict(zip(list(turns), [*list(turns)[1:], None], strict=True)) if turns else {}
    at = next(iter(turns), None)
    left = list(choices)
    while at is not None:
        turn = turns[at]
        said = turn.cool if warmth < 0 and turn.cool else turn.other
        if said:
            lines.append(Line(ALTER, said))
        taken = next((option for option in turn.options if left and option.key == left[0]), None)
        if taken is None:
            return Played(tuple(lines), tuple(chances), turn, warmth)
        left.pop(0)
        cue = lines[-1].text if lines else ""
        chances.append(Chance(cue, turn.options, taken))
        lines.append(Line(EGO, taken.text, taken.acts))
        if taken.reply:
            lines.append(Line(ALTER, taken.reply))
        warmth += taken.warmth
        at = None if taken.next == END else taken.next if taken.next in turns else following[at]
    ending = scene.ending_cool if warmth < 0 and scene.ending_cool else scene.ending
    return Played(tuple(lines), tuple(chances), None, warmth, ending)


def count(lines: Sequence[Line]) -> Counted:
    """The :class:`Counted` words and acts of ``lines``."""
    ego, alter = (sum(words(line.text) for line in lines if line.who == who) for who in (EGO, ALTER))
    acts = Counter(act for line in lines if line.who == EGO for act in set(line.acts))
    return Counted(ego, alter, ego / (ego + alter) if ego + alter else None, acts)


def talk_finding(lines: Sequence[Line]) -> Finding | None:
    """What can be said of how much the learner talked, as ``(key, {share, line})``; None without words.

    The key is ``much``, ``even`` or ``little``; ``line`` is the learner's longest.
    """
    share = count(lines).share
    own = [line.text for line in lines if line.who == EGO and words(line.text)]
    if share is None or not own:
        return None
    key = "much" if share > MUCH else "little" if share < LITTLE else "even"
    return key, {"share": share, "line": max(own, key=words)}


def findings(
    act: str, chances: tuple[Chance, ...], slip: bool = False, told: Sequence[str] = ()
) -> list[Finding]:
    """What can be said of one ``act`` in a conversation, as a list of ``(key, names)``.

    Done: ``("said", {line, cue, n})`` with the learner's last line that did it, what it answered and how many
    lines did it. Left out, more often than done, where it was there to choose: ``("missed", {cue, line,
    could})`` with the first such choice, what was said and what could have been.

    A ``slip`` is better left out: ``said`` is its first line, with ``could`` for the warmest thing else on
    offer there, and ``missed`` stands for having kept clear of it altogether. A line of the learner's that
    was quoted already (``told``) is not quoted as a missed chance too, if there is another.
    """
    did = [chance for chance in chances if act in chance.taken.acts]
    left = [
        chance
        for chance in chances
        if act not in chance.taken.acts and any(act in option.acts for option in chance.options)
    ]
    found: list[Finding] = []
    if did:
        shown = did[0] if slip else did[-1]
        names = {"line": shown.taken.text, "cue": shown.cue, "n": len(did)}
        others = [option for option in shown.options if act not in option.acts]
        if slip and others:
            names["could"] = max(others, key=lambda option: option.warmth).text
        if not slip or others:
            found.append(("said", names))
    if left and len(left) > len(did) and not (slip and did):
        shown = next((chance for chance in left if chance.taken.text not in told), left[0])
        could = next(option for option in shown.options if act in option.acts)
        found.append(("missed", {"cue": shown.cue, "line": shown.taken.text, "could": could.text}))
    return found


# ---- reading free text -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cues:
    """The words of one language by which a question is known, all in small letters.

    ``openers`` begin an open question (``"how"``), ``invites`` an open one without a question mark (``"tell
    me"``); ``follow_ons`` stand in a question that goes on from what was said (``"for example"``). ``glue``
    are words that two people use without taking anything up from each other (``"always"``).
    """

    openers: tuple[str, ...]
    invites: tuple[str, ...]
    follow_ons: tuple[str, ...]
    glue: tuple[str, ...]


def acts_in(text: str, before: str, cues: Cues) -> tuple[str, ...]:
    """The questions in ``text``, as a tuple of ``open``, ``closed`` and ``follow_up``.

    ``before`` is what the other said just before. A question is a follow-up when it takes up a longer word
    of ``before`` or goes on from it by one of ``cues``. That is a guess from the letters, and a page that
    shows it must say so.
    """
    found = set()
    heard = _stems(before, cues.glue)
    for sentence in _sentences(text):
        invited = _begins(sentence, cues.invites)
        if not (sentence.endswith("?") or invited):
            continue
        clauses = re.split(r"[,:;–]", sentence)
        is_open = invited or any(_begins(clause, cues.openers) for clause in clauses)
        found.add("open" if is_open else "closed")
        if before and (_holds(sentence, cues.follow_ons) or heard & _stems(sentence, cues.glue)):
            found.add("follow_up")
    return tuple(act for act in ("open", "closed", "follow_up") if act in found)


def ended(text: str) -> str:
    """``text`` without space around it and with a full stop, if nothing else ends it."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def _sentences(text):
    return [part.strip() for part in re.findall(r"[^.!?…\n]+[.!?…]*", text) if part.strip()]


def _begins(clause, phrases):
    """Whether one of ``phrases`` begins the clause, or comes after its first word: "And how …"."""
    said = WORD.findall(clause.casefold())
    starts = [f"{' '.join(said[skip:])} " for skip in (0, 1)]
    return any(start.startswith(f"{phrase} ") for start in starts for phrase in phrases)


def _holds(text, phrases):
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    return any(f" {phrase} " in said for phrase in phrases)


def _stems(text, glue):
    return {word[:STEM] for word in WORD.findall(text.casefold()) if len(word) > STEM and word not in glue}
