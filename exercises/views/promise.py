"""One promise: to whom, what and by when; its slip and calendar file; and how it went."""

from datetime import date

import ipywidgets as W

from exercises.calendar_entry import entry
from exercises.kit.base import escape
from exercises.kit.boxes import framed
from exercises.kit.fields import Fields
from exercises.models import promise as model
from exercises.rules import promise as rules
from exercises.store import Store
from exercises.texts import Texts


def for_buddy(store: Store, lang: str) -> str | None:
    """What to tell a buddy of the promise that is open, in which nobody is named; None for no promise."""
    who, what, day = model.read(store)
    if day is None or not rules.complete(who, what, day):
        return None
    t = Texts(model.STEM, lang)
    return t("buddy", what=what.strip(), day=t.date(day))


class Promise(Fields):
    """The promise, what to take along of it, and three ways for it to end."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button, download_button

        t = self.t
        self.parts = {
            part: self.text(part, t(part), placeholder=t(f"{part}_like"), after=self.show)
            for part in rules.PARTS
        }
        self.day = self.day_field("day", t("day"))
        self.said = W.HTML()
        self.slip = copy_button(t, self._slip)
        self.calendar = download_button(t, self._entry, t("calendar"), t("file"), "text/calendar")
        self.buddy = copy_button(t, lambda: for_buddy(self.store, t.lang))
        self.ends = {
            state: self.button(t(f"end.{state}"), lambda state=state: self._close(state))
            for state in rules.STATES
        }
        self.told = {key: W.HTML() for key in ("slip", "buddy")}
        self.made = W.VBox(
            [
                W.HTML(f"<h3>{t('take')}</h3>"),
                framed(self.told["slip"], self.slip, self.calendar),
                W.HTML(f"<p>{t('for_buddy')}</p>"),
                framed(self.told["buddy"], self.buddy),
                W.HTML(f"<h3>{t('how_went')}</h3>"),
                W.HBox(list(self.ends.values())),
            ]
        )
        self.show()
        return [*self.parts.values(), self.day, self.said, self.made]

    def _slip(self):
        """What to keep for oneself; None for no promise."""
        who, what, day = model.read(self.store)
        if not rules.complete(who, what, day):
            return None
        return self.t("slip", who=who.strip(), what=what.strip(), day=self.t.date(day))

    def _entry(self):
        who, what, day = model.read(self.store)
        if not rules.complete(who, what, day):
            return None
        return entry(self.t("event", who=who.strip(), what=what.strip()), day)

    def _close(self, state):
        self.save(lambda: model.close(self.store, state))
        self.reread()

    def show(self) -> None:
        promise = model.read(self.store)
        for key, text in (("slip", self._slip()), ("buddy", for_buddy(self.store, self.t.lang))):
            self.told[key].value = f"<blockquote>{escape(text or '')}</blockquote>"
        self.made.layout.display = None if rules.complete(*promise) else "none"
        self.said.value = self.items(rules.findings(*promise, model.states(self.store), date.today()))
