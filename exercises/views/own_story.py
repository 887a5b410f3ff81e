"""One's own experience, with consent, and a letter to have it taken down."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside
from exercises.kit.fields import Fields
from exercises.models import own_story as model
from exercises.rules import own_story as rules
from exercises.rules.minutes import Work


class OwnStory(Fields):
    """The story, how it may be shown, three ticks, and what to give whoever runs the course."""

    stem = model.STEM
    work = Work(words=80, choices=5, lines=2, texts=2)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.parts = {
            part: self.text(part, t(part), lines=1 if part == "title" else 4, after=self.show)
            for part in rules.PARTS
        }
        self.shown_as = self.choice("shown_as", t("shown_as"), "shown_as_option", rules.SHOWN_AS)
        self.until = self.day_field("until", t("until"))
        self.ticks = {name: self.tick(name, t(name)) for name in rules.TICKS}
        self.take_down = self.tick("take_down", t("take_down"))
        self.whole, self.said = W.HTML(), W.HTML()
        self.show()
        return [
            *self.parts.values(),
            beside(self.shown_as, self.until),
            *self.ticks.values(),
            self.take_down,
            self.said,
            self.whole,
            copy_button(t, self.letter),
        ]

    def letter(self) -> str | None:
        """The story with its consent, or the letter to have it taken down; None while something is
        missing."""
        t = self.t
        parts, shown_as, until, ticks, take_down = model.read(self.store)
        if take_down:
            return t("letter_down", title=parts["title"].strip() or t("untitled"))
        if not rules.complete(parts, shown_as, ticks):
            return None
        till = t("till", day=t.date(until)) if until else t("till_further")
        told = {part: text.strip() for part, text in parts.items()}
        return t("letter", **told, shown_as=t(f"shown_as_option.{shown_as}"), till=till)

    def show(self) -> None:
        letter = self.letter()
        lines = "".join(f"<p>{escape(line)}</p>" for line in (letter or "").splitlines() if line)
        self.whole.value = f"<blockquote>{lines}</blockquote>" if letter else ""
        self.said.value = self.items(rules.findings(*model.read(self.store), date.today()))
