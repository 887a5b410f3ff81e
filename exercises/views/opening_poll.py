"""The opening poll of lesson 2: had you thought that networking can be learned?"""

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import opening_poll as model
from exercises.rules.minutes import Work


class OpeningPoll(Exercise):
    """One question without a right answer; it may be answered anew."""

    stem = model.STEM
    work = Work(words=40, choices=2)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.options = self.bind(
            W.RadioButtons(
                options=[(t(f"thought.{name}"), name) for name in model.ANSWERS],
                value=None,
                layout={"width": "max-content"},
            ),
            lambda: model.answer(self.store),
            lambda name: self.store.put(self.stem, "thought", name),
            self.refresh,
        )
        self.said = W.HTML()
        self.refresh()
        return [W.HTML(f'<p class="nv-question">{escape(t("question"))}</p>'), self.options, self.said]

    def refresh(self) -> None:
        name = model.answer(self.store)
        words = escape(self.t(f"said.{name}")) if name else ""
        self.said.value = f'<p class="nv-note" role="status">{words}</p>' if name else ""
