"""Before the evening: who invites to what, who signs up, and the vote on the theme."""

import os
from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import Any

import ipywidgets as W

from exercises import calendar_entry
from exercises.kit.base import escape, figure, note, table
from exercises.kit.boxes import beside, framed, offer
from exercises.kit.chart import tally
from exercises.kit.controls.file_picker import FilePicker
from exercises.kit.take import Take, copy_button, download_button, print_button
from facilitation.evening import pages as print_pages
from facilitation.evening import signup, vote
from facilitation.evening import words as explain
from facilitation.seating.participants import read_file
from facilitation.views.parts import Part

MOST_BYTES = 5 << 20
MINUTES = 120  # of an evening
EVENING = time(19, 0)  # where no time is said
ABOUT = ("trade", "place", "competences", "wants")


def picker(part: Part, label: str, chosen: Callable[..., Any]) -> FilePicker:
    """A chooser of Excel and CSV files; ``chosen(name, data)`` is run as a button's action is."""
    t, page = part.t, part.page
    return FilePicker(
        t(label),
        t("desk.reading"),
        ".xlsx,.xlsm,.csv,.txt",
        MOST_BYTES,
        lambda name, data: page.act(part._run, partial(chosen, name, data)),
        lambda _: page.say(t("desk.too_big"), wrong=True),
        lambda: page.say(t("desk.file_failed"), wrong=True),
    )


class Invitation(Part):
    """The day, who invites, and the words of the consent that follow from it."""

    name = "invitation"

    def build(self) -> list[W.DOMWidget]:
        t, page = self.t, self.page
        evening = page.evening
        self.date = self.typed(
            W.DatePicker(description=t("invitation.date")),
            lambda: date.fromisoformat(kept) if (kept := evening.kept["date"]) else None,
            self._date,
        )
        self.at = self.typed(
            W.TimePicker(description=t("invitation.at"), step=60),
            lambda: time.fromisoformat(kept) if (kept := evening.kept["at"]) else None,
            lambda value: evening.note(at=value.strftime("%H:%M") if value else ""),
        )
        self.place, self.theme = (
            self.typed(
                W.Text(description=t(f"invitation.{name}"), placeholder=t(f"invitation.{name}_like")),
                lambda name=name: evening.kept[name],
                lambda text, name=name: evening.note(**{name: text}),
            )
            for name in ("place", "theme")
        )
        self.calendar = download_button(
            t, self.taken(self._entry), t("invitation.calendar"), "netvaerk.ics", "text/calendar"
        )
        self.moved = W.HTML()
        self.put_off = self.button("invitation.put_off", self._put_off)
        self.before = None
        self.sender = self.typed(
            W.Text(description=t("invitation.sender"), placeholder=t("invitation.sender_like")),
            lambda: evening.kept["sender"],
            lambda text: evening.note(sender=text),
        )
        self.what = self.typed(
            W.Text(description=t("invitation.what"), placeholder=t("invitation.what_like")),
            lambda: evening.kept["what"],
            lambda text: evening.note(what=text),
        )
        self.wording = W.HTML()
        self.letter = W.HTML()
        self.copy = copy_button(t, self.taken(lambda: explain.invitation(t, evening)))
        self.slips = print_button(t, self.taken(lambda: print_pages.sign_up_slips(t, evening)))
        return [
            beside(self.date, self.at), self.moved, self.put_off, self.place, self.theme, self.sender,
            self.what,
            self.wording, self.letter, self.copy, self.calendar, self.html("invitation.paper"), self.slips,
        ]  # fmt: skip

    def _entry(self):
        t, evening = self.t, self.page.evening
        kept = evening.kept
        if not kept["date"]:
            return None
        day, at = date.fromisoformat(kept["date"]), kept["at"]
        about = "\n".join(explain.about(t, evening))
        title = explain.theme(evening) or t("invitation.evening")
        begins = time.fromisoformat(at) if at else EVENING
        return calendar_entry.entry(title, day, begins, about, MINUTES)

    def _date(self, day):
        before = self.page.evening.kept["date"]
        stayed = self.page.evening.set_date(day.isoformat() if day else "")
        self.before = before if stayed and day else None

    def _put_off(self):
        self.page.evening.put_off(self.before)
        self.before = None

    def draw(self) -> None:
        t, kept = self.t, self.page.evening.kept
        stayed = len(signup.coming(self.page.evening.sign_ups, self.before)) if self.before is not None else 0
        said = t("invitation.moved", count=t.number(stayed)) if stayed else ""
        self.moved.value = note(said)
        self.put_off.layout.display = None if stayed else "none"
        if kept["sender"].strip() and kept["what"].strip():
            words = escape(signup.wording(t, kept["sender"], kept["what"]))
            self.wording.value = (
                f"<h4>{escape(t('invitation.wording'))}</h4><blockquote>{words}</blockquote>"
                f"<p>{escape(t('signup.apart'))}</p>"
            )
        else:
            self.wording.value = f"<p>{escape(t('invitation.no_wording'))}</p>"
        letter = escape(explain.invitation(t, self.page.evening)).replace("\n", "<br>")
        self.letter.value = (
            f"<details><summary>{escape(t('invitation.letter'))}</summary><p>{letter}</p></details>"
        )

    def status(self) -> str:
        day = self.page.evening.kept["date"]
        return self.t.date(day) if day else ""


class SignUps(Part):
    """Who signed up, with what they agreed to word for word."""

    name = "sign_ups"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.listed = W.HTML()
        self.listed.add_class("nv-words")
        self.who = W.Dropdown(description=t("sign_ups.who"), options=[])
        self.acts = W.HBox(
            [
                self.button("sign_ups.cancel", lambda: self._with_row(self.page.evening.cancel)),
                self.button("sign_ups.come", lambda: self._with_row(self.page.evening.come)),
                self.button("sign_ups.withdraw", lambda: self._with_row(self.page.evening.withdraw)),
                self.button("sign_ups.hide", lambda: self._with_row(self.page.evening.hide)),
                self.button("sign_ups.forget", self._ask),
            ]
        )
        self.sure = W.HTML()
        self.yes = self.button("sign_ups.forget_yes", self._forget)
        self.no = self.button("sign_ups.forget_no", self._keep)
        self.asked = None
        self.asking = W.VBox([self.sure, W.HBox([self.yes, self.no])])
        self.somebody = W.VBox([self.who, self.acts, self.asking])

        self.nickname = W.Text(description=t("sign_ups.name"))
        self.mail = W.Text(description=t("sign_ups.mail"))
        self.about = {name: W.Text(description=t(f"sign_ups.{name}")) for name in ABOUT}
        self.agrees, self.shows = (W.Checkbox(value=signup.TICKED_BEFOREHAND, indent=False) for _ in range(2))
        self.apart = W.HTML()
        self.add = self.button("sign_ups.add", self._add, primary=True)
        form = framed(
            W.HTML(f"<h4>{escape(t('sign_ups.by_hand'))}</h4>"),
            beside(self.nickname, self.mail),
            beside(self.about["trade"], self.about["place"]),
            self.about["competences"],
            self.about["wants"],
            self.agrees,
            self.shows,
            self.apart,
            self.add,
        )
        self.picker = picker(self, "sign_ups.file", self._bring)
        self.on_hub = W.HTML()
        self.answers = self.button("sign_ups.take_answers", self._answers, primary=True)
        self.pasted = W.Textarea(description=t("sign_ups.paste"), rows=4)
        self.paste = self.button("sign_ups.use_pasted", self._paste)
        self.copy_all, self.copy_agreed = (
            Take("copy", self.taken(make), t(label), t("sign_ups.copied"), t("sign_ups.none_to_copy"))
            for label, make in (
                ("sign_ups.copy_all", self._all_mails),
                ("sign_ups.copy_agreed", self._agreed_mails),
            )
        )
        return [
            self.on_hub,
            self.answers,
            form,
            self.html("sign_ups.how_file"),
            self.picker,
            self.pasted,
            self.paste,
            self.listed,
            self.somebody,
            W.HBox([self.copy_all, self.copy_agreed]),
        ]

    @property
    def _wording(self):
        kept = self.page.evening.kept
        said = kept["sender"].strip() and kept["what"].strip()
        return signup.wording(self.t, kept["sender"], kept["what"]) if said else None

    def _add(self):
        about = {name: control.value for name, control in self.about.items()}
        consent = self._wording if self.agrees.value else None
        shown = explain.showing(self.t, self.page.evening.kept) if self.shows.value else None
        self.page.evening.sign_up(
            self.nickname.value,
            self.mail.value,
            consent=consent,
            shown=shown,
            language=self.t.lang,
            about=about,
        )
        name = " ".join(self.nickname.value.split())
        for control in (self.nickname, self.mail, *self.about.values()):
            control.value = ""
        self.agrees.value = self.shows.value = signup.TICKED_BEFOREHAND
        self.page.say(self.t("sign_ups.added", name=name))

    def _bring(self, name, data):
        self._told(self.page.evening.bring_sign_ups(read_file(name, data), self.t.lang))

    def _paste(self):
        self._told(self.page.evening.paste_sign_ups(self.pasted.value, self.t.lang))
        self.pasted.value = ""

    def _answers(self):
        count = self.page.evening.take_answers()
        self.page.say(self.t("sign_ups.took_answers", count=self.t.number(count)))

    def _told(self, came):
        t, (new, notes) = self.t, came
        said = [t("sign_ups.brought", count=t.number(new))]
        self.page.say(" ".join([*said, *(t(f"note.{key}", **names) for key, names in notes)]))

    def _with_row(self, act):
        if self.who.value is not None:
            act(self.who.value)

    def _ask(self):
        self.asked = self.who.value

    def _keep(self):
        self.asked = None

    def _forget(self):
        row, self.asked = self.asked, None
        self.page.evening.forget(row)
        self.page.say(self.t("sign_ups.forgotten", name=row.name))

    def _all_mails(self):
        return "; ".join(row.mail for row in self.page.evening.coming if row.mail) or None

    def _agreed_mails(self):
        return "; ".join(mail for mail, _ in signup.may_write_to(self.page.evening.sign_ups)) or None

    def draw(self) -> None:
        t, evening = self.t, self.page.evening
        wording = self._wording
        self.agrees.description = wording or t("sign_ups.no_wording")
        self.agrees.disabled = wording is None
        showing = explain.showing(t, evening.kept)
        self.shows.description = showing or t("sign_ups.no_showing")
        self.shows.disabled = not showing
        self.apart.value = f"<p>{escape(t('signup.apart'))} {escape(t('signup.kept'))}</p>"
        self._draw_hub()
        rows = [row for row in evening.sign_ups if row.evening == evening.kept["date"]]
        rows.sort(key=lambda row: bool(row.cancelled))
        labels = [(f"{row.name} ({row.mail})" if row.mail else row.name, row) for row in rows]
        offer(self.who, [(t("desk.choose"), None), *labels])
        self.somebody.layout.display = None if rows else "none"
        self.asked = self.asked if self.asked in rows else None
        self.asking.layout.display = None if self.asked else "none"
        if self.asked:
            self.sure.value = note(t("sign_ups.sure", name=self.asked.name), wrong=True)
        self.listed.value = self._table(rows) if rows else f"<p>{escape(t('sign_ups.nobody'))}</p>"

    def _draw_hub(self):
        """What people have written of themselves on the hub, where there is one."""
        t, new = self.t, self.page.evening.answered
        said = []
        if address := os.environ.get("NETVAERK_EVENING"):
            link = f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(address)}</a>'
            said.append(f"{escape(t('sign_ups.on_hub'))}<br>{link}")
        if new:
            said.append(escape(t("sign_ups.answered", count=t.number(len(new)), names=", ".join(new))))
        self.on_hub.value = "".join(f"<p>{one}</p>" for one in said)
        self.answers.layout.display = None if new else "none"

    def _table(self, rows):
        t = self.t
        heading = [t(f"sign_ups.column.{name}") for name in ("name", "mail", "trade", "consent", "shown")]
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in (row.name, row.mail, row.about.get("trade", "")))
            + f"<td>{self._consent(row)}</td><td>{self._agreed(row.shown)}</td></tr>"
            for row in rows
        )
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
        caption = escape(t("sign_ups.count", count=t.number(len(self.page.evening.coming))))
        return (
            f'<div class="nv-wide nv-as-cards" tabindex="0" role="region" aria-label="{caption}">'
            f'<table class="nv-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _consent(self, row):
        away = escape(self.t("sign_ups.cancelled")) if row.cancelled else ""
        return away if row.cancelled and row.consent is None else f"{away} {self._agreed(row.consent)}"

    def _agreed(self, consent):
        t = self.t
        if consent is None:
            return escape(t("sign_ups.no_consent"))
        key = "withdrawn" if consent.withdrawn else "given"
        when = t(f"sign_ups.{key}", date=t.date(consent.withdrawn or consent.given))
        words = f'<span lang="{consent.language}">{escape(consent.wording)}</span>'
        return f"<details><summary>{escape(when)}</summary>{words}</details>"

    def status(self) -> str:
        t, coming, new = self.t, self.page.evening.coming, self.page.evening.answered
        said = [t("sign_ups.count", count=t.number(len(coming)))] if coming else []
        said += [t("sign_ups.fresh", count=t.number(len(new)))] if new else []
        return ", ".join(said)


class Lists(Part):
    """Five people to look up for each who may be shown: made, printed, and mailed one by one."""

    name = "lists"

    def build(self) -> list[W.DOMWidget]:
        t, evening = self.t, self.page.evening
        self.make = self.button("lists.make", self._make, primary=True)
        self.shown = W.HTML()
        self.print = print_button(t, self.taken(lambda: evening.lists and print_pages.lists(t, evening)))
        self.who = W.Dropdown(description=t("lists.whose"), options=[(t("desk.choose"), None)])
        self.who.observe(lambda _: self._letter(), names="value")
        self.letter = W.HTML()
        self.copy = copy_button(t, self.taken(self._mail))
        self.there = W.VBox([self.print, self.html("lists.by_mail"), self.who, self.letter, self.copy])
        return [self.html("lists.how_made"), W.HTML(self._measured()), self.make, self.shown, self.there]

    def _measured(self):
        from exercises.references import reference  # reads the whole bibliography

        work = reference("bapna2021")
        said, link = escape(self.t("lists.measured")), escape(work.link)
        cited = escape(work.citation(self.t.lang))
        return f'<p>{said} (<a href="{link}" target="_blank" rel="noopener">{cited}</a>)</p>'

    def _make(self):
        made = self.page.evening.look_up(explain.general(self.t))
        self.page.say(self.t("lists.made", count=self.t.number(len(made.of))))

    def _mail(self):
        return explain.look_up_mail(self.t, self.page.evening, self.who.value) if self.who.value else None

    def draw(self) -> None:
        t, made = self.t, self.page.evening.lists
        self.there.layout.display = None if made else "none"
        said = explain.lists_made(t, made) if made else [t("lists.may", count=t.number(self._may()))]
        self.shown.value = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
        if made:
            offer(self.who, [(t("desk.choose"), None), *((name, name) for name in made.of)])
            self._letter()

    def _letter(self):
        letter = escape(self._mail() or "").replace("\n", "<br>")
        self.letter.value = f"<p>{letter}</p>"

    def _may(self):
        return len(self.page.evening.shown)

    def status(self) -> str:
        made = self.page.evening.lists
        return self.t("lists.count", count=self.t.number(len(made.of))) if made else ""


class Vote(Part):
    """The vote on the theme: themes, ballots one person at a time, and what came of it."""

    name = "vote"

    def build(self) -> list[W.DOMWidget]:
        t = self.t
        self.themes = W.Textarea(description=t("vote.themes"), rows=6, value=t("vote.themes_like"))
        self.only = W.Checkbox(description=t("vote.only"), indent=False)
        self.begin = self.button("vote.open", self._open, primary=True)
        self.opening = W.VBox([self.html("vote.how"), self.themes, self.only, self.begin])

        self.turnout = W.HTML()
        self.voter = W.Combobox(
            description=t("vote.voter"), placeholder=t("vote.voter_like"), ensure_option=False
        )
        self.voter.observe(lambda _: self._draw_again(), names="value")
        self.again = W.HTML()
        self.boxes = W.VBox()
        self.boxes.add_class("nv-themes")
        self.cast = self.button("vote.cast", self._cast, primary=True)
        self.signed = self.button("vote.signed", self._signed)
        self.ballots = print_button(t, self.taken(self._ballots))
        self.end = self.button("vote.close", self._close)
        self.voting = W.VBox(
            [
                self.turnout,
                framed(self.voter, self.again, self.html("vote.tick"), self.boxes, self.cast),
                self.signed,
                self.html("vote.paper"),
                self.ballots,
                self.end,
            ]
        )
        self.result = W.HTML()
        self.lot = self.button("vote.draw", lambda: self.page.evening.draw_lot(), primary=True)
        self.new = self.button("vote.new", self._ask)
        self.sure = self.button("vote.new_yes", self._new)
        self.asked = False
        self.closed = W.VBox([self.result, self.lot])
        self.shown, self.asked_again = None, None
        return [self.opening, self.voting, self.closed, self.new, self.sure]

    def _open(self):
        evening = self.page.evening
        voters = [row.name for row in evening.coming] or evening.here
        if self.only.value and not voters:
            self.page.say(self.t("vote.nobody_to_vote"), wrong=True)
            return
        evening.open_vote(self.themes.value, voters if self.only.value else ())

    def _cast(self):
        approve, helps = ([theme for theme, box in boxes.items() if box.value] for boxes in self.ticked)
        name = " ".join(self.voter.value.split())
        if self._has_voted(name) and self.asked_again != name:
            self.asked_again = name
            self.page.say(self.t("vote.again", name=name), wrong=True)
            return
        self.asked_again = None
        self.page.evening.cast(name, approve, helps)
        self.voter.value = ""
        for box in (*self.ticked[0].values(), *self.ticked[1].values()):
            box.value = False
        self.page.say(self.t("vote.thanks", name=name))

    def _signed(self):
        count = self.page.evening.cast_signed()
        self.page.say(self.t("vote.from_sign_ups", count=self.t.number(count)))

    def _close(self):
        self.page.evening.close_vote()
        self.page.say(self.t("vote.counted"))

    def _ballots(self):
        poll = self.page.evening.poll
        return poll and print_pages.ballots(self.t, poll)

    def _ask(self):
        self.asked = True
        self.page.say(self.t("vote.new_sure"), wrong=True)

    def _new(self):
        self.page.evening.drop_vote()

    def _has_voted(self, name):
        poll = self.page.evening.poll
        return bool(poll) and name.casefold() in {one.casefold() for one in poll.ballots}

    def _draw_again(self):
        name = " ".join(self.voter.value.split())
        said = self.t("vote.again", name=name) if self._has_voted(name) else ""
        self.again.value = note(said)

    def draw(self) -> None:
        t, poll = self.t, self.page.evening.poll
        asked, self.asked = self.asked, False
        self.opening.layout.display = "none" if poll else None
        self.voting.layout.display = None if poll and not poll.closed else "none"
        self.closed.layout.display = None if poll and poll.closed else "none"
        self.new.layout.display = None if poll and not asked else "none"
        self.sure.layout.display = None if poll and asked else "none"
        if poll is None:
            return
        found = vote.count(poll)
        if not poll.closed:
            self.turnout.value = f"<p>{escape(t('vote.secret'))} {escape(explain.turnout(t, found))}</p>"
            names = poll.voters or [row.name for row in self.page.evening.coming] or self.page.evening.here
            voted = {one.casefold() for one in poll.ballots}
            self.voter.options = [name for name in names if name.casefold() not in voted]
            self._draw_again()
            if self.shown != poll.themes:
                self.shown = poll.themes
                self.ticked = [
                    {theme: W.Checkbox(description=label(theme), indent=False) for theme in poll.themes}
                    for label in (str, lambda theme: t("vote.help_with", theme=theme))
                ]
                self.boxes.children = [boxes[theme] for theme in poll.themes for boxes in self.ticked]
            return
        self.lot.layout.display = None if len(found.winners) > 1 else "none"
        rows = [(theme, t.number(votes), t.number(helps)) for theme, votes, helps in found.rows]
        drawn = tally(
            [(theme, votes, theme in found.winners) for theme, votes, _ in found.rows], t("vote.picture")
        )
        columns = [t(f"vote.column.{name}") for name in ("theme", "votes", "helps")]
        told = explain.winner(t, found)
        self.result.value = (
            f'<div role="status">{figure(told, drawn, table(columns, rows))}'
            f"<p>{escape(explain.turnout(t, found))}</p>{self._helpers(poll, found)}</div>"
        )

    def _helpers(self, poll, found):
        t = self.t
        lines = [
            t("vote.helpers", theme=theme, names=explain.joined(t, names))
            for theme in found.winners
            if (names := [name for name, can in poll.helpers.items() if theme in can])
        ]
        return "".join(f"<p>{escape(line)}</p>" for line in lines)

    def status(self) -> str:
        t, poll = self.t, self.page.evening.poll
        if poll is None:
            return ""
        found = vote.count(poll)
        if poll.closed:
            return found.winners[0] if len(found.winners) == 1 else t("vote.is_closed")
        return t("vote.is_open", voted=t.number(found.voted))
