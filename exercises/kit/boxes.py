"""Boxes that controls stand in, and choices that are given anew while something is chosen."""

from collections.abc import Iterable
from typing import Any

import ipywidgets as W


def beside(*controls: W.Widget) -> W.HBox:
    """Controls side by side while the page is wide enough."""
    pair = W.HBox(list(controls))
    pair.add_class("nv-pair")
    return pair


def framed(*controls: W.Widget) -> W.VBox:
    """Controls that belong together, framed."""
    box = W.VBox(list(controls))
    box.add_class("nv-card")
    return box


def choose(control: Any, value: Any) -> None:
    """Give a control its value; nobody hears of it where it has that value already.

    Of a list it is the line with that value, also where that is None: ipywidgets would then show none at all.
    """
    if control.value != value:
        control.value = value
    if value is None and isinstance(control, W.Dropdown):
        values = [one for _, one in control.options]
        control.index = values.index(None) if None in values else None


def offer(control: Any, options: Iterable[tuple[str, Any]], *chosen: Any) -> None:
    """Give a dropdown its options, ``(label, value)``, and choose ``chosen``; without, what was chosen stays.

    What is not among the options falls to the first. Nothing is set that stands there already: new options
    choose the first by themselves, and whoever listens would hear of a choice that nobody made.
    """
    options = tuple(options)
    wanted = chosen[0] if chosen else control.value
    values = [value for _, value in options]
    if tuple(control.options) != options:
        control.options = options
    if wanted not in values:
        wanted = values[0] if values else None
    choose(control, wanted)
