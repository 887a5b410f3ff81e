"""The picture of a network, drawn and moved about in the browser."""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class NetworkPicture(anywidget.AnyWidget):
    """A picture of ego in the middle and people around, to look at, drag, zoom, choose from and save.

    words: what it says of itself. drawing: ``ego``, ``alt``, ``radius``, ``rings``, ``sectors``, ``people``,
    ``ties`` (places in ``people``, and 1 for a tie, 0 for unknown), ``legend``, ``notes``. whatif: ``gone``
    (ids), ``new`` (people, each with the ids that it ``knows``), ``note``, ``notes``. places: ``{id: [angle,
    depth]}`` of those who were moved. chosen: an id or "". ``toggle(id)`` is called when somebody is to be
    taken out or put in again.
    """

    _esm = HERE / "network_picture.js"
    _css = HERE / "network_picture.css"
    words = traitlets.Dict().tag(sync=True)
    drawing = traitlets.Dict().tag(sync=True)
    whatif = traitlets.Dict().tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)

    def __init__(self, words, toggle):
        super().__init__(words=words)
        self._toggle = toggle
        self.on_msg(self._heard)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself

    def _heard(self, _, message, buffers):
        if message.get("what") == "toggle":
            self._toggle(str(message.get("id")))
