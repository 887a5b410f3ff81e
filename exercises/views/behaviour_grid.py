"""The behaviour grid of lesson 2: eighteen acts counted, six squares, and one small act for a weak one."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, figure, note, numbers, table
from exercises.kit.boxes import framed
from exercises.kit.chart import ACCENT, INK, PAPER, QUIET
from exercises.kit.on_network import Confirmed
from exercises.kit.on_paper import on_paper
from exercises.models import behaviour_grid as model
from exercises.paper.blocks import Block, Heading, Lines, Words
from exercises.rules import behaviour_grid as rules
from exercises.rules.minutes import Work


class BehaviourGrid(Exercise):
    """``BehaviourGrid()`` is the first rating, with its prediction; ``BehaviourGrid("again")`` the second.

    One square at a time. The grid and the small acts come when all six are filled in; a turn that was locked
    can be seen and not changed.
    """

    stem = model.STEM
    work = Work(words=400, choices=18, lines=4)

    def __init__(self, turn: str = model.FIRST) -> None:
        self.turn = turn
        super().__init__()

    def build(self) -> list[W.Widget]:
        t = self.t
        rating = [(t("choose"), None), *((self._rating_words(n), n) for n in rules.SELF_RATING)]
        self.rating = self._kept_number(t("self_label"), rating, f"{self.turn}.self")
        missing = rules.missing(self._now().counts)
        self.at = next((at for at, cell in enumerate(rules.CELLS) if set(rules.items(cell)) & {*missing}), 0)
        self.where = W.HTML()
        self.times = [W.Text() for _ in rules.items(rules.CELLS[0])]
        for control in self.times:
            control.observe(self._typed, names="value")
        self.back = self.button(t("back"), lambda: self._go(self.at - 1))
        self.forward = self.button(t("next"), lambda: self._go(self.at + 1))
        card = framed(self.where, *self.times, W.HBox([self.back, self.forward]))
        self.grid = W.HTML()
        self.small_act = self._small_act()
        self.ending = self._ending(rating)
        self.refresh()
        return [self.rating, card, self.grid, self.small_act, self.ending]

    def paper(self) -> list[Block]:
        t, blocks = self.t, on_paper([self.rating])
        for cell in rules.CELLS:
            _, side = rules.parts(cell)
            blocks += [Heading(t(f"cell.{cell}"), 3), Words(f"{t(f'whom.{side}')} {t('ask')}")]
            blocks += [Lines(t(f"item.{item}"), 0) for item in rules.items(cell)]
        return [*blocks, *on_paper(self.guesses.children, [self.guess_intro])]

    def _kept_number(self, label, options, name):
        return self.bind(
            W.Dropdown(description=label, options=options),
            lambda: self.store.get(self.stem, name),
            lambda value: self.store.put(self.stem, name, value),
            self.refresh,
        )

    def _small_act(self):
        self.acts = W.HTML()
        self.routes = W.RadioButtons(options=[], layout={"width": "max-content"})
        self.routes.observe(self._choose, names="value")
        self.chosen = W.HTML()
        return W.VBox([self.acts, self.routes, self.chosen])

    def _ending(self, rating):
        t = self.t
        self.guess_intro = W.HTML()
        self.prediction = self.text("prediction", t("prediction"), after=self.refresh)
        self.prediction_self = self._kept_number(t("prediction_self"), rating, "prediction_self")
        self.lock = Confirmed(self, t("lock"), lambda: t("lock_sure"), t("lock_yes"), self._lock)
        self.open_ending = W.VBox([W.HTML(f"<p>{escape(t('lock_why'))}</p>"), self.lock])
        self.locked = W.HTML()
        guesses = [self.guess_intro, self.prediction, self.prediction_self]
        self.guesses = W.VBox(guesses if self.turn == model.FIRST else [])
        return W.VBox([self.guesses, self.open_ending, self.locked])

    def _now(self):
        return model.turn(self.store, self.turn)

    @property
    def cell(self) -> str:
        """The square that is looked at."""
        return rules.CELLS[self.at]

    # ---- what the learner does -----------------------------------------------------------------------

    def _go(self, at):
        self.at = at
        self._hush()
        self.refresh()

    def _typed(self, change):
        if self._quiet:
            return
        item = rules.items(self.cell)[self.times.index(change["owner"])]
        self.save(partial(self.store.put, self.stem, f"{self.turn}.{item}", change["new"] or None))
        self._after(self._show)

    def _choose(self, change):
        if not self._quiet and change["new"]:
            self.save(partial(self.store.put, self.stem, "route", change["new"]))
            self._after(self._show)

    def _lock(self):
        missing = model.lacking(self.store, self.turn)
        if missing:
            self.lock.close_question()
            self._say(self.t(f"lock_first.{missing}"), wrong=True, at=self.lock)
            return
        self.save(partial(model.lock, self.store, self.turn))
        self.refresh()

    # ---- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        t, fields = self.t, self.store.fields(self.stem)
        _, side = rules.parts(self.cell)
        was, self._quiet = self._quiet, True
        for control, item in zip(self.times, rules.items(self.cell), strict=True):
            control.description = t(f"item.{item}")
            control.value = fields.get(f"{self.turn}.{item}", "")
        self._quiet = was
        # After the fields: whoever reads the new heading may type at once.
        where = t("where", at=self.at + 1, of=len(rules.CELLS))
        self.where.value = (
            f'<p class="nv-where">{escape(where)}</p>'
            f'<p class="nv-question">{escape(t(f"cell.{self.cell}"))}</p>'
            f"<p>{escape(t(f'whom.{side}'))}</p><p>{escape(t('ask'))}</p>"
        )
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(rules.CELLS) - 1
        self._show()

    def _show(self):
        turn = self._now()
        self.grid.value = self._grid(turn)
        whole = turn.total is not None
        for box, shown in ((self.small_act, whole), (self.ending, whole)):
            box.layout.display = "" if shown else "none"
        if whole:
            self._show_acts(turn)
        self._show_ending(turn)

    def _show_acts(self, turn):
        t, kept = self.t, model.route(self.store)
        keys = [key for cell in rules.weakest(turn.cells) for key in rules.routes(cell)]
        if kept and kept not in (*keys, model.OWN_ACT):
            keys.append(kept)
        options = [(self._act_words(key), key) for key in keys]
        options.append((t("own_act"), model.OWN_ACT))
        was, self._quiet = self._quiet, True
        if list(self.routes.options) != options:
            self.routes.options = options
        self.routes.value = kept
        self._quiet = was
        every = "".join(
            f"<li>{escape(self._act_words(key))}</li>" for cell in rules.CELLS for key in rules.routes(cell)
        )
        self.acts.value = (
            f"<h3>{escape(t('acts_heading'))}</h3><p>{escape(t('acts_intro'))}</p>"
            f"<details><summary>{escape(t('acts_all'))}</summary><ul>{every}</ul></details>"
        )
        said = f'<p class="nv-note" role="status">{escape(t("act_chosen"))}</p>'
        self.chosen.value = said if kept else ""

    def _show_ending(self, turn):
        t, locked = self.t, turn.locked is not None
        for control in (self.rating, *self.times, self.prediction, self.prediction_self):
            control.disabled = locked
        self.open_ending.layout.display = "none" if locked else ""
        if turn.total is None:
            return
        faults = []
        guess = model.prediction(self.store, faults)
        intro = t("guess_intro", n=t.number(turn.total))
        wrong = "".join(self._slip(*fault) for fault in faults)
        self.guess_intro.value = f"<h3>{escape(t('guess_heading'))}</h3><p>{escape(intro)}</p>{wrong}"
        self.locked.value = self._locked(turn, guess) if locked else ""

    # ---- in words ------------------------------------------------------------------------------------

    def _rating_words(self, n):
        ends = {rules.SELF_RATING[0]: "self_low", rules.SELF_RATING[-1]: "self_high"}
        return self.t(ends[n]) if n in ends else str(n)

    def _act_words(self, key):
        cell, route = key.rsplit("_", 1)
        t = self.t
        return t("act", cell=t(f"cell.{cell}"), route=t(f"route.{route}"), act=t(f"routes.{key}"))

    def _slip(self, key, where, names):
        place = self.t(where if where == "prediction" else f"item.{where}")
        return note(self.t(key, where=place, **numbers(self.t, names)), wrong=key != "read_as")

    def _locked(self, turn, guess):
        t = self.t
        said = [t("locked", date=t.date(turn.locked), rating=turn.rating, n=t.number(turn.total))]
        if self.turn == model.FIRST:
            said.append(t("locked_guess", n=t.number(guess), rating=self.prediction_self.value))
        inner = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
        return f'<div class="nv-note" role="status">{inner}</div>'

    def _names(self, cells):
        return self.t("and").join(
            self.t("cell_times", cell=self.t(f"cell.{cell}"), n=self.t.number(n)) for cell, n in cells
        )

    def _grid(self, turn):
        t, cells = self.t, turn.cells
        parts = [self._slip(*fault) for fault in turn.faults]
        if turn.total is None:
            empty = [t(f"cell.{cell}") for cell in rules.CELLS if cells[cell] is None]
            return "".join([*parts, f'<p role="status">{escape(t("still", cells=", ".join(empty)))}</p>'])
        key, names = rules.finding(cells)
        if key == "uneven":
            often = self._names((cell, names["most"]) for cell in names["often"])
            names = {"often": often, "low": self._names(names["low"])}
        finding = t(f"finding.{key}", **names)
        sides = [t(f"side.{side}") for side in rules.SIDES]
        kinds = {kind: t(f"kind.{kind}") for kind in rules.ACTS}
        drawing = _drawing(kinds, sides, cells, rules.weakest(cells), t("drawing"))
        rows = [(kinds[kind], *rules.row(cells, kind)) for kind in rules.ACTS]
        rows.append((t("row.total"), *(rules.column(cells, side) for side in rules.SIDES), turn.total))
        told = table((t("column.kind"), *sides, t("column.total")), rows)
        sentences = [t("drawing_how")]
        if rules.chosen_among_equals(cells):
            sentences.append(t("equals"))
        sentences += [t("one_month"), t("low_is_not_wrong")]
        return figure(finding, drawing, told) + "".join(f"<p>{escape(s)}</p>" for s in sentences)


LEFT, TOP, WIDTH, HEIGHT, GAP = 84, 30, 121, 70, 8

# Lines closer together the oftener: the shade can be read without colour.
APART = {0: None, 1: 17, 2: 8, 3: 4}


def _drawing(kinds, sides, cells, weak, label):
    """Three rows of two squares as SVG; each holds its number, and those in ``weak`` a dashed edge.

    ``kinds`` is ``{kind: name}``, ``sides`` the two column headings, ``cells`` ``{cell: times}``.
    """
    most = max(cells.values())
    middle = [LEFT + at * (WIDTH + GAP) + WIDTH / 2 for at in range(len(sides))]
    parts = [
        f'<text x="{x}" y="18" text-anchor="middle" font-weight="600">{escape(name)}</text>'
        for x, name in zip(middle, sides, strict=True)
    ]
    for at, (kind, name) in enumerate(kinds.items()):
        y = TOP + at * (HEIGHT + GAP)
        parts.append(f'<text x="0" y="{y + HEIGHT / 2 + 5}" font-weight="600">{escape(name)}</text>')
        for x, side in zip(middle, rules.SIDES, strict=True):
            cell = f"{kind}_{side}"
            parts.append(_square(x - WIDTH / 2, y, cells[cell], most, cell in weak))
    width, height = LEFT + 2 * WIDTH + 2 * GAP, TOP + len(kinds) * (HEIGHT + GAP)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'style="max-width:{width + 90}px;width:100%;height:auto;margin-top:0.6rem" '
        f'font-size="14" fill="{INK}">{"".join(parts)}</svg>'
    )


def _square(x, y, times, most, weak):
    apart = APART[rules.shade(times, most)]
    lines = ""
    if apart:
        strokes = " ".join(f"M{x:g} {y + down:g}h{WIDTH}" for down in range(apart // 2 + 1, HEIGHT, apart))
        lines = f'<path d="{strokes}" stroke="{ACCENT}" stroke-width="2"/>'
    edge = f'stroke="{INK}" stroke-width="4" stroke-dasharray="9 5"' if weak else f'stroke="{QUIET}"'
    words = str(times)
    pill = 18 + 9 * len(words)
    middle = x + WIDTH / 2
    return (
        f'<rect x="{x:g}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="{PAPER}"/>{lines}'
        f'<rect x="{x:g}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="none" {edge}/>'
        f'<rect x="{middle - pill / 2:g}" y="{y + 20}" width="{pill}" height="30" rx="15" fill="#fff"/>'
        f'<text x="{middle:g}" y="{y + 41}" text-anchor="middle" font-size="17" '
        f'font-weight="600">{words}</text>'
    )
