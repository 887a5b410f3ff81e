"""Does it work? The measurement fixed, numbers taken in, and what they show."""

from typing import Any

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.controls.file_picker import FilePicker
from exercises.kit.take import download_button, print_button
from facilitation.cohort import effect, files, told
from facilitation.cohort.trial import KINDS, MOST_BYTES, Trial
from facilitation.desk_folder import here
from facilitation.views.base import DeskPage
from facilitation.views.cohort_table import wide


class EffectPage(DeskPage):
    """First the design, and once it is fixed what came in and what it shows."""

    stem = "effect"

    def build(self) -> Any:
        t = self.t
        self.trial = Trial(here())
        self.kind = W.Dropdown(
            description=t("plan.kind"), options=[(t(f"plan.kinds.{kind}"), kind) for kind in KINDS]
        )
        self.names = W.Textarea(description=t("plan.names"), rows=8)
        self.fix = self.button(t("plan.fix"), self._fix, primary=True)
        about = W.HTML(f"<p>{escape(t('plan.about'))}</p>")
        self.planning = W.VBox([about, self.kind, self.names, self.fix])
        self.picker = FilePicker(
            t("take_in.label"),
            t("take_in.reading"),
            ".json",
            MOST_BYTES,
            lambda name, data: self.act(self._take_in, name, data),
            lambda _: self.say(t("too_big"), wrong=True),
            lambda: self.say(t("file_failed"), wrong=True),
        )
        self.slips = print_button(t, lambda: self.act(lambda: told.slips(t, self.trial.design)))
        self.csv = download_button(t, lambda: self.act(self._csv), t("csv"), "effect.csv", files.CSV)
        self.shown = W.HTML()
        handed = W.HTML(f"<p><strong>{escape(t('slip.hand_out'))}</strong></p>")
        self.measured = W.VBox([self.shown, self.picker, self.csv, handed, self.slips])
        self.act(self.draw)
        return [self.planning, self.measured]

    def _fix(self):
        self.trial.plan(self.kind.value, self.names.value.splitlines())
        self.say(self.t("plan.fixed"))
        self.draw()

    def _take_in(self, name, data):
        code = self.trial.take_in(data, name)
        self.say(self.t("taken", code=code))
        self.draw()

    def _csv(self):
        table = told.table(self.trial)
        return files.csv_of(self.t, table) if table else None

    def draw(self) -> None:
        """Show what is fixed and what has come in."""
        t, design = self.t, self.trial.design
        self.planning.layout.display = "none" if design else None
        self.measured.layout.display = None if design else "none"
        if design is None:
            return
        found = effect.of(self.trial)
        verdict, *more = told.sentences(t, found)
        words = f'<div class="nv-note"><p>{escape(verdict)}</p></div>'
        words += "".join(f"<p>{escape(sentence)}</p>" for sentence in (*more, told.planned(t, design)))
        tables = (
            self._table(told.differences(t, found), t("differences_caption")),
            self._table(told.answers(t, found), t("answers_caption")),
        )
        self.shown.value = f'<div role="status">{words}</div>{"".join(tables)}'

    def _table(self, made, caption):
        heads, rows = made
        cells = [(escape(name), [escape(cell) for cell in row]) for name, row in rows]
        return wide([escape(head) for head in heads], cells, caption)
