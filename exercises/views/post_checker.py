"""The post checker of lesson 8: a post in four parts, and what came of it after a week."""

from datetime import date

import ipywidgets as W

from exercises.models import post_checker as model
from exercises.models.typed import day
from exercises.rules import post_checker as rules
from exercises.rules.lix import MOST_LIX
from exercises.rules.privacy import find
from exercises.rules.reflection import words
from exercises.views.base import Exercise, escape


class PostChecker(Exercise):
    """``PostChecker("write")`` or ``PostChecker("after")``."""

    stem = model.STEM

    def __init__(self, part):
        self.part = part
        super().__init__()

    def build(self):
        return {"write": self._write, "after": self._after_a_week}[self.part]()

    def refresh(self):
        {"write": self._show, "after": self._show_outcome}[self.part]()

    def _choice(self, name, keys):
        options = [(self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys)]
        return self.bind(
            W.Dropdown(description=self.t(name), options=options),
            lambda: self.store.get(self.stem, name, ""),
            lambda key: self.store.put(self.stem, name, key or None),
            self.refresh,
        )

    # ---- to write ------------------------------------------------------------------------------------

    def _write(self):
        from exercises.views.take import copy_button

        t = self.t
        self.said = W.HTML()
        self.place = self._choice("place", rules.PLACES)
        self.boxes = {
            part: self.text(part, t(part), lines=2, placeholder=t(f"{part}_like"), after=self._show)
            for part in rules.PARTS
        }
        self._show()
        return [self.place, *self.boxes.values(), self.said, copy_button(t, self.post)]

    def post(self):
        """The post as one text, or None while nothing is written."""
        return rules.whole(model.parts(self.store)) or None

    def _show(self):
        t = self.t
        found = rules.findings(
            model.parts(self.store),
            self.place.value,
            t("invites").split(", "),
            t("sales").split(", "),
            find,
        )
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        post = self.post()
        shown = ""
        if post:
            lines = "".join(f"<p>{escape(line)}</p>" for line in post.splitlines() if line.strip())
            shown = f"<h3>{escape(t('whole'))}</h3><blockquote>{lines}</blockquote>"
            shown += f"<p>{escape(self._measured(post))}</p>"
        self.said.value = f'{shown}<div role="status"><ul>{items}</ul></div>'

    def _measured(self, post):
        t, n = self.t, self.t.number(words(post))
        hard = rules.readability(post)
        if hard is None:
            return t("too_short_for_lix", words=n, fewest=rules.FEWEST_FOR_LIX)
        return t("measured", words=n, lix=t.number(hard), most=MOST_LIX)

    # ---- after a week --------------------------------------------------------------------------------

    def _after_a_week(self):
        t = self.t
        self.said = W.HTML()
        self.day = self.bind(
            W.DatePicker(description=t("day")),
            lambda: day(self.store.get(self.stem, "day", "")),
            lambda chosen: self.store.put(self.stem, "day", chosen.isoformat() if chosen else None),
            self._show_outcome,
        )
        self.counts = {name: self.text(name, t(name), after=self._show_outcome) for name in model.COUNTED}
        self.price = self._choice("said", rules.SAID)
        pairs = W.HBox([self.day, self.counts["thanks"]]), W.HBox([self.counts[n] for n in model.COUNTED[1:]])
        for pair in pairs:
            pair.add_class("nv-pair")
        self._show_outcome()
        return [*pairs, self.price, self.said]

    def _show_outcome(self):
        t = self.t
        outcome, faults = model.outcome(self.store)
        wrong = "".join(
            f'<p class="nv-note" role="alert">{escape(t(key, where=t(where), **self._named(names)))}</p>'
            for key, where, names in faults
        )
        found = rules.outcome_findings(outcome, date.today())
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'{wrong}<div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        worded = {name: self.t.number(v) for name, v in names.items() if isinstance(v, int | float)}
        worded |= {name: self.t.date(v) for name, v in names.items() if isinstance(v, date)}
        return names | worded
