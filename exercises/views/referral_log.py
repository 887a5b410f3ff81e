"""The log of lesson 7: whom one asked to be recommended by, what was answered, and how it looked to them."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import referral_log as model
from exercises.rules import referral_log as rules
from exercises.rules.minutes import Work

# What a row keeps, in the order of its controls.
NAMES = ("day", "who", "way", "outcome", "theirs")


class ReferralLog(Rows):
    """A card each time one asked, kept as it is typed."""

    stem = model.STEM
    work = Work(words=41, choices=2, lines=2, texts=1)
    kind = model.KIND
    heading = "ask"
    element = "h4"

    def build(self) -> list[W.Widget]:
        rows = self.rows_list()
        self.more = self.button(self.t("add"), self._add)
        self.sum = W.HTML()
        self.refresh()
        return [rows, W.HBox([self.more]), self.sum]

    def _row(self, row_id):
        t = self.t
        controls = {
            "day": W.DatePicker(description=t("day")),
            "who": W.Text(description=t("who")),
            "way": W.Dropdown(description=t("way"), options=self._options("way", rules.WAYS)),
            "outcome": W.Dropdown(description=t("outcome"), options=self._options("outcome", rules.OUTCOMES)),
            "theirs": W.Textarea(description=t("theirs"), placeholder=t("theirs_like"), rows=2),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        pair = beside(controls["day"], controls["who"])
        remove = self.button(t("remove"), partial(self._remove, row_id))
        rest = [controls[name] for name in ("way", "outcome", "theirs")]
        box = framed(W.HTML(), pair, *rest, W.HBox([remove]))
        return box, tuple(controls.values())

    def _options(self, name, keys):
        return [(self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys)]

    def _count(self):
        t, today = self.t, date.today()
        asks = model.read(self.store)
        if not any(ask.begun for ask in asks):
            self.sum.value = f"<p>{escape(t('nothing_yet'))}</p>"
            return
        happened = len(rules.asked(asks, today))
        found = {f"{key}_" if key == "else" else key: n for key, n in rules.counts(asks, today).items()}
        names = {name: t.number(n) for name, n in (found | {"asks": happened}).items()}
        parts = [f"<p>{escape(t('sum', **names))}</p>"]
        for at, ask in enumerate(asks, start=1):
            sentences = [
                t(f"found.{key}", **{n: t.date(v) if isinstance(v, date) else v for n, v in names.items()})
                for key, names in rules.findings(ask, today)
            ]
            if sentences:
                items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
                parts.append(f"<h4>{escape(t('ask', at=at))}</h4><ul>{items}</ul>")
        self.sum.value = f'<div role="status">{"".join(parts)}</div>'
