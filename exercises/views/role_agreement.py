"""The agreement of lesson 7 with one relative or friend, to write, to talk over and to print."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import role_agreement as model
from exercises.rules import role_agreement as rules
from exercises.rules.minutes import Work

# Lines to write on where a part is left open on the printed page.
OPEN_LINES = 2


class RoleAgreement(Exercise):
    """Six parts, a day to talk again, and what the other said; prints as one A4 page, filled in or empty."""

    stem = model.STEM
    work = Work(words=109, choices=1, lines=2, texts=4)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import print_button

        t = self.t
        self.who = self.text("who", t("who"), after=self.refresh)
        self.parts = {
            part: self.text(
                part, t(f"part.{part}"), lines=2, placeholder=t(f"like.{part}"), after=self.refresh
            )
            for part in rules.PARTS
        }
        self.review = self.bind(
            W.DatePicker(description=t("review")),
            lambda: model.review(self.store),
            lambda day: self.store.put(self.stem, "review", day.isoformat() if day else None),
            self.refresh,
        )
        self.asked = self.bind(
            W.Checkbox(description=t("asked"), indent=False),
            lambda: model.asked(self.store),
            lambda ticked: self.store.put(self.stem, "asked", ticked or None),
            self.refresh,
        )
        self.theirs = self.text(
            "theirs", t("theirs"), lines=2, placeholder=t("theirs_like"), after=self.refresh
        )
        self.said = W.HTML()
        self.refresh()
        return [
            self.who,
            *self.parts.values(),
            self.review,
            self.asked,
            self.theirs,
            self.said,
            print_button(t, self.page),
            W.HTML(f"<p>{escape(t('how'))}</p>"),
        ]

    def refresh(self) -> None:
        t = self.t
        found = rules.findings(
            model.parts(self.store),
            model.review(self.store),
            model.asked(self.store),
            model.field(self.store, "theirs"),
            date.today(),
            t("unclear").split(", "),
            t("reproach").split(", "),
        )
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        return {name: self.t.date(v) if isinstance(v, date) else v for name, v in names.items()}

    def page(self) -> str:
        """The agreement as HTML for print; what is not written yet becomes lines to write on."""
        t = self.t
        name = model.field(self.store, "who").strip()
        who = name or t("print.other")
        title = escape(t("print.title", who=name) if name else t("print.title_open"))
        sections = [
            f"<section><h2>{escape(t(f'print.{part}', who=who))}</h2>{_lines(text)}</section>"
            for part, text in model.parts(self.store).items()
        ]
        day = model.review(self.store)
        again = f"<p>{escape(t.date(day))}</p>" if day else '<div class="line"></div>'
        signed = f'<div><div class="line"></div><p>{escape(t("print.signed"))}</p></div>'
        return (
            f"<title>{title}</title><h1>{title}</h1><p>{escape(t('print.intro'))}</p>{''.join(sections)}"
            f"<section><h2>{escape(t('print.review'))}</h2>{again}</section>"
            f'<div class="signed">{signed}{signed}</div><p>{escape(t("print.foot"))}</p>'
        )


def _lines(text):
    if not text.strip():
        return '<div class="line"></div>' * OPEN_LINES
    return f"<p>{'<br>'.join(escape(line) for line in text.strip().splitlines())}</p>"
