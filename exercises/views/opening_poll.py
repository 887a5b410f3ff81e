"""The opening poll of lesson 2: had you thought that networking can be learned?"""

import ipywidgets as W

from exercises.models import opening_poll as model
from exercises.views.base import Exercise, escape


class OpeningPoll(Exercise):
    """One question without a right answer; it may be answered anew."""

    stem = model.STEM

    def build(self):
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

    def refresh(self):
        name = model.answer(self.store)
        words = escape(self.t(f"said.{name}")) if name else ""
        self.said.value = f'<p class="nv-note" role="status">{words}</p>' if name else ""
