"""After the course: three days to come back on, in the calendar, and three questions each time."""

from datetime import date

import ipywidgets as W

from exercises.calendar_entry import entries
from exercises.kit.base import escape
from exercises.kit.boxes import framed
from exercises.kit.fields import Fields
from exercises.models import come_back as model
from exercises.rules import come_back as rules
from exercises.rules.minutes import Work


class ComeBack(Fields):
    """The day it is counted from, a calendar file with three days, and three cards to write on."""

    stem = model.STEM
    work = Work(words=90, lines=1, texts=9)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import download_button

        t = self.t
        self.start = self.day_field("start", t("start"))
        self.said = W.HTML()
        self.heads = {n: W.HTML() for n in rules.AFTER}
        cards = [
            framed(
                self.heads[n],
                *(
                    self.text(f"{n}.{part}", t(f"part.{part}"), lines=2, after=self.show)
                    for part in rules.PARTS
                ),
            )
            for n in rules.AFTER
        ]
        calendar = download_button(t, self.calendar, t("calendar"), t("file"), "text/calendar")
        self.show()
        return [self.start, self.said, calendar, *cards]

    def calendar(self) -> bytes | None:
        """The three days as one .ics file, None before there is a day to count from."""
        _, coming = model.read(self.store)
        events = [
            (self.t("event", n=n), day, self.t("event_note"))
            for n, day in zip(rules.AFTER, coming, strict=False)
        ]
        return entries(events) if events else None

    def show(self) -> None:
        answers, coming = model.read(self.store)
        self.said.value = self.items(rules.findings(answers, coming, date.today()))
        for at, n in enumerate(rules.AFTER):
            day = self.t("on", day=self.t.date(coming[at])) if coming else ""
            self.heads[n].value = f"<h3>{escape(self.t('after', n=n))}</h3><p>{escape(day)}</p>"
