"""The log of lesson 5: a real conversation, guessed at first and then found out."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import conversation_log as model
from exercises.rules import conversation_log as rules
from exercises.rules.minutes import Work

# What a row keeps, in the order of its controls.
NAMES = ("day", "who", "guess", "minutes", "questions", "learned", "next_step", "liked", "how")


class ConversationLog(Rows):
    """A card a conversation, kept as it is typed; what can be said of it follows at once."""

    stem = model.STEM
    work = Work(words=60, choices=3, lines=5, texts=1)
    kind = model.KIND
    heading = "conversation"
    element = "h4"

    def build(self) -> list[W.Widget]:
        rows = self.rows_list()
        self.more = self.button(self.t("add"), self._add)
        self.sum = W.HTML()
        self.refresh()
        return [rows, W.HBox([self.more]), self.sum]

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
            self.keep(control, row_id, name)
        pairs = (
            beside(controls["day"], controls["who"]),
            beside(controls["minutes"], controls["questions"]),
        )
        remove = self.button(t("remove"), partial(self._remove, row_id))
        rest = [controls[name] for name in ("learned", "next_step", "liked", "how")]
        box = framed(W.HTML(), pairs[0], controls["guess"], pairs[1], *rest, W.HBox([remove]))
        return box, tuple(controls.values())

    def _liking(self, n):
        ends = {rules.LIKING[0]: "liking_low", rules.LIKING[-1]: "liking_high"}
        return self.t(ends[n]) if n in ends else str(n)

    def _count(self):
        t = self.t
        talks, faults = model.read(self.store)
        parts = self._slips(faults)
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
