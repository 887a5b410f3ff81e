"""Markdown and HTML as blocks: headings, paragraphs, lists and tables; no pictures, no addresses."""

import re
from html.parser import HTMLParser

from exercises.paper.blocks import Block, Grid, Heading, Words

_SPACES = re.compile(r"[ \t\r\n]+")
_TEXTS = ("p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "figcaption", "caption", "summary")
QUOTED = "–"
_SKIPPED = ("svg", "figure", "style", "script", "title")


def markdown_blocks(text: str) -> list[Block]:
    """A text cell as blocks."""
    from markdown_it import MarkdownIt

    return html_blocks(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def html_blocks(text: str) -> list[Block]:
    """HTML as blocks."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_text()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks, self.said, self.skipping, self.numbers = [], "", 0, []
        self.tag, self.table, self.row, self.quoting = "p", None, None, 0

    def handle_starttag(self, tag, attrs):
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag == "blockquote":
            self.quoting += 1
        elif tag == "br":
            self.said += " "
        elif tag in ("ol", "ul"):
            self.end_text()
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "table":
            self.end_text()
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.row = []
        elif tag in ("td", "th"):
            self.said = ""
        elif tag in _TEXTS and self.table is None and not (tag == "p" and self._begins_item()):
            self.end_text()
            self.tag = tag

    def _begins_item(self):
        return self.tag == "li" and not self.said.strip()

    def handle_endtag(self, tag):
        if tag in _SKIPPED:
            self.skipping -= 1
        elif tag == "blockquote":
            self.quoting -= 1
        elif tag in ("td", "th") and self.row is not None:
            self.row.append(_SPACES.sub(" ", self.said).strip())
            self.said = ""
        elif tag == "tr" and self.row:
            self.table.append(tuple(self.row))
            self.row = None
        elif tag == "table" and self.table:
            self.blocks.append(Grid(self.table[0], tuple(self.table[1:])))
            self.table, self.said = None, ""
        elif tag in ("ol", "ul"):
            self.end_text()
            self.numbers.pop()
        elif tag in _TEXTS and self.table is None:
            self.end_text()

    def handle_data(self, data):
        if not self.skipping:
            self.said += data

    def end_text(self):
        words, tag = _SPACES.sub(" ", self.said).strip(), self.tag
        self.said, self.tag = "", "p"
        if not words:
            return
        if tag.startswith("h"):
            self.blocks.append(Heading(words, min(int(tag[1]), 3)))
        elif tag == "li":
            self.blocks.append(Words(words, self._mark()))
        else:
            self.blocks.append(Words(words, QUOTED if self.quoting else ""))

    def _mark(self):
        if not self.numbers or self.numbers[-1] is None:
            return "•"
        self.numbers[-1] += 1
        return f"{self.numbers[-1]}."
