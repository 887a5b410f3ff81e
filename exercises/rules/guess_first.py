"""Guessing a figure before one is told it, and how well one's sureness fits one's hits."""

from collections.abc import Sequence
from dataclasses import dataclass

# Five steps are as fine as people can tell their own sureness apart on a page.
CONFIDENCES = (10, 30, 50, 70, 90)

# With fewer guesses the comparison between sureness and hits is chance and nothing more.
ENOUGH_GUESSES = 4

# A gap under 15 points is less than two guesses of eight can decide.
CLEAR_GAP = 0.15


@dataclass(frozen=True)
class Step:
    """The guesses made with one confidence: how many, and how many of them hit."""

    confidence: int
    guesses: int
    hits: int

    @property
    def share(self) -> float:
        """Share of hits, 0 to 1."""
        return self.hits / self.guesses


def hit(guess: float | None, low: float, high: float, tolerance: float) -> bool:
    """Whether ``guess`` lies within ``tolerance`` of the truth, which may be a range."""
    return guess is not None and low - tolerance <= guess <= high + tolerance


def calibration(answers: Sequence[tuple[int, bool]]) -> list[Step]:
    """One :class:`Step` for each confidence used, lowest first.

    ``answers`` is a list of ``(confidence in percent, hit)``.
    """
    steps = []
    for confidence in sorted({sure for sure, _ in answers}):
        hits = [was_hit for sure, was_hit in answers if sure == confidence]
        steps.append(Step(confidence, len(hits), sum(hits)))
    return steps


def gap(answers: Sequence[tuple[int, bool]]) -> float | None:
    """Mean confidence minus share of hits, −1 to 1: above 0 is surer than right. None where too few."""
    if len(answers) < ENOUGH_GUESSES:
        return None
    sure = sum(confidence for confidence, _ in answers) / len(answers) / 100
    return sure - sum(was_hit for _, was_hit in answers) / len(answers)


def verdict(answers: Sequence[tuple[int, bool]]) -> str:
    """``surer``, ``humbler``, ``fits`` or ``too_few``: which of the four things can be said of the gap."""
    difference = gap(answers)
    if difference is None:
        return "too_few"
    if difference > CLEAR_GAP:
        return "surer"
    return "humbler" if difference < -CLEAR_GAP else "fits"
