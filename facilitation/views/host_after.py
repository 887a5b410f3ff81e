"""After the evening: looking back with three questions, and the date of next time."""

from datetime import time

import ipywidgets as W

from exercises.models import calendar_entry
from exercises.models.typed import day
from exercises.views.take import download_button, print_button
from facilitation import print_pages
from facilitation.evening import QUESTIONS
from facilitation.views.parts import Part

MINUTES = 120
USUAL_TIME = time(19, 0)


class Debrief(Part):
    """What happened, so what, now what: what the writer took down."""

    name = "debrief"

    def build(self):
        t, evening = self.t, self.page.evening
        self.answers = {
            question: self.typed(
                W.Textarea(description=t(f"debrief.{question}"), rows=4),
                lambda question=question: evening.kept["debrief"].get(question, ""),
                lambda text, question=question: evening.answer(question, text),
            )
            for question in QUESTIONS
        }
        self.print = print_button(t, self.taken(self._page))
        return [self.html("debrief.how"), *self.answers.values(), self.print]

    def _page(self):
        kept = self.page.evening.kept
        return (
            print_pages.debrief(self.t, kept["debrief"], kept["date"])
            if any(kept["debrief"].values())
            else None
        )

    def status(self):
        count = sum(bool(text.strip()) for text in self.page.evening.kept["debrief"].values())
        return self.t("debrief.count", count=count, of=len(QUESTIONS)) if count else ""


class Next(Part):
    """The date of next time, and the evening put away."""

    name = "next"

    def build(self):
        t, evening = self.t, self.page.evening
        self.date = self.typed(
            W.DatePicker(description=t("desk.date")),
            lambda: day(evening.kept["next"].get("day")),
            lambda value: evening.agree(day=value.isoformat() if value else ""),
        )
        self.at = self.typed(
            W.TimePicker(description=t("next.at"), step=60),
            self._at,
            lambda value: evening.agree(at=value.strftime("%H:%M") if value else ""),
        )
        entry, label = self.taken(self._entry), t("desk.calendar")
        self.calendar = download_button(t, entry, label, "netvaerk.ics", "text/calendar")
        self.put_away = self.button("next.put_away", self._ask)
        self.yes = self.button("next.put_away_yes", self._put_away, primary=True)
        self.asked = False
        return [self.date, self.at, self.calendar, self.html("next.away"), self.put_away, self.yes]

    def _at(self):
        kept = self.page.evening.kept["next"].get("at", "")
        return time.fromisoformat(kept) if kept else USUAL_TIME

    def _entry(self):
        chosen = self.date.value
        return chosen and calendar_entry.entry(self.t("desk.title"), chosen, self._at(), minutes=MINUTES)

    def _ask(self):
        self.asked = True
        self.page.say(self.t("next.sure"), wrong=True)

    def _put_away(self):
        name = self.page.evening.put_away()
        self.page.say(self.t("next.is_away", file=name) if name else "")

    def draw(self):
        asked, self.asked = self.asked, False
        self.put_away.layout.display = "none" if asked else None
        self.yes.layout.display = None if asked else "none"

    def status(self):
        kept = self.page.evening.kept["next"].get("day")
        return self.t.date(kept) if kept else ""
