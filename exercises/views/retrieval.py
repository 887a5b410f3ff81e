"""The questions a lesson begins with: one at a time, each answer explained."""

import secrets
from collections.abc import Mapping

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.paper.blocks import Block, Later, Ticks
from exercises.rules.minutes import Work, words
from exercises.rules.retrieval import questions_for, shuffled
from exercises.texts import FOLDER, Texts


def asked_in(lesson: str, all_banks: Mapping[int, Texts]) -> list[tuple[int, str]]:
    """The questions that the lesson of that name begins with, as ``[(lesson number, question key)]``."""
    number = next(n for n, bank in all_banks.items() if bank.data["lesson"]["name"] == lesson)
    keys = {n: [key for key in bank.data if key != "lesson"] for n, bank in all_banks.items() if n <= number}
    return questions_for(number, keys)


def banks() -> dict[int, Texts]:
    """The question files, as ``{lesson number: Texts}``."""
    found = [Texts(f"questions/{path.stem}") for path in sorted((FOLDER / "questions").glob("*.toml"))]
    return {bank.data["lesson"]["number"]: bank for bank in found}


# The field that holds what the learner's order of options is drawn from.
ORDER = "order"
LETTERS = "abcdefg"


class Retrieval(Exercise):
    """``Retrieval("why-network")``: the questions that the lesson of that name begins with."""

    stem = "retrieval"

    @classmethod
    def work_of(cls, argument: str = "") -> Work:
        """As in :class:`Exercise`: the questions with their options, and what is said of the right one."""
        found = banks()
        records = [found[number].data[key] for number, key in asked_in(argument, found)]
        return sum((_to_read(record) for record in records), Work())

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        super().__init__()

    def build(self) -> list[W.Widget]:
        self.banks = banks()
        self.asked = asked_in(self.lesson, self.banks)
        # kept with the first answer: opening a page writes nothing
        self.learner = self.store.get(self.stem, ORDER) or secrets.token_hex(4)
        answered = [self._answer(at) is not None for at in range(len(self.asked))]
        self.at = answered.index(False) if False in answered else 0
        self._marks = []
        self.where = W.HTML()
        self.question = W.HTML()
        self.options = W.RadioButtons(options=[], layout={"width": "max-content"})
        self.options.observe(self._choose, names="index")
        self.answer = self.button(self.t("answer"), self._keep, primary=True)
        self.feedback = W.HTML()
        self.back = self.button(self.t("back"), lambda: self._go(self.at - 1))
        self.forward = self.button(self.t("next"), lambda: self._go(self.at + 1))
        self.sum = W.HTML()
        self.refresh()
        return [
            self.where,
            self.question,
            self.options,
            self.answer,
            self.feedback,
            W.HBox([self.back, self.forward]),
            self.sum,
        ]

    def paper(self) -> list[Block]:
        blocks: list[Block] = []
        right = []
        for at in range(len(self.asked)):
            record, names = self._record(at), list(self._record(at)["options"])
            told = tuple(
                f"{LETTERS[n]}. {self.t.pick(record['options'][name])}" for n, name in enumerate(names)
            )
            blocks.append(Ticks(f"{at + 1}. {self.t.pick(record['question'])}", told))
            best = next(name for name in names if record["options"][name].get("correct"))
            why = self.t.pick(record["options"][best]["feedback"])
            right.append(f"{at + 1}{LETTERS[names.index(best)]}. {why}")
        return [*blocks, Later(self.t("best_answers"), tuple(right))]

    # Answers are kept by lesson and question: the same question may be met again, and each time counts.

    def _name(self, at):
        number, key = self.asked[at]
        return f"{self.lesson}.{number}.{key}"

    def _answer(self, at):
        return self.store.get(self.stem, self._name(at))

    def _record(self, at):
        number, key = self.asked[at]
        return self.banks[number].data[key]

    def _options(self, at):
        """The keys of the options in this learner's order."""
        return shuffled(self._record(at)["options"], self.learner, self._name(at))

    def _go(self, at):
        self.at = at
        self.refresh()

    def _choose(self, change):
        self.answer.disabled = change["new"] is None

    def _keep(self):
        chosen = self._options(self.at)[self.options.index]
        self.save(lambda: self._put(chosen))
        self.refresh()

    def _put(self, chosen):
        with self.store.transaction():
            self.store.put(self.stem, ORDER, self.learner)
            self.store.put(self.stem, self._name(self.at), chosen)

    def refresh(self) -> None:
        self.learner = self.store.get(self.stem, ORDER) or self.learner
        record, chosen = self._record(self.at), self._answer(self.at)
        names = self._options(self.at)
        self.where.value = f"<p>{escape(self.t('where', at=self.at + 1, of=len(self.asked)))}</p>"
        self.question.value = f'<p class="nv-question">{escape(self.t.pick(record["question"]))}</p>'
        self.options.options = [self.t.pick(record["options"][name]) for name in names]
        self.options.index = names.index(chosen) if chosen in names else None
        self.options.disabled = chosen is not None
        self._mark(record, chosen)
        self.answer.disabled = True
        self.answer.layout.display = "none" if chosen else ""
        self.feedback.value = self._explain(record, chosen) if chosen else ""
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(self.asked) - 1
        self.sum.value = self._sum()

    def _mark(self, record, chosen):
        """The option chosen and the right one keep a mark, by its place among the options."""
        # as they stand on the page, in this learner's order
        names = self._options(self.at)
        for name in self._marks:
            self.options.remove_class(name)
        self._marks = []
        if chosen in names:
            right = next(at for at, name in enumerate(names, 1) if record["options"][name].get("correct"))
            at = names.index(chosen) + 1
            self._marks = ["nv-answered", f"nv-right-{right}", *([f"nv-wrong-{at}"] if at != right else [])]
        for name in self._marks:
            self.options.add_class(name)

    def _explain(self, record, chosen):
        options = record["options"]
        right = next(name for name, option in options.items() if option.get("correct"))
        mark, say = ("✓", "right") if chosen == right else ("✗", "not_right")
        look = "nv-right" if chosen == right else "nv-wrong"
        parts = [
            f'<p class="nv-note {look}" role="status"><span class="nv-mark" aria-hidden="true">{mark}</span> '
            f"<strong>{escape(self.t(say))}</strong> {escape(self.t.pick(options[chosen]['feedback']))}</p>"
        ]
        if chosen != right:
            parts.append(
                f"<p><strong>{escape(self.t('best_answer'))}</strong> {escape(self.t.pick(options[right]))}. "
                f"{escape(self.t.pick(options[right]['feedback']))}</p>"
            )
        return "".join(parts)

    def _sum(self):
        answers = [(self._record(at), self._answer(at)) for at in range(len(self.asked))]
        given = [(record, name) for record, name in answers if name in record["options"]]
        if len(given) < len(self.asked):
            return ""
        right = sum(bool(record["options"][name].get("correct")) for record, name in given)
        return f'<p class="nv-note">{escape(self.t("sum", right=right, of=len(given)))}</p>'


def _to_read(record):
    options = record["options"].values()
    right = next(option for option in options if option.get("correct"))
    read = [record["question"]["da"], *(option["da"] for option in options), right["feedback"]["da"]]
    return Work(words=words(" ".join(read)), choices=1)
