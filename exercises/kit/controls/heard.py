"""What is done in a control of an exercise, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import Widget
else:
    Widget = object


class Heard(Widget):
    """Beside a widget's own class: its messages go to ``heard``, and it is shown by its exercise alone."""

    def listen(self, heard: Callable[[dict[str, Any]], None]) -> None:
        """From now on call ``heard`` with each message that is a dict."""
        self._on = heard
        self.on_msg(self._heard)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself

    def _heard(self, _, message, buffers):
        if isinstance(message, dict):
            self._on(message)
