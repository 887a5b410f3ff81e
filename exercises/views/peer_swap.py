"""The swap with a peer, at the table or by mail; alone, the same questions after two days."""

from datetime import datetime

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import framed
from exercises.kit.fields import Fields
from exercises.models import peer_swap as model
from exercises.models.known_names import knowing
from exercises.rules import peer_swap as rules
from exercises.rules.minutes import Work


class PeerSwap(Fields):
    """``PeerSwap("facebook-evening")``: the note got, the note given, and what came of it."""

    stem = model.STEM
    work = Work(words=124, choices=5, texts=5)

    def __init__(self, evening: str) -> None:
        self.evening = evening
        super().__init__()

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t, at = self.t, self.evening
        self.way = self.choice(f"{at}.way", t("way"), "way_option", rules.WAYS)
        self.got = {
            part: self.text(f"{at}.{part}", t(part), lines=2, placeholder=t(f"{part}_like"), after=self.show)
            for part in rules.PARTS
        }
        self.gave = self.text(f"{at}.gave", t("gave"), lines=2, after=self.show)
        self.letter = copy_button(t, self.letter_text)
        self.with_peer = framed(
            W.HTML(f"<h3>{escape(t('with_peer'))}</h3><p>{escape(t('letter_how'))}</p>"),
            self.letter,
            *self.got.values(),
            self.gave,
        )
        self.put_away = self.button(t("put_away"), self._put_away)
        self.take_out = self.button(t("take_out"), self._take_out)
        self.when = W.HTML()
        scores = [str(n) for n in range(rules.MOST_SCORE + 1)]
        self.scores = {
            name: self.choice(f"{at}.score.{name}", t(f"criterion.{name}"), "score", scores)
            for name in rules.CRITERIA
        }
        self.four = W.VBox(list(self.scores.values()))
        self.alone = framed(
            W.HTML(f"<h3>{escape(t('alone'))}</h3>"),
            W.HBox([self.put_away, self.take_out]),
            self.when,
            self.four,
        )
        self.changed = self.text(f"{at}.changed", t("changed"), lines=2, after=self.show)
        self.said = W.HTML()
        self.show()
        return [self.way, self.with_peer, self.alone, self.changed, self.said]

    def letter_text(self) -> str:
        """What one sends along to a peer who is not at the table."""
        return self.t("letter")

    def _put_away(self):
        self.save(lambda: model.put_away(self.store, self.evening, datetime.now()))
        self.show()

    def _take_out(self):
        self.save(lambda: model.put_away(self.store, self.evening, None))
        self.show()

    def show(self) -> None:
        t, now = self.t, datetime.now()
        note = model.read(self.store, self.evening)
        chosen = note.way in rules.WAYS
        by_self = note.way == "alone"
        self.with_peer.layout.display = "" if chosen and not by_self else "none"
        self.alone.layout.display = "" if by_self else "none"
        self.changed.layout.display = "" if chosen else "none"
        self.put_away.layout.display = "none" if note.rested else ""
        self.take_out.layout.display = "" if note.rested else "none"
        self.four.layout.display = "" if rules.ripe(note, now) else "none"
        told = ""
        if note.rested:
            opens = note.rested + rules.REST
            told = t("opens", date=t.date(opens.date()), clock=t.clock(opens))
        self.when.value = f"<p>{escape(told)}</p>" if told else ""
        self.said.value = self.items(rules.findings(note, now, knowing(self.store)))
