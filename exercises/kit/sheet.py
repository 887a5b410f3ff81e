"""A list that grows as a compact sheet: a line a row, filled in by keyboard or from a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note, table
from exercises.kit.boxes import framed, offer
from exercises.kit.rows import Rows
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.rules import pasted
from exercises.store import holds
from exercises.texts import Texts
from exercises.typed import past_day


@dataclass(frozen=True)
class Column:
    """One field of a row. ``kind``: "text", "day", "choice", or "row" for one that names another row by its
    ``name``; ``options``: ``(words, key)``, none first.

    ``width`` is that of a CSS grid track. ``words`` are others than ``label`` that may head it in a
    spreadsheet, ``also`` are others than ``options`` that a cell there may say.
    """

    name: str
    label: str
    kind: str = "text"
    width: str = "minmax(6rem, 1fr)"
    like: str = ""
    options: tuple = ()
    words: tuple = ()
    also: tuple = ()

    def control(self) -> W.Widget:
        """A control to fill it in with."""
        if self.kind == "day":
            return W.DatePicker(description=self.label)
        if self.kind in ("choice", "row"):
            return W.Dropdown(description=self.label, options=self.options)
        return W.Text(description=self.label, placeholder=self.like)

    def read(self, text: str) -> str:
        """What is kept of a cell that was copied; raises ValueError where it cannot stand here."""
        if not text or self.kind in ("text", "row"):
            return text
        if self.kind == "day":
            return past_day(text, date.today()).isoformat()
        return pasted.choice(text, [(words, key) for words, key in (*self.options, *self.also) if key])


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
            keep = self._keep_named if column.kind == "row" else self.keep
            keep(control, row_id, column.name)
            if column.kind == "text" and not column.width.startswith("minmax"):
                # a number or a word: on a narrow page two stand beside each other
                control.add_class("nv-sheet-short")
        remove = self.button(self.t("remove"), partial(self._remove, row_id))
        remove.add_class("nv-sheet-remove")
        line = W.GridBox([W.HTML(), *controls, remove])
        line.layout.grid_template_columns = self._tracks()
        line.add_class("nv-sheet-row")
        return line, tuple(controls)

    # ---- rows that name other rows -------------------------------------------------------------------

    def nameable(self, row_id: int) -> list[tuple[str, int]]:
        """``(words, id)`` of the rows that this one can name."""
        raise NotImplementedError

    def _keep_named(self, control, row_id, name):
        read = partial(self.named, control, row_id, name)
        return self.bind(control, read, partial(self._change, row_id, name), self._count)

    def named(self, control: W.Dropdown, row_id: int, name: str) -> int | str:
        """Offer the rows that can be named, and give the one that is."""
        none = next(column.options for column in self._columns if column.name == name)
        was, self._quiet = self._quiet, True
        try:
            offer(control, (*none, *self.nameable(row_id)), self._value(row_id, name))
        finally:
            self._quiet = was
        return control.value

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
                self.found.append(self.understood(kept))
        self._show_found(unread + self._unnamed())

    def understood(self, row: dict[str, str]) -> dict[str, str]:
        """A row that was copied, with what follows from its cells."""
        return row

    def _unnamed(self):
        """Leave out the names of rows that there are not, and say so."""
        unread, kept = [], self._called()
        names = [pasted.said(row.get("name")) for row in self.found]
        for column in self._naming():
            for at, row in enumerate(self.found):
                text = row.get(column.name)
                if text and pasted.said(text) not in {*kept, *names[:at], *names[at + 1 :]}:
                    unread.append(self.words("unnamed", at=at + 1, column=column.label, text=text))
                    del row[column.name]
        return unread

    def _naming(self):
        return [column for column in self._columns if column.kind == "row"]

    def _called(self):
        """``{name: id}`` of the rows that are kept; of two with one name, the first."""
        rows = reversed(self.store.rows(self.kind))
        return {name: row["id"] for row in rows if (name := pasted.said(row.get("name")))}

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
                self._put_in(rows)
                self.brought()

        self.save(change)
        self._clear_blank()
        self.refresh()
        self._say(self.words("brought", n=len(rows)))

    def _clear_blank(self):
        """Rows that were brought come in the place of lines that nobody wrote on."""
        for row_id in [*self._blank]:
            written = {number: control.value for number, control in enumerate(self._rows[row_id][1])}
            if not holds(written):
                del self._blank[row_id]
        self._first = None

    def _put_in(self, rows):
        naming = {column.name for column in self._naming()}
        own = [{name: row[name] for name in row if name not in naming} for row in rows]
        ids = [self.store.add(self.kind, **row) for row in own]
        called = self._called()
        for row_id, row in zip(ids, rows, strict=True):
            # whom a row names may have come further down
            named = {name: called.get(pasted.said(row[name])) for name in naming & set(row)}
            links = {name: other for name, other in named.items() if other not in (None, row_id)}
            if links:
                self.store.change(row_id, **links)

    def brought(self) -> None:
        """What else is kept when rows have been brought."""
