"""Dialogues to read and to choose one's way through, whichever lesson they belong to.

A lesson's exercise is a subclass that names its ``stem`` and the file of its dialogues:

    class DialogueLab(Dialogue):
        stem = "dialogue_lab"
        content = "dialogue_first_meeting"

and its notebook says which part it wants: ``DialogueLab("models")``, ``DialogueLab("try")`` or, where the
subclass has :meth:`own` and :meth:`show_own`, ``DialogueLab("own")``.
"""

from itertools import groupby
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise, escape, figure, table
from exercises.kit.chart import bars
from exercises.models import dialogue as model
from exercises.paper.blocks import Block, Heading, Ticks, Words
from exercises.rules import dialogue as rules
from exercises.texts import Texts


class Dialogue(Exercise):
    """``part`` is "models" (to read), "try" (to choose through) or "own"."""

    content = ""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__()

    def build(self) -> list[W.Widget]:
        self.say = Texts("dialogue")
        self.script = Texts(self.content)
        return {"models": self._models, "try": self._try, "own": self.own}[self.part]()

    def refresh(self) -> None:
        if self.part == "try":
            self._show()
        elif self.part == "own":
            self.show_own()

    def paper(self) -> list[Block]:
        """All the turns: whatever one says, the other goes on with the next."""
        if self.part != "try":
            return super().paper()
        blocks: list[Block] = []
        for key, record in self.script.data["scenes"].items():
            heading = model.heading(self.script, "scenes", key)
            blocks += [Heading(heading.title, 3), Words(heading.setting)]
            for step, turn in enumerate(record["turns"].values(), start=1):
                said = tuple(self.script.pick(option) for option in turn["options"].values())
                blocks.append(Words(f"{heading.alter}: {self.script.pick(turn['other'])}"))
                blocks.append(Ticks(self.say("what_to_say", step=step), said))
        return blocks

    def own(self) -> Any:
        """The controls of the learner's own dialogue, in the lessons that have one."""
        raise NotImplementedError

    def show_own(self) -> None:
        """Show what follows from the learner's own dialogue."""

    # ---- to read -------------------------------------------------------------------------------------

    def _models(self):
        parts, counts, titles = [], [], []
        for n, (key, record) in enumerate(self.script.data["models"].items(), start=1):
            heading, lines = model.heading(self.script, "models", key), model.model_lines(self.script, key)
            title = self.say("model_title", n=n, title=heading.title)
            parts.append(
                f'<section class="nv-card"><h3>{escape(title)}</h3>'
                f"<p>{escape(heading.setting)}</p>{self._talk(lines, heading)}"
                f"<p>{escape(self.script.pick(record['after']))}</p></section>"
            )
            counts.append(rules.count(lines))
            titles.append(heading.title)
        parts.append(self._counts_table(self.say("models_caption"), heading.ego, titles, counts))
        return [W.HTML(part) for part in parts]

    # ---- to choose one's way through -----------------------------------------------------------------

    def _try(self):
        scenes = list(self.script.data["scenes"])
        titles = [(model.heading(self.script, "scenes", key).title, key) for key in scenes]
        self.meet = self.bind(
            W.Dropdown(description=self.say("meet"), options=titles),
            lambda: self._kept_scene(scenes),
            lambda key: self.store.put(self.content, "scene", key),
            self._show,
        )
        self.setting = W.HTML()
        self.talk = W.HTML()
        self.latest = W.HTML()
        self.options = W.RadioButtons(options=[], layout={"width": "100%"})
        self.say_it = self.button(self.say("say_it"), self._say_it, primary=True)
        self.undo = self.button(self.say("undo"), self._undo)
        self.again = self.button(self.say("again"), self._again)
        self.result = W.HTML()
        self._show()
        return [
            self.meet,
            self.setting,
            self.talk,
            self.latest,
            self.options,
            W.HBox([self.say_it, self.undo, self.again]),
            self.result,
        ]

    def _kept_scene(self, scenes):
        kept = self.store.get(self.content, "scene")
        return kept if kept in scenes else scenes[0]

    def _chosen(self):
        return model.choices(self.store, self.content, self.meet.value)

    def _say_it(self):
        if self.options.value is None:
            self._say(self.say("choose_first"), wrong=True, at=self.options)
            return
        played = rules.play(model.scene(self.script, self.meet.value), self._chosen())
        taken = [chance.taken.key for chance in played.chances]
        self.save(lambda: model.say(self.store, self.content, self.meet.value, [*taken, self.options.value]))
        self._show()

    def _undo(self):
        self.save(lambda: model.say(self.store, self.content, self.meet.value, self._chosen()[:-1]))
        self._show()

    def _again(self):
        self.save(lambda: model.finish(self.store, self.content, self.meet.value))
        self._show()

    def _show(self):
        key, chosen = self.meet.value, self._chosen()
        heading = model.heading(self.script, "scenes", key)
        played = rules.play(model.scene(self.script, key), chosen)
        steps = len(played.chances)
        self.setting.value = f"<p>{escape(heading.setting)}</p>"
        newest = next(
            (at for at in reversed(range(len(played.lines))) if played.lines[at].who == rules.EGO), 0
        )
        self.talk.value = self._talk(played.lines[:newest], heading) if newest else ""
        latest = self._talk(played.lines[newest:], heading)
        self.latest.value = f'<div role="status">{latest}</div>'
        self._offer(played.turn, steps + 1)
        self.undo.layout.display = "" if steps else "none"
        self.again.layout.display = "" if played.over else "none"
        self.result.value = self._result(played, heading) if played.over else ""

    def _offer(self, turn, step):
        shown = "" if turn else "none"
        self.options.layout.display = self.say_it.layout.display = shown
        options = tuple((option.text, option.key) for option in turn.options) if turn else ()
        # what is saved elsewhere must not take back a pick that is not said yet
        if options != self.options.options:
            self.options.options = options
            self.options.index = None
        self.options.description = self.say("what_to_say", step=step)

    def _talk(self, lines, heading):
        items = []
        for who, run in groupby(lines, key=lambda line: line.who):
            said = "".join(f"<p>{escape(line.text)}</p>{self._note(line)}" for line in run)
            side = "nv-own" if who == rules.EGO else "nv-other"
            items.append(f'<li class="{side}"><b>{escape(heading.name(who))}</b>{said}</li>')
        return f'<ol class="nv-talk">{"".join(items)}</ol>' if items else ""

    def _note(self, line):
        acts = (
            " · ".join(self.script(f"acts.{act}.one") for act in line.acts) if line.who == rules.EGO else ""
        )
        return f"<small>{escape(acts)}</small>" if acts else ""

    def _result(self, played, heading):
        counted = rules.count(played.lines)
        kept = self.store.get(self.content, f"{self.meet.value}.before", [])
        before = rules.play(model.scene(self.script, self.meet.value), kept)
        titles, counts = [self.say("now")], [counted]
        if kept and before.over:
            titles.append(self.say("before"))
            counts.append(rules.count(before.lines))
        shares = self.say("share", share=self.say.percent(counted.share), name=heading.ego)
        people = (heading.ego, counted.ego_words), (heading.alter, counted.alter_words)
        drawing = bars(
            [(self.say("bar", name=name), said, self.say.number(said)) for name, said in people], shares
        )
        found = [
            self.script(key, name=heading.alter, **names)
            for key, names in model.findings(self.script, played)
        ]
        if self.script.data.get("talk"):
            key, names = rules.talk_finding(played.lines)
            percents = {"share": names["share"], "much": rules.MUCH, "little": rules.LITTLE}
            percents = {name: self.say.percent(share) for name, share in percents.items()}
            found.insert(0, self.say(f"talk.{key}", line=names["line"], **percents))
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in found)
        return (
            f"<p>{escape(played.ending)}</p><h3>{escape(self.say('result'))}</h3>"
            + figure(shares, drawing, self._counts_table("", heading.ego, titles, counts))
            + f'<ul>{items}</ul><p class="nv-note">{escape(self.say("cannot_hear"))}</p>'
        )

    def _counts_table(self, caption, name, titles, counts):
        rows = [(self.say("row_share", name=name), *(self.say.percent(counted.share) for counted in counts))]
        for act in self.script.data["acts"]:
            numbers = (self.say.number(counted.acts[act]) for counted in counts)
            rows.append((self.script(f"acts.{act}.many"), *numbers))
        return table((self.say("row_what"), *titles), rows, caption)
