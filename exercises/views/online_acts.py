"""A log of five small acts online."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import online_acts as model
from exercises.models.known_names import knowing
from exercises.rules import online_acts as rules
from exercises.rules.minutes import Work


class OnlineActs(Rows):
    """A card an act: the day, what it was, a note without names, and what came back."""

    stem = model.STEM
    work = Work(words=50, choices=2, lines=2)
    kind = model.KIND
    heading = "act"

    def build(self) -> list[W.Widget]:
        rows = self.rows_list()
        self.said = W.HTML()
        more = W.HBox([self.button(self.t("add"), self._add)])
        self.refresh()
        return [rows, more, self.said]

    def _row(self, row_id):
        t = self.t
        controls = {
            "day": W.DatePicker(description=t("day")),
            "did": self._choice("did", rules.KINDS),
            "note": W.Text(description=t("note"), placeholder=t("note_like")),
            "back": self._choice("back", rules.BACK),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        box = framed(
            W.HTML(),
            beside(controls["day"], controls["did"]),
            beside(controls["note"], controls["back"]),
            self.button(t("remove"), partial(self._remove, row_id)),
        )
        return box, tuple(controls.values())

    def _choice(self, name, keys):
        options = [(self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys)]
        return W.Dropdown(description=self.t(name), options=options)

    def _count(self):
        t = self.t
        found = rules.findings(model.read(self.store), date.today(), knowing(self.store))
        said = (
            t(f"found.{key}", **{n: t.date(v) if isinstance(v, date) else v for n, v in names.items()})
            for key, names in found
        )
        listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
        self.said.value = f'<div role="status"><ul>{listed}</ul></div>'
