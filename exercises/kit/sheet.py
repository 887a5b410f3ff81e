"""A list that grows as a compact sheet: a line a row, filled in by keyboard or from a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note, table
from exercises.kit.boxes import framed
from exercises.kit.rows import Rows
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.rules import pasted
from exercises.texts import Texts
from exercises.typed import past_day


@dataclass(frozen=True)
class Column:
    """One field of a row. ``kind``: "text", "day" or "choice"; ``options``: ``(words, key)``, none first.

    ``width`` is that of a CSS grid track. ``words`` are others than ``label`` that may head it in a
    spreadsheet.
    """

    name: str
    label: str
    kind: str = "text"
    width: str = "minmax(6rem, 1fr)"
    like: str = ""
    options: tuple = ()
    words: tuple = ()

    def control(self) -> W.Widget:
        """A control to fill it in with."""
        if self.kind == "day":
            return W.DatePicker(description=self.label)
        if self.kind == "choice":
            return W.Dropdown(description=self.label, options=self.options)
        return W.Text(description=self.label, placeholder=self.like)

    def read(self, text: str) -> str:
        """What is kept of a cell that was copied; raises ValueError where it cannot stand here."""
        if not text or self.kind == "text":
            return text
        if self.kind == "day":
            return past_day(text, date.today()).isoformat()
        said = text.casefold().strip(" .")
        for words, key in self.options:
            if key and said in (words.casefold().strip(" ."), str(key)):
                return key
        raise ValueError(text)


class Sheet(Rows):
    """Rows of :meth:`columns`, one line each, with the columns named once above them.

    What is copied from a spreadsheet is shown as it was understood, and becomes rows on a yes.
    """

    element = "p"

    def columns(self) -> list[Column]:
        """The :class:`Column` list of a row, in the order in which they stand."""
        raise NotImplementedError

    def sheet(self, add: str, *more: W.Widget) -> W.Widget:
        """The names of the columns, the rows, a button to ``add`` one, and ``more`` ways to fill them."""
        self.words = Texts("sheet", self.t.lang)
        self._columns = self.columns()
        names = "".join(f"<span>{escape(column.label)}</span>" for column in self._columns)
        head = W.HTML(
            f'<div class="nv-sheet-head" style="grid-template-columns: {self._tracks()}" aria-hidden="true">'
            f"<span></span>{names}</div>"
        )
        self.more = self.button(add, self._add)
        self.more.add_class("nv-sheet-add")
        whole = W.VBox([head, self.rows_list(), W.HBox([self.more, self._opener()]), self._paste(), *more])
        whole.add_class("nv-sheet")
        whole.on_paper = self._on_paper
        return whole

    def paper(self) -> list[Block]:
        return Exercise.paper(self)

    def _on_paper(self):
        """The columns as a table to fill in, and under it what there is to choose from."""
        chosen = [column for column in self._columns if column.kind == "choice"]
        kinds = [[words for words, key in column.options if key] for column in chosen]
        told = [
            Words(f"{column.label} {' · '.join(words)}", small=True)
            for column, words in zip(chosen, kinds, strict=True)
        ]
        return [empty_rows(tuple(column.label for column in self._columns)), *told]

    def _tracks(self):
        return " ".join(["2rem", *(column.width for column in self._columns), "2.75rem"])

    def _row(self, row_id):
        controls = [column.control() for column in self._columns]
        for column, control in zip(self._columns, controls, strict=True):
            self.keep(control, row_id, column.name)
        remove = self.button(self.t("remove"), partial(self._remove, row_id))
        remove.add_class("nv-sheet-remove")
        line = W.GridBox([W.HTML(), *controls, remove])
        line.layout.grid_template_columns = self._tracks()
        line.add_class("nv-sheet-row")
        return line, tuple(controls)

    # ---- from a spreadsheet --------------------------------------------------------------------------

    def _opener(self):
        return self.button(self.words("open"), self._open_paste)

    def _paste(self):
        self.paste = W.Textarea(description=self.words("paste"), rows=3)
        self.paste.add_class("nv-paste")
        self.paste.observe(self._came, names="value")
        how = W.HTML(f"<p>{escape(self.words('how', columns=self._listed()))}</p>")
        self.preview = W.HTML()
        self.preview.add_class("nv-words")
        self.yes = self.button("", self._take, primary=True)
        self.no = self.button(self.words("no"), self._close_paste)
        self.pasting = framed(how, self.paste, self.preview, W.HBox([self.yes, self.no]))
        self._close_paste()
        return self.pasting

    def _listed(self):
        return ", ".join(column.label.rstrip("?") for column in self._columns)

    def _open_paste(self):
        self.pasting.layout.display = ""

    def _close_paste(self):
        self.pasting.layout.display = "none"
        self.paste.value = self.preview.value = ""
        self.found = []
        self.yes.layout.display = "none"

    def _came(self, change):
        self._act(partial(self._understand, change["new"]))

    def _understand(self, text):
        """Show what was copied as it would be kept."""
        if not text.strip():
            return
        self._open_paste()
        columns = {column.name: column for column in self._columns}
        names = {name: {one.label, one.label.rstrip("?"), *one.words} for name, one in columns.items()}
        assigned, rows = pasted.assigned(pasted.cells(text), names)
        self.found, unread = [], []
        for at, row in enumerate(rows, start=1):
            kept = {}
            for name, cell in zip(assigned, row, strict=False):
                if name is None or not cell:
                    continue
                try:
                    kept[name] = columns[name].read(cell)
                except ValueError:
                    unread.append(self.words("unread", at=at, column=columns[name].label, text=cell))
            if kept:
                self.found.append(kept)
        self._show_found(unread)

    def _show_found(self, unread):
        n = len(self.found)
        rows = [[self._shown(column, row) for column in self._columns] for row in self.found]
        came = self.words("came", n=n) if n else self.words("nothing", columns=self._listed())
        shown = table([column.label for column in self._columns], rows) if n else ""
        faults = "".join(note(sentence, wrong=True) for sentence in unread)
        self.preview.value = f"{note(came, wrong=not n)}{shown}{faults}"
        self.yes.description = self.words("yes", n=n)
        self.yes.layout.display = "" if n else "none"

    def _shown(self, column, row):
        value = row.get(column.name, "")
        if column.kind == "day" and value:
            return self.t.date(date.fromisoformat(value))
        return next((words for words, key in column.options if key == value and key), value)

    def _take(self):
        self.bring(self.found)
        self._close_paste()

    def bring(self, rows: list[dict[str, str]]) -> None:
        """Keep the rows, each ``{column: value}``, after those that are there."""

        def change():
            with self.store.transaction():
                for row in rows:
                    self.store.add(self.kind, **row)
                self.brought()

        self.save(change)
        self.refresh()
        self._say(self.words("brought", n=len(rows)))

    def brought(self) -> None:
        """What else is kept when rows have been brought."""
