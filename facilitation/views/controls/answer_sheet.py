"""One answer to read, the levels to choose from, the comment, and the bank beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent


class AnswerSheet(anywidget.AnyWidget):
    """What a reader does is sent to ``act(message)`` as a dict with ``do``:

    - ``draft`` (``key``, ``score`` or None, ``comment``, ``overall``) a moment after the last key, and
      ``save`` alike;
    - ``back``, ``skip``, and ``go`` with ``to``, a key of ``places``;
    - ``bank_add`` (``text``, ``level`` or None), ``bank_change`` (``id``, ``text``) and ``bank_delete``
      (``id``).

    ``answer`` is a dict of ``key``, ``heading``, ``note``, ``lang``, ``prompt`` and ``figures`` (clean HTML),
    ``parts`` ([heading, text as typed]), ``found`` (sentences), ``whole`` and ``changes`` (clean HTML),
    ``levels_before`` (sentences), ``legend``, ``levels`` ([value, name, meaning]), ``score``, ``comment`` and
    ``overall`` (None where no comment on the whole can be written); empty where there is none to show. Lines
    of ``comment`` that begin with ``>`` are words of the answer, and are marked in it. With ``focus`` a new
    ``key`` moves the focus to the heading. ``said`` is a dict of ``text``, ``wrong`` and ``blank`` (then the
    blank in the comment is selected).
    """

    _esm = (HERE / "answer_sheet.js").read_text(encoding="utf-8")
    _css = (HERE / "answer_sheet.css").read_text(encoding="utf-8")
    words = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    places = traitlets.List().tag(sync=True)
    progress = traitlets.Unicode().tag(sync=True)
    bank = traitlets.List().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)

    def __init__(self, act: Callable[..., Any], **traits: Mapping[str, str]) -> None:
        super().__init__(**traits)
        self._act = act
        self.on_msg(self._told)

    def _told(self, _, message, buffers):
        if isinstance(message, dict) and isinstance(message.get("do"), str):
            self._act(message)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside a page, which shows itself
