"""What the pages at the facilitator's desk share. No learner's store is opened here."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import ipywidgets as W

from exercises.kit.base import note
from exercises.texts import Texts
from facilitation.language import TEXTS
from facilitation.problems import Problem

if TYPE_CHECKING:
    from facilitation.views.parts import Part


def guarded(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler whose failure becomes a sentence on the page; ``self.fault`` keeps it for tests."""

    @wraps(handler)
    def run(self, *args, **kwargs):
        try:
            return handler(self, *args, **kwargs)
        except Problem as problem:
            self.say(problem.said(self.t), wrong=True)
        except Exception as fault:
            self.fault = fault
            if os.environ.get("NETVAERK_FAULTS") in ("raise", "print"):
                traceback.print_exc()
            self.say(self.t("problem.fault"), wrong=True)

    return run


class DeskPage(W.VBox):
    """A page at the desk. A subclass names its ``stem`` (texts in facilitation/texts) and gives its controls
    from :meth:`build`. The texts have the key ``problem.fault`` and one for every Problem that can come.
    """

    stem = ""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("nv-exercise")
        self.t = Texts(self.stem, folder=TEXTS)
        self.fault = None
        self._message = W.HTML()
        self._open()

    def _repr_mimebundle_(self, **kwargs):
        # the plain text of a widget is its values: learners' answers, written into a saved notebook
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle | {"text/plain": "[side]" if self.t.lang == "da" else "[page]"}

    @guarded
    def _open(self):
        self.children = [self._message]
        self.children = [self._message, *self.build()]

    def build(self) -> Any:
        """The controls of this page, as a list of widgets."""
        raise NotImplementedError

    def say(self, sentence: str, wrong: bool = False) -> None:
        """Show a sentence at the top; an empty one takes it away."""
        self._message.value = note(sentence, wrong)

    def button(self, label: str, action: Callable[..., Any], primary: bool = False) -> W.Button:
        """A button that runs ``action()``."""
        button = W.Button(description=label)
        button.add_class("nv-primary" if primary else "nv-quiet")
        button.on_click(lambda _: self.act(action))
        return button

    @guarded
    def act(self, action: Callable[..., Any], *args: bool | Part) -> Any:
        """Run ``action``; its failure becomes a sentence."""
        return action(*args)
