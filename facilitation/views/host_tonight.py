"""The evening itself: who is there, offers and needs, groups, rounds, changes and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as W

from exercises.kit.base import escape, note
from exercises.kit.boxes import beside, framed, offer
from exercises.kit.controls.phase_clock import PhaseClock
from exercises.kit.take import print_button
from exercises.rules.promise import STATES
from facilitation.evening import pages as print_pages
from facilitation.evening import words as explain
from facilitation.evening.evening import MOST_MINUTES
from facilitation.seating.groups import LARGEST, SMALLEST
from facilitation.seating.rounds import MOST_AT_TABLE, MOST_ROUNDS
from facilitation.views.host_before import picker
from facilitation.views.parts import Part, Ticks

if TYPE_CHECKING:
    from exercises.texts import Texts


WARN_SECONDS = 60
MANY = 60  # people from whom on groups or rounds take more than a breath
MOST_ON_WALL = 40  # people whose seats fit on the wall in letters that can be read
MOST_SENTENCES = 5
MOST = 2000  # promises
MOST_NAMES = 60  # in a line of names
CLOCK = (
    *("start", "pause", "resume", "next", "finish", "back", "again"),
    *("ready", "now", "warn", "up", "paused", "done", "wall", "wall_close"),
)


def lines(sentences: Sequence[str], t: Texts) -> str:
    """Notes as HTML, the first of them where there are very many."""
    more = len(sentences) - MOST_SENTENCES - 1
    shown = sentences if more < 1 else [*sentences[:MOST_SENTENCES], t("desk.more", count=t.number(more + 1))]
    return "".join(f'<p class="nv-note">{escape(sentence)}</p>' for sentence in shown)


class People(Part):
    """Tonight's participants, from the sign-ups, a sheet, or typed."""

    name = "people"

    def build(self) -> list[W.DOMWidget]:
        evening = self.page.evening
        self.from_sign_ups = self.button(
            "people.use_sign_ups", lambda: self._told(evening.use_sign_ups()), primary=True
        )
        self.picker = picker(self, "desk.file", lambda name, data: self._told(evening.bring(name, data)))
        self.names = W.Textarea(description=self.t("desk.names"), rows=5)
        self.use = self.button("desk.use_names", lambda: self._told(evening.names(self.names.value)))
        self.listed = W.HTML()
        self.together, self.apart = (
            self.typed(
                W.Textarea(description=self.t(f"people.{name}"), rows=2, continuous_update=False),
                lambda name=name: evening.kept[name],
                lambda text, name=name: evening.note(**{name: text}),
            )
            for name in ("together", "apart")
        )
        self.wrong = W.HTML()
        self.wishes = framed(self.html("people.wishes"), self.together, self.apart, self.wrong)
        return [
            self.html("desk.begins_anew"), self.from_sign_ups, self.picker, self.names, self.use, self.listed,
            self.wishes,
        ]  # fmt: skip

    def _told(self, notes):
        self.page.say(" ".join(self.t(f"note.{key}", **names) for key, names in notes))

    def draw(self) -> None:
        t, here = self.t, self.page.evening.here
        names = ", ".join(here[:MOST_NAMES]) + (" …" if len(here) > MOST_NAMES else "")
        said = t("desk.count", count=t.number(len(here)), names=names) if here else t("desk.nobody")
        self.listed.value = f'<p role="status">{escape(said)}</p>'
        self.wishes.layout.display = None if here else "none"
        unknown = self.page.evening.unknown_in_wishes()
        self.wrong.value = note(
            t("note.unknown_names", names=", ".join(unknown)) if unknown else "", wrong=True
        )

    def status(self) -> str:
        here = self.page.evening.here
        return self.t("people.count", count=self.t.number(len(here))) if here else ""


class Kept(Part):
    """The opening: what became of last time's promises, in numbers that all may see."""

    name = "kept"

    def build(self) -> Any:
        t, evening = self.t, self.page.evening
        self.before = W.HTML()
        self.numbers = {
            state: self.typed(
                W.BoundedIntText(0, 0, MOST, description=t(f"promises.{state}")),
                lambda state=state: evening.kept["promises"].get(state, 0),
                lambda number, state=state: evening.promise(**{state: number}),
            )
            for state in STATES
        }
        self.said = W.HTML()
        return [self.html("promises.open"), self.before, *self.numbers.values(), self.said]

    def draw(self) -> None:
        t, kept = self.t, self.page.evening.kept
        before = kept["promises"].get("before", 0)
        self.before.value = f"<p>{escape(t('promises.before', count=t.number(before)))}</p>" if before else ""
        self.said.value = f'<p role="status"><strong>{escape(explain.promises(t, kept))}</strong></p>'

    def status(self) -> Any:
        return explain.promises(self.t, self.page.evening.kept)


class Board(Part):
    """Offers and needs: put up, matched, mended by hand and printed."""

    name = "board"

    def build(self) -> list[W.DOMWidget]:
        t, page = self.t, self.page
        self.nickname = W.Combobox(description=t("board.name"), ensure_option=False)
        self.can = W.Text(description=t("board.can"), placeholder=t("board.can_like"))
        self.wants = W.Text(description=t("board.wants"), placeholder=t("board.wants_like"))
        self.post = self.button("board.post", self._post, primary=True)
        self.signed = self.button("board.signed", lambda: self._said(page.evening.post_signed()))
        self.picker = picker(
            self, "board.file", lambda name, data: self._said(page.evening.post_file(name, data))
        )
        self.slips = print_button(t, self.taken(lambda: print_pages.board_slips(t)))
        self.listed = W.HTML()
        self.down = W.Dropdown(description=t("board.whose"), options=[])
        self.take_down = self.button("board.take_down", self._take_down)
        self.matched = W.HTML()
        self.need = W.Dropdown(description=t("board.need"), options=[])
        self.offer = W.Dropdown(description=t("board.offer"), options=[])
        self.ties = W.VBox(
            [
                self.html("board.by_hand"),
                self.need,
                self.offer,
                W.HBox(
                    [
                        self.button(
                            "board.fits", lambda: page.evening.tie(self.need.value, self.offer.value)
                        ),
                        self.button(
                            "board.fits_not",
                            lambda: page.evening.tie(self.need.value, self.offer.value, fits=False),
                        ),
                    ]
                ),
            ]
        )
        self.print = print_button(t, self.taken(self._page))
        self.there = W.VBox(
            [self.listed, beside(self.down, self.take_down), self.matched, self.ties, self.print]
        )
        return [
            self.html("board.how"),
            framed(self.nickname, self.can, self.wants, self.post),
            self.signed,
            self.picker,
            self.html("board.paper"),
            self.slips,
            self.there,
        ]

    def _post(self):
        self.page.evening.post([(self.nickname.value, self.can.value, self.wants.value)])
        self.page.say(self.t("board.posted", name=" ".join(self.nickname.value.split())))
        for control in (self.nickname, self.can, self.wants):
            control.value = ""

    def _said(self, count):
        self.page.say(self.t("board.count_new", count=self.t.number(count)))

    def _take_down(self):
        if self.down.value:
            self.page.evening.take_down(self.down.value)

    def _tie(self, fits):
        if self.need.value and self.offer.value:
            self.page.evening.tie(self.need.value, self.offer.value, fits)

    def _matches(self):
        kept = self.page.evening.kept
        if not (kept["offers"] and kept["needs"]):
            return None
        return self.page.evening.matches(explain.general(self.t))

    def _page(self):
        return (found := self._matches()) and print_pages.board(self.t, found)

    def draw(self) -> None:
        t, evening = self.t, self.page.evening
        offers, needs = evening.kept["offers"], evening.kept["needs"]
        names = list(dict.fromkeys(name for name, _ in (*offers, *needs)))
        self.nickname.options = evening.here or [row.name for row in evening.coming]
        self.there.layout.display = None if names else "none"
        if not names:
            return
        self.listed.value = "".join(
            f"<details><summary>{escape(t(f'board.{part}', count=t.number(len(rows))))}</summary><ul>"
            + "".join(f"<li>{escape(name)}: {escape(text)}</li>" for name, text in rows)
            + "</ul></details>"
            for part, rows in (("offers", offers), ("needs", needs))
        )
        nobody = (t("desk.choose"), None)
        offer(self.down, [nobody, *((name, name) for name in names)])
        for control, rows in ((self.need, needs), (self.offer, offers)):
            offer(control, [nobody, *((f"{name}: {text}", [name, text]) for name, text in rows)])
        found = self._matches()
        self.ties.layout.display = self.print.layout.display = None if found else "none"
        said = explain.board(t, found) if found else [t("board.half")]
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
        self.matched.value = f"<h4>{escape(t('board.who_whom'))}</h4><ul>{items}</ul>"

    def status(self) -> str:
        count = len(self.page.evening.kept["offers"]) + len(self.page.evening.kept["needs"])
        return self.t("board.count", count=self.t.number(count)) if count else ""


class Groups(Part):
    """Sparring groups: made, moved by hand, printed."""

    name = "groups"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.form = self.button("desk.form", self._form, primary=True)
        self.shown = W.HTML()
        self.who = W.Dropdown(description=t("desk.who"), options=[])
        self.to = W.Dropdown(description=t("desk.to"), options=[])
        self.move = self.button("desk.move", self._move)
        self.moving = W.HBox([self.who, self.to, self.move])
        self.print = print_button(t, self.taken(self._pages))
        self.fresh = None
        return [self.form, self.shown, self.moving, self.print]

    def _form(self):
        evening = self.page.evening
        if len(evening.here) > MANY:
            self.page.say(self.t("desk.working", count=self.t.number(len(evening.here))))
        self.fresh = evening.form()
        self.page.say(" ".join(explain.quality(self.t, self.fresh)))

    def _move(self):
        if self.who.value and self.to.value:
            self.page.evening.move(self.who.value, self.to.value)

    def _pages(self):
        return (plan := self.page.evening.plan) and print_pages.groups(self.t, plan)

    def draw(self) -> None:
        t = self.t
        # What is known only of a plan just made, such as that a rule could not be kept, is said then.
        plan, self.fresh = self.fresh or self.page.evening.plan, None
        self.moving.layout.display = self.print.layout.display = None if plan else "none"
        if plan is None:
            self.shown.value = ""
            return
        parts = [
            f"<h4>{escape(t('desk.group', group=facts.group))}: {escape(', '.join(facts.names))}</h4>"
            f"<p>{escape(explain.why(t, facts))}</p>"
            for facts in plan.facts
        ]
        wrong = [
            t("desk.size", group=facts.group, count=len(facts.names))
            for facts in plan.facts
            if not SMALLEST <= len(facts.names) <= LARGEST
        ]
        # The last of them says whether the others can be helped.
        broken = explain.conflicts(t, plan)
        notes = lines(wrong + broken[:-1], t) + lines(broken[-1:], t)
        self.shown.value = notes + "".join(parts)
        offer(self.who, [(name, name) for group in plan.groups for name in group])
        numbers = [(t("desk.group", group=facts.group), facts.group) for facts in plan.facts]
        offer(self.to, [*numbers, (t("desk.new_group"), len(numbers) + 1)])

    def status(self) -> str:
        count = len(self.page.evening.kept["groups"])
        return self.t("groups.count", count=self.t.number(count)) if count else ""


class Rounds(Part):
    """Rounds at tables: made, and a card for each."""

    name = "rounds"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.number = W.BoundedIntText(3, 1, MOST_ROUNDS, description=t("desk.number"))
        self.size = W.BoundedIntText(4, 2, MOST_AT_TABLE, description=t("desk.at_table"))
        self.schedule = self.button("desk.schedule", self._schedule, primary=True)
        self.shown = W.HTML()
        self.print = print_button(t, self.taken(self._cards))
        return [beside(self.number, self.size), self.schedule, self.print, self.shown]

    def _schedule(self):
        evening = self.page.evening
        if len(evening.here) > MANY:
            self.page.say(self.t("desk.working", count=self.t.number(len(evening.here))))
        made = evening.schedule(self.number.value, self.size.value)
        self.page.say(" ".join(explain.rounds(self.t, made)))

    def _cards(self):
        made = self.page.evening.rounds
        return made and print_pages.rounds(self.t, made, self.page.evening.here)

    def draw(self) -> None:
        t, tables = self.t, self.page.evening.kept["tables"]
        self.print.layout.display = None if tables else "none"
        self.shown.value = "".join(
            f"<h4>{escape(t('desk.round', round=at))}</h4><ol>"
            + "".join(f"<li>{escape(', '.join(names))}</li>" for names in seated)
            + "</ol>"
            for at, seated in enumerate(tables, start=1)
        )

    def status(self) -> str:
        count = len(self.page.evening.kept["tables"])
        return self.t("rounds.count", count=self.t.number(count)) if count else ""


class Changes(Part):
    """Somebody left or came: the plan with as few moves as it takes."""

    name = "changes"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.gone = Ticks(t("desk.gone"))
        self.late = W.Textarea(description=t("desk.late"), rows=3)
        self.change = self.button("desk.change", self._change, primary=True)
        return [self.html("changes.how"), self.gone, self.late, self.change]

    def _change(self):
        t = self.t
        in_groups, in_rounds = self.page.evening.change(self.gone.value, self.late.value)
        self.late.value = ""
        said = [t("desk.count_now", count=t.number(len(self.page.evening.here)))]
        said += [t("replanned.moved", names=explain.joined(t, in_groups))] if in_groups else []
        said += [t("rounds.moved", names=explain.joined(t, in_rounds))] if in_rounds else []
        self.page.say(" ".join(said if len(said) > 1 else [*said, t("replanned.nobody")]))

    def draw(self) -> None:
        here = tuple(self.page.evening.here)
        if self.gone.options != here:
            self.gone.options = here
            self.gone.value = ()


class Clock(Part):
    """The clock of the rounds, for the table and for the wall."""

    name = "clock"

    def build(self) -> list[W.DOMWidget]:
        self.minutes = self.typed(
            W.BoundedIntText(min=1, max=MOST_MINUTES, description=self.t("desk.minutes")),
            lambda: self.page.evening.kept["minutes"],
            self.page.evening.set_minutes,
        )
        self.none = self.html("desk.no_clock")
        self.place = W.VBox()
        self.clock: PhaseClock | None = None
        return [self.minutes, self.none, self.place]

    def _press(self, what, now):
        self.page.act(self._run, lambda: self.page.evening.press(what, now))

    def draw(self) -> None:
        t, evening = self.t, self.page.evening
        tables, minutes = evening.kept["tables"], evening.kept["minutes"]
        self.none.layout.display = "none" if tables else None
        phases = []
        for at, seated in enumerate(tables, start=1):
            name = t("desk.round", round=at)
            seats = [[t("desk.table", table=number), names] for number, names in enumerate(seated, start=1)]
            shown = seats if sum(map(len, seated)) <= MOST_ON_WALL else []
            phases.append([name, t("clock.do"), 60 * minutes, t("clock.item", name=name, n=minutes), shown])
        if not tables:
            self.clock, self.place.children = None, []
            return
        if self.clock is None or self.clock.phases != phases:
            words = {name: t(f"clock.{name}") for name in CLOCK}
            self.clock = PhaseClock(self._press, words=words, phases=phases, warn=WARN_SECONDS)
        clock = evening.clock
        self.clock.show(clock["phase"], clock["ends"], clock["left"], False)
        # Shown before it is placed: it would come up as a clock that has run out.
        self.place.children = [self.clock]

    def status(self) -> str:
        t, phase, last = self.t, self.page.evening.clock["phase"], len(self.page.evening.kept["tables"])
        if phase is None:
            return ""
        return t("clock.at", round=phase + 1, last=last) if phase < last else t("clock.over")
