"""What a reflection must have before it is handed in. Completeness and care are checked, never taste."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from exercises.rules import Finding

FEWEST_WORDS, MOST_WORDS = 40, 250
PLAN_WORDS = 3
PLAN_DAYS = 30

# The essay of the capstone: in all, and each of its parts.
ESSAY_FEWEST, ESSAY_MOST, ESSAY_PART_FEWEST = 600, 900, 100

# The three goals of the capstone's plan. Ninety days, and some to begin in.
GOALS, GOAL_WORDS, GOAL_DAYS = 3, 12, 100

# Two answers this alike are one answer pasted twice.
SAME = 0.8

WORD = re.compile(r"\w+(?:[-’']\w+)*")

# A hint only, never points: words by which a plan names its time, place or event.
CUE = re.compile(
    r"\d|\b(?:man|tirs|ons|tors|fre|lør|søn)dag|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:når|efter|før|inden|under|ved|på|til|hos|i|morgen|aften|frokost|møde|kaffe"
    r"|when|after|before|during|at|on|in|morning|evening|lunch|meeting|coffee)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check: points from 0 to 1, what to mend, and hints that cost nothing.

    ``fixes`` and ``hints`` are lists of ``(text key, {names})``.
    """

    points: float
    fixes: list = field(default_factory=list)
    hints: list = field(default_factory=list)


def words(text: str) -> int:
    """The number of words in ``text``."""
    return len(WORD.findall(text))


def check_answers(answers: Mapping[int | str, str]) -> Verdict:
    """Each of ``{label: text}`` has 40–250 words and no two say the same. Points: the share in order."""
    fixes, wrong = [], set()
    for label, text in answers.items():
        n = words(text)
        if n == 0:
            fixes.append(("empty", {"label": label, "fewest": FEWEST_WORDS}))
        elif n < FEWEST_WORDS:
            fixes.append(("short", {"label": label, "n": n, "fewest": FEWEST_WORDS}))
        elif n > MOST_WORDS:
            fixes.append(("long", {"label": label, "n": n, "most": MOST_WORDS}))
        else:
            continue
        wrong.add(label)
    labels = [label for label in answers if label not in wrong]
    for at, label in enumerate(labels):
        for other in labels[at + 1 :]:
            if alike(answers[label], answers[other]) >= SAME:
                fixes.append(("same", {"label": label, "other": other}))
                wrong.add(other)
    return Verdict(1 - len(wrong) / len(answers) if answers else 0, fixes)


def check_essay(parts: Mapping[str, str]) -> Verdict:
    """The parts of ``{label: text}`` have 600–900 words in all and 100 each, and no two say the same.

    Points: the share of what is in order, the length in all counting as one more part.
    """
    fixes, wrong = [], set()
    for label, text in parts.items():
        n = words(text)
        if n < ESSAY_PART_FEWEST:
            key = "empty" if n == 0 else "essay_part_short"
            fixes.append((key, {"label": label, "n": n, "fewest": ESSAY_PART_FEWEST}))
            wrong.add(label)
    labels = [label for label in parts if label not in wrong]
    for at, label in enumerate(labels):
        for other in labels[at + 1 :]:
            if alike(parts[label], parts[other]) >= SAME:
                fixes.append(("same", {"label": label, "other": other}))
                wrong.add(other)
    n = sum(map(words, parts.values()))
    if not ESSAY_FEWEST <= n <= ESSAY_MOST:
        key = "essay_short" if n < ESSAY_FEWEST else "essay_long"
        fixes.append((key, {"n": n, "fewest": ESSAY_FEWEST, "most": ESSAY_MOST}))
        wrong.add("")
    return Verdict(1 - len(wrong) / (len(parts) + 1), fixes)


def check_goals(goals: Sequence[tuple[str, date | None]], handed_in: date) -> Verdict:
    """Three goals, each with some words and a day ahead within the plan. A third of a point each.

    ``goals`` is a list of ``(text, day or None)`` in the order written; those beyond the third are left out.
    """
    fixes: list[Finding] = []
    for at, (text, day) in enumerate(goals[:GOALS], start=1):
        if words(text) < GOAL_WORDS:
            fixes.append(("goal_short", {"at": at}))
        elif day is None:
            fixes.append(("goal_day", {"at": at}))
        elif not handed_in <= day <= handed_in + timedelta(days=GOAL_DAYS):
            fixes.append(("goal_far", {"at": at, "day": day, "days": GOAL_DAYS}))
    missing = GOALS - min(len(goals), GOALS)
    if missing:
        fixes.append(("goals_missing", {"n": missing}))
    return Verdict(max(0, 1 - (len(fixes) - bool(missing) + missing) / GOALS), fixes)


def alike(text: str, other: str) -> float:
    """How much of the two texts' vocabulary is shared, 0 to 1 (Jaccard)."""
    one, two = (set(WORD.findall(t.lower())) for t in (text, other))
    return len(one & two) / len(one | two) if one | two else 0.0


def check_plan(if_part: str, then_part: str, when: date | None, handed_in: date) -> Verdict:
    """The plan has an *if*, a *then* and a day at most 30 days after it was handed in.

    ``when`` is the day that was read from the text, or None. A third of a point each.
    """
    fixes: list[Finding] = []
    hints: list[Finding] = []
    for key, text in (("plan_if", if_part), ("plan_then", then_part)):
        if words(text) < PLAN_WORDS:
            fixes.append((key, {}))
    if when is None:
        fixes.append(("plan_when", {}))
    elif when < handed_in:
        fixes.append(("plan_past", {"day": when}))
    elif when > handed_in + timedelta(days=PLAN_DAYS):
        fixes.append(("plan_late", {"day": when, "days": PLAN_DAYS}))
    if words(if_part) >= PLAN_WORDS and not CUE.search(if_part):
        hints.append(("plan_cue", {}))
    return Verdict(1 - len(fixes) / 3, fixes, hints)


NUMBER = re.compile(r"(?<![\w,.])\d{1,3}(?:[.,  ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")


def check_figures(
    texts: Iterable[Any],
    figures: Mapping[str, float],
    parse: Callable[..., Any],
    in_words: Callable[..., Any] = lambda text: (),
) -> Verdict:
    """At least one answer mentions one of the learner's own ``figures`` (``{name: number}``).

    A figure counts when it stands as itself or with one decimal, and from 1 up as a whole number; ``parse``
    reads a number as people write it, and ``in_words`` finds those they spell out. A minus is left out of it:
    people write it in many ways.
    """
    if not figures:
        return Verdict(0, [("no_figures", {})])
    sizes = [abs(float(value)) for value in figures.values()]
    own = {round(size, 1) for size in sizes} | {round(size) for size in sizes if size >= 1}
    for text in texts:
        for match in NUMBER.finditer(text):
            try:
                number = parse(match.group())
            except ValueError:
                continue
            if number is not None and round(number, 1) in own:
                return Verdict(1)
        if own.intersection(in_words(text)):
            return Verdict(1)
    return Verdict(0, [("figure_missing", {})])


def check_privacy(texts: Iterable[Any], find: Callable[..., Any]) -> Verdict:
    """No answer holds anything by which a person could be found; ``find`` looks for it.

    A name from the learner's own contacts is to be mended too and costs nothing: only the learner's own
    machine knows it for one, and the points must be the same at grading.
    """
    found = [finding for text in texts for finding in find(text)]
    fixes = [(f"found_{finding.kind}", {"text": finding.text}) for finding in found]
    return Verdict(0 if any(finding.kind != "name" for finding in found) else 1, fixes)
