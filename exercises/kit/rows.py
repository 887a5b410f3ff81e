"""A list that grows: one card a row of the store, kept as it is typed, one card there from the start.

A card in which nothing is said is on the page alone: it becomes a row with the first word, and none with the
last.
"""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note, numbers
from exercises.paper.blocks import CARDS, Block
from exercises.store import holds
from exercises.typed import day


class Rows(Exercise):
    """An exercise on the rows of one ``kind``.

    A subclass names the ``kind``, the text key ``heading`` (filled in with ``at``, from 1) and the HTML
    element of the card's heading; it gives the cards from :meth:`_row` and shows what follows from them
    in :meth:`_count`.
    """

    kind = ""
    heading = ""
    element = "h3"

    def rows_list(self) -> W.VBox:
        """The cards, empty until :meth:`refresh`; at least one is there."""
        self._rows, self._blank, self._first = {}, {}, None
        self.list = W.VBox()
        self.list.add_class("nv-rows")
        return self.list

    def refresh(self) -> None:
        kept = [row["id"] for row in self.store.rows(self.kind)]
        self._lay_first(kept)
        here = [*kept, *sorted(self._blank)]
        for gone in set(self._rows) - set(here):
            self._drop(gone)
        for row_id in here:
            if row_id not in self._rows:
                self._rows[row_id] = self._row(row_id)
        self.list.children = [self._rows[row_id][0] for row_id in sorted(here)]
        self._number()
        self._count()

    def paper(self) -> list[Block]:
        for _ in range(CARDS - 1):
            self._lay()
        self.refresh()
        return super().paper()

    def _lay_first(self, kept):
        """A card to begin with, which gives way to rows from elsewhere while nothing is in it."""
        if kept and self._first is not None:
            self._blank.pop(self._first, None)
            self._first = None
        if not kept and not self._blank:
            self._first = self._lay()

    def _lay(self):
        row_id = self.store.new_id()
        self._blank[row_id] = None
        return row_id

    def _number(self):
        """Head each card as its row counts; those that are no rows come after the last."""
        kept = [row["id"] for row in self.store.rows(self.kind)]
        for at, row_id in enumerate([*kept, *sorted(self._blank)], start=1):
            if row_id in self._rows:  # not yet, where another window has just added it
                heading = escape(self.t(self.heading, at=at))
                self._rows[row_id][0].children[0].value = f"<{self.element}>{heading}</{self.element}>"

    def _drop(self, row_id):
        _, controls = self._rows.pop(row_id)
        self._bound = [pair for pair in self._bound if pair[0] not in controls]

    def _row(self, row_id):
        """``(card, controls)``: the card's first child is an empty HTML widget for the heading."""
        raise NotImplementedError

    def _count(self):
        """Show what follows from the rows."""
        raise NotImplementedError

    def keep(self, control: W.Widget, row_id: int, name: str) -> W.Widget:
        """Bind a control to the value ``name`` of a row; days are kept as ISO dates."""
        read = self._read_day if isinstance(control, W.DatePicker) else self._value
        return self.bind(
            control, partial(read, row_id, name), partial(self._change, row_id, name), self._count
        )

    def _value(self, row_id, name):
        return next((row.get(name, "") for row in self.store.rows(self.kind) if row["id"] == row_id), "")

    def _read_day(self, row_id, name):
        return day(self._value(row_id, name))

    def _change(self, row_id, name, value):
        kept = value.isoformat() if isinstance(value, date) else "" if value is None else value
        if row_id in self._blank:
            self._begin(row_id, {name: kept})
            return
        with self.store.transaction():
            self.store.change(row_id, **{name: kept})
            emptied = self._emptied(row_id) and self.store.remove(row_id)
        if emptied:
            self._blank[row_id] = emptied
            self._number()

    def _begin(self, row_id, data):
        if holds(data):
            self.store.begin(row_id, self.kind, self._blank[row_id], **data)
            del self._blank[row_id]
            self._first = None if self._first == row_id else self._first
            self._number()

    def _emptied(self, row_id):
        row = next((row for row in self.store.rows(self.kind) if row["id"] == row_id), None)
        return row is not None and not holds({name: row[name] for name in row if name not in ("id", "key")})

    def _add(self):
        self._lay()
        self._first = None
        self.refresh()

    def _remove(self, row_id):
        if row_id in self._blank:
            del self._blank[row_id]
        else:
            self.save(lambda: self._take_out(row_id))
        # a row that comes next may be given the number of the one that went
        self._drop(row_id)
        self.refresh()

    def _take_out(self, row_id):
        self.store.remove(row_id)

    def _slips(self, faults):
        """What could not be read, as HTML; ``faults`` as :func:`exercises.typed.number` gives them."""
        return [note(self._slip(*fault), wrong=fault[0] != "read_as") for fault in faults]

    def _slip(self, key, where, names):
        place = self.t(self.heading, at=where) if isinstance(where, int) else self.t(where)
        return self.t(key, where=place, **numbers(self.t, names))
