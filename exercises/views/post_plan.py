"""Two weeks of posts to one reader: the plan, and what the trial of two openings can show."""

from datetime import date

import ipywidgets as W

from exercises.calendar_entry import entries
from exercises.kit.base import figure, table
from exercises.kit.boxes import beside
from exercises.kit.chart import bars
from exercises.kit.fields import Fields
from exercises.models import post_plan as model
from exercises.rules import post_plan as rules


class PostPlan(Fields):
    """``PostPlan("plan")``: reader, openings, days. ``PostPlan("result")``: what each post reached."""

    stem = model.STEM

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__()

    def build(self) -> list[W.Widget]:
        self.said = W.HTML()
        return {"plan": self._plan, "result": self._result}[self.part]()

    def show(self) -> None:
        {"plan": self._show_plan, "result": self._show_result}[self.part]()

    # ---- the plan ------------------------------------------------------------------------------------

    def _plan(self):
        from exercises.kit.take import copy_button, download_button

        t = self.t
        self.who = self.text("who", t("who"), placeholder=t("who_like"), after=self.show)
        self.wonder = self.text("wonder", t("wonder"), placeholder=t("wonder_like"), after=self.show)
        self.openings = {
            letter: self.text(
                f"opening_{letter}",
                t(f"opening_{letter}"),
                lines=2,
                placeholder=t(f"opening_{letter}_like"),
                after=self.show,
            )
            for letter in (rules.A, rules.B)
        }
        self.count = self.bind(
            W.Dropdown(description=t("count"), options=[(t("count_option", n=n), n) for n in rules.COUNTS]),
            lambda: model.count(self.store),
            lambda n: self.store.put(self.stem, "count", n),
            self.show,
        )
        self.start = self.day_field("start", t("start"))
        self.draw = self.button(t("draw"), self._draw, primary=True)
        self.again = self.button(t("again"), self._begin_again)
        self.table = W.HTML()
        take = W.HBox(
            [
                download_button(t, self.calendar, t("calendar"), t("file"), "text/calendar"),
                copy_button(t, self.as_text),
            ]
        )
        self.show()
        return [
            self.who,
            self.wonder,
            *self.openings.values(),
            beside(self.start, self.count),
            W.HBox([self.draw, self.again]),
            self.table,
            self.said,
            take,
        ]

    def _draw(self):
        self.save(lambda: model.draw(self.store))
        self.show()

    def _begin_again(self):
        self.save(lambda: model.begin_again(self.store))
        self.start.value = None
        self.show()

    def _show_plan(self):
        t = self.t
        drawn = model.lot(self.store)
        self.draw.disabled = drawn is not None
        self.draw.description = t("drawn" if drawn else "draw")
        # Another number of posts would set what these reached beside another lot.
        self.count.disabled = drawn is not None
        self.again.layout.display = "" if model.over(self.store, date.today()) else "none"
        planned = model.dated(self.store)
        rows = [(t.date(when), at, letter) for at, when, letter in planned]
        heading = [t(f"column.{name}") for name in ("day", "at", "opening")]
        self.table.value = table(heading, rows, t("caption")) if rows else ""
        found = rules.findings(
            self.who.value,
            self.wonder.value,
            model.openings(self.store),
            model.start(self.store),
            date.today(),
        )
        if found == [("ready", {})] and drawn is None:
            found = [("draw_now", {})]
        self.said.value = self.items(found)

    def _events(self):
        t, openings = self.t, model.openings(self.store)
        who = self.who.value.strip()
        for at, when, letter in model.dated(self.store):
            note = t("event_note", who=who, opening=openings[letter].strip()) if who else openings[letter]
            yield t("event", at=at, letter=letter), when, note

    def calendar(self) -> bytes | None:
        """The posts as an .ics file, or None while there is no plan."""
        events = list(self._events())
        return entries(events) if events else None

    def as_text(self) -> str | None:
        """The plan as text, or None while there is none."""
        lines = [f"{self.t.date(when)}: {title}. {note}" for title, when, note in self._events()]
        return "\n".join(lines) or None

    # ---- what came of it -----------------------------------------------------------------------------

    def _result(self):
        self.boxes = [
            self.text(f"reach.{at}", self.t("reach", at=at), after=self.show)
            for at in range(1, max(rules.COUNTS) + 1)
        ]
        fields = W.VBox(self.boxes)
        self.show()
        return [fields, self.said]

    def _show_result(self):
        t, letters = self.t, model.lot(self.store) or ""
        for at, box in enumerate(self.boxes, start=1):
            box.layout.display = "" if at <= len(letters) else "none"
            if at <= len(letters):
                box.description = t("reach_of", at=at, letter=letters[at - 1])
        if not letters:
            self.said.value = self.items([("no_plan", {})])
            return
        reached, faults = model.results(self.store)
        compared = rules.compare(reached[rules.A], reached[rules.B])
        found = rules.verdict(compared)
        drawn = ""
        if compared:
            told = t(f"found.{found[0][0]}", **self.worded(found[0][1]))
            means = ((rules.A, compared.mean_a, compared.n_a), (rules.B, compared.mean_b, compared.n_b))
            shown = [(t("opening", letter=letter), mean, t.number(mean)) for letter, mean, _ in means]
            rows = [(t("opening", letter=letter), n, t.number(mean)) for letter, mean, n in means]
            heading = [t(f"column.{name}") for name in ("opening", "posts", "mean")]
            drawn, found = figure(told, bars(shown, told), table(heading, rows)), found[1:]
        slips = self.slips((key, t("post", at=at), names) for key, at, names in faults)
        self.said.value = f"{slips}{drawn}{self.items(found)}"
