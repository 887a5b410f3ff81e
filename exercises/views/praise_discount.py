"""How much one takes off a mother's praise."""

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.fields import Fields
from exercises.models import praise_discount as model
from exercises.rules import praise_discount as rules
from exercises.rules.minutes import Work


class PraiseDiscount(Fields):
    """The sentence, a percentage for each sender, and who could say it instead."""

    stem = model.STEM
    work = Work(words=60, lines=4, texts=1)

    def build(self) -> list[W.Widget]:
        t = self.t
        sentence = W.HTML(f"<blockquote>{escape(t('sentence'))}</blockquote><p>{escape(t('how'))}</p>")
        self.sure = {one: self.text(one, t(f"sender.{one}"), after=self.show) for one in rules.SENDERS}
        self.said = W.HTML()
        self.instead = self.text("instead", t("instead"), lines=2)
        self.show()
        return [sentence, *self.sure.values(), self.said, self.instead]

    def show(self) -> None:
        sure, faults = model.read(self.store)
        told = [(key, self.t(f"sender.{where}"), names) for key, where, names in faults]
        self.said.value = self.slips(told) or self.items(rules.findings(sure))
