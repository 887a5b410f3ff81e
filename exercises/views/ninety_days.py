"""The plan for ninety days: three goals, four small acts a month, and the time they take."""

from datetime import date

import ipywidgets as W

from exercises.models import ninety_days as model
from exercises.models.calendar_entry import entries
from exercises.models.typed import day
from exercises.rules import ninety_days as rules
from exercises.views.act import bare
from exercises.views.base import escape, table
from exercises.views.cards import Cards

GOAL_CARDS = {f"goal{n}": n for n in rules.GOALS}
MONTH_CARDS = {f"month{n}": n for n in rules.MONTHS}


class NinetyDays(Cards):
    """Seven cards, one at a time; the plan itself under them, to print, copy and put in a calendar."""

    stem = model.STEM
    deck = (*GOAL_CARDS, *MONTH_CARDS, "time")

    def build(self):
        from exercises.views.take import copy_button, download_button, print_button

        t = self.t
        if self.store.get(self.stem, "start") is None:
            self.store.put(self.stem, "start", date.today().isoformat())
        self.start = self._day("start", t("start_label"), self.refresh)
        self.spans = {month: W.HTML() for month in rules.MONTHS}
        self.period, self.plan_shown, self.said = W.HTML(), W.HTML(), W.HTML()
        card = self.dealt()
        take = W.HBox(
            [
                download_button(t, self.calendar, t("calendar"), t("file"), "text/calendar"),
                print_button(t, self.page),
                copy_button(t, self.as_text),
            ]
        )
        self.refresh()
        return [self.start, self.period, card, self.plan_shown, self.said, take]

    # ---- the cards -----------------------------------------------------------------------------------

    def heading(self, name):
        return self.t(f"card.{name}")

    def card(self, name):
        t = self.t
        if name in GOAL_CARDS:
            return [
                self._words(name, "who"),
                self._tie(name),
                self._words(name, "if_part"),
                self._words(name, "act"),
                self._day(f"{name}.day", t("day_label"), self.show),
                self._words(name, "gain"),
                self.text(f"{name}.hours", t("hours_label"), after=self.show),
            ]
        if name in MONTH_CARDS:
            return [self.spans[MONTH_CARDS[name]], *(self._monthly(name, kind) for kind in rules.MONTHLY)]
        each = [self.text(f"time.{kind}", t(f"each.{kind}"), after=self.show) for kind in rules.MONTHLY]
        return [
            W.HTML(f"<p>{escape(t('time_how'))}</p>"),
            *each,
            self.text("time.available", t("available_label"), after=self.show),
        ]

    def _words(self, card, name):
        t = self.t
        return self.text(f"{card}.{name}", t(f"{name}_label"), placeholder=t(f"like.{name}"), after=self.show)

    def _tie(self, card):
        t, name = self.t, f"{card}.tie"
        options = [(t("choose"), ""), *((t(f"tie.{tie}"), tie) for tie in rules.TIES)]
        return self.bind(
            W.Dropdown(description=t("tie_label"), options=options),
            lambda: kept if (kept := self.store.get(self.stem, name, "")) in rules.TIES else "",
            lambda value: self.store.put(self.stem, name, value or None),
            self.show,
        )

    def _day(self, name, label, after):
        return self.bind(
            W.DatePicker(description=label),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            after,
        )

    def _monthly(self, card, kind):
        t = self.t
        what = self.text(
            f"{card}.{kind}.what", t(f"monthly.{kind}"), placeholder=t(f"like.{kind}"), after=self.show
        )
        pair = W.HBox([what, self._day(f"{card}.{kind}.day", t("day_label"), self.show)])
        pair.add_class("nv-pair")
        return pair

    # ---- what is shown -------------------------------------------------------------------------------

    def show(self):
        t = self.t
        plan, faults = model.read(self.store)
        self.period.value = f"<p>{escape(t('period', first=t.date(plan.start), last=t.date(plan.last)))}</p>"
        for month, shown in self.spans.items():
            first, last = rules.month_span(plan.start, month)
            words = t("month_span", first=t.date(first), last=t.date(last))
            shown.value = f"<p>{escape(words)}</p>"
        dated = rules.events(plan)
        rows = [(t.date(event.day), self.title(event), self._hours(plan, event)) for event in dated]
        heading = (t("column.day"), t("column.what"), t("column.hours"))
        told = table(heading, rows, t("calendar_caption"))
        self.plan_shown.value = f'<div class="nv-words">{told}</div>' if rows else ""
        slips = "".join(f'<p class="nv-note" role="alert">{escape(self._slip(*one))}</p>' for one in faults)
        found = rules.findings(plan, date.today(), model.used(self.store))
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'{slips}<div role="status"><ul>{items}</ul></div>'

    def _slip(self, key, where, names):
        return self.t(key, where=self._where(where), **self._named(names))

    def _where(self, where):
        t = self.t
        if where in GOAL_CARDS:
            return f"{t(f'card.{where}')}: {t('hours_label')}"
        return t("available_label") if where == "available" else t(f"each.{where}")

    def _hours(self, plan, event):
        hours = rules.hours_of(plan, event)
        return self.t("not_said") if hours is None else self._number(hours)

    def _number(self, hours):
        return self.t.number(hours, 0 if round(hours, 1) == round(hours) else 1)

    def _named(self, names):
        t, told = self.t, {}
        for name, value in names.items():
            if isinstance(value, date):
                told[name] = t.date(value)
            elif name == "parts":
                told[name] = "; ".join(t(f"{part}_label") for part in value)
            elif name == "kinds":
                told[name] = "; ".join(t(f"monthly.{kind}") for kind in value)
            elif name == "kind":
                told[name] = t(f"monthly.{value}")
            else:
                told[name] = self._number(value) if isinstance(value, float) else str(value)
        return told

    # ---- in words ------------------------------------------------------------------------------------

    def title(self, event):
        """An event in a few words."""
        if isinstance(event, rules.Goal):
            return self.t("goal_title", at=event.number, act=bare(event.act, self.t("act_word")) or "…")
        kind = self.t(f"monthly.{event.kind}")
        return self.t("act_title", kind=kind, what=event.what) if event.what else kind

    def sentence(self, goal):
        """A goal as an if–then sentence, or "" while a part of it is missing."""
        if not (goal.if_part and goal.act):
            return ""
        t = self.t
        return t("sentence", if_part=bare(goal.if_part, t("if_word")), act=bare(goal.act, t("act_word")))

    def calendar(self):
        """Every date of the plan as one .ics file, or None while there is none."""
        plan, _ = model.read(self.store)
        events = [(self.title(event), event.day, self._note(event)) for event in rules.events(plan)]
        return entries(events) if events else None

    def _note(self, event):
        if not isinstance(event, rules.Goal):
            return ""
        return "\n".join(filter(None, (self.sentence(event), self._gain(event))))

    def _goal_lines(self, goal):
        """A goal in up to three lines: who, what, and when with what it gives and takes."""
        t = self.t
        who = [
            t("who_line", who=goal.who.rstrip(" .")) if goal.who else "",
            t(f"tie_line.{goal.tie}") if goal.tie else "",
        ]
        when = [
            t("day_line", day=t.date(goal.day)) if goal.day else "",
            self._gain(goal),
            t("hours_line", hours=self._number(goal.hours)) if goal.hours is not None else "",
        ]
        lines = (" ".join(filter(None, part)) for part in (who, [self.sentence(goal)], when))
        return [line for line in lines if line]

    def _gain(self, goal):
        return self.t("gain_line", gain=goal.gain.rstrip(" .")) if goal.gain else ""

    def as_text(self):
        """The plan as plain text for the reflection, a paragraph a goal; None while nothing is written.

        What the monthly acts are about may name people, so only their dates go along.
        """
        plan, _ = model.read(self.store)
        if not plan.begun:
            return None
        t = self.t
        parts = [
            f"{t(f'card.goal{goal.number}')}. {' '.join(self._goal_lines(goal))}"
            for goal in plan.goals
            if goal.begun
        ]
        for month in rules.MONTHS:
            acts = [
                t("act_title", kind=t(f"monthly.{act.kind}"), what=t.date(act.day))
                for act in plan.acts
                if act.month == month and act.day
            ]
            if acts:
                parts.append(f"{t(f'card.month{month}')}. {'; '.join(acts)}.")
        if (weekly := rules.weekly(plan)) is not None:
            parts.append(t("weekly_line", weekly=self._number(weekly)))
        return "\n\n".join(parts)

    def page(self):
        """The plan as HTML for A4; what is not decided becomes lines to write on."""
        plan, _ = model.read(self.store)
        t, line = self.t, '<p class="line"></p>'
        goals = "".join(
            f"<section><h2>{escape(t(f'card.goal{goal.number}'))}</h2>"
            f"{''.join(f'<p>{escape(one)}</p>' for one in self._goal_lines(goal)) or line * 3}</section>"
            for goal in plan.goals
        )
        heading = "".join(
            f'<th scope="col">{escape(t(f"column.{name}"))}</th>'
            for name in ("month", "act", "what", "day", "done")
        )
        months = "".join(self._month_rows(plan, month) for month in rules.MONTHS)
        title = escape(t("page.title"))
        period = escape(t("period", first=t.date(plan.start), last=t.date(plan.last)))
        return (
            f"<title>{title}</title><h1>{title}</h1><p>{period}</p>{goals}"
            f"<section><h2>{escape(t('page.monthly'))}</h2>"
            f"<table><thead><tr>{heading}</tr></thead><tbody>{months}</tbody></table></section>"
            f"<p>{escape(t('page.foot'))}</p>"
        )

    def _month_rows(self, plan, month):
        t, rows = self.t, []
        for act in plan.acts:
            if act.month != month:
                continue
            cells = (t(f"monthly.{act.kind}"), act.what, t.date(act.day) if act.day else "", "☐")
            rows.append("".join(f"<td>{escape(cell)}</td>" for cell in cells))
        name = f'<th scope="row" rowspan="{len(rows)}">{escape(t(f"card.month{month}"))}</th>'
        return "".join(f"<tr>{name if at == 0 else ''}{row}</tr>" for at, row in enumerate(rows))
