"""Lesson 1: the network account and the guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.models import guess_first, network_account
from exercises.rules.network_account import ENOUGH_OCCASIONS, RESULTS

if TYPE_CHECKING:
    from exercises.store import Store


def figures(store: Store) -> Any:
    """Sums of the account (hours, kroner, counts) and of the guesses; what is undefined is left out."""
    sums, _ = network_account.read(store)
    answers = guess_first.answers(store)
    found = {}
    if sums.occasions:
        found |= {"occasions": sums.occasions, "hours": sums.hours, "kroner": sums.kroner}
        found |= {result: sums.counts[result] for result in RESULTS}
    if sums.hours_per_gain is not None:
        found["hours_per_gain"] = round(sums.hours_per_gain, 1)
    if sums.share_nothing is not None and sums.answered >= ENOUGH_OCCASIONS:
        found["share_nothing_percent"] = round(100 * sums.share_nothing)
    if sums.break_even:
        found["break_even_low"], found["break_even_high"] = (round(value, -1) for value in sums.break_even)
    if answers:
        found |= {"guesses": len(answers), "guesses_hit": sum(was_hit for _, was_hit in answers)}
        found["mean_confidence_percent"] = round(sum(sure for sure, _ in answers) / len(answers))
    return found
