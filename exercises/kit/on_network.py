"""What the exercises on the learner's network share: refusals in words, and one question at a time."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as W

from exercises.kit.base import escape, guarded
from exercises.kit.boxes import beside, framed
from exercises.kit.drawn import Drawn
from exercises.kit.sample import Sampled
from exercises.models import my_network
from exercises.models import name_people as naming
from exercises.models.my_network import NetworkProblem
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.texts import Texts

# Keys of answers that are no person.
NOBODY, UNKNOWN = "nobody", "unknown"


class OnNetwork(Sampled):
    """An exercise that changes the network: what cannot be done is said in words, and changes nothing."""

    def save(  # type: ignore[override]
        self, change: Callable[..., Any], at: W.Widget | None = None
    ) -> bool:
        """As in :class:`Sampled`; return whether it was done. Why it was not is said under ``at``."""
        return bool(self._try(change, at))

    @guarded
    def _try(self, change, at):
        try:
            with self.store.transaction():
                change()
        except NetworkProblem as problem:
            spoken = (self.t, Texts("on_network"), Texts("my_network"))
            words = next(texts for texts in spoken if problem.key in texts.data)
            self._say(words(problem.key, **problem.names), wrong=True, at=at)
            return False
        super().save(lambda: None)
        return True

    def people_options(self) -> list[tuple[str, str]]:
        """Everybody on the map as ``(id as text, nickname)``."""
        return [(str(person.id), person.nickname) for person in my_network.people(self.store)]


class Confirmed(W.VBox):
    """A button that asks once more, ``question()``, before it runs ``action()``."""

    def __init__(
        self, view: OnNetwork, label: str, question: Callable[..., Any], yes: str, action: Callable[..., Any]
    ) -> None:
        self.first = W.HBox([view.button(label, self._ask)])
        self.asking = W.HTML()
        self.yes = view.button(yes, self._do)
        self.no = view.button(Texts("on_network")("no"), self.close_question)
        self.deciding = W.VBox([self.asking, W.HBox([self.yes, self.no])])
        self.question, self.action = question, action
        super().__init__([self.first, self.deciding])
        self.close_question()

    def _ask(self):
        self.asking.value = f'<p class="nv-note" role="alert">{escape(self.question())}</p>'
        self.first.layout.display, self.deciding.layout.display = "none", ""

    def close_question(self) -> None:
        """Go back to the button."""
        self.asking.value = ""
        self.first.layout.display, self.deciding.layout.display = "", "none"

    def _do(self):
        self.close_question()
        self.action()


class Asking(OnNetwork):
    """One question at a time about the people on the map; new people can be added on the way.

    A subclass gives the questions, how each is worded, and where its answer lies.
    """

    def questions(self) -> Any:
        """The questions in the order they are asked, as a list of anything."""
        raise NotImplementedError

    def words(self, question: tuple[str, str]) -> Any:
        """``(where we are, the question)`` in words."""
        raise NotImplementedError

    def extras(self, question: tuple[str, str]) -> list[tuple[str, str]]:
        """The answers that are no person, as ``(key, label)``; each rules all others out."""
        return [(NOBODY, self.say("nobody"))]

    def read(self, question: tuple[str, str]) -> Any:
        """The keys of the answer kept: ids as text, or one of the extras."""
        raise NotImplementedError

    def write(self, question: tuple[str, str], people: Sequence[int], extra: Any) -> Any:
        """Keep the answer: the ids of ``people``, or the key of an extra, or neither."""
        raise NotImplementedError

    def summary(self) -> Any:
        """What the answers come to, as HTML."""
        raise NotImplementedError

    def controls(self) -> list[W.Widget]:
        from exercises.kit.controls.answers import Answers

        t = self.say = Texts("on_network")
        self.asked = self.questions()
        self.at = min(max(int(self.store.get(self.stem, "at", 0)), 0), len(self.asked) - 1)
        self.question = W.HTML()
        self.picks = Answers()
        self.picks.observe(self._picked, names="value")
        self.nickname = W.Text(
            description=t("new_nickname"), placeholder=t("nickname_like"), continuous_update=False
        )
        self.nickname.observe(self._typed, names="value")
        self.adding = self.button(t("add"), self._add)
        self._just_added = False
        self.earlier = self.button(t("back"), lambda: self._go(self.at - 1))
        self.later = self.button(t("next"), lambda: self._go(self.at + 1), primary=True)
        self.sum = W.HTML()
        self.named = beside(self.nickname, self.adding)
        steps = W.HBox([self.earlier, self.later])
        card = framed(self.question, self.picks, self.named, steps)
        self.drawn = Drawn(self)
        self.refresh()
        return [self.drawn.beside(card, self.sum)]

    def paper(self) -> list[Block]:
        """All the questions in a table, with room for nicknames; what rules all names out stands under it."""
        asked = [self.words(question)[1] for question in self.asked]
        extras = " · ".join(label for _, label in self.extras(self.asked[-1]))
        heading = (self.say("paper.question"), self.say("paper.who"))
        return [
            empty_rows(heading, first=tuple(asked)),
            Words(self.say("paper.or", extras=extras), small=True),
        ]

    def _go(self, at):
        self.at = min(max(at, 0), len(self.asked) - 1)
        self.save(lambda: self.store.put(self.stem, "at", self.at))
        self.refresh()

    def refresh(self) -> None:
        question = self.asked[self.at]
        where, asks = self.words(question)
        self.question.value = (
            f'<p class="nv-where">{escape(where)}</p><p class="nv-question" role="status">{escape(asks)}</p>'
        )
        self.kept = self.read(question)
        self._quiet = True
        try:
            options = [*self.people_options(), *self.extras(question)]
            self.picks.show([("answer", self.say("answer_label"))], options, {"answer": self.kept})
        finally:
            self._quiet = False
        self.earlier.disabled = self.at == 0
        self.later.disabled = self.at == len(self.asked) - 1
        self.sum.value = self.summary()
        self.drawn.show()

    def _picked(self, change):
        if not self._quiet:
            self._act(self._keep)

    def _keep(self):
        question = self.asked[self.at]
        picked = self.picks.picked("answer")
        extras = [key for key, _ in self.extras(question)]
        extra = next((key for key in picked if key in extras and key not in self.kept), None)
        people = [] if extra else [int(key) for key in picked if key not in extras]
        if not extra and not people:
            extra = next((key for key in picked if key in extras), None)
        self.save(lambda: self.write(question, people, extra))
        self.refresh()

    def _typed(self, change):
        if not self._quiet and change["new"].strip():
            self._act(self._add_typed)

    def _add(self):
        # Leaving the field has added the nickname before the button says so too.
        if self.nickname.value.strip():
            self._add_typed()
        elif not self._just_added:
            self._say(Texts("my_network")("nickname_missing"), wrong=True, at=self.named)
        self._just_added = False

    def _add_typed(self):
        names = [name for name in self.nickname.value.replace(";", ",").split(",") if name.strip()]
        question = self.asked[self.at]

        def change():
            people = [int(key) for key in self.read(question) if key not in (NOBODY, UNKNOWN)]
            people += [naming.find_or_add(self.store, name) for name in names]
            self.write(question, list(dict.fromkeys(people)), None)

        if self.save(change, at=self.named):
            self._just_added = True
            self._quiet = True
            self.nickname.value = ""
            self._quiet = False
            self.refresh()
