"""Buttons that take something along: copy a text, download a file, print a page.

What is taken is made when the button is pressed and goes straight to the browser: it never lies in the
notebook or among the widget's values.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

if TYPE_CHECKING:
    from exercises.texts import Texts


HERE = Path(__file__).parent


class Take(anywidget.AnyWidget):
    """A button. ``make()`` gives the text to copy, the bytes to download, or the HTML to print."""

    _esm = (HERE / "take.js").read_text(encoding="utf-8")
    label = traitlets.Unicode().tag(sync=True)
    done = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        what: str,
        make: Callable[..., Any],
        label: str,
        done: str,
        failed: str,
        file: str = "",
        kind: str = "text/plain",
        lang: str = "",
    ) -> None:
        super().__init__(label=label, done=done, failed=failed)
        self.fault = None
        self.what, self.make, self.file, self.kind, self.lang = what, make, file, kind, lang
        self.on_msg(self._pressed)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself

    def _pressed(self, _, message, buffers):
        if message != "press":
            return
        try:
            made = self.make()
        except Exception as fault:  # said beside the button: a box elsewhere on the page may be out of sight
            self.fault = fault
            if os.environ.get("NETVAERK_FAULTS") == "raise":  # for tests in a real kernel
                raise
            self.send({"what": "failed", "said": self._failure(fault)})
            return
        if made is None:
            self.send({"what": "nothing"})
            return
        content = made if isinstance(made, bytes) else made.encode("utf-8")
        message = {"what": self.what, "file": self.file, "kind": self.kind, "lang": self.lang}
        self.send(message, [content])

    def _failure(self, fault):
        from exercises.store import StoreDamaged, StoreProblem
        from exercises.texts import Texts

        if isinstance(fault, StoreProblem) and not isinstance(fault, StoreDamaged):
            return Texts("store", self.lang or None)(fault.key)
        return Texts("take", self.lang or None)("fault")


def copy_button(t: Texts, make: Callable[..., Any]) -> Take:
    """A button that copies the text ``make()`` gives. ``t`` speaks texts/take.toml's language."""
    from exercises.texts import Texts

    say = Texts("take", t.lang)
    return Take("copy", make, say("copy"), say("copied"), say("copy_failed"), lang=t.lang)


def download_button(t: Texts, make: Callable[..., Any], label: str, file: str, kind: str) -> Take:
    """A button that downloads the bytes ``make()`` gives as ``file``; None means there is nothing yet."""
    from exercises.texts import Texts

    say = Texts("take", t.lang)
    done = say("downloaded", file=file)
    return Take("download", make, label, done, say("nothing_yet"), file, kind, t.lang)


def print_button(t: Texts, make: Callable[..., Any]) -> Take:
    """A button that opens the browser's print dialogue for the HTML that ``make()`` gives (A4).

    The HTML may begin with a ``<title>``, by which a saved PDF is named; what people wrote in it is escaped
    by ``make``. Sections are kept whole on a page; ``class="line"`` is a line to write on, ``class="signed"``
    puts its children side by side, ``class="slips"`` lays sections two and two to cut out, ``apart`` begins a
    page and ``large`` is read from across a table. None means there is nothing yet.
    """
    from exercises.texts import Texts

    say = Texts("take", t.lang)
    return Take(
        "print", make, say("print"), say("printed"), say("nothing_yet"), kind="text/html", lang=t.lang
    )
