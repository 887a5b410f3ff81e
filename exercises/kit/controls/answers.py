"""Many small questions in one control, answered by ticking."""

from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Answers(anywidget.AnyWidget):
    """A group of native check boxes (``many``) or radio buttons for every row.

    ``rows`` and ``options`` are lists of ``[key, label]``, keys being text; ``value`` is
    ``{row key: [option keys]}``. A box costs the browser a hundredth of what a W.Checkbox does, which 25
    people times 20 questions need. In rows of radio buttons a digit answers and goes on to the next row:
    with ``digits`` "row" only while the focus is in the rows, with "page" from anywhere in the exercise but a
    box to write in, beginning with the first row without an answer, with "" never.
    """

    _esm = (HERE / "answers.js").read_text(encoding="utf-8")
    rows = traitlets.List().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    many = traitlets.Bool(True).tag(sync=True)
    digits = traitlets.Enum(("row", "page", ""), "row").tag(sync=True)
    value = traitlets.Dict().tag(sync=True)

    def show(
        self,
        rows: Sequence[tuple[str, str]],
        options: Sequence[tuple[str, str]],
        value: dict[str, list[str]],
    ) -> None:
        """Put new questions in, with what is answered already, in one message to the browser."""
        with self.hold_sync():
            self.rows = [list(row) for row in rows]
            self.options = [list(option) for option in options]
            self.value = value

    def picked(self, row: str) -> list[str]:
        """The option keys picked in a row; what the browser sends and the options lack is left out."""
        known = [key for key, _ in self.options]
        return [key for key in self.value.get(row, ()) if key in known]

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself
