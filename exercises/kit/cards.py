"""An exercise of many cards, of which one is shown at a time and built when it is first looked at."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import framed
from exercises.kit.on_paper import on_paper
from exercises.paper.blocks import Block, Heading


class Cards(Exercise):
    """A subclass names its cards in :attr:`deck`, builds each in :meth:`card`, words its heading in
    :meth:`heading`, and shows in :meth:`show` what follows from them all. Texts: ``where``, ``back``,
    ``next``."""

    deck: tuple[str, ...] = ()

    def card(self, name: str) -> list[W.Widget]:
        """The controls of one card, as a list of widgets."""
        raise NotImplementedError

    def heading(self, name: str) -> str:
        """A card's heading in words."""
        raise NotImplementedError

    def show(self) -> None:
        """Show what follows from what is written."""
        raise NotImplementedError

    def dealt(self) -> W.VBox:
        """The card that is looked at, with the way to the others."""
        self._built = {}
        self.at = 0
        self.where = W.HTML()
        self.slot = W.VBox()
        self.back = self.button(self.t("back"), lambda: self.go(self.at - 1))
        self.forward = self.button(self.t("next"), lambda: self.go(self.at + 1), primary=True)
        return framed(self.where, self.slot, W.HBox([self.back, self.forward]))

    def go(self, at: int) -> None:
        """Look at the card number ``at``, from 0."""
        self.at = min(max(at, 0), len(self.deck) - 1)
        self.refresh()

    def paper(self) -> list[Block]:
        blocks: list[Block] = []
        for name in self.deck:
            blocks += [Heading(self.heading(name), 3), *on_paper(self.card(name))]
        return blocks

    def refresh(self) -> None:
        name = self.deck[self.at]
        if name not in self._built:
            self._built[name] = W.VBox(self.card(name))
            # hidden and not taken out: a card that is taken out while it is still on its way fails there
            self.slot.children = [*self.slot.children, self._built[name]]
        for one, box in self._built.items():
            box.layout.display = "" if one == name else "none"
        where = self.t("where", at=self.at + 1, of=len(self.deck))
        self.where.value = (
            f'<p class="nv-where">{escape(where)}</p>'
            f'<div role="status"><h3>{escape(self.heading(name))}</h3></div>'
        )
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(self.deck) - 1
        self.show()
