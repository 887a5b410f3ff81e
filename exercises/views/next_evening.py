"""Tell me of the next evening: a slip for the host's list, and one to get off it again."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.fields import Fields
from exercises.models import next_evening as model
from exercises.rules import next_evening as rules
from exercises.rules.minutes import Work


class NextEvening(Fields):
    """Name, where to write, a yes of its own, and the slip as text to copy or show to the host."""

    stem = model.STEM
    work = Work(words=60, choices=1, lines=2)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.parts = {
            part: self.text(part, t(part), placeholder=t(f"{part}_like"), after=self.show)
            for part in rules.PARTS
        }
        self.yes = self.bind(
            W.Checkbox(description=t("wanted"), indent=False),
            lambda: model.read(self.store)[2],
            self._keep_yes,
            self.show,
        )
        self.taken_back = self.tick("taken_back", t("taken_back"))
        self.whole, self.said = W.HTML(), W.HTML()
        self.show()
        return [
            *self.parts.values(),
            self.yes,
            self.taken_back,
            self.whole,
            self.said,
            copy_button(t, self.slip),
        ]

    def _keep_yes(self, ticked):
        with self.store.transaction():
            self.store.put(self.stem, "wanted", ticked or None)
            self.store.put(self.stem, "given", date.today().isoformat() if ticked else None)

    def slip(self) -> str | None:
        """What to give the host, or None while there is no yes; once it is taken back, the way off the
        list."""
        name, contact, yes, taken_back = model.read(self.store)
        if not rules.may_be_given(name, contact, yes):
            return None
        if taken_back:
            return self.t("off", name=name.strip(), contact=contact.strip())
        on = self.t.date(model.given(self.store) or date.today())
        return self.t("on", name=name.strip(), contact=contact.strip(), day=on)

    def show(self) -> None:
        slip = self.slip()
        lines = "".join(f"<p>{escape(line)}</p>" for line in (slip or "").splitlines() if line)
        self.whole.value = f"<blockquote>{lines}</blockquote>" if slip else ""
        self.said.value = self.items(rules.findings(*model.read(self.store)))
