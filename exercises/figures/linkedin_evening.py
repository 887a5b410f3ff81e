"""The LinkedIn evening: the profile, the counts, the drafts and acts, and the swap."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from exercises.models import circle_count, message_draft, online_acts, peer_swap, profile_check
from exercises.rules import online_acts as act_rules
from exercises.rules.circle_count import shares
from exercises.rules.message_draft import DRAFTS
from exercises.rules.peer_swap import complete
from exercises.rules.profile_check import ABOUT_FEWEST, readability, tally
from exercises.rules.reflection import words

if TYPE_CHECKING:
    from exercises.store import Store


EVENING = "linkedin-evening"
# What the evening's page must hold before the hand-in is whole.
WANTED = {"about_words": ABOUT_FEWEST, "acts": act_rules.WANTED, "peer_note": 1}

# What was done among people.
ACTS = ("acts",)


def figures(store: Store) -> dict[str, int]:
    """Words, LIX and points of the profile; connections counted; drafts; acts with a day, those that were
    answered; and ``peer_note`` (1 when there is a whole note)."""
    found = _profile(store) | _counts(store)
    if drafts := sum(bool(words(message_draft.text(store, draft))) for draft in DRAFTS):
        found["drafts"] = drafts
    done = act_rules.dated(online_acts.read(store), date.today())
    if done:
        found["acts"] = len(done)
        found["acts_answered"] = sum(act.back in act_rules.BACK[1:] for act in done)
    if complete(peer_swap.read(store, EVENING), datetime.now()):
        found["peer_note"] = 1
    return found


def _profile(store):
    found = {}
    headline, about = (store.get(profile_check.STEM, name, "") for name in ("headline", "about"))
    for name, text in (("headline_words", headline), ("about_words", about)):
        if n := words(text):
            found[name] = n
    if (hard := readability(about)) is not None:
        found["about_lix"] = round(hard)
    answered, before, after = tally(profile_check.states(store))
    return found | ({"points_before": before, "points_after": after} if answered else {})


def _counts(store):
    circles, ages, _ = circle_count.read(store)
    parts = shares(circles)
    found = {}
    if parts:
        found["connections"] = round(sum(n for n in circles.values() if n))
        found["circles"] = len(parts)
        found["largest_circle_percent"] = round(100 * max(parts.values()))
    for name in ("three", "longer"):
        if ages[name] is not None:
            found[f"age_{name}"] = round(ages[name])
    return found
