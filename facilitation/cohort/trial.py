"""A measurement fixed beforehand: who is in it, what is looked at, the lot that was drawn, and what came in.

``effect/design.json`` in the facilitator's folder is the design, written once: one cohort, or two of which
the second is on a wait list until the last answers are in. The lot is drawn from a seed that is kept, so that
anybody can draw it again and see that it was not chosen. Each person has a code; what is handed in lies under
``effect/answers/`` by its code, and only the design knows whose that is.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from exercises.rules import effect as rules
from facilitation.laying import write_whole
from facilitation.problems import Problem

PLACE, DESIGN, ANSWERS = "effect", "design.json", "answers"
COHORT, WAIT_LIST = "cohort", "wait_list"
KINDS = (COHORT, WAIT_LIST)
COURSE, WAIT = "course", "wait"  # the groups; one cohort is all COURSE
PRIMARY, LAST = rules.INTENSITY, rules.WEEKS[-1]  # what decides, said before anybody has answered
FEWEST = 5  # people in a group, below which nothing is shown
MOST = 2000
MOST_BYTES = 20_000  # of a file of numbers
FORMAT = 1


class TrialProblem(Problem):
    """What is wrong with a trial's plan, or with what came in."""

    where = "effect", "problem"


@dataclass(frozen=True)
class Person:
    """Somebody in the measurement: ``name``, ``code`` (a number) and ``group``."""

    name: str
    code: int
    group: str


@dataclass(frozen=True)
class Design:
    """What was fixed on the day it was ``made``; ``people`` in the order of their names.

    ``gone`` is how many of each group were erased since: of them nothing else is kept.
    """

    kind: str
    made: str
    seed: int
    people: tuple
    primary: str = PRIMARY
    last: int = LAST
    gone: Any = field(default_factory=dict)

    @property
    def groups(self) -> Any:
        return (COURSE, WAIT) if self.kind == WAIT_LIST else (COURSE,)

    def of(self, group: str) -> Any:
        return [person for person in self.people if person.group == group]

    def enrolled(self, group: str) -> int:
        """How many began in that group."""
        return len(self.of(group)) + self.gone.get(group, 0)

    @property
    def as_drawn(self) -> bool:
        """Whether the groups are those of the lot. Whoever is erased took a place in it that is known by
        number alone: in the order of the lot, those on the course come before those who wait.
        """
        if not any(self.gone.values()):
            return self.people == draw(self.kind, [person.name for person in self.people], self.seed)
        people = sum(map(self.enrolled, self.groups))
        here = self.kind != WAIT_LIST or self.enrolled(COURSE) == (people + 1) // 2
        drawn = sorted(self.people, key=lambda person: _hash(self.seed, person.name))
        waits = [person.group != COURSE for person in drawn]
        return here and waits == sorted(waits) and {one.group for one in drawn} <= set(self.groups)


def draw(kind: Any, names: Sequence[str], seed: int) -> Any:
    """The people of a design: codes, and by lot as many on the course as on the wait list (or one more).

    The lot is the order of the SHA-256 of *seed, name*, which any computer gives at any time.
    """
    names = sorted(names, key=lambda name: (name.casefold(), name))
    drawn = sorted(names, key=lambda name: _hash(seed, name))
    waiting = set(drawn[(len(names) + 1) // 2 :]) if kind == WAIT_LIST else ()
    taken, people = set(), []
    for name in names:
        stem = _hash(seed, name, "code")
        while (least := stem % (9 * 10 ** (rules.DIGITS - 2)) + 10 ** (rules.DIGITS - 2)) in taken:
            stem += 1
        taken.add(least)
        code = int(f"{least}{rules.check_digit(least)}")
        people.append(Person(name, code, WAIT if name in waiting else COURSE))
    return tuple(people)


def _hash(*parts):
    return int.from_bytes(hashlib.sha256("\n".join(map(str, parts)).encode()).digest())


class Trial:
    """The measurement kept in a facilitator's ``folder``. Raises Problem."""

    def __init__(self, folder: Path) -> None:
        self.place = Path(folder) / PLACE

    @property
    def design(self) -> Any:
        """The `Design`, None before there is one."""
        path = self.place / DESIGN
        if not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            kept["people"] = tuple(Person(**person) for person in kept["people"])
            del kept["format"]
            design = Design(**kept)
            _ = [int(count) + 0 for count in design.gone.values()]
            date.fromisoformat(design.made)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise TrialProblem("effect_design", file=f"{PLACE}/{DESIGN}") from error
        if not design.as_drawn:
            raise TrialProblem("effect_changed", file=f"{PLACE}/{DESIGN}")
        return design

    def plan(self, kind: Any, names: Sequence[str], today: Any = None, seed: int | None = None) -> Any:
        """Fix the design and draw the lot, once. Gives the `Design`."""
        names = [" ".join(name.split()) for name in names]
        names = [name for name in names if name]
        if self.design:
            raise TrialProblem("effect_planned", day=self.design.made)
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise TrialProblem("effect_twice", names=", ".join(twice[:5]))
        least = FEWEST * (2 if kind == WAIT_LIST else 1)
        if not least <= len(names) <= MOST:
            raise TrialProblem("effect_people", count=len(names), least=least, most=MOST)
        seed = secrets.randbits(63) if seed is None else seed
        design = Design(kind, (today or date.today()).isoformat(), seed, draw(kind, names, seed))
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(design)
        return design

    def _write(self, design):
        record = {"format": FORMAT} | asdict(design)
        write_whole(self.place / DESIGN, json.dumps(record, ensure_ascii=False, indent=1).encode())

    def answers(self, person: Person) -> Path:
        """The file with somebody's numbers."""
        return self.place / ANSWERS / f"{person.code}.json"

    def forget(self, person: Person) -> None:
        """Erase somebody: their numbers, and their name and code from the design, which counts them still."""
        self.answers(person).unlink(missing_ok=True)
        design = self.design
        gone = design.gone | {person.group: design.gone.get(person.group, 0) + 1}
        self._write(replace(design, people=tuple(one for one in design.people if one != person), gone=gone))

    def take_in(self, data: bytes, file: str = "") -> Any:
        """Keep a file of numbers (bytes); a later one of the same code adds its weeks. Gives its code."""
        code, weeks = read(data, file)
        design = self.design
        if design is None:
            raise TrialProblem("effect_no_design")
        if code not in {person.code for person in design.people}:
            raise TrialProblem("effect_strange", code=code)
        kept = self._answers(code) | weeks
        folder = self.place / ANSWERS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        record = {"netvaerk_effect": FORMAT, "code": code, "weeks": {str(w): row for w, row in kept.items()}}
        write_whole(folder / f"{code}.json", json.dumps(record).encode())
        return code

    def scores(self) -> Any:
        """``{code: {week: {scale: score or None}}}`` of what came in."""
        return {
            person.code: {
                week: {scale: rules.score(said, scale) for scale in rules.SCALES}
                for week, said in self._said(person.code).items()
            }
            for person in self.design.people
        }

    def _said(self, code):
        return {
            week: {item: n for item, n in zip(rules.ITEMS, row, strict=True) if n >= 0}
            for week, row in self._answers(code).items()
        }

    def _answers(self, code):
        path = self.place / ANSWERS / f"{code}.json"
        if not path.exists():
            return {}
        return read(path.read_bytes(), path.name)[1]


def read(data: bytes, file: str = "") -> Any:
    """``(code, {week: row})`` of a file of numbers. Raises Problem where it is anything else."""
    try:
        if len(data) > MOST_BYTES:
            raise ValueError("too long")
        record = json.loads(data)
        if set(record) != {"netvaerk_effect", "code", "weeks"} or record["netvaerk_effect"] != FORMAT:
            raise ValueError("another file")
        code, weeks = record["code"], {int(week): row for week, row in record["weeks"].items()}
        if rules.code(code) != code or isinstance(code, bool):
            raise ValueError("no code")
        for week, row in weeks.items():
            if week not in rules.WEEKS or len(row) != len(rules.ITEMS):
                raise ValueError("another week or length")
            for item, number in zip(rules.ITEMS, row, strict=True):
                if type(number) is not int or not -1 <= number <= rules.HIGHEST[item]:
                    raise ValueError("no answer")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise TrialProblem("effect_numbers", file=file) from error
    return code, weeks
