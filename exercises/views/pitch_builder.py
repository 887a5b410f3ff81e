"""The pitch builder of lesson 5: one's business told in four parts, to three different listeners."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape, table
from exercises.kit.on_paper import on_paper
from exercises.models import pitch_builder as model
from exercises.models.dialogue import cues
from exercises.paper.blocks import Block, Heading
from exercises.rules import pitch_builder as rules
from exercises.rules.minutes import Work
from exercises.rules.reflection import words


class PitchBuilder(Exercise):
    """One version at a time; each is kept as it is typed."""

    stem = model.STEM
    work = Work(words=84, choices=1, lines=2, texts=4)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.version = self.bind(
            W.Dropdown(description=t("version"), options=[(t("version_n", n=n), n) for n in rules.VERSIONS]),
            lambda: model.version(self.store),
            lambda n: self.store.put(self.stem, "version", n),
            self.reread,
        )
        self.audience = self._field("audience", W.Text(description=t("audience")))
        self.parts = {
            part: self._field(part, W.Textarea(description=t(f"part.{part}"), rows=2)) for part in rules.PARTS
        }
        self.measured = self._field("measured", W.Text(description=t("measured")))
        self.said = W.HTML()
        self.sum = W.HTML()
        self._show()
        return [
            self.version,
            self.audience,
            *self.parts.values(),
            self.said,
            self.measured,
            copy_button(t, self.telling),
            self.sum,
            W.HTML(f"<p>{escape(t('how'))}</p>"),
        ]

    def paper(self) -> list[Block]:
        asked = on_paper([self.audience, *self.parts.values(), self.measured])
        versions = [[Heading(self.t("version_n", n=n), 3), *asked] for n in rules.VERSIONS]
        return [block for version in versions for block in version]

    def _field(self, name, control):
        return self.bind(
            control,
            lambda: model.field(self.store, self.version.value, name),
            lambda text: self.store.put(self.stem, f"{self.version.value}.{name}", text or None),
            self._show,
        )

    def refresh(self) -> None:
        self._show()

    def telling(self) -> str | None:
        """The version on the page as one text, or None while nothing is written."""
        return rules.whole(model.parts(self.store, self.version.value)) or None

    def _show(self):
        t, n = self.t, self.version.value
        self.audience.placeholder = t(f"audience_like.{n}")
        measured, fault = model.measured(self.store, n)
        found = rules.findings(
            model.parts(self.store, n),
            cues(t.lang),
            t("hollow").split(", "),
            t("titles").split(", "),
            measured,
        )
        sentences = [t(f"found.{key}", **self._named(names)) for key, names in found]
        if same := rules.same_twice(model.tellings(self.store)):
            sentences.append(t("found.same_twice", one=same[0], other=same[1]))
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
        told = self.telling()
        whole = f"<h3>{escape(t('whole'))}</h3><blockquote>{escape(told)}</blockquote>" if told else ""
        wrong = f'<p class="nv-note" role="alert">{escape(t(fault[0], **fault[1]))}</p>' if fault else ""
        self.said.value = f'{whole}<div role="status"><ul>{items}</ul></div>{wrong}'
        self.sum.value = self._sum()

    def _named(self, names):
        return {name: self.t.number(v) if isinstance(v, int | float) else v for name, v in names.items()}

    def _sum(self):
        t = self.t
        rows = []
        for n, text in zip(rules.VERSIONS, model.tellings(self.store), strict=True):
            audience = model.field(self.store, n, "audience").strip()
            name = t("named", n=n, audience=audience) if audience else t("version_n", n=n)
            rows.append((name, t.number(words(text)), t.number(rules.seconds(text))))
        if not any(model.tellings(self.store)):
            return ""
        columns = (t("column.version"), t("column.words"), t("column.seconds"))
        return table(columns, rows, t("table"))
