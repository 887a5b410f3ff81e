"""Who they are and how they hang together: person by person, the circles, and who knows whom."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.boxes import beside, framed, offer
from exercises.kit.drawn import Drawn
from exercises.kit.on_network import Confirmed, OnNetwork
from exercises.models import describe_people as model
from exercises.models import my_network
from exercises.models.name_people import rename
from exercises.paper.blocks import Block, Heading, Lines, Words, empty_rows
from exercises.rules.describe_people import SPANS
from exercises.rules.minutes import Work
from exercises.rules.roles import RELATIONS
from exercises.rules.ties import CLOSENESS
from exercises.texts import Texts

STEPS = ("people", "circles", "pairs")
# As many people as a page of paper holds, and as a week takes.
ON_PAPER = 15


class DescribePeople(OnNetwork):
    """Three steps, to be taken in any order, left and resumed; one person, circle or group at a time."""

    stem = model.STEM
    work = Work(words=80, choices=60)

    def controls(self) -> list[W.Widget]:
        from exercises.kit.controls.answers import Answers

        self.say = Texts("on_network")
        self.choice = Answers
        self.nobody_yet = W.HTML(f'<p class="nv-note">{escape(self.t("nobody_yet"))}</p>')
        self.step = self._answers(self._step_chosen, many=False, digits="")
        self.panel = framed()
        self.panels, self.boxes = {}, {}
        self.drawn = Drawn(self)
        self.drawn.picture.observe(self._pointed_out, names="chosen")
        self.drawn.picture.tying = self.store.get(self.stem, "step") == "pairs"
        self.whole = self.drawn.beside(self.panel)
        self.refresh()
        return [self.nobody_yet, self.step, self.whole]

    def paper(self) -> list[Block]:
        """People are numbered: a number is short enough for the table of who knows whom."""
        t, numbers = self.t, tuple(map(str, range(1, ON_PAPER + 1)))
        columns = (
            "",
            *(t(f"paper.{name}") for name in ("nickname", "relation", "closeness", "last", "circle")),
        )
        told = {"relation": RELATIONS, "closeness": CLOSENESS, "last": SPANS}
        keys = [" · ".join(t(f"{group}.{key}") for key in keys) for group, keys in told.items()]
        return [
            empty_rows(columns, first=numbers),
            *(Words(words, small=True) for words in keys),
            Heading(t("step.circles"), 3),
            Words(t("circles_how")),
            Lines(t("which_circle"), 5, t("circle_like")),
            Heading(t("step.pairs"), 3),
            Words(t("paper.pairs")),
            empty_rows(("", *numbers), first=numbers),
        ]

    def refresh(self) -> None:
        t, there = self.t, bool(my_network.people(self.store))
        self.nobody_yet.layout.display = "none" if there else ""
        self.whole.layout.display = self.step.layout.display = "" if there else "none"
        if not there:
            return
        step = self.store.get(self.stem, "step", STEPS[0])
        steps = [(name, t(f"step.{name}")) for name in STEPS]
        self._quietly(self.step.show, [("step", t("step_label"))], steps, {"step": [step]})
        if step not in self.panels:
            self.panels[step] = {"people": People, "circles": Circles, "pairs": Pairs}[step](self)
            self.boxes[step] = W.VBox(self.panels[step].controls)
            self.panel.children = [*self.panel.children, self.boxes[step]]
        for name, box in self.boxes.items():
            box.layout.display = "" if name == step else "none"
        self.panels[step].refresh()
        self.drawn.show()

    def save(  # type: ignore[override]
        self, change: Callable[..., Any], at: W.Widget | None = None
    ) -> bool:
        """As in :class:`OnNetwork`; the picture follows each answer."""
        done = super().save(change, at)
        if done:
            self.drawn.show()
        return done

    def point_out(self, person_id: int) -> None:
        """Let somebody stand out in the picture: the one who is asked about."""
        self._quietly(setattr, self.drawn.picture, "chosen", str(person_id))

    def _step_chosen(self):
        if chosen := self.step.picked("step"):
            self.save(lambda: self.store.put(self.stem, "step", chosen[0]))
            self._take_step(chosen[0])

    def _take_step(self, step):
        self.point_out("")
        # Where it is asked who knows whom, two taps draw a line.
        self.drawn.picture.tying = step == "pairs"
        self.refresh()

    def _pointed_out(self, change):
        """Somebody chosen in the picture is asked about."""
        step = self.store.get(self.stem, "step", STEPS[0])
        if not self._quiet and step == "people" and change["new"].isdigit():
            self._act(partial(self.panels[step].show_person, int(change["new"])))

    # ---- what the three steps share ------------------------------------------------------------------

    def _quietly(self, change, *args):
        self._quiet = True
        try:
            change(*args)
        finally:
            self._quiet = False

    def _heard(self, action, change):
        if not self._quiet:
            self._act(action)

    def _answers(self, action, **how):
        """An Answers control that runs ``action()`` when the learner has answered."""
        return self._listen(self.choice(**how), action)

    def _listen(self, control, action):
        control.observe(partial(self._heard, action), names="value")
        return control


class People:
    """Person by person: nickname, relation, closeness and last contact."""

    def __init__(self, view: DescribePeople) -> None:
        t = view.t
        self.view = view
        self.progress = W.HTML()
        self.who = view._listen(W.Dropdown(description=t("who")), self._go_to_chosen)
        self.nickname = view._listen(W.Text(description=t("nickname"), continuous_update=False), self._rename)
        self.relation, self.closeness, self.last = (
            view._answers(partial(self._said, name), many=False) for name in ("relation", "closeness", "last")
        )
        self.back = view.button(view.say("back"), lambda: self._go(-1))
        self.next = view.button(view.say("next"), lambda: self._go(+1), primary=True)
        self.remove = Confirmed(
            view,
            t("remove_person"),
            lambda: t("remove_person_sure", nickname=self._person().nickname),
            t("remove_person_yes"),
            self._remove,
        )
        self.controls = [
            self.progress,
            self.who,
            self.relation,
            self.closeness,
            self.last,
            W.HBox([self.back, self.next]),
            self.nickname,
            self.remove,
        ]

    def _person(self):
        there = my_network.people(self.view.store)
        at = self.view.store.get(model.STEM, "person")
        return next((person for person in there if person.id == at), there[0])

    def refresh(self) -> None:
        view, t = self.view, self.view.t
        there, person = my_network.people(view.store), self._person()
        done = [someone for someone in there if model.said(someone) == 3]
        self.progress.value = f"<p>{escape(t('people_progress', done=len(done), of=len(there)))}</p>"
        marks = {someone.id: "✓" if someone in done else "○" for someone in there}
        view._quietly(self._show, [(f"{marks[p.id]} {p.nickname}", p.id) for p in there], person)
        view.point_out(person.id)
        self.back.disabled = person.id == there[0].id
        self.next.disabled = person.id == there[-1].id

    def _show(self, options, person):
        t = self.view.t
        offer(self.who, options, person.id)
        self.nickname.value = person.nickname
        for name, control, keys, value in (
            ("relation", self.relation, RELATIONS, person.relation),
            ("closeness", self.closeness, map(str, CLOSENESS), str(person.closeness or "")),
            ("last", self.last, SPANS, model.span(person)),
        ):
            row = [("answer", t(f"{name}_label", nickname=person.nickname))]
            options = [(key, t(f"{name}.{key}")) for key in keys]
            control.show(row, options, {"answer": [value] if value else []})

    def _said(self, name):
        view, person = self.view, self._person()
        picked = getattr(self, name).picked("answer")
        value = picked[0] if picked else None
        if name == "relation":
            view.save(lambda: view.store.change(person.id, relation=value or ""))
        elif name == "closeness":
            view.save(lambda: view.store.change(person.id, closeness=int(value) if value else None))
        else:
            view.save(lambda: model.set_span(view.store, person.id, value))
        self.refresh()

    def _rename(self):
        person, name = self._person().id, self.nickname.value
        if self.view.save(lambda: rename(self.view.store, person, name), at=self.nickname):
            self.refresh()

    def _go_to_chosen(self):
        self.show_person(self.who.value)

    def _go(self, by):
        ids = [person.id for person in my_network.people(self.view.store)]
        at = ids.index(self._person().id) + by
        self.show_person(ids[min(max(at, 0), len(ids) - 1)])

    def show_person(self, person_id: int) -> None:
        """Ask about this person."""
        self.view.save(lambda: self.view.store.put(model.STEM, "person", person_id))
        self.remove.close_question()
        self.refresh()

    def _remove(self):
        self.view.save(lambda: my_network.remove_person(self.view.store, self._person().id))
        self.view.refresh()


class Circles:
    """The circles, one at a time, and who is in each."""

    def __init__(self, view: DescribePeople) -> None:
        t = view.t
        self.view = view
        self.how = W.HTML(f"<p>{escape(t('circles_how'))}</p>")
        self.new = view._listen(
            W.Text(description=t("new_circle"), placeholder=t("circle_like"), continuous_update=False),
            self._add_typed,
        )
        self.add = view.button(t("add_circle"), self._add)
        self._just_added = False
        self.which = view._listen(W.Dropdown(description=t("which_circle")), self._go_to_chosen)
        self.members = view._answers(self._ticked)
        self.name = view._listen(W.Text(description=t("circle_name"), continuous_update=False), self._rename)
        self.remove = Confirmed(
            view,
            t("remove_circle"),
            lambda: t("remove_circle_sure", circle=self._circle().name),
            t("remove_circle_yes"),
            self._remove,
        )
        self.overview = W.HTML()
        self.adding = beside(self.new, self.add)
        self.chosen = W.VBox([self.which, self.members, self.name, self.remove])
        self.controls = [self.how, self.adding, self.chosen, self.overview]

    def _circle(self):
        there = my_network.circles(self.view.store)
        at = self.view.store.get(model.STEM, "circle")
        return next((circle for circle in there if circle.id == at), there[0] if there else None)

    def refresh(self) -> None:
        view, t = self.view, self.view.t
        there, circle = my_network.circles(view.store), self._circle()
        self.chosen.layout.display = "" if circle else "none"
        if circle:
            view._quietly(self._show, [(c.name, c.id) for c in there], circle)
        people = my_network.people(view.store)
        lines = [(c.name, [p.nickname for p in people if c.id in p.circles]) for c in there]
        if there and (outside := [p.nickname for p in people if not p.circles]):
            lines.append((t("no_circle"), outside))
        items = "".join(
            f"<li><strong>{escape(name)}:</strong> {escape(', '.join(names) or t('nobody_in_it'))}</li>"
            for name, names in lines
        )
        self.overview.value = f"<ul>{items}</ul>" if items else ""

    def _show(self, options, circle):
        offer(self.which, options, circle.id)
        self.name.value = circle.name
        inside = [str(p.id) for p in my_network.people(self.view.store) if circle.id in p.circles]
        row = [("members", self.view.t("members", circle=circle.name))]
        self.members.show(row, self.view.people_options(), {"members": inside})

    def _add(self):
        if self.new.value.strip():
            self._add_typed()
        elif not self._just_added:
            self.view._say(Texts("my_network")("circle_missing"), wrong=True, at=self.adding)
        self._just_added = False

    def _add_typed(self):
        if not self.new.value.strip():
            return
        store = self.view.store

        def change():
            store.put(model.STEM, "circle", my_network.add_circle(store, self.new.value))

        if self.view.save(change, at=self.adding):
            self._just_added = True
            self.view._quietly(setattr, self.new, "value", "")
            self.refresh()

    def _ticked(self):
        ids = {int(key) for key in self.members.picked("members")}
        self.view.save(lambda: model.set_members(self.view.store, self._circle().id, ids))
        self.refresh()

    def _rename(self):
        circle, name = self._circle().id, self.name.value
        if self.view.save(lambda: model.rename_circle(self.view.store, circle, name), at=self.name):
            self.refresh()

    def _go_to_chosen(self):
        self.view.save(lambda: self.view.store.put(model.STEM, "circle", self.which.value))
        self.remove.close_question()
        self.refresh()

    def _remove(self):
        self.view.save(lambda: my_network.remove_circle(self.view.store, self._circle().id))
        self.refresh()


class Pairs:
    """Who knows whom: a page of pairs at a time."""

    def __init__(self, view: DescribePeople) -> None:
        t = view.t
        self.view = view
        self.at = 0
        self.how = W.HTML(f"<p>{escape(t('pairs_how'))}</p><p>{escape(t('pairs_keys'))}</p>")
        self.progress = W.HTML()
        self.where = W.HTML()
        self.answers = view._answers(self._said, many=False, digits="page")
        self.rest_no = view.button(t("rest_no"), self._rest_no)
        self.clear = view.button(t("clear_page"), self._clear)
        self.back = view.button(view.say("back"), lambda: self._go(-1))
        self.next = view.button(view.say("next"), lambda: self._go(+1), primary=True)
        self.all = view.bind(
            W.Checkbox(description=t("all_pairs"), indent=False),
            lambda: bool(view.store.get(model.STEM, "all_pairs")),
            lambda ticked: view.store.put(model.STEM, "all_pairs", ticked or None),
            self._from_the_first,
        )
        self.controls = [
            self.how,
            self.where,
            self.answers,
            W.HBox([self.rest_no, self.clear]),
            W.HBox([self.back, self.next]),
            self.progress,
            self.all,
        ]

    def refresh(self) -> None:
        view, t = self.view, self.view.t
        pages = model.pages(view.store, self.all.value)
        for control in self.controls[1:-1]:
            control.layout.display = "" if pages else "none"
        self.page = None
        if not pages:
            return
        self.at = min(max(self.at, 0), len(pages) - 1)
        self.page = pages[self.at]
        names = {circle.id: circle.name for circle in my_network.circles(view.store)}
        circles = [names.get(circle, t("no_circle")) for circle in self.page.circles]
        if self.page.within:
            asks = t("within", circle=circles[0])
        elif circles[0] == circles[1]:
            asks = t("without_circle")
        else:
            asks = t("across", one=circles[0], other=circles[1])
        where = t("pairs_where", at=self.at + 1, of=len(pages))
        self.where.value = (
            f'<p class="nv-where">{escape(where)}</p><p class="nv-question" role="status">{escape(asks)}</p>'
        )
        nicknames = {person.id: person.nickname for person in my_network.people(view.store)}
        rows = [(f"{a}-{b}", t("pair", one=nicknames[a], other=nicknames[b])) for a, b in self.page.pairs]
        options = [(knows, t(f"knows.{knows}")) for knows in my_network.KNOWS]
        said = model.answers(view.store)
        value = {f"{a}-{b}": [said[a, b]] for a, b in self.page.pairs if (a, b) in said}
        view._quietly(self.answers.show, rows, options, value)
        self.back.disabled = self.at == 0
        self.next.disabled = self.at == len(pages) - 1
        self._count()

    def _count(self):
        view, t = self.view, self.view.t
        first, said = model.first(view.store), model.answers(view.store)
        pairs = my_network.pairs(view.store).values()
        known, unknown = (sum(knows == word for knows in pairs) for word in ("yes", "unknown"))
        sentences = [t("pairs_known", known=known, of=len(pairs))]
        if unknown:
            sentences.append(t("pairs_unknown", n=unknown))
        if first:
            sentences.append(t("pairs_progress", done=len(first & said.keys()), of=len(first)))
        self.progress.value = f'<p role="status">{escape(" ".join(sentences))}</p>'

    def _said(self):
        said = model.answers(self.view.store)
        chosen = {}
        for one, other in self.page.pairs:
            picked = self.answers.picked(f"{one}-{other}")
            if picked and picked[0] != said.get((one, other)):
                chosen[one, other] = picked[0]
        self._keep(chosen)

    def _rest_no(self):
        said = model.answers(self.view.store)
        self._keep({pair: "no" for pair in self.page.pairs if pair not in said})
        self.refresh()

    def _clear(self):
        self._keep(dict.fromkeys(self.page.pairs))
        self.refresh()

    def _keep(self, chosen):
        self.view.save(lambda: model.set_pairs(self.view.store, chosen))
        self._count()

    def _go(self, by):
        self.at += by
        self.refresh()

    def _from_the_first(self):
        self.at = 0
        self.refresh()
