"""One evening at the host's desk: who comes, the groups, the rounds and the clock, the vote and the board.

All of it lies in ``evening.json`` in the facilitator's folder, and the sign-ups beside it in
``sign-ups.json``. Every change is written at once and whole, so that a reload or a closed lid loses nothing,
and read afresh when another window has written. Times are seconds since 1970 as the host's browser counts
them.
"""

import json
import math
import os
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from exercises.texts import LOCALES, Texts
from facilitation import board, groups, rounds, signup, slips, vote
from facilitation.language import TEXTS
from facilitation.participants import SheetProblem, people, read_file, understand

FILE = "evening.json"
_PLAN = {"sheet": [], "gone": [], "groups": [], "tables": [], "played": 0, "clock": {}}
_STANDING = {"sender": "", "what": "", "minutes": 12}  # what a host's next evening has too
FRESH = (
    _PLAN
    | _STANDING
    | {
        "date": "",
        "vote": {},
        "offers": [],
        "needs": [],
        "fits": [],
        "misfits": [],
        "debrief": {},
        "next": {},
    }
)
MOST_MINUTES = 90
PRESSES = ("start", "pause", "resume", "next", "back", "again")
QUESTIONS = ("what", "so_what", "now_what")


class Evening:
    """The evening kept in ``folder``. Its methods raise SheetProblem and then change nothing.

    A file that cannot be read is set aside under another name, and ``aside`` has those names; an evening then
    begins afresh.
    """

    def __init__(self, folder):
        self.path = Path(folder) / FILE
        self.list = self.path.with_name(signup.FILE)
        self.aside = []
        self._seen = {}
        _ = self.kept, self.sign_ups

    # ---- the files ---------------------------------------------------------------------------------------

    @property
    def kept(self):
        """The evening's file as it is now."""
        return self._read(self.path, self._understood, lambda: dict(FRESH))

    @property
    def sign_ups(self):
        """All `signup.SignUp`, of every evening."""
        return self._read(self.list, signup.read, list)

    def version(self):
        """What changes when any window writes."""
        return _mark(self.path), _mark(self.list)

    def _read(self, path, read, fresh):
        mark = _mark(path)
        if path not in self._seen or self._seen[path][0] != mark:
            try:
                found = read(path) if mark else fresh()
            except OSError as error:
                raise SheetProblem("not_read", file=path.name) from error
            except SheetProblem:
                self._set_aside(path)
                mark, found = None, fresh()
            self._seen[path] = mark, found
        return self._seen[path][1]

    def _set_aside(self, path):
        number = 1
        while (aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")).exists():
            number += 1
        try:
            path.rename(aside)
        except OSError as error:
            raise SheetProblem("not_set_aside", file=path.name) from error
        self.aside.append((path.name, aside.name))

    def _understood(self, path):
        try:
            kept = dict(json.loads(path.read_text(encoding="utf-8")))
            kept = FRESH | {name: kept[name] for name in FRESH if name in kept}
            # What cannot be shown is not taken over.
            if any(type(value) is not type(FRESH[name]) for name, value in kept.items()):
                raise ValueError("another shape")
            there = {row["name"] for row in kept["sheet"]}
            seated = [name for group in chain(kept["groups"], *kept["tables"]) for name in group]
            if not there.issuperset(seated):
                raise ValueError("somebody is seated who is not on the list")
            _ = kept["clock"] and kept["clock"]["ends"], _poll(kept), _day(kept["date"])
            _ = [(name + text) for name, text in (*kept["offers"], *kept["needs"])]
            _ = [sum(map(len, four)) for four in (*kept["fits"], *kept["misfits"])]
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise SheetProblem("evening_file", file=path.name) from error
        return kept

    def _keep(self, **changed):
        kept = self.kept | changed
        fresh = self.path.with_name(FILE + ".new")
        with _kept_whole(self.path):
            fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            os.replace(fresh, self.path)

    def _keep_list(self, sheet):
        with _kept_whole(self.list):
            signup.write(sheet, self.list)

    def note(self, **fields):
        """Keep what was typed: ``sender``, ``what`` (of the consent)."""
        self._keep(**fields)

    def answer(self, question, text):
        """Keep the answer to one of QUESTIONS of the debrief."""
        self._keep(debrief=self.kept["debrief"] | {question: text})

    def agree(self, **fields):
        """Keep ``day`` (ISO) or ``at`` (a time of day, HH:MM) of the next meeting."""
        self._keep(next=self.kept["next"] | fields)

    def put_away(self):
        """Begin the next evening: this one's file gets the day in its name. Gives that name, if any."""
        if not self.path.exists():
            return None
        kept, day = self.kept, self.kept["date"] or date.today().isoformat()
        number, name = 1, f"evening-{day}.json"
        while (away := self.path.with_name(name)).exists():
            number += 1
            name = f"evening-{day}-{number}.json"
        with _kept_whole(self.path):
            self.path.rename(away)
        self._keep(**{field: kept[field] for field in _STANDING}, date=kept["next"].get("day", ""))
        return name

    # ---- sign-ups ----------------------------------------------------------------------------------------

    @property
    def coming(self):
        """The `signup.SignUp` of those who come this evening."""
        return signup.coming(self.sign_ups, self.kept["date"])

    def set_date(self, day):
        """The day of the evening (ISO, "" for none yet). Gives how many came on the day it had before."""
        before = self.coming
        _day(day)
        self._keep(date=day)
        return len(before)

    def put_off(self, before):
        """Let those who signed up for the day ``before`` come on the evening's day."""
        self._keep_list(signup.move(self.sign_ups, before, self.kept["date"]))

    def sign_up(self, name, mail, *, consent=None, language="da", about=None):
        """See `signup.sign_up`; one row kept."""
        self._keep_list(
            signup.sign_up(
                self.sign_ups, name, mail, self.kept["date"], consent=consent, language=language, about=about
            )
        )

    def bring_sign_ups(self, frame, language="da"):
        """See `signup.bring`; gives how many are new, and its notes."""
        before = len(self.sign_ups)
        sheet, notes = signup.bring(self.sign_ups, frame, self.kept["date"], language)
        self._keep_list(sheet)
        return len(sheet) - before, notes

    def paste_sign_ups(self, text, language="da"):
        """Bring the slips (see `facilitation.slips`) in ``text``; see :meth:`bring_sign_ups`.

        A yes counts only to the sentence of the invitation, in either language: other words that begin alike
        may mean something else.
        """
        import pandas as pd

        found = slips.read(text)
        if not found:
            raise SheetProblem("no_slips")
        asked = {_plain(wording) for wording in self._wordings()}
        for slip in found:
            if "consent" in slip and _plain(slip["consent"]) not in asked:
                slip["consent"] = "ja"
        return self.bring_sign_ups(pd.DataFrame(found, dtype=object), language)

    def _wordings(self):
        kept = self.kept
        if not (kept["sender"].strip() and kept["what"].strip()):
            return []
        texts = [Texts("groups", lang, folder=TEXTS) for lang in LOCALES]
        return [signup.wording(t, kept["sender"], kept["what"]) for t in texts]

    def cancel(self, row):
        """That person stays away after all."""
        self._keep_list(signup.cancel(self.sign_ups, row.name, row.evening))

    def come(self, row):
        """That person comes after all that."""
        self._keep_list(signup.cancel(self.sign_ups, row.name, row.evening, away=False))

    def withdraw(self, row):
        """That person's yes to mails is withdrawn."""
        self._keep_list(signup.withdraw(self.sign_ups, row.mail))

    def forget(self, row):
        """Everything about that person goes."""
        self._keep_list(signup.forget(self.sign_ups, row.mail, row.name))

    # ---- the vote ----------------------------------------------------------------------------------------

    @property
    def poll(self):
        """The `vote.Poll`, None before there is one."""
        return _poll(self.kept)

    def open_vote(self, themes, voters=()):
        """Begin a vote on ``themes``, one a line, in place of any before it."""
        self._keep(vote=vote.as_record(vote.open_vote(themes.splitlines(), voters)))

    def cast(self, voter, approved, can_help=()):
        """See `vote.cast`."""
        self._keep(vote=vote.as_record(vote.cast(self.poll, voter, approved, can_help)))

    def cast_signed(self):
        """Cast the ballots that came with the sign-ups, of those who have not voted. Gives their number."""
        poll, before = self.poll, len(self.poll.ballots)
        known = {theme.casefold(): theme for theme in poll.themes}
        may = {name.casefold() for name in poll.voters}
        voted = {name.casefold() for name in poll.ballots}
        for row in self.coming:
            chosen, helps = (
                [
                    known[w]
                    for word in row.about.get(key, "").split(",")
                    if (w := word.strip().casefold()) in known
                ]
                for key in ("votes", "helps")
            )
            if (
                (chosen or helps)
                and row.name.casefold() not in voted
                and (not may or row.name.casefold() in may)
            ):
                poll = vote.cast(poll, row.name, chosen, helps)
        self._keep(vote=vote.as_record(poll))
        return len(poll.ballots) - before

    def close_vote(self):
        """No more ballots."""
        self._keep(vote=vote.as_record(vote.close(self.poll)))

    def draw_lot(self):
        """See `vote.draw`."""
        self._keep(vote=vote.as_record(vote.draw(self.poll)))

    def drop_vote(self):
        """As if there had been no vote."""
        self._keep(vote={})

    # ---- offers and needs --------------------------------------------------------------------------------

    def post(self, lines):
        """Put ``(name, offer, need)`` on the board, the same only once. Gives how many are new."""
        offers, needs = list(self.kept["offers"]), list(self.kept["needs"])
        before = len(offers) + len(needs)
        for name, can, wants in lines:
            name, can, wants = (" ".join(text.split()) for text in (name, can, wants))
            if not name:
                raise SheetProblem("no_board_name")
            if not (can or wants):
                raise SheetProblem("nothing_on_slip", name=name)
            for text, sheet in ((can, offers), (wants, needs)):
                if text and [name, text] not in sheet:
                    sheet.append([name, text])
        if max(len(offers), len(needs)) > board.MOST_LINES:
            raise SheetProblem("too_many_lines", count=max(len(offers), len(needs)), most=board.MOST_LINES)
        self._keep(offers=offers, needs=needs)
        return len(offers) + len(needs) - before

    def post_signed(self):
        """Put up what those who signed up can and wish; see `post`."""
        said = [(r.name, r.about.get("competences", ""), r.about.get("wants", "")) for r in self.coming]
        return self.post([line for line in said if line[1] or line[2]])

    def post_file(self, name, data):
        """Put up what stands in an Excel or CSV file; see `post`."""
        return self.post(board.read_sheet(read_file(name, data)))

    def take_down(self, name):
        """Take everything of ``name`` off the board."""
        kept = self.kept
        lists = {part: [row for row in kept[part] if row[0] != name] for part in ("offers", "needs")}
        ties = {part: [four for four in kept[part] if name not in four[::2]] for part in ("fits", "misfits")}
        self._keep(**lists, **ties)

    def tie(self, need, offer, fits=True):
        """The host says that ``offer`` helps with ``need`` (rows of the board), or that it does not."""
        four = [*need, *offer]
        lists = {part: [one for one in self.kept[part] if one != four] for part in ("fits", "misfits")}
        lists["fits" if fits else "misfits"].append(four)
        self._keep(**lists)

    def matches(self, general=()):
        """The `board.Matches` of what is on the board."""
        import pandas as pd

        kept = self.kept
        offers, needs = (pd.DataFrame(kept[part], columns=["name", "text"]) for part in ("offers", "needs"))
        four = ["need_of", "need", "offer_of", "offer"]
        fits, misfits = (pd.DataFrame(kept[part], columns=four) for part in ("fits", "misfits"))
        return board.match(offers, needs, fits, misfits, general=general)

    # ---- people ------------------------------------------------------------------------------------------

    @property
    def sheet(self):
        """All who were ever on the list, as a DataFrame of `facilitation.participants`."""
        import pandas as pd

        return pd.DataFrame(self.kept["sheet"])

    @property
    def here(self):
        """The names of those who have not left, in the order of the list."""
        return [row["name"] for row in self.kept["sheet"] if row["name"] not in self.kept["gone"]]

    def _present(self):
        sheet = self.sheet
        if not len(sheet):
            raise SheetProblem("empty")
        return sheet[sheet["name"].isin(self.here)].reset_index(drop=True)

    def bring(self, name, data):
        """Begin with the sheet in a file; the groups and rounds of an earlier list go. Gives its notes."""
        return self._begin(read_file(name, data))

    def use_sign_ups(self):
        """Begin with those who signed up for this evening; see `bring`."""
        if not self.coming:
            raise SheetProblem("no_sign_ups")
        return self._begin(signup.participants(self.sign_ups, self.kept["date"]))

    def names(self, text):
        """Begin with the names in ``text``, one a line."""
        import pandas as pd

        return self._begin(pd.DataFrame({"name": text.splitlines()}, dtype=object))

    def _begin(self, sheet):
        who = people(sheet)
        self._keep(**_PLAN | {"sheet": _rows(who.frame)})
        return who.notes

    # ---- groups ------------------------------------------------------------------------------------------

    @property
    def plan(self):
        """The `groups.Plan` as it stands, None before there is one."""
        if not self.kept["groups"]:
            return None
        sheet = self.sheet
        seated = [name for group in self.kept["groups"] for name in group]
        who = people(sheet[sheet["name"].isin(seated)])
        return groups.describe(who, [[who.index(name) for name in group] for group in self.kept["groups"]])

    def form(self):
        """Make groups of those who are here; gives the `groups.Plan`."""
        plan = groups.form(self._present())
        self._keep(groups=plan.groups)
        return plan

    def move(self, name, group):
        """Move somebody by hand to ``group`` (1, 2, …; one more than there are begins a new one)."""
        made = [[one for one in members if one != name] for members in self.kept["groups"]]
        if not 1 <= group <= len(made) + 1:
            raise SheetProblem("no_such_group", group=group)
        made = [*made, []]
        made[group - 1] = [*made[group - 1], name]
        self._keep(groups=[members for members in made if members])

    # ---- rounds ------------------------------------------------------------------------------------------

    @property
    def rounds(self):
        """The `rounds.Rounds` as they stand, None before there are any."""
        if not self.kept["tables"]:
            return None
        return rounds.describe(people(self.sheet), self.kept["tables"])

    def schedule(self, number, size):
        """Make ``number`` rounds with tables of at most ``size``, for those who are here."""
        made = rounds.schedule(self._present(), number, size)
        self._keep(tables=made.tables, played=0, clock={})
        return made

    # ---- changes -----------------------------------------------------------------------------------------

    def change(self, gone=(), late=""):
        """Some left and some came (names in ``late``, one a line): groups and rounds with as few moves as it
        takes. Gives the names that moved in the groups and those that moved in the rounds.
        """
        import pandas as pd

        coming = pd.DataFrame({"name": late.splitlines()}, dtype=object)
        rows = _rows(understand(coming)[0]) if late.strip() else []
        known = {row["name"].casefold(): row["name"] for row in self.kept["sheet"]}
        back = [known[row["name"].casefold()] for row in rows if row["name"].casefold() in known]
        if still := [name for name in back if name in self.here]:
            raise SheetProblem("twice", names=", ".join(still))
        new = [row for row in rows if row["name"].casefold() not in known]
        sheet = self.kept["sheet"] + new
        arrived = pd.DataFrame([row for row in sheet if row["name"] in [*back, *(r["name"] for r in new)]])
        plan, made = self.plan, self.rounds
        after = groups.replan(plan, gone=gone, late=arrived) if plan else None
        seats = rounds.replan(made, self.kept["played"], gone=gone, late=arrived) if made else None
        self._keep(
            sheet=sheet,
            gone=[name for name in [*self.kept["gone"], *gone] if name not in back],
            groups=after.groups if after else [],
            tables=seats.tables if seats else [],
        )
        return (after.moved if after else []), (seats.moved if seats else [])

    # ---- the clock ---------------------------------------------------------------------------------------

    @property
    def clock(self):
        """``phase`` (None before the first round, their number after the last), ``ends`` and ``left``."""
        return self.kept["clock"] or {"phase": None, "ends": None, "left": None}

    def set_minutes(self, minutes):
        """How long a round lasts; the one under way keeps the time it was given."""
        if not 1 <= minutes <= MOST_MINUTES:
            raise SheetProblem("minutes", most=MOST_MINUTES)
        self._keep(minutes=int(minutes))

    def press(self, what, now):
        """Press a button of the clock at ``now``; one that does not fit changes nothing."""
        if what not in PRESSES or not math.isfinite(now) or now < 0:
            raise ValueError(f"no press: {what} at {now}")
        clock, last = self.clock, len(self.kept["tables"])
        phase, ends, left = clock["phase"], clock["ends"], clock["left"]
        runs = phase is not None and phase < last
        if what == "again":
            phase = ends = left = None
        elif what == "start":
            if runs:
                return
            phase, ends, left = 0, now + 60 * self.kept["minutes"], None
        elif not runs:
            return
        elif what == "pause":
            if ends is not None:
                ends, left = None, max(0.0, ends - now)
        elif what == "resume":
            if left is not None:
                ends, left = now + left, None
        else:
            phase = max(0, phase - 1) if what == "back" else phase + 1
            ends, left = (now + 60 * self.kept["minutes"], None) if phase < last else (None, None)
        # A round that has begun is played: who comes later is seated in the next.
        played = max(self.kept["played"], min(last, phase + 1)) if phase is not None else 0
        self._keep(clock={"phase": phase, "ends": ends, "left": left}, played=played)


def _plain(text):
    return " ".join(text.split()).casefold().rstrip(".")


def _mark(path):
    """What tells one content of a file from another, None where there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


@contextmanager
def _kept_whole(path):
    try:
        yield
    except OSError as error:
        raise SheetProblem("not_saved", file=path.name) from error


def _poll(kept):
    return vote.from_record(kept["vote"]) if kept["vote"] else None


def _day(text):
    """The date of an ISO day, None for ""; raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d").date() if text else None


def _rows(frame):
    return [
        {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]
