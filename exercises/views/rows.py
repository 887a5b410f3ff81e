"""A list that grows: one card a row of the store, kept as it is typed, one card there from the start."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.models.typed import day
from exercises.views.base import Exercise, escape


class Rows(Exercise):
    """An exercise on the rows of one ``kind``.

    A subclass names the ``kind``, the text key ``heading`` (filled in with ``at``, from 1) and the HTML
    element of the card's heading; it gives the cards from :meth:`_row` and shows what follows from them
    in :meth:`_count`.
    """

    kind = ""
    heading = ""
    element = "h3"

    def rows_list(self):
        """The cards, empty until :meth:`refresh`; at least one row is there."""
        if not self.store.rows(self.kind):
            self.store.add(self.kind)
        self._rows = {}
        self.list = W.VBox()
        self.list.add_class("nv-rows")
        return self.list

    def refresh(self):
        here = [row["id"] for row in self.store.rows(self.kind)]
        for gone in set(self._rows) - set(here):
            _, controls = self._rows.pop(gone)
            self._bound = [pair for pair in self._bound if pair[0] not in controls]
        for at, row_id in enumerate(here, start=1):
            if row_id not in self._rows:
                self._rows[row_id] = self._row(row_id)
            heading = escape(self.t(self.heading, at=at))
            self._rows[row_id][0].children[0].value = f"<{self.element}>{heading}</{self.element}>"
        self.list.children = [self._rows[row_id][0] for row_id in here]
        self._count()

    def _row(self, row_id):
        """``(card, controls)``: the card's first child is an empty HTML widget for the heading."""
        raise NotImplementedError

    def _count(self):
        """Show what follows from the rows."""
        raise NotImplementedError

    def keep(self, control, row_id, name):
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
        self.store.change(row_id, **{name: kept})

    def _add(self):
        self.save(lambda: self.store.add(self.kind))
        self.refresh()

    def _remove(self, row_id):
        self.save(lambda: self.store.remove(row_id))
        if not self.store.rows(self.kind):
            self.store.add(self.kind)
        self.refresh()

    def _slips(self, faults):
        """What could not be read, as HTML; ``faults`` as :func:`exercises.models.typed.number` gives them."""
        return [f'<p class="nv-note" role="alert">{escape(self._slip(*fault))}</p>' for fault in faults]

    def _slip(self, key, where, names):
        place = self.t(self.heading, at=where) if isinstance(where, int) else self.t(where)
        if "most" in names:
            names = {"most": self.t.number(names["most"])}
        return self.t(key, where=place, **names)
