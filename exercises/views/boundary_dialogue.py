"""The boundary dialogue of lesson 8: two conversations to read, three to choose, and one's own answer."""

from typing import ClassVar

import ipywidgets as W

from exercises.kit.base import escape, note, numbers
from exercises.kit.boxes import beside
from exercises.kit.dialogue import Dialogue
from exercises.models import boundary_dialogue as model
from exercises.models.dialogue import cue_words
from exercises.rules import boundary_dialogue as rules
from exercises.rules.minutes import Work
from exercises.typed import parse_number


class BoundaryDialogue(Dialogue):
    """``BoundaryDialogue("models")``, ``BoundaryDialogue("try")`` or ``BoundaryDialogue("own")``."""

    stem = model.STEM
    work: ClassVar = {
        "models": Work(words=480),
        "own": Work(words=120, lines=3, texts=3),
        "try": Work(words=400, choices=6),
    }
    content = model.CONTENT

    def own(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.asked = self.text("asked", t("asked"), placeholder=t("asked_like"), after=self.show_own)
        self.boxes = {
            part: self.text(part, t(part), lines=2, placeholder=t(f"{part}_like"), after=self.show_own)
            for part in rules.PARTS
        }
        self.price = self.text("price", t("price"), after=self.show_own)
        self.minutes = self.text("minutes", t("minutes"), after=self.show_own)
        pair = beside(self.price, self.minutes)
        self.said = W.HTML()
        self.show_own()
        return [
            self.asked,
            self.boxes["gift"],
            self.boxes["line"],
            pair,
            W.HTML(f"<p>{escape(t('how'))}</p>"),
            self.boxes["next_step"],
            self.said,
            copy_button(t, self.as_text),
        ]

    def show_own(self) -> None:
        t = self.t
        answer, faults = model.read(self.store)
        wrong = "".join(note(self._slip(*fault), wrong=fault[0] != "read_as") for fault in faults)
        whole = f"<h3>{escape(t('whole'))}</h3><blockquote>{escape(answer.whole)}</blockquote>"
        excuses = tuple(t("excuses").split(", "))
        whens, calls = cue_words("whens", t.lang), cue_words("calls", t.lang)
        found = rules.findings(answer, excuses, whens, parse_number, calls)
        items = "".join(f"<li>{escape(self._sentence(*one))}</li>" for one in found)
        said = whole if answer.whole else ""
        self.said.value = f'{said}<div role="status"><ul>{items}</ul></div>{wrong}'

    def _slip(self, key, where, names):
        return self.t(key, where=self.t(where), **numbers(self.t, names))

    def _sentence(self, key, names):
        t = self.t
        worded = {name: t.kroner(names[name]) for name in ("price", "rate") if name in names}
        worded |= {name: t.number(names[name]) for name in ("minutes", "n", "most") if name in names}
        return t(f"found.{key}", **(names | worded))

    def as_text(self) -> str | None:
        """The answer to take along, or None while nothing is written."""
        answer, _ = model.read(self.store)
        if not answer.whole:
            return None
        asked = self.asked.value.strip()
        return "\n".join(([self.t("to", asked=asked), ""] if asked else []) + [answer.whole])
