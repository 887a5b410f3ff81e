"""Lesson 10: the group one might make, its charter, the rounds in the red chair and the meeting held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import charter, group_composer, red_chair, talk_balance
from exercises.rules import charter as charter_rules
from exercises.rules import group_composer as group_rules
from exercises.rules.talk_balance import balance
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


# What was done among people.
ACTS = ("red_chair_rounds",)


def figures(store: Store) -> dict[str, float]:
    """Counts of the group and the charter, minutes of the meeting, and ``talk_gini``, normalised: 0 to 1."""
    found = _group(store) | _charter(store)
    if rounds := red_chair.clock(store).rounds:
        found["red_chair_rounds"] = rounds
    invited, came, _ = talk_balance.attendance(store)
    found |= {name: n for name, n in (("said_yes", invited), ("came", came)) if n is not None}
    talked, _ = talk_balance.read(store, str)
    meeting = balance(talked)
    if meeting:
        found |= {
            "talkers": meeting.people,
            "talk_minutes": meeting.total,
            "longest_minutes": meeting.longest[1],
            "longest_share_percent": round(100 * meeting.longest[1] / meeting.total),
        }
        if meeting.gini is not None:
            found["talk_gini"] = round(meeting.gini, 2)
    return found


def _group(store):
    others = group_composer.chosen(store, str)
    if not others:
        return {}
    t = Texts(group_composer.STEM)
    covered = group_rules.coverage(group_composer.picked(store, "gaps"), others)
    you = group_composer.you(store, t("you"))
    return {
        "group_people": len(others) + 1,
        "gaps": len(covered),
        "gaps_covered": sum(bool(who) for who in covered.values()),
        "competitor_pairs": len(group_rules.competitors([you, *others], tuple(t("general").split(", ")))),
    }


def _charter(store):
    if not charter.begun(store):
        return {}
    agreed, _ = charter.read(store)
    found = {"charter_parts": len(charter_rules.PARTS) - len(agreed.missing)}
    if agreed.first and agreed.last and agreed.weeks:
        found["meetings"] = charter_rules.meetings(agreed.first, agreed.last, agreed.weeks)
    return found
