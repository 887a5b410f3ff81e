"""Card match: draw a kind of person unlike oneself, say what one shares, and choose one for the act."""

import random

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import framed
from exercises.models import alike_or_different
from exercises.models import card_match as model
from exercises.paper.blocks import Block, Lines, Words
from exercises.rules.alike_or_different import CATEGORIES
from exercises.rules.minutes import Work
from exercises.texts import Texts


class CardMatch(Exercise):
    """One card at a time; earlier cards are kept, with what was written about each."""

    stem = model.STEM
    work = Work(words=150, choices=6, lines=2)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.chance = random.Random()
        self.cards = model.cards()
        self.trades = Texts(alike_or_different.STEM)
        drawn = model.drawn(self.store)
        chosen = model.chosen(self.store)
        self.at = drawn.index(chosen) if chosen in drawn else len(drawn) - 1
        options = [(t("choose"), ""), *((self.trades(f"trade.{name}"), name) for name in CATEGORIES["trade"])]
        self.trade = self.bind(
            W.Dropdown(description=t("own_trade"), options=options),
            lambda: model.own_trade(self.store) or "",
            lambda trade: alike_or_different.set_own(self.store, "trade", trade or None),
            self.refresh,
        )
        self.pick = self.button(t("draw"), self._draw, primary=True)
        self.face = W.HTML()
        self.ground = W.Text(description=t("ground"), placeholder=t("ground_like"))
        self.who = W.Text(description=t("who"), placeholder=t("who_like"))
        self.ground.observe(self._typed, names="value")
        self.who.observe(self._typed, names="value")
        self.choice = self.button(t("choose_card"), self._choose)
        self.back = self.button(t("back"), lambda: self._go(self.at - 1))
        self.forward = self.button(t("next"), lambda: self._go(self.at + 1))
        self.card = framed(
            self.face, self.ground, self.who, W.HBox([self.choice]), W.HBox([self.back, self.forward])
        )
        self.said = W.HTML()
        self.refresh()
        return [self.trade, W.HBox([self.pick]), self.card, self.said]

    def paper(self) -> list[Block]:
        t, blocks = self.t, [Words(self.t("paper"))]
        for record in self.cards.values():
            blocks.append(Words(f"{t.pick(record['who'])} {t.pick(record['sees'])}", "•"))
        return [*blocks, Lines(t("paper_card")), Lines(t("ground"), 2, t("ground_like")), Lines(t("who"))]

    def _draw(self):
        if not model.own_trade(self.store):
            self._say(self.t("trade_first"), wrong=True, at=self.trade)
            return
        found = []
        self.save(lambda: found.append(model.draw(self.store, self.chance)))
        if found and found[0]:
            self.at = len(model.drawn(self.store)) - 1
        self.refresh()

    def _go(self, at):
        self.at = at
        self._hush()
        self.refresh()

    @property
    def shown(self) -> str | None:
        """The key of the card that is looked at, or None."""
        drawn = model.drawn(self.store)
        return drawn[self.at] if 0 <= self.at < len(drawn) else None

    def _typed(self, change):
        card = self.shown
        if self._quiet or card is None:
            return
        name = f"{card}.{'ground' if change['owner'] is self.ground else 'who'}"
        self.save(lambda: self.store.put(self.stem, name, change["new"] or None))
        self._act(self._say_chosen)

    def _choose(self):
        if not self.ground.value.strip():
            self._say(self.t("ground_first"), wrong=True, at=self.ground)
            return
        self.save(lambda: self.store.put(self.stem, "chosen", self.shown))
        self._say_chosen()

    def refresh(self) -> None:
        t, drawn = self.t, model.drawn(self.store)
        self.at = min(self.at, len(drawn) - 1)
        if drawn and self.at < 0:
            self.at = 0
        card, was = self.shown, self._quiet
        self._quiet = True
        self.ground.value = self._kept("ground")
        self.who.value = self._kept("who")
        self._quiet = was
        self.card.layout.display = "" if card else "none"
        self.pick.description = t("draw_another") if drawn else t("draw")
        left = not model.own_trade(self.store) or bool(model.candidates(self.store))
        self.pick.layout.display = "" if left else "none"
        self.face.value = self._face(card, left) if card else ""
        self.back.disabled = self.at <= 0
        self.forward.disabled = self.at >= len(drawn) - 1
        self._say_chosen()

    def _kept(self, name):
        return self.store.get(self.stem, f"{self.shown}.{name}", "") if self.shown else ""

    # ---- in words ------------------------------------------------------------------------------------

    def _face(self, card, left):
        t, record = self.t, self.cards[card]
        trade = self.trades(f"trade.{record['trade']}")
        people = model.met(self.store, record["trade"])
        met = t("met", names=", ".join(people)) if people else t("met_nobody")
        where = t("where", at=self.at + 1, of=len(model.drawn(self.store)))
        if not left:
            where = f"{where} {t('no_more')}"
        return (
            f'<div role="status"><p class="nv-where">{escape(where)}</p>'
            f'<p class="nv-question">{escape(t.pick(record["who"]))}</p>'
            f"<p>{escape(t.pick(record['sees']))}</p>"
            f"<p><strong>{escape(t('ask'))}</strong> {escape(t.pick(record['ask']))}</p>"
            f"<p>{escape(t('trade', trade=trade))} {escape(met)}</p></div>"
        )

    def _say_chosen(self):
        t, card = self.t, model.chosen(self.store)
        if card is None:
            self.said.value = f"<p>{escape(t('none_chosen'))}</p>"
            return
        ground = self.store.get(self.stem, f"{card}.ground", "")
        who = self.store.get(self.stem, f"{card}.who", "")
        kind = t.pick(self.cards[card]["who"])
        words = t("chosen_known", kind=kind, who=who) if who.strip() else t("chosen", kind=kind)
        parts = [words, t("chosen_ground", ground=ground) if ground.strip() else t("ground_first")]
        inner = "".join(f"<p>{escape(sentence)}</p>" for sentence in parts)
        self.said.value = f'<div class="nv-note" role="status">{inner}</div>'
