"""A sheet for the wall: the map, three sentences and the next step, as PDF or PNG."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.drawn import Drawn
from exercises.kit.sample import Sampled
from exercises.models import wall_sheet as model
from exercises.paper.blocks import Block
from exercises.rules.minutes import Work


class WallSheet(Sampled):
    """The sheet is drawn as it will hang and follows what is written; it is made where the page is shown."""

    stem = model.STEM
    work = Work(words=60, lines=4, choices=1)

    def paper(self) -> list[Block]:
        return []

    def controls(self) -> list[W.Widget]:
        t = self.t
        self.sentences = [
            self.text(name, t(name), placeholder=t("own_words"), after=self._show) for name in model.SENTENCES
        ]
        self.next = self.text("next", t("next"), after=self._show)
        self.names = self.bind(
            W.Checkbox(description=t("names"), indent=False),
            lambda: bool(self.store.get(self.stem, "names")),
            lambda ticked: self.store.put(self.stem, "names", ticked or None),
            self._show,
        )
        self.whose = W.HTML()
        self.empty = W.HTML(f'<p class="nv-note">{escape(t("empty"))}</p>')
        self.drawn = Drawn(self)
        self.picture = self.drawn.picture
        self.fields = W.VBox([*self.sentences, self.next, self.names, self.whose])
        self.whole = W.Box([self.fields, self.picture])
        self.whole.add_class("nv-beside")
        self.refresh()
        return [self.empty, self.whole]

    def refresh(self) -> None:
        self._show()

    def _show(self):
        t = self.t
        with self.picture.hold_sync():
            self._sheet()
            self.drawn.show()
        there = bool(self.drawn.seen.people)
        self.whole.layout.display, self.empty.layout.display = ("", "none") if there else ("none", "")
        self.whose.value = f"<p>{escape(t('whose_names'))}</p>" if self.names.value else ""

    def _sheet(self):
        t = self.t
        self.picture.sheet = {
            "title": t("title_sample" if self.in_sample else "title"),
            "sentences": self._said(),
            "next": self.next.value.strip() or self._planned(),
            "next_label": t("next_label"),
            "foot": t("foot", day=t.date(date.today())),
            "names": self.names.value,
            "lang": t.lang,
        }

    def _said(self):
        """The three sentences: one's own, or what the map comes to until there are any."""
        written = [field.value.strip() for field in self.sentences]
        if any(written):
            return [sentence for sentence in written if sentence]
        counts = {name: self.t.number(n) for name, n in model.counts(self.store).items()}
        return [self.t(f"suggested.{at}", **counts) for at in (1, 2, 3)]

    def _planned(self):
        plan = model.next_plan(self.store, date.today())
        if not plan:
            return ""
        day, then = plan
        return self.t("planned", then=then.strip(), day=self.t.date(day))
