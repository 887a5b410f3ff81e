"""The product board of lesson 9: two people's skills crossed, an idea for each pair."""

from textwrap import shorten

import ipywidgets as W

from exercises.kit.base import Exercise, escape, table
from exercises.kit.boxes import framed, offer
from exercises.kit.on_paper import on_paper
from exercises.models import product_board as model
from exercises.paper.blocks import Block, Grid, Lines
from exercises.rules import product_board as rules
from exercises.rules.minutes import Work
from exercises.views.signal_book import wide

# As much of an idea as fits on a line to choose.
LETTERS = 60


class ProductBoard(Exercise):
    """Three skills each, one pair at a time, and the whole board below; one idea is picked for the trial."""

    stem = model.STEM
    work = Work(words=150, choices=6, lines=11, texts=1)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import print_button

        t = self.t
        self.who = self.text("who", t("who"), after=self.refresh)
        self.skills = {
            (side, slot): self.text(
                f"{side}.{slot}",
                t(f"skill.{side}", n=slot),
                placeholder=t(f"like.{side}.{slot}"),
                after=self.refresh,
            )
            for side in ("mine", "theirs")
            for slot in rules.SLOTS
        }
        self.cell = W.Dropdown(description=t("cell"), options=self._cells())
        self.bind(
            self.cell,
            lambda: model.key(model.cell(self.store)),
            lambda key: self.store.put(self.stem, "cell", key),
            self.refresh,
        )
        # One box a square, since what is typed last may arrive after the next square was turned to.
        self.ideas = {
            key: self.text(f"idea.{key}", t("idea"), lines=2, placeholder=t("idea_like"), after=self.refresh)
            for key in model.KEYS
        }
        self.forward = self.button(t("next"), self._next, primary=True)
        self.picked = W.Dropdown(description=t("pick"), options=[(t("choose"), "")])
        self.bind(
            self.picked,
            self._read_picked,
            lambda key: self.store.put(self.stem, "picked", key or None),
            self.refresh,
        )
        self.pair, self.grid, self.said = W.HTML(), W.HTML(), W.HTML()
        self.refresh()
        columns = [W.VBox([self.skills[side, slot] for slot in rules.SLOTS]) for side in ("mine", "theirs")]
        card = framed(self.cell, self.pair, *self.ideas.values(), W.HBox([self.forward]))
        taking = print_button(t, self.page)
        return [self.who, *columns, card, self.grid, self.picked, self.said, taking]

    def paper(self) -> list[Block]:
        heading, rows = self._cells_of(model.read(self.store), empty=" ")
        board = Grid(heading, tuple((row[0], *("" for _ in row[1:])) for row in rows), lines=4)
        return [*on_paper([self.who, *self.skills.values()]), board, Lines(self.t("pick"))]

    def _cells(self):
        board = model.read(self.store)
        return tuple(
            (
                self.t(
                    "cell_at", mine=self._skill(board.mine, mine), theirs=self._skill(board.theirs, theirs)
                ),
                key,
            )
            for key, (mine, theirs) in model.KEYS.items()
        )

    def _skill(self, side, slot):
        return side[slot].strip() or self.t("no_skill", n=slot)

    def _read_picked(self):
        # Another window may have picked an idea that this one does not offer yet.
        kept = self.store.get(self.stem, "picked", "")
        return kept if kept in [value for _, value in self.picked.options] else ""

    def _next(self):
        board = model.read(self.store)
        self.cell.value = model.key(rules.next_empty(board, model.KEYS[self.cell.value]))

    def refresh(self) -> None:
        t, board = self.t, model.read(self.store)
        was, self._quiet = self._quiet, True
        try:
            offer(self.cell, self._cells(), model.key(model.cell(self.store)))
            ideas = [
                (shorten(board.ideas[cell], LETTERS, placeholder="…"), model.key(cell))
                for cell in board.filled
            ]
            picked = model.key(board.picked) if board.choice and board.picked else ""
            offer(self.picked, ((t("choose"), ""), *ideas), picked)
        finally:
            self._quiet = was
        for key, box in self.ideas.items():
            box.layout.display = "" if key == self.cell.value else "none"
        mine, theirs = model.KEYS[self.cell.value]
        names = {"mine": self._skill(board.mine, mine), "theirs": self._skill(board.theirs, theirs)}
        self.pair.value = f"<p><strong>{escape(t('pair', **names))}</strong></p>"
        self.grid.value = self._grid(board) if board.open_cells or board.filled else ""
        items = "".join(f"<li>{escape(t(f'found.{key}', **n))}</li>" for key, n in rules.findings(board))
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def _grid(self, board):
        name = self.t("grid_name")
        return f"<p>{escape(self.t('grid'))}</p>{wide(name, table(*self._cells_of(board)))}"

    def _cells_of(self, board, empty=""):
        """``(heading, rows)`` of the board as a table; ``empty`` stands where there is no idea."""
        t = self.t
        corner = t("corner", who=model.who(self.store) or t("other"))
        heading = (corner, *(self._skill(board.theirs, slot) for slot in rules.SLOTS))
        rows = [
            (
                self._skill(board.mine, mine),
                *(board.ideas[mine, theirs].strip() or empty or t("empty") for theirs in rules.SLOTS),
            )
            for mine in rules.SLOTS
        ]
        return heading, rows

    def page(self) -> str:
        """The board as HTML for print, with room to write in what is open."""
        t, board = self.t, model.read(self.store)
        title = escape(t("print.title"))
        heading, rows = self._cells_of(board, empty=" ")
        return (
            f"<title>{title}</title><h1>{title}</h1><p>{escape(t('print.intro'))}</p>"
            "<style>table { table-layout: fixed } td { height: 32mm }</style>"
            f"{table(heading, rows)}<p>{escape(t('print.foot'))}</p>"
        )
