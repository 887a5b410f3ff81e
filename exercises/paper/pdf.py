"""A PDF of A4 pages of text, lines and circles, with a list of contents to click in. Nothing else is needed.

Places are in points from the upper left corner of the page.
"""

import math
import zlib
from dataclasses import dataclass, field

from exercises.paper.letters import ENCODING, printable, widths

WIDTH, HEIGHT = 595.28, 841.89
# The part of a circle's radius that makes four curves of Bézier look round.
ROUND = 0.5523


@dataclass
class Page:
    """What is drawn on one page."""

    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float, bold: bool = False, grey: float = 0) -> None:
        """Words on one line; ``y`` is where they stand."""
        escaped = printable(words).replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "B" if bold else "P"
        self.drawn.append(f"BT {grey:g} g /{font} {size:g} Tf {x:.2f} {HEIGHT - y:.2f} Td ({escaped}) Tj ET")

    def line(self, x: float, y: float, to_x: float, to_y: float, grey: float = 0.45) -> None:
        """A thin line."""
        self.drawn.append(f"{grey:g} G 0.6 w {x:.2f} {HEIGHT - y:.2f} m {to_x:.2f} {HEIGHT - to_y:.2f} l S")

    def box(self, x: float, y: float, side: float) -> None:
        """A box to tick, with its upper left corner there."""
        self.drawn.append(f"0.2 G 0.9 w {x:.2f} {HEIGHT - y - side:.2f} {side:g} {side:g} re S")

    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle round a middle."""
        y, bend = HEIGHT - y, radius * ROUND
        curves = [f"{x + radius:.2f} {y:.2f} m"]
        for quarter in range(4):
            turn = quarter * math.pi / 2
            cos, sin = round(math.cos(turn)), round(math.sin(turn))

            def at(along, aside, cos=cos, sin=sin):
                return f"{x + along * cos - aside * sin:.2f} {y + along * sin + aside * cos:.2f}"

            curves.append(f"{at(radius, bend)} {at(bend, radius)} {at(0, radius)} c")
        self.drawn.append(f"0.6 G 0.7 w {' '.join(curves)} S")


def pdf(pages: list[Page], contents: list[tuple[str, int]], title: str, lang: str) -> bytes:
    """The pages as a file. ``contents`` are chapters with the number of their page, from 0."""
    objects = {1: "", 2: "", 3: _font("Helvetica", False), 4: _font("Helvetica-Bold", True)}
    kids, bodies = [], {}
    for page in pages:
        number = 5 + 2 * len(kids)
        kids.append(number)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /P 3 0 R /B 4 0 R >> >> >>"
        )
        bodies[number + 1] = zlib.compress("\n".join(page.drawn).encode(ENCODING), 9)
    outline = 5 + 2 * len(kids)
    objects |= _outline(outline, [(words, kids[at]) for words, at in contents])
    info = outline + len(contents) + 1
    objects[info] = f"<< /Title {_said(title)} >>"
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>"
    objects[1] = (
        f"<< /Type /Catalog /Pages 2 0 R /Outlines {outline} 0 R /PageMode /UseOutlines /Lang ({lang}) "
        "/ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    return _file(objects, bodies, info)


def _font(name, bold):
    wide = " ".join(map(str, widths(bold)))
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding "
        f"/FirstChar 32 /LastChar 255 /Widths [{wide}] >>"
    )


def _outline(root, chapters):
    last = root + len(chapters)
    made = {root: f"<< /Type /Outlines /First {root + 1} 0 R /Last {last} 0 R /Count {len(chapters)} >>"}
    for number, (words, page) in enumerate(chapters, start=root + 1):
        before = f"/Prev {number - 1} 0 R " if number > root + 1 else ""
        after = f"/Next {number + 1} 0 R " if number < last else ""
        made[number] = (
            f"<< /Title {_said(words)} /Parent {root} 0 R {before}{after}"
            f"/Dest [{page} 0 R /XYZ 0 {HEIGHT} 0] >>"
        )
    return made


def _said(words):
    marked = "\ufeff" + words
    return f"<{marked.encode('utf-16-be').hex()}>"


def _file(objects, bodies, info):
    out, places = bytearray(b"%PDF-1.4\n%\xe6\xf8\xe5\n"), {}
    for number in sorted({*objects, *bodies}):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode()
        if number in bodies:
            body = bodies[number]
            out += (
                f"<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode() + body + b"\nendstream"
            )
        else:
            out += objects[number].encode("ascii")
        out += b"\nendobj\n"
    start, count = len(out), max(places) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    out += "".join(f"{places[number]:010} 00000 n \n" for number in range(1, count)).encode()
    out += f"trailer\n<< /Size {count} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
