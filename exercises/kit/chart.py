"""Small charts drawn as SVG text.

A plotting library would take longer to import than all else on the page, and those that draw in the browser
write their data, names and all, into the saved notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from exercises.kit.base import escape

if TYPE_CHECKING:
    from exercises.rules.guess_first import Step


LONGEST_NAME = 16
INK, QUIET, ACCENT, PAPER = "#2b2a28", "#6b665e", "#0f6e5c", "#faf7f2"


def _svg(width, height, label, parts, shown=None):
    """``shown`` is how wide it may become, in pixels, where that is not ``width``."""
    body = "".join(parts)
    style = f"max-width:{shown or width}px;width:100%;height:auto;margin-top:0.6rem"
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'style="{style}" font-size="14" fill="{INK}">{body}</svg>'
    )


# Narrow enough that the letters can be read on a telephone, and let out on a wide page.
NARROW, LET_OUT = 340, 440


def bars(items: Sequence[tuple[str, float, str]], label: str) -> str:
    """Bars with the name over each: ``items`` is a list of ``(name, value, value in words)``."""
    return _bars([(*item, f'fill="{ACCENT}"', "") for item in items], 230, label)


def tally(items: Sequence[tuple[str, int, bool]], label: str) -> str:
    """Bars with the name over each: ``items`` is a list of ``(name, count, marked)``.

    A marked bar is solid, the others are outlined: colour is not the only sign.
    """
    solid, outlined = f'fill="{ACCENT}"', f'fill="{PAPER}" stroke="{ACCENT}" stroke-width="2"'
    drawn = [
        (name, count, str(count), *((solid, ' font-weight="600"') if marked else (outlined, "")))
        for name, count, marked in items
    ]
    return _bars(drawn, 290, label)


def _bars(items, longest, label):
    """``items``: name, value, value in words, look of bar and of name; ``longest`` leaves room for words."""
    most = max((value for _, value, *_ in items), default=0) or 1
    parts = []
    for at, (name, value, words, fill, weight) in enumerate(items):
        y, length = at * 46, longest * value / most
        parts.append(
            f'<text x="1" y="{y + 15}"{weight}>{escape(name)}</text>'
            f'<rect x="1" y="{y + 22}" width="{max(length, 2):.1f}" height="14" rx="3" {fill}/>'
            f'<text x="{length + 11:.1f}" y="{y + 34}">{escape(words)}</text>'
        )
    return _svg(NARROW, 46 * len(items), label, parts, LET_OUT)


def calibration(
    steps: Sequence[Step], label: str, sure_axis: str, right_axis: str, percent: Callable[..., Any]
) -> str:
    """How sure against how right: one dot a confidence, its area the number of guesses, with the diagonal.

    ``steps`` are :class:`exercises.rules.guess_first.Step`; ``percent`` words a share.
    """
    left, top, side = 64, 14, 300

    def x(share):
        return left + share * side

    def y(share):
        return top + (1 - share) * side

    parts = [f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="{PAPER}" stroke="{QUIET}"/>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(
            f'<text x="{x(share)}" y="{top + side + 20}" text-anchor="middle">{escape(percent(share))}</text>'
            f'<text x="{left - 8}" y="{y(share) + 5}" text-anchor="end">{escape(percent(share))}</text>'
        )
    parts.append(
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="{QUIET}" stroke-dasharray="6 5"/>'
    )
    for step in steps:
        cx, cy = x(step.confidence / 100), y(step.share)
        parts.append(
            f'<circle cx="{cx}" cy="{cy}" r="{9 * step.guesses**0.5:.1f}" fill="{ACCENT}" stroke="#fff" '
            f'stroke-width="1.5"/><text x="{cx}" y="{cy + 5}" text-anchor="middle" fill="#fff" '
            f'font-weight="600">{step.guesses}</text>'
        )
    middle = top + side / 2
    parts.append(
        f'<text x="{left + side / 2}" y="{top + side + 42}" text-anchor="middle">{escape(sure_axis)}</text>'
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">'
        f"{escape(right_axis)}</text>"
    )
    return _svg(left + side + 24, top + side + 50, label, parts)


def two_scales(
    rows: Sequence[tuple[str, tuple[float | None, str], tuple[float | None, str]]],
    headings: tuple[str, str],
    ends: Sequence[str],
    label: str,
) -> str:
    """Two values a row, each on a scale of its own beside the other.

    ``rows`` is a list of ``(name, left, right)``, each side ``(place from 0 to 1, value in words)``, with
    None for the place where there is no value. ``headings`` are the two scales' names, ``ends`` the words at
    their four ends, left to right.
    """
    sides, long = ((0, headings[0]), (185, headings[1])), 150
    parts = [f'<text x="{x}" y="15" font-weight="600">{escape(name)}</text>' for x, name in sides]
    for at, (name, *values) in enumerate(rows):
        y = 34 + at * 66
        parts.append(f'<text x="0" y="{y + 14}">{escape(name)}</text>')
        for (x, _), (place, words), round_one in zip(sides, values, (True, False), strict=True):
            parts.append(
                f'<path d="M{x + 5} {y + 30} h{long - 10} M{x + 5} {y + 25} v10 M{x + long / 2} {y + 27} v6 '
                f'M{x + long - 5} {y + 25} v10" stroke="{QUIET}" stroke-width="1.5"/>'
            )
            if place is None:
                parts.append(f'<text x="{x + 5}" y="{y + 52}" fill="{QUIET}">{escape(words)}</text>')
                continue
            middle = x + 5 + place * (long - 10)
            mark = f'<circle cx="{middle:.1f}" cy="{y + 30}" r="8" fill="{ACCENT}"/>'
            if not round_one:
                mark = f'<path d="M{middle:.1f} {y + 20} l10 10 l-10 10 l-10 -10 z" fill="{ACCENT}"/>'
            text = min(max(middle, x + 22), x + long - 20)
            parts.append(
                f'{mark}<text x="{text:.1f}" y="{y + 54}" text-anchor="middle">{escape(words)}</text>'
            )
    foot = 34 + len(rows) * 66 + 14
    for (x, _), (low, high) in zip(sides, (ends[:2], ends[2:]), strict=True):
        parts.append(
            f'<text x="{x}" y="{foot}" fill="{QUIET}">{escape(low)}</text>'
            f'<text x="{x + long}" y="{foot}" text-anchor="end" fill="{QUIET}">{escape(high)}</text>'
        )
    return _svg(NARROW, foot + 6, label, parts, LET_OUT)


def stairs(steps: Sequence[tuple[str, int, str]], label: str) -> str:
    """Steps that rise to the right: ``steps`` is a list of ``(name, count, word for none)``, lowest first.

    An empty step is dashed and says so: colour is not the only sign.
    """
    wide, low, rise = 104, 44, 46
    height = low + rise * (len(steps) - 1) + 26
    parts = []
    for at, (name, count, none) in enumerate(steps):
        x, tall = 4 + at * (wide + 9), low + at * rise
        y = height - tall - 2
        fill = f'fill="{ACCENT}"' if count else f'fill="{PAPER}" stroke="{QUIET}" stroke-width="2"'
        dash = "" if count else ' stroke-dasharray="6 5"'
        ink, said = ("#fff", count) if count else (QUIET, none)
        size = 22 if count else 14
        middle = x + wide / 2
        parts.append(
            f'<text x="{middle}" y="{y - 8}" text-anchor="middle" font-weight="600">{escape(name)}</text>'
            f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="4" {fill}{dash}/>'
            f'<text x="{middle}" y="{y + 28}" text-anchor="middle" font-size="{size}" fill="{ink}">'
            f"{escape(said)}</text>"
        )
    return _svg(NARROW, height, label, parts, LET_OUT)


def network(names: Any, spots: Any, ties: Any, rings: Any, label: str) -> Any:
    """People round a middle, where a line joins those who know each other.

    ``names`` is ``{id: name}``, ``spots`` ``{id: (angle, radius)}`` in radians clockwise from the top;
    ``ties`` are pairs of ids, ``rings`` the radii of the rings.
    """
    from math import cos, sin

    reach, across, down = 270 / max(rings, default=1), 400, 290

    def place(person):
        angle, radius = spots[person]
        return across + reach * radius * sin(angle), down - reach * radius * cos(angle)

    parts = [
        f'<circle cx="{across}" cy="{down}" r="{reach * ring:.1f}" fill="none" stroke="{QUIET}" '
        'stroke-opacity="0.35"/>'
        for ring in rings
    ]
    for one, other in ties:
        (x1, y1), (x2, y2) = place(one), place(other)
        parts.append(
            f'<path d="M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" stroke="{QUIET}" stroke-opacity="0.5"/>'
        )
    parts.append(f'<circle cx="{across}" cy="{down}" r="7" fill="{INK}"/>')
    for person, name in names.items():
        x, y = place(person)
        side, off = ("end", -10) if x < across else ("start", 10)
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{ACCENT}"/>'
            f'<text x="{x + off:.1f}" y="{y + 5:.1f}" text-anchor="{side}">{escape(short)}</text>'
        )
    return _svg(800, 580, label, parts)
