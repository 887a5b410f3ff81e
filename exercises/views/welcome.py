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
            f'<ol class="nv-way">{items}</ol><p>{escape(t("what_counts"))}</p>{self._evenings()}'
        )

    def _evenings(self):
        """The working evenings under a heading of their own: they are extra, and none of them is the next."""
        evenings = [] if self.short.value else model.evenings()
        if not evenings:
            return ""
        words = [model.status(self.store, evening).word for evening in evenings]
        items = "".join(self._item(evening, word) for evening, word in zip(evenings, words, strict=True))
        told = f"<h2>{escape(self.t('evenings'))}</h2><p>{escape(self.t('evenings_how'))}</p>"
        return f'{told}<ol class="nv-way">{items}</ol>'

    def _item(self, lesson, word, following=False):
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
