"""Small charts drawn as SVG text.

A plotting library would take longer to import than all else on the page, and those that draw in the browser
write their data, names and all, into the saved notebook.
"""

from exercises.views.base import escape

INK, QUIET, ACCENT, PAPER = "#2b2a28", "#6b665e", "#0f6e5c", "#faf7f2"


def _svg(width, height, label, parts):
    body = "".join(parts)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'style="max-width:{width}px;width:100%;height:auto" font-size="14" fill="{INK}">{body}</svg>'
    )


def bars(items, label):
    """Horizontal bars: ``items`` is a list of ``(name, value, value in words)``."""
    most = max((value for _, value, _ in items), default=0) or 1
    parts = []
    for at, (name, value, words) in enumerate(items):
        y = at * 34
        length = 300 * value / most
        parts.append(
            f'<text x="0" y="{y + 21}">{escape(name)}</text>'
            f'<rect x="170" y="{y + 6}" width="{max(length, 2):.1f}" height="22" rx="3" fill="{ACCENT}"/>'
            f'<text x="{178 + length:.1f}" y="{y + 22}">{escape(words)}</text>'
        )
    return _svg(540, 34 * len(items), label, parts)


def calibration(steps, label, sure_axis, right_axis, percent):
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
