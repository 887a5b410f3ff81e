"""Three comments and two invitations, one on the page at a time; is the invitation marketing?"""

from functools import partial
from typing import Any

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import framed
from exercises.kit.fields import Fields
from exercises.models import message_draft as model
from exercises.models.dialogue import cue_words
from exercises.models.known_names import knowing
from exercises.rules import message_draft as rules
from exercises.rules import request_builder as law_rules
from exercises.texts import Texts


class MessageDraft(Fields):
    """The law's questions and outcomes are those of the request builder, in its own words."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.law_text = Texts("request_builder", t.lang)
        self.cues = {cue: t(f"cue.{cue}").split(", ") for cue in ("sales", "own", "why")}
        self.cues["calls"] = list(cue_words("calls", t.lang))
        self.draft = self.bind(
            W.Dropdown(description=t("draft"), options=[(t(f"draft_option.{n}"), n) for n in rules.DRAFTS]),
            lambda: model.shown(self.store),
            lambda name: self.store.put(self.stem, "draft", name),
            self.reread,
        )
        self.body = self._of_draft("text", W.Textarea(description=t("text"), rows=4))
        self.said = W.HTML()
        answers = [(self.law_text(key), value) for key, value in self._answers()]
        self.law = {
            question: self._of_draft(
                f"law_{question}",
                W.Dropdown(description=self.law_text(f"law_{question}.question"), options=answers),
            )
            for question in rules.PATH
        }
        self.verdict = W.HTML()
        heading = escape(self.law_text("law_heading"))
        self.lawful = framed(W.HTML(f"<h3>{heading}</h3>"), *self.law.values(), self.verdict)
        self.show()
        return [self.draft, self.body, self.said, copy_button(t, self.as_text), self.lawful]

    def _answers(self):
        return (("choose", ""), ("answer.yes", law_rules.YES), ("answer.no", law_rules.NO))

    def _of_draft(self, name, control):
        return self.bind(
            control,
            lambda: self.store.get(self.stem, f"{self.draft.value}.{name}", ""),
            partial(self._put, name),
            self.show,
        )

    def _put(self, name, value):
        self.store.put(self.stem, f"{self.draft.value}.{name}", value or None)

    def as_text(self) -> Any:
        """The draft on the page, or None while it is empty."""
        return self.body.value.strip() or None

    def show(self) -> None:
        draft = self.draft.value
        self.body.placeholder = self.t("comment_like" if draft in rules.COMMENTS else "invitation_like")
        self.said.value = self.items(rules.findings(draft, self.body.value, self.cues, knowing(self.store)))
        self.lawful.layout.display = "" if draft in rules.INVITATIONS else "none"
        answers = model.law(self.store, draft)
        asked = law_rules.asked(answers)
        for question, control in self.law.items():
            control.layout.display = "" if question in asked else "none"
        came = law_rules.outcome(answers)
        lines = (self.law_text(f"outcome.{came}"), self.law_text("not_advice")) if came else ()
        told = "".join(f"<p>{escape(line)}</p>" for line in lines)
        self.verdict.value = f'<div role="status">{told}</div>'
