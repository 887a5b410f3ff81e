"""What can be said of a conversation that a learner has written: five rules to practise, and what it holds.

The rules are of the form *if …, then …*, which is the form that carries over to daily work best (taylor2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exercises.rules import Finding
from exercises.rules.calls import announced
from exercises.rules.dialogue import EGO, acts_in, count, ended
from exercises.rules.reflection import WORD, words

if TYPE_CHECKING:
    from exercises.rules.dialogue import Cues, Line


RULES = ("ask_on", "wait", "ease", "agree", "alone")

FEWEST_PAIRS, MOST_PAIRS = 3, 8


def read(lines: Sequence[Line], cues: Cues) -> list[Line]:
    """``lines`` with the questions in the learner's own ones read from their words."""
    found, before = [], ""
    for line in lines:
        if line.who == EGO:
            found.append(type(line)(EGO, line.text, acts_in(line.text, before, cues)))
        else:
            found.append(line)
            before = line.text
    return found


def findings(lines: Sequence[Line], whens: tuple[str, ...], calls: tuple[str, ...] = ()) -> list[Finding]:
    """What can be said of the ``lines`` that :func:`read` gave, as a list of ``(key, names)``.

    ``whens`` are the words that name a time; a figure does too. ``calls`` announce a call or a visit.
    """
    own = [line for line in lines if line.who == EGO and words(line.text)]
    if not own:
        return [("nothing_yet", {})]
    acts = count(lines).acts
    found: list[Finding] = []
    if not acts["open"] and not acts["closed"]:
        found.append(("no_question", {"line": ended(max((line.text for line in own), key=words))}))
    elif not acts["open"]:
        closed = next(line.text for line in own if "closed" in line.acts)
        found.append(("only_closed", {"line": ended(closed)}))
    if acts["follow_up"]:
        found.append(("followed_up", {"line": ended(_last(own, "follow_up"))}))
    elif cue := next((line.text for line in lines if line.who != EGO and words(line.text)), ""):
        found.append(("no_follow_up", {"cue": ended(cue)}))
    timed = names_time(own[-1].text, whens)
    found.append(("agreed" if timed else "no_time", {"line": ended(own[-1].text)}))
    return found + announced(" ".join(ended(line.text) for line in own), calls)


def names_time(text: str, whens: tuple[str, ...]) -> bool:
    """Whether ``text`` says when: a figure, or one of ``whens``."""
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    return any(sign.isdigit() for sign in text) or any(f" {when} " in said for when in whens)


def _last(lines, act):
    return next(line.text for line in reversed(lines) if act in line.acts)
