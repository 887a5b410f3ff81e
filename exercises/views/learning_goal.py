"""The learning goal of lesson 2: what one will do, what somebody else would see, and by when."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import learning_goal as model
from exercises.rules import learning_goal as rules
from exercises.rules.dialogue import ended
from exercises.rules.minutes import Work


class LearningGoal(Exercise):
    """Three fields, the goal as a whole, and a word on what an onlooker could not see."""

    stem = model.STEM
    work = Work(words=48, texts=3)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.parts = {
            part: self.text(part, t(part), lines=2, placeholder=t(f"{part}_like"), after=self._show)
            for part in rules.PARTS
        }
        self.said = W.HTML()
        self._show()
        how = W.HTML(f"<p>{escape(t('how'))}</p>")
        return [*self.parts.values(), self.said, copy_button(t, self.goal), how]

    def refresh(self) -> None:
        self._show()

    def goal(self) -> str | None:
        """The goal in one piece, or None while a part is missing."""
        if not model.whole(self.store):
            return None
        return self.t("whole", **{part: ended(text) for part, text in model.parts(self.store).items()})

    def _show(self):
        t = self.t
        found = rules.findings(model.parts(self.store), t("inner").split(", "), t("vague").split(", "))
        items = "".join(f"<li>{escape(t(f'found.{key}', **names))}</li>" for key, names in found)
        whole = ""
        if goal := self.goal():
            whole = f"<h3>{escape(t('whole_heading'))}</h3><blockquote>{escape(goal)}</blockquote>"
        self.said.value = f'{whole}<div role="status"><ul>{items}</ul></div>'
