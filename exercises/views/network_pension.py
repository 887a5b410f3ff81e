"""What of one's network will still be there at sixty-seven."""

import ipywidgets as W

from exercises.kit.fields import Fields
from exercises.models import network_pension as model
from exercises.rules import network_pension as rules
from exercises.rules.minutes import Work


class NetworkPension(Fields):
    """One's age, three counts of ten, and one thing to do."""

    stem = model.STEM
    work = Work(words=50, lines=4, texts=1)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.counts = {
            part: self.text(part, t(f"part.{part}"), after=self.show) for part in ("age", *rules.PARTS)
        }
        self.said = W.HTML()
        self.do = self.text("do", t("do"), lines=2, placeholder=t("do_like"))
        self.show()
        return [*self.counts.values(), self.said, self.do]

    def show(self) -> None:
        age, counts, faults = model.read(self.store)
        told = [(key, self.t(f"part.{where}"), names) for key, where, names in faults]
        self.said.value = self.slips(told) or self.items(rules.findings(age, counts))
