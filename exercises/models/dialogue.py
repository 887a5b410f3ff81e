"""The dialogues of a content file as conversations, and the choices kept in the learner's store.

A content file ``texts/<content>.toml`` holds, each sentence in both languages:

* ``acts.<act>``: ``one`` (the word beside a line) and ``many`` (the row of a count), in the order shown
* ``looks_for.<act>``: what is said of an act afterwards, ``said`` and ``missed`` (either may be absent), and
  ``slip = true`` for one that is better left out; see :func:`exercises.rules.dialogue.findings`
* ``talk = true`` where the share of the talking is worth a word
* ``models.<key>``: a dialogue to read: ``title``, ``setting``, ``names.ego`` and ``names.alter``,
  ``lines`` (each ``who``, the sentence and ``acts``) and ``after``
* ``scenes.<key>``: a dialogue to choose one's way through: ``title``, ``setting``, ``names``, ``turns.<key>``
  (``other``, maybe ``cool``, and ``options.<key>``: the sentence, ``acts``, ``warmth``, ``reply``, maybe
  ``next``) and ``ending``, maybe ``ending_cool``

In the store, fields of the exercise named like the file: ``<scene>.choices`` (option keys in order),
``<scene>.before`` (those of the last time it was finished) and ``scene`` (the one on the page).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exercises.rules import Finding
from exercises.rules import dialogue as rules
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


@dataclass(frozen=True)
class Heading:
    """What stands around a dialogue: its title, where it takes place, and the two names."""

    title: str
    setting: str
    ego: str
    alter: str

    def name(self, who: str) -> str:
        """The name of EGO or ALTER."""
        return self.ego if who == rules.EGO else self.alter


def heading(t: Texts, kind: str, key: str) -> Heading:
    """The :class:`Heading` of ``models.<key>`` or ``scenes.<key>``; ``t`` speaks the content file."""
    names = (t(f"{kind}.{key}.{name}") for name in ("title", "setting", "names.ego", "names.alter"))
    return Heading(*names)


def model_lines(t: Texts, key: str) -> list[rules.Line]:
    """The lines of a dialogue to read."""
    return [
        rules.Line(line["who"], t.pick(line), tuple(line.get("acts", ())))
        for line in t.data["models"][key]["lines"]
    ]


def scene(t: Texts, key: str) -> rules.Scene:
    """The :class:`rules.Scene` of a dialogue to choose one's way through."""

    def said(record, name):
        return t.pick(record[name]) if name in record else ""

    def option(name, record):
        return rules.Option(
            key=name,
            text=t.pick(record),
            acts=tuple(record.get("acts", ())),
            warmth=record.get("warmth", 0),
            reply=said(record, "reply"),
            next=record.get("next"),
        )

    record = t.data["scenes"][key]
    turns = tuple(
        rules.Turn(
            key=name,
            other=said(turn, "other"),
            cool=said(turn, "cool"),
            options=tuple(option(*pair) for pair in turn["options"].items()),
        )
        for name, turn in record["turns"].items()
    )
    return rules.Scene(turns, said(record, "ending"), said(record, "ending_cool"))


def findings(t: Texts, played: rules.Played) -> list[Finding]:
    """What can be said of a conversation, as a list of ``(key in the content file, names)``."""
    found: list[Finding] = []
    for act, record in t.data["looks_for"].items():
        told = [names["line"] for _, names in found]
        for key, names in rules.findings(act, played.chances, record.get("slip", False), told):
            if key in record:
                found.append((f"looks_for.{act}.{key}", names))
    return found


def choices(store: Store, content: str, key: str) -> list[str]:
    """The option keys chosen so far in a scene."""
    return store.get(content, f"{key}.choices", [])


def say(store: Store, content: str, key: str, options: Sequence[str]) -> None:
    """Keep the option keys chosen in a scene; an empty list forgets them."""
    store.put(content, f"{key}.choices", list(options) or None)


def finish(store: Store, content: str, key: str) -> None:
    """Begin a finished scene again; what was chosen is kept as the last time."""
    with store.transaction():
        store.put(content, f"{key}.before", choices(store, content, key))
        store.put(content, f"{key}.choices", None)


def last_played(store: Store, t: Texts, key: str) -> rules.Played | None:
    """The conversation of a scene that was finished last, now or the time before; None if never."""
    written = scene(t, key)
    for kept in (choices(store, t.stem, key), store.get(t.stem, f"{key}.before", [])):
        played = rules.play(written, kept)
        if played.over and played.chances:
            return played
    return None


def cues(lang: str) -> rules.Cues:
    """The :class:`rules.Cues` by which a question is known in ``lang``."""
    return rules.Cues(*(cue_words(name, lang) for name in ("openers", "invites", "follow_ons", "glue")))


def cue_words(name: str, lang: str) -> tuple[str, ...]:
    """The words and phrases called ``name`` in texts/dialogue_cues.toml, as a tuple."""
    return tuple(Texts("dialogue_cues", lang)(name).split(", "))
