"""The dialogue laboratory of lesson 5: two conversations to read, three to choose, and one's own."""

from typing import ClassVar

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.dialogue import Dialogue
from exercises.models import dialogue_lab as model
from exercises.models.dialogue import cue_words, cues
from exercises.rules import dialogue_lab as rules
from exercises.rules.dialogue import ALTER, EGO, count
from exercises.rules.minutes import Work


class DialogueLab(Dialogue):
    """``DialogueLab("models")``, ``DialogueLab("try")`` or ``DialogueLab("own")``."""

    stem = model.STEM
    work: ClassVar = {
        "models": Work(words=444),
        "own": Work(words=120, choices=1, lines=2, texts=6),
        "try": Work(words=400, choices=8),
    }
    content = model.CONTENT

    def own(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        choices = [(t("choose"), "")] + [(t(f"rules.{rule}"), rule) for rule in rules.RULES]
        self.where = self.text("where", t("where"), placeholder=t("where_like"))
        self.who = self.text("who", t("who"), placeholder=t("who_like"))
        self.rule = self.bind(
            W.Dropdown(description=t("rule"), options=choices),
            lambda: self.store.get(self.stem, "rule", ""),
            lambda rule: self.store.put(self.stem, "rule", rule or None),
            self.show_own,
        )
        self.pairs = []
        self.list = W.VBox()
        self.add = self.button(t("add"), self._add)
        self.said = W.HTML()
        self.show_own()
        return [
            self.where,
            self.who,
            self.rule,
            self.list,
            W.HBox([self.add]),
            self.said,
            W.HTML(f"<p>{escape(t('take'))}</p>"),
            copy_button(t, self.as_text),
        ]

    def _add(self):
        self.save(lambda: self.store.put(self.stem, "pairs", model.pairs(self.store) + 1))
        self.show_own()

    def _pair(self, n):
        label = {ALTER: ("other_says", 2 * n - 1), EGO: ("i_say", 2 * n)}
        return [
            self.text(f"{n}.{who}", self.t(key, n=number), lines=2, after=self.show_own)
            for who, (key, number) in label.items()
        ]

    def show_own(self) -> None:
        t, wanted = self.t, model.pairs(self.store)
        while len(self.pairs) < wanted:
            self.pairs.append(self._pair(len(self.pairs) + 1))
        self.list.children = [control for pair in self.pairs[:wanted] for control in pair]
        self.add.layout.display = "none" if wanted == rules.MOST_PAIRS else ""
        lines = rules.read(model.lines(self.store), cues(t.lang))
        found = rules.findings(lines, cue_words("whens", t.lang), cue_words("calls", t.lang))
        sentences = [t(f"found.{key}", **names) for key, names in found]
        counted = count(lines)
        if counted.ego_words:
            numbers = {kind: t.number(counted.acts[kind]) for kind in ("open", "closed")}
            sentences.insert(0, t("share", share=t.percent(counted.share or 0), **numbers))
            if self.rule.value:
                sentences.append(t("found.rule", rule=t(f"rules.{self.rule.value}")))
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def as_text(self) -> str | None:
        """The conversation to show to somebody else, or None while nothing is written."""
        t, lines = self.t, model.lines(self.store)
        if not lines:
            return None
        head = [
            t(f"take_{name}", text=text)
            for name, text in (
                ("where", self.where.value.strip()),
                ("who", self.who.value.strip()),
                ("rule", t(f"rules.{self.rule.value}") if self.rule.value else ""),
            )
            if text
        ]
        return "\n".join([*head, ""] + [f"{t(line.who)}: {line.text}" for line in lines])
