"""The charter of the group: agreed in a form, printed on a page, its first meeting put in the calendar."""

from datetime import date, time

import ipywidgets as W

from exercises.calendar_entry import entry
from exercises.kit.base import Exercise, escape, note, numbers
from exercises.models import charter as model
from exercises.rules import charter as rules
from exercises.rules.minutes import Work
from exercises.typed import day

ROOM = '<td style="width:60%;height:2em"></td>'
SIGNATURE = '<p class="line" style="margin:0"></p>'


class Charter(Exercise):
    """Every part is kept as it is chosen; the print has room where something is still open."""

    stem = model.STEM
    work = Work(words=85, choices=5, lines=7, texts=2)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import download_button, print_button

        t = self.t
        self.fields = {
            "name": self._text("name"),
            "goal": self._text("goal", lines=2),
            "members": self._text("members"),
            "people": self._text("people"),
            "weeks": self._choice("weeks", [(t(f"weeks_option.{n}"), n) for n in rules.WEEKS]),
            "length": self._choice("length", [(t("minutes", n=n), n) for n in rules.LENGTHS]),
            "first": self._day("first"),
            "at": self.bind(
                W.TimePicker(description=t("part.at")),
                lambda: model.at(self.store),
                lambda at: self.store.put(self.stem, "at", at.isoformat() if isinstance(at, time) else None),
                self._show,
            ),
            "place": self._text("place"),
            "secrecy": self._wording("secrecy", rules.SECRECY),
            "order": self._wording("order", rules.ORDERS),
            "absence": self._wording("absence", rules.ABSENCE),
            "last": self._day("last"),
            "farewell": self._text("farewell", lines=2),
        }
        self.said = W.HTML()
        self._show()
        return [
            *self.fields.values(),
            self.said,
            W.HBox(
                [
                    print_button(t, self.page),
                    download_button(t, self.calendar, t("calendar"), t("file"), "text/calendar"),
                ]
            ),
        ]

    def _text(self, name, lines=1):
        t = self.t
        like = t(f"like.{name}") if name in t.data["like"] else ""
        return self.text(name, t(f"part.{name}"), lines=lines, placeholder=like, after=self._show)

    def _choice(self, name, options):
        return self.bind(
            W.Dropdown(description=self.t(f"part.{name}"), options=[(self.t("choose"), ""), *options]),
            lambda: self.store.get(self.stem, name, ""),
            lambda value: self.store.put(self.stem, name, value or None),
            self._show,
        )

    def _wording(self, name, keys):
        # not a list to drop down: these are sentences, and a small screen would cut them off
        return self.bind(
            W.RadioButtons(
                description=self.t(f"part.{name}"),
                options=[(self.t(f"{name}_option.{key}"), key) for key in keys],
                value=None,
                layout=W.Layout(width="max-content"),
            ),
            lambda: self.store.get(self.stem, name),
            lambda key: self.store.put(self.stem, name, key),
            self._show,
        )

    def _day(self, name):
        return self.bind(
            W.DatePicker(description=self.t(f"part.{name}")),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            self._show,
        )

    def refresh(self) -> None:
        self._show()

    def _show(self):
        t = self.t
        charter, faults = model.read(self.store)
        parts = [
            note(t(key, where=t(f"part.{where}"), **numbers(t, names)), wrong=key != "read_as")
            for key, where, names in faults
        ]
        if model.begun(self.store):
            found = rules.findings(charter, date.today())
            items = "".join(f"<li>{escape(t(f'found.{k}', **self._named(names)))}</li>" for k, names in found)
            parts.append(f'<div role="status"><ul>{items}</ul></div>')
        else:
            parts.append(f"<p>{escape(t('nothing_yet'))}</p>")
        self.said.value = "".join(parts)

    def _named(self, names):
        return {
            name: "; ".join(self.t(f"short.{part}") for part in value)
            if name == "parts"
            else self.t.number(value)
            for name, value in names.items()
        }

    # ---- what is taken along -------------------------------------------------------------------------

    def agreed(self, name: str) -> str:
        """What the charter says of one part, in words; ``""`` while it is open."""
        value, t = self.fields[name].value, self.t
        if not value:
            return ""
        if name in ("secrecy", "order", "absence"):
            return t(f"{name}_option.{value}")
        if name == "weeks":
            return t(f"weeks_option.{value}")
        if name == "length":
            return t("minutes", n=value)
        if isinstance(value, date):
            return t.date(value)
        return t.clock(value) if isinstance(value, time) else value.strip()

    def page(self) -> str:
        """The charter as HTML for A4. An open part has room to write in: many agree best around a table."""
        t = self.t
        rows = "".join(
            f'<tr><th scope="row">{escape(t(f"part.{name}"))}</th>{self._cell(self.agreed(name))}</tr>'
            for name in self.fields
            if name != "name"
        )
        names = SIGNATURE * rules.lines_to_sign(model.read(self.store)[0])
        return (
            f"<h1>{escape(self.agreed('name') or t('page.title'))}</h1><p>{escape(t('page.intro'))}</p>"
            f"<table><tbody>{rows}</tbody></table><section><h2>{escape(t('page.signed'))}</h2>{names}</section>"
        )

    @staticmethod
    def _cell(words: str) -> str:
        return f'<td style="width:60%">{escape(words)}</td>' if words else ROOM

    def calendar(self) -> bytes | None:
        """The first meeting as an .ics file, or None while it has no day."""
        charter, _ = model.read(self.store)
        if charter.first is None:
            return None
        name, t = self.agreed("name"), self.t
        title = t("meeting_of", name=name) if name else t("meeting")
        note = "\n".join(part for part in (self.agreed("place"), self.agreed("goal")) if part)
        return entry(title, charter.first, model.at(self.store), note, charter.length or rules.LENGTHS[0])
