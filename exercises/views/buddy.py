"""A buddy between lessons: a rhythm, the days for the calendar, and texts to copy. Nothing is sent."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.calendar_entry import entries
from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed
from exercises.kit.fields import Fields
from exercises.models import buddy as model
from exercises.rules import buddy as rules
from exercises.rules.minutes import Work
from exercises.views.promise import for_buddy


class Buddy(Fields):
    """Who, how often and from when; six days as a calendar file; four texts, each to copy, and one
    of the promise that is open."""

    stem = model.STEM
    work = Work(words=160, choices=1, lines=2)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button, download_button

        t = self.t
        self.who = self.text("who", t("who"), placeholder=t("who_like"), after=self.show)
        self.weeks = self.choice("weeks", t("weeks"), "weeks_option", rules.WEEKS)
        self.first = self.day_field("first", t("first"))
        self.said = W.HTML()
        self.texts = {message: W.HTML() for message in rules.MESSAGES}
        messages = [
            framed(shown, copy_button(t, partial(self.message, message)))
            for message, shown in self.texts.items()
        ]
        self.told = W.HTML()
        self.promised = framed(self.told, copy_button(t, self.promise))
        calendar = download_button(t, self.calendar, t("calendar"), t("file"), "text/calendar")
        self.show()
        return [self.who, beside(self.weeks, self.first), self.said, calendar, self.promised, *messages]

    def message(self, message: str) -> str:
        """One of the texts, ready to send."""
        _, weeks, _ = model.read(self.store)
        return self.t(f"message.{message}", often=self.t(f"often.{weeks}") if weeks else self.t("often.none"))

    def promise(self) -> str | None:
        """What to tell the buddy of the promise that is open, in which nobody is named; None for none."""
        return for_buddy(self.store, self.t.lang)

    def calendar(self) -> bytes | None:
        """The days of the talks as one .ics file, None before they are agreed on."""
        who, _, talks = model.read(self.store)
        title = self.t("event", who=who.strip() or self.t("somebody"))
        return entries([(title, day, self.t("event_note")) for day in talks]) if talks else None

    def show(self) -> None:
        who, weeks, talks = model.read(self.store)
        days = "".join(f"<li>{escape(self.t.date(day))}</li>" for day in talks)
        told = f"<p>{escape(self.t('days'))}</p><ol>{days}</ol>" if talks else ""
        self.said.value = self.items(rules.findings(who, weeks, talks, date.today())) + told
        promise = self.promise()
        self.promised.layout.display = None if promise else "none"
        self.told.value = self._quoted("promise", promise or "")
        for message, shown in self.texts.items():
            shown.value = self._quoted(message, self.message(message))

    def _quoted(self, message, text):
        heading = escape(self.t(f"when.{message}"))
        return f"<p><strong>{heading}</strong></p><blockquote>{escape(text)}</blockquote>"
