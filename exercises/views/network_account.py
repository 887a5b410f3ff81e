"""The network account: what went into three months' networking and what came back."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.models import network_account as model
from exercises.rules import network_account as rules
from exercises.rules.uncertainty import wilson
from exercises.views.base import Exercise, escape, figure, table
from exercises.views.chart import bars


class NetworkAccount(Exercise):
    """A row an occasion, kept as it is typed; the sums under them follow at once."""

    stem = model.STEM

    def build(self):
        t = self.t
        if self.store.get(self.stem, "end") is None:
            self.store.put(self.stem, "end", date.today().isoformat())
        if not self.store.rows(model.KIND):
            self.store.add(model.KIND)
        self.end = self.bind(
            W.DatePicker(description=t("end")),
            lambda: model.day(self.store.get(self.stem, "end")),
            lambda day: self.store.put(self.stem, "end", day.isoformat() if day else None),
            self._count,
        )
        self.period = W.HTML()
        self.list = W.VBox()
        self.list.add_class("nv-rows")
        self.more = self.button(t("add"), self._add)
        self.low = self.text("hour_low", t("hour_low"), after=self._count)
        self.high = self.text("hour_high", t("hour_high"), after=self._count)
        self.sum = W.HTML()
        self._rows = {}
        prices = W.HBox([self.low, self.high])
        prices.add_class("nv-pair")
        self.refresh()
        return [
            self.end,
            self.period,
            self.list,
            self.more,
            W.HTML(f"<p>{escape(t('hour_why'))}</p>"),
            prices,
            self.sum,
        ]

    def refresh(self):
        rows = self.store.rows(model.KIND)
        here = [row["id"] for row in rows]
        for gone in set(self._rows) - set(here):
            _, controls = self._rows.pop(gone)
            self._bound = [pair for pair in self._bound if pair[0] not in controls]
        for row in rows:
            if row["id"] not in self._rows:
                self._rows[row["id"]] = self._row(row["id"])
        for at, row_id in enumerate(here):
            heading = escape(self.t("occasion", at=at + 1))
            self._rows[row_id][0].children[0].value = f"<h3>{heading}</h3>"
        self.list.children = [self._rows[row_id][0] for row_id in here]
        self._count()

    def _row(self, row_id):
        t = self.t

        def keep(name):
            return (
                lambda: self._value(row_id, name),
                lambda value: self.store.change(row_id, **{name: value}),
                self._count,
            )

        day = self.bind(
            W.DatePicker(description=t("day")),
            lambda: model.day(self._value(row_id, "day")),
            lambda value: self.store.change(row_id, day=value.isoformat() if value else ""),
            self._count,
        )
        what = self.bind(W.Text(description=t("what"), placeholder=t("what_like")), *keep("what"))
        hours = self.bind(W.Text(description=t("hours")), *keep("hours"))
        kroner = self.bind(W.Text(description=t("kroner")), *keep("kroner"))
        choices = [(t("choose"), "")] + [(t(f"result.{result}"), result) for result in rules.RESULTS]
        result = self.bind(W.Dropdown(description=t("result_label"), options=choices), *keep("result"))
        remove = self.button(t("remove"), partial(self._remove, row_id))
        fields = W.HBox([day, what, hours, kroner, result, remove])
        fields.add_class("nv-fields")
        box = W.VBox([W.HTML(), fields])
        box.add_class("nv-card")
        return box, (day, what, hours, kroner, result)

    def _value(self, row_id, name):
        return next((row.get(name, "") for row in self.store.rows(model.KIND) if row["id"] == row_id), "")

    def _add(self):
        self.save(lambda: self.store.add(model.KIND))
        self.refresh()

    def _remove(self, row_id):
        self.save(lambda: self.store.remove(row_id))
        if not self.store.rows(model.KIND):
            self.store.add(model.KIND)
        self.refresh()

    # ---- what follows --------------------------------------------------------------------------------

    def _fault(self, key, where, names):
        place = self.t("occasion", at=where) if isinstance(where, int) else self.t(where)
        if "most" in names:
            names = {"most": self.t.number(names["most"])}
        return self.t(key, where=place, **names)

    def _count(self):
        t = self.t
        sums, faults = model.read(self.store)
        first, last = rules.period(model.last_day(self.store))
        self.period.value = f"<p>{escape(t('period', first=t.date(first), last=t.date(last)))}</p>"
        parts = [f'<p class="nv-note" role="alert">{escape(self._fault(*fault))}</p>' for fault in faults]
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
