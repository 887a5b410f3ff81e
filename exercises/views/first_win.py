"""Lesson 0: one question, one message, one thing back."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import framed
from exercises.models import first_win as model
from exercises.rules.minutes import Work


class FirstWin(Exercise):
    """Three cards: the question and whom to ask, the message to send, and what came back."""

    stem = model.STEM
    work = Work(words=150, choices=1, lines=2, texts=2, seconds=240)  # seconds: finding an address, sending

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.question = self.text("question", t("question"), placeholder=t("question_like"), after=self._show)
        self.who = self.text("who", t("who"), placeholder=t("who_like"), after=self._show)
        self.draft = self.button(t("draft"), self._draft)
        self.message = self.text("message", t("message"), lines=6, after=self._show)
        self.sent = self.bind(
            W.Checkbox(description=t("sent"), indent=False),
            lambda: bool(self.store.get(self.stem, "sent")),
            lambda ticked: self.store.put(self.stem, "sent", date.today().isoformat() if ticked else None),
            self._show,
        )
        self.back = self.text("back", t("back"), lines=3, placeholder=t("back_like"), after=self._show)
        self.said = W.HTML()
        self._show()
        return [
            framed(self._heading("one_question"), self.question, self.who),
            framed(
                self._heading("one_message"),
                self.draft,
                self.message,
                copy_button(t, lambda: self.message.value.strip() or None),
                self.sent,
            ),
            framed(self._heading("one_back"), self.back),
            self.said,
        ]

    def _heading(self, key):
        return W.HTML(f"<h2>{escape(self.t(key))}</h2>")

    def _draft(self):
        """The message in the learner's own words; nothing that was written is written over."""
        if not self.message.value.strip():
            question = self.question.value.strip().rstrip(".")
            self.message.value = self.t("letter", who=self.who.value.strip(), question=question)

    def refresh(self) -> None:
        self._show()

    def _show(self):
        missing = model.missing(self.store)
        self.draft.disabled = bool(self.message.value.strip()) or missing in ("question", "who")
        key = f"next.{missing}" if missing else "done"
        on = (
            ""
            if missing and missing != "back"
            else f' <a href="01-why-network.ipynb">{escape(self.t("on"))}</a>'
        )
        self.said.value = f'<p class="nv-note" role="status">{escape(self.t(key))}{on}</p>'
