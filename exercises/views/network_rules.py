"""Rules of networks: eight to sort by what they do, both sides of each, and one of the learner's own."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, table
from exercises.kit.boxes import framed
from exercises.kit.on_paper import on_paper
from exercises.models import network_rules as model
from exercises.paper.blocks import Block, Later, Ticks, Words
from exercises.rules.minutes import Work
from exercises.rules.network_rules import EFFECTS, stance


class NetworkRules(Exercise):
    """One rule at a time; several ticks may fit, and they may be changed after both sides were shown."""

    stem = model.STEM
    work = Work(words=120, choices=6, texts=2)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.kinds = model.kinds()
        self.order = list(self.kinds)
        seen = [model.shown(self.store, key) for key in self.order]
        self.at = seen.index(False) if False in seen else 0
        self.rule = W.HTML()
        self.ticks = [W.Checkbox(description=t(f"effect.{effect}"), indent=False) for effect in EFFECTS]
        for tick in self.ticks:
            tick.observe(self._tick, names="value")
        self.show = self.button(t("show"), self._show, primary=True)
        self.sides = W.HTML()
        self.back = self.button(t("back"), lambda: self._go(self.at - 1))
        self.forward = self.button(t("next"), lambda: self._go(self.at + 1))
        self.sum = W.HTML()
        self.own_rule = self.text("own_rule", t("own_rule"), lines=2, placeholder=t("own_rule_like"))
        self.own_out = self.text("own_out", t("own_out"), lines=2, placeholder=t("own_out_like"))
        self.own = W.VBox([W.HTML(f"<p>{escape(t('own_intro'))}</p>"), self.own_rule, self.own_out])
        steps = W.HBox([self.back, self.forward])
        card = framed(self.rule, *self.ticks, W.HBox([self.show]), self.sides, steps)
        self.refresh()
        return [card, self.sum, self.own]

    def paper(self) -> list[Block]:
        t, effects = self.t, tuple(self.t(f"effect.{effect}") for effect in EFFECTS)
        told = [Ticks(t.pick(record["rule"]), effects) for record in self.kinds.values()]
        sides = []
        for record in self.kinds.values():
            both = " ".join(f"{t(f'effect.{one}')}: {t.pick(record[one])}" for one in EFFECTS)
            sides.append(f"{t.pick(record['rule'])} {both}")
        later = Later(t("both_sides"), tuple(sides))
        return [Words(t("what_does_it_do")), *told, *on_paper(self.own.children), later]

    @property
    def kind(self) -> str:
        """The key of the rule that is looked at."""
        return self.order[self.at]

    def _go(self, at):
        self.at = at
        self._hush()
        self.refresh()

    def _tick(self, change):
        if not self._quiet:
            effects = [effect for effect, tick in zip(EFFECTS, self.ticks, strict=True) if tick.value]
            self.save(partial(model.set_ticked, self.store, self.kind, effects))
            self._act(self._show_sides)

    def _show(self):
        if not model.ticked(self.store, self.kind):
            self._say(self.t("tick_first"), wrong=True, at=self.ticks[-1])
            return
        self.save(partial(model.set_shown, self.store, self.kind))
        self.refresh()

    def refresh(self) -> None:
        t, ticked, was = self.t, model.ticked(self.store, self.kind), self._quiet
        self._quiet = True
        for effect, tick in zip(EFFECTS, self.ticks, strict=True):
            tick.value = effect in ticked
        self._quiet = was
        where = t("where", at=self.at + 1, of=len(self.order))
        self.rule.value = (
            f'<p class="nv-where">{escape(where)}</p>'
            f'<p class="nv-question">{escape(t.pick(self.kinds[self.kind]["rule"]))}</p>'
            f"<p>{escape(t('what_does_it_do'))}</p>"
        )
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(self.order) - 1
        self._show_sides()

    def _show_sides(self):
        shown = model.shown(self.store, self.kind)
        self.show.layout.display = "none" if shown else ""
        self.sides.value = self._both_sides() if shown else ""
        done = all(model.shown(self.store, key) for key in self.order)
        self.sum.value = self._sum() if done else ""
        self.own.layout.display = "" if done else "none"

    # ---- in words ------------------------------------------------------------------------------------

    def _both_sides(self):
        from exercises.references import reference  # reads the whole bibliography

        t, record = self.t, self.kinds[self.kind]
        ticked = model.ticked(self.store, self.kind)
        parts = []
        for effect in EFFECTS:
            side = record[effect]
            told = t(f"stance.{stance(effect in ticked, side['arguable'])}")
            parts.append(
                f"<p><strong>{escape(t(f'effect.{effect}'))}.</strong> {escape(told)} "
                f"{escape(t.pick(side))}</p>"
            )
        parts.append(f"<p><strong>{escape(t('tweak'))}</strong> {escape(t.pick(record['tweak']))}</p>")
        if works := [reference(key).citation(t.lang) for key in record.get("sources", ())]:
            parts.append(f"<p>{escape(t('source', source='; '.join(works)))}</p>")
        return f'<div class="nv-note" role="status">{"".join(parts)}</div>'

    def _sum(self):
        t, rows = self.t, []
        for key in self.order:
            record, ticked = self.kinds[key], model.ticked(self.store, key)
            cells = [t(f"cell.{stance(effect in ticked, record[effect]['arguable'])}") for effect in EFFECTS]
            rows.append((t.pick(record["rule"]), *cells))
        heading = (t("column.rule"), *(t(f"column.{effect}") for effect in EFFECTS))
        return f"<p>{escape(t('sum'))}</p>{table(heading, rows)}"
