"""The way through the course: every lesson, how long it takes, and where the learner is."""

import ipywidgets as W

from exercises.models import progress as model
from exercises.views.base import Exercise, escape

# Shape and word say the same as the tone.
SIGNS = {"new": "○", "read": "◔", "acted": "◑", "handed_in": "◕", "done": "●", "feedback": "✓"}


class Welcome(Exercise):
    """The lessons as a list of links; the first that is not done is marked as the next.

    Ticked, the list is that of the four-hour way.
    """

    stem = "progress"

    def build(self):
        self.way = W.HTML()
        self.short = self.bind(
            W.Checkbox(description=self.t("short"), indent=False),
            lambda: bool(self.store.get(self.stem, "short")),
            lambda ticked: self.store.put(self.stem, "short", ticked or None),
            self.refresh,
        )
        self.refresh()
        return [self.short, self.way]

    def refresh(self):
        lessons = [lesson for lesson in model.lessons() if lesson.minutes_short or not self.short.value]
        words = {lesson.stem: model.status(self.store, lesson).word for lesson in lessons}
        done = [lesson for lesson in lessons if words[lesson.stem] in ("done", "feedback")]
        following = next((lesson for lesson in lessons if lesson not in done), None)
        t = self.t
        items = "".join(self._item(lesson, words[lesson.stem], lesson is following) for lesson in lessons)
        self.way.value = (
            f"<p>{escape(t('sum', done=len(done), of=len(lessons)))}</p>"
            f'<ol class="nv-way">{items}</ol><p>{escape(t("what_counts"))}</p>'
        )

    def _item(self, lesson, word, following):
        t = self.t
        here = f'<strong class="nv-next">{escape(t("next"))}</strong>' if following else ""
        screen = lesson.minutes_short if self.short.value else lesson.minutes_screen
        minutes = t("minutes", screen=screen, act=lesson.minutes_act)
        return (
            f'<li class="nv-step nv-step-{word}"><a href="{escape(lesson.path)}">'
            f'<span class="nv-number">{lesson.number}</span> {escape(lesson.title)}</a>'
            f'<span class="nv-minutes">{escape(minutes)}</span>'
            f'<span class="nv-status"><span aria-hidden="true">{SIGNS[word]}</span> '
            f"{escape(t(f'status.{word}'))}</span>{here}</li>"
        )
