"""The way through the course: where to begin or go on, every lesson, how long it takes, how far one is."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import first_win, place
from exercises.models import progress as model
from exercises.paper.blocks import Block

# Shape and word say the same as the tone.
SIGNS = {"new": "○", "begun": "◔", "read": "◔", "acted": "◑", "handed_in": "◕", "done": "●", "feedback": "✓"}
DONE = ("done", "feedback")
EVENINGS = 50  # the first of their numbers


class Welcome(Exercise):
    """One button that says where it leads, then the lessons as a path of cards, filled as far as one is.

    Ticked, the list is that of the four-hour way.
    """

    stem = "progress"

    def paper(self) -> list[Block]:
        return []

    def build(self) -> list[W.Widget]:
        self.begin = W.HTML()
        self.way = W.HTML()
        self.short = self.bind(
            W.Checkbox(description=self.t("short"), indent=False),
            lambda: bool(self.store.get(self.stem, "short")),
            lambda ticked: self.store.put(self.stem, "short", ticked or None),
            self.refresh,
        )
        self.refresh()
        return [self.begin, self.way, self.short]

    def refresh(self) -> None:
        t = self.t
        zero = model.first()
        lessons = [lesson for lesson in model.lessons() if lesson.minutes_short or not self.short.value]
        words = {lesson.stem: self._word(lesson) for lesson in lessons}
        done = [lesson for lesson in lessons if words[lesson.stem] in DONE]
        resume = model.resume(self.store, short=self.short.value)
        following = resume.lesson.path if resume else None
        self.begin.value = self._button(resume)
        items = self._first(zero, following) if zero else ""
        items += "".join(
            self._item(lesson, words[lesson.stem], lesson.path == following) for lesson in lessons
        )
        # The page itself reads the choice here, and leaves out in a lesson what this way leaves out.
        self.way.value = (
            f"<h2>{escape(t('way'))}</h2><p>{escape(t('sum', done=len(done), of=len(lessons)))}</p>"
            f'<ol class="nv-way" data-nv-short="{str(self.short.value).lower()}">{items}</ol>'
            f"<p>{escape(self._time(lessons))}</p><p>{escape(t('what_counts'))}</p>{self._evenings()}"
        )

    def _word(self, lesson):
        word = model.status(self.store, lesson).word
        return "begun" if word == "new" and place.when(self.store, lesson.stem) else word

    def _button(self, resume):
        t = self.t
        if resume is None:
            return f'<p class="nv-note nv-good" role="status">{escape(t("all_done"))}</p>'
        lesson = resume.lesson
        if resume.step and resume.step != lesson.title:
            words = t("go_on_step", number=lesson.number, step=resume.step)
        elif resume.cell or lesson.number > 1:
            words = t("go_on", number=lesson.number, title=lesson.title)
        else:
            words = t("begin") if lesson.number == 0 else t("begin_lesson", title=lesson.title)
        address = lesson.path + (f"#{resume.cell}" if resume.cell else "")
        how = t("begin_how") if lesson.number == 0 else ""
        return (
            f'<p class="nv-begin"><a class="nv-go" href="{escape(address)}">{escape(words)}</a>'
            f" <span>{escape(how)}</span></p>"
        )

    def _first(self, zero, following):
        word = "done" if first_win.done(self.store) else "new"
        minutes = self.t("minutes_first", screen=zero.minutes_screen)
        return self._card(zero, word, minutes, zero.path == following)

    def _evenings(self):
        """The working evenings under a heading of their own: they are extra, and none of them is the next."""
        evenings = [] if self.short.value else model.evenings()
        if not evenings:
            return ""
        words = [self._word(evening) for evening in evenings]
        items = "".join(self._item(evening, word) for evening, word in zip(evenings, words, strict=True))
        told = f"<h2>{escape(self.t('evenings'))}</h2><p>{escape(self.t('evenings_how'))}</p>"
        return f'{told}<ol class="nv-way nv-evenings">{items}</ol>'

    def _time(self, lessons):
        told = vars(model.hours(lessons, short=self.short.value))
        return self.t("time_short" if self.short.value else "time", **told)

    def _item(self, lesson, word, following=False):
        minutes = self.t("minutes", screen=self._screen(lesson), act=lesson.minutes_act)
        if lesson.minutes_reflection and not self.short.value:
            minutes += self.t("minutes_reflection", reflection=lesson.minutes_reflection)
        return self._card(lesson, word, minutes, following)

    def _screen(self, lesson):
        if self.short.value:
            return lesson.minutes_short
        return " + ".join(map(str, lesson.sittings or [lesson.minutes_screen]))

    def _card(self, lesson, word, minutes, following=False):
        """A card that can be pressed anywhere: its link lies over all of it."""
        t = self.t
        onwards = t("next_new" if word == "new" else "next")
        here = f'<strong class="nv-next">{escape(onwards)}</strong>' if following else ""
        # An evening has a number for its files' sake alone.
        number = f'<span class="nv-number">{lesson.number}&nbsp;</span>' if lesson.number < EVENINGS else ""
        return (
            f'<li class="nv-step nv-step-{word}"><a href="{escape(lesson.path)}">{number}'
            f"{escape(lesson.title)}</a>"
            f'<span class="nv-minutes">{escape(minutes)}</span>'
            f'<span class="nv-status"><span aria-hidden="true">{SIGNS[word]}</span> '
            f"{escape(t(f'status.{word}'))}</span>{here}</li>"
        )
