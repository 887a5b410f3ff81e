"""Lesson 6: what help is in reach, the easy messages, and the requests with their guess, time and price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import ask_clock, my_network, warm_up
from exercises.rules import ask_clock as clock_rules
from exercises.rules.resources import coverage
from exercises.rules.warm_up import count

if TYPE_CHECKING:
    from exercises.store import Store


# What was done among people.
ACTS = (
    "warm_up_sent",
    "requests",
)


def figures(store: Store) -> dict[str, int]:
    """Coverage of each scale of help, counts of messages and answers, and the sum of the requests.

    Shares are in whole per cent, hours from asking to a usable answer with one decimal, ``cost`` and
    ``price`` in whole kroner. What was not answered or cannot be worked out is left out.
    """
    found = _help(my_network.resources_known(store))
    tally = count(warm_up.greetings(store))
    if tally.sent:
        found |= {"warm_up_sent": tally.sent, "warm_up_answered": tally.answered}
        if warm_up.guess(store) is not None:
            found["warm_up_guessed"] = warm_up.guess(store)
    return found | _requests(store)


def _help(answers):
    if not answers:
        return {}
    covered = coverage(answers)
    found = {
        f"help_{scale}_percent": round(100 * cover.share)
        for scale, cover in covered.items()
        if cover.share is not None
    }
    return found | {
        "help_on_one": sum(len(cover.single) for cover in covered.values()),
        "help_family_only": sum(len(cover.family_only) for cover in covered.values()),
    }


def _requests(store):
    asks, _ = ask_clock.read(store)
    total = clock_rules.add_up(asks, ask_clock.hour_value(store, []))
    if not total.asks:
        return {}
    found = {"requests": total.asks, "minutes": round(total.minutes), "gave": total.gave}
    if total.settled:
        found |= {
            "settled": total.settled,
            "usable": total.usable,
            "usable_percent": round(100 * total.share),
        }
    if total.guess is not None:
        found["guessed_percent"] = round(100 * total.guess)
    if total.hours:
        found["hours_middle"] = round(total.middle, 1)
    if total.cost is not None:
        found["cost"] = round(total.cost)
    if total.priced:
        found["price"] = round(total.price)
    for _, names in clock_rules.compare(asks):
        found |= {"useful_own": names["own"], "useful_lot": names["lot"]}
    return found
