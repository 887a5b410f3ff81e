"""The switch between the learner's own network and Bente's invented one."""

from collections.abc import Callable
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise, escape, guarded
from exercises.models import sample
from exercises.texts import Texts


class Sampled(Exercise):
    """An exercise that can be tried on Bente's network, without a line of it going into the learner's own.

    A subclass gives its controls from :meth:`controls` where others have ``build``. They are made anew when
    the network is changed; ``self.store`` is the store that is shown, ``self.own`` always the learner's.
    """

    def controls(self) -> list[W.Widget]:
        """The controls of this exercise on ``self.store``, as a list of widgets."""
        raise NotImplementedError

    def build(self) -> list[W.Widget]:
        self.own = self.store
        self.sample_text = Texts("sample")
        self.banner = W.HTML(f'<p class="nv-note" role="status">{escape(self.sample_text("banner"))}</p>')
        self.back_to_own = W.HBox([self.button(self.sample_text("back"), self._switch)])
        self.try_sample = W.HBox([self.button(self.sample_text("try"), self._switch)])
        self.body = W.VBox()
        self._fill()
        return [self.banner, self.back_to_own, self.body, self.try_sample]

    @property
    def in_sample(self) -> bool:
        """Whether Bente's network is shown."""
        return self.store is not self.own

    def _switch(self):
        sample.show(self.own, not self.in_sample)
        self._fill()

    def _fill(self):
        shown = sample.shown(self.own)
        self.store = sample.sample_of(self.own, self.t.lang) if shown else self.own
        self._seen = self.store.version()
        self._bound.clear()
        self._message.value = self._saved.value = ""
        # On Bente's network the way back stands first, on one's own the offer last. They are hidden and not
        # taken out: taking out a part whose own parts are still on their way fails in the browser.
        self.banner.layout.display = self.back_to_own.layout.display = "" if shown else "none"
        self.try_sample.layout.display = "none" if shown else ""
        self.body.children = self.controls()

    @guarded
    def look(self) -> None:
        """As in :class:`Exercise`; and follow another exercise of the page to the network that it shows."""
        if sample.shown(self.own) != self.in_sample:
            self._fill()
        else:
            super().look()

    def save(self, change: Callable[..., Any]) -> None:
        """As in :class:`Exercise`, without saying "saved" of Bente's network."""
        super().save(change)
        if self.in_sample and self._saved.value:
            self._saved.value = f'<span role="status">{escape(self.sample_text("not_kept"))}</span>'
