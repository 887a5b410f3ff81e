"""Guess first: eight figures, how sure one is of each, the answer with its source, and the sum of it."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape, figure, table
from exercises.kit.chart import calibration
from exercises.models import guess_first as model
from exercises.paper.blocks import Block, Later, Lines, Ticks
from exercises.rules import guess_first as rules
from exercises.rules.minutes import Work
from exercises.texts import Texts


class GuessFirst(Exercise):
    """One figure at a time; a guess is locked once its answer has been shown."""

    stem = model.STEM
    work = Work(words=480, choices=8, lines=8)

    def build(self) -> list[W.Widget]:
        self.content = Texts("guess_first_figures")
        self.figures = model.figures()
        self.order = list(self.figures)
        shown = [self._get(key, "shown") for key in self.order]
        self.at = shown.index(None) if None in shown else 0
        t = self.t
        self.where = W.HTML()
        self.question = W.HTML()
        self.guess = W.Text()
        self.sure = W.Dropdown(
            description=t("sure"),
            options=[(t("choose"), 0)] + [(t(f"sure_{c}"), c) for c in rules.CONFIDENCES],
        )
        self.guess.observe(self._typed, names="value")
        self.sure.observe(self._typed, names="value")
        self.show = self.button(t("show"), self._show, primary=True)
        self.answer = W.HTML()
        self.back = self.button(t("back"), lambda: self._go(self.at - 1))
        self.forward = self.button(t("next"), lambda: self._go(self.at + 1))
        self.again = self.button(t("again"), self._again)
        self.sum = W.HTML()
        self.refresh()
        return [
            self.where,
            self.question,
            self.guess,
            self.sure,
            self.show,
            self.answer,
            W.HBox([self.back, self.forward]),
            self.sum,
            self.again,
        ]

    def paper(self) -> list[Block]:
        t, truths = self.t, []
        blocks: list[Block] = []
        for at, (key, record) in enumerate(self.figures.items(), start=1):
            asked = f"{at}. {self.content.pick(record['question'])} {self._within(record)}"
            blocks += [Lines(asked), Ticks(t("sure"), tuple(t(f"sure_{c}") for c in rules.CONFIDENCES))]
            truth = t("truth", words=model.in_words(key, t.lang))
            truths.append(f"{at}. {truth} {self.content.pick(record['notice'])}")
        return [*blocks, Later(t("answers"), tuple(truths))]

    def _get(self, key, name):
        return self.store.get(self.stem, f"{key}.{name}")

    def _put(self, key, name, value):
        self.store.put(self.stem, f"{key}.{name}", value)

    def _go(self, at):
        self.at = at
        self._hush()
        self.refresh()

    def _typed(self, change):
        if self._quiet:
            return
        key, name = self.order[self.at], "guess" if change["owner"] is self.guess else "sure"
        self.save(lambda: self._put(key, name, change["new"] or None))

    def _show(self):
        key = self.order[self.at]
        try:
            number = model.guessed(self.guess.value, key)
        except ValueError:
            self._say(self.t("not_a_number", text=self.guess.value), wrong=True, at=self.guess)
            return
        low, high = self.figures[key]["low"], self.figures[key]["high"]
        if number is None:
            self._say(self.t("guess_missing"), wrong=True, at=self.guess)
        elif not low <= number <= high:
            number = self.t.number
            words = self.t("out_of_range", low=number(low), high=number(high))
            self._say(words, wrong=True, at=self.guess)
        elif not self.sure.value:
            self._say(self.t("sure_missing"), wrong=True, at=self.sure)
        else:
            self.save(lambda: self._put(key, "shown", True))
            self.refresh()

    def _again(self):
        self.save(lambda: self.store.forget(self.stem))
        self._go(0)

    def refresh(self) -> None:
        t, key = self.t, self.order[self.at]
        record, shown = self.figures[key], bool(self._get(key, "shown"))
        self.where.value = f"<p>{escape(t('where', at=self.at + 1, of=len(self.order)))}</p>"
        self.question.value = (
            f'<p class="nv-question">{escape(self.content.pick(record["question"]))}</p>'
            f"<p>{escape(self._within(record))}</p>"
        )
        self._quiet = True
        self.guess.value = self._get(key, "guess") or ""
        self.sure.value = self._get(key, "sure") or 0
        self._quiet = False
        self.guess.description = t(f"guess_{record['unit']}")
        self.guess.disabled = self.sure.disabled = shown
        self.show.layout.display = "none" if shown else ""
        self.answer.value = self._answer(key, record) if shown else ""
        self.back.disabled = self.at == 0
        self.forward.disabled = self.at == len(self.order) - 1
        self.sum.value = self._sum()
        self.again.layout.display = "" if model.answers(self.store) else "none"

    # ---- in words ------------------------------------------------------------------------------------

    def _number(self, value):
        return self.t.number(value, 0 if float(value).is_integer() else 1)

    def _within(self, record):
        if not record["tolerance"]:
            return self.t("within_range")
        words = self.t(f"unit_{record['unit']}", value=self._number(record["tolerance"]))
        return self.t("within", words=words)

    def _answer(self, key, record):
        t, was_hit = self.t, model.hit(self.store, key)
        mark, say = ("✓", "hit") if was_hit else ("✗", "miss")
        look = "nv-right" if was_hit else "nv-wrong"
        from exercises.references import reference  # reads the whole bibliography

        words = model.in_words(key, t.lang)
        source = reference(record["source"]).citation(t.lang)
        return (
            f'<div class="nv-note {look}" role="status"><p>'
            f'<span class="nv-mark" aria-hidden="true">{mark}</span> '
            f"<strong>{escape(t(say))} {escape(t('truth', words=words))}</strong></p>"
            f"<p>{escape(self.content.pick(record['notice']))}</p>"
            f"<p>{escape(t('source', source=source))}</p></div>"
        )

    def _sum(self):
        t, answers = self.t, model.answers(self.store)
        if not answers:
            return ""
        hits = sum(was_hit for _, was_hit in answers)
        finding = t("sum", hits=hits, of=len(answers))
        steps = rules.calibration(answers)
        rows = [(t.percent(s.confidence / 100), s.guesses, s.hits) for s in steps]
        drawing = calibration(steps, t("plot"), t("axis_sure"), t("axis_right"), t.percent)
        columns = (t("column_sure"), t("column_guesses"), t("column_hits"))
        return (
            figure(finding, drawing, table(columns, rows))
            + f"<p>{escape(t('plot_how'))}</p><p>{escape(t('verdict.' + rules.verdict(answers)))}</p>"
        )
