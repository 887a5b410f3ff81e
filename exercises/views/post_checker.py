"""The post checker of lesson 8: a post in four parts, and what came of it after a week."""

from datetime import date
from typing import ClassVar

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note, numbers
from exercises.kit.boxes import beside
from exercises.models import post_checker as model
from exercises.models.dialogue import cue_words
from exercises.models.known_names import knowing
from exercises.rules import post_checker as rules
from exercises.rules.lix import MOST_LIX
from exercises.rules.minutes import Work
from exercises.rules.reflection import words
from exercises.typed import day


class PostChecker(Exercise):
    """``PostChecker("write")`` or ``PostChecker("after")``."""

    stem = model.STEM
    work: ClassVar = {
        "write": Work(words=60, choices=1, texts=4),
        "after": Work(words=33, choices=1, lines=4),
    }

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__()

    def build(self) -> list[W.Widget]:
        return {"write": self._write, "after": self._after_a_week}[self.part]()

    def refresh(self) -> None:
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
        from exercises.kit.take import copy_button

        t = self.t
        self.said = W.HTML()
        self.place = self._choice("place", rules.PLACES)
        self.boxes = {
            part: self.text(part, t(part), lines=2, placeholder=t(f"{part}_like"), after=self._show)
            for part in rules.PARTS
        }
        self._show()
        return [self.place, *self.boxes.values(), self.said, copy_button(t, self.post)]

    def post(self) -> str | None:
        """The post as one text, or None while nothing is written."""
        return rules.whole(model.parts(self.store)) or None

    def _show(self):
        t = self.t
        found = rules.findings(
            model.parts(self.store),
            self.place.value,
            t("invites").split(", "),
            t("sales").split(", "),
            knowing(self.store),
            cue_words("calls", t.lang),
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
        pairs = (
            beside(self.day, self.counts["thanks"]),
            beside(*(self.counts[name] for name in model.COUNTED[1:])),
        )
        self._show_outcome()
        return [*pairs, self.price, self.said]

    def _show_outcome(self):
        t = self.t
        outcome, faults = model.outcome(self.store)
        wrong = "".join(
            note(t(key, where=t(where), **numbers(t, names)), wrong=key != "read_as")
            for key, where, names in faults
        )
        found = rules.outcome_findings(outcome, date.today())
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'{wrong}<div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        worded = {name: self.t.number(v) for name, v in names.items() if isinstance(v, int | float)}
        worded |= {name: self.t.date(v) for name, v in names.items() if isinstance(v, date)}
        return names | worded
