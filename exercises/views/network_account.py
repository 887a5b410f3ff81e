"""The network account: what went into three months' networking and what came back."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import beside, framed
from exercises.kit.chart import bars
from exercises.kit.sheet import Column, Sheet
from exercises.models import network_account as model
from exercises.rules import network_account as rules
from exercises.rules.minutes import Work
from exercises.rules.uncertainty import wilson


class NetworkAccount(Sheet):
    """A line an occasion, kept as it is typed; the sums under them follow at once."""

    stem = model.STEM
    work = Work(words=150, choices=4, lines=20)
    kind = model.KIND
    heading = "occasion"
    set_off = staticmethod(model.set_off)

    def build(self) -> list[W.Widget]:
        t = self.t
        rows = self.sheet(t("add"), *self._calendar())
        self.end = self.bind(
            W.DatePicker(description=t("end")),
            lambda: model.last_day(self.store),
            lambda end: self.store.put(self.stem, "end", end.isoformat() if end else None),
            self._count,
        )
        self.period = W.HTML()
        self.low = self.text("hour_low", t("hour_low"), after=self._count)
        self.high = self.text("hour_high", t("hour_high"), after=self._count)
        self.sum = W.HTML()
        prices = beside(self.low, self.high)
        self.refresh()
        return [
            self.end,
            self.period,
            rows,
            W.HTML(f"<p>{escape(t('hour_why'))}</p>"),
            prices,
            self.sum,
        ]

    def span(self) -> tuple[date, date]:
        """The first and the last day that the account asks about."""
        return rules.period(model.last_day(self.store))

    def columns(self) -> list[Column]:
        t = self.t
        results = ((t("choose"), ""), *((t(f"result.{result}"), result) for result in rules.RESULTS))
        short = {name: (t(f"short.{name}"),) for name in ("what", "result")}
        return [
            Column("day", t("day"), "day", "8.75rem", words=("date", "dag")),
            Column("what", t("what"), width="minmax(8rem, 1fr)", like=t("what_like"), words=short["what"]),
            Column("hours", t("hours"), width="6.5rem", words=(t("row.hours"),)),
            Column("kroner", t("kroner"), width="5rem", words=("kr", "kr.", t("row.kroner"))),
            Column("result", t("result_label"), "choice", "8.5rem", options=results, words=short["result"]),
        ]

    def _change(self, row_id, name, value):
        super()._change(row_id, name, value)
        self.set_off(self.store)

    def brought(self) -> None:
        """With the first row the end of the three months stands still."""
        self.set_off(self.store)

    # ---- from a calendar -----------------------------------------------------------------------------

    def _calendar(self):
        """A calendar file, read here and kept nowhere: what is ticked in it becomes rows."""
        from exercises.calendar_file import MOST_BYTES
        from exercises.kit.controls.answers import Answers
        from exercises.kit.controls.file_picker import FilePicker

        t = self.t
        self.picker = FilePicker(
            t("calendar.choose"),
            t("calendar.reading"),
            ".ics,.zip,text/calendar",
            MOST_BYTES,
            self._calendar_came,
            lambda size: self._no_calendar(),
            self._no_calendar,
        )
        self.events = Answers()
        self.take = self.button(t("calendar.take"), self._take_events, primary=True)
        how = W.HTML(f"<p>{escape(t('calendar.how'))}</p>")
        self.calendar = framed(how, self.picker, self.events, self.take)
        self._close_calendar()
        return [W.HBox([self.button(t("calendar.open"), self._open_calendar)]), self.calendar]

    def _open_calendar(self):
        self.calendar.layout.display = ""

    def _close_calendar(self):
        self.calendar.layout.display = "none"
        self._show_events([])

    def _show_events(self, occasions):
        self.occasions = occasions
        self.events.layout.display = self.take.layout.display = "" if occasions else "none"
        options = [(str(at), self._event(one)) for at, one in enumerate(occasions)]
        self.events.show([("which", self.t("calendar.which", n=len(options)))], options, {})

    def _no_calendar(self):
        self._say(self.t("calendar.none_read"), wrong=True, at=self.picker)

    def _calendar_came(self, name, data):
        self._act(partial(self._read_calendar, data))

    def _read_calendar(self, data):
        from exercises.calendar_file import CalendarProblem, occasions

        t = self.t
        first, last = self.span()
        self._show_events([])
        try:
            found = occasions(data, first, last)
        except CalendarProblem:
            self._no_calendar()
            return
        self._hush()
        self._show_events(found)
        if not found:
            empty = t("calendar.empty", first=t.date(first), last=t.date(last))
            self._say(empty, wrong=True, at=self.picker)

    def _event(self, occasion):
        names = {"day": self.t.date(occasion.day), "title": occasion.title}
        if occasion.hours is None:
            return self.t("calendar.all_day", **names)
        return self.t("calendar.event", hours=self._hours(occasion), **names)

    def _hours(self, occasion):
        if occasion.hours is None:
            return ""
        return self.t.number(occasion.hours, 2).rstrip("0").rstrip(",.")

    def _take_events(self):
        picked = [self.occasions[int(at)] for at in self.events.picked("which")]
        if not picked:
            self._say(self.t("calendar.pick_first"), wrong=True, at=self.events)
            return
        self._close_calendar()
        self.bring([model.row_of(one, self._hours(one)) for one in picked])

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
        # bars of nothing but noughts are no picture
        drawing = bars(items, finding) if sums.answered else ""
        parts.append(figure(finding, drawing, self._table(sums)))
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
        if sums.share_nothing is not None and sums.answered >= rules.ENOUGH_OCCASIONS:
            rows.append((t("row.share_nothing"), t.percent(sums.share_nothing)))
        if sums.break_even:
            low, high = self._worth(sums)
            rows.append((t("row.break_even"), low if low == high else t("range", low=low, high=high)))
        return table((t("heading.what"), t("heading.sum")), rows)

    def _worth(self, sums):
        """What each thing must be worth, in words; to the nearest ten, in the table as in the text."""
        return tuple(self.t.kroner(round(value, -1)) for value in sums.break_even)

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
            low, high = self._worth(sums)
            yield t("break_even_one", value=low) if low == high else t("break_even", low=low, high=high)
        elif sums.gains:
            yield t("price_missing")
