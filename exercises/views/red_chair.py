"""The red chair: a round with a clock for its four parts, and what the one in the chair takes along."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import red_chair as model
from exercises.rules import red_chair as rules
from exercises.rules.minutes import Work

WORDS = (
    "start",
    "pause",
    "resume",
    "next",
    "finish",
    "back",
    "again",
    "now",
    "warn",
    "up",
    "paused",
    "done",
)


class RedChair(Exercise):
    """The store keeps when a part ends, as a time of day: a reload or a closed lid loses nothing."""

    stem = model.STEM
    work = Work(words=40, choices=1, lines=1, texts=1)

    def build(self) -> list[W.Widget]:
        from exercises.kit.controls.phase_clock import PhaseClock

        t = self.t
        self.question = self.text("question", t("question"), placeholder=t("question_like"))
        words = {name: t(f"clock.{name}") for name in WORDS} | {"ready": t("clock.ready", total=rules.TOTAL)}
        phases = [self._phase(at, phase) for at, phase in enumerate(rules.PHASES)]
        self.clock = PhaseClock(self._press, words=words, phases=phases, warn=rules.WARN_SECONDS)
        self.sound = self.bind(
            W.Checkbox(description=t("sound"), indent=False),
            lambda: bool(self.store.get(self.stem, "sound")),
            lambda on: self.store.put(self.stem, "sound", on or None),
            self.refresh,
        )
        self.sound.on_paper = list
        self.rounds = W.HTML()
        self.takes = self.text("takes", t("takes"), lines=3, placeholder=t("takes_like"))
        self.refresh()
        return [self.question, self.clock, self.sound, self.rounds, self.takes]

    def _phase(self, at, phase):
        name = self.t(f"phase.{phase}.name")
        listed = self.t("clock.item", name=name, n=rules.MINUTES[phase])
        return [name, self.t(f"phase.{phase}.do"), rules.seconds(at), listed]

    def _press(self, what, now):
        self._act(partial(self._pressed, what, now))

    def _pressed(self, what, now):
        self.save(lambda: model.press(self.store, what, now))
        self.refresh()

    def refresh(self) -> None:
        clock = model.clock(self.store)
        self.clock.show(clock.phase, clock.ends, clock.left, self.sound.value)
        done = self.t("rounds_one") if clock.rounds == 1 else self.t("rounds", n=clock.rounds)
        self.rounds.value = f"<p>{escape(done)}</p>" if clock.rounds else ""
