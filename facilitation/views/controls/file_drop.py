"""An area of the page that files are dropped on, and a file button for those who drop nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent
# What no file system or no reader can stand in a name.
STRANGE = re.compile(r"[\x00-\x1f\x7f/\\]")
LONGEST_NAME = 200  # bytes; file systems take 255


class Came:
    """The files of one drop in a folder of their own, in ``paths``, and those that stayed behind: ``left``,
    pairs of a name and why (``folder``, ``too_big``, ``no_room``, ``failed``). They go with `forget`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="netvaerk-")
        self.paths: list[Path] = []
        self.left: list[tuple[str, str]] = []

    def place(self, name: str) -> Path:
        """Where a file of that name is to lie: of two that are called the same, each in its own folder."""
        taken = sum(path.name.casefold() == name.casefold() for path in self.paths)
        folder = Path(self._folder.name, str(taken))
        folder.mkdir(exist_ok=True)
        self.paths.append(folder / name)
        return self.paths[-1]

    def forget(self) -> None:
        self.paths = []
        self._folder.cleanup()


class FileDrop(anywidget.AnyWidget):
    """``came(Came)`` is called with all files of one drop or choice.

    They come in pieces, each asked for when the one before is on the disk; ``most_bytes`` is what one drop
    may hold. ``words`` has ``title``, ``how``, ``choose`` and ``reading``.
    """

    _esm = (HERE / "file_drop.js").read_text(encoding="utf-8")
    _css = (HERE / "file_drop.css").read_text(encoding="utf-8")
    words = traitlets.Dict().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    most_bytes = traitlets.Int().tag(sync=True)

    def __init__(
        self, words: Mapping[str, str], accept: str, most_bytes: int, came: Callable[[Came], Any]
    ) -> None:
        super().__init__(words=words, accept=accept, most_bytes=most_bytes)
        self._came = came
        self._coming: Came | None = None
        self._writing: Path | None = None
        self.on_msg(self._heard)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside a page, which shows itself

    def _heard(self, _, message, buffers):
        if not isinstance(message, dict):
            return
        try:
            self._act(message, buffers)
        finally:
            self.send({"heard": message.get("at")})

    def _act(self, message, buffers):
        do = message.get("do")
        if do == "begin":
            self._begin()
        elif self._coming is None:
            return
        elif do == "piece":
            self._take(message, bytes(buffers[0]))
        elif do == "left":
            self._leave(_name(message), str(message.get("why")), bool(message.get("begun")))
        elif do == "all":
            coming, self._coming = self._coming, None
            self._came(coming)

    def _begin(self):
        if self._coming is not None:
            self._coming.forget()
        self._coming, self._room = Came(), self.most_bytes

    def _take(self, message, piece):
        coming, name = self._coming, _name(message)
        if message.get("first"):
            self._writing = coming.place(name)
        if self._writing is None:
            return
        # what the browser says of sizes is its word alone
        self._room -= len(piece)
        try:
            if self._room < 0:
                self._leave(name, "too_big", True)
            else:
                with self._writing.open("ab") as file:
                    file.write(piece)
        except OSError:
            self._leave(name, "no_room", True)

    def _leave(self, name, why, begun):
        if begun and self._writing is not None:
            self._coming.paths.remove(self._writing)
            self._writing.unlink(missing_ok=True)
            self._writing = None
        self._coming.left.append((name, why))


def _name(message):
    """A file's name as the browser tells it, fit to be one here."""
    name = STRANGE.sub("_", str(message.get("name"))).strip()
    kept = name.encode("utf-8", "replace")
    if len(kept) > LONGEST_NAME:
        stem, dot, kind = name.rpartition(".")
        end = f"{dot}{kind[:10]}"
        kept = (stem or name).encode("utf-8", "replace")[: LONGEST_NAME - len(end.encode())] + end.encode()
    name = kept.decode("utf-8", "ignore")
    return name if name.strip(". ") else "_"
