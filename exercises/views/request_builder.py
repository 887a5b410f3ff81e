"""A request in five parts that is easy to refuse, and whether it is marketing."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import framed
from exercises.kit.on_paper import on_paper
from exercises.models import request_builder as model
from exercises.paper.blocks import Block, Heading
from exercises.rules import request_builder as rules
from exercises.rules.ask_clock import TO
from exercises.rules.minutes import Work

CUES = ("exit", "vague", "size", "pressure")


class RequestBuilder(Exercise):
    """Three requests, one on the page at a time; the message is put together, looked at, and copied."""

    stem = model.STEM
    work = Work(words=108, choices=5, lines=1, texts=5)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.cues = {cue: t(f"cue.{cue}").split(", ") for cue in CUES}
        self.version = self.bind(
            W.Dropdown(
                description=t("version"),
                options=[(t(f"to.{to}"), n) for n, to in zip(rules.VERSIONS, TO, strict=True)],
            ),
            lambda: model.version(self.store),
            lambda n: self.store.put(self.stem, "version", n),
            self.reread,
        )
        self.who = self._field("who", W.Text(description=t("who")))
        self.parts = {
            part: self._field(
                part,
                W.Textarea(description=t(f"part.{part}"), placeholder=t(f"like.{part}"), rows=2),
            )
            for part in rules.PARTS
        }
        self.said = W.HTML()
        answers = [(t("choose"), ""), (t("answer.yes"), rules.YES), (t("answer.no"), rules.NO)]
        self.law = {
            question: self._field(
                f"law_{question}", W.Dropdown(description=t(f"law_{question}.question"), options=answers)
            )
            for question in rules.PATH
        }
        self.verdict = W.HTML()
        self.law_heading = W.HTML(f"<h3>{escape(t('law_heading'))}</h3>")
        lawful = framed(self.law_heading, *self.law.values(), self.verdict)
        self.refresh()
        return [
            self.version,
            self.who,
            *self.parts.values(),
            self.said,
            copy_button(t, self.message),
            lawful,
        ]

    def paper(self) -> list[Block]:
        asked = on_paper([self.who, *self.parts.values()])
        versions = [[Heading(self.t(f"to.{to}"), 3), *asked] for to in TO]
        law = on_paper([self.law_heading, *self.law.values()])
        return [*(block for version in versions for block in version), *law]

    def _field(self, name, control):
        return self.bind(
            control,
            lambda: model.field(self.store, self.version.value, name),
            partial(self._put, name),
            self.refresh,
        )

    def _put(self, name, value):
        self.store.put(self.stem, f"{self.version.value}.{name}", value or None)

    def message(self) -> str | None:
        """The request on the page as one text, or None while nothing is written."""
        return rules.whole(self._greeting(), model.parts(self.store, self.version.value)) or None

    def _greeting(self):
        who = model.who(self.store, self.version.value)
        return self.t("greeting", who=who) if who else self.t("greeting_nobody")

    def refresh(self) -> None:
        t, n = self.t, self.version.value
        self.who.placeholder = model.suggested(self.store, n) or t("who_like")
        found = rules.findings(self._greeting(), model.parts(self.store, n), self.cues)
        items = "".join(f"<li>{escape(t(f'found.{key}', **names))}</li>" for key, names in found)
        whole = ""
        if text := self.message():
            told = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
            whole = f"<h3>{escape(t('whole'))}</h3><blockquote>{told}</blockquote>"
        self.said.value = f'{whole}<div role="status"><ul>{items}</ul></div>'
        self._show_law(model.law(self.store, n))

    def _show_law(self, answers):
        asked = rules.asked(answers)
        for question, control in self.law.items():
            control.layout.display = "" if question in asked else "none"
        came = rules.outcome(answers)
        said = ""
        if came:
            lines = (self.t(f"outcome.{came}"), self.t("not_advice"))
            said = "".join(f"<p>{escape(line)}</p>" for line in lines)
        self.verdict.value = f'<div role="status">{said}</div>'
