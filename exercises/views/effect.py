"""The questionnaire of weeks 0, 6 and 12, and the file of numbers to hand in."""

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.fields import Fields
from exercises.models import effect as model
from exercises.paper.blocks import Block
from exercises.rules import effect as rules


class Effect(Fields):
    """A code, one week at a time, and the numbers to take along."""

    stem = model.STEM

    def paper(self) -> list[Block]:
        return []

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import download_button

        t = self.t
        self.code = self.text("code", t("code"), placeholder=t("code_like"), after=self.show)
        self.week = self.choice("week", t("week_label"), "week", tuple(map(str, rules.WEEKS)))
        self.weeks, self.asked = {}, {}
        self.questions, self.said = W.VBox(), W.HTML()
        self.take = download_button(
            t, lambda: model.numbers(self.store), t("take"), t("file"), "application/json"
        )
        self.show()
        return [self.code, self.week, self.questions, self.said, self.take]

    def _week(self, week):
        """The questions of a week; made when they are first asked for."""
        controls = []
        for scale, items in rules.SCALES.items():
            group = "often" if scale == rules.INTENSITY else "number"
            controls.append(W.HTML(f"<h3>{escape(self.t(f'scale.{scale}'))}</h3>"))
            for item in items:
                control = self.choice(f"{week}.{item}", self.t(item), group, rules.options(item))
                self.asked[week, item] = control
                controls.append(control)
        return controls

    def show(self) -> None:
        week = self.week.value
        if week and week not in self.weeks:
            self.weeks[week] = self._week(week)
        self.questions.children = self.weeks.get(week, ())
        found = rules.findings(self.store.get(self.stem, "code", ""), model.answers(self.store))
        self.said.value = self.items(found)
