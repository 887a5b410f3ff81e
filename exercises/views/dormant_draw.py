"""Ten sleeping contacts, one's own first choice among them, and one drawn by lot from the others."""

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, offer
from exercises.kit.on_network import Confirmed, OnNetwork
from exercises.models import dormant_draw as model
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.rules import dormant_draw as rules
from exercises.rules.minutes import Work
from exercises.rules.ties import DORMANT_CHOICES

AFTER = dict(zip(DORMANT_CHOICES, ("one", "two", "three"), strict=True))


class DormantDraw(OnNetwork):
    """A list of names, from the map or typed; a favourite; and a lot that is drawn once, again on purpose."""

    stem = model.STEM
    work = Work(words=130, choices=12, lines=1)

    def controls(self) -> list[W.Widget]:
        from exercises.kit.controls.answers import Answers

        t = self.t
        if self.in_sample:
            model.fill_with_bentes(self.store)
        self.years = self.bind(
            W.Dropdown(
                description=t("years"), options=[(t(f"after.{AFTER[n]}"), n) for n in DORMANT_CHOICES]
            ),
            lambda: model.years(self.store),
            lambda years: model.set_years(self.store, years),
            self.refresh,
        )
        self.from_map = Answers()
        self.from_map.observe(self._ticked, names="value")
        self.nobody_on_map = W.HTML(f"<p>{escape(t('nobody_on_map'))}</p>")
        self.who = W.Text(description=t("who"), placeholder=t("who_like"), continuous_update=False)
        self.who.observe(self._typed, names="value")
        self._just_added = False
        adding = beside(self.who, self.button(t("add"), self._add))
        self.picks = Answers(many=False)
        self.picks.observe(self._picked, names="value")
        self.leaving = W.Dropdown(description=t("remove"), options=[(t("remove_nobody"), None)])
        self.removing = beside(self.leaving, self.button(t("remove_do"), self._remove))
        self.said = W.HTML()
        self.first_draw = W.HBox([self.button(t("draw"), self._draw, primary=True)])
        self.again = Confirmed(
            self, t("draw_again"), lambda: t("draw_again_sure"), t("draw_again_yes"), self._draw
        )
        self.refresh()
        return [
            self.years,
            self.from_map,
            self.nobody_on_map,
            adding,
            self.picks,
            self.removing,
            self.said,
            self.first_draw,
            self.again,
        ]

    def paper(self) -> list[Block]:
        numbers = tuple(map(str, range(1, rules.ENOUGH + 1)))
        return [empty_rows(("", self.t("list")), first=numbers), Words(self.t("paper"))]

    def refresh(self) -> None:
        t = self.t
        listed = model.listed(self.store)
        favourite, drawn = model.favourite(self.store), model.drawn(self.store)
        options = [(str(sleeper.id), sleeper.name) for sleeper in listed]
        asleep = [(str(person_id), name) for person_id, name in model.from_map(self.store)]
        chosen = {"favourite": [str(favourite)] if favourite else []}
        self._quiet = True
        try:
            self.from_map.show([("map", t("from_map"))] if asleep else [], asleep, {"map": []})
            self.picks.show([("favourite", t("list"))] if listed else [], options, chosen)
            offer(self.leaving, [(t("remove_nobody"), None), *((name, int(key)) for key, name in options)])
        finally:
            self._quiet = False
        self.from_map.layout.display = "" if asleep else "none"
        self.nobody_on_map.layout.display = "none" if asleep else ""
        self.removing.layout.display = "" if listed else "none"
        ids = [sleeper.id for sleeper in listed]
        can = rules.can_draw(ids, favourite)
        self.first_draw.layout.display = "" if can and drawn is None else "none"
        self.again.layout.display = "" if can and drawn is not None else "none"
        names = {"own": model.names(self.store)["own_choice"], "lot": model.names(self.store)["by_lot"]}
        found = rules.findings(ids, favourite, drawn, model.draws(self.store))
        lines = (f"<p>{escape(t(f'found.{key}', **names, **more))}</p>" for key, more in found)
        self.said.value = f'<div role="status">{"".join(lines)}</div>'

    # ---- the list ------------------------------------------------------------------------------------

    def _ticked(self, change):
        if not self._quiet:
            self._act(self._add_ticked)

    def _add_ticked(self):
        for person_id, name in model.from_map(self.store):
            if str(person_id) in self.from_map.picked("map"):
                self.save(lambda name=name: model.add(self.store, name))
        self.refresh()

    def _typed(self, change):
        if not self._quiet and change["new"].strip():
            self._act(self._add_typed)

    def _add(self):
        # Leaving the field has added the name before the button says so too.
        if not self._just_added:
            self._add_typed()
        self._just_added = False

    def _add_typed(self):
        if self.save(lambda: model.add(self.store, self.who.value)):
            self._just_added = True
            self._quiet = True
            self.who.value = ""
            self._quiet = False
            self.refresh()

    def _remove(self):
        row_id = self.leaving.value
        if row_id is not None:
            self.save(lambda: model.remove(self.store, row_id))
            self.refresh()

    # ---- the favourite and the lot -------------------------------------------------------------------

    def _picked(self, change):
        if not self._quiet:
            self._act(self._keep_favourite)

    def _keep_favourite(self):
        picked = self.picks.picked("favourite")
        self.save(lambda: model.set_favourite(self.store, int(picked[0]) if picked else None))
        self.refresh()

    def _draw(self):
        self.save(lambda: model.draw(self.store))
        self.refresh()
