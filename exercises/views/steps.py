"""The three steps that make a lesson done: read, act, hand in."""

from datetime import date

import ipywidgets as W

from exercises.models import progress as model
from exercises.views.base import Exercise, escape


class Steps(Exercise):
    """``Steps("why-network")``: two boxes to tick, and what has been handed in."""

    stem = "progress"

    def __init__(self, lesson):
        self.lesson = lesson
        super().__init__()

    def build(self):
        self.boxes = [self._box(name) for name in ("read", "act")]
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

    def refresh(self):
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
        done = f'<p class="nv-note" role="status">{escape(t("is_done"))}</p>' if self._done(status) else ""
        self.handed_in.value = f'<p><span aria-hidden="true">{sign}</span> {escape(when)}</p>{done}'

    @staticmethod
    def _done(status):
        return status.word in ("done", "feedback")
