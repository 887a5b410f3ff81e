"""The knowledge ladder of lesson 8: what to give, what to show a taste of and what to sell."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import framed
from exercises.kit.chart import stairs
from exercises.kit.rows import Rows
from exercises.models import knowledge_ladder as model
from exercises.rules import knowledge_ladder as rules
from exercises.rules.minutes import Work

# What a row keeps, in the order of its controls.
NAMES = ("what", "cost", "rarity", "rival", "step")


class KnowledgeLadder(Rows):
    """A card a thing, up to twelve; the ladder follows at once."""

    stem = model.STEM
    work = Work(words=90, choices=15, lines=4)
    kind = model.KIND
    heading = "thing"

    def build(self) -> list[W.Widget]:
        rows = self.rows_list()
        self.more = self.button(self.t("add"), self._add)
        self.full = W.HTML()
        self.ladder = W.HTML()
        self.refresh()
        return [rows, W.HBox([self.more]), self.full, self.ladder]

    def _row(self, row_id):
        t = self.t

        def answers(name, scale, first):
            options = [(first, ""), *((t(f"{name}_option.{key}"), key) for key in scale)]
            return W.Dropdown(description=t(name), options=options)

        controls = {
            "what": W.Text(description=t("what"), placeholder=t("what_like")),
            "cost": answers("cost", rules.COST, t("choose")),
            "rarity": answers("rarity", rules.RARITY, t("choose")),
            "rival": answers("rival", rules.RIVAL, t("choose")),
            "step": answers("step", rules.STEPS, t("by_rule")),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        remove = self.button(t("remove"), partial(self._remove, row_id))
        box = framed(W.HTML(), *controls.values(), W.HBox([remove]))
        return box, tuple(controls.values())

    def _count(self):
        t = self.t
        is_full = len(self._rows) >= rules.MOST_THINGS
        self.more.layout.display = "none" if is_full else ""
        self.full.value = f"<p>{escape(t('full', most=rules.MOST_THINGS))}</p>" if is_full else ""
        things = model.things(self.store)
        items = "".join(f"<li>{escape(self._sentence(*found))}</li>" for found in rules.findings(things))
        said = f'<div role="status"><ul>{items}</ul></div>'
        ladder = rules.build(things)
        if ladder.things:
            said = f"{self._figure(ladder)}{said}<p>{escape(t('rule'))}</p>"
        self.ladder.value = said

    def _sentence(self, key, names):
        t = self.t
        words = {name: t(f"step_option.{names[name]}") for name in ("chosen", "step") if name in names}
        if "reason" in names:
            reason = t(f"reason.{names['reason']}")
            words["reason"] = reason[:1].lower() + reason[1:]
        return t(f"found.{key}", **(names | words))

    def _figure(self, ladder):
        t = self.t
        finding = t("figure", **{step: t.number(ladder.counts[step]) for step in rules.STEPS})
        steps = [(t(f"short.{step}"), ladder.counts[step], t("missing_mark")) for step in rules.STEPS]
        rows = [
            (thing.named, t(f"step_option.{thing.step}"), t(f"reason.{rules.why(thing)}"))
            for thing in reversed(ladder.things)
        ]
        heading = tuple(t(f"column.{name}") for name in ("what", "step", "why"))
        drawing = figure(finding, stairs(steps, finding), table(heading, rows))
        return f'<div class="nv-words">{drawing}</div>'
