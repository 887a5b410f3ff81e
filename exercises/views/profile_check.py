"""A profile for its reader: headline, text, and eight points before and after."""

from typing import Any

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import framed
from exercises.kit.fields import Fields
from exercises.models import profile_check as model
from exercises.rules import profile_check as rules


class ProfileCheck(Fields):
    """Two texts to write and copy, and eight points to go through."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.headline = self.text("headline", t("headline"), placeholder=t("headline_like"), after=self.show)
        self.about = self.text("about", t("about"), lines=5, placeholder=t("about_like"), after=self.show)
        self.points = {
            item: self.choice(f"item.{item}", t(f"item.{item}"), "state", rules.STATES)
            for item in rules.ITEMS
        }
        self.said = W.HTML()
        self.show()
        eight = framed(W.HTML(f"<h3>{escape(t('eight'))}</h3>"), *self.points.values())
        return [self.headline, self.about, copy_button(t, self.as_text), eight, self.said]

    def as_text(self) -> Any:
        """Headline and text, or None while nothing is written."""
        parts = (self.headline.value.strip(), self.about.value.strip())
        return "\n\n".join(filter(None, parts)) or None

    def show(self) -> None:
        found = rules.findings(
            self.headline.value,
            self.about.value,
            model.states(self.store),
            self.t("empty_words").split(", "),
        )
        self.said.value = self.items(found)
