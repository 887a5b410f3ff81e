"""Choosing a file on the learner's machine, whatever its size."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent


class FilePicker(anywidget.AnyWidget):
    """A labelled file chooser; ``chosen(name, data)`` is called with what was chosen.

    W.FileUpload sends a file as one message, and the server cuts the connection at 10 MB: here it goes in
    pieces, and a file of more than ``most_bytes`` is not sent at all (``too_big(size)`` is called).
    ``failed()`` is called when the browser could not read the file. The bytes are kept nowhere.
    """

    _esm = (HERE / "file_picker.js").read_text(encoding="utf-8")
    label = traitlets.Unicode().tag(sync=True)
    reading = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    most_bytes = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        label: str,
        reading: str,
        accept: str,
        most_bytes: int,
        chosen: Callable[..., Any],
        too_big: Callable[..., Any],
        failed: Callable[..., Any],
    ) -> None:
        super().__init__(label=label, reading=reading, accept=accept, most_bytes=most_bytes)
        self._chosen, self._too_big, self._failed = chosen, too_big, failed
        self._coming = None
        self.on_msg(self._heard)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself

    def _heard(self, _, message, buffers):
        if message["what"] == "too_big":
            self._too_big(int(message["size"]))
        elif message["what"] == "failed":
            self._failed()
        elif not self._take(message, buffers):
            return
        self.send({"heard": True})

    def _take(self, message, buffers):
        """Take one piece; return whether it was the last."""
        if message["piece"] == 0:
            self._coming = bytearray()
        if self._coming is None:
            return False
        # What the browser says of sizes is its word alone.
        if len(self._coming) + len(buffers[0]) > self.most_bytes:
            self._coming = None
            self._too_big(self.most_bytes + 1)
            return True
        self._coming += buffers[0]
        if message["piece"] + 1 < message["pieces"]:
            return False
        data, self._coming = bytes(self._coming), None
        self._chosen(str(message["name"])[:200], data)
        return True
