"""One evening at the host's desk: who comes, the groups, the rounds and the clock, the vote and the board.

All of it lies in ``evening.json`` in the facilitator's folder, and the sign-ups beside it in
``sign-ups.json``. Every change is written at once and whole, so that a reload or a closed lid loses nothing,
and read afresh when another window has written. Times are seconds since 1970 as the host's browser counts
them.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.rules.promise import STATES
from exercises.texts import LOCALES, Texts
from facilitation.evening import board, own_answers, signup, slips, vote, words
from facilitation.language import TEXTS
from facilitation.seating import groups, lists, rounds
from facilitation.seating.participants import SheetProblem, people, read_file, understand
from facilitation.seating.rounds import Rounds

if TYPE_CHECKING:
    import pandas as pd


FILE = own_answers.EVENING
_PLAN = {"sheet": [], "gone": [], "groups": [], "tables": [], "size": 0, "played": 0, "clock": {}}
_STANDING = {
    "sender": "",
    "what": "",
    "minutes": 12,
    "at": "",
    "place": "",
}  # what a host's next evening has too
FRESH = (
    _PLAN
    | _STANDING
    | {
        "date": "",
        "theme": "",
        "together": "",
        "apart": "",
        "vote": {},
        "offers": [],
        "needs": [],
        "fits": [],
        "misfits": [],
        "lists": {},
        "met": {},
        "promises": {},
        "told": {},
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

    def __init__(self, folder: Path) -> None:
        self.path = Path(folder) / FILE
        self.list = self.path.with_name(signup.FILE)
        self.aside = []
        self._seen = {}
        _ = self.kept, self.sign_ups

    # ---- the files ---------------------------------------------------------------------------------------

    @property
    def kept(self) -> dict[str, Any]:
        """The evening's file as it is now."""
        return self._read(self.path, self._understood, lambda: dict(FRESH))

    @property
    def sign_ups(self) -> list[Any]:
        """All `signup.SignUp`, of every evening."""
        return self._read(self.list, signup.read, list)

    def version(self) -> tuple[tuple[int, ...] | None, None, None]:
        """What changes when any window writes."""
        return _mark(self.path), _mark(self.list), _mark(self.path.with_name(own_answers.FOLDER))

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
            _ = [one + other + why for one, row in _of(kept).items() for other, why in row]
            _ = [at + ended for at, promised, ended in kept["told"].values() if promised in (True, False)]
            _ = [int(number) + 1 for number in kept["promises"].values()]
            _ = [one + who for one, met in kept["met"].items() for who in met["names"] if met["others"] + 1]
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

    def note(self, **fields: str) -> None:
        """Keep what was typed: ``sender``, ``what`` (of the consent), ``theme``, ``at``, ``place`` and the
        wishes.
        """
        self._keep(**fields)

    def answer(self, question: str, text: str) -> None:
        """Keep the answer to one of QUESTIONS of the debrief."""
        self._keep(debrief=self.kept["debrief"] | {question: text})

    def agree(self, **fields: str) -> None:
        """Keep ``day`` (ISO) or ``at`` (a time of day, HH:MM) of the next meeting."""
        self._keep(next=self.kept["next"] | fields)

    def put_away(self) -> str | None:
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
        made = kept["promises"].get("made", 0)
        self._keep(
            **{field: kept[field] for field in _STANDING},
            date=kept["next"].get("day", ""),
            promises={"before": made} if made else {},
        )
        return name

    def promise(self, **numbers: Any) -> None:
        """Keep how many promises were ``made`` this evening, or of those ``before`` how many are ``kept``,
        ``moved`` and ``dropped``: numbers alone, for who promised whom what is nobody else's business.
        """
        changed = self.kept["promises"] | {name: int(number) for name, number in numbers.items()}
        ended = sum(changed.get(state, 0) for state in STATES)
        if ended > changed.get("before", ended):
            raise SheetProblem("too_many_ended", ended=ended, before=changed["before"])
        self._keep(promises=changed)

    # ---- sign-ups ----------------------------------------------------------------------------------------

    @property
    def coming(self) -> list[Any]:
        """The `signup.SignUp` of those who come this evening."""
        return signup.coming(self.sign_ups, self.kept["date"])

    def set_date(self, day: str) -> int:
        """The day of the evening (ISO, "" for none yet). Gives how many came on the day it had before."""
        before = self.coming
        _day(day)
        self._keep(date=day)
        return len(before)

    def put_off(self, before: str) -> None:
        """Let those who signed up for the day ``before`` come on the evening's day."""
        self._keep_list(signup.move(self.sign_ups, before, self.kept["date"]))

    def sign_up(
        self,
        name: str,
        mail: str,
        *,
        consent: str | None = None,
        shown: str | None = None,
        language: str = "da",
        about: Mapping[str, str] | None = None,
    ) -> None:
        """See `signup.sign_up`; one row kept."""
        self._keep_list(
            signup.sign_up(
                self.sign_ups,
                name,
                mail,
                self.kept["date"],
                consent=consent,
                shown=shown,
                language=language,
                about=about,
            )
        )

    def bring_sign_ups(
        self, frame: pd.DataFrame, language: str = "da"
    ) -> tuple[int, list[tuple[str, dict[Any, Any]]]]:
        """See `signup.bring`; gives how many are new, and its notes."""
        before = len(self.sign_ups)
        sheet, notes = signup.bring(self.sign_ups, frame, self.kept["date"], language)
        self._keep_list(sheet)
        return len(sheet) - before, notes

    def paste_sign_ups(self, text: str, language: str = "da") -> tuple[int, list[tuple[str, dict[Any, Any]]]]:
        """Bring the slips (see `facilitation.evening.slips`) in ``text``; see :meth:`bring_sign_ups`.

        A yes counts only to the sentence of the invitation, in either language: other words that begin alike
        may mean something else.
        """
        import pandas as pd

        found = slips.read(text)
        if not found:
            raise SheetProblem("no_slips")
        asked = {_plain(wording): wording for wording in self._wordings()}
        for slip in found:
            if "consent" in slip:
                slip["consent"] = asked.get(_plain(slip["consent"]), "ja")
            if "shown" in slip:
                slip["shown"] = asked.get(_plain(slip["shown"]), "ja")
        return self.bring_sign_ups(pd.DataFrame(found, dtype=object), language)

    @property
    def answered(self) -> list[Any]:
        """Names of those who wrote on the hub what the list does not say yet."""
        before, said = self.sign_ups, own_answers.everybody(self.path.parent)
        day = self.kept["date"]
        return [
            one["name"]
            for account, one in said.items()
            if own_answers.taken_in(before, {account: one}, day) != before
        ]

    def take_answers(self) -> int:
        """Put what people wrote on the hub into the sign-ups. Gives how many it was."""
        new = self.answered
        said = own_answers.everybody(self.path.parent)
        before = {row.name for row in self.shown}
        self._keep_list(own_answers.taken_in(self.sign_ups, said, self.kept["date"]))
        now = {row.name for row in self.coming if row.shown and row.shown.withdrawn}
        for name in before & now:
            self._off_the_lists(name)
        return len(new)

    # ---- what is told by telephone -------------------------------------------------------------------------

    @property
    def tonight(self) -> Any:
        """``{account: (name, what was told)}`` of this evening; see `own_answers.tell`."""
        said = own_answers.everybody(self.path.parent)
        return {
            account: (one["name"], one["tonight"])
            for account, one in said.items()
            if one["tonight"] and one["tonight"]["evening"] == self.kept["date"]
        }

    def told_since(self) -> Any:
        """What of :attr:`tonight` is not taken in yet."""
        taken = self.kept["told"]
        return {
            account: one
            for account, one in self.tonight.items()
            if taken.get(account, [""])[0] != one[1]["at"]
        }

    def take_told(self) -> int:
        """Take in what was told by telephone since last: votes, offers and needs, whom they met, and how many
        promised. Each thing once, so that what the host changes afterwards stays. Gives how many told.
        """
        new = self.told_since()
        for account, (name, told) in new.items():
            _, promised, ended = self.kept["told"].get(account, ["", False, ""])
            self._take_vote(name, told)
            if told.get("can", "").strip() or told.get("wants", "").strip():
                with suppress(SheetProblem):
                    self.post([(name, told.get("can", ""), told.get("wants", ""))])
            if "met" in told and name in _of(self.kept):
                self.tell_met(name, told["met"], told.get("others", 0))
            self._take_promise(promised, ended, told)
            mark = [told["at"], told.get("promised", False), told.get("ended", "")]
            self._keep(told=self.kept["told"] | {account: mark})
        return len(new)

    def _take_vote(self, name, told):
        poll = self.poll
        if poll and not poll.closed and "votes" in told:
            approved, helps = (
                [theme for theme in poll.themes if theme in told.get(kind, [])] for kind in ("votes", "helps")
            )
            if not approved and not helps and name not in poll.ballots:
                return  # sent for the sake of something else
            with suppress(SheetProblem):  # not among those who may vote
                self.cast(name, approved, helps)

    def _take_promise(self, promised, ended, told):
        """Count a promise, and one of last time that ended, anew: what this telephone said before goes."""
        numbers = dict(self.kept["promises"])
        for name, before, now in (
            ("made", promised, told.get("promised", False)),
            *((state, ended == state, told.get("ended") == state) for state in STATES),
        ):
            if before != now:
                numbers[name] = max(0, numbers.get(name, 0) + now - before)
        if numbers != self.kept["promises"]:
            with suppress(SheetProblem):  # more than were made
                self.promise(**numbers)

    @property
    def looked_back(self) -> Any:
        """``{question: texts}`` of what was told by telephone when looking back, without names."""
        told = [one for _, one in self.tonight.values()]
        return {
            question: sorted(text for one in told if (text := one.get(question, "").strip()))
            for question in QUESTIONS
        }

    def _wordings(self):
        kept, found = self.kept, []
        for t in (Texts("groups", lang, folder=TEXTS) for lang in LOCALES):
            if kept["sender"].strip():
                found.append(signup.showing(t, kept["sender"]))
                found += [signup.wording(t, kept["sender"], kept["what"])] if kept["what"].strip() else []
        return found

    def cancel(self, row: signup.SignUp) -> None:
        """That person stays away after all."""
        self._keep_list(signup.cancel(self.sign_ups, row.name, row.evening))

    def come(self, row: signup.SignUp) -> None:
        """That person comes after all that."""
        self._keep_list(signup.cancel(self.sign_ups, row.name, row.evening, away=False))

    def withdraw(self, row: signup.SignUp) -> None:
        """That person's yes to mails is withdrawn."""
        self._keep_list(signup.withdraw(self.sign_ups, row.mail))

    def hide(self, row: signup.SignUp) -> None:
        """That person's yes to being shown is withdrawn; they leave the lists."""
        self._keep_list(signup.hide(self.sign_ups, row.mail, row.name))
        self._off_the_lists(row.name)

    def forget(self, row: signup.SignUp) -> None:
        """Everything about that person goes."""
        self._keep_list(signup.forget(self.sign_ups, row.mail, row.name))
        self._off_the_lists(row.name)

    # ---- the vote ----------------------------------------------------------------------------------------

    @property
    def poll(self) -> Any:
        """The `vote.Poll`, None before there is one."""
        return _poll(self.kept)

    def open_vote(self, themes: str, voters: Sequence[str] = ()) -> None:
        """Begin a vote on ``themes``, one a line, in place of any before it."""
        self._keep(vote=vote.as_record(vote.open_vote(themes.splitlines(), voters)))

    def cast(self, voter: str, approved: Sequence[str], can_help: Sequence[str] = ()) -> None:
        """See `vote.cast`."""
        self._keep(vote=vote.as_record(vote.cast(self.poll, voter, approved, can_help)))

    def cast_signed(self) -> int:
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

    def close_vote(self) -> None:
        """No more ballots."""
        self._keep(vote=vote.as_record(vote.close(self.poll)))

    def draw_lot(self) -> None:
        """See `vote.draw`."""
        self._keep(vote=vote.as_record(vote.draw(self.poll)))

    def drop_vote(self) -> None:
        """As if there had been no vote."""
        self._keep(vote={})

    # ---- offers and needs --------------------------------------------------------------------------------

    def post(self, lines: Sequence[tuple[str, ...]]) -> int:
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

    def post_signed(self) -> int:
        """Put up what those who signed up can and wish; see `post`."""
        said = [(r.name, r.about.get("competences", ""), r.about.get("wants", "")) for r in self.coming]
        return self.post([line for line in said if line[1] or line[2]])

    def post_file(self, name: str, data: bytes) -> Any:
        """Put up what stands in an Excel or CSV file; see `post`."""
        return self.post(board.read_sheet(read_file(name, data)))

    def take_down(self, name: str) -> None:
        """Take everything of ``name`` off the board."""
        kept = self.kept
        lists = {part: [row for row in kept[part] if row[0] != name] for part in ("offers", "needs")}
        ties = {part: [four for four in kept[part] if name not in four[::2]] for part in ("fits", "misfits")}
        self._keep(**lists, **ties)

    def tie(self, need: Sequence[str], offer: Sequence[str], fits: bool = True) -> None:
        """The host says that ``offer`` helps with ``need`` (rows of the board), or that it does not."""
        four = [*need, *offer]
        lists = {part: [one for one in self.kept[part] if one != four] for part in ("fits", "misfits")}
        lists["fits" if fits else "misfits"].append(four)
        self._keep(**lists)

    def matches(self, general: Collection[str] = ()) -> board.Matches:
        """The `board.Matches` of what is on the board."""
        import pandas as pd

        kept = self.kept
        offers, needs = (pd.DataFrame(kept[part], columns=["name", "text"]) for part in ("offers", "needs"))
        four = ["need_of", "need", "offer_of", "offer"]
        fits, misfits = (pd.DataFrame(kept[part], columns=four) for part in ("fits", "misfits"))
        return board.match(offers, needs, fits, misfits, general=general)

    # ---- five people to look up ----------------------------------------------------------------------------

    @property
    def shown(self) -> list[Any]:
        """The `signup.SignUp` of those who come and may be shown to the others."""
        return [row for row in self.coming if row.may_be_shown]

    def look_up(self, general: Collection[str] = ()) -> lists.Lists:
        """Make a list of people to look up for each who may be shown; gives the `lists.Lists`.

        Who knows whom is what they said, and who sat at one table or told that they met on an evening that is
        put away. ``general`` as in :meth:`matches`.
        """
        import numpy as np

        rows = self.shown
        if len(rows) < 2:
            raise SheetProblem("too_few_shown", count=len(rows))
        who = people(self._wished(_rows(signup.participants(rows, self.kept["date"]))))
        can, wants = ([row.about.get(said, "") for row in rows] for said in ("competences", "wants"))
        met = self._met_before()
        names = [name.casefold() for name in who.names]
        known = np.array([[frozenset((one, other)) in met for other in names] for one in names])
        made = lists.draw_up(who, board.sharing(can, wants, general), known)
        self._keep(
            lists={
                "of": {name: [list(one) for one in row] for name, row in made.of.items()},
                "broken": [[rule, list(those)] for rule, those in made.broken],
                "fewest": made.fewest,
            }
        )
        return made

    @property
    def lists(self) -> Any:
        """The `lists.Lists` as they stand, without anybody who may not be shown any more; None before."""
        kept, now = self.kept["lists"], {row.name for row in self.shown}
        if not kept:
            return None
        of = {
            name: [(other, why) for other, why in row if other in now]
            for name, row in _of(self.kept).items()
            if name in now
        }
        on = {name: sum(other == name for row in of.values() for other, _ in row) for name in of}
        broken = [(rule, tuple(those)) for rule, those in kept["broken"] if now.issuperset(those)]
        return lists.Lists(of, on, broken, kept["fewest"])

    def tell_met(self, name: str, met: Collection[str], others: int = 0) -> None:
        """Keep whom ``name`` met, of those on the list, and how many ``others`` that were new."""
        if name not in _of(self.kept):
            raise SheetProblem("no_list", name=name)
        told = {"names": [other for other, _ in _of(self.kept)[name] if other in met], "others": int(others)}
        self._keep(met=self.kept["met"] | {name: told})

    @property
    def hits(self) -> dict[str, int]:
        """``answered`` and ``lists`` (people), ``met`` and ``places`` on the lists of those who answered, and
        ``others`` whom they met beside.
        """
        made, told = self.lists, self.kept["met"]
        rows = {name: row for name, row in (made.of if made else {}).items() if name in told}
        return {
            "answered": len(rows),
            "lists": len(made.of) if made else 0,
            "met": sum(other in told[name]["names"] for name, row in rows.items() for other, _ in row),
            "places": sum(map(len, rows.values())),
            "others": sum(told[name]["others"] for name in rows),
        }

    def _off_the_lists(self, name):
        if not self.kept["lists"]:
            return
        kept = self.kept["lists"]
        of = {
            one: [pair for pair in row if pair[0] != name] for one, row in kept["of"].items() if one != name
        }
        broken = [row for row in kept["broken"] if name not in row[1]]
        met = {
            one: told | {"names": [other for other in told["names"] if other != name]}
            for one, told in self.kept["met"].items()
            if one != name
        }
        self._keep(lists=kept | {"of": of, "broken": broken}, met=met)

    def _met_before(self):
        """Pairs, as frozensets of names in small letters, that met on evenings that are put away."""
        found = set()
        for path in self.path.parent.glob("evening-*.json"):
            try:
                kept = self._understood(path)
            except (SheetProblem, OSError):
                continue  # a damaged one, which has been said where it was set aside
            tables = [names for seated in kept["tables"][: kept["played"]] for names in seated]
            told = [(one, other) for one, met in kept["met"].items() for other in met["names"]]
            for names in (*kept["groups"], *tables, *told):
                found |= {frozenset(map(str.casefold, pair)) for pair in combinations(names, 2)}
        return found

    # ---- people ------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> pd.DataFrame:
        """All who were ever on the list, as a DataFrame of `facilitation.seating.participants`."""
        return self._wished(self.kept["sheet"])

    def _wished(self, rows):
        """``rows`` with the host's wishes, as a DataFrame."""
        import pandas as pd

        rows = [dict(row) for row in rows]
        known = {row["name"].casefold(): row for row in rows}
        for column, wished in (("together", "together"), ("competitors", "apart")):
            for several in self.wishes(wished):
                for name in several:
                    others = [one for one in several if one != name]
                    if row := known.get(name.casefold()):
                        said = row.get(column) or ()
                        row[column] = [*([said] if isinstance(said, str) else said), *others]
        return pd.DataFrame(rows)

    def wishes(self, what: str) -> list[Any]:
        """The host's wishes, ``together`` or ``apart``: lists of names, one a line with commas between."""
        lines = self.kept[what].splitlines()
        found = [
            [name for part in re.split(r"[,;+&]", line) if (name := " ".join(part.split()))] for line in lines
        ]
        return [names for names in found if len(names) > 1]

    def unknown_in_wishes(self) -> list[Any]:
        """Names in the host's wishes that are not on the list."""
        known = {row["name"].casefold() for row in self.kept["sheet"]}
        named = [name for what in ("together", "apart") for names in self.wishes(what) for name in names]
        return list(dict.fromkeys(name for name in named if name.casefold() not in known))

    @property
    def here(self) -> list[str]:
        """The names of those who have not left, in the order of the list."""
        return [row["name"] for row in self.kept["sheet"] if row["name"] not in self.kept["gone"]]

    def _helpful(self):
        """Pairs of whom one can help the other: by the board, and by what they said as they signed up."""
        offers, needs = list(self.kept["offers"]), list(self.kept["needs"])
        for row in self.coming:
            offers += [[row.name, row.about.get("competences", "")]]
            needs += [[row.name, row.about.get("wants", "")]]
        return board.helpful(offers, needs, words.general(Texts("groups", "da", folder=TEXTS)))

    def _present(self):
        sheet = self.sheet
        if not len(sheet):
            raise SheetProblem("empty")
        return sheet[sheet["name"].isin(self.here)].reset_index(drop=True)

    def bring(self, name: str, data: bytes) -> list[tuple[str, dict[str, Any]]]:
        """Begin with the sheet in a file; the groups and rounds of an earlier list go. Gives its notes."""
        return self._begin(read_file(name, data))

    def use_sign_ups(self) -> list[tuple[str, dict[str, Any]]]:
        """Begin with those who signed up for this evening; see `bring`."""
        if not self.coming:
            raise SheetProblem("no_sign_ups")
        return self._begin(signup.participants(self.sign_ups, self.kept["date"]))

    def names(self, text: str) -> list[Any]:
        """Begin with the names in ``text``, one a line."""
        import pandas as pd

        return self._begin(pd.DataFrame({"name": text.splitlines()}, dtype=object))

    def _begin(self, sheet):
        who = people(sheet)
        self._keep(**_PLAN | {"sheet": _rows(who.frame)})
        return who.notes

    # ---- groups ------------------------------------------------------------------------------------------

    @property
    def plan(self) -> groups.Plan | None:
        """The `groups.Plan` as it stands, None before there is one."""
        if not self.kept["groups"]:
            return None
        sheet = self.sheet
        seated = [name for group in self.kept["groups"] for name in group]
        who = people(sheet[sheet["name"].isin(seated)], self._helpful())
        return groups.describe(who, [[who.index(name) for name in group] for group in self.kept["groups"]])

    def form(self) -> groups.Plan:
        """Make groups of those who are here; gives the `groups.Plan`."""
        plan = groups.form(self._present(), helpful=self._helpful())
        self._keep(groups=plan.groups)
        return plan

    def move(self, name: str, group: int) -> None:
        """Move somebody by hand to ``group`` (1, 2, …; one more than there are begins a new one)."""
        made = [[one for one in members if one != name] for members in self.kept["groups"]]
        if not 1 <= group <= len(made) + 1:
            raise SheetProblem("no_such_group", group=group)
        made = [*made, []]
        made[group - 1] = [*made[group - 1], name]
        self._keep(groups=[members for members in made if members])

    # ---- rounds ------------------------------------------------------------------------------------------

    @property
    def rounds(self) -> Rounds | None:
        """The `rounds.Rounds` as they stand, None before there are any."""
        if not self.kept["tables"]:
            return None
        return rounds.describe(people(self.sheet), self.kept["tables"])

    def schedule(self, number: int, size: int) -> Rounds:
        """Make ``number`` rounds with tables of at most ``size``, for those who are here.

        Who can help whom meets where that can be.
        """
        made = rounds.schedule(self._present(), number, size, helpful=self._helpful())
        self._keep(tables=made.tables, size=size, played=0, clock={})
        return made

    # ---- changes -----------------------------------------------------------------------------------------

    def change(self, gone: Sequence[str] = (), late: str = "") -> tuple[list[Any], list[Any]]:
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
        after = groups.replan(plan, gone=gone, late=arrived, helpful=self._helpful()) if plan else None
        played = self.kept["played"]
        # Who comes in the middle of a round sits down now, and who left it leaves a seat.
        now = self.clock["phase"] == played - 1
        about = {"gone": gone, "late": arrived, "size": self.kept["size"] or None, "now": now}
        seats = rounds.replan(made, played, **about) if made else None
        self._keep(
            sheet=sheet,
            gone=[name for name in [*self.kept["gone"], *gone] if name not in back],
            groups=after.groups if after else [],
            tables=seats.tables if seats else [],
        )
        return (after.moved if after else []), (seats.moved if seats else [])

    # ---- the clock ---------------------------------------------------------------------------------------

    @property
    def clock(self) -> dict[str, Any]:
        """``phase`` (None before the first round, their number after the last), ``ends`` and ``left``."""
        return self.kept["clock"] or {"phase": None, "ends": None, "left": None}

    def set_minutes(self, minutes: int) -> None:
        """How long a round lasts; the one under way keeps the time it was given."""
        if not 1 <= minutes <= MOST_MINUTES:
            raise SheetProblem("minutes", most=MOST_MINUTES)
        self._keep(minutes=int(minutes))

    def press(self, what: str, now: float) -> None:
        """Press a button of the clock at ``now``; one that does not fit changes nothing."""
        if what not in PRESSES or not math.isfinite(now) or now < 0:
            raise ValueError(f"no press: {what} at {now}")
        clock, last = self.clock, len(self.kept["tables"])
        phase: Any
        ends: Any
        left: Any
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
                ends, left = None, max(0.0, float(ends) - now)
        elif what == "resume":
            if left is not None:
                ends, left = now + left, None
        else:
            phase = max(0, phase - 1) if what == "back" else phase + 1
            ends, left = (now + 60 * self.kept["minutes"], None) if phase < last else (None, None)
        # A round that has begun is played: in it nobody moves any more.
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


def _of(kept):
    return kept["lists"].get("of", {})


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
