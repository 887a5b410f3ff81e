"""The introduction of lesson 9: two people brought together, both asked before either is named."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import beside
from exercises.models import introduction as model
from exercises.rules import introduction as rules
from exercises.rules.minutes import Work


class Introduction(Exercise):
    """Two people, what each gets, two ticks, and a message that can be copied once both said yes."""

    stem = model.STEM
    work = Work(words=80, choices=3, lines=2, texts=2)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.parts = {
            part: self.text(
                part,
                t(f"part.{part}"),
                lines=2 if part.endswith("_gets") else 1,
                placeholder=t(f"like.{part}"),
                after=self.refresh,
            )
            for part in rules.PARTS
        }
        self.ticks = {name: self._tick(name) for name in (*rules.ASKED, "made")}
        self.came = self.text("came", t("came"), lines=2, placeholder=t("came_like"), after=self.refresh)
        self.whole, self.said = W.HTML(), W.HTML()
        self.refresh()
        pair = beside(self.parts["one"], self.parts["other"])
        return [
            pair,
            self.parts["one_gets"],
            self.parts["other_gets"],
            *(self.ticks[name] for name in rules.ASKED),
            self.whole,
            copy_button(t, self.message),
            self.ticks["made"],
            self.came,
            self.said,
        ]

    def _tick(self, name):
        return self.bind(
            W.Checkbox(description=self.t(name), indent=False),
            lambda: getattr(model.read(self.store), name),
            partial(self._keep_tick, name),
            self.refresh,
        )

    def _keep_tick(self, name, ticked):
        self.store.put(self.stem, name, ticked or None)

    def refresh(self) -> None:
        t, made = self.t, model.read(self.store)
        message = self.message()
        quoted = "".join(f"<p>{escape(line)}</p>" for line in (message or "").splitlines() if line)
        self.whole.value = f"<blockquote>{quoted}</blockquote>" if message else ""
        self.came.layout.display = "" if made.made else "none"
        items = "".join(
            f"<li>{escape(t(f'found.{key}', **names))}</li>" for key, names in rules.findings(made)
        )
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def message(self) -> str | None:
        """The message to both, or None while something is missing or one of them has not said yes."""
        it = model.read(self.store)
        if not it.may_be_sent:
            return None
        return self.t("message", **{part: getattr(it, part).strip() for part in rules.PARTS})
