"""The heading of a part of a page, which opens it and folds it again."""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Fold(anywidget.AnyWidget):
    """A heading with a button; ``status`` stands behind the ``title``. What it opens is shown by the page.

    The browser's window remembers which part was open (``part`` is its name), so that a reload comes back to
    it and a second window may show another.
    """

    _esm = (HERE / "fold.js").read_text(encoding="utf-8")
    _css = (HERE / "fold.css").read_text(encoding="utf-8")
    part = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    unfolded = traitlets.Bool().tag(sync=True)

    def show(self) -> None:
        """Bring the heading, and what is said under it, back on the screen if it is above or below."""
        self.send("show")

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside a page, which shows itself
