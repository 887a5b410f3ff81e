"""The network nearest to one, and one step towards it."""

from datetime import date

import ipywidgets as W

from exercises.kit.boxes import beside
from exercises.kit.fields import Fields
from exercises.models import nearest_network as model
from exercises.rules import nearest_network as rules
from exercises.rules.minutes import Work


class NearestNetwork(Fields):
    """Four things to find out, one step with a day, and what one heard."""

    stem = model.STEM
    work = Work(words=30, choices=1, lines=5, texts=1)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.parts = {
            part: self.text(part, t(f"part.{part}"), placeholder=t(f"like.{part}"), after=self.show)
            for part in rules.PARTS
        }
        self.step = self.choice("step", t("step"), "step_option", rules.STEPS)
        self.day = self.day_field("day", t("day"))
        self.heard = self.text("heard", t("heard"), lines=2)
        self.said = W.HTML()
        self.show()
        return [*self.parts.values(), beside(self.step, self.day), self.heard, self.said]

    def show(self) -> None:
        self.said.value = self.items(rules.findings(*model.read(self.store), date.today()))
