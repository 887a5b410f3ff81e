"""The plan for ninety days: three goals, four small acts a month, and the time they take."""

from collections.abc import Callable
from datetime import date
from typing import Any

import ipywidgets as W

from exercises.calendar_entry import entries
from exercises.kit.base import escape, note, numbers, table
from exercises.kit.boxes import beside
from exercises.kit.cards import Cards
from exercises.models import ninety_days as model
from exercises.models.act import bare
from exercises.rules import ninety_days as rules
from exercises.rules.minutes import Work
from exercises.typed import day

GOAL_CARDS = {f"goal{n}": n for n in rules.GOALS}
MONTH_CARDS = {f"month{n}": n for n in rules.MONTHS}


class NinetyDays(Cards):
    """Seven cards, one at a time; the plan itself under them, to print, copy and put in a calendar."""

    stem = model.STEM
    work = Work(words=90, choices=3, lines=18)
    deck = (*GOAL_CARDS, *MONTH_CARDS, "time")

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button, download_button, print_button

        t = self.t
        self.start = self.bind(
            W.DatePicker(description=t("start_label")),
            lambda: model.start(self.store),
            lambda value: self.store.put(self.stem, "start", value.isoformat() if value else None),
            self.refresh,
        )
        self.spans = {month: W.HTML() for month in rules.MONTHS}
        for shown in self.spans.values():
            shown.on_paper = list  # they are reckoned from the day on which the plan begins
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

    def save(self, change: Callable[..., Any]) -> None:
        """Keep the day of the beginning along with the first word."""

        def both():
            with self.store.transaction():
                change()
                model.set_off(self.store)

        super().save(both)

    # ---- the cards -----------------------------------------------------------------------------------

    def heading(self, name: str) -> str:
        return self.t(f"card.{name}")

    def card(self, name: str) -> list[W.Widget]:
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
        pair = beside(what, self._day(f"{card}.{kind}.day", t("day_label"), self.show))
        return pair

    # ---- what is shown -------------------------------------------------------------------------------

    def show(self) -> None:
        t = self.t
        plan, faults = model.read(self.store)
        self.period.value = f"<p>{escape(t('period', first=t.date(plan.start), last=t.date(plan.last)))}</p>"
        for month, shown in self.spans.items():
            first, last = rules.month_span(plan.start, month)
            words = t("month_span", first=t.date(first), last=t.date(last))
            shown.value = f"<p>{escape(words)}</p>"
        dated = rules.events(plan)
        rows = [
            (t.date(event.day or plan.start), self.title(event), self._hours(plan, event)) for event in dated
        ]
        heading = (t("column.day"), t("column.what"), t("column.hours"))
        told = table(heading, rows, t("calendar_caption"))
        self.plan_shown.value = f'<div class="nv-words">{told}</div>' if rows else ""
        slips = "".join(note(self._slip(*one), wrong=one[0] != "read_as") for one in faults)
        found = rules.findings(plan, date.today(), model.used(self.store))
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'{slips}<div role="status"><ul>{items}</ul></div>'

    def _slip(self, key, where, names):
        return self.t(key, where=self._where(where), **numbers(self.t, names))

    def _where(self, where):
        t = self.t
        if where in GOAL_CARDS:
            return f"{t(f'card.{where}')}: {t('hours_label')}"
        return t("available_label") if where == "available" else t(f"each.{where}")

    def _hours(self, plan, event):
        hours = rules.hours_of(plan, event)
        return self.t("not_said") if hours is None else self._number(hours)

    def _number(self, hours):
        return model.in_words(hours, self.t)

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

    def title(self, event: rules.Dated | rules.Goal) -> str:
        """An event in a few words."""
        if isinstance(event, rules.Goal):
            return self.t("goal_title", at=event.number, act=bare(event.act, self.t("act_word")) or "…")
        kind = self.t(f"monthly.{event.kind}")
        return self.t("act_title", kind=kind, what=event.what) if event.what else kind

    def sentence(self, goal: rules.Goal) -> str:
        """A goal as an if–then sentence, or "" while a part of it is missing."""
        return model.sentence(goal, self.t)

    def calendar(self) -> bytes | None:
        """Every date of the plan as one .ics file, or None while there is none."""
        plan, _ = model.read(self.store)
        events = [
            (self.title(event), event.day or plan.start, self._note(event)) for event in rules.events(plan)
        ]
        return entries(events) if events else None

    def _note(self, event):
        if not isinstance(event, rules.Goal):
            return ""
        return "\n".join(filter(None, (self.sentence(event), model.gain(event, self.t))))

    def as_text(self) -> str | None:
        """The plan as plain text for the reflection; None while nothing is written."""
        return model.as_text(self.store, self.t)

    def page(self) -> str:
        """The plan as HTML for A4; what is not decided becomes lines to write on."""
        plan, _ = model.read(self.store)
        t, line = self.t, '<p class="line"></p>'
        goals = "".join(
            f"<section><h2>{escape(t(f'card.goal{goal.number}'))}</h2>"
            f"{''.join(f'<p>{escape(one)}</p>' for one in model.lines(goal, t)) or line * 3}</section>"
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
