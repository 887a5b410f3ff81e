"""One evening at the host's desk: who comes, the groups, the rounds and the clock, kept in one file.

The file ``evening.json`` lies in the facilitator's folder. Every change is written at once and whole, so that
a reload or a closed lid loses nothing. Times are seconds since 1970 as the host's browser counts them.
"""

import json
import math
import os
from pathlib import Path

from facilitation import groups, rounds
from facilitation.participants import SheetProblem, people, read_file, understand

FILE = "evening.json"
FRESH = {"sheet": [], "gone": [], "groups": [], "tables": [], "played": 0, "minutes": 12, "clock": {}}
MOST_MINUTES = 90
PRESSES = ("start", "pause", "resume", "next", "back", "again")


class Evening:
    """The evening kept in ``folder``. Its methods raise SheetProblem and then change nothing."""

    def __init__(self, folder):
        self.path = Path(folder) / FILE
        self.kept = dict(FRESH)
        if self.path.exists():
            try:
                kept = json.loads(self.path.read_text(encoding="utf-8"))
                self.kept = FRESH | {name: kept[name] for name in FRESH if name in dict(kept)}
                # What cannot be shown is not taken over.
                if any(type(value) is not type(FRESH[name]) for name, value in self.kept.items()):
                    raise ValueError("another shape")
                _ = self.here, self.plan, self.rounds, self.clock["ends"]
            except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
                raise SheetProblem("evening_file", file=FILE) from error

    def _keep(self, **changed):
        kept = self.kept | changed
        fresh = self.path.with_name(FILE + ".new")
        fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self.path)
        self.kept = kept

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

    def names(self, text):
        """Begin with the names in ``text``, one a line."""
        import pandas as pd

        return self._begin(pd.DataFrame({"name": text.splitlines()}, dtype=object))

    def _begin(self, sheet):
        who = people(sheet)
        self._keep(**FRESH | {"sheet": _rows(who.frame), "minutes": self.kept["minutes"]})
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


def _rows(frame):
    return [
        {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]
