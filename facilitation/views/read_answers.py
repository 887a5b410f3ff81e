"""The facilitator's page for reading: one answer at a time, the same question across learners."""

import os
import time
from datetime import datetime

import ipywidgets as W

from exercises.texts import Texts
from exercises.views.base import escape, table
from facilitation import agreement, reading, rubric
from facilitation.comment_bank import Bank, BankProblem
from facilitation.problems import Problem
from facilitation.reading import FIRST, SECOND
from facilitation.views.base import TEXTS, DeskPage
from facilitation.views.controls.answer_sheet import AnswerSheet

SAMPLE = 20  # learners, to begin with
SPOKEN = {"da": "danish", "en": "english"}
ALL = ""  # the scope of a comparison: every question


class ReadAnswers(DeskPage):
    """Choose a hand-in and a question, read, choose a level, save and next."""

    stem = "read_answers"

    def build(self):
        t = self.t
        self.levels = Texts("feedback", t.lang, folder=TEXTS)
        self.desk = reading.Desk(reading.folder())
        self.bank = Bank(self.desk.place)
        self.names = reading.Names()
        self.reader = FIRST
        self.piles, self.asked, self.pile, self.known = {}, {}, [], {}
        self.at, self.now, self.drafts, self.paces = 0, None, {}, []
        self.which = W.Dropdown(description=t("assignment"), options=[])
        self.question = W.Dropdown(description=t("question"), options=[])
        self.reading_as = W.Dropdown(
            description=t("reader"), options=[(t(f"readers.{one}"), one) for one in (FIRST, SECOND)]
        )
        self.hide = W.Checkbox(description=t("hide"), indent=False)
        self.sheet = AnswerSheet(self._told, words=self._words())
        self.afresh = self.button(t("bank_afresh"), self._bank_afresh)
        self.afresh.layout.display = "none"
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
            self.afresh,
            self.together.box,
        ]

    def _words(self):
        words = {name: self.t(f"sheet.{name}") for name in self.t.data["sheet"]}
        return words | {"empty": self.t("empty_answer")}

    # ---- what to read --------------------------------------------------------------------------------------

    def look_again(self):
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
            dropdown.options = options
            dropdown.value = value
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

    def meet(self, pile):
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
            self.now = self.desk.answer(self._question, self.pile[self.at].student, self.reader)
        except Problem as problem:
            self.now = None
            self._draw_sheet(self.t(f"problem.{problem.key}", **problem.names), focus)
        else:
            self._draw_sheet(focus=focus)

    def called(self, student):
        """What a learner is called on the page."""
        if self.hide.value:
            return self.t("learner", n=self.names.number(student))
        return self.known[student]

    def level(self, score, maximum=rubric.LEVELS - 1):
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
            "parts": [list(part) for part in now.parts] if now else [],
            "legend": f"{t('sheet.level')}: {question.criterion}" if question.criterion else t("sheet.level"),
            "levels": self._levels(question) if now else [],
            "score": draft.get("score", now.score if now else None),
            "comment": draft.get("comment", now.comment if now else ""),
        }
        with self.sheet.hold_sync():
            self.sheet.said = {}
            self.sheet.places = [[self._key(place), self._place(place)] for place in self.pile]
            self.sheet.progress = self._progress()
            self.sheet.bank = self._bank()
            self.sheet.answer = answer

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
                self._keep(what == "save", message.get("score"), str(message.get("comment") or ""))
        elif what == "back":
            self._go(self.at - 1)
        elif what == "skip":
            self._go(self.at + 1)
        elif what == "go":
            keys = [self._key(one) for one in self.pile]
            if message.get("to") in keys:
                self._go(keys.index(message["to"]))

    def _keep(self, done, score, comment):
        """Keep what was typed, and with ``done`` the level too. What stops it is said beside the button."""
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
            elif comment.strip() != now.comment.strip():
                self.now = self.desk.note(question, now, comment, self.reader)
                clock = t.clock(datetime.now())
                if self.now.waiting:
                    self.sheet.said = {"text": t("note_kept", clock=clock), "at": time.time()}
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
        sentence = self.t(f"problem.{problem.key}", **names)
        self.sheet.said = {
            "text": sentence,
            "wrong": True,
            "blank": problem.key == "blank",
            "at": time.time(),
        }

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
        saved = self.t("saved", who=self.called(one.student), clock=self.t.clock(datetime.now()))
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
            self.say(self.t(f"problem.{problem.key}", **problem.names), wrong=True)
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
            names = self.t(f"problem.{problem.key}", **problem.names)
            self.sheet.said = {"text": names, "wrong": True, "at": time.time()}
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

    def __init__(self, page):
        self.page, t = page, page.t
        self.size = W.BoundedIntText(value=SAMPLE, min=1, max=1000, description=t("together.size"))
        self.seed = W.BoundedIntText(value=1, min=0, max=10**6, description=t("together.seed"))
        self.state = W.HTML()
        self.scope = W.Dropdown(description=t("together.scope"), options=[(t("together.scope_all"), ALL)])
        self.found = W.HTML()
        self.draw = page.button(t("together.draw"), self._draw)
        self.compare = page.button(t("together.compare"), self._compare)
        self.aside = page.button(t("together.aside"), self._aside)
        about = f"<h2>{escape(t('together.title'))}</h2><p>{escape(t('together.about'))}</p>"
        self.box = W.VBox()
        self.box.add_class("nv-card")
        self.box.children = [
            W.HTML(about),
            self.size,
            self.seed,
            W.HBox([self.draw]),
            self.state,
            self.scope,
            W.HBox([self.compare, self.aside]),
            self.found,
        ]

    @property
    def _assignment(self):
        return self.page.which.value

    def refresh(self):
        """Another assignment was chosen, or a sample was drawn."""
        page, t = self.page, self.page.t
        options = [(one.title, name) for name, one in page.asked.items()]
        self.scope.options = [(t("together.scope_all"), ALL), *options]
        self.found.value = ""
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
            self._say(self.page.t(f"problem.{problem.key}", **problem.names), wrong=True)
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
        far = [pair for pair in pairs if abs(pair.first - pair.second) >= agreement.FAR_APART]
        if not far:
            return f"<p>{escape(t('compared.talk_none'))}</p>"
        return f"<h3>{escape(t('compared.talk'))}</h3>" + "".join(self._one(page, pair) for pair in far)

    def _one(self, page, pair):
        t = page.t
        levels = {"first": page.level(pair.first), "second": page.level(pair.second)}
        said = t("compared.talk_one", who=page.called(pair.student), title=pair.question.title, **levels)
        try:
            parts = page.desk.answer(pair.question, pair.student).parts
        except Problem as problem:
            parts = (("", t(f"problem.{problem.key}", **problem.names)),)
        text = "".join(f'<p class="nv-reading-typed">{escape(words)}</p>' for _, words in parts)
        return f"<details><summary>{escape(said)}</summary>{text}</details>"
