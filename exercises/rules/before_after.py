"""Two times held side by side: the map, the account and the acts, then and now.

What differs is not yet a change. A list made anew holds other people mostly because one remembers others, so
the people of the first map are frozen: some are lost, some are new, and those who were only forgotten the
first time count on neither side. Small counts move by chance, and a self-rating by the mood of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from exercises.rules import Finding
from exercises.rules.ego_feedback import change_feedback
from exercises.rules.ego_network import Measures, WhatIf
from exercises.rules.network_account import DAYS, ENOUGH_OCCASIONS
from exercises.rules.uncertainty import wilson

if TYPE_CHECKING:
    from exercises.rules.network_account import Account


# The six measures of the plan.
SIX = ("size", "density", "effective_size", "efficiency", "constraint", "hierarchy")

# An account of fewer days than this is mostly the weather.
FEWEST_DAYS = 28

# A self-rating that moves one step may be the mood of the day; the course's convention.
RATING_STEPS = 2

# About two standard errors of the difference of two Poisson counts. Acts come in heaps, so it is if anything
# too small: it holds back the plainest mistakes, no more.
CHANCE = 2

ACTS = ("more", "fewer", "same")
RATINGS = ("higher", "lower", "same")


# ---- the map ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lists:
    """Ids, in the order they were given. stayed and lost were on the frozen list, new and recalled not.

    recalled: known already then, and only forgotten; they are left out of both sides. gone: how many of the
    frozen list have been deleted, so that not even an id is left.
    """

    stayed: tuple[int, ...]
    lost: tuple[int, ...]
    new: tuple[int, ...]
    recalled: tuple[int, ...]
    gone: int = 0

    @property
    def now(self) -> tuple[int, ...]:
        """Who counts on the map of today."""
        return self.stayed + self.new


def lists(
    frozen: range | tuple[int, ...],
    there: Sequence[int] | range,
    lost: tuple[int, ...],
    recalled: tuple[int, ...],
    frozen_size: int,
) -> Lists:
    """Sort the ids ``frozen`` and those on the map ``there`` into :class:`Lists`.

    ``lost`` and ``recalled`` are the learner's own marks. Somebody taken off the map is lost without a mark.
    """
    frozen, here = tuple(frozen), set(there)
    added = [person for person in there if person not in frozen]
    stayed = tuple(person for person in frozen if person in here and person not in lost)
    return Lists(
        stayed=stayed,
        lost=tuple(person for person in frozen if person not in stayed),
        new=tuple(person for person in added if person not in recalled),
        recalled=tuple(person for person in added if person in recalled),
        gone=max(frozen_size - len(frozen), 0),
    )


def map_findings(found: Lists, before: Measures, now: Measures) -> list[Finding]:
    """What the two maps say, as ``[(text key, names)]``; numbers other than counts are floats.

    The keys that begin with ``change_`` are those of ego_feedback, which leaves it open which way is better.
    """
    people = {"lost": len(found.lost) + found.gone, "new": len(found.new), "recalled": len(found.recalled)}
    said: list[Finding] = [("people", people)] if any(people.values()) else [("nobody_moved", {})]
    change = WhatIf(before, now, (), (), ())
    # the last statement belongs to a change that was only imagined
    said += [(one.key, dict(one.params)) for one in change_feedback(change)[:-1]] or [("too_few", {})]
    if found.new:
        said.append(("recall_new", {"n": len(found.new)}))
    said.append(("recall", {}))
    return said


# ---- the account -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A period, both days counted in."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> float:
        return self.days / 7


def again_span(first_end: date, end: date) -> Span | None:
    """The :class:`Span` of the second account: up to three months, and no day of the first; or None."""
    first = max(first_end + timedelta(days=1), end - timedelta(days=DAYS - 1))
    return Span(first, end) if first <= end else None


def per_week(hours: float, span: Span) -> float:
    """Hours a week over a :class:`Span`."""
    return hours / span.weeks


def account_findings(first: Account, again: Account, span: Span) -> list[Finding]:
    """What two :class:`~exercises.rules.network_account.Account` say beside each other, as in
    :func:`map_findings`; ``span`` is that of the second."""
    if not first.occasions:
        return [("account_no_first", {})]
    if not again.occasions:
        return [("account_no_second", {})]
    said: list[Finding] = (
        [("account_short", {"days": span.days, "fewest": FEWEST_DAYS})] if span.days < FEWEST_DAYS else []
    )
    if min(first.answered, again.answered) < ENOUGH_OCCASIONS:
        said.append(("account_too_few", {"enough": ENOUGH_OCCASIONS}))
    else:
        every = (wilson(one.counts["nothing"], one.answered) for one in (first, again))
        ranges = [one or (0.0, 1.0) for one in every]
        overlap = ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]
        names = dict(zip(("low", "high", "low_again", "high_again"), (*ranges[0], *ranges[1]), strict=True))
        said.append(("account_overlap" if overlap else "account_apart", names))
    said.append(("account_cause", {}))
    return said


# ---- the acts and the self-rating ------------------------------------------------------------------------


def acts_moved(first: int, again: int) -> str:
    """One of ACTS for two totals of acts: ``same`` where chance may account for the difference."""
    if abs(again - first) <= CHANCE * sqrt(first + again):
        return "same"
    return "more" if again > first else "fewer"


def rating_moved(first: int, again: int) -> str:
    """One of RATINGS for two self-ratings from 0 to 10."""
    if abs(again - first) < RATING_STEPS:
        return "same"
    return "higher" if again > first else "lower"


def more_and_humbler(acts: str, rating: str) -> str:
    """Whether the article's sentence fits this owner: the more one can, the more one knows is left to learn.

    ``fits`` (more acts, a lower rating), ``against`` (a higher rating without more acts), ``both`` (more
    acts and a higher rating) or ``silent`` (all else). One owner can fit a sentence; none can prove it.
    """
    if acts == "more":
        return {"lower": "fits", "higher": "both"}.get(rating, "silent")
    return "against" if rating == "higher" else "silent"
