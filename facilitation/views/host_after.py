"""After the evening: looking back with three questions, and the date of next time."""

from datetime import time
from typing import Any

import ipywidgets as W

from exercises import calendar_entry
from exercises.kit.base import escape
from exercises.kit.boxes import framed, offer
from exercises.kit.take import download_button, print_button
from exercises.typed import day
from facilitation.evening import pages as print_pages
from facilitation.evening import words as explain
from facilitation.evening.evening import QUESTIONS
from facilitation.views.parts import Part, Ticks

MINUTES = 120
USUAL_TIME = time(19, 0)
MOST_MET = 99
MOST = 2000  # promises


class Met(Part):
    """Whom did you meet: what the slips say that came back."""

    name = "met"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.none = self.html("met.no_lists")
        self.who = W.Dropdown(description=t("met.who"), options=[(t("desk.choose"), None)])
        self.who.observe(lambda _: self._fill(), names="value")
        self.ticks = Ticks(t("met.which"))
        self.others = W.BoundedIntText(0, 0, MOST_MET, description=t("met.others"))
        self.keep = self.button("met.keep", self._keep, primary=True)
        self.result = W.HTML()
        self._fill()
        self.telling = framed(self.who, self.ticks, self.others, self.keep)
        return [self.none, self.telling, self.result]

    def _fill(self):
        evening, name = self.page.evening, self.who.value
        made = evening.lists
        self.ticks.layout.display = None if name else "none"
        self.ticks.options = tuple(other for other, _ in made.of.get(name, ())) if made else ()
        told = evening.kept["met"].get(name, {"names": [], "others": 0})
        self.ticks.value, self.others.value = told["names"], told["others"]

    def _keep(self):
        if self.who.value:
            self.page.evening.tell_met(self.who.value, self.ticks.value, self.others.value)
            self.page.say(self.t("met.kept", name=self.who.value))
            self.who.value = None

    def draw(self) -> None:
        t, evening = self.t, self.page.evening
        made = evening.lists
        self.none.layout.display = "none" if made else None
        self.telling.layout.display = None if made else "none"
        if made:
            told = evening.kept["met"]
            names = [(f"{name} ✓" if name in told else name, name) for name in made.of]
            ticked = self.ticks.value, self.others.value
            offer(self.who, [(t("desk.choose"), None), *names])
            if self.who.value:  # what is ticked and not kept yet stays when another window writes
                self.ticks.value, self.others.value = ticked
        self.result.value = f'<p role="status">{escape(explain.hits(t, evening.hits))}</p>'

    def status(self) -> str:
        found = self.page.evening.hits
        return self.t("met.answered", **found) if found["answered"] else ""


class Promises(Part):
    """The last ten minutes: one promise each. The slips stay with their owners; the desk has a number."""

    name = "promises"

    def build(self) -> Any:
        t, evening = self.t, self.page.evening
        self.print = print_button(t, self.taken(lambda: print_pages.promise_slips(t)))
        self.made = self.typed(
            W.BoundedIntText(0, 0, MOST, description=t("promises.made")),
            lambda: evening.kept["promises"].get("made", 0),
            lambda number: evening.promise(made=number),
        )
        self.day = W.DatePicker(description=t("promises.day"))
        self.calendar = download_button(
            t, self.taken(self._entry), t("promises.calendar"), "netvaerk.ics", "text/calendar"
        )
        how = [self.html("promises.how"), self.html("promises.secret")]
        return [*how, self.print, self.made, self.day, self.calendar]

    def _entry(self):
        return self.day.value and calendar_entry.entry(self.t("promises.event"), self.day.value)

    def status(self) -> Any:
        made = self.page.evening.kept["promises"].get("made", 0)
        return self.t("promises.count", count=self.t.number(made)) if made else ""


class Debrief(Part):
    """What happened, so what, now what: what the writer took down."""

    name = "debrief"

    def build(self) -> list[W.DOMWidget]:
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
        self.told = W.HTML()
        return [self.html("debrief.how"), *self.answers.values(), self.told, self.print]

    def draw(self) -> None:
        t = self.t
        said = [
            f"<h4>{escape(t(f'debrief.{question}'))}</h4><ul>"
            + "".join(f"<li>{escape(text)}</li>" for text in texts)
            + "</ul>"
            for question, texts in self.page.evening.looked_back.items()
            if texts
        ]
        self.told.value = f"<p>{escape(t('debrief.told'))}</p>{''.join(said)}" if said else ""

    def _page(self):
        kept = self.page.evening.kept
        return (
            print_pages.debrief(self.t, kept["debrief"], kept["date"])
            if any(kept["debrief"].values())
            else None
        )

    def status(self) -> str:
        count = sum(bool(text.strip()) for text in self.page.evening.kept["debrief"].values())
        return self.t("debrief.count", count=count, of=len(QUESTIONS)) if count else ""


class Next(Part):
    """The date of next time, and the evening put away."""

    name = "next"

    def build(self) -> list[W.DOMWidget]:
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

    def draw(self) -> None:
        asked, self.asked = self.asked, False
        self.put_away.layout.display = "none" if asked else None
        self.yes.layout.display = None if asked else "none"

    def status(self) -> str:
        kept = self.page.evening.kept["next"].get("day")
        return self.t.date(kept) if kept else ""
