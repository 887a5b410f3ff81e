"""The trial sheet of lesson 9: a small product and a simple agreement on one page, to talk over and print."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape, note
from exercises.kit.boxes import beside
from exercises.models import product_board
from exercises.models import trial_sheet as model
from exercises.rules import trial_sheet as rules
from exercises.rules.minutes import Work
from exercises.typed import day

TALL = ("what", "mine", "theirs", "owns", "money")
# Lines to write on where a part is left open on the printed page.
OPEN_LINES = 2


class TrialSheet(Exercise):
    """Eight parts, price, cost and two days; prints as an A4 page, filled in or empty."""

    stem = model.STEM
    work = Work(words=122, choices=1, lines=7, texts=5)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import print_button

        t = self.t
        self.parts = {
            part: self.text(
                part,
                t(f"part.{part}"),
                lines=2 if part in TALL else 1,
                placeholder=t(f"like.{part}"),
                after=self.refresh,
            )
            for part in rules.PARTS
        }
        self.numbers = {
            name: self.text(name, t(f"part.{name}"), placeholder=t(f"like.{name}"), after=self.refresh)
            for name in ("price", "cost")
        }
        self.span = {name: self._day(name) for name in ("start", "end")}
        self.agreed = self.bind(
            W.Checkbox(description=t("agreed"), indent=False),
            lambda: bool(self.store.get(self.stem, "agreed")),
            lambda ticked: self.store.put(self.stem, "agreed", ticked or None),
            self.refresh,
        )
        self.from_board = W.HTML()
        self.fetch = self.button(t("fetch"), self._fetch)
        self.fetching = W.VBox([self.from_board, W.HBox([self.fetch])])
        self.said = W.HTML()
        self.refresh()
        pairs = [beside(*pair.values()) for pair in (self.numbers, self.span)]
        first, rest = ("what", "user"), ("mine", "theirs", "owns", "money", "enough", "stop")
        return [
            self.fetching,
            *(self.parts[part] for part in first),
            *pairs,
            *(self.parts[part] for part in rest),
            self.agreed,
            self.said,
            print_button(t, self.page),
            W.HTML(f"<p>{escape(t('how'))}</p>"),
        ]

    def _day(self, name):
        return self.bind(
            W.DatePicker(description=self.t(f"part.{name}")),
            lambda: day(self.store.get(self.stem, name)),
            lambda value: self.store.put(self.stem, name, value.isoformat() if value else None),
            self.refresh,
        )

    def _fetch(self):
        # A picked idea joins what is written: nothing that was typed may go.
        written = self.parts["what"].value.strip()
        idea = model.from_board(self.store)
        self.parts["what"].value = f"{written}\n{idea}" if written else idea

    def refresh(self) -> None:
        t = self.t
        sheet, faults = model.read(self.store)
        idea = model.from_board(self.store)
        offered = bool(idea) and idea not in sheet.parts["what"]
        self.fetching.layout.display = "" if offered else "none"
        self.from_board.value = f"<p>{escape(t('on_board', line=idea))}</p>" if offered else ""
        slips = "".join(
            note(self._slip(key, where, names), wrong=key != "read_as") for key, where, names in faults
        )
        found = rules.findings(sheet, t("anyone").split(", "))
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'{slips}<div role="status"><ul>{items}</ul></div>'

    def _slip(self, key, where, names):
        return self.t(key, where=self.t(f"part.{where}"), **self._named(names))

    def _named(self, names):
        say = {"kroner": self.t.kroner, "price": self.t.kroner, "most": self.t.kroner, "value": self.t.kroner}
        return {
            name: value if isinstance(value, str) else say.get(name, self.t.number)(value)
            for name, value in names.items()
        }

    def page(self) -> str:
        """The sheet as HTML for print; what is not written yet becomes lines to write on."""
        t = self.t
        sheet, _ = model.read(self.store)
        who = product_board.who(self.store)
        other = who or t("print.other")
        written = sheet.parts | {
            "price": "" if sheet.price is None else t.kroner(sheet.price),
            "cost": "" if sheet.cost is None else t.kroner(sheet.cost),
            "start": t.date(sheet.start) if sheet.start else "",
            "end": t.date(sheet.end) if sheet.end else "",
        }
        order = ("what", "user", "price", "cost", "start", "end", "enough", "stop")
        trial = "".join(self._section(part, written[part], other) for part in order)
        deal = "".join(
            self._section(part, written[part], other) for part in ("mine", "theirs", "owns", "money")
        )
        title = escape(t("print.title_with", who=who) if who else t("print.title"))
        signed = f'<div><div class="line"></div><p>{escape(t("print.signed"))}</p></div>'
        return (
            f"<title>{title}</title>"
            "<style>.both { columns: 2; column-gap: 2rem } section h2 { margin: 0.6em 0 0.2em }"
            " section p { margin: 0 }</style>"
            f"<h1>{title}</h1>"
            f"<p>{escape(t('print.intro', most=t.kroner(rules.MOST_COST), days=rules.MOST_DAYS))}</p>"
            f'<div class="both">{trial}</div><hr><div class="both">{deal}</div>'
            f'<div class="signed">{signed}{signed}</div><p>{escape(t("print.foot"))}</p>'
        )

    def _section(self, part, text, other):
        lines = '<div class="line"></div>' * OPEN_LINES
        body = "<br>".join(escape(line) for line in text.strip().splitlines())
        heading = escape(self.t(f"print.part.{part}", who=other))
        return f"<section><h2>{heading}</h2>{f'<p>{body}</p>' if body else lines}</section>"
