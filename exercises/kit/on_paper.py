"""An exercise's controls as they are filled in by hand: each field a line, each choice boxes to tick."""

from collections.abc import Iterable, Sequence

import ipywidgets as W

from exercises.paper.blocks import Block, Lines, Ticks
from exercises.paper.marked_up import html_blocks

LINES = (W.Text, W.Combobox)
SHORT = (W.DatePicker, W.TimePicker, W.IntText, W.BoundedIntText, W.FloatText, W.IntSlider)
CHOICES = (W.Dropdown, W.RadioButtons, W.ToggleButtons, W.SelectMultiple)
# A box of three rows on the screen holds more than three lines of handwriting.
MORE_BY_HAND = 1


def on_paper(controls: Iterable[W.Widget], without: Sequence[W.Widget | None] = ()) -> list[Block]:
    """The blocks of these controls but ``without`` some; what is hidden or pressed has none.

    A control may say what it is on paper: ``on_paper``, a function that gives its blocks.
    """
    blocks: list[Block] = []
    for control in controls:
        hidden = getattr(control, "layout", None) is not None and control.layout.display == "none"
        if not hidden and not any(control is one for one in without):
            blocks += control.on_paper() if hasattr(control, "on_paper") else _of(control, without)
    return _joined(blocks)


def _of(control, without):
    from exercises.kit.controls.answers import Answers

    if isinstance(control, W.Box):
        return on_paper(control.children, without)
    if isinstance(control, W.HTML):
        return html_blocks(control.value)
    if isinstance(control, W.Textarea):
        return [Lines(control.description, (control.rows or 2) + MORE_BY_HAND, _like(control))]
    if isinstance(control, SHORT):
        return [Lines(control.description, 0)]
    if isinstance(control, LINES):
        return [Lines(control.description, 1, _like(control))]
    if isinstance(control, CHOICES):
        return _ticks(control.description, options(control))
    if isinstance(control, W.Checkbox):
        return [Ticks("", (control.description,))]
    if isinstance(control, Answers):
        labels = tuple(label for _, label in control.options)
        return [Ticks(label, labels) for _, label in control.rows if labels]
    return []


def options(control: W.Widget) -> tuple[str, ...]:
    """What can be chosen, in words; not the words that ask for a choice."""
    pairs = [option if isinstance(option, tuple) else (option, option) for option in control.options]
    return tuple(str(words) for words, value in pairs if value not in ("", None, 0) or value is False)


def _like(control):
    """The example in an empty box; where there is none a browser is given a space without width."""
    return getattr(control, "placeholder", "").strip("\u200b")


def _ticks(label, words):
    return [Ticks(label, words)] if words else []


def _joined(blocks):
    """Boxes that stand under one another without a question are one question's."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Ticks) and isinstance(last, Ticks) and not block.label and not last.label:
            joined[-1] = Ticks("", last.options + block.options)
        else:
            joined.append(block)
    return joined
