"""Buttons that take something along: copy a text, download a file, print a page.

What is taken is made when the button is pressed and goes straight to the browser: it never lies in the
notebook or among the widget's values.
"""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Take(anywidget.AnyWidget):
    """A button. ``make()`` gives the text to copy, the bytes to download, or the HTML to print."""

    _esm = HERE / "take.js"
    label = traitlets.Unicode().tag(sync=True)
    done = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Unicode().tag(sync=True)

    def __init__(self, what, make, label, done, failed, file="", kind="text/plain", lang=""):
        super().__init__(label=label, done=done, failed=failed)
        self.what, self.make, self.file, self.kind, self.lang = what, make, file, kind, lang
        self.on_msg(self._pressed)

    def _repr_mimebundle_(self, **kwargs):
        return {}  # always inside an exercise, which shows itself

    def _pressed(self, _, message, buffers):
        if message != "press":
            return
        made = self.make()
        if made is None:
            self.send({"what": "nothing"})
            return
        content = made if isinstance(made, bytes) else made.encode("utf-8")
        message = {"what": self.what, "file": self.file, "kind": self.kind, "lang": self.lang}
        self.send(message, [content])


def copy_button(t, make):
    """A button that copies the text ``make()`` gives. ``t`` speaks texts/take.toml's language."""
    from exercises.texts import Texts

    say = Texts("take", t.lang)
    return Take("copy", make, say("copy"), say("copied"), say("copy_failed"))


def download_button(t, make, label, file, kind):
    """A button that downloads the bytes ``make()`` gives as ``file``; None means there is nothing yet."""
    from exercises.texts import Texts

    say = Texts("take", t.lang)
    return Take("download", make, label, say("downloaded", file=file), say("nothing_yet"), file, kind)


def print_button(t, make):
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
