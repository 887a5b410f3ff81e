"""The beginning of some blocks as a picture for a web page (SVG), and what it shows in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from exercises.paper.blocks import Block, Grid, Heading, Later, Lines, Rings, Ticks
from exercises.paper.letters import printable, width
from exercises.paper.pages import LEFT, Laying, lay
from exercises.paper.pdf import Page

ACROSS, TALLEST = 400.0, 330.0
MARGIN = 8.0
INK, SOFT, EDGE = "#2b2a29", "#5d5750", "#857b6f"


@dataclass
class _Drawing(Page):
    """A page that is drawn as SVG."""

    def text(self, x: float, y: float, words: str, size: float, bold: bool = False, grey: float = 0) -> None:
        weight = ' font-weight="700"' if bold else ""
        told = printable(words).replace("\xa0", " ")
        # whatever letters the reader's computer has, they take the room that was reckoned with
        fit = f'textLength="{width(told, size, bold):.1f}" lengthAdjust="spacingAndGlyphs"'
        place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{_ink(grey)} {fit}'
        self._put(y - size, f"<text {place}>{escape(told, quote=False)}</text>")

    def line(self, x: float, y: float, to_x: float, to_y: float, grey: float = 0.45) -> None:
        self._put(min(y, to_y), f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"/>')

    def box(self, x: float, y: float, side: float) -> None:
        self._put(y, f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:g}" height="{side:g}"/>')

    def circle(self, x: float, y: float, radius: float) -> None:
        self._put(y - radius, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')

    def _put(self, top, element):
        """What begins below the picture's edge is not in it."""
        if top < TALLEST:
            self.drawn.append(element)


def _ink(grey):
    return f' fill="{SOFT}"' if grey else ""


class _Sheet(Laying):
    """One page without a foot, as high as it gets."""

    def turn(self) -> None:
        if not self.pages:
            self.pages.append(_Drawing())
            self.y = 0.0

    def need(self, height: float) -> None:
        self.turn()


@dataclass(frozen=True)
class Drawn:
    """A picture as an SVG file, with its size."""

    svg: str
    width: int
    height: int


def picture(blocks: Sequence[Block]) -> Drawn | None:
    """The beginning of the blocks; None where they have nothing to fill in."""
    if not asked(blocks):
        return None
    sheet = _Sheet(across=ACROSS)
    sheet.turn()
    for block in blocks:
        if sheet.y < TALLEST and not isinstance(block, Later):
            lay([block], sheet)
    wide, height = round(ACROSS + 2 * MARGIN), round(min(sheet.y, TALLEST))
    fade = "" if sheet.y <= TALLEST else _FADE.format(x=LEFT - MARGIN, y=height - 60, wide=wide)
    letters = [one for one in sheet.page.drawn if one.startswith("<text")]
    lines = [one for one in sheet.page.drawn if not one.startswith("<text")]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{height}" '
        f'viewBox="{LEFT - MARGIN:g} 0 {wide} {height}" font-family="Helvetica, Arial, sans-serif" '
        f'fill="{INK}"><g fill="none" stroke="{EDGE}" stroke-width=".8">{"".join(lines)}</g>'
        f"{''.join(letters)}{fade}</svg>\n"
    )
    return Drawn(svg, wide, height)


# It goes on below: the edge is no end.
_FADE = (
    '<linearGradient id="f" x2="0" y2="1"><stop stop-color="#fff" stop-opacity="0"/><stop offset="1" '
    'stop-color="#fff"/></linearGradient><rect x="{x:.0f}" y="{y:.0f}" width="{wide}" height="61" '
    'fill="url(#f)"/>'
)


def asked(blocks: Sequence[Block]) -> list[str]:
    """What is to be filled in, in words: questions, the heads of a table, choices without a question."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Lines):
            found += [block.label or _heading_before(blocks, block)]
        elif isinstance(block, Ticks):
            found += [block.label or ", ".join(block.options)]
        elif isinstance(block, Grid):
            found += [", ".join(filter(None, block.heading))]
        elif isinstance(block, Rings):
            found += [", ".join((block.middle, *block.names))]
    return [one for one in dict.fromkeys(found) if one]


def _heading_before(blocks, block):
    before = [one.text for one in blocks[: blocks.index(block)] if isinstance(one, Heading)]
    return before[-1] if before else ""
