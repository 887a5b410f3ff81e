"""The learner's own book: what was written and decided in each lesson, to read, print and keep."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import Exercise, cell_text, escape
from exercises.paper.blocks import Block
from exercises.whole_store import book as model

# A table of more columns than this is told a row at a time: it could not be read on a telephone.
WIDE = 3
# For the book on its own; on the page the course's own style does the same.
SHAPE = """h2 { border-bottom: 2px solid #777; margin-top: 2.2rem; break-after: avoid }
h3 { margin: 1.5rem 0 .4rem; font-size: 1.05em; break-after: avoid }
h4 { margin: 1rem 0 .2rem; break-after: avoid }
section { break-inside: auto } tr, .nv-told { break-inside: avoid } .nv-told { margin: .6rem 0 1rem }
dl { display: grid; grid-template-columns: 2fr 3fr; gap: .2rem 1.2rem; margin: .3rem 0 }
dt { color: #444 } dd { margin: 0 } p { margin: .3rem 0 } dd, p, td { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
td, th { border: 0; border-bottom: 1px solid #999; padding: .25rem .5rem }
td, th { text-align: left; vertical-align: top }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0 } dt { margin-top: .4rem } }"""
STYLE = """body { font: 1.05rem/1.5 Georgia, serif; color: #222; max-width: 44rem; margin: 2rem auto;
padding: 0 1rem }"""


class NetworkBook(Exercise):
    """All chapters on one page, with a button to print them and one to keep them as a file."""

    stem = model.STEM

    def paper(self) -> list[Block]:
        return []

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import download_button, print_button

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

    def refresh(self) -> None:
        self.chapters = model.chapters(self.store, self.t.lang)
        t = self.t
        if not self.chapters:
            self.book.value = f'<p class="nv-note">{escape(t("empty"))}</p>'
            return
        n = len(self.chapters)
        count = t("whole_one") if n == 1 else t("whole", n=t.number(n))
        self.book.value = f"<p>{escape(count)} {escape(t('yours'))}</p>" + self._chapters()

    def page(self) -> str | None:
        """The book as HTML for print, or None while it is empty."""
        if not self.chapters:
            return None
        t = self.t
        title = escape(t("title"))
        made = escape(t("made", date=t.date(date.today())))
        return (
            f"<title>{title}</title><style>{SHAPE}</style><h1>{title}</h1><p>{made}</p>"
            f"<p>{escape(t('yours'))}</p>{self._chapters()}"
        )

    def file(self) -> bytes | None:
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
        title = chapter.title or t("elsewhere")
        if chapter.number is not None:
            title = t("chapter", number=chapter.number, title=title)
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
        lines = f"<p>{escape(' '.join(told))}</p>" if told else ""
        sections = [self._part(part) for part in chapter.parts]
        if chapter.plan:
            sections.append(self._section(t("plan"), self._answers(chapter.plan)))
        if chapter.reflection:
            quoted = "".join(
                f"<h4>{escape(prompt)}</h4><p>{self._cell(text)}</p>" for prompt, text in chapter.reflection
            )
            sections.append(self._section(t("reflection"), quoted))
        return f"<h2>{escape(title)}</h2>{lines}{''.join(sections)}"

    def _section(self, title, told):
        return f"<section><h3>{escape(title)}</h3>{told}</section>"

    def _part(self, part):
        groups = "".join(self._headed(heading, self._answers(answers)) for heading, answers in part.groups)
        tables = "".join(self._headed(table.title, self._table(table)) for table in part.tables)
        sums = self._headed(self.t("sums"), self._answers(part.sums)) if part.sums else ""
        drawn = self._map() if part.stem == model.MAPPED else ""
        return self._section(part.title, groups + tables + sums + drawn)

    def _map(self):
        """Everybody where they stand on the map, and who knows whom; the names stand in the table too."""
        from exercises.kit.chart import network
        from exercises.models import network_map

        seen = network_map.read(self.store)
        if not seen.people:
            return ""
        names, spots = {}, {}
        for person in seen.people:
            ring, spot = seen.drawn.ring(person.closeness), seen.spot(person.id)
            names[person.id] = person.nickname
            spots[person.id] = spot.angle, ring.inner + spot.depth * (ring.outer - ring.inner)
        ties = [(int(one), int(other)) for one, other in seen.network.ties]
        label = self.t("map_label", n=self.t.number(len(names)))
        rings = [ring.outer for ring in seen.drawn.rings]
        # on a telephone it scrolls: made as narrow as the page, no name in it could be read
        names_it = f'role="region" tabindex="0" aria-label="{escape(self.t("map"))}"'
        drawn = f'<div class="nv-drawn" {names_it}>{network(names, spots, ties, rings, label)}</div>'
        return self._headed(self.t("map"), drawn)

    def _headed(self, heading, told):
        return f"<h4>{escape(begun(heading))}</h4>{told}" if heading else told

    def _answers(self, answers):
        items = "".join(f"<dt>{escape(begun(q))}</dt><dd>{self._cell(answer)}</dd>" for q, answer in answers)
        return f"<dl>{items}</dl>"

    def _table(self, table):
        """A table of few columns as it is; of many, a list a row, as what was written is long."""
        if len(table.columns) <= WIDE:
            head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
            body = "".join(
                "<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>"
                for row in table.rows
            )
            return f'<table class="nv-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        return "".join(self._record(table.columns, row) for row in table.rows)

    def _record(self, columns, row):
        cells = [(head, cell) for head, cell in zip(columns, row, strict=True) if cell is not None]
        rest = self._answers(cells[1:]) if cells[1:] else ""
        return f'<div class="nv-told"><p><strong>{self._cell(cells[0][1])}</strong></p>{rest}</div>'

    def _cell(self, value):
        return "<br>".join(escape(line) for line in cell_text(self.t, value).splitlines())


def begun(label: str) -> str:
    """A label as it stands at the beginning of a line."""
    return label[:1].upper() + label[1:]
