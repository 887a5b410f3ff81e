"""The network as a picture, in figures and in words; and what if somebody left, or somebody new came."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.models import my_network
from exercises.models import network_map as model
from exercises.rules import ego_feedback
from exercises.rules.describe_people import span_of
from exercises.rules.ego_network import best_constraint, references, shown_measures
from exercises.rules.network_layout import NEWCOMER_CLOSENESS
from exercises.rules.resources import single_points
from exercises.rules.roles import role_reach
from exercises.rules.ties import DORMANT_CHOICES
from exercises.texts import Texts
from exercises.views.base import escape, table
from exercises.views.chart import bars
from exercises.views.sample import Sampled

COUNTS = ("size", "tie_count")
# What the picture's one line on a change names.
MAIN_FIGURES = ("density", "effective_size", "constraint")
REFERENCES = ("broker", "partner", "clique")
FACTS = ("relation", "circles", "closeness", "last_contact", "roles", "knows", "unsure")
# With more names than this, a person's card says how many: the table has them all.
MOST_NAMES = 12
PICTURE_WORDS = (
    *("tools", "zoom_in", "zoom_out", "whole", "put_back", "full", "full_off", "move_left", "move_right"),
    *("take_out", "put_in_again", "take_away", "is_gone", "hint", "keys", "keys_1", "keys_2"),
    *("line_known", "line_unknown", "save", "save_note", "whose_names", "save_png", "save_svg", "saved"),
    *("save_failed", "file"),
)


class NetworkMap(Sampled):
    """The picture, the figures and what they may mean, and a "what if" of which nothing is kept."""

    stem = model.STEM

    def controls(self):
        # Imported here since anywidget takes longer than all else of this page together.
        from exercises.views.controls.network_picture import NetworkPicture

        t = self.t
        self.add_class("nv-map")
        self.gone, self.imagined, self.made = [], [], 0
        self.about = None  # the imagined person whose card is open
        self.empty = W.HTML(f'<p class="nv-note">{escape(t("empty"))}</p>')
        self.picture = NetworkPicture({key: t(f"picture.{key}") for key in PICTURE_WORDS}, self._toggled)
        self.picture.observe(self._moved, names="places")
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
        self.rows = W.HTML()
        self.rows_button = self.button("", self._switch_table)
        self.rows_open = False
        asleep = W.HTML(f"<h3>{escape(t('dormant.heading'))}</h3>")
        self.page = W.VBox(
            [
                self.picture,
                self._trial_card(),
                self.figures,
                self.words,
                self.reach,
                W.VBox([asleep, self.years, self.asleep]),
                W.HBox([self.rows_button]),
                self.rows,
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
        pair = W.HBox([self.whom, self.out])
        pair.add_class("nv-pair")
        card = W.VBox([W.HTML(say), pair, W.HBox([self.new, self.undo]), self.new_card, self.said])
        card.add_class("nv-card")
        return card

    def refresh(self):
        self.seen = model.read(self.store)
        self.nicknames = {person.id: person.nickname for person in self.seen.people}
        self.page.layout.display = "" if self.seen.people else "none"
        self.empty.layout.display = "none" if self.seen.people else ""
        there = {str(person.id) for person in self.seen.people}
        self.gone = [person for person in self.gone if person in there]
        with self.picture.hold_sync():
            self.picture.drawing = self._drawing()
            self._quietly(self.picture, "places", self._places())
            self._show_trial()
        self.words.value = self._in_words()
        self.reach.value = self._reach()
        self._show_dormant()

    def _quietly(self, control, name, value):
        was, self._quiet = self._quiet, True
        try:
            setattr(control, name, value)
        finally:
            self._quiet = was

    # ---- the picture ---------------------------------------------------------------------------------

    def _places(self):
        return {str(person): [spot.angle, spot.depth] for person, spot in self.seen.places.items()}

    def _moved(self, change):
        if not self._quiet:
            self.save(lambda: model.keep_places(self.store, change["new"]))

    def _drawing(self):
        t, seen = self.t, self.seen
        at = {str(person.id): number for number, person in enumerate(seen.people)}
        rings = [ring.closeness for ring in seen.drawn.rings]
        people = []
        for person in seen.people:
            spot = seen.drawn.spots[person.id]
            numbers = [circle.number for circle in seen.circles_of(person)]
            ring = rings.index(person.closeness)
            people.append(
                self._figure(str(person.id), person.nickname, ring, spot, numbers, self._facts(person))
            )
        return {
            "ego": t("picture.ego_sample" if self.in_sample else "picture.ego"),
            "alt": t(
                "picture.alt",
                people=len(seen.people),
                circles=len({p.group for p in seen.drawn.sectors if p.group is not None}),
                ties=seen.measures.tie_count,
            ),
            "radius": seen.drawn.radius,
            "rings": [
                {"name": "?" if ring.closeness is None else str(ring.closeness), "inner": ring.inner}
                | {"outer": ring.outer}
                for ring in seen.drawn.rings
            ],
            "sectors": [
                {"circle": sector.group, "name": self._circle(sector.group)}
                | {"start": sector.start, "end": sector.end}
                for sector in seen.drawn.sectors
            ],
            "people": people,
            "ties": [
                [at[one], at[other], known]
                for known, pairs in ((1, seen.network.ties), (0, seen.network.unknown))
                for one, other in pairs
            ],
            "legend": self._legend(),
            "notes": self._notes(),
        }

    @staticmethod
    def _figure(person, name, ring, spot, circles, facts):
        return {
            "id": person,
            "name": name,
            "ring": ring,
            "angle": spot.angle,
            "depth": spot.depth,
            "circles": circles,
            "facts": facts,
            "label": ". ".join([name, *(f"{label}: {value}" for label, value in facts)]) + ".",
        }

    def _circle(self, number):
        return next((c.name for c in self.seen.circles if c.number == number), self.t("no_circle"))

    def _legend(self):
        inside = {}
        for person in self.seen.people:
            for number in [circle.number for circle in self.seen.circles_of(person)] or [None]:
                inside[number] = inside.get(number, 0) + 1
        order = sorted(inside, key=lambda number: (number is None, number))
        return [
            {"circle": number, "text": self.t("legend", name=self._circle(number), n=inside[number])}
            for number in order
        ]

    def _notes(self):
        seen = self.seen
        notes = ["note_rings"]
        if any(person.closeness is None for person in seen.people):
            notes.append("note_unsaid")
        if any(len(seen.circles_of(person)) > 1 for person in seen.people):
            notes.append("note_more_circles")
        return [self.t(f"picture.{note}") for note in (*notes, "note_ego")]

    def _facts(self, person, most=MOST_NAMES):
        """What is said of somebody as ``[label, value]``."""
        t, seen = self.t, self.seen
        today = date.today()
        circles = ", ".join(circle.name for circle in seen.circles_of(person)) or t("no_circle")
        span = span_of(model.last_contact(person, today), today)
        # In the words in which the learner was asked.
        say, roles = Texts("describe_people", t.lang), Texts("roles", t.lang)
        facts = [
            ("relation", say(f"relation.{person.relation}") if person.relation else t("not_said")),
            ("circles", circles),
            ("closeness", say(f"closeness.{person.closeness}") if person.closeness else t("not_said")),
            ("last_contact", say(f"last.{span}") if span else t("not_said")),
            ("roles", ", ".join(roles(role) for role in person.roles)),
            ("knows", self._names(seen.knows[person.id], most) or t("nobody")),
            ("unsure", self._names(seen.unsure[person.id], most)),
        ]
        return [[t(f"fact.{key}"), value] for key, value in facts if value]

    def _names(self, ids, most):
        if most is not None and len(ids) > most:
            return self.t("number_of_people", n=len(ids))
        return ", ".join(self.nicknames[person] for person in ids)

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

    def _toggled(self, person):
        self._act(partial(self._toggle, person))

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
            self._say(self.t("what_if.choose_first"))
            return
        self._message.value = ""
        self._toggle(self.whom.value)

    def _undo(self):
        self.gone, self.imagined = [], []
        self._close_card()
        self._show_trial()

    def _imagine(self):
        if len(self.seen.people) - len(self.gone) + len(self.imagined) >= my_network.MOST_PEOPLE:
            self._say(self.t("what_if.full"))
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
        if not self.new_card.children:
            self._make_card()
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
        self.new_card.layout.display = ""

    def _make_card(self):
        """The card of an imagined person, made when it is first asked for and then used again."""
        from exercises.views.controls.answers import Answers

        self.new_heading = W.HTML()
        self.name = W.Text(description=self.t("what_if.name"), continuous_update=False)
        self.in_circles, self.known = Answers(), Answers()
        for control in (self.name, self.in_circles, self.known):
            control.observe(self._edited, names="value")
        remove = self.button(self.t("picture.take_away"), lambda: self._toggle(self.about))
        fields = [self.new_heading, self.name, self.in_circles, self.known]
        self.new_card.children = [*fields, W.HBox([remove])]

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
        chosen = self.whom.value
        self.whom.options = [(t("what_if.choose"), ""), *left]
        self.whom.value = chosen if chosen in [key for _, key in left] else ""
        self.undo.disabled = self.change is None
        line = self._trial_line()
        said = self._sentences(ego_feedback.change_feedback(self.change)) if self.change else [line]
        self.said.value = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
        self.picture.whatif = {
            "gone": list(self.gone),
            "new": self._newcomers(),
            "note": line if self.change else "",
            "notes": [t("picture.note_trial")] if self.change else [],
        }
        self.figures.value = self._figures()
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
        shown = shown_measures(min(before.size, after.size))
        for name in MAIN_FIGURES:
            if name in shown:
                values = {"before": self._number(before, name), "after": self._number(after, name)}
                parts.append(t("what_if.moved", measure=t(f"measure.{name}"), **values))
        return " ".join(parts)

    def _newcomers(self):
        t, seen, people = self.t, self.seen, []
        ring = [ring.closeness for ring in seen.drawn.rings].index(NEWCOMER_CLOSENESS)
        numbers = {circle.id: circle.number for circle in seen.circles}
        for person, spot in zip(self.imagined, model.newcomer_spots(seen, self.imagined), strict=True):
            knows = model.acquaintances(seen, person)
            inside = [numbers[circle] for circle in person.circles if circle in numbers]
            facts = [
                [t("fact.closeness"), t("what_if.new_fact")],
                [t("fact.circles"), ", ".join(self._circle(number) for number in inside) or t("no_circle")],
                [t("fact.knows"), self._names([int(one) for one in knows], MOST_NAMES) or t("nobody")],
            ]
            people.append(
                self._figure(person.id, person.nickname, ring, spot, inside, facts) | {"knows": knows}
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
            for key, found in (("family_only", reach.family_only), ("empty", reach.empty)):
                if found:
                    said.append(t(f"reach.{key}", roles="; ".join(roles(role) for role in found)))
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
        self.rows_button.description = self.t("table.hide" if self.rows_open else "table.show")
        self.rows.value = self._table() if self.rows_open else ""

    def _table(self):
        t = self.t
        labels = [t(f"fact.{key}") for key in FACTS]
        rows = [
            (
                t("table.out", name=p.nickname) if str(p.id) in self.gone else p.nickname,
                dict(self._facts(p, None)),
            )
            for p in self.seen.people
        ]
        rows += [(t("table.in", name=new["name"]), dict(new["facts"])) for new in self._newcomers()]
        cells = [(name, *(facts.get(label, "") for label in labels)) for name, facts in rows]
        caption = t("table.caption")
        return self._scrolling("people", caption, table([t("fact.nickname"), *labels], cells, caption))
