"""The network as a picture, in figures and in words; and what if somebody left, or somebody new came."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, table
from exercises.kit.boxes import beside, framed, offer
from exercises.kit.chart import bars
from exercises.kit.drawn import Drawn
from exercises.kit.sample import Sampled
from exercises.models import my_network
from exercises.models import network_map as model
from exercises.models.name_people import roles_answered
from exercises.paper.blocks import Block, Rings, Words
from exercises.rules import ego_feedback
from exercises.rules.ego_network import best_constraint, references, shown_measures
from exercises.rules.minutes import Work
from exercises.rules.network_layout import NEWCOMER_CLOSENESS
from exercises.rules.resources import single_points
from exercises.rules.roles import role_reach
from exercises.rules.ties import CLOSENESS, DORMANT_CHOICES
from exercises.texts import Texts

COUNTS = ("size", "tie_count")
# What the picture's one line on a change names.
MAIN_FIGURES = ("density", "effective_size", "constraint")
REFERENCES = ("broker", "partner", "clique")
# In the table what can be changed comes first.
COLUMNS = ("closeness", "circles", "knows", "relation", "last_contact", "roles", "unsure")


class NetworkMap(Sampled):
    """The picture, the figures and what they may mean, and a "what if" of which nothing is kept."""

    stem = model.STEM
    work = Work(words=300, choices=6)

    def paper(self) -> list[Block]:
        say = Texts("describe_people", self.t.lang)
        rings = tuple(say(f"closeness.{n}") for n in reversed(CLOSENESS))
        return [Words(self.t("paper")), Rings(self.t("picture.ego"), rings)]

    def controls(self) -> list[W.DOMWidget]:
        t = self.t
        self.add_class("nv-map")
        self.gone, self.imagined, self.made = [], [], 0
        self.about = None  # the imagined person whose card is open
        self.empty = W.HTML(f'<p class="nv-note">{escape(t("empty"))}</p>')
        self.drawn = Drawn(self, self._toggle)
        self.picture = self.drawn.picture
        self.picture.observe(self._chosen, names="chosen")
        self.figures, self.words, self.reach, self.asleep = W.HTML(), W.HTML(), W.HTML(), W.HTML()
        self.years = self.bind(
            W.Dropdown(
                description=t("dormant.years"),
                options=[(t(f"dormant.after_{years}"), years) for years in DORMANT_CHOICES],
            ),
            lambda: model.dormant_years(self.store),
            lambda years: self.store.put(self.stem, "dormant_years", years),
            self._show_dormant,
        )
        self.rows = W.VBox()
        self.rows_button = self.button("", self._switch_table)
        self.rows_open = False
        self.curious = self.button("", self._switch_figures)
        self.figures_open = False
        asleep = W.HTML(f"<h3>{escape(t('dormant.heading'))}</h3>")
        self.page = W.VBox(
            [
                self.picture,
                W.HBox([self.rows_button]),
                self.rows,
                self._trial_card(),
                self.words,
                self.reach,
                W.VBox([asleep, self.years, self.asleep]),
                W.HBox([self.curious]),
                self.figures,
            ]
        )
        self.refresh()
        return [self.empty, self.page]

    def _trial_card(self):
        t = self.t
        say = f"<h3>{escape(t('what_if.heading'))}</h3><p>{escape(t('what_if.how'))}</p>"
        self.whom = W.Dropdown(description=t("what_if.whom"))
        self.whom.observe(self._pointed_out, names="value")
        self.out = self.button(t("what_if.out"), self._take_out)
        self.new = self.button(t("what_if.new"), self._imagine)
        self.undo = self.button(t("what_if.undo"), self._undo)
        self.said = W.HTML()
        self.new_card = W.VBox()
        self.leaving, self.thinking = beside(self.whom, self.out), W.HBox([self.new, self.undo])
        return framed(W.HTML(say), self.leaving, self.thinking, self.new_card, self.said)

    def refresh(self) -> None:
        with self.picture.hold_sync():
            self.drawn.show()
            self.seen, self.nicknames = self.drawn.seen, self.drawn.nicknames
            there = {str(person.id) for person in self.seen.people}
            self.gone = [person for person in self.gone if person in there]
            self._show_trial()
        self.page.layout.display = "" if self.seen.people else "none"
        self.empty.layout.display = "none" if self.seen.people else ""
        self.words.value = self._in_words()
        self.reach.value = self._reach()
        self._show_dormant()

    # ---- what if -------------------------------------------------------------------------------------

    def _chosen(self, change):
        person = change["new"]
        if any(person == one.id for one in self.imagined):
            self._open_card(person)
        elif person in [key for _, key in self.whom.options]:
            self.whom.value = person

    def _pointed_out(self, change):
        if change["new"]:
            self.picture.chosen = change["new"]

    def _toggle(self, person):
        """Take somebody out, or put in again; an imagined person goes for good."""
        if any(person == one.id for one in self.imagined):
            self.imagined = [one for one in self.imagined if one.id != person]
            if self.about == person:
                self._close_card()
        elif person in self.gone:
            self.gone.remove(person)
        elif any(person == str(one.id) for one in self.seen.people):
            self.gone.append(person)
        self._show_trial()

    def _take_out(self):
        if not self.whom.value:
            self._say(self.t("what_if.choose_first"), wrong=True, at=self.leaving)
            return
        self._hush()
        self._toggle(self.whom.value)

    def _undo(self):
        self.gone, self.imagined = [], []
        self._close_card()
        self._show_trial()

    def _imagine(self):
        if len(self.seen.people) - len(self.gone) + len(self.imagined) >= my_network.MOST_PEOPLE:
            self._say(self.t("what_if.full"), wrong=True, at=self.thinking)
            return
        self.made += 1
        person = model.imagined(f"new-{self.made}", self.t("what_if.name_given", at=self.made))
        self.imagined.append(person)
        self._open_card(person.id)
        self._show_trial()
        self.picture.chosen = person.id

    def _close_card(self):
        self.about = None
        self.new_card.layout.display = "none"

    def _open_card(self, person_id):
        first = not self.new_card.children
        if first:
            self._make_fields()
        t, person = self.t, self._imagined(person_id)
        self.about = person_id
        self.new_heading.value = f"<h4>{escape(t('what_if.new_heading', name=person.nickname))}</h4>"
        circles = [(str(circle.id), circle.name) for circle in self.seen.circles]
        people = [(str(one.id), one.nickname) for one in self.seen.people]
        self._quiet = True
        try:
            self.name.value = person.nickname
            inside = {"circles": [str(circle) for circle in person.circles]}
            self.in_circles.show([("circles", t("what_if.circles"))] if circles else [], circles, inside)
            self.known.show([("knows", t("what_if.knows"))], people, {"knows": list(person.knows)})
        finally:
            self._quiet = False
        if first:
            # Only now: whoever types at once would have it written over by the name that was on its way.
            remove = self.button(t("picture.take_away"), lambda: self._toggle(self.about))
            self.new_card.children = [
                self.new_heading,
                self.name,
                self.in_circles,
                self.known,
                W.HBox([remove]),
            ]
        self.new_card.layout.display = ""

    def _make_fields(self):
        """What the card of an imagined person asks, made when it is first wanted and then used again."""
        from exercises.kit.controls.answers import Answers

        self.new_heading = W.HTML()
        self.name = W.Text(description=self.t("what_if.name"), continuous_update=False)
        self.in_circles, self.known = Answers(), Answers()
        for control in (self.name, self.in_circles, self.known):
            control.observe(self._edited, names="value")

    def _imagined(self, person_id):
        return next(one for one in self.imagined if one.id == person_id)

    def _edited(self, change):
        if not self._quiet:
            self._act(self._edit)

    def _edit(self):
        edited = model.imagined(
            self.about,
            self.name.value or self._imagined(self.about).nickname,
            self.in_circles.picked("circles"),
            self.known.picked("knows"),
        )
        self.imagined = [edited if one.id == edited.id else one for one in self.imagined]
        self._show_trial()

    def _show_trial(self):
        """Everything that follows a change of the trial."""
        t = self.t
        self.change = model.what_if(self.seen, self.gone, self.imagined)
        left = [(p.nickname, str(p.id)) for p in self.seen.people if str(p.id) not in self.gone]
        offer(self.whom, [(t("what_if.choose"), ""), *left])
        self.undo.disabled = self.change is None
        line = self._trial_line()
        said = self._trial_words() if self.change else [line]
        self.said.value = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
        self.picture.whatif = {
            "gone": list(self.gone),
            "new": self._newcomers(),
            "note": line if self.change else "",
            "notes": [t("picture.note_trial")] if self.change else [],
        }
        self._show_figures()
        self._show_table()

    def _trial_line(self):
        """The trial in one line: who, and the figures that may be shown before and after."""
        t = self.t
        if not self.change:
            return t("what_if.none")
        out = [self.nicknames[int(person)] for person in self.gone]
        new = [person.nickname for person in self.imagined]
        parts = [
            t(f"what_if.{key}", names=", ".join(names))
            for key, names in (("now_out", out), ("now_in", new))
            if names
        ]
        before, after = self.change.before, self.change.after
        shown = [name for name in MAIN_FIGURES if name in shown_measures(min(before.size, after.size))]
        figures = {name: (self._number(before, name), self._number(after, name)) for name in shown}
        if figures and all(old == new for old, new in figures.values()):
            parts.append(t("what_if.unmoved"))
        for name, (old, new) in figures.items():
            key = "what_if.same" if old == new else "what_if.moved"
            parts.append(t(key, measure=t(f"measure.{name}"), before=old, after=new))
        return " ".join(parts)

    def _trial_words(self):
        """What the rules say of the change; a figure that stands still is not said to move."""
        said = ego_feedback.change_feedback(self.change)
        words = list(self._sentences(said))
        for at, statement in enumerate(said):
            before, after = (self.t.number(statement.params.get(name, 0), 2) for name in ("before", "after"))
            if statement.key == "change_constraint" and before == after:
                words[at] = self.t("what_if.same_constraint", constraint=after)
        return words

    def _newcomers(self):
        t, seen, people = self.t, self.seen, []
        ring = [ring.closeness for ring in seen.drawn.rings].index(NEWCOMER_CLOSENESS)
        numbers = {circle.id: circle.number for circle in seen.circles}
        for person, spot in zip(self.imagined, model.newcomer_spots(seen, self.imagined), strict=True):
            knows = model.acquaintances(seen, person)
            inside = [numbers[circle] for circle in person.circles if circle in numbers]
            facts = [
                [t("fact.closeness"), t("what_if.new_fact")],
                [
                    t("fact.circles"),
                    ", ".join(self.drawn.circle(number) for number in inside) or t("no_circle"),
                ],
                [t("fact.knows"), self.drawn.names([int(one) for one in knows]) or t("nobody")],
            ]
            people.append(
                self.drawn.figure(person.id, person.nickname, ring, spot, inside, facts) | {"knows": knows}
            )
        return people

    # ---- figures and words ---------------------------------------------------------------------------

    def _number(self, measures, name):
        value = getattr(measures, name)
        if value is None:
            return self.t("figures.undefined")
        return self.t.number(value, 0 if name in COUNTS else 2)

    def _with_band(self, measures, name):
        own = self._number(measures, name)
        band = measures.band and self._number(measures.band, name)
        return self.t("figures.with_band", value=own, band=band) if band and band != own else own

    def _switch_figures(self):
        self.figures_open = not self.figures_open
        self._show_figures()

    def _show_figures(self):
        """The figures are for the curious: folded until they are asked for."""
        self.curious.description = self.t("figures.hide" if self.figures_open else "figures.show")
        few = not shown_measures((self.change.after if self.change else self.seen.measures).size)
        self.curious.layout.display = "none" if few else ""
        self.figures.layout.display = "" if self.figures_open else "none"
        self.figures.value = self._figures()

    def _figures(self):
        t = self.t
        before, after = self.seen.measures, self.change.after if self.change else None
        now = after or before
        shown = shown_measures(now.size)
        if not shown:
            return ""
        same_size = references(now.size)
        own = {"own_sample" if self.in_sample else "own": before}
        if after:
            own = {"before": before, "after": after}
        columns = own | {kind: same_size[kind] for kind in REFERENCES}
        rows = []
        for name in shown:
            # What is too few to say of the smaller network is not said of it beside the larger.
            cells = [
                self._with_band(one, name) if name in shown_measures(one.size) else t("figures.undefined")
                for one in columns.values()
            ]
            rows.append((t(f"measure.{name}"), *cells))
        heading = [t("figures.measure"), *(t(f"figures.{key}") for key in columns)]
        parts = [f"<h3>{escape(t('figures.heading'))}</h3>"]
        if "constraint" in shown:
            bars_of = [
                (t(f"figures.{key}"), one.constraint, self._number(one, "constraint"))
                for key, one in columns.items()
                if "constraint" in shown_measures(one.size)
            ]
            label = t("figures.strip", n=now.size)
            parts.append(f"<p><strong>{escape(label)}</strong></p>{bars(bars_of, label)}")
        parts.append(self._scrolling("figures", t("figures.heading"), table(heading, rows)))
        notes = [t("figures.same_size", n=now.size)]
        if any(one.band for one in own.values()):
            notes.append(t("figures.band"))
        if "constraint" in shown:
            notes.append(t("figures.best", n=now.size, best=t.number(best_constraint(now.size), 2)))
        means = [f"<li>{escape(t(f'measure.{name}'))}: {escape(t(f'means.{name}'))}</li>" for name in shown]
        parts += [f"<p>{escape(note)}</p>" for note in notes]
        parts.append(
            f"<details><summary>{escape(t('figures.means'))}</summary><ul>{''.join(means)}</ul></details>"
        )
        return f'<div class="nv-card">{"".join(parts)}</div>'

    def _scrolling(self, kind, label, content):
        """A table that may be wider than a small screen: it scrolls by itself, by keyboard too."""
        names = f'role="region" tabindex="0" aria-label="{escape(label)}"'
        return f'<div class="nv-scroll nv-{kind}" {names}>{content}</div>'

    def _sentences(self, statements):
        """The sentences of ego_feedback: counts whole, other numbers with two decimals."""
        say = Texts("ego_feedback", self.t.lang)
        for key, params in statements:
            names = {
                name: value
                if isinstance(value, str)
                else say.number(value, 2 if isinstance(value, float) else 0)
                for name, value in params.items()
            }
            yield say(key, **names)

    def _in_words(self):
        said = ego_feedback.feedback(self.seen.measures, model.cuts(self.seen))
        parts, sides = [f"<h3>{escape(self.t('words.heading'))}</h3>"], []
        for statement, sentence in zip(said, self._sentences(said), strict=True):
            # The two sides stand beside each other: neither comes first.
            if statement.key.endswith(("_new", "_safe")):
                sides.append(f'<p class="nv-note">{escape(sentence)}</p>')
            else:
                parts.append(f"<p>{escape(sentence)}</p>")
            if len(sides) == 2:
                parts.append(f'<div class="nv-sides">{"".join(sides)}</div>')
                sides = []
        return "".join(parts)

    def _reach(self):
        t = self.t
        parts = [f"<h3>{escape(t('reach.heading'))}</h3>", *self._roles()]
        items = Texts("resources", t.lang)
        singles = single_points(my_network.resources_known(self.store))
        if singles:
            said = [
                t("reach.single", name=name, items="; ".join(items(f"items.{item}") for item in alone))
                for name, alone in singles.items()
            ]
            listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
            parts.append(f"<p>{escape(t('reach.singles'))}</p><ul>{listed}</ul>")
        return "".join(parts)

    def _roles(self):
        t, roles, said = self.t, Texts("roles", self.t.lang), []
        known, left_out = my_network.roles_known(self.store), model.without_relation(self.seen)
        if known:
            reach = role_reach(known)
            ways = {way: len(found) for way, found in reach.strongest.items()}
            said += [t("reach.roles", n=reach.extensity, asked=reach.asked), t("reach.ways", **ways)]
            # Who was not asked for is not somebody one lacks.
            nobody = set(roles_answered(self.store)[1])
            empty = [role for role in reach.empty if role in nobody]
            unasked = [role for role in reach.empty if role not in nobody]
            for key, found in (("family_only", reach.family_only), ("empty", empty)):
                if found:
                    said.append(t(f"reach.{key}", roles="; ".join(roles(role) for role in found)))
            if unasked:
                said.append(t("reach.unasked", n=len(unasked)))
            said.append(t("reach.adapted"))
        elif not left_out:
            said.append(t("reach.no_roles"))
        if left_out:
            said.append(t("reach.no_relation", names=", ".join(person.nickname for person in left_out)))
        return [f"<p>{escape(sentence)}</p>" for sentence in said]

    def _show_dormant(self):
        t = self.t
        asleep, unknown = model.dormant(self.seen, model.dormant_years(self.store), date.today())
        said = [t("dormant.none")]
        if asleep:
            said = [t("dormant.list", names=", ".join(person.nickname for person in asleep))]
        if unknown:
            said.append(t("dormant.unknown", n=unknown))
        self.asleep.value = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)

    # ---- the same as a table -------------------------------------------------------------------------

    def _switch_table(self):
        self.rows_open = not self.rows_open
        self._show_table()

    def _show_table(self):
        t = self.t
        self.rows_button.description = t("table.hide" if self.rows_open else "table.show")
        self.rows.layout.display = "" if self.rows_open else "none"
        if not self.rows_open:
            return
        if not self.rows.children:
            self.rows.children = [self._make_table()]
        with self.table.hold_sync():
            self.table.choices = self.drawn.choices()
            self.table.rows = [*map(self._row, self.seen.people), *map(self._new_row, self._newcomers())]

    def _make_table(self):
        from exercises.kit.controls.network_rows import NetworkRows

        columns = [[key, self.t(f"fact.{key}")] for key in COLUMNS]
        words = {"caption": self.t("table.caption"), "name": self.t("fact.nickname"), "columns": columns}
        self.table = NetworkRows(words, lambda message: self._act(partial(self.drawn.heard, message)))
        return self.table

    def _row(self, person):
        out = str(person.id) in self.gone
        return self.drawn.row(person, self.t("table.out", name=person.nickname) if out else person.nickname)

    def _new_row(self, new):
        facts = dict(new["facts"])
        cells = {key: facts.get(self.t(f"fact.{key}"), "") for key in COLUMNS}
        name = self.t("table.in", name=new["name"])
        return {"id": new["id"], "name": name, "cells": cells, "knows": [], "editable": False}
