"""An exercise of single fields: choices, days, and what follows from them in words."""

from datetime import date

import ipywidgets as W

from exercises.models.typed import day
from exercises.views.base import Exercise, escape


class Fields(Exercise):
    """Adds labelled choices and days to :class:`Exercise`, and words the findings of a rule.

    A subclass has the texts ``choose``, ``<option group>.<key>`` for its choices and ``found.<key>`` for the
    findings; :meth:`show` shows what follows from the fields.
    """

    def show(self):
        """Show what follows from the fields."""
        raise NotImplementedError

    def refresh(self):
        self.show()

    def choice(self, name, label, group, keys):
        """A dropdown kept as the field ``name``; "" while nothing is chosen."""
        options = [(self.t("choose"), ""), *((self.t(f"{group}.{key}"), key) for key in keys)]
        return self.bind(
            W.Dropdown(description=label, options=options),
            lambda: kept if (kept := self.store.get(self.stem, name, "")) in keys else "",
            lambda key: self.store.put(self.stem, name, key or None),
            self.show,
        )

    def day_field(self, name, label):
        """A day kept as the field ``name`` (ISO date)."""
        return self.bind(
            W.DatePicker(description=label),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            self.show,
        )

    def worded(self, names):
        """``names`` with numbers and days as this language writes them."""
        told = dict(names)
        for name, value in names.items():
            if isinstance(value, date):
                told[name] = self.t.date(value)
            elif isinstance(value, int | float):
                told[name] = self.t.number(value, 0 if value == int(value) else 1)
        return told

    def items(self, found):
        """Findings ``[(key, names)]`` as an HTML list that a screen reader is told of."""
        said = "".join(f"<li>{escape(self.t(f'found.{k}', **self.worded(n)))}</li>" for k, n in found)
        return f'<div role="status"><ul>{said}</ul></div>'

    def slips(self, faults):
        """What could not be read, as HTML; each fault is ``(key, where in words, {names})``."""
        said = (escape(self.t(key, where=where, **self.worded(names))) for key, where, names in faults)
        return "".join(f'<p class="nv-note" role="alert">{line}</p>' for line in said)


def beside(*controls):
    """Controls side by side while the page is wide enough."""
    pair = W.HBox(list(controls))
    pair.add_class("nv-pair")
    return pair


def card(*controls):
    """Controls that belong together, framed."""
    box = W.VBox(list(controls))
    box.add_class("nv-card")
    return box
