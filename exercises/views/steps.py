"""The three steps that make a lesson done: read, act, hand in."""

from datetime import date
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import progress as model
from exercises.rules.minutes import Work


class Steps(Exercise):
    """``Steps("why-network")``: two boxes to tick, and what has been handed in."""

    stem = "progress"
    work = Work(words=30, choices=2)

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        super().__init__()

    def build(self) -> list[W.Widget]:
        self.boxes = [self._box(name) for name in ("read", "act")]
        self.was_done: bool | None = None  # not looked at yet
        self.handed_in = W.HTML()
        self.refresh()
        return [*self.boxes, self.handed_in]

    def _box(self, name):
        field = f"{self.lesson}.{name}"
        return self.bind(
            W.Checkbox(description=self.t(f"box.{name}"), indent=False),
            lambda: self.store.get(self.stem, field) is not None,
            lambda ticked: self.store.put(self.stem, field, date.today().isoformat() if ticked else None),
            self._ticked,
        )

    def _ticked(self):
        from exercises.models import snapshot  # at hand only when needed: every lesson has this exercise

        snapshot.take_when_done(self.store, self.lesson)
        self.refresh()

    def refresh(self) -> None:
        steps = [*model.lessons(), *model.evenings()]
        lesson = next((lesson for lesson in steps if lesson.stem == self.lesson), None)
        if lesson is None:  # the notebook was renamed or moved
            return
        status, t = model.status(self.store, lesson), self.t
        if status.handed_in:
            when = t("handed_in", date=t.date(status.handed_in.date()))
            if status.feedback:
                when = f"{when}. {t('feedback')}"
        else:
            when = t("not_handed_in")
        sign = "✓" if status.handed_in else "○"
        done = self._felt(t("is_done")) if self._done(status) else ""
        self.was_done = bool(done)
        self.handed_in.value = f'<p><span aria-hidden="true">{sign}</span> {escape(when)}</p>{done}'

    def _felt(self, sentence):
        """That the lesson is done; drawn before one's eyes where it has just become so."""
        now = "" if self.was_done in (None, True) else " nv-done-now"
        return (
            f'<div class="nv-done{now}" role="status"><svg viewBox="0 0 48 48" aria-hidden="true">'
            '<circle cx="24" cy="24" r="21"/><path d="M14 25l7 7 14-15"/></svg>'
            f"<p>{escape(sentence)}</p></div>"
        )

    @staticmethod
    def _done(status: Any) -> bool:
        return status.word in ("done", "feedback")
