"""The learner's own book: what was written and decided in each lesson, to read, print and keep."""

from datetime import date

import ipywidgets as W

from exercises.models import network_book as model
from exercises.views.base import Exercise, cell_text, escape

STYLE = """body { font: 1.05rem/1.55 Georgia, serif; color: #222; max-width: 44rem; margin: 2rem auto;
padding: 0 1rem }
h2 { border-bottom: 2px solid #777; margin-top: 2.5rem } dt, th { font-weight: bold; text-align: left }
dd { margin: 0 0 .6rem 1.2rem } table { border-collapse: collapse } td, th { border: 1px solid #999;
padding: .3rem .5rem; vertical-align: top } dd, p, td { overflow-wrap: anywhere }"""


class NetworkBook(Exercise):
    """All chapters on one page, with a button to print them and one to keep them as a file."""

    stem = model.STEM

    def build(self):
        from exercises.views.take import download_button, print_button

        t = self.t
        self.book = W.HTML()
        self.book.add_class("nv-words")
        self.book.add_class("nv-book")
        file = t("file", day=date.today().isoformat())
        take = W.HBox(
            [
                print_button(t, self.page),
                download_button(t, self.file, t("download"), file, "text/html"),
            ]
        )
        self.refresh()
        return [take, self.book]

    def refresh(self):
        self.chapters = model.chapters(self.store, self.t.lang)
        t = self.t
        if not self.chapters:
            self.book.value = f'<p class="nv-note">{escape(t("empty"))}</p>'
            return
        n = len(self.chapters)
        count = t("whole_one") if n == 1 else t("whole", n=t.number(n))
        self.book.value = f"<p>{escape(count)} {escape(t('yours'))}</p>" + self._chapters()

    def page(self):
        """The book as HTML for print, or None while it is empty."""
        if not self.chapters:
            return None
        t = self.t
        title = escape(t("title"))
        made = escape(t("made", date=t.date(date.today())))
        return (
            f"<title>{title}</title><h1>{title}</h1><p>{made}</p>"
            f"<p>{escape(t('yours'))}</p>{self._chapters()}"
        )

    def file(self):
        """The book as one HTML file that any browser opens, or None while it is empty."""
        page = self.page()
        if page is None:
            return None
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        return f'<!doctype html><html lang="{self.t.lang}">{head}<style>{STYLE}</style>{page}</html>'.encode()

    def _chapters(self):
        return "".join(map(self._chapter, self.chapters))

    def _chapter(self, chapter):
        t = self.t
        if chapter.number is None:
            title = t("elsewhere")
        else:
            title = t("chapter", number=chapter.number, title=chapter.title)
        told = [
            t(name, date=t.date(day))
            for name, day in (
                ("read", chapter.read),
                ("act", chapter.act),
                ("handed_in", chapter.handed_in and chapter.handed_in.date()),
            )
            if day
        ]
        told += [t("feedback")] if chapter.feedback else []
        parts = [
            *chapter.parts,
            model.Part(t("plan"), chapter.plan),
            model.Part(t("reflection"), chapter.reflection),
        ]
        sections = "".join(self._part(part) for part in parts if part.answers or part.tables)
        lines = f"<p>{escape(' '.join(told))}</p>" if told else ""
        return f"<h2>{escape(title)}</h2>{lines}{sections}"

    def _part(self, part):
        rows = "".join(self._table(table) for table in part.tables)
        heading = f"<h3>{escape(part.title)}</h3>"
        return f"<section>{heading}{self._answers(part.answers)}{rows}</section>"

    def _answers(self, answers):
        if not answers:
            return ""
        items = "".join(f"<dt>{escape(q)}</dt><dd>{self._cell(answer)}</dd>" for q, answer in answers)
        return f"<dl>{items}</dl>"

    def _table(self, table):
        """A row a paragraph of headings and cells: what was written is longer than a column is wide."""
        items = []
        for row in table.rows:
            cells = [(head, cell) for head, cell in zip(table.columns, row, strict=True) if cell is not None]
            words = "; ".join(f"{escape(head)}: {self._cell(cell)}" for head, cell in cells[1:])
            first = self._cell(cells[0][1]) if cells else ""
            items.append(f"<li><strong>{first}</strong>{'. ' if words else ''}{words}</li>")
        return f"<ul>{''.join(items)}</ul>"

    def _cell(self, value):
        return "<br>".join(escape(line) for line in cell_text(self.t, value).splitlines())
