"""A page of parts that fold: one is open at a time, so that whoever is busy sees one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as W

from exercises.kit.base import Watching, escape, note
from facilitation.views.base import DeskPage
from facilitation.views.controls.fold import Fold

if TYPE_CHECKING:
    from facilitation.views.host_desk import HostDesk


class Ticks(W.VBox):
    """Several of a list, a box to tick for each: by finger as well as by mouse and keyboard."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.heading = W.HTML(f"<p><b>{escape(label)}</b></p>")
        self.boxes = W.VBox()
        self.boxes.add_class("nv-ticks")
        self.children = [self.heading, self.boxes]

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(box.description for box in self.boxes.children)

    @options.setter
    def options(self, names: tuple[str, ...]) -> None:
        self.boxes.children = [W.Checkbox(description=name, indent=False) for name in names]
        self.layout.display = None if names else "none"

    @property
    def value(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(box.description for box in self.boxes.children if box.value)

    @value.setter
    def value(self, names: Sequence[str]) -> None:
        for box in self.boxes.children:
            box.value = box.description in names


class Part:
    """A part of a `Parts` page. Its controls come from :meth:`build` when it is first opened.

    Texts: ``part.<name>`` is its heading.
    """

    name = ""

    def __init__(self, page: HostDesk) -> None:
        self.page, self.t = page, page.t
        self.fold = Fold(part=self.name, title=self.t(f"part.{self.name}"))
        self.fold.observe(lambda change: page.opened(self, change["new"]), names="unfolded")
        self.message = W.HTML()
        self.body = W.VBox()
        self.body.add_class("nv-folded-part")
        self.body.layout.display = "none"

    def build(self) -> Any:
        """The controls of this part, as a list of widgets."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show what is kept now."""

    def status(self) -> str:
        """A few words behind the heading."""
        return ""

    # ---- controls ------------------------------------------------------------------------------------------

    def button(self, label: str, action: Callable[..., Any], primary: bool = False) -> W.Button:
        """A button that runs ``action()`` and then shows on the page what came of it."""
        return self.page.button(self.t(label), lambda: self._run(action), primary)

    def _run(self, action):
        self.page.say("")
        action()
        self.page.draw()

    def typed(
        self, control: W.DescriptionWidget, read: Callable[..., Any], write: Callable[..., Any]
    ) -> W.DescriptionWidget:
        """Keep ``control.value`` with ``write(value)`` as it is typed; ``read()`` gives what is kept."""
        control.value = read()

        def changed(change):
            if change["new"] != read():
                self.page.act(self._run, lambda: write(change["new"]))

        control.observe(changed, names="value")
        self.page.follow(self, control, read)
        return control

    def taken(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """``make`` for a button that takes something along; its failure is said on the page."""
        return lambda: self.page.act(make)

    def html(self, key: str) -> W.HTML:
        """A paragraph of the texts."""
        return W.HTML(f"<p>{escape(self.t(key))}</p>")


class Parts(Watching, DeskPage):
    """A page of parts. A subclass gives ``chapters`` (a name under ``chapter`` in the texts, and its parts)
    and :meth:`version`, which changes when another window has written what is shown.
    """

    chapters: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def build(self) -> list[W.DOMWidget]:
        self.now: Any = None
        self._followed = []
        self.parts, controls = {}, []
        for chapter, parts in self.chapters:
            controls.append(W.HTML(f"<h2>{escape(self.t(f'chapter.{chapter}'))}</h2>"))
            controls[-1].add_class("nv-chapter")
            for kind in parts:
                part = self.parts[kind.name] = kind(self)
                controls += [part.fold, part.body]
        self.add_class("nv-desk")
        self.draw()
        self._watch()
        return controls

    def version(self) -> Any:
        """What changes when any window writes."""
        raise NotImplementedError

    def go_to(self, name: str) -> None:
        """Open the part ``name``, as a press on its heading does."""
        self.parts[name].fold.unfolded = True

    def opened(self, part: Part, is_open: bool) -> None:
        """A part was opened or folded; the one that was open before is folded."""
        self.act(self._opened, part, is_open)

    def _opened(self, part, is_open):
        if not is_open:
            part.body.layout.display = "none"
            if self.now is part:
                self.now: Any = None
            return
        before, self.now = self.now, part
        if before:
            before.fold.unfolded = False
        if not part.body.children:
            part.body.children = [part.message, *part.build()]
        part.body.layout.display = None
        self.say("")
        self.draw()

    def say(self, sentence: str, wrong: bool = False) -> None:
        """Show a sentence where the eye is: in the open part, else at the top of the page."""
        if not getattr(self, "now", None):
            super().say(sentence, wrong)
            return
        self.now.message.value = note(sentence, wrong)
        if sentence:
            self.now.fold.show()

    def follow(self, part: Part, control: W.DescriptionWidget, read: Callable[..., Any]) -> None:
        """Show in ``control`` what ``read()`` gives, whenever the page is drawn with ``part`` open."""
        self._followed.append((part, control, read))

    def draw(self) -> None:
        """Show what is kept now: the open part, and the few words behind each heading."""
        self._drawn = self.version()
        for part in self.parts.values():
            part.fold.status = part.status()
        if self.now:
            for part, control, read in self._followed:
                if part is self.now and control.value != read():
                    control.value = read()
            self.now.draw()

    # ---- other windows -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Draw the page if another window has written."""
        if self.version() != self._drawn:
            self.act(self.draw)
