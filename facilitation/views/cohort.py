"""The cohort at a glance: who is where, who is quiet, where many stumble; and what is taken along."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W

from exercises import calendar_entry
from exercises.figures import acts_of
from exercises.kit.base import escape
from exercises.kit.boxes import framed, offer
from exercises.kit.controls.file_picker import FilePicker
from exercises.kit.take import copy_button, download_button
from exercises.texts import Texts
from facilitation.cohort import files, measures, roster
from facilitation.cohort.measures import LATE
from facilitation.cohort.roll import Register, Roll
from facilitation.cohort.states import NONE, STATES
from facilitation.desk_folder import here
from facilitation.seating.participants import read_file
from facilitation.views.base import TEXTS, DeskPage
from facilitation.views.cohort_table import GLYPHS, LIST, in_short, sign, stack, wide

if TYPE_CHECKING:
    from facilitation.cohort.roll import Learner


ON_A_PAGE = 50
MOST_NAMED = 20  # learners, in a sentence that lists them
TOP = 10  # questions, in a list of the hardest
MOST_LIST = 5 << 20
MOST_ROWS = 300  # of the roster, in one table
ORDER = tuple(reversed(STATES))
SORTS = ("name", "silent", "behind")


class Cohort(DeskPage):
    """Filters, and one part at a time beneath them. Everything is read anew at *look again* alone."""

    stem = "cohort"

    def build(self) -> Any:
        t = self.t
        self.register = Register(here())
        self.roll = Roll([], [], {}, datetime.now(calendar_entry.zone()))
        self.filling = False
        self.words = W.Text(description=t("filter.words"), continuous_update=False)
        self.cohort = self._choice("filter.cohort", [])
        self.lang = self._choice("filter.lang", [(t(f"language.in_{lang}"), lang) for lang in ("da", "en")])
        self.step = self._choice("filter.step", [])
        states = [(t(f"state.{state}"), state) for state in (*ORDER, LATE)]
        self.state = self._choice("filter.state", states)
        self.show = W.Dropdown(description=t("show"), options=[(t(f"part.{part}"), part) for part in KINDS])
        for control in (self.words, self.cohort, self.lang, self.step, self.state, self.show):
            control.observe(lambda _: self.filling or self.act(self._choose), names="value")
        self.summary, self.body = W.HTML(), W.VBox()
        self.opened = {}
        choices = W.VBox([self.show, self.words, self.cohort, self.lang, self.step, self.state])
        choices.add_class("nv-cohort-choices")
        self.add_class("nv-cohort")
        self.act(self.look_again)
        return [choices, W.HBox([self.button(t("look_again"), self.look_again)]), self.summary, self.body]

    def _choice(self, key, options):
        return W.Dropdown(description=self.t(key), options=[(self.t("filter.all"), ""), *options])

    def look_again(self) -> None:
        """Read everything anew, and stay at what was chosen."""
        self.say("")
        self.roll = self.register.roll(self.t.lang)
        self.filling = True  # a new list of options chooses the first of them
        try:
            steps = [(files.heading(step), step.name) for step in self.roll.steps]
            offer(self.step, [(self.t("filter.all"), ""), *steps])
            names = {one for learner in self.roll.learners for one in (learner.cohort, learner.group) if one}
            offer(self.cohort, [(self.t("filter.all"), ""), *((one, one) for one in sorted(names))])
            self.cohort.layout.display = None if names else "none"
        finally:
            self.filling = False
        self._choose()

    def _choose(self):
        """Something was chosen above: show who and what is left."""
        roll = self.roll
        self.learners = measures.choose(
            roll,
            words=self.words.value,
            lang=self.lang.value,
            step=self.step.value,
            state=self.state.value,
            cohort=self.cohort.value,
        )
        self.steps = [step for step in roll.steps if self.step.value in ("", step.name)]
        self.summary.value = self._summary()
        part = self.show.value
        if part not in self.opened:
            self.opened[part] = KINDS[part](self)
        self.opened[part].draw()
        self.body.children = self.opened[part].controls

    def _summary(self):
        t, roll = self.t, self.roll
        if not roll.hand_ins:
            return f"<p>{escape(t('nothing_yet'))}</p>"
        hand_ins, waiting, unsent = measures.summary(roll, self.learners)
        said = [
            t(
                "summary",
                learners=t.number(len(self.learners)),
                all=t.number(len(roll.learners)),
                hand_ins=t.number(hand_ins),
                waiting=t.number(waiting),
                clock=t.clock(roll.now.astimezone(calendar_entry.zone())),
            )
        ]
        if unsent:
            said.append(t("unsent", n=t.number(unsent)))
        said += [t(f"unseen.{what}") for what in sorted(roll.unseen)]
        return "".join(f"<p>{escape(sentence)}</p>" for sentence in said)

    # ---- words that the parts share ------------------------------------------------------------------------

    def who(self, learner: Learner) -> Any:
        """A learner in a table: the name, and the id where that is another word."""
        name = escape(learner.name)
        return name if learner.name == learner.id else f"{name} <small>{escape(learner.id)}</small>"

    def span(self, seconds: float) -> Any:
        """A time in whole hours, from two days on in days; a dash for None."""
        if seconds is None:
            return "–"
        days = seconds / measures.DAY
        if days >= 2:
            return self.t("days", n=self.t.number(days, 1 if days < 10 else 0))
        hours = round(seconds / 3600)
        return self.t("hours", n=self.t.number(hours)) if hours > 1 else self.t("hour")

    def named(self, learners: Any) -> Any:
        """Some learners in a sentence."""
        names = [learner.name for learner in learners[:MOST_NAMED]]
        more = len(learners) - len(names)
        return ", ".join(names) + (f" {self.t('more', n=self.t.number(more))}" if more else "")


class _Part:
    """One part of the page: ``controls`` are its widgets, and ``draw()`` fills them for what is chosen."""

    def __init__(self, page: Any) -> None:
        self.page, self.t = page, page.t
        self.shown = W.HTML()
        self.controls = [self.shown]

    def draw(self):
        parts = self.html() if self.page.learners else [f"<p>{escape(self.t('nobody'))}</p>"]
        self.shown.value = "".join(parts)

    def heading(self, key):
        return f"<h2>{escape(self.t(key))}</h2>"

    def words(self, key, **names):
        return f"<p>{escape(self.t(key, **names))}</p>"

    def list_picker(self, label):
        """A chooser of a list, CSV or Excel, that a part takes in with its ``_bring(name, data)``."""
        page, t = self.page, self.t
        return FilePicker(
            t(label),
            t("take.reading"),
            ".csv,.xlsx,.txt",
            MOST_LIST,
            lambda name, data: page.act(self._bring, name, data),
            lambda _: page.say(t("take.too_big"), wrong=True),
            lambda: page.say(t("take.failed"), wrong=True),
        )


class _Pages(_Part):
    """A part with a long list, ON_A_PAGE learners at a time."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self.at, self.rows = 0, []
        self.place = W.HTML()
        self.list = W.HTML()
        self.back = page.button(self.t("back"), lambda: self._go(-1))
        self.on = page.button(self.t("on"), lambda: self._go(1))
        self.pager = W.HBox([self.back, self.on, self.place])

    def put(self, rows):
        """Show the first page of another list."""
        self.at, self.rows = 0, rows
        self._go(0)

    def _go(self, by):
        pages = max(1, -(-len(self.rows) // ON_A_PAGE))
        self.at = min(max(self.at + by, 0), pages - 1)
        first = self.at * ON_A_PAGE
        here = self.rows[first : first + ON_A_PAGE]
        self.list.value = self.lines(here) if here else ""
        many = pages > 1
        place = self.t("place", first=first + 1, last=first + len(here), all=self.t.number(len(self.rows)))
        self.place.value = f'<p role="status">{escape(place)}</p>' if many else ""
        self.pager.layout.display = None if many else "none"
        self.back.disabled, self.on.disabled = self.at == 0, self.at == pages - 1


class _Steps(_Pages):
    """How many are where at each step, and learners down by steps across."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        t = self.t
        self.sort = W.Dropdown(
            description=t("sort.label"), options=[(t(f"sort.{name}"), name) for name in SORTS]
        )
        self.sort.observe(lambda _: page.act(self._list), names="value")
        self.legend = W.HTML(self._legend())
        self.controls = [self.legend, self.shown, self.sort, self.list, self.pager]

    def _legend(self):
        t = self.t
        signs = "".join(
            f'<li><b aria-hidden="true">{GLYPHS[state]}</b> {escape(t(f"state.{state}"))}</li>'
            for state in (*ORDER, LATE)
        )
        return f'<ul class="nv-cohort-legend">{signs}</ul>{self.words("not_known")}'

    def draw(self):
        super().draw()
        self._list()

    def html(self):
        t, page = self.t, self.page
        heads = [escape(t("column.step"))]
        heads += [sign(state, t(f"state.{state}")) for state in (*ORDER, LATE)]
        rows = []
        for step in page.steps:
            counts = measures.tally(page.roll, page.learners, step)
            bar = stack([(state, counts[state]) for state in ORDER])
            numbers = [t.number(counts[state]) for state in (*ORDER, LATE)]
            rows.append((escape(files.heading(step)) + bar, numbers))
        caption = t("steps.caption", n=t.number(len(page.learners)))
        return [wide(heads, rows, caption)]

    def _list(self):
        page, roll = self.page, self.page.roll
        learners = list(page.learners)
        if self.sort.value == "silent":
            learners.sort(key=roll.heard)
        elif self.sort.value == "behind":
            learners.sort(key=lambda learner: len(roll.of(learner)))
        self.put(learners)

    def lines(self, learners):
        return self._one_step(learners) if self.page.step.value else self._matrix(learners)

    def _matrix(self, learners):
        page, t, roll = self.page, self.t, self.page.roll
        said = {state: t(f"state.{state}") for state in ORDER}
        late = {state: t("state_late", state=words) for state, words in said.items()}
        heads = [escape(t("column.name"))]
        heads += [f'<abbr title="{escape(step.title)}">{escape(step.number)}</abbr>' for step in page.steps]
        rows = []
        for learner in learners:
            cells = []
            for step in page.steps:
                state = roll.state(learner, step)
                one = roll.hand_ins.get((learner.id, step.name))
                is_late = bool(one and one.late)
                cells.append(sign(state, (late if is_late else said)[state], is_late))
            rows.append((page.who(learner), cells))
        return wide(heads, rows, t("matrix.caption"), "nv-cohort-matrix")

    def _one_step(self, learners):
        page, t, roll = self.page, self.t, self.page.roll
        (step,) = page.steps
        names = ("name", "state", "handed_in", "language", "points")
        rows = []
        for learner in learners:
            one = roll.hand_ins.get((learner.id, step.name))
            state = roll.state(learner, step)
            day = t.date(one.moment.astimezone(calendar_entry.zone())) if one and one.moment else ""
            lang = one.lang if one else ""
            points = t.number(one.score, 1) if measures.final(one) else ""
            cells = [
                f'<span aria-hidden="true">{GLYPHS[state]}</span> '
                + escape(files.said(t, roll, learner, step)),
                escape(day),
                escape(t(f"language.in_{lang}")) if lang in ("da", "en") else "",
                escape(t("points", points=points, of=t.number(step.maximum))) if points else "",
            ]
            rows.append((page.who(learner), cells))
        heads = [escape(t(f"column.{name}")) for name in names]
        return wide(heads, rows, files.heading(step), LIST)


class _Quiet(_Pages):
    """Who has handed in nothing for some days, and a reminder to send by oneself."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        t = self.t
        self.days = W.BoundedIntText(measures.QUIET_DAYS, 1, 365, description=t("quiet.days"))
        self.days.observe(lambda _: page.act(self.draw), names="value")
        self.to = W.Dropdown(description=t("quiet.to"), options=[])
        self.text = W.Textarea(description=t("quiet.text"), rows=12)
        self.date = W.DatePicker(description=t("quiet.date"))
        merge = download_button(t, self._merge, t("quiet.merge"), "reminders.csv", files.CSV)
        self.filling = False
        self.to.observe(lambda _: self.filling or page.act(self._word), names="value")
        copy = copy_button(t, lambda: self.text.value.strip() or None)
        entry = download_button(t, self._entry, t("quiet.calendar"), "netvaerk.ics", "text/calendar")
        about = W.HTML(f"<h2>{escape(t('quiet.reminder'))}</h2><p>{escape(t('quiet.about'))}</p>")
        self.card = framed(about, self.to, self.text, copy, self.date, entry, merge)
        self.controls = [self.days, self.shown, self.list, self.pager, self.card]

    def draw(self):
        page, t = self.page, self.t
        self.quiet = measures.quiet(page.roll, page.learners, self.days.value)
        super().draw()
        self.put(self.quiet)
        self.card.layout.display = None if self.quiet else "none"
        langs = [lang for lang in ("da", "en") if self._of(lang)]
        options = [
            (t("quiet.everybody", n=len(self._of(lang)), language=t(f"language.in_{lang}")), lang)
            for lang in langs
        ]
        options += [
            (learner.name if learner.name == learner.id else f"{learner.name} ({learner.id})", learner)
            for learner, _ in self.quiet
        ]
        self.filling = True
        try:
            offer(self.to, options)
        finally:
            self.filling = False
        if options:
            self._word()

    def html(self):
        return [self.words("quiet.count", n=self.t.number(len(self.quiet)), days=self.days.value)]

    def lines(self, rows):
        page, t = self.page, self.t
        heads = [escape(t(f"column.{name}")) for name in ("name", "last", "silent", "next")]
        made = []
        for learner, days in rows:
            last, step = page.roll.last(learner), page.roll.next_step(learner)
            day = t.date(last.moment.astimezone(calendar_entry.zone())) if last and last.moment else ""
            silent = t("days", n=t.number(days)) if days is not None else t("never")
            cells = [escape(cell) for cell in (day, silent, files.heading(step))]
            made.append((page.who(learner), cells))
        return wide(heads, made, t("quiet.caption"), LIST)

    def _lang(self, learner):
        return self.page.roll.lang(learner) or self.t.lang

    def _of(self, lang):
        return [learner for learner, _ in self.quiet if self._lang(learner) == lang]

    def _chosen(self):
        """(the learner, or None for everybody who is quiet in a language; the language)."""
        to = self.to.value
        return (None, to) if isinstance(to, str) else (to, self._lang(to))

    def _word(self):
        learner, lang = self._chosen()
        if learner is None:
            self.text.value = Texts(self.page.stem, lang, folder=TEXTS)("reminder.all")
        else:
            self.text.value = self._reminder(learner, lang)

    def _merge(self):
        """One row for each who is quiet: whom, what about and the text, in the learner's language."""
        rows = []
        for learner, _ in self.quiet:
            lang = self._lang(learner)
            step = self.page.roll.next_step(learner)
            title = step.titles.get(lang, step.title)
            subject = Texts(self.page.stem, lang, folder=TEXTS)("reminder.entry", title=title)
            rows.append((learner, subject, self._reminder(learner, lang)))
        return files.csv_of(self.t, files.reminders(self.t, rows)) if rows else None

    def _reminder(self, learner, lang):
        say = Texts(self.page.stem, lang, folder=TEXTS)
        last, step = self.page.roll.last(learner), self.page.roll.next_step(learner)
        title = step.titles.get(lang, step.title)
        name = learner.first_name or learner.name
        lines = [say("reminder.hello", name=name)]
        if last and last.moment:
            day = say.date(last.moment.astimezone(calendar_entry.zone()))
            lines.append(say("reminder.since", date=day, title=title))
        else:
            lines.append(say("reminder.never", title=title))
        due = step.deadlines.get(lang, step.deadline)
        if due and due > self.page.roll.now:
            # a deadline at midnight is the end of the day before
            last_day = (due - timedelta(seconds=1)).astimezone(calendar_entry.zone())
            lines.append(say("reminder.deadline", date=say.date(last_day)))
        lines += [say("reminder.small"), say("reminder.help"), say("reminder.bye")]
        return "\n\n".join(lines)

    def _entry(self):
        if not self.date.value or not self.quiet:
            return None
        learner, lang = self._chosen()
        say = Texts(self.page.stem, lang, folder=TEXTS)
        step = self.page.roll.next_step(learner) if learner else None
        title = step.titles.get(lang, step.title) if step else ""
        title = say("reminder.entry", title=title) if step else say("reminder.entry_all")
        return calendar_entry.entry(title, self.date.value, note=say("reminder.small"))


class _Levels(_Part):
    """Which levels were given, by criterion; and the questions and checks where many stumble."""

    def html(self):
        page, t = self.page, self.t
        marks = page.register.marks(page.roll, page.learners, page.steps)
        asked = {
            (step.name, one.name): (step, one)
            for step in page.steps
            for one in page.register.questions(step, t.lang)
        }
        if not marks:
            return [self.words("levels.none")]
        return [*self._criteria(asked, marks), *self._questions(asked, marks), *self._checks(marks)]

    def _criteria(self, asked, marks):
        t = self.t
        levels = Texts("feedback", t.lang, folder=TEXTS)
        criteria = Texts("read_answers", t.lang, folder=TEXTS)
        known = [criteria.pick(record) for record in criteria.data["criteria"].values()]
        by_criterion = {}
        for place, (_, question) in asked.items():
            said = question.criterion.casefold() or question.title
            name = next((name for name in known if said.startswith(name)), said)
            by_criterion.setdefault(name, []).extend(marks.get(place, ()))
        heads = [escape(t("column.criterion"))]
        heads += [
            f'<abbr title="{escape(levels(f"levels.{level}.name"))}">{level}</abbr>' for level in range(4)
        ]
        heads += [escape(t("column.empty")), escape(t("column.answers"))]
        rows = []
        for name, given in by_criterion.items():
            found = measures.spread(given)
            bar = stack([(f"level-{at}", n) for at, n in enumerate(found.levels)] + [(NONE, found.empty)])
            numbers = [t.number(n) for n in (*found.levels, found.empty, found.total)]
            rows.append((escape(name[:1].upper() + name[1:]) + bar, numbers))
        names = ", ".join(f"{at} {levels(f'levels.{at}.name')}" for at in range(4))
        about = self.words("levels.about", levels=names)
        return [self.heading("levels.criteria"), about, wide(heads, rows, t("levels.caption"), "nv-as-cards")]

    def _questions(self, asked, marks):
        t = self.t
        found, many = measures.hardest(marks, asked)
        if not found:
            return [self.heading("levels.stumble"), self.words("levels.few", n=measures.FEWEST)]
        heads = [escape(t(f"column.{name}")) for name in ("question", "step", "low_share", "answers")]
        rows = []
        for low, place in found[:TOP]:
            step, question = asked[place]
            bar = stack([("low", low.stumbling), (NONE, 1 - low.stumbling)])
            cells = [files.heading(step), t.percent(low.stumbling), t.number(low.total)]
            rows.append((escape(question.title) + bar, [escape(cell) for cell in cells]))
        return [
            self.heading("levels.stumble"),
            self.words("levels.many", n=many, of=len(found)),
            wide(heads, rows, t("levels.stumble_caption", n=len(rows)), LIST),
        ]

    def _checks(self, marks):
        t, steps = self.t, {step.name: step for step in self.page.steps}
        parts = Texts("reflection", t.lang)
        names = {f"check-{part}": parts.pick(words) for part, words in parts.data["part"].items()}
        found = measures.weak_checks(marks, [place for place in marks if place[1] in names])[:TOP]
        head, line = self.heading("levels.checks"), t.percent(measures.WEAK)
        if not found:
            return [head, self.words("levels.checks_fine", share=line)]
        heads = [escape(t(f"column.{name}")) for name in ("check", "step", "points_share", "hand_ins")]
        rows = []
        for share, place in found:
            cells = [files.heading(steps[place[0]]), t.percent(share), t.number(len(marks[place]))]
            rows.append((escape(names[place[1]]), [escape(cell) for cell in cells]))
        about = self.words("levels.checks_low", share=line)
        return [head, about, wide(heads, rows, t("levels.checks_caption"), LIST)]


class _Pace(_Part):
    """How long feedback takes."""

    def html(self):
        page, t = self.page, self.t
        whole = measures.pace(page.roll, page.learners, page.steps)
        said = []
        if whole.done:
            names = {"median": page.span(whole.median), "slowest": page.span(whole.slowest)}
            said.append(self.words("pace.done", n=t.number(whole.done), **names))
        else:
            said.append(self.words("pace.none"))
        if whole.waiting:
            longest = page.span(whole.longest)
            said.append(self.words("pace.waiting", n=t.number(whole.waiting), longest=longest))
        said.append(self.words("pace.about"))
        heads = [t(f"column.{name}") for name in ("step", "done", "median", "slowest", "waiting", "longest")]
        rows = []
        for step in page.steps:
            one = measures.pace(page.roll, page.learners, [step])
            spans = [page.span(seconds) for seconds in (one.median, one.slowest)]
            numbers = [t.number(one.done), *spans, t.number(one.waiting), page.span(one.longest)]
            rows.append((escape(files.heading(step)), [escape(cell) for cell in numbers]))
        return [*said, wide([escape(head) for head in heads], rows, t("pace.caption"), "nv-as-cards")]


class _Acts(_Part):
    """What hand-ins tell of what was done among people."""

    def html(self):
        page, t = self.page, self.t
        told = page.register.acts(page.roll, page.learners, page.steps)
        heads = [t(f"column.{name}") for name in ("act", "told", "did", "total", "middle")]
        rows = []
        for step in page.steps:
            for name in acts_of(step.stem):
                one = measures.done(told.get((step.name, name), ()))
                middle = "–" if one.middle is None else t.number(one.middle, int(one.middle % 1 > 0))
                bar = stack([("act", one.did), (NONE, one.told - one.did)])
                numbers = [t.number(one.told), t.number(one.did), t.number(one.total), middle]
                rows.append((escape(f"{step.number}. {t(f'act.{name}')}") + bar, numbers))
        if not rows:
            return [self.words("acts.none"), self.words("acts.about")]
        return [
            self.words("acts.about"),
            wide([escape(head) for head in heads], rows, t("acts.caption"), "nv-as-cards"),
        ]


class _Take(_Part):
    """The workbook, the CSV files and the grade imports."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        t = self.t
        self.listed = None
        self.system = W.Dropdown(
            description=t("take.system"), options=[("Moodle", files.MOODLE), ("Canvas", files.CANVAS)]
        )
        self.known_by = W.Dropdown(
            description=t("take.known_by"),
            options=[(t(f"take.by.{one}"), one) for one in (files.EMAIL, files.USERNAME, files.LMS)],
        )
        for control in (self.system, self.known_by):
            control.observe(lambda _: page.act(self.draw), names="value")
        self.picker = self.list_picker("take.list")
        self.forget = page.button(t("take.forget"), self._forget)
        self.excel = self._button("take.excel", self._workbook, "cohort.xlsx", files.XLSX)
        overview = self._button("take.csv", lambda: self._csv(files.overview), "cohort.csv", files.CSV)
        marks = self._button("take.csv_marks", lambda: self._csv(files.marks), "cohort-marks.csv", files.CSV)
        self.grades = self._button("take.grades", lambda: self._import().data, "grades.csv", files.CSV)
        self.report = W.HTML()
        card = framed(
            W.HTML(f"<h2>{escape(t('take.lms'))}</h2><p>{escape(t('take.lms_about'))}</p>"),
            self.system,
            self.known_by,
            self.picker,
            self.forget,
            self.report,
            self.grades,
        )
        self.controls = [self.shown, W.HBox([self.excel, overview, marks]), card]

    @property
    def _all(self):
        return self.page.roll, self.page.learners, self.page.steps

    def _button(self, key, make, file, kind):
        return download_button(self.t, lambda: self.page.act(make), self.t(key), file, kind)

    def _workbook(self):
        return files.workbook(self.t, *self._all, self.page.register.verdicts(self.page.roll))

    def _csv(self, made):
        return files.csv_of(self.t, made(self.t, *self._all))

    def _import(self):
        page = self.page
        verdicts = page.register.verdicts(page.roll)
        passed = [one.id for one in page.learners if not measures.course(page.roll, verdicts, one)]
        return files.lms_import(
            self.system.value,
            self.known_by.value,
            *self._all,
            self.listed,
            passed=(self.t("take.passed"), passed),
        )

    def _bring(self, name, data):
        self.listed = read_file(name, data)
        self.draw()

    def _forget(self):
        self.listed = None
        self.draw()

    def html(self):
        return [self.words("take.about")]

    def draw(self):
        super().draw()
        t = self.t
        self.page.say("")
        self.forget.layout.display = "none" if self.listed is None else None
        self.report.value = ""
        made = self._import()
        said = [t(f"take.{self.system.value}"), t("take.rows", n=t.number(made.rows))]
        if made.unread:
            said.append(t("take.unread", n=t.number(made.unread)))
        for why in ("nameless", "unknown", "unsafe"):
            if left := getattr(made, why):
                said.append(t(f"take.{why}", n=t.number(len(left)), names=self.page.named(left)))
        if made.unmarked:
            said.append(t("take.unmarked", n=t.number(len(made.unmarked))))
        said.append(t("take.not_listed" if self.listed is None else "take.is_listed"))
        lines = "".join(f"<p>{escape(one)}</p>" for one in said)
        self.report.value = f'<div role="status">{lines}</div>'


class _Passed(_Pages):
    """Who has passed the course, and what the others lack."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self.controls = [self.shown, self.list, self.pager]

    def draw(self):
        page = self.page
        self.verdicts = page.register.verdicts(page.roll)
        self.missing = {one.id: measures.course(page.roll, self.verdicts, one) for one in page.learners}
        super().draw()
        self.put(sorted(page.learners, key=lambda one: len(self.missing[one.id])))

    def html(self):
        done = sum(not missing for missing in self.missing.values())
        return [
            self.words("passed.count", n=self.t.number(done), of=self.t.number(len(self.missing))),
            self.words("passed.about"),
        ]

    def lines(self, learners):
        t = self.t
        heads = [escape(t(f"column.{name}")) for name in ("name", "passed", "missing")]
        rows = []
        for learner in learners:
            missing = self.missing[learner.id]
            said = t("passed.yes") if not missing else t("passed.no", n=t.number(len(missing)))
            lacks = "<br>".join(escape(one) for one in self._lacks(learner, missing))
            rows.append((self.page.who(learner), [escape(said), lacks]))
        return wide(heads, rows, t("passed.caption"), LIST)

    def _lacks(self, learner, missing):
        """A sentence for each reason, with the steps it holds for."""
        t, found = self.t, {}
        for step in missing:
            why = files.verdict(t, self.verdicts, learner, step) or t("passed.nothing")
            found.setdefault(why, []).append(step.number)
        return [t("passed.lacks", steps=in_short(numbers), why=why) for why, numbers in found.items()]


class _Roster(_Part):
    """The list of learners brought from a file, and the last days of the steps."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self.picker = self.list_picker("roster.file")
        self.report = W.HTML()
        self.dates, self.filling = {}, False
        self.card = framed()
        self.controls = [
            W.HTML(self.heading("roster.title") + self.words("roster.how")),
            self.picker,
            self.report,
            self.shown,
            self.card,
        ]

    def _bring(self, name, data):
        t = self.t
        came = roster.bring(self.page.register, read_file(name, data))
        said = [t("roster.brought", new=t.number(len(came.new)), changed=t.number(len(came.changed)))]
        said += [t("roster.left", names=", ".join(came.left))] if came.left else []
        said += [t("roster.unused", columns=", ".join(came.unused))] if came.unused else []
        self.page.look_again()
        lines = "".join(f"<p>{escape(one)}</p>" for one in said)
        self.report.value = f'<div role="status">{lines}</div>'

    def draw(self):
        page = self.page
        self.shown.value = "".join(self.html()) if page.learners else self.words("nobody")
        self.filling = True
        try:
            for step in page.roll.steps:
                if step.name not in self.dates:
                    control = W.DatePicker(description=files.heading(step))
                    control.observe(
                        lambda change, name=step.name: (
                            self.filling or page.act(self._set, name, change["new"])
                        ),
                        names="value",
                    )
                    self.dates[step.name] = control
                due = step.deadline
                last = (due - timedelta(seconds=1)).astimezone(calendar_entry.zone()).date() if due else None
                self.dates[step.name].value = last
        finally:
            self.filling = False
        about = W.HTML(self.heading("roster.dates") + self.words("roster.dates_how"))
        self.card.children = [about, *(self.dates[step.name] for step in page.roll.steps)]

    def _set(self, name, day):
        step = next(one for one in self.page.roll.steps if one.name == name)
        self.page.register.set_deadline(step, day)
        self.page.look_again()
        said = self.t("roster.date_set" if day else "roster.date_off", step=files.heading(step))
        self.page.say(said)

    def html(self):
        page, t = self.page, self.t
        heads = [escape(t(f"column.{name}")) for name in ("name", "email", "lms", "cohort", "group")]
        rows = [
            (page.who(one), [escape(cell) for cell in (one.email, one.lms, one.cohort, one.group)])
            for one in page.learners[:MOST_ROWS]
        ]
        return [wide(heads, rows, t("roster.caption"), LIST)]


KINDS = {
    "steps": _Steps,
    "passed": _Passed,
    "roster": _Roster,
    "quiet": _Quiet,
    "levels": _Levels,
    "pace": _Pace,
    "acts": _Acts,
    "take": _Take,
}
