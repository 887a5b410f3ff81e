"""Then and now: the map beside the frozen one, the account beside the first, the acts counted again."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, table
from exercises.kit.boxes import framed
from exercises.kit.sample import Sampled
from exercises.models import before_after as model
from exercises.models import behaviour_grid, my_network, snapshot
from exercises.paper.blocks import Block, Heading, Lines, empty_rows
from exercises.rules import before_after as rules
from exercises.rules import behaviour_grid as grid_rules
from exercises.rules import network_account as account_rules
from exercises.rules.ego_network import best_constraint, shown_measures
from exercises.rules.minutes import Work
from exercises.texts import Texts
from exercises.views.network_account import NetworkAccount

# Others are shares, or close to one.
DECIMALS = {"size": 0, "effective_size": 1}


class BeforeAfter(Sampled):
    """The frozen list: who is lost, who is new, who was only forgotten; the six measures, then and now."""

    stem = model.STEM
    work = Work(words=300, choices=12)

    def controls(self) -> list[W.Widget]:
        from exercises.kit.controls.answers import Answers

        t = self.t
        if self.in_sample and not self.store.rows(snapshot.KIND):
            snapshot.fill_sample(self.store, model.SINCE)
        self.when = W.HTML()
        self.choice = W.Dropdown(description=t("frozen_label"), options=[("", None)])
        self.choice.observe(self._chosen, names="value")
        self.questions = {mark: W.HTML() for mark in model.MARKS}
        self.marks = {mark: Answers() for mark in model.MARKS}
        for mark, answers in self.marks.items():
            answers.observe(partial(self._marked, mark), names="value")
        self.result = W.HTML()
        self.freeze = self.button(t("freeze"), self._freeze)
        self.freeze_why = W.HTML(f"<p>{escape(t('freeze_why'))}</p>")
        self.freezing = W.HBox([self.freeze])
        card = framed(*[part for mark in model.MARKS for part in (self.questions[mark], self.marks[mark])])
        self.marking = card
        self.refresh()
        return [self.when, self.choice, card, self.result, self.freeze_why, self.freezing]

    def paper(self) -> list[Block]:
        t = self.t
        blocks: list[Block] = []
        for mark in model.MARKS:
            blocks += [Heading(t(f"heading.{mark}"), 3), Lines(t(f"ask.{mark}"), 4)]
        return blocks

    # ---- what the learner does -----------------------------------------------------------------------

    def _freeze(self):
        if not my_network.people(self.store):
            self._say(self.t("nobody"), wrong=True, at=self.freezing)
            return
        self.save(partial(snapshot.take, self.store))
        self.refresh()

    def _chosen(self, change):
        if not self._quiet and change["new"] is not None:
            self.save(partial(self.store.put, self.stem, "frozen", change["new"]))
            self._after(self.refresh)

    def _marked(self, mark, change):
        if not self._quiet:
            self._act(partial(self._keep, mark))

    def _keep(self, mark):
        # a mark on somebody who is off the map stays: only what was asked is answered
        asked = {int(key) for key, _ in self.marks[mark].options}
        others = [person for person in model.marked(self.store, mark) if person not in asked]
        picked = [int(key) for key in self.marks[mark].picked("answer")]
        self.save(partial(model.set_marked, self.store, mark, [*others, *picked]))
        self.refresh()

    # ---- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        t, there = self.t, snapshot.snapshots(self.store)
        maps = model.maps(self.store)
        was, self._quiet = self._quiet, True
        try:
            self.choice.options = [(t.date(one.day), one.id) for one in there] or [("", None)]
            self.choice.value = maps.frozen.id if maps else None
            self.choice.layout.display = "" if len(there) > 1 else "none"
            self._ask(maps)
        finally:
            self._quiet = was
        self.marking.layout.display = "" if maps else "none"
        if maps is None:
            self.when.value = f'<p class="nv-note">{escape(t("no_snapshot"))}</p>'
            self.result.value = ""
            return
        n = len(maps.frozen.matrix)
        self.when.value = f"<p>{escape(t('frozen_on', day=t.date(maps.frozen.day), n=n))}</p>"
        self.result.value = self._measures(maps) + self._said(maps)

    def _ask(self, maps):
        t = self.t
        names = {person.id: person.nickname for person in my_network.people(self.store)}
        frozen = maps.frozen.people if maps else ()
        asked = {
            "lost": [person for person in frozen if person in names],
            "recalled": [person for person in names if person not in frozen],
        }
        for mark, people in asked.items():
            kept = [str(one) for one in model.marked(self.store, mark) if one in people]
            options = [(str(one), names[one]) for one in people]
            self.marks[mark].show([("answer", t(f"{mark}_label"))], options, {"answer": kept})
            words = t(f"ask.{mark}") if people else t(f"none.{mark}")
            self.questions[mark].value = f"<h3>{escape(t(f'heading.{mark}'))}</h3><p>{escape(words)}</p>"
            self.marks[mark].layout.display = "" if people else "none"

    def _measures(self, maps):
        t, name = self.t, Texts("network_map", self.t.lang)
        columns = (maps.before, maps.stayed, maps.now)
        rows = []
        for measure in rules.SIX:
            seen = [measure in shown_measures(one.size) for one in columns]
            values = [getattr(one, measure) if yes else None for one, yes in zip(columns, seen, strict=True)]
            rows.append((name(f"measure.{measure}"), *(self._number(measure, value) for value in values)))
            if measure == "constraint":
                best = [
                    best_constraint(one.size) if yes else None for one, yes in zip(columns, seen, strict=True)
                ]
                rows.append((t("best"), *(self._number(measure, value) for value in best)))
        heading = tuple(t(f"column.{key}") for key in ("measure", "before", "stayed", "now"))
        return table(heading, rows, t("caption"))

    def _number(self, measure, value):
        if value is None:
            return self.t("too_few_short")
        return self.t.number(value, DECIMALS.get(measure, 2))

    def _said(self, maps):
        t, shared = self.t, Texts("ego_feedback", self.t.lang)
        said = []
        for key, names in rules.map_findings(maps.lists, maps.before, maps.now):
            told = {name: t.number(n, 2 if isinstance(n, float) else 0) for name, n in names.items()}
            said.append(shared(key, **told) if key in shared.data else t(f"found.{key}", **told))
        return f'<div role="status">{"".join(f"<p>{escape(one)}</p>" for one in said)}</div>'


class AccountAgain(NetworkAccount):
    """The account of lesson 1 once more, for the time since; and the two side by side."""

    kind = model.AGAIN
    work = Work(words=60, choices=4, lines=20)
    set_off = staticmethod(model.set_off)

    def build(self) -> list[W.Widget]:
        self.say = Texts(model.STEM, self.t.lang)
        t = self.t
        rows = self.sheet(t("add"), *self._calendar())
        self.end = self.bind(
            W.DatePicker(description=t("end")),
            lambda: model.end(self.store),
            lambda end: self.store.put(model.STEM, "end", end.isoformat() if end else None),
            self._count,
        )
        self.period, self.sum = W.HTML(), W.HTML()
        self.refresh()
        return [self.end, self.period, rows, self.sum]

    def span(self) -> tuple[date, date]:
        """As in :class:`NetworkAccount`: the time since the first account, where there has been any."""
        since = model.accounts(self.store).span
        return (since.first, since.last) if since else super().span()

    def _count(self):
        t, say, both = self.t, self.say, model.accounts(self.store)
        if both.span is None:
            self.period.value = ""
            key, role = ("no_span", "alert") if both.first.occasions else ("found.account_no_first", "status")
            self.sum.value = f'<p class="nv-note" role="{role}">{escape(say(key))}</p>'
            return
        span = both.span
        words = say("span", first=t.date(span.first), last=t.date(span.last), days=span.days)
        self.period.value = f"<p>{escape(words)}</p>"
        parts = self._slips(both.faults)
        if out := model.left_out(self.store):
            parts.append(f'<p class="nv-note">{escape(say("left_out", n=out))}</p>')
        if both.first.occasions or both.again.occasions:
            parts.append(self._side_by_side(both))
        said = rules.account_findings(both.first, both.again, span)
        for key, names in said:
            told = {
                name: t.percent(value) if isinstance(value, float) else value for name, value in names.items()
            }
            parts.append(f"<p>{escape(say(f'found.{key}', **told))}</p>")
        self.sum.value = f'<div role="status">{"".join(parts)}</div>'

    def _side_by_side(self, both):
        t, say = self.t, self.say
        pairs = ((both.first, both.first_span), (both.again, both.span))

        def row(label, worded):
            return (label, *(worded(account, span) for account, span in pairs))

        def or_none(value, worded):
            return say("too_few_short") if value is None else worded(value)

        rows = [
            row(say("days"), lambda account, span: t.number(span.days)),
            row(t("row.occasions"), lambda account, span: t.number(account.occasions)),
            row(t("row.hours"), lambda account, span: t.number(account.hours, 1)),
            row(say("per_week"), lambda account, span: t.number(rules.per_week(account.hours, span), 1)),
            row(t("row.kroner"), lambda account, span: t.kroner(account.kroner)),
        ]
        for result in account_rules.RESULTS:
            rows.append(
                row(t(f"result.{result}"), lambda account, span, r=result: t.number(account.counts[r]))
            )
        rows += [
            row(
                t("row.hours_per_gain"),
                lambda account, span: or_none(account.hours_per_gain, lambda value: t.number(value, 1)),
            ),
        ]
        if both.first.break_even and both.again.break_even:
            rows.append(row(t("row.break_even"), lambda account, span: self._range(account.break_even)))
        heading = (t("heading.what"), say("column.before"), say("column.now"))
        return table(heading, rows, say("account_caption"))

    def _range(self, values):
        low, high = (self.t.kroner(round(value, -1)) for value in values)
        return low if low == high else self.t("range", low=low, high=high)


class ActsAgain(Exercise):
    """The eighteen acts of lesson 2, counted a second time, beside the first; and what one guessed."""

    def paper(self) -> list[Block]:
        t, name = self.t, Texts(behaviour_grid.STEM, self.t.lang)
        cells = tuple(name(f"cell.{cell}") for cell in grid_rules.CELLS)
        return [
            empty_rows(
                (t("column.acts"), t("column.before"), t("column.now")),
                first=(*cells, t("acts_total"), t("rating")),
            )
        ]

    stem = model.STEM
    work = Work(words=120)

    def build(self) -> list[W.Widget]:
        self.shown = W.HTML()
        self.refresh()
        return [self.shown]

    def refresh(self) -> None:
        t, grid = self.t, behaviour_grid.read(self.store)
        missing = [turn for turn in (grid.first, grid.again) if turn.total is None or turn.rating is None]
        if missing:
            key = "acts_no_first" if grid.first in missing else "acts_no_second"
            self.shown.value = f'<p class="nv-note" role="status">{escape(t(key))}</p>'
            return
        self.shown.value = self._table(grid) + "".join(f"<p>{escape(one)}</p>" for one in self._said(grid))

    def _table(self, grid):
        t, name = self.t, Texts(behaviour_grid.STEM, self.t.lang)
        rows = [
            (name(f"cell.{cell}"), t.number(grid.first.cells[cell]), t.number(grid.again.cells[cell]))
            for cell in grid_rules.CELLS
        ]
        rows.append((t("acts_total"), t.number(grid.first.total), t.number(grid.again.total)))
        rows.append((t("rating"), str(grid.first.rating), str(grid.again.rating)))
        heading = (t("column.acts"), t("column.before"), t("column.now"))
        return table(heading, rows, t("acts_caption"))

    def _said(self, grid):
        t = self.t
        acts = rules.acts_moved(grid.first.total, grid.again.total)
        rating = rules.rating_moved(grid.first.rating, grid.again.rating)
        yield t(f"acts.{acts}", first=grid.first.total, again=grid.again.total)
        yield t(f"ratings.{rating}", first=grid.first.rating, again=grid.again.rating)
        yield t(f"humbler.{rules.more_and_humbler(acts, rating)}")
        if grid.prediction is not None:
            yield t("predicted", guess=grid.prediction, again=grid.again.total)
        if grid.prediction_self is not None:
            yield t("predicted_self", guess=grid.prediction_self, again=grid.again.rating)
        yield t("acts_honest")
