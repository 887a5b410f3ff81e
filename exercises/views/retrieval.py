"""The questions a lesson begins with: one at a time, each answer explained."""

import ipywidgets as W

from exercises.rules.retrieval import questions_for
from exercises.texts import FOLDER, Texts
from exercises.views.base import Exercise, escape


def banks():
    """The question files, as ``{lesson number: Texts}``."""
    found = [Texts(f"questions/{path.stem}") for path in sorted((FOLDER / "questions").glob("*.toml"))]
    return {bank.data["lesson"]["number"]: bank for bank in found}


class Retrieval(Exercise):
    """``Retrieval("why-network")``: the questions that the lesson of that name begins with."""

    stem = "retrieval"

    def __init__(self, lesson):
        self.lesson = lesson
        super().__init__()

    def build(self):
        self.banks = banks()
        number = next(n for n, bank in self.banks.items() if bank.data["lesson"]["name"] == self.lesson)
        keys = {
            n: [key for key in bank.data if key != "lesson"] for n, bank in self.banks.items() if n <= number
        }
        self.asked = questions_for(number, keys)
        answered = [self._answer(at) is not None for at in range(len(self.asked))]
        self.at = answered.index(False) if False in answered else 0
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

    # Answers are kept by lesson and question: the same question may be met again, and each time counts.

    def _name(self, at):
        number, key = self.asked[at]
        return f"{self.lesson}.{number}.{key}"

    def _answer(self, at):
        return self.store.get(self.stem, self._name(at))

    def _record(self, at):
        number, key = self.asked[at]
        return self.banks[number].data[key]

    def _go(self, at):
        self.at = at
        self.refresh()

    def _choose(self, change):
        self.answer.disabled = change["new"] is None

    def _keep(self):
        chosen = list(self._record(self.at)["options"])[self.options.index]
        self.save(lambda: self.store.put(self.stem, self._name(self.at), chosen))
        self.refresh()

    def refresh(self):
        record, chosen = self._record(self.at), self._answer(self.at)
        names = list(record["options"])
        self.where.value = f"<p>{escape(self.t('where', at=self.at + 1, of=len(self.asked)))}</p>"
        self.question.value = f'<p class="nv-question">{escape(self.t.pick(record["question"]))}</p>'
        self.options.options = [self.t.pick(record["options"][name]) for name in names]
        self.options.index = names.index(chosen) if chosen in names else None
        self.options.disabled = chosen is not None
        self.answer.disabled = True
        self.answer.layout.display = "none" if chosen else ""
        self.feedback.value = self._explain(record, chosen) if chosen else ""
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(self.asked) - 1
        self.sum.value = self._sum()

    def _explain(self, record, chosen):
        options = record["options"]
        right = next(name for name, option in options.items() if option.get("correct"))
        mark, say = ("✓", "right") if chosen == right else ("✗", "not_right")
        parts = [
            f'<p class="nv-note" role="status"><span class="nv-mark" aria-hidden="true">{mark}</span> '
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
