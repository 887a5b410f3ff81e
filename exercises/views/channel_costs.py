"""What a customer cost by each way of being known."""

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside
from exercises.kit.fields import Fields
from exercises.kit.on_paper import on_paper
from exercises.models import channel_costs as model
from exercises.paper.blocks import Block, empty_rows
from exercises.rules import channel_costs as rules
from exercises.rules.minutes import Work


class ChannelCosts(Fields):
    """The price of an hour, three numbers for each way, and what a customer cost."""

    stem = model.STEM
    work = Work(words=50, lines=7)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.hour_value = self.text("hour_value", t("hour_value"), after=self.show)
        self.cells = {
            (way, column): self.text(f"{way}.{column}", t(f"column.{column}"), after=self.show)
            for way in rules.WAYS
            for column in rules.COLUMNS
        }
        rows = []
        for way in rules.WAYS:
            rows.append(W.HTML(f"<p><strong>{escape(t(f'way.{way}'))}</strong></p>"))
            rows.append(beside(*(self.cells[way, column] for column in rules.COLUMNS)))
        self.said = W.HTML()
        self.show()
        return [self.hour_value, *rows, self.said]

    def paper(self) -> list[Block]:
        t = self.t
        columns = ("", *(t(f"column.{column}") for column in rules.COLUMNS))
        ways = tuple(t(f"way.{way}") for way in rules.WAYS)
        return [*on_paper([self.hour_value]), empty_rows(columns, first=ways)]

    def show(self) -> None:
        t = self.t
        ways, hour_value, faults = model.read(self.store)
        told = [(key, self._where(where), names) for key, where, names in faults]
        found = self.items(rules.findings(ways, hour_value))
        self.said.value = self.slips(told) + found + f"<p>{escape(t('how'))}</p>"

    def _where(self, name):
        way, _, column = name.partition(".")
        return f"{self.t(f'way.{way}')}, {self.t(f'column.{column}')}" if column else self.t(name)
