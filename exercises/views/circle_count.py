"""One's connections online, counted by circle and by how long since one spoke."""

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import beside
from exercises.kit.chart import bars
from exercises.kit.fields import Fields
from exercises.models import circle_count as model
from exercises.rules import circle_count as rules


class CircleCount(Fields):
    """Ten numbers, two pictures of them with their tables, and what they show in words."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        t = self.t
        self.counts = {
            f"{group}.{name}": self.text(f"{group}.{name}", t(f"{group}.{name}"), after=self.show)
            for group, names in (("circle", rules.CIRCLES), ("age", rules.AGES))
            for name in names
        }
        self.said = W.HTML()
        self.show()
        return [
            W.HTML(f"<h3>{escape(t('circles'))}</h3>"),
            *self._pairs("circle"),
            W.HTML(f"<h3>{escape(t('ages'))}</h3>"),
            *self._pairs("age"),
            self.said,
        ]

    def _pairs(self, group):
        boxes = [box for name, box in self.counts.items() if name.startswith(f"{group}.")]
        return [beside(*boxes[at : at + 2]) for at in range(0, len(boxes), 2)]

    def show(self) -> None:
        circles, ages, faults = model.read(self.store)
        drawn = self._drawn("circle", "circles", circles) + self._drawn("age", "ages", ages)
        slips = self.slips((key, self.t(str(where)), names) for key, where, names in faults)
        self.said.value = f"{slips}{drawn}{self.items(rules.findings(circles, ages))}"

    def _drawn(self, group, heading, counts):
        t, parts = self.t, rules.shares(counts)
        if not parts:
            return ""
        rows = [(t(f"short.{group}.{name}"), counts[name], t.percent(share)) for name, share in parts.items()]
        items = [(name, n, t.number(n)) for name, n, _ in rows]
        told = [(name, t.number(n), share) for name, n, share in rows]
        columns = [t(f"column.{name}") for name in (group, "n", "share")]
        return figure(t(heading), bars(items, t(heading)), table(columns, told))
