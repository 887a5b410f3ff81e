"""A network of one's own, then and now."""

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside
from exercises.kit.fields import Fields
from exercises.models import then_and_now as model
from exercises.rules import then_and_now as rules
from exercises.rules.minutes import Work


class ThenAndNow(Fields):
    """Which network, two choices for each of four things, and why it changed."""

    stem = model.STEM
    work = Work(words=40, choices=8, lines=1, texts=1)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.network = self.text("network", t("network"), placeholder=t("network_like"))
        self.chosen = {
            (feature, time): self.choice(f"{feature}.{time}", t(time), "option", options)
            for feature, options in rules.FEATURES.items()
            for time in rules.TIMES
        }
        rows = [
            one
            for feature in rules.FEATURES
            for one in (
                W.HTML(f"<p><strong>{escape(t(f'feature.{feature}'))}</strong></p>"),
                beside(*(self.chosen[feature, time] for time in rules.TIMES)),
            )
        ]
        self.said = W.HTML()
        self.why = self.text("why", t("why"), lines=2)
        self.show()
        return [self.network, *rows, self.said, self.why]

    def show(self) -> None:
        self.said.value = self.items(rules.findings(model.answers(self.store)))
