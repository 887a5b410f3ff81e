"""Lesson 8: the ladder, the practice conversation, the answer, the post and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import boundary_dialogue, dialogue, knowledge_ladder, post_checker
from exercises.rules.dialogue import count
from exercises.rules.knowledge_ladder import STEPS, build
from exercises.rules.post_checker import readability, whole
from exercises.rules.reflection import words
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


COUNTED = ("give", "price", "free")


def figures(store: Store) -> dict[str, float]:
    """Things a step, counts of the practice conversation, the price and what it is an hour, the post's words
    and LIX, and what came back."""
    return _ladder(store) | _practice(store) | _answer(store) | _post(store)


def _ladder(store):
    ladder = build(knowledge_ladder.things(store))
    return {f"things_to_{step}": ladder.counts[step] for step in STEPS} if ladder.things else {}


def _practice(store):
    # any language will do: the acts are the same in both
    script = Texts(boundary_dialogue.CONTENT)
    scenes = script.data["scenes"]
    kept = store.get(boundary_dialogue.CONTENT, "scene")
    for key in [kept, *scenes] if kept in scenes else scenes:
        played = dialogue.last_played(store, script, key)
        if played:
            acts = count(played.lines).acts
            return {f"practice_{act}": acts[act] for act in COUNTED}
    return {}


def _answer(store):
    answer, _ = boundary_dialogue.read(store)
    found = {"price": answer.price, "price_minutes": answer.minutes, "per_hour": answer.per_hour}
    return {name: round(value) for name, value in found.items() if value is not None}


def _post(store):
    found = {}
    post = whole(post_checker.parts(store))
    if words(post):
        found["post_words"] = words(post)
    if (hard := readability(post)) is not None:
        found["post_lix"] = round(hard)
    outcome, _ = post_checker.outcome(store)
    for name in post_checker.COUNTED:
        if (n := getattr(outcome, name)) is not None:
            found[f"came_back_{name}"] = n
    return found
