"""A clock that goes through parts of some minutes each, and says in words where it is."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent


class PhaseClock(anywidget.AnyWidget):
    """``phases`` are ``[name, what to do, seconds, how it is listed]``; ``words`` are what is said.

    With the words ``wall`` and ``wall_close`` it can fill the screen, to be read from the back of a room; a
    phase may then have a fifth entry ``[[table, names], …]``, who sits where.

    The browser counts; it sends each press with its own time to ``press(what, now)`` (seconds since 1970),
    and what follows comes back through :meth:`show`: a server may keep another time.
    """

    _esm = (HERE / "phase_clock.js").read_text(encoding="utf-8")
    _css = (HERE / "phase_clock.css").read_text(encoding="utf-8")
    words = traitlets.Dict().tag(sync=True)
    phases = traitlets.List().tag(sync=True)
    warn = traitlets.Int().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self, press: Callable[..., Any], **traits: int | Mapping[str, str] | Sequence[list[int | str]]
    ) -> None:
        super().__init__(**traits)
        self._press = press
        self.on_msg(self._pressed)

    def show(self, phase: int | None, ends: float | None, left: float | None, sound: bool) -> None:
        """``phase`` is None before the first part and ``len(phases)`` after the last."""
        self.state = {"phase": phase, "ends": ends, "left": left, "sound": sound}

    def _pressed(self, _, message, buffers):
        if isinstance(message, dict) and isinstance(message.get("now"), int | float):
            self._press(message.get("what"), message["now"])

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself
