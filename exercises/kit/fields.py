"""An exercise of single fields: choices, days, and what follows from them in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note
from exercises.rules import Finding
from exercises.typed import Slip, day


class Fields(Exercise):
    """Adds labelled choices and days to :class:`Exercise`, and words the findings of a rule.

    A subclass has the texts ``choose``, ``<option group>.<key>`` for its choices and ``found.<key>`` for the
    findings; :meth:`show` shows what follows from the fields.
    """

    def show(self) -> None:
        """Show what follows from the fields."""
        raise NotImplementedError

    def refresh(self) -> None:
        self.show()

    def choice(self, name: str, label: str, group: str, keys: Sequence[str]) -> W.Dropdown:
        """A dropdown kept as the field ``name``; "" while nothing is chosen."""
        options = [(self.t("choose"), ""), *((self.t(f"{group}.{key}"), key) for key in keys)]
        return self.bind(
            W.Dropdown(description=label, options=options),
            lambda: kept if (kept := self.store.get(self.stem, name, "")) in keys else "",
            lambda key: self.store.put(self.stem, name, key or None),
            self.show,
        )

    def day_field(self, name: str, label: str) -> W.DatePicker:
        """A day kept as the field ``name`` (ISO date)."""
        return self.bind(
            W.DatePicker(description=label),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            self.show,
        )

    def tick(self, name: str, label: str) -> W.Checkbox:
        """A box to tick, kept as the field ``name``: true, or absent."""
        return self.bind(
            W.Checkbox(description=label, indent=False),
            lambda: self.store.get(self.stem, name) is True,
            lambda ticked: self.store.put(self.stem, name, ticked or None),
            self.show,
        )

    def worded(self, names: Mapping[str, Any]) -> dict[str, str]:
        """``names`` with numbers and days as this language writes them."""
        told = dict(names)
        for name, value in names.items():
            if isinstance(value, date):
                told[name] = self.t.date(value)
            elif isinstance(value, int | float):
                told[name] = self.t.number(value, 0 if value == int(value) else 1)
        return told

    def items(self, found: Sequence[Finding]) -> str:
        """Findings ``[(key, names)]`` as an HTML list that a screen reader is told of."""
        said = "".join(f"<li>{escape(self.t(f'found.{k}', **self.worded(n)))}</li>" for k, n in found)
        return f'<div role="status"><ul>{said}</ul></div>'

    def slips(self, faults: Iterable[Slip]) -> str:
        """What could not be read, as HTML; each fault is ``(key, where in words, {names})``."""
        return "".join(
            note(self.t(key, where=where, **self.worded(names)), wrong=key != "read_as")
            for key, where, names in faults
        )
