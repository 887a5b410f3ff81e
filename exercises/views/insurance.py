"""The insurance page: whom to call when something goes wrong, one situation at a time, to print."""

import ipywidgets as W

from exercises.kit.base import escape, table
from exercises.kit.cards import Cards
from exercises.models import insurance as model
from exercises.rules import insurance as rules
from exercises.rules.minutes import Work

# A cell of the printed page that a pen finds room in.
ROOM = '<td style="height:2em">'


class Insurance(Cards):
    """Two nicknames for each situation, and whether they have been asked; the list under them."""

    stem = model.STEM
    work = Work(words=100, choices=6, lines=10)
    deck = rules.SITUATIONS

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import print_button

        self.list, self.said = W.HTML(), W.HTML()
        card = self.dealt()
        self.refresh()
        how = W.HTML(f"<p>{escape(self.t('print_how'))}</p>")
        return [card, self.list, self.said, how, print_button(self.t, self.page)]

    def heading(self, name: str) -> str:
        return self.t("if", situation=self.situation(name))

    def card(self, name: str) -> list[W.Widget]:
        t = self.t
        fields = [
            self.text(f"{name}.{turn}.who", t(f"{turn}_label"), placeholder=t("who_like"), after=self.show)
            for turn in rules.TURNS
        ]
        asked = self.bind(
            W.Checkbox(description=t("asked_label"), indent=False),
            lambda: bool(self.store.get(self.stem, f"{name}.asked")),
            lambda ticked: self.store.put(self.stem, f"{name}.asked", ticked or None),
            self.show,
        )
        think = W.HTML(f"<p>{escape(t(f'think.{name}'))}</p>")
        own = [self.text("own.what", t("what_label"), placeholder=t("what_like"), after=self.refresh)]
        return [think, *(own if name == "own" else []), *fields, asked]

    def situation(self, name: str) -> str:
        """A situation in words."""
        return (model.own(self.store) if name == "own" else "") or self.t(f"situation.{name}")

    def show(self) -> None:
        t, covers = self.t, model.covers(self.store)
        rows = [
            (self.situation(c.situation), c.first, c.second, t("yes" if c.asked else "no"))
            for c in covers
            if c.names
        ]
        heading = tuple(t(f"column.{name}") for name in ("situation", "first", "second", "asked"))
        told = table(heading, rows, t("caption"))
        self.list.value = f'<div class="nv-words">{told}</div>' if rows else ""
        found = rules.findings(covers, bool(model.own(self.store)))
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        return {
            name: "; ".join(map(self.situation, value)) if name == "situations" else str(value)
            for name, value in names.items()
        }

    def page(self) -> str:
        """The list as HTML for A4, with room by each name to write the telephone number on by hand."""
        t, rows = self.t, []
        for cover in model.covers(self.store):
            if cover.situation == "own" and not (cover.names or model.own(self.store)):
                continue
            first, second = (f"{ROOM}{escape(who)}</td>{ROOM}</td>" for who in (cover.first, cover.second))
            name = escape(self.situation(cover.situation))
            rows.append(f'<tr><th scope="row" rowspan="2">{name}</th>{first}</tr><tr>{second}</tr>')
        heading = "".join(
            f'<th scope="col" style="width:{width}%">{escape(t(f"column.{name}"))}</th>'
            for name, width in (("situation", 36), ("call", 32), ("number", 32))
        )
        title = escape(t("page.title"))
        return (
            f"<title>{title}</title><h1>{title}</h1><p>{escape(t('page.intro'))}</p>"
            f"<table><thead><tr>{heading}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            f"<p>{escape(t('page.foot'))}</p>"
        )
