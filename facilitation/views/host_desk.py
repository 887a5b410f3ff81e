"""The host's desk: people in, groups and rounds out, a clock for the wall, and the date of next time."""

from functools import partial

import ipywidgets as W

from exercises.models import calendar_entry
from exercises.views.base import escape
from exercises.views.controls.file_picker import FilePicker
from exercises.views.controls.phase_clock import PhaseClock
from exercises.views.take import download_button, print_button
from facilitation import explain
from facilitation.evening import MOST_MINUTES, Evening
from facilitation.groups import LARGEST, SMALLEST
from facilitation.reading import folder
from facilitation.rounds import MOST_AT_TABLE, MOST_ROUNDS
from facilitation.views.base import DeskPage

MOST_BYTES = 5 << 20
WARN_SECONDS = 60
CLOCK = ("start", "pause", "resume", "next", "finish", "back", "again")
CLOCK += ("ready", "now", "warn", "up", "paused", "done")


class HostDesk(DeskPage):
    """One evening; see `facilitation.evening`."""

    stem = "groups"

    def build(self):
        t = self.t
        self.evening = Evening(folder())
        self.picker = FilePicker(
            t("desk.file"),
            t("desk.reading"),
            ".xlsx,.xlsm,.csv,.txt",
            MOST_BYTES,
            lambda name, data: self.act(partial(self._bring, name, data)),
            lambda _: self.say(t("desk.too_big"), wrong=True),
            lambda: self.say(t("desk.file_failed"), wrong=True),
        )
        self.names = W.Textarea(description=t("desk.names"), rows=5)
        self.use = self.button(t("desk.use_names"), lambda: self._told(self.evening.names(self.names.value)))
        self.listed = W.HTML()

        self.form = self.button(t("desk.form"), self._form, primary=True)
        self.groups = W.HTML()
        self.who = W.Dropdown(description=t("desk.who"), options=[])
        self.to = W.Dropdown(description=t("desk.to"), options=[])
        self.move = self.button(t("desk.move"), self._move)
        self.moving = W.HBox([self.who, self.to, self.move])
        self.print_groups = print_button(t, self._group_pages)

        self.number = W.BoundedIntText(4, 1, MOST_ROUNDS, description=t("desk.number"))
        self.size = W.BoundedIntText(4, 2, MOST_AT_TABLE, description=t("desk.at_table"))
        self.schedule = self.button(t("desk.schedule"), self._schedule, primary=True)
        self.rounds = W.HTML()
        self.print_cards = print_button(t, self._cards)

        self.gone = W.SelectMultiple(description=t("desk.gone"), options=[], rows=6)
        self.late = W.Textarea(description=t("desk.late"), rows=3)
        self.change = self.button(t("desk.change"), self._change)

        self.minutes = W.BoundedIntText(
            self.evening.kept["minutes"], 1, MOST_MINUTES, description=t("desk.minutes")
        )
        self.minutes.observe(lambda change: self.act(self._minutes, change["new"]), names="value")
        self.large = W.Checkbox(description=t("desk.projector"), indent=False)
        self.large.observe(lambda _: self._enlarge(), names="value")
        self.wall = W.VBox()

        self.date = W.DatePicker(description=t("desk.date"))
        self.calendar = download_button(t, self._entry, t("desk.calendar"), "netvaerk.ics", "text/calendar")
        self._draw()
        return [
            self._part("people", W.HTML(f"<p>{escape(t('desk.begins_anew'))}</p>"), self.picker, self.names),
            self.use,
            self.listed,
            self._part("groups", self.form, self.groups, self.moving, self.print_groups),
            self._part("rounds", self.number, self.size, self.schedule, self.rounds, self.print_cards),
            self._part("changes", self.gone, self.late, self.change),
            self._part("clock", self.minutes, self.large, self.wall),
            self._part("next", self.date, self.calendar),
        ]

    def _part(self, name, *controls):
        return W.VBox([W.HTML(f"<h3>{escape(self.t(f'desk.{name}'))}</h3>"), *controls])

    # ---- what is pressed -----------------------------------------------------------------------------------

    def _bring(self, name, data):
        self._told(self.evening.bring(name, data))

    def _told(self, notes):
        self.say(" ".join(self.t(f"note.{key}", **names) for key, names in notes))
        self._draw()

    def _form(self):
        plan = self.evening.form()
        self._draw(plan)
        self.say(" ".join(explain.quality(self.t, plan)))

    def _move(self):
        if self.who.value and self.to.value:
            self.evening.move(self.who.value, self.to.value)
            self.say("")
            self._draw()

    def _schedule(self):
        made = self.evening.schedule(self.number.value, self.size.value)
        self.say(" ".join(explain.rounds(self.t, made)))
        self._draw()

    def _change(self):
        in_groups, in_rounds = self.evening.change(self.gone.value, self.late.value)
        self.late.value = ""
        t = self.t
        said = [t("replanned.moved", names=explain.joined(t, in_groups))] if in_groups else []
        said += [t("rounds.moved", names=explain.joined(t, in_rounds))] if in_rounds else []
        self.say(" ".join(said) or t("replanned.nobody"))
        self._draw()

    def _minutes(self, minutes):
        self.evening.set_minutes(minutes)
        self._draw_clock()

    def _press(self, what, now):
        self.act(partial(self._pressed, what, now))

    def _pressed(self, what, now):
        self.evening.press(what, now)
        self._show_clock()

    # ---- what is taken along -------------------------------------------------------------------------------

    def _group_pages(self):
        return (plan := self.evening.plan) and explain.group_pages(self.t, plan)

    def _cards(self):
        made = self.evening.rounds
        return made and explain.round_cards(self.t, made, self.evening.here)

    def _entry(self):
        return self.date.value and calendar_entry.entry(self.t("desk.title"), self.date.value, minutes=120)

    # ---- what is shown -------------------------------------------------------------------------------------

    def _draw(self, plan=None):
        t, here = self.t, self.evening.here
        listed = (
            t("desk.count", count=t.number(len(here)), names=", ".join(here)) if here else t("desk.nobody")
        )
        self.listed.value = f"<p>{escape(listed)}</p>"
        self.gone.options = here
        plan = plan or self.evening.plan
        self.groups.value = self._groups(plan) if plan else ""
        self.moving.layout.display = None if plan else "none"
        if plan:
            self.who.options = [name for group in plan.groups for name in group]
            numbers = [(t("desk.group", group=facts.group), facts.group) for facts in plan.facts]
            self.to.options = [*numbers, (t("desk.new_group"), len(numbers) + 1)]
        made = self.evening.rounds
        self.rounds.value = self._rounds(made) if made else ""
        self._draw_clock()

    def _groups(self, plan):
        t = self.t
        parts = [
            f"<h4>{escape(t('desk.group', group=facts.group))}: {escape(', '.join(facts.names))}</h4>"
            f"<p>{escape(explain.why(t, facts))}</p>"
            for facts in plan.facts
        ]
        wrong = explain.conflicts(t, plan)
        wrong += [
            t("desk.size", group=facts.group, count=len(facts.names))
            for facts in plan.facts
            if not SMALLEST <= len(facts.names) <= LARGEST
        ]
        notes = "".join(f'<p class="nv-note">{escape(sentence)}</p>' for sentence in wrong)
        return "".join(parts) + notes

    def _rounds(self, made):
        t = self.t
        return "".join(
            f"<h4>{escape(t('desk.round', round=at))}</h4><ol>"
            + "".join(f"<li>{escape(', '.join(names))}</li>" for names in tables)
            + "</ol>"
            for at, tables in enumerate(made.tables, start=1)
        )

    def _draw_clock(self):
        t, number = self.t, len(self.evening.kept["tables"])
        if not number:
            self.clock = None
            self.wall.children = [W.HTML(f"<p>{escape(t('desk.no_clock'))}</p>")]
            return
        minutes = self.evening.kept["minutes"]
        phases = []
        for at in range(1, number + 1):
            name = t("desk.round", round=at)
            phases.append([name, t("clock.do"), 60 * minutes, t("clock.item", name=name, n=minutes)])
        words = {name: t(f"clock.{name}") for name in CLOCK}
        self.clock = PhaseClock(self._press, words=words, phases=phases, warn=WARN_SECONDS)
        self.wall.children = [self.clock]
        self._show_clock()

    def _show_clock(self):
        clock = self.evening.clock
        self.clock.show(clock["phase"], clock["ends"], clock["left"], False)

    def _enlarge(self):
        (self.wall.add_class if self.large.value else self.wall.remove_class)("nv-wall")
