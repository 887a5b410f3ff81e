"""The network account: what went into three months' networking and what came back."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.models import network_account as model
from exercises.models.typed import day
from exercises.rules import network_account as rules
from exercises.rules.uncertainty import wilson
from exercises.views.base import escape, figure, table
from exercises.views.chart import bars
from exercises.views.rows import Rows


class NetworkAccount(Rows):
    """A row an occasion, kept as it is typed; the sums under them follow at once."""

    stem = model.STEM
    kind = model.KIND
    heading = "occasion"

    def build(self):
        t = self.t
        if self.store.get(self.stem, "end") is None:
            self.store.put(self.stem, "end", date.today().isoformat())
        rows = self.rows_list()
        self.end = self.bind(
            W.DatePicker(description=t("end")),
            lambda: day(self.store.get(self.stem, "end")),
            lambda end: self.store.put(self.stem, "end", end.isoformat() if end else None),
            self._count,
        )
        self.period = W.HTML()
        self.more = self.button(t("add"), self._add)
        self.low = self.text("hour_low", t("hour_low"), after=self._count)
        self.high = self.text("hour_high", t("hour_high"), after=self._count)
        self.sum = W.HTML()
        prices = W.HBox([self.low, self.high])
        prices.add_class("nv-pair")
        self.refresh()
        return [
            self.end,
            self.period,
            rows,
            self.more,
            W.HTML(f"<p>{escape(t('hour_why'))}</p>"),
            prices,
            self.sum,
        ]

    def _row(self, row_id):
        t = self.t
        choices = [(t("choose"), "")] + [(t(f"result.{result}"), result) for result in rules.RESULTS]
        controls = {
            "day": W.DatePicker(description=t("day")),
            "what": W.Text(description=t("what"), placeholder=t("what_like")),
            "hours": W.Text(description=t("hours")),
            "kroner": W.Text(description=t("kroner")),
            "result": W.Dropdown(description=t("result_label"), options=choices),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        remove = self.button(t("remove"), partial(self._remove, row_id))
        fields = W.HBox([*controls.values(), remove])
        fields.add_class("nv-fields")
        box = W.VBox([W.HTML(), fields])
        box.add_class("nv-card")
        return box, tuple(controls.values())

    # ---- what follows --------------------------------------------------------------------------------

    def _count(self):
        t = self.t
        sums, faults = model.read(self.store)
        first, last = rules.period(model.last_day(self.store))
        self.period.value = f"<p>{escape(t('period', first=t.date(first), last=t.date(last)))}</p>"
        parts = self._slips(faults)
        if sums.outside:
            parts.append(f'<p class="nv-note">{escape(t("outside", n=sums.outside))}</p>')
        if not sums.occasions:
            self.sum.value = "".join([*parts, f"<p>{escape(t('nothing_yet'))}</p>"])
            return
        items = [
            (t(f"result.{result}"), sums.counts[result], t.number(sums.counts[result]))
            for result in rules.RESULTS
        ]
        finding = t("finding", hours=t.number(sums.hours, 1), kroner=t.kroner(sums.kroner), gains=sums.gains)
        parts.append(figure(finding, bars(items, finding), self._table(sums)))
        parts += [f"<p>{escape(sentence)}</p>" for sentence in self._sentences(sums)]
        left_out = "".join(
            f"<li>{escape(t(f'left_out.{key}'))}</li>" for key in t.data["left_out"] if key != "intro"
        )
        parts.append(f"<p>{escape(t('left_out.intro'))}</p><ul>{left_out}</ul>")
        self.sum.value = "".join(parts)

    def _table(self, sums):
        t = self.t
        rows = [
            (t("row.occasions"), t.number(sums.occasions)),
            (t("row.hours"), t.number(sums.hours, 1)),
            (t("row.kroner"), t.kroner(sums.kroner)),
            *((t(f"result.{result}"), t.number(sums.counts[result])) for result in rules.RESULTS),
        ]
        if sums.hours_per_gain is not None:
            rows.append((t("row.hours_per_gain"), t.number(sums.hours_per_gain, 1)))
        if sums.share_nothing is not None:
            rows.append((t("row.share_nothing"), t.percent(sums.share_nothing)))
        if sums.break_even:
            low, high = sums.break_even
            rows.append((t("row.break_even"), t("range", low=t.kroner(low), high=t.kroner(high))))
        return table((t("heading.what"), t("heading.sum")), rows)

    def _sentences(self, sums):
        t = self.t
        if sums.hours_per_gain is None:
            yield t("no_gain")
        else:
            yield t("hours_per_gain", hours=t.number(sums.hours_per_gain, 1))
        if sums.share_nothing is not None:
            if sums.answered < rules.ENOUGH_OCCASIONS:
                yield t("too_few", n=sums.answered, enough=rules.ENOUGH_OCCASIONS)
            else:
                low, high = wilson(sums.counts["nothing"], sums.answered)
                yield t(
                    "share_nothing",
                    share=t.percent(sums.share_nothing),
                    low=t.percent(low),
                    high=t.percent(high),
                    n=sums.answered,
                )
        if sums.break_even:
            low, high = (t.kroner(round(value, -1)) for value in sums.break_even)
            yield t("break_even_one", value=low) if low == high else t("break_even", low=low, high=high)
        elif sums.gains:
            yield t("price_missing")
