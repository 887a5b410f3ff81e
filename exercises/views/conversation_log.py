"""The log of lesson 5: a real conversation, guessed at first and then found out."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.models import conversation_log as model
from exercises.models.network_account import day
from exercises.rules import conversation_log as rules
from exercises.views.base import Exercise, escape

# What a row keeps, in the order of its controls.
NAMES = ("day", "who", "guess", "minutes", "questions", "learned", "next_step", "liked", "how")


class ConversationLog(Exercise):
    """A card a conversation, kept as it is typed; what can be said of it follows at once."""

    stem = model.STEM

    def build(self):
        if not self.store.rows(model.KIND):
            self.store.add(model.KIND)
        self.list = W.VBox()
        self.list.add_class("nv-rows")
        self.more = self.button(self.t("add"), self._add)
        self.sum = W.HTML()
        self._rows = {}
        self.refresh()
        return [self.list, W.HBox([self.more]), self.sum]

    def refresh(self):
        here = [row["id"] for row in self.store.rows(model.KIND)]
        for gone in set(self._rows) - set(here):
            _, controls = self._rows.pop(gone)
            self._bound = [pair for pair in self._bound if pair[0] not in controls]
        for row_id in here:
            if row_id not in self._rows:
                self._rows[row_id] = self._row(row_id)
        self.list.children = [self._rows[row_id][0] for row_id in here]
        for at, row_id in enumerate(here, start=1):
            self._rows[row_id][0].children[0].value = f"<h4>{escape(self.t('conversation', at=at))}</h4>"
        self._count()

    def _row(self, row_id):
        t = self.t
        numbers = [(self._liking(n), n) for n in rules.LIKING]
        liking = [(t("choose"), ""), *numbers]
        ways = [(t("choose"), ""), *((t(f"how_option.{how}"), how) for how in rules.HOW)]
        controls = {
            "day": W.DatePicker(description=t("day")),
            "who": W.Text(description=t("who")),
            "guess": W.Dropdown(description=t("guess"), options=liking),
            "minutes": W.Text(description=t("minutes")),
            "questions": W.Text(description=t("questions")),
            "learned": W.Textarea(description=t("learned"), placeholder=t("learned_like"), rows=2),
            "next_step": W.Text(description=t("next_step"), placeholder=t("next_step_like")),
            "liked": W.Dropdown(description=t("liked"), options=liking),
            "how": W.Dropdown(description=t("how"), options=ways),
        }
        for name, control in controls.items():
            read = self._read_day if name == "day" else partial(self._value, name=name)
            self.bind(control, partial(read, row_id), partial(self._keep, row_id, name), self._count)
        pairs = (
            W.HBox([controls["day"], controls["who"]]),
            W.HBox([controls["minutes"], controls["questions"]]),
        )
        for pair in pairs:
            pair.add_class("nv-pair")
        remove = self.button(t("remove"), partial(self._remove, row_id))
        rest = [controls[name] for name in ("learned", "next_step", "liked", "how")]
        box = W.VBox([W.HTML(), pairs[0], controls["guess"], pairs[1], *rest, W.HBox([remove])])
        box.add_class("nv-card")
        return box, tuple(controls.values())

    def _liking(self, n):
        ends = {rules.LIKING[0]: "liking_low", rules.LIKING[-1]: "liking_high"}
        return self.t(ends[n]) if n in ends else str(n)

    def _value(self, row_id, name):
        return next((row.get(name, "") for row in self.store.rows(model.KIND) if row["id"] == row_id), "")

    def _read_day(self, row_id):
        return day(self._value(row_id, "day"))

    def _keep(self, row_id, name, value):
        kept = value.isoformat() if isinstance(value, date) else "" if value is None else value
        self.store.change(row_id, **{name: kept})

    def _add(self):
        self.save(lambda: self.store.add(model.KIND))
        self.refresh()

    def _remove(self, row_id):
        self.save(lambda: self.store.remove(row_id))
        if not self.store.rows(model.KIND):
            self.store.add(model.KIND)
        self.refresh()

    def _count(self):
        t = self.t
        talks, faults = model.read(self.store)
        parts = [f'<p class="nv-note" role="alert">{escape(self._fault(*fault))}</p>' for fault in faults]
        log = rules.add_up(talks)
        if not log.talks:
            self.sum.value = "".join([*parts, f"<p>{escape(t('nothing_yet'))}</p>"])
            return
        names = {
            "talks": log.talks,
            "minutes": log.minutes,
            "questions": log.questions,
            "next_steps": log.next_steps,
        }
        said = [t("sum", **{name: t.number(value) for name, value in names.items()})]
        parts.append(f"<p>{escape(said[0])}</p>")
        for at, talk in enumerate(talks, start=1):
            sentences = [t(f"found.{key}", **names) for key, names in rules.findings(talk)]
            if sentences:
                items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
                parts.append(f"<h4>{escape(t('conversation', at=at))}</h4><ul>{items}</ul>")
        self.sum.value = f'<div role="status">{"".join(parts)}</div>'

    def _fault(self, key, at, names):
        if "most" in names:
            names = {"most": self.t.number(names["most"])}
        return self.t(key, where=self.t("conversation", at=at), **names)
