"""The facilitator's page for reading: one answer at a time, the same question across learners."""

import os
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import ipywidgets as W

from exercises.calendar_entry import zone
from exercises.kit.base import escape, table
from exercises.kit.boxes import framed, offer
from exercises.texts import Texts
from facilitation.desk_folder import here
from facilitation.problems import Problem
from facilitation.reading import agreement, rubric
from facilitation.reading import desk as reading
from facilitation.reading.beside import Beside
from facilitation.reading.comment_bank import Bank, BankProblem
from facilitation.reading.desk import FIRST, SECOND
from facilitation.views.base import TEXTS, DeskPage
from facilitation.views.controls.answer_sheet import AnswerSheet

SAMPLE = 20  # learners, to begin with
SPOKEN = {"da": "danish", "en": "english"}
ALL = ""  # the scope of a comparison: every question


class ReadAnswers(DeskPage):
    """Choose a hand-in and a question, read, choose a level, save and next."""

    stem = "read_answers"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.levels = Texts("feedback", t.lang, folder=TEXTS)
        self.desk = reading.Desk(here())
        self.bank = Bank(self.desk.place)
        self.beside, self.undone = Beside(self.desk), []
        self.names = reading.Names()
        self.reader = FIRST
        self.piles, self.asked, self.pile, self.known = {}, {}, [], {}
        self.at, self.now, self.drafts, self.paces = 0, None, {}, []
        self.overall, self.overall_typed = "", {}
        self.which = W.Dropdown(description=t("assignment"), options=[])
        self.question = W.Dropdown(description=t("question"), options=[])
        self.reading_as = W.Dropdown(
            description=t("reader"), options=[(t(f"readers.{one}"), one) for one in (FIRST, SECOND)]
        )
        self.hide = W.Checkbox(description=t("hide"), indent=False)
        self.sheet = AnswerSheet(self._told, words=self._words())
        self.afresh = self.button(t("bank_afresh"), self._bank_afresh)
        self.afresh.layout.display = "none"
        self.undo = self.button(t("undo"), self._undo)
        self.undo.layout.display = "none"
        self.together = Together(self)
        self.filling = False
        for control, follow in (
            (self.which, self._choose),
            (self.question, self._ask),
            (self.reading_as, self._read_as),
            (self.hide, self._draw_sheet),
        ):
            control.observe(lambda _, follow=follow: self.filling or self.act(follow), names="value")
        again = self.button(t("look_again"), self.look_again)
        home = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")
        link = f'<a href="{escape(home)}formgrader" target="_blank">{escape(t("formgrader"))}</a>'
        self.look_again()
        choices = W.VBox([self.which, self.question, self.reading_as, self.hide])
        choices.add_class("nv-reading-choices")
        return [
            choices,
            W.HBox([again, W.HTML(link, layout={"width": "auto"})]),
            self.sheet,
            self.undo,
            self.afresh,
            self.together.box,
        ]

    def _words(self):
        words = {name: self.t(f"sheet.{name}") for name in self.t.data["sheet"]}
        return words | {"empty": self.t("empty_answer")}

    # ---- what to read --------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Read the piles anew, and stay at the question and the learner that were open."""
        self.say("")
        chosen, asked = self.which.value, self.question.value
        student = self.now.student if self.now else None
        self.piles = {pile.assignment: pile for pile in self.desk.piles()}
        if not self.piles:
            self._nothing(self.t("nothing_yet"))
            return
        self._list_piles(chosen if chosen in self.piles else self._fullest())
        self._choose(asked, student)

    def _fullest(self):
        waiting = [name for name, pile in self.piles.items() if pile.read < pile.total]
        return (waiting or list(self.piles))[0]

    def _list_piles(self, chosen):
        self._fill(self.which, [(self._pile_label(pile), name) for name, pile in self.piles.items()], chosen)

    def _fill(self, dropdown, options, value):
        # a new list of options chooses the first of them, and then the one that is meant
        self.filling = True
        try:
            offer(dropdown, options, value)
        finally:
            self.filling = False

    def _pile_label(self, pile):
        t = self.t
        lang = t(f"language_of.{SPOKEN[pile.lang]}") if pile.lang in SPOKEN else pile.lang
        return t("assignment_option", title=pile.title, language=lang, waiting=pile.total - pile.read)

    def _choose(self, asked=None, student=None):
        """An assignment was chosen: show its questions."""
        self.asked = {one.name: one for one in self.desk.questions(self.which.value)}
        options = [(self._question_label(one), name) for name, one in self.asked.items()]
        self._fill(self.question, options, asked if asked in self.asked else next(iter(self.asked), None))
        self.together.refresh()
        self._ask(student)

    def _question_label(self, question):
        if not question.criterion:
            return question.title
        return self.t("question_option", title=question.title, criterion=question.criterion)

    def _read_as(self):
        self.reader = self.reading_as.value
        self._ask()

    def _ask(self, student=None):
        """A question was chosen: line its answers up, unread first, in the session's order."""
        self.say("")
        self._nothing()
        pile = self.desk.pile(self.asked[self.question.value], self.reader) if self.asked else []
        self.meet(pile)
        self.pile = sorted(pile, key=lambda one: (not one.waiting, self.names.place(one.student)))
        if not self.pile:
            self._nothing(self.t("nothing_yet"))
            return
        here = [at for at, one in enumerate(self.pile) if one.student == student]
        self._go(here[0] if here else 0, focus=False)

    def meet(self, pile: Iterable[Any]) -> None:
        """Learn the names of a pile, and give numbers to those who have none."""
        self.known |= {one.student: one.name for one in pile}
        self.names.meet(self.known)

    def _nothing(self, sentence=""):
        self.now, self.pile = None, []
        with self.sheet.hold_sync():
            self.sheet.answer, self.sheet.places, self.sheet.progress = {}, [], ""
        self.say(sentence)

    @property
    def _question(self):
        return self.asked[self.question.value]

    # ---- one answer ----------------------------------------------------------------------------------------

    def _go(self, at, focus=True):
        """Show the answer at a place of the pile. One that cannot be read is said, and can be gone past."""
        self.at = at % len(self.pile)
        self.began = time.monotonic()
        try:
            student = self.pile[self.at].student
            self.now = self.desk.answer(self._question, student, self.reader)
            self.overall = self.desk.overall(self._question, student)
        except Problem as problem:
            self.now = None
            self._draw_sheet(problem.said(self.t), focus)
        else:
            self._draw_sheet(focus=focus)

    def called(self, student: str) -> str:
        """What a learner is called on the page."""
        if self.hide.value:
            return self.t("learner", n=self.names.number(student))
        return self.known[student]

    def level(self, score: float, maximum: float = rubric.LEVELS - 1) -> str:
        """A score with its word, where it has one."""
        known = rubric.level(score, maximum)
        number = self.t.number(score, 0 if score == int(score) else 1)
        if known is None:
            return number
        return self.t("compared.level", score=number, name=self.levels(f"levels.{known}.name"))

    def _draft_key(self):
        return (self.reader, self._question.assignment, self._question.name, self.pile[self.at].student)

    def _draw_sheet(self, note="", focus=False):
        if not self.pile:
            return
        question, one, now, t = self._question, self.pile[self.at], self.now, self.t
        draft = self.drafts.get(self._draft_key(), {})
        if not note and now and now.waiting and now.score is not None:
            note = t("earlier", score=self.level(now.score, question.maximum))
        if not note and now and not question.levels:
            note = t("all_rows", maximum=t.number(question.maximum))
        answer = {
            "key": self._key(one),
            "focus": focus,
            "heading": t("heading", who=self.called(one.student), title=question.title),
            "note": note,
            "lang": self._lang,
            "prompt": question.prompt,
            "figures": now.figures if now else "",
            "parts": [[*part, shown] for part, shown in zip(now.parts, now.pictures, strict=True)]
            if now
            else [],
            "found": self._found(question, now) if now else [],
            "whole": self.beside.whole(question, now) if now else "",
            "changes": self.beside.changes(question, now) if now else "",
            "legend": f"{t('sheet.level')}: {question.criterion}" if question.criterion else t("sheet.level"),
            "levels": self._levels(question) if now else [],
            "score": draft.get("score", now.score if now else None),
            "comment": draft.get("comment", now.comment if now else ""),
            # the second reader's words never reach the learner
            "overall": self._overall_shown() if now and self.reader == FIRST else None,
            "levels_before": self._levels_before(question, now) if now and self.reader == FIRST else [],
        }
        with self.sheet.hold_sync():
            self.sheet.said = {}
            self.sheet.places = [[self._key(place), self._place(place)] for place in self.pile]
            self.sheet.progress = self._progress()
            self.sheet.bank = self._bank()
            self.sheet.answer = answer

    def _found(self, question, now):
        """What the machine found, in sentences."""
        t, found = self.t, []
        for key, names in self.beside.findings(question, now, self.called):
            if "kind" in names:
                names = names | {"kind": t(f"found.kind.{names['kind']}")}
            if "language" in names:
                names = names | {"language": t(f"language_of.{SPOKEN[names['language']]}")}
            found.append(t(f"found.{key}", **names))
        return found

    def _overall_key(self):
        return self._question.assignment, self.pile[self.at].student

    def _overall_shown(self):
        return self.overall_typed.get(self._overall_key(), self.overall)

    def _levels_before(self, question, now):
        """The levels of the learner's other answers, a sentence a hand-in."""
        t, given = self.t, {}
        for one, score in self.desk.levels_before(question, now.student):
            called = one.criterion or one.title
            words = t("levels_one", question=called, score=self.level(score, one.maximum))
            given.setdefault(one.assignment, []).append(words)
        titles = {name: pile.title for name, pile in self.piles.items()}
        return [
            t("levels_of", title=titles.get(name, name), levels=", ".join(words))
            for name, words in given.items()
        ]

    def _undo(self):
        """Take the last level back: the answer waits again, with what was written to it."""
        question, student, before = self.undone.pop()
        self.desk.take_back(question, student, before)
        self.undo.layout.display = None if self.undone else "none"
        if question.assignment in self.piles:
            self._fill(self.which, self.which.options, question.assignment)
            self._choose(question.name, student)
        self.say(self.t("undone", who=self.called(student)))

    def show_answer(self, question: Any, student: str) -> None:
        """Show one learner's answer to a question of the hand-in that is chosen, and go to it."""
        self._fill(self.question, self.question.options, question.name)
        self._ask(student)
        self._draw_sheet(focus=True)

    def _key(self, one):
        # the number, not the name: that would lie in the page while names are hidden
        question, number = self._question, self.names.number(one.student)
        return f"{self.reader} {question.assignment} {question.name} {number}"

    @property
    def _lang(self):
        return self.piles[self.which.value].lang or self.t.lang

    def _levels(self, question):
        if not question.levels:
            return [[value, self.t.number(value), ""] for value in range(int(question.maximum) + 1)]
        return [[value, self.level(value), words] for value, words in enumerate(question.levels)]

    def _place(self, one):
        who = self.called(one.student)
        if one.waiting:
            return self.t("place_waiting", who=who)
        return self.t("place_read", who=who, score=self.level(one.score, self._question.maximum))

    def _progress(self):
        left = sum(one.waiting for one in self.pile)
        total, read = len(self.pile), len(self.pile) - left
        if not left:
            return self.t("progress_done", read=read, total=total)
        minutes = self.t.number(reading.minutes_left(self.paces, left))
        return self.t("progress", read=read, total=total, minutes=minutes)

    # ---- what the reader does --------------------------------------------------------------------------

    def _told(self, message):
        self.act(self._do, message)

    def _do(self, message):
        what = message["do"]
        if what.startswith("bank_"):
            self._bank_do(what, message)
        elif not self.pile:
            return
        elif what in ("draft", "save"):
            # a second press, or another window: meant for an answer that is no longer the one on show
            if message.get("key") == self._key(self.pile[self.at]) and self.now:
                said = self._keep_overall(message.get("overall"))
                if said is not None:
                    self._keep(what == "save", message.get("score"), str(message.get("comment") or ""), said)
        elif what == "back":
            self._go(self.at - 1)
        elif what == "skip":
            self._go(self.at + 1)
        elif what == "go":
            keys = [self._key(one) for one in self.pile]
            if message.get("to") in keys:
                self._go(keys.index(message["to"]))

    def _keep_overall(self, text):
        """Keep the comment on the whole. Gives a sentence where it is another, "" where it is the same, None
        where it is not kept: why is said beside the button."""
        if not isinstance(text, str) or self.reader != FIRST or text.strip() == self.overall:
            return ""
        self.overall_typed[self._overall_key()] = text
        try:
            self.desk.say_overall(self._question, self.now.student, text, self.overall)
        except Problem as problem:
            self.overall = problem.names.get("words", self.overall)
            self._refused(problem)
            return None
        del self.overall_typed[self._overall_key()]
        self.overall = text.strip()
        return self.t("overall_kept", clock=self.t.clock(datetime.now(zone())))

    def _keep(self, done, score, comment, also=""):
        """Keep what was typed, and with ``done`` the level too. What stops it is said beside the button, and
        so is ``also``."""
        question, now, t = self._question, self.now, self.t
        allowed = range(int(question.maximum) + 1)
        score = score if score in allowed and not isinstance(score, bool) else None
        self.drafts[self._draft_key()] = {"score": score, "comment": comment}
        if done and score is None:
            self.sheet.said = {"text": t("sheet.choose"), "wrong": True, "at": time.time()}
            return
        try:
            if done:
                self.desk.mark(question, now, score, comment, self.reader)
                if self.reader == FIRST:
                    self.undone.append((question, now.student, now))
                    self.undo.layout.display = None
            elif comment.strip() != now.comment.strip():
                self.now = self.desk.note(question, now, comment, self.reader)
                clock = t.clock(datetime.now(zone()))
                if self.now.waiting:
                    also = t("note_kept", clock=clock)
            if also and not done:
                self.sheet.said = {"text": also, "at": time.time()}
        except Problem as problem:
            self._stopped(problem)
            return
        if done:
            self._next()

    def _stopped(self, problem):
        names = dict(problem.names)
        if problem.key in ("changed_answer", "changed_mark"):
            # show what stands there now; what was typed stays in the draft
            now = self.desk.answer(self._question, self.now.student, self.reader)
            score = "–" if now.score is None else self.level(now.score, self._question.maximum)
            if problem.key == "changed_mark":
                names = {"score": score, "comment": now.comment}
            self.now = now
            self._draw_sheet()
        self._refused(problem, names)

    def _refused(self, problem, names=None):
        sentence = problem.said(self.t, **(names or {}))
        blank = problem.key == "blank"
        self.sheet.said = {"text": sentence, "wrong": True, "blank": blank, "at": time.time()}

    def _next(self):
        del self.drafts[self._draft_key()]
        self.paces.append(time.monotonic() - self.began)
        one = self.pile[self.at]
        fresh = {place.student: place for place in self.desk.pile(self._question, self.reader)}
        self.meet(fresh.values())
        # everybody keeps their place; who has handed in meanwhile comes last
        known = {place.student for place in self.pile}
        self.pile = [fresh.get(place.student, place) for place in self.pile]
        self.pile += [place for student, place in fresh.items() if student not in known]
        self._recount()
        saved = self.t("saved", who=self.called(one.student), clock=self.t.clock(datetime.now(zone())))
        at = reading.next_waiting(self.pile, self.at)
        if at is None:
            self._go(self.at)
            saved = f"{saved} {self.t('finished')}"
        else:
            self._go(at)
        self.sheet.said = {"text": saved, "at": time.time()}

    def _recount(self):
        """The numbers in the list of hand-ins, without choosing anew."""
        chosen, piles = self.which.value, {pile.assignment: pile for pile in self.desk.piles()}
        if chosen in piles:
            self.piles = piles
            self._list_piles(chosen)

    # ---- the bank --------------------------------------------------------------------------------------

    def _criterion(self):
        said = self._question.criterion.casefold()
        names = self.t.data["criteria"]
        return next(
            (key for key, record in names.items() if said and said.startswith(record[self._lang])), ""
        )

    def _bank(self):
        try:
            comments = self.bank.comments(self._lang, self._criterion())
        except BankProblem as problem:
            self.say(problem.said(self.t), wrong=True)
            self.afresh.layout.display = ""
            comments = self.bank.starting(self._lang, self._criterion())
        self.shelf = {one.id: one for one in comments}
        return [{"id": one.id, "level": one.level, "text": one.text, "own": one.own} for one in comments]

    def _bank_do(self, what, message):
        text, picked = str(message.get("text") or ""), self.shelf.get(message.get("id"))
        level = message.get("level")
        try:
            if what == "bank_add":
                criterion = self._criterion() if level in range(rubric.LEVELS) else ""
                self.bank.add(self._lang, criterion or "general", level if criterion else None, text)
                said = "bank_added"
            elif picked and what == "bank_change":
                self.bank.change(picked, text)
                said = "bank_changed"
            elif picked and what == "bank_delete":
                self.bank.delete(picked)
                said = "bank_deleted"
            else:
                return
        except BankProblem as problem:
            self.sheet.said = {"text": problem.said(self.t), "wrong": True, "at": time.time()}
            return
        self.sheet.bank = self._bank()
        self.sheet.said = {"text": self.t(said), "at": time.time()}

    def _bank_afresh(self):
        name = self.bank.set_aside()
        self.afresh.layout.display = "none"
        self.sheet.bank = self._bank()
        self.say(self.t("bank_aside", name=name))


class Together:
    """Two readers: the sample, and how far they agree. ``box`` is its place on the page."""

    def __init__(self, page: ReadAnswers) -> None:
        self.page, t = page, page.t
        self.size = W.BoundedIntText(value=SAMPLE, min=1, max=1000, description=t("together.size"))
        self.seed = W.BoundedIntText(value=1, min=0, max=10**6, description=t("together.seed"))
        self.state = W.HTML()
        self.scope = W.Dropdown(description=t("together.scope"), options=[(t("together.scope_all"), ALL)])
        self.found, self.talks = W.HTML(), W.VBox()
        self.draw = page.button(t("together.draw"), self._draw)
        self.compare = page.button(t("together.compare"), self._compare)
        self.aside = page.button(t("together.aside"), self._aside)
        about = f"<h2>{escape(t('together.title'))}</h2><p>{escape(t('together.about'))}</p>"
        self.box = framed()
        self.box.children = [
            W.HTML(about),
            self.size,
            self.seed,
            W.HBox([self.draw]),
            self.state,
            self.scope,
            W.HBox([self.compare, self.aside]),
            self.found,
            self.talks,
        ]

    @property
    def _assignment(self):
        return self.page.which.value

    def refresh(self) -> None:
        """Another assignment was chosen, or a sample was drawn."""
        page, t = self.page, self.page.t
        options = [(one.title, name) for name, one in page.asked.items()]
        self.scope.options = [(t("together.scope_all"), ALL), *options]
        self.found.value, self.talks.children = "", []
        there = self._tell_how_far()
        for control in (self.compare, self.aside, self.scope):
            control.layout.display = "" if there else "none"
        for control in (self.draw, self.size, self.seed):
            control.layout.display = "none" if there else ""

    def _tell_how_far(self):
        """Say how much of the sample is read; False where there is none."""
        page, t = self.page, self.page.t
        self._say("")
        try:
            pile = next(iter(page.desk.piles(SECOND, self._assignment)), None)
            learners = len(page.desk.pile(next(iter(page.asked.values())), SECOND)) if page.asked else 0
        except Problem:
            pile = None
        if pile:
            self._say(t("together.there", n=learners, read=pile.read, total=pile.total))
        return pile is not None

    def _say(self, sentence, wrong=False):
        role = "alert" if wrong else "status"
        self.state.value = f'<p role="{role}">{escape(sentence)}</p>' if sentence else ""

    def _draw(self):
        if self._assignment is None:
            self._say(self.page.t("problem.nothing_to_draw"), wrong=True)
            return
        try:
            n = self.page.desk.draw(self._assignment, self.size.value, self.seed.value)
        except Problem as problem:
            self._say(problem.said(self.page.t), wrong=True)
            return
        self.refresh()
        self._say(self.page.t("together.drawn", n=n))

    def _aside(self):
        name = self.page.desk.put_aside(self._assignment)
        self.page.reading_as.value = FIRST
        self.refresh()
        self._say(self.page.t("together.put_aside", name=name))

    def _compare(self):
        pairs, left = self.page.desk.compare(self._assignment)
        self._tell_how_far()
        if self.scope.value != ALL:
            pairs = [pair for pair in pairs if pair.question.name == self.scope.value]
        for question in self.page.asked.values():
            self.page.meet(self.page.desk.pile(question, SECOND))
        parts = [self._numbers(pairs), self._table(pairs), self._talk(pairs)] if pairs else [self._few(0)]
        self.talks.children = [self._way(pair) for pair in self._far(pairs)]
        parts += [f"<p>{escape(self.page.t(f'compared.{why}', n=n))}</p>" for why, n in left.items() if n]
        self.found.value = f'<div role="status">{"".join(parts)}</div>'

    def _few(self, n):
        return f"<p>{escape(self.page.t('compared.few', n=n, least=agreement.LEAST_PAIRS))}</p>"

    def _numbers(self, pairs):
        t, n = self.page.t, len(pairs)
        found = agreement.summary([(pair.first, pair.second) for pair in pairs], rubric.LEVELS)
        share = t.percent(found.same / n)
        lines = [t("compared.same", same=found.same, near=found.near, n=n, share=share)]
        if n < agreement.LEAST_PAIRS:
            lines.append(t("compared.few", n=n, least=agreement.LEAST_PAIRS))
        elif found.quadratic is None:
            lines.append(t("compared.one_level"))
        else:
            names = {}
            for kind, kappa in (("quadratic", found.quadratic), ("linear", found.linear)):
                names |= {kind: kappa.kappa, f"{kind}_low": kappa.low, f"{kind}_high": kappa.high}
            lines.append(t("compared.kappa", **{name: t.number(value, 2) for name, value in names.items()}))
            lines.append(t("compared.meaning"))
        heading = f"<h3>{escape(t('compared.heading', n=n))}</h3>"
        return heading + "".join(f"<p>{escape(line)}</p>" for line in lines)

    def _table(self, pairs):
        t, levels = self.page.t, range(rubric.LEVELS)
        counts = agreement.table([(pair.first, pair.second) for pair in pairs], rubric.LEVELS)
        heading = [t("compared.first")] + [
            t("compared.second_gave", level=self.page.level(level)) for level in levels
        ]
        rows = [[self.page.level(level), *map(t.number, counts[level])] for level in levels]
        return table(heading, rows, t("compared.table"))

    def _talk(self, pairs):
        t, page = self.page.t, self.page
        far = self._far(pairs)
        if not far:
            return f"<p>{escape(t('compared.talk_none'))}</p>"
        return f"<h3>{escape(t('compared.talk'))}</h3>" + "".join(self._one(page, pair) for pair in far)

    def _far(self, pairs):
        return [pair for pair in pairs if abs(pair.first - pair.second) >= agreement.FAR_APART]

    def _way(self, pair):
        """A button that opens the answer above."""
        page = self.page
        named = {"who": page.called(pair.student), "title": pair.question.title}
        return page.button(
            page.t("together.open", **named), lambda: page.show_answer(pair.question, pair.student)
        )

    def _one(self, page, pair):
        t = page.t
        levels = {"first": page.level(pair.first), "second": page.level(pair.second)}
        said = t("compared.talk_one", who=page.called(pair.student), title=pair.question.title, **levels)
        try:
            parts = page.desk.answer(pair.question, pair.student).parts
        except Problem as problem:
            parts = (("", problem.said(t)),)
        text = "".join(f'<p class="nv-reading-typed">{escape(words)}</p>' for _, words in parts)
        return f"<details><summary>{escape(said)}</summary>{text}</details>"
