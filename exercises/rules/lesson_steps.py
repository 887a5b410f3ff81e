"""How a lesson is cut into steps: short enough for one sitting, never in the middle of a matter.

A step ends where the section changes, where the four-hour way begins or ends to leave something out, and
after an exercise. Within a section a heading begins a new step once the step before holds some 300 words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.rules.minutes import Work

ENOUGH_WORDS = 300
# A step of only some lines goes with what follows it in its section.
TOO_FEW_WORDS = 90


@dataclass(frozen=True)
class Part:
    """One cell as far as steps go. ``heading`` is its level, 0 where it begins with none."""

    cell: str
    section: str
    work: Work
    heading: int = 0
    is_exercise: bool = False
    is_long: bool = False  # left out on the four-hour way


@dataclass(frozen=True)
class Step:
    """Cells that are shown together; the first one's id is the step's address."""

    cells: tuple[str, ...]
    section: str
    work: Work
    is_long: bool

    @property
    def at(self) -> Any:
        return self.cells[0]


def steps(parts: Iterable[Part]) -> list[Step]:
    """The steps of a lesson, from its parts in their order."""
    groups: list[list[Part]] = []
    for part in parts:
        if not groups or _begins(groups[-1], part):
            groups.append([])
        groups[-1].append(part)
    return [
        Step(
            tuple(part.cell for part in group),
            group[0].section,
            sum((p.work for p in group), Work()),
            group[0].is_long,
        )
        for group in groups
    ]


def _begins(group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    if (part.section, part.is_long) != (last.section, last.is_long):
        return True
    if part.is_exercise:
        return False  # with the text that explains it
    if last.is_exercise:
        return True
    words = sum(p.work.words for p in group)
    return 0 < part.heading <= 3 and words >= TOO_FEW_WORDS and words + part.work.words > ENOUGH_WORDS
