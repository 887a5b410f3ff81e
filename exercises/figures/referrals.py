"""Lesson 7: the customer trail, the role agreement and the asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.models import customer_trail, referral_log, role_agreement
from exercises.rules import customer_trail as trail
from exercises.rules import referral_log as log
from exercises.rules.role_agreement import written

if TYPE_CHECKING:
    from exercises.store import Store


# What was done among people.
ACTS = ("asks",)


def figures(store: Store) -> dict[str, int]:
    """Counts by source, the shares by people and by the close with their ranges, counts of what was done."""
    return _trail(store) | _agreement(store) | _asks(store)


def _trail(store):
    customers, _ = customer_trail.read(store)
    found = {}
    if not customers:
        return found
    each = trail.shares(customers)
    found["customers"] = len(customers)
    found |= {f"from_{source}": share.hits for source, share in each.items()}
    for name, sources in (("people", trail.BY_PEOPLE), ("close", trail.CLOSE)):
        share = trail.share_of(customers, sources)
        if share.interval:
            low, high = share.interval
            found[f"{name}_percent"] = round(100 * share.hits / share.n)
            found |= {f"{name}_low": round(100 * low), f"{name}_high": round(100 * high)}
    strangers = trail.strangers(customers)
    if strangers.n:
        found["strangers"] = strangers.hits
    found["brought_most"] = max(trail.brought(customers).values(), default=0)
    found["longest_chain"] = max(branch.depth for branch in trail.tree(customers))
    for name, by_people in (("people", True), ("rest", False)):
        kept = trail.kept(customers, by_people)
        if kept.n:
            found |= {f"{name}_stayed": kept.hits, f"{name}_stayed_of": kept.n}
    return found


def _agreement(store):
    parts, asked = written(role_agreement.parts(store)), role_agreement.asked(store)
    return {"agreement_parts": parts, "agreement_asked": int(asked)} if parts or asked else {}


def _asks(store):
    asks, today = referral_log.read(store), date.today()
    happened = log.asked(asks, today)
    if not happened:
        return {}
    counts = log.counts(asks, today)
    return {"asks": len(happened), "asks_named": counts["name"], "asks_no": counts["no"]}
