"""The act of a lesson as an if–then plan with a day, ready for the learner's own calendar."""

from datetime import date, datetime

import ipywidgets as W

from exercises.calendar_entry import entry
from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import beside
from exercises.models.act import bare
from exercises.rules.minutes import Work


class Act(Exercise):
    """``Act("why-network")``: if, then, a day and a time; the plan in one sentence; a calendar file."""

    stem = "act"
    work = Work(words=30, lines=4)

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        super().__init__()

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button, download_button

        t = self.t
        self.if_part = self.text(f"{self.lesson}.if", t("if"), placeholder=t("if_like"), after=self._show)
        self.then = self.text(f"{self.lesson}.then", t("then"), placeholder=t("then_like"), after=self._show)
        self.day = self.bind(
            W.DatePicker(description=t("day")),
            lambda: _read(date, self._get("day")),
            lambda day: self._put("day", day.isoformat() if day else None),
            self._show,
        )
        self.time = self.bind(
            W.TimePicker(description=t("time")),
            lambda: _read(datetime, self._get("time"), "time"),
            lambda at: self._put("time", f"2000-01-01T{at.isoformat()}" if at else None),
            self._show,
        )
        self.plan = W.HTML()
        when = beside(self.day, self.time)
        file = t("file")
        take = W.HBox(
            [
                download_button(t, self.calendar, t("calendar"), file, "text/calendar"),
                copy_button(t, self.sentence),
            ]
        )
        self._show()
        return [self.if_part, self.then, when, self.plan, take]

    def _get(self, name):
        return self.store.get(self.stem, f"{self.lesson}.{name}")

    def _put(self, name, value):
        self.store.put(self.stem, f"{self.lesson}.{name}", value)

    def refresh(self) -> None:
        self._show()

    def sentence(self) -> str | None:
        """The plan in one sentence, or None while a part of it is missing."""
        if not (self.if_part.value.strip() and self.then.value.strip()):
            return None
        parts = {"if": self.if_part.value.strip(), "then": self.then.value.strip()}
        return self.t(
            "sentence", if_part=bare(parts["if"], self.t("if")), then=bare(parts["then"], self.t("then"))
        )

    def calendar(self) -> bytes | None:
        """The plan as an .ics file, or None while a part of it or the day is missing."""
        plan = self.sentence()
        if plan is None or self.day.value is None:
            return None
        return entry(self.then.value.strip(), self.day.value, self.time.value, note=plan)

    def _show(self):
        plan = self.sentence()
        parts = []
        if plan:
            parts.append(f'<p class="nv-note">{escape(plan)}</p>')
            if self.day.value is None:
                parts.append(f"<p>{escape(self.t('day_missing'))}</p>")
            elif self.day.value < date.today():
                parts.append(f"<p>{escape(self.t('day_past'))}</p>")
        self.plan.value = "".join(parts)


def _read(kind, text, part=None):
    try:
        value = kind.fromisoformat(text) if text else None
    except ValueError:
        return None
    return value.time() if part and value else value
