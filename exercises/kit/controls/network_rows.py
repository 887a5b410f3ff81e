"""The network as a table in which it can be changed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from exercises.kit.controls.heard import Heard

HERE = Path(__file__).parent


class NetworkRows(Heard, anywidget.AnyWidget):
    """A row for each person: what is said of them; closeness and circle to choose, ties to tick.

    words: ``caption``, ``name``, and the labels of the columns under ``columns`` as ``[key, label]``. rows,
    choices: as :meth:`~exercises.kit.drawn.Drawn.row` and :meth:`~exercises.kit.drawn.Drawn.choices` of
    :class:`exercises.kit.drawn.Drawn` give them. ``heard`` is called as by
    :class:`~exercises.kit.controls.network_picture.NetworkPicture`.
    """

    _esm = (HERE / "network_rows.js").read_text(encoding="utf-8")
    words = traitlets.Dict().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)

    def __init__(self, words: Mapping[str, str], heard: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(words=words)
        self.listen(heard)
