"""The talk balance: minutes a person at the meeting, who came, and when the next one is."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import beside, framed
from exercises.kit.chart import bars
from exercises.kit.rows import Rows
from exercises.models import talk_balance as model
from exercises.rules import talk_balance as rules
from exercises.rules.minutes import Work
from exercises.typed import day

# A longer name than this would run into its bar.
LONGEST_LABEL = 18


class TalkBalance(Rows):
    """The meeting at the top, a row a person, and what the minutes show in words."""

    stem = model.STEM
    work = Work(words=65, lines=6)
    kind = model.KIND
    heading = "person"
    element = "h4"

    def build(self) -> list[W.Widget]:
        t = self.t
        rows = self.rows_list()
        self.day, self.next = self._day("day"), self._day("next")
        self.invited = self.text("invited", t("invited"), after=self._count)
        self.came = self.text("came", t("came"), after=self._count)
        self.more = self.button(t("add"), self._add)
        self.sum = W.HTML()
        numbers = beside(self.invited, self.came)
        days = beside(self.day, self.next)
        self.refresh()
        return [days, numbers, rows, W.HBox([self.more]), self.sum]

    def _day(self, name):
        return self.bind(
            W.DatePicker(description=self.t(name)),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            self._count,
        )

    def _row(self, row_id):
        t = self.t
        controls = {"who": W.Text(description=t("who")), "minutes": W.Text(description=t("minutes"))}
        for name, control in controls.items():
            self.keep(control, row_id, name)
        pair = beside(*controls.values(), self.button(t("remove"), partial(self._remove, row_id)))
        box = framed(W.HTML(), pair)
        return box, tuple(controls.values())

    def _unnamed(self, at):
        return self.t("person", at=at)

    def _count(self):
        t = self.t
        invited, came, slips = model.attendance(self.store)
        talked, faults = model.read(self.store, self._unnamed)
        parts = self._slips([*slips, *faults])
        if invited is not None and came is not None:
            parts.append(f"<p>{escape(t('attendance', invited=t.number(invited), came=t.number(came)))}</p>")
        if not self.next.value:
            parts.append(f"<p>{escape(t('next_missing'))}</p>")
        found = rules.balance(talked)
        if found is None:
            parts.append(f"<p>{escape(t('nothing_yet'))}</p>")
        else:
            parts.append(self._shown(found, talked))
        self.sum.value = "".join(parts)

    def _shown(self, found, talked):
        t = self.t
        sentences = [t(f"found.{key}", **self._named(names)) for key, names in rules.findings(found)]
        items = [
            (
                name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…",
                minutes,
                self._minutes(minutes),
            )
            for name, minutes in talked
        ]
        rows = [(name, self._minutes(minutes), t.percent(minutes / found.total)) for name, minutes in talked]
        columns = [t(f"column.{name}") for name in ("who", "minutes", "share")]
        listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences[1:])
        drawn = figure(sentences[0], bars(items, sentences[0]), table(columns, rows))
        return f'<div role="status">{drawn}<ul>{listed}</ul></div>'

    def _minutes(self, minutes):
        return self.t.number(minutes, 0 if minutes == int(minutes) else 1)

    def _named(self, names):
        return {
            name: self._minutes(value) if isinstance(value, int | float) else value
            for name, value in names.items()
        }
