"""The stopwatch of lesson 6: from asking to an answer of use, what it would cost to buy, and the guess."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import ask_clock as model
from exercises.rules import ask_clock as rules
from exercises.rules.minutes import Work

SHARES = ("guess", "low", "high")
KRONER = ("price", "cost")
SPANS = ("fastest", "middle", "slowest")

# What a row keeps, in the order of its controls; those of the second line show once something came of it.
NAMES = (
    *("who", "to", "guess", "asked_day", "asked_time", "outcome"),
    *("answer_day", "answer_time", "useful", "price", "minutes", "gave"),
)


class AskClock(Rows):
    """A card a request, kept as it is typed; fast, cheap and the guess are put to the test at once."""

    stem = model.STEM
    work = Work(words=100, choices=4, lines=9)
    kind = model.KIND
    heading = "request"
    element = "h3"

    def build(self) -> list[W.Widget]:
        t = self.t
        rows = self.rows_list()
        self.more = self.button(t("add"), self._add)
        self.hour_value = self.text("hour_value", t("hour_value"), after=self._count)
        self.sum = W.HTML()
        self.refresh()
        return [rows, W.HBox([self.more]), self.hour_value, self.sum]

    def _row(self, row_id):
        t = self.t
        chances = [(t.percent(n / 100), n) for n in rules.CHANCES]
        ends = {rules.USEFUL[0]: t("useful_low"), rules.USEFUL[-1]: t("useful_high")}
        choose = (t("choose"), "")
        controls = {
            "who": W.Text(description=t("who")),
            "to": W.Dropdown(
                description=t("to_label"), options=[choose, *((t(f"to.{to}"), to) for to in rules.TO)]
            ),
            "guess": W.Dropdown(description=t("guess"), options=[choose, *chances]),
            "asked_day": W.DatePicker(description=t("asked_day")),
            "asked_time": W.TimePicker(description=t("asked_time"), step=60),
            "outcome": W.Dropdown(
                description=t("outcome_label"),
                options=[choose, *((t(f"outcome.{key}"), key) for key in rules.OUTCOMES)],
            ),
            "minutes": W.Text(description=t("minutes")),
            "gave": W.Text(description=t("gave"), placeholder=t("gave_like")),
            "answer_day": W.DatePicker(description=t("answer_day")),
            "answer_time": W.TimePicker(description=t("answer_time"), step=60),
            "useful": W.Dropdown(
                description=t("useful"),
                options=[choose, *((ends.get(n, str(n)), n) for n in rules.USEFUL)],
            ),
            "price": W.Text(description=t("price")),
        }
        asked = beside(controls["asked_day"], controls["asked_time"])
        answered = beside(controls["answer_day"], controls["answer_time"])
        usable = W.VBox([answered, controls["useful"], controls["price"]])
        rest = W.VBox([usable, controls["minutes"], controls["gave"]])

        def show():
            outcome = controls["outcome"].value
            rest.layout.display = "none" if outcome in ("", rules.WAITING) else ""
            usable.layout.display = "" if outcome == rules.USABLE else "none"

        for name in NAMES:
            self.keep(controls[name], row_id, name)
        controls["outcome"].observe(lambda _: show(), names="value")
        show()
        remove = self.button(t("remove"), partial(self._remove, row_id))
        first = [controls[name] for name in ("who", "to", "guess")]
        card = framed(W.HTML(), *first, asked, controls["outcome"], rest, W.HBox([remove]))
        return card, tuple(controls[name] for name in NAMES)

    def keep(self, control: W.Widget, row_id: int, name: str) -> W.Widget:
        if not isinstance(control, W.TimePicker):
            return super().keep(control, row_id, name)
        return self.bind(
            control,
            lambda: model.clock(self._value(row_id, name)),
            lambda at: self._change(row_id, name, f"{at:%H:%M}" if at else ""),
            self._count,
        )

    def _count(self):
        asks, faults = model.read(self.store)
        value = model.hour_value(self.store, faults)
        total = rules.add_up(asks, value)
        parts = self._slips(faults)
        blocks = (
            ("guess_heading", rules.guess_findings(total)),
            ("price_heading", rules.price_findings(total)),
            ("compare_heading", rules.compare(asks)),
        )
        for heading, found in blocks:
            if found:
                lines = (
                    f"<p>{escape(self.t(f'found.{key}', **self._said(names)))}</p>" for key, names in found
                )
                parts.append(f"<h3>{escape(self.t(heading))}</h3>{''.join(lines)}")
        self.sum.value = f'<div role="status">{"".join(parts)}</div>'

    def _said(self, names):
        t, said = self.t, {}
        for name, value in names.items():
            if name in SHARES:
                said[name] = t.percent(value)
            elif name in KRONER:
                said[name] = t.kroner(value)
            elif name in SPANS:
                unit, n = rules.span(value)
                said[name] = t(f"span.{unit}", n=t.number(n))
            else:
                said[name] = t.number(value)
        return said
