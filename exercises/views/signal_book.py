"""The signal book of lesson 9: short talks in three circles, and what they say side by side."""

from datetime import date
from functools import partial
from textwrap import shorten

import ipywidgets as W

from exercises.kit.base import escape, table
from exercises.kit.boxes import beside, framed
from exercises.kit.rows import Rows
from exercises.models import signal_book as model
from exercises.rules import signal_book as rules
from exercises.rules.minutes import Work

# As much of a signal as fits on a line to choose.
LETTERS = 48


class SignalBook(Rows):
    """A card a talk, kept as it is typed; the matrix of signals by circle follows at once."""

    stem = model.STEM
    work = Work(words=94, choices=5, lines=3, texts=2)
    kind = model.KIND
    heading = "talk"

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import print_button

        rows = self.rows_list()
        self._asides = {}
        self.more = self.button(self.t("add"), self._add, primary=True)
        self.matrix, self.said = W.HTML(), W.HTML()
        self.refresh()
        how = W.HTML(f"<p>{escape(self.t('print_how'))}</p>")
        return [how, print_button(self.t, self.page), rows, W.HBox([self.more]), self.matrix, self.said]

    def refresh(self) -> None:
        super().refresh()
        offered = model.circles_on_map(self.store)
        for _, controls in self._rows.values():
            if controls[0].options != offered:
                controls[0].options = offered

    def _row(self, row_id):
        t = self.t
        told = [(t("choose"), ""), *((t(f"told_option.{key}"), key) for key in rules.TOLD)]
        controls = {
            "circle": W.Combobox(
                description=t("circle"), placeholder=t("circle_like"), continuous_update=True
            ),
            "own_trade": W.Checkbox(description=t("own_trade"), indent=False),
            "who": W.Text(description=t("who")),
            "day": W.DatePicker(description=t("day")),
        }
        for question in rules.QUESTIONS:
            controls |= {
                question: W.Textarea(
                    description=t(f"question.{question}"), placeholder=t(f"like.{question}"), rows=2
                ),
                f"{question}_told": W.Dropdown(description=t("told"), options=told),
                f"{question}_same": W.Dropdown(description=t("same"), options=[(t("same_no"), "")]),
            }
        for name, control in controls.items():
            if name.endswith("_same"):
                read = partial(self._read_same, control, row_id, name)
                self.bind(control, read, partial(self._change, row_id, name), self._count)
            elif name == "own_trade":
                read = partial(self._read_own, row_id)
                self.bind(control, read, partial(self._change, row_id, name), self._count)
            else:
                self.keep(control, row_id, name)
        self._asides[row_id] = {
            question: (controls[f"{question}_told"], controls[f"{question}_same"])
            for question in rules.QUESTIONS
        }
        pair = beside(controls["who"], controls["day"])
        answers = [
            controls[f"{question}{part}"] for question in rules.QUESTIONS for part in ("", "_told", "_same")
        ]
        remove = self.button(t("remove"), partial(self._remove, row_id))
        box = framed(W.HTML(), controls["circle"], controls["own_trade"], pair, *answers, W.HBox([remove]))
        return box, tuple(controls.values())

    def _read_own(self, row_id):
        return bool(self._value(row_id, "own_trade"))

    def _read_same(self, control, row_id, name):
        # Another window may have named a signal that this one does not offer yet.
        kept = self._value(row_id, name)
        return kept if kept in [value for _, value in control.options] else ""

    def _count(self):
        self._offer_earlier()
        t, talks = self.t, model.talks(self.store)
        news = rules.heard(talks)
        self.matrix.value = self._matrix(talks, news) if news else ""
        found = [
            t(f"found.{key}", **self._named(names)) for key, names in rules.findings(talks, date.today())
        ]
        weighed = [t(f"weigh.{key}", **self._named(names)) for key, names in map(rules.weigh, news)]
        parts = [_listed(found)]
        if weighed:
            parts += [f"<h3>{escape(t('weighed'))}</h3>", _listed(weighed)]
        self.said.value = f'<div role="status">{"".join(parts)}</div>'

    def _named(self, names):
        def say(value):
            if isinstance(value, tuple):
                return ", ".join(map(str, value))
            return self.t.date(value) if isinstance(value, date) else value

        return {name: say(value) for name, value in names.items()}

    def _offer_earlier(self):
        """Offer the signals of earlier talks as the same; what an answer is asked waits for the answer."""
        t = self.t
        was, self._quiet = self._quiet, True
        try:
            for row_id in self._rows:
                earlier = model.earlier_signals(self.store, row_id)
                offered = (
                    (t("same_no"), ""),
                    *(
                        (
                            t(
                                "same_as",
                                circle=s.circle or "?",
                                line=shorten(s.text, LETTERS, placeholder="…"),
                            ),
                            s.id,
                        )
                        for s in earlier
                    ),
                )
                for question, (told, control) in self._asides[row_id].items():
                    if tuple(control.options) != offered:
                        control.options = offered
                    kept = self._read_same(control, row_id, f"{question}_same")
                    if control.value != kept:
                        control.value = kept
                    answered = bool(self._value(row_id, question).strip())
                    told.layout.display = "" if answered else "none"
                    control.layout.display = "" if answered and earlier else "none"
        finally:
            self._quiet = was

    def _matrix(self, talks, news):
        t = self.t
        circles = rules.distinct(talk.circle for talk in talks if talk.begun)
        if not circles:
            return ""
        rows = [
            (
                one.text,
                *(t("heard") if one.heard_in(circle) else t("not_heard") for circle in circles),
                t(f"source.{one.source}"),
            )
            for one in news
        ]
        heading = (t("column.signal"), *circles, t("column.source"))
        return wide(t("matrix"), table(heading, rows, t("matrix")))

    def page(self) -> str:
        """The two questions for three talks, as HTML for print, with lines to write on."""
        t = self.t
        title = escape(t("print.title"))
        line = '<div class="line"></div>'
        questions = "".join(
            f"<h3>{escape(t(f'question.{question}'))}</h3>{line * 2}<p>{escape(t('print.told'))}</p>{line}"
            for question in rules.QUESTIONS
        )
        sections = "".join(
            f"<section><h2>{escape(t('talk', at=at))}</h2><p>{escape(t('print.where'))}</p>{line}{questions}"
            f"<p>{escape(t('print.give'))}</p>{line}</section>"
            for at in range(1, rules.FEWEST_TALKS + 1)
        )
        return f"<title>{title}</title><h1>{title}</h1><p>{escape(t('print.intro'))}</p>{sections}"


def _listed(sentences):
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def wide(name: str, table: str) -> str:
    """A table of many columns as HTML, called ``name``: on a small screen it scrolls by itself."""
    return (
        f'<div class="nv-words nv-wide" role="region" tabindex="0" aria-label="{escape(name)}">{table}</div>'
    )
