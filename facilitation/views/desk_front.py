"""The front page of the desk: what waits, the two verbs that move it, the evening to come, the cohort."""

import os
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ipywidgets as W

from exercises.calendar_entry import zone
from exercises.kit.base import escape
from exercises.texts import Texts
from facilitation import taking_in
from facilitation.cohort import everything, measures, states
from facilitation.cohort.files import heading
from facilitation.cohort.roll import Register
from facilitation.desk_folder import here
from facilitation.language import TEXTS, harmless
from facilitation.seating.participants import SheetProblem
from facilitation.taking_in import reason
from facilitation.views.base import DeskPage
from facilitation.views.controls.file_drop import Came, FileDrop

MOST_SHOWN = 12  # of one list
DRAW_EVERY = 0.3  # seconds between two signs of progress


class DeskFront(DeskPage):
    """Everything is read anew when the page opens, at *look again* and after each of the two verbs."""

    stem = "desk_front"

    def build(self) -> Any:
        t = self.t
        self.place = here()
        self.register = Register(self.place)
        self.waits, self.went, self.progress, self.refused, self.around = (W.HTML() for _ in range(5))
        words = {name: t(f"drop.{name}") for name in ("title", "how", "choose", "reading")}
        self.drop = FileDrop(words, ".ipynb,.zip,.json", taking_in.MOST_IN_ZIP, self._came)
        self.dropped: Came | None = None
        self.taken, self.replace = W.HTML(), W.VBox()
        self.collect_all = self.button(t("collect"), self._press_collect, primary=True)
        self.send_read = self.button(t("send"), self._press_send, primary=True)
        self.mail = W.VBox()
        self.add_class("nv-desk-front")
        verbs = W.HBox([self.collect_all, self.send_read])
        verbs.add_class("nv-verbs")
        self.act(self.look_again)
        again = self.button(t("look_again"), self.look_again)
        by_mail = [self.drop, self.taken, self.replace]
        said = [self.progress, self.went, self.refused, self.mail]
        return [self.waits, verbs, *said, *by_mail, self.around, again]

    # ---- what there is -------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Read everything anew and show it."""
        self.say("")
        self.roll = self.register.roll(self.t.lang)
        self.waits.value = self._waits()
        self.refused.value = self._refused()
        cards = self._evening() + self._cohort() + self._more()
        self.around.value = f'<div class="nv-front-cards">{cards}</div>'
        self._mail()

    def _waits(self):
        t, roll = self.t, self.roll
        rows = []
        for state in states.WAITING:
            there = [(student, one) for (student, _), one in roll.hand_ins.items() if one.state == state]
            if state == states.REFUSED:
                there += [
                    (student, None)
                    for student, _, _ in roll.refused
                    if not any(student == known_student for known_student, _ in there)
                ]
            moments = [one.moment for _, one in there if one and one.moment]
            since = self._since(min(moments)) if moments else ""
            label = escape(t(f"waits.{state}"))
            if state == states.HANDED_IN and there:
                label = f'<a href="read-answers.ipynb">{label}</a>'
            rows.append(
                f'<tr class="nv-is-{state if there else "none"}"><th scope="row">{label}</th>'
                f"<td>{t.number(len(there))}</td><td>{escape(since)}</td></tr>"
            )
        head = "".join(
            f'<th scope="col">{escape(t(f"column.{name}"))}</th>' for name in ("what", "count", "since")
        )
        mail = everything.waiting_in_inbox(self.place)
        said = [t("inbox", n=t.number(len(mail)))] if mail else []
        said += [t(f"unseen.{what}") for what in sorted(roll.unseen)]
        return (
            f"<h2>{escape(t('waits.title'))}</h2>"
            f'<table class="nv-table nv-waits"><caption>{escape(t("waits.caption"))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            + "".join(f"<p>{escape(one)}</p>" for one in said)
        )

    def _refused(self):
        t, roll = self.t, self.roll
        known = {learner.id: learner.name for learner in roll.learners}
        why = Texts("taking_in", t.lang, folder=TEXTS)
        titles = {name: heading(step) for step in roll.steps for name in step.assignments.values()}
        lines = ""
        for student, assignment, fault in roll.refused[:MOST_SHOWN]:
            whose = t(
                "mail.line",
                learner=known.get(student, student),
                step=titles.get(assignment, assignment),
            )
            lines += f"<li><b>{escape(whose)}</b><br>{escape(reason(why, fault))}</li>"
        return f"<h2>{escape(t('waits.refused'))}</h2><ul>{lines}</ul>" if lines else ""

    def _since(self, moment):
        t, moment = self.t, moment.astimezone(zone())
        days = (self.roll.now - moment).total_seconds() / measures.DAY
        if days < 1:
            return t("since_today", clock=t.clock(moment))
        return t("since", date=t.date(moment), days=t.number(int(days)))

    def _evening(self):
        from facilitation.evening.evening import Evening

        t = self.t
        try:
            evening = Evening(self.place)
            kept = evening.kept["date"]
        except SheetProblem:  # the host's own page says what to do
            kept = ""
        if kept and kept >= date.today().isoformat():
            said = t("evening.coming", date=t.date(kept), count=t.number(len(evening.coming)))
        else:
            said = t("evening.none")
        return self._card("evening", said, "host-desk.ipynb")

    def _cohort(self):
        t, roll = self.t, self.roll
        quiet = measures.quiet(roll, roll.learners, measures.QUIET_DAYS)
        if not roll.learners:
            said = t("cohort.nobody")
        else:
            said = t(
                "cohort.learners",
                learners=t.number(len(roll.learners)),
                quiet=t.number(len(quiet)),
                days=measures.QUIET_DAYS,
            )
        return self._card("cohort", said, "cohort.ipynb")

    def _card(self, name, said, link):
        t = self.t
        return (
            f'<section class="nv-front-card"><h2>{escape(t(f"{name}.title"))}</h2><p>{escape(said)}</p>'
            f'<p><a href="{link}">{escape(t(f"{name}.open"))}</a></p></section>'
        )

    def _more(self):
        t = self.t
        home = os.environ.get("NETVAERK_BASE_URL") or os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")
        links = [("facilitator-guide.ipynb", "guide", ""), ("read-answers.ipynb", "read", "")]
        links += [(f"{home}formgrader", "formgrader", ' target="_blank" rel="noopener"')]
        items = "".join(
            f'<li><a href="{escape(where)}"{extra}>{escape(t(f"more.{name}"))}</a></li>'
            for where, name, extra in links
        )
        return f'<section class="nv-front-card"><h2>{escape(t("more.title"))}</h2><ul>{items}</ul></section>'

    # ---- feedback to send by mail --------------------------------------------------------------------------

    def _mail(self):
        t, there = self.t, everything.to_mail(self.roll)
        lines = []
        for learner, step, hand_in in there[:MOST_SHOWN]:
            file = Path(hand_in.page).relative_to(self.place).as_posix()
            words = t("mail.line", learner=learner.name, step=heading(step))
            address = (
                f'<a href="mailto:{escape(learner.email)}">{escape(learner.email)}</a>'
                if learner.email
                else escape(t("mail.no_address"))
            )
            said = W.HTML(
                f"<p><b>{escape(words)}</b><br>{address}<br>"
                f"{escape(t('mail.file'))} <code>{escape(file)}</code></p>"
            )
            done = self.button(
                t("mail.done", learner=learner.name), lambda hand_in=hand_in: self._mailed(hand_in)
            )
            lines.append(W.VBox([said, done]))
        head = [W.HTML(f"<h2>{escape(t('mail.title'))}</h2><p>{escape(t('mail.how'))}</p>")] if lines else []
        more = len(there) - MOST_SHOWN
        rest = [W.HTML(f"<p>{escape(t('mail.more', n=t.number(more)))}</p>")] if more > 0 else []
        self.mail.children = [*head, *lines, *rest]

    def _mailed(self, hand_in):
        everything.mailed(hand_in)
        self.look_again()

    # ---- hand-ins that came by mail ------------------------------------------------------------------------

    def _came(self, came):
        self.act(self._take_in, came)

    def _take_in(self, came, again=()):
        """Take the dropped files in as `netvaerk collect` does; each that stays outside has a sentence."""
        if self.dropped not in (None, came):
            self.dropped.forget()
        self.dropped = came
        report = taking_in.take_in(self.place, came.paths, again=again) if came.paths else taking_in.Report()
        self.look_again()
        most = taking_in.MOST_IN_ZIP // 1_000_000
        left = [(name, taking_in.Fault(why, most=most)) for name, why in came.left]
        refused = left + report.refused
        self.taken.value = self._report(report, refused)
        self._offer_to_replace([fault for _, fault in refused if fault.key == "again"])

    def _report(self, report, refused):
        t, words = self.t, Texts("taking_in", self.t.lang, folder=TEXTS)
        lines = [*report.came(words), *report.passed_by(words)]
        lines += [t("drop.then")] if report.taken else []
        for file, fault in refused:
            file = harmless(file)
            why = reason(t, fault, file=file.rpartition(": ")[2])
            lines.append(words("not_taken.said", file=file, why=why))
        lines = lines or [t("drop.nothing")]
        return f'<div role="status" class="nv-note">{"".join(f"<p>{escape(one)}</p>" for one in lines)}</div>'

    def _offer_to_replace(self, faults):
        """A button for each that would take an earlier one's place; the files stay until then."""
        came = self.dropped
        self.replace.children = [
            self.button(
                self.t("drop.again", **fault.names),
                lambda names=fault.names: self._take_in(came, {(names["assignment"], names["learner"])}),
            )
            for fault in faults
        ]
        if not faults:
            came.forget()
            self.dropped = None

    # ---- the two verbs -------------------------------------------------------------------------------------

    def _press_collect(self):
        self._run(everything.collect_and_check, self._collected)

    def _press_send(self):
        self._run(everything.send, self._was_sent)

    def _run(self, verb, say):
        self.say("")
        self.went.value = ""
        self._drawn = 0.0
        for button in (self.collect_all, self.send_read):
            button.disabled = True
        try:
            went = verb(self.place, self.t.lang, self._tell)
        finally:
            self.progress.value = ""
            for button in (self.collect_all, self.send_read):
                button.disabled = False
        self.look_again()
        lines = "".join(f"<li>{escape(line)}</li>" for line in went.look)
        look = f"<p>{escape(self.t('look'))}</p><ul>{lines}</ul>" if lines else ""
        clock = self.t.clock(datetime.now(zone()))
        self.went.value = f'<div role="status" class="nv-note"><p>{escape(say(went, clock))}</p>{look}</div>'

    def _tell(self, key, done, total):
        now = time.monotonic()
        if now - self._drawn < DRAW_EVERY and done < total:
            return
        self._drawn = now
        words = escape(self.t(f"doing.{key}", done=self.t.number(done), total=self.t.number(total)))
        bar = f'<progress max="{total}" value="{done}" aria-hidden="true"></progress>'
        self.progress.value = f'<p role="status">{words} {bar}</p>'

    def _collected(self, went, clock):
        t = self.t
        if not (went.collected or went.checked or went.look):
            return t("collected_none", clock=clock)
        return t("collected", collected=t.number(went.collected), checked=t.number(went.checked), clock=clock)

    def _was_sent(self, went, clock):
        t = self.t
        if not (went.sent or went.mail or went.look):
            return t("sent_none", clock=clock)
        return t("sent", sent=t.number(went.sent), mail=t.number(len(went.mail)), clock=clock)
