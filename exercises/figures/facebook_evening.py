"""The Facebook evening: the last posts, the plan for two weeks, its trial, and the swap."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from exercises.models import peer_swap, post_plan, post_reach
from exercises.rules import post_plan as plan_rules
from exercises.rules.peer_swap import complete
from exercises.rules.post_reach import reading
from exercises.rules.reflection import words

if TYPE_CHECKING:
    from exercises.store import Store


EVENING = "facebook-evening"
# What the evening's page must hold before the hand-in is whole.
WANTED = {"openings": 2, "planned_posts": 4, "peer_note": 1}


def figures(store: Store) -> dict[str, int]:
    """Reach of one's own posts, the openings written, posts with a day, the trial as far as it has come, and
    ``peer_note`` (1 when there is a whole note)."""
    found = _posts(store) | _plan(store)
    if complete(peer_swap.read(store, EVENING), datetime.now()):
        found["peer_note"] = 1
    return found


def _posts(store):
    seen = reading(post_reach.read(store)[0])
    if seen is None:
        return {}
    return {
        "posts": seen.n,
        "reach_low": round(seen.low),
        "reach_middle": round(seen.middle),
        "reach_high": round(seen.high),
    }


def _plan(store):
    found = {}
    if written := sum(bool(words(text)) for text in post_plan.openings(store).values()):
        found["openings"] = written
    if dated := len(post_plan.dated(store)):
        found["planned_posts"] = dated
    reached, _ = post_plan.results(store)
    compared = plan_rules.compare(reached[plan_rules.A], reached[plan_rules.B])
    if compared:
        found |= {
            "mean_a": round(compared.mean_a),
            "mean_b": round(compared.mean_b),
            "as_large": compared.as_large,
            "ways": compared.ways,
        }
    return found
