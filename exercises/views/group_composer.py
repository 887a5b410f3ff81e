"""The group composer: who might be in the group, what they cover, and what they share."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, table
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import group_composer as model
from exercises.rules import group_composer as rules
from exercises.rules.minutes import Work


class GroupComposer(Rows):
    """First oneself, then a card a candidate; what the chosen ones cover follows at once."""

    stem = model.STEM
    work = Work(words=120, choices=20, lines=4)
    kind = model.KIND
    heading = "candidate"

    def build(self) -> list[W.Widget]:
        t = self.t
        rows = self.rows_list()
        self.trade = self.text("trade", t("own_trade"), placeholder=t("trade_like"), after=self._count)
        self.market = self.bind(
            self._market(t("own_market")),
            lambda: self.store.get(self.stem, "market", ""),
            lambda market: self.store.put(self.stem, "market", market or None),
            self._count,
        )
        self.own = self.bind(
            self._ticks([("gaps", t("gaps")), ("skills", t("skills"))]),
            lambda: {name: list(model.picked(self.store, name)) for name in ("gaps", "skills")},
            self._keep_own,
            self._count,
        )
        self.more = self.button(t("add"), self._add_candidate)
        self.adding = W.HBox([self.more])
        self.sum = W.HTML()
        self.sum.add_class("nv-words")
        own = beside(self.trade, self.market)
        self.refresh()
        return [
            W.HTML(f"<h3>{escape(t('you_heading'))}</h3>"),
            own,
            self.own,
            rows,
            self.adding,
            self.sum,
        ]

    def _market(self, label):
        t = self.t
        options = [(t("choose"), ""), *((t(f"market_option.{market}"), market) for market in rules.MARKETS)]
        return W.Dropdown(description=label, options=options)

    def _ticks(self, rows):
        from exercises.kit.controls.answers import Answers

        control = Answers()
        control.show(rows, [(skill, self.t(f"skill.{skill}")) for skill in rules.SKILLS], {})
        return control

    def _keep_own(self, value):
        with self.store.transaction():
            for name in ("gaps", "skills"):
                self.store.put(self.stem, name, list(value.get(name, ())) or None)

    def _row(self, row_id):
        t = self.t
        controls = {
            "who": W.Text(description=t("who")),
            "trade": W.Text(description=t("trade"), placeholder=t("trade_like")),
            "market": self._market(t("market")),
            "ground": W.Text(description=t("ground"), placeholder=t("ground_like")),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        skills = self.bind(
            self._ticks([("skills", t("can"))]),
            lambda: {"skills": self._value(row_id, "skills") or []},
            lambda value: self._change(row_id, "skills", list(value.get("skills", ()))),
            self._count,
        )
        chosen = self.bind(
            W.Checkbox(description=t("chosen"), indent=False),
            lambda: bool(self._value(row_id, "chosen")),
            partial(self._change, row_id, "chosen"),
            self._count,
        )
        remove = self.button(t("remove"), partial(self._remove, row_id))
        pair = beside(controls["who"], controls["trade"])
        box = framed(W.HTML(), pair, controls["market"], skills, controls["ground"], chosen, W.HBox([remove]))
        return box, (*controls.values(), skills, chosen)

    def _add_candidate(self):
        if len(self._rows) >= rules.MOST_CANDIDATES:
            self._say(self.t("enough", most=rules.MOST_CANDIDATES), wrong=True, at=self.adding)
            return
        self._add()

    def _unnamed(self, at):
        return self.t("candidate", at=at)

    def _count(self):
        t = self.t
        others = model.chosen(self.store, self._unnamed)
        gaps = model.picked(self.store, "gaps")
        general = tuple(t("general").split(", "))
        found = rules.findings(model.you(self.store, t("you")), gaps, others, general)
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        parts = [f'<h3>{escape(t("group"))}</h3><div role="status"><ul>{items}</ul></div>']
        if gaps and others:
            rows = [
                (t(f"skill.{skill}"), ", ".join(who) or t("nobody"))
                for skill, who in rules.coverage(gaps, others).items()
            ]
            parts.append(table((t("column.gap"), t("column.who")), rows, t("table")))
        self.sum.value = "".join(parts)

    def _named(self, names):
        # only the names "skills" hold keys; the rest is what people wrote
        return {
            name: "; ".join(self.t(f"skill.{skill}") for skill in value) if name == "skills" else value
            for name, value in names.items()
        }
