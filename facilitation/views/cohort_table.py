"""The cohort's tables: signs for states, a bar under a row's name, and room to scroll on a telephone."""

from collections.abc import Iterable
from typing import Any

from exercises.kit.base import escape

LIST = "nv-cohort-one nv-as-cards"  # a kind: words, not numbers
GLYPHS = {
    "none": "–", "overdue": "!", "refused": "✕", "check": "◌", "handed_in": "○", "read": "◐", "mail": "✉",
    "feedback": "●", "late": "+",
}  # fmt: skip


def sign(state: Any, words: Any, late: bool = False) -> str:
    """A state as a sign that says its words to who points at it and to a screen reader."""
    shown = GLYPHS[state] + (GLYPHS["late"] if late else "")
    return f'<span role="img" title="{escape(words)}" class="nv-is-{state}">{shown}</span>'


def stack(parts: Any) -> str:
    """A bar of ``[(kind, value)]``, side by side. The numbers stand in the row beside it."""
    whole, x, bars = sum(value for _, value in parts), 0, []
    for kind, value in parts:
        if value and whole:
            width = 100 * value / whole
            bars.append(f'<rect class="nv-is-{kind}" x="{x:.2f}" y="0" width="{width:.2f}" height="6"/>')
            x += width
    return (
        '<svg class="nv-stack" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(bars)}</svg>"
    )


def in_short(numbers: Iterable[str]) -> str:
    """Numbers of steps, with three or more that follow each other as a span: "1, 2, 5–9"."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and number.isdigit() and runs[-1][-1] == str(int(number) - 1):
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else run for run in runs]
    return ", ".join(one for run in said for one in run)


def wide(heads: Any, rows: Any, caption: Any, kind: str = "") -> str:
    """A table that scrolls by itself where it is wider than the page, by keyboard too; of a ``kind`` with
    ``nv-as-cards`` its rows are cards on a telephone.

    ``heads`` and cells are HTML; ``rows`` are (the row's name, its cells).
    """
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, cells in rows
    )
    named = f'role="region" tabindex="0" aria-label="{escape(caption)}"'
    return (
        f'<div class="nv-wide nv-cohort-table {kind}" {named}>'
        f'<table class="nv-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
