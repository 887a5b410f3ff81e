"""The picture of the network on a page: drawn from the store, and changed by hand.

What is done in it (:mod:`exercises.models.by_hand`) goes into the store of the exercise that shows it, and
can be taken back there. Its words are those of texts/network_map.toml, whatever exercise it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise
from exercises.models import by_hand, my_network
from exercises.models import network_map as model
from exercises.rules.describe_people import span_of
from exercises.rules.ties import CLOSENESS
from exercises.texts import Texts

FACTS = ("relation", "circles", "closeness", "last_contact", "roles", "knows", "unsure")
# With more names than this, a person's card says how many: the table has them all.
MOST_NAMES = 12
PICTURE_WORDS = (
    *("tools", "zoom_in", "zoom_out", "whole", "put_back", "full", "full_off", "full_refused", "move_left"),
    *("move_right", "take_out", "put_in_again", "take_away", "is_gone", "hint", "keys", "keys_1", "keys_2"),
    *("sheet_png", "sheet_pdf", "sheet_file"),
    *("keys_3", "line_known", "line_unknown", "save", "save_note", "whose_names", "save_png", "save_svg"),
    *("saved", "save_failed", "file", "tie", "tie_first", "tie_next", "undo", "nearness", "no_nearness"),
)


class Drawn:
    """The picture of an exercise's network, and what is done in it by hand.

    ``view`` is the exercise: its ``store`` is drawn, its ``save`` keeps, its ``refresh`` shows what follows.
    ``toggled(id)`` is called when somebody is to be taken out on trial; without it the picture offers no such
    thing. ``imagined`` people are none of the store's.
    """

    def __init__(self, view: Exercise, toggled: Callable[[str], None] | None = None) -> None:
        # Imported here since anywidget takes longer than all else of this page together.
        from exercises.kit.controls.network_picture import NetworkPicture

        self.view, self.t = view, Texts("network_map", view.t.lang)
        self.order: tuple[int | None, ...] = ()
        self._done = True
        words = {key: self.t(f"picture.{key}") for key in PICTURE_WORDS}
        self.picture = NetworkPicture(words, self._asked, bool(toggled))
        self._toggled = toggled
        self.picture.observe(self._moved, names="places")

    def beside(self, *controls: W.Widget) -> W.Box:
        """The controls beside the picture; above one another where there is no room."""
        box = W.Box([self.picture, W.VBox(controls)])
        box.add_class("nv-beside")
        return box

    def show(self) -> None:
        """Draw what the store says now."""
        self.seen = model.read(self.view.store, self.order)
        self.order = tuple(sector.group for sector in self.seen.drawn.sectors)
        self.nicknames = {person.id: person.nickname for person in self.seen.people}
        with self.picture.hold_sync():
            self.picture.drawing = self._drawing()
            self.picture.undoable = by_hand.can_undo(self.view.store)
            self._quietly("places", self._places())

    # ---- what is done by hand ------------------------------------------------------------------------

    def _asked(self, message):
        self._done = True
        self.view._act(partial(self.heard, message))
        if "sent" in message:
            self.picture.send({"heard": message["sent"], "done": self._done})

    def heard(self, message: dict[str, Any]) -> None:
        """Do what the picture or the table asks for; what nobody can ask for is not done."""
        what, ids = message.get("what"), [str(message.get(key)) for key in ("id", "other")]
        if what == "undo":
            self._undo()
        elif what == "toggle" and self._toggled:
            self._toggled(ids[0])
        elif what == "put" and self._is_there(ids[0]):
            self._put(int(ids[0]), message)
        elif what == "tie" and ids[0] != ids[1] and all(map(self._is_there, ids)):
            self._turn(partial(by_hand.tie, self.view.store, *map(int, ids)))

    def _is_there(self, person_id):
        return any(person_id == str(person.id) for person in self.seen.people)

    def _put(self, person_id, message):
        """``closeness`` from 1 to 5 or None, ``circle`` a circle's number or None; what is not said stays."""
        person = next(one for one in self.seen.people if one.id == person_id)
        circles = {circle.number: circle.id for circle in self.seen.circles} | {None: None}
        home = next((circle.number for circle in self.seen.circles_of(person)), None)
        closeness = message.get("closeness", person.closeness)
        number = message.get("circle", home)
        if closeness in (*CLOSENESS, None) and number in circles:
            store = self.view.store
            self._turn(partial(by_hand.put, store, person_id, closeness, circles[number]))

    def _turn(self, turn):
        done = []
        self.view.save(lambda: done.append(turn()))
        if done:
            self.view.refresh()
            self._say(done[0])
        self._done = bool(done)

    def _undo(self):
        done = []
        self.view.save(lambda: done.append(by_hand.undo(self.view.store)))
        if done:
            self.view.refresh()
            self._say(done[0], undone=True)

    def _say(self, turn, undone=False):
        """What the turn came to, in words, beside the picture."""
        said = self.t("by_hand.nothing") if turn is None else self._words(turn)
        if undone and turn:
            said = self.t("by_hand.undone", what=said)
        # the same sentence twice is still news
        self.picture.said = ""
        self.picture.said = said

    def _words(self, turn):
        t = self.t
        if turn.what == "move":
            return t("by_hand.moved")
        names = [self.nicknames[person] for person in turn.ids]
        if turn.what == "tie":
            knows = my_network.pairs(self.view.store)[turn.ids]
            return t(f"by_hand.{knows}", one=names[0], other=names[1])
        person = next(one for one in self.seen.people if one.id == turn.ids[0])
        inside = ", ".join(circle.name for circle in self.seen.circles_of(person)) or t("no_circle")
        close = str(person.closeness) if person.closeness else t("not_said")
        return t("by_hand.stands", name=names[0], closeness=close, circles=inside)

    def _quietly(self, name, value):
        view, was = self.view, self.view._quiet
        view._quiet = True
        try:
            setattr(self.picture, name, value)
        finally:
            view._quiet = was

    def _moved(self, change):
        if self.view._quiet:
            return
        self.view.save(lambda: by_hand.move(self.view.store, change["new"]))
        self.picture.undoable = by_hand.can_undo(self.view.store)

    # ---- the picture ---------------------------------------------------------------------------------

    def _places(self):
        return {str(person): [spot.angle, spot.depth] for person, spot in self.seen.places.items()}

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
                self.figure(str(person.id), person.nickname, ring, spot, numbers, self.facts(person))
            )
        return {
            "ego": t("picture.ego_sample" if self.view.in_sample else "picture.ego"),
            "alt": t(
                "picture.alt",
                people=len(seen.people),
                circles=len({numbers[0] for one in people if (numbers := one["circles"])}),
                ties=seen.measures.tie_count,
            ),
            "radius": seen.drawn.radius,
            "rings": [
                {"name": "?" if ring.closeness is None else str(ring.closeness), "inner": ring.inner}
                | {"outer": ring.outer, "closeness": ring.closeness}
                for ring in seen.drawn.rings
            ],
            "sectors": [
                {"circle": sector.group, "name": self.circle(sector.group)}
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
    def figure(
        person: str, name: str, ring: int, spot: Any, circles: list[int], facts: list[list[str]]
    ) -> dict[str, Any]:
        """Somebody as the picture draws them; ``facts`` are ``[label, value]``."""
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

    def circle(self, number: int | None) -> str:
        """The name of the circle with this number; None is no circle."""
        return next((c.name for c in self.seen.circles if c.number == number), self.t("no_circle"))

    def _legend(self):
        inside = {circle.number: 0 for circle in self.seen.circles}
        for person in self.seen.people:
            for number in [circle.number for circle in self.seen.circles_of(person)] or [None]:
                inside[number] = inside.get(number, 0) + 1
        order = sorted(inside, key=lambda number: (number is None, number))
        return [
            {"circle": number, "text": self.t("legend", name=self.circle(number), n=inside[number])}
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

    def facts(self, person: my_network.Person, most: int = MOST_NAMES) -> list[list[str]]:
        """What is said of somebody as ``[label, value]``."""
        return [[self.t(f"fact.{key}"), value] for key, value in self._said(person, most).items() if value]

    def _said(self, person, most):
        t, seen = self.t, self.seen
        today = date.today()
        span = span_of(model.last_contact(person, today), today)
        # In the words in which the learner was asked.
        say, roles = Texts("describe_people", t.lang), Texts("roles", t.lang)
        return {
            "relation": say(f"relation.{person.relation}") if person.relation else t("not_said"),
            "circles": ", ".join(circle.name for circle in seen.circles_of(person)) or t("no_circle"),
            "closeness": say(f"closeness.{person.closeness}") if person.closeness else t("not_said"),
            "last_contact": say(f"last.{span}") if span else t("not_said"),
            "roles": ", ".join(roles(role) for role in person.roles),
            "knows": self.names(seen.knows[person.id], most) or t("nobody"),
            "unsure": self.names(seen.unsure[person.id], most),
        }

    def row(self, person: my_network.Person, name: str, editable: bool = True) -> dict[str, Any]:
        """Somebody as :class:`~exercises.kit.controls.network_rows.NetworkRows` shows them."""
        said = self._said(person, None)
        home = next((circle.number for circle in self.seen.circles_of(person)), None)
        return {
            "id": str(person.id),
            "name": name,
            "cells": said,
            "closeness": person.closeness,
            "circle": home,
            "knows": [str(one) for one in self.seen.knows[person.id]],
            "editable": editable,
        }

    def choices(self) -> dict[str, list[list[Any]]]:
        """What can be chosen in the table: ``closeness`` and ``circle``, each as ``[value, words]``."""
        say = Texts("describe_people", self.t.lang)
        return {
            "closeness": [[None, self.t("not_said")], *([n, say(f"closeness.{n}")] for n in CLOSENESS)],
            "circle": [[None, self.t("no_circle")], *([c.number, c.name] for c in self.seen.circles)],
        }

    def names(self, ids: Sequence[int], most: int | None = MOST_NAMES) -> str:
        """Nicknames in a row; how many, where there are more than ``most``."""
        if most is not None and len(ids) > most:
            return self.t("number_of_people", n=len(ids))
        return ", ".join(self.nicknames[person] for person in ids)
