"""The picture of a network, drawn and moved about in the browser."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from exercises.kit.controls.heard import Heard

HERE = Path(__file__).parent


class NetworkPicture(Heard, anywidget.AnyWidget):
    """Ego in the middle and people around: to look at, change by hand, zoom, choose from and save.

    words: what it says of itself. drawing: ``ego``, ``alt``, ``radius``, ``rings``, ``sectors``, ``people``,
    ``ties`` (places in ``people``, and 1 for a tie, 0 for unknown), ``legend``, ``notes``. whatif: ``gone``
    (ids), ``new`` (people, each with the ids that it ``knows``), ``note``, ``notes``. places: ``{id: [angle,
    depth]}`` of those who were moved. chosen: an id or "". tying: whether choosing two ties them. undoable:
    whether something can be taken back. said: what was done last, in words. trial: whether people can be
    taken out on trial. sheet: where it has a ``title``, a sheet for the wall is drawn instead, with
    ``sentences``, ``next`` (and its ``next_label``), ``foot``, ``lang`` and people's ``names`` or not.

    ``heard(message)`` is called with what is done: ``{"what": "put", "id", "closeness", "circle"}``,
    ``{"what": "tie", "id", "other"}``, ``{"what": "undo"}`` or ``{"what": "toggle", "id"}``.
    """

    _esm = (HERE / "network_picture.js").read_text(encoding="utf-8")
    _css = (HERE / "network_picture.css").read_text(encoding="utf-8")
    words = traitlets.Dict().tag(sync=True)
    drawing = traitlets.Dict().tag(sync=True)
    whatif = traitlets.Dict({"gone": [], "new": [], "note": "", "notes": []}).tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    tying = traitlets.Bool().tag(sync=True)
    undoable = traitlets.Bool().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    trial = traitlets.Bool().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)

    def __init__(
        self, words: Mapping[str, str], heard: Callable[[dict[str, Any]], None], trial: bool = False
    ) -> None:
        super().__init__(words=words, trial=trial)
        self.listen(heard)
