"""Blocks laid on A4, from the top of a page to its foot, and on to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exercises.paper.blocks import Block, Grid, Heading, Lines, Rings, Ticks, Words
from exercises.paper.letters import printable, width
from exercises.paper.pdf import HEIGHT, WIDTH, Page, pdf

LEFT, TOP, FOOT = 57.0, 62.0, 62.0
ACROSS = WIDTH - 2 * LEFT
LOWEST = HEIGHT - FOOT
SIZE, SMALL, LEADING = 10.5, 9.0, 1.36
HEADINGS = {1: 22.0, 2: 14.5, 3: 11.5}
# Between two lines to write on: room for a hand, 8 mm.
HAND = 22.7
SHORT = 150.0
BOX, INDENT = 9.0, 16.0
GAP = 7.0
# A heading takes so much of what it heads along.
WITH_HEADING = {2: 150.0, 3: 85.0}
CELL = 4.0
# A table that is no taller stands on one page.
KEPT_WHOLE = 330.0
NARROWEST = 16.0
GREY = 0.35


@dataclass
class Laying:
    """The pages so far; ``y`` is how far down the last one is filled."""

    pages: list[Page] = field(default_factory=list)
    chapters: list[tuple[str, int]] = field(default_factory=list)
    y: float = LOWEST
    across: float = ACROSS

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append(Page())
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin a page where this one has less room than that."""
        if not self.pages or self.y + height > LOWEST:
            self.turn()

    def words(
        self, text: str, size: float = SIZE, bold: bool = False, grey: float = 0, indent: float = 0
    ) -> None:
        """A paragraph, over two pages where it must."""
        for line in lines_of(text, self.across - indent, size, bold):
            self.need(size * LEADING)
            self.y += size * LEADING
            self.page.text(LEFT + indent, self.y - size * 0.28, line, size, bold, grey)


def lines_of(text: str, across: float, size: float, bold: bool = False) -> list[str]:
    """``text`` cut into lines that are no wider than ``across``; a word that is, is cut too."""
    lines, line, space, filled = [], "", width(" ", size, bold), 0.0
    for word in printable(text).split(" "):
        wide = width(word, size, bold)
        if line and filled + space + wide <= across:
            line, filled = f"{line} {word}", filled + space + wide
            continue
        if line:
            lines.append(line)
        while wide > across and len(word) > 1:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or width(word[:n], size, bold) <= across)
            lines.append(word[:fits])
            word = word[fits:]
            wide = width(word, size, bold)
        line, filled = word, wide
    return [*lines, line] if line else lines


def lay(blocks: Sequence[Block], into: Laying) -> None:
    """Lay the blocks after what is there."""
    for block in blocks:
        _LAID[type(block)](block, into)


def _heading(block, into):
    size = HEADINGS[block.level]
    if block.level == 1:
        into.turn()
        into.chapters.append((block.text, len(into.pages) - 1))
    else:
        height = len(lines_of(block.text, into.across, size, True)) * size * LEADING
        into.need(height + GAP + WITH_HEADING[block.level])
        into.y += GAP * (2 if block.level == 2 else 1) if into.y > TOP else 0
    into.words(block.text, size, bold=True)
    into.y += GAP / 2


def _words(block, into):
    size, indent = (SMALL if block.small else SIZE), INDENT if block.mark else 0
    into.need(size * LEADING * min(2, len(lines_of(block.text, into.across - indent, size))))
    if block.mark:
        into.page.text(LEFT, into.y + size * (LEADING - 0.28), block.mark, size)
    into.words(block.text, size, grey=GREY if block.small else 0, indent=indent)
    into.y += GAP / 2 if block.mark or block.small else GAP


def _label(text, into, room):
    """A question in bold, kept with ``room`` under it."""
    if not text:
        into.need(room)
        return
    height = len(lines_of(text, into.across, SIZE, True)) * SIZE * LEADING
    into.need(min(height + room, LOWEST - TOP))
    into.words(text, bold=True)


def _lines(block, into):
    if not block.n:
        _beside(block.label, into)
        return
    _label(block.label, into, HAND * min(block.n, 3))
    if block.like:
        into.words(block.like, SMALL, grey=GREY)
    for _ in range(block.n):
        into.need(HAND)
        into.y += HAND
        into.page.line(LEFT, into.y - 1, LEFT + into.across, into.y - 1)
    into.y += 1.5 * GAP


def _beside(label, into):
    """A question with a short line to write on, at the right edge."""
    asked = lines_of(label, into.across - SHORT - INDENT, SIZE)
    into.need(max(HAND, len(asked) * SIZE * LEADING))
    into.y += max(0.0, HAND - SIZE * LEADING)
    for line in asked:
        into.y += SIZE * LEADING
        into.page.text(LEFT, into.y - SIZE * 0.28, line, SIZE)
    into.page.line(LEFT + into.across - SHORT, into.y - 1, LEFT + into.across, into.y - 1)
    into.y += GAP


def _ticks(block, into):
    flowing = all(width(option, SIZE) <= into.across / 3 for option in block.options)
    put = _flowing if flowing else _listed
    _label(block.label, into, SIZE * LEADING * min(3, len(block.options)))
    put(block.options, into)
    into.y += GAP


def _flowing(options, into):
    """Short ones side by side."""
    x = 0.0
    into.need(SIZE * LEADING * 1.3)
    into.y += SIZE * LEADING * 1.15
    for option in options:
        wide = INDENT + width(printable(option), SIZE) + 16
        if x and x + wide > into.across + 16:
            x = 0.0
            into.need(SIZE * LEADING * 1.3)
            into.y += SIZE * LEADING * 1.25
        into.page.box(LEFT + x, into.y - BOX - 1.5, BOX)
        into.page.text(LEFT + x + INDENT, into.y - SIZE * 0.28, option, SIZE)
        x += wide


def _listed(options, into):
    for option in options:
        into.need(SIZE * LEADING * len(lines_of(option, into.across - INDENT, SIZE)))
        into.page.box(LEFT, into.y + SIZE * LEADING - BOX - 1.5, BOX)
        into.words(option, indent=INDENT)
        into.y += 2


def _grid(block, into):
    columns = _columns(block, into.across)
    places = [LEFT + sum(columns[:at]) for at in range(len(columns) + 1)]
    whole = sum(_height(row, columns, False, block.lines) for row in block.rows) + 2 * HAND
    into.need(min(whole, KEPT_WHOLE))
    if any(block.heading):
        _row(block.heading, columns, places, into, bold=True)
    for row in block.rows:
        height = _height(row, columns, False, block.lines)
        if into.y + height > LOWEST:
            into.turn()
            if any(block.heading):
                _row(block.heading, columns, places, into, bold=True)
        _row(row, columns, places, into, height=height)
    into.y += GAP * 1.5


def _columns(block, across):
    """Widths: a column of words has as much as they ask for, those to write in share the rest."""
    n = len(block.heading)
    cells = [[row[at] for row in block.rows if at < len(row)] for at in range(n)]
    least = [_least([head, *column]) for head, column in zip(block.heading, cells, strict=True)]
    wanted = []
    for at, column in enumerate(cells):
        widest = max((width(printable(cell), SMALL) for cell in column), default=0) + 2 * CELL
        wanted.append(max(least[at], min(widest, across / 2)))
    open_columns = [at for at, column in enumerate(cells) if not any(column)]
    spare = across - sum(wanted)
    if spare < 0:
        return [wide * across / sum(wanted) for wide in wanted]
    shared = open_columns or range(n)
    # what is written under a long heading is long
    weights = {at: 30 + width(printable(block.heading[at]), SMALL) for at in shared}
    if len(set(block.heading[1:])) == n - 1 and all(len(head) < 3 for head in block.heading):
        weights = dict.fromkeys(shared, 1)
    total = sum(weights.values())
    return [wide + (spare * weights[at] / total if at in weights else 0) for at, wide in enumerate(wanted)]


def _least(cells):
    longest = [
        max((width(word, SMALL, True) for word in printable(cell).split()), default=0) for cell in cells
    ]
    return max(NARROWEST, max(longest, default=0) + 2 * CELL + 1)


def _height(row, columns, bold, lines=1):
    filled = [lines_of(cell, wide - 2 * CELL, SMALL, bold) for cell, wide in zip(row, columns, strict=False)]
    tall = max(map(len, filled), default=0) * SMALL * LEADING + 2 * CELL
    return tall if bold or all(row) else max(tall, HAND * lines)


def _row(row, columns, places, into, bold=False, height=None):
    height = height or _height(row, columns, bold)
    for x, wide, cell in zip(places, columns, row, strict=False):
        y = into.y + CELL
        for line in lines_of(cell, wide - 2 * CELL, SMALL, bold):
            y += SMALL * LEADING
            into.page.text(x + CELL, y - SMALL * 0.28, line, SMALL, bold)
    for x in places:
        into.page.line(x, into.y, x, into.y + height)
    for y in (into.y, into.y + height):
        into.page.line(places[0], y, places[-1], y)
    into.y += height


def _rings(block, into):
    reach = into.across / 2
    into.need(2 * reach + GAP)
    x, y = LEFT + reach, into.y + reach
    for at, name in enumerate(block.names, start=1):
        radius = reach * at / len(block.names)
        into.page.circle(x, y, radius)
        into.page.text(x - width(printable(name), SMALL) / 2, y - radius + 14, name, SMALL, grey=GREY)
    into.page.text(x - width(printable(block.middle), SIZE, True) / 2, y + 4, block.middle, SIZE, bold=True)
    into.y += 2 * reach + GAP


_LAID: dict[type, Callable] = {
    **{Heading: _heading, Words: _words, Lines: _lines, Ticks: _ticks, Grid: _grid, Rings: _rings},
}


@dataclass(frozen=True)
class Book:
    """What a book says of itself. ``contents`` heads the chapters' list, ``foot`` stands under each page."""

    title: str
    lang: str
    contents: str
    foot: str


def bound(front: Sequence[Block], blocks: Sequence[Block], book: Book) -> bytes:
    """The book as a PDF: ``front`` and the list of contents on its first pages, then the blocks."""
    into = Laying()
    lay(front, into)
    cover, into.chapters = len(into.pages), []
    into.turn()
    lay(blocks, into)
    contents = into.pages[cover]
    _contents(contents, into.chapters, book.contents)
    for number, page in enumerate(into.pages[1:], start=2):
        page.text(LEFT, HEIGHT - 34, book.foot, SMALL, grey=GREY)
        page.text(LEFT + ACROSS - width(str(number), SMALL), HEIGHT - 34, str(number), SMALL, grey=GREY)
    return pdf(into.pages, into.chapters, book.title, book.lang)


def _contents(page, chapters, heading):
    page.text(LEFT, TOP + HEADINGS[2], heading, HEADINGS[2], bold=True)
    for at, (title, number) in enumerate(chapters):
        y, told = TOP + 46 + at * 20, str(number + 1)
        page.text(LEFT, y, title, SIZE)
        page.text(LEFT + ACROSS - width(told, SIZE), y, told, SIZE)
        page.line(LEFT, y + 5, LEFT + ACROSS, y + 5, grey=0.8)
