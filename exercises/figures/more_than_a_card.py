"""Lesson 5: the three tellings, the last practice conversation and the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.models import conversation_log, dialogue, pitch_builder
from exercises.models.dialogue_lab import CONTENT
from exercises.rules.conversation_log import add_up
from exercises.rules.dialogue import count
from exercises.rules.pitch_builder import VERSIONS, seconds
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


COUNTED = ("open", "closed", "follow_up")

# What was done among people.
ACTS = ("conversations",)


def figures(store: Store) -> dict[str, Any]:
    """Seconds of each telling, counts of the practice conversation, and the sum of the real ones."""
    found: dict[str, Any] = {}
    for n, text in zip(VERSIONS, pitch_builder.tellings(store), strict=True):
        if text:
            found[f"pitch_{n}_seconds"] = round(seconds(text))
    found |= _practice(store)
    talks, _ = conversation_log.read(store)
    log = add_up(talks)
    if log.talks:
        found |= {
            "conversations": log.talks,
            "conversation_minutes": log.minutes,
            "questions_asked": log.questions,
            "next_steps": log.next_steps,
        }
    with_gap = [talk for talk in talks if talk.gap is not None]
    if with_gap:
        last = with_gap[-1]
        found |= {"guessed": last.guess, "liked": last.liked, "gap": last.gap}
    return found


def _practice(store):
    # any language will do: the acts are the same in both
    script = Texts(CONTENT)
    scenes = script.data["scenes"]
    kept = store.get(CONTENT, "scene")
    for key in [kept, *scenes] if kept in scenes else scenes:
        played = dialogue.last_played(store, script, key)
        if played:
            counted = count(played.lines)
            return {
                "practice_share_percent": round(100 * counted.share),
                **{f"practice_{act}": counted.acts[act] for act in COUNTED},
            }
    return {}
