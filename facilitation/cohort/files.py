"""The cohort as files to take along: a workbook, CSV, and the grade imports of Moodle and Canvas.

Moodle (docs.moodle.org, *Grade import*): a line of headings, one of them the learner's e-mail address, id
number or username, and a column a grade item. It stops the whole import at the first learner it does not
know, and takes upper and lower case in an address for different.

Canvas (its importer, ``lib/gradebook_importer.rb`` of canvas-lms): *Student*, *ID*, *SIS User ID*,
*SIS Login ID*, *Section*, then the assignments, and a row *Points Possible*. It looks for a learner by ID,
then by SIS ids, and at last by name; whom it does not find it offers to make. Only its own export knows its
IDs, so that an ID of ours is never put there.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exercises.calendar_entry import zone
from exercises.whole_store.files import FORMULA, excel
from exercises.whole_store.tables import Table
from facilitation.cohort.measures import course, final
from facilitation.cohort.roster import ListProblem

if TYPE_CHECKING:
    from exercises.texts import Texts
    from facilitation.cohort.roll import Learner


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
MOODLE, CANVAS = "moodle", "canvas"
USERNAME, EMAIL, LMS = "username", "email", "lms"  # what a learner is known by there
POINTS_POSSIBLE = "Points Possible"
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_CANVAS_COLUMN = {USERNAME: "SIS Login ID", EMAIL: "SIS Login ID", LMS: "SIS User ID"}
_MOODLE_COLUMN = {USERNAME: "Username", EMAIL: "Email address", LMS: "ID number"}
# What Moodle calls these columns in its own exports, in the course's languages.
_MOODLE_HEADINGS = {
    USERNAME: ("username", "brugernavn"),
    EMAIL: ("email address", "e-mailadresse", "e-mail-adresse", "email"),
    LMS: ("id number", "id-nummer", "idnumber"),
}


@dataclass
class Import:
    """A file for another system, and whom it leaves out: ``nameless`` have no such id with us, ``unknown``
    are not on that system's list, ``unsafe`` have an id that a spreadsheet would take for a formula,
    ``unmarked`` have no mark to bring (lists of `Learner`). ``unread`` counts hand-ins without a mark yet."""

    data: bytes | None
    rows: int = 0
    unread: int = 0
    nameless: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    unsafe: list = field(default_factory=list)
    unmarked: list = field(default_factory=list)


def workbook(t: Texts, roll: Any, learners: Any, steps: Any, verdicts: Any = None) -> Any:
    """The overview, who has passed (from `Register.verdicts`) and the marks as the bytes of an .xlsx file."""
    came_to = [passed(t, roll, learners, steps, verdicts)] if verdicts is not None else []
    return excel([overview(t, roll, learners, steps), *came_to, marks(t, roll, learners, steps)])


def passed(t: Texts, roll: Any, learners: Any, steps: Any, verdicts: Any) -> Any:
    """One row a learner: whether the course is passed, what is missing, and what each step came to."""
    columns = [t(f"column.{name}") for name in ("id", "name", "email", "cohort", "passed", "missing")]
    rows = []
    for learner in learners:
        missing = course(roll, verdicts, learner)
        came_to = [verdict(t, verdicts, learner, step) for step in steps]
        whole = (t("yes") if not missing else "", ", ".join(map(heading, missing)))
        rows.append((learner.id, learner.name, learner.email, learner.cohort, *whole, *came_to))
    return Table("passed", t("sheet.passed"), (*columns, *map(heading, steps)), rows)


def verdict(t: Texts, verdicts: Any, learner: Learner, step: Any) -> Any:
    """What a learner's hand-in of a step came to, in words, "" for none."""
    found = verdicts.get((learner.id, step.name))
    return t(f"verdict.{found}") if found else ""


def reminders(t: Texts, rows: Any) -> Any:
    """A mail merge: ``rows`` are (learner, subject, text)."""
    columns = tuple(t(f"column.{name}") for name in ("name", "email", "subject", "text"))
    return Table(
        "reminders", t("sheet.reminders"), columns, [(one.name, one.email, *rest) for one, *rest in rows]
    )


def overview(t: Texts, roll: Any, learners: Any, steps: Any) -> Any:
    """One row a learner, one column a step: the state in words."""
    columns = [t("column.id"), t("column.name"), t("column.email"), t("column.last")]
    rows = []
    for learner in learners:
        last = roll.last(learner)
        day = _local(last).date() if last and last.moment else None
        states = [said(t, roll, learner, step) for step in steps]
        rows.append((learner.id, learner.name, learner.email, day, *states))
    return Table("overview", t("sheet.overview"), (*columns, *map(heading, steps)), rows)


def marks(t: Texts, roll: Any, learners: Any, steps: Any) -> Any:
    """One row a hand-in, with its points where all of it is read."""
    columns = ("id", "name", "step", "assignment", "handed_in", "state", "late", "points", "maximum")
    rows = []
    for learner in learners:
        for step in steps:
            one = roll.hand_ins.get((learner.id, step.name))
            if one:
                moment = _local(one) if one.moment else None
                late = t("yes") if one.late else ""
                points = one.score if final(one) else None
                state = t(f"state.{one.state}")
                who = (learner.id, learner.name, heading(step), one.assignment)
                rows.append((*who, moment, state, late, points, step.maximum))
    return Table("marks", t("sheet.marks"), tuple(t(f"column.{name}") for name in columns), rows)


def said(t: Texts, roll: Any, learner: Learner, step: Any) -> Any:
    """The state of one step in words."""
    state = roll.state(learner, step)
    one = roll.hand_ins.get((learner.id, step.name))
    return t("state_late", state=t(f"state.{state}")) if one and one.late else t(f"state.{state}")


def heading(step: Any) -> str:
    """A step as the heading of a column."""
    return f"{step.number}. {step.title}"


def _local(hand_in):
    # a spreadsheet knows no time zones
    return hand_in.moment.astimezone(zone()).replace(tzinfo=None, microsecond=0)


def csv_of(t: Texts, table: Any) -> Any:
    """A table as CSV that a spreadsheet in ``t``'s language opens: Danish ones part by semicolon."""
    danish = t.lang == "da"

    def cell(value):
        if isinstance(value, float):
            return _number(value).replace(".", ",") if danish else _number(value)
        return "" if value is None else _guarded(str(value))

    rows = [[cell(value) for value in row] for row in (table.columns, *table.rows)]
    # the mark at the start tells Excel that it is UTF-8
    return "\ufeff".encode() + _written(rows, ";" if danish else ",")


def lms_import(
    system: Any, known_by: Any, roll: Any, learners: Any, steps: Any, listed: Any = None, passed: Any = None
) -> Any:
    """The `Import` for MOODLE or CANVAS of what these learners were given at these steps.

    ``listed`` is a DataFrame of text: that system's own list or grade export. With it, everybody in the file
    is there, written as that system writes them. ``passed`` is a last column's heading and the ids of those
    who have passed the course: 1 of 1 point for them, and nothing for the others, who may pass yet. Raises
    ListProblem ``list_column`` where it does not tell who somebody is.
    """
    made = Import(None)
    there = _there(system, known_by, listed) if listed is not None else None
    kept = []
    for learner in learners:
        key = {USERNAME: learner.id, EMAIL: learner.email, LMS: learner.lms}[known_by]
        hand_ins = [roll.hand_ins.get((learner.id, step.name)) for step in steps]
        made.unread += sum(one is not None and not final(one) for one in hand_ins)
        points = [_number(one.score) if final(one) else "" for one in hand_ins]
        if not any(points):
            made.unmarked.append(learner)
        elif not key:
            made.nameless.append(learner)
        elif there is not None and key.casefold() not in there:
            made.unknown.append(learner)
        else:
            who = there[key.casefold()] if there is not None else _who(system, known_by, learner, key)
            # guarded, an id would be another's or nobody's: the name may be, Canvas goes by the id
            whole = ["1" if learner.id in passed[1] else ""] if passed else []
            if any(cell.startswith(FORMULA) for cell in who[1:] or who):
                made.unsafe.append(learner)
            else:
                kept.append([*map(_guarded, who[:1]), *who[1:], *points, *whole])
    headings = [*(heading(step) for step in steps), *([passed[0]] if passed else [])]
    if system == MOODLE:
        rows = [[_MOODLE_COLUMN[known_by], *headings], *kept]
    else:
        own = list(CANVAS_COLUMNS) if there is None else _info(listed)
        maxima = [*(_number(step.maximum) for step in steps), *(["1"] if passed else [])]
        empty = [""] * (len(own) - 1)
        rows = [[*own, *headings], [f"    {POINTS_POSSIBLE}", *empty, *maxima], *kept]
    made.rows = len(kept)
    made.data = _written(rows, ",") if kept else None
    return made


def _there(system, known_by, listed):
    """{id in small letters: the cells that tell who it is}, from that system's own list."""
    if system == MOODLE:
        names = {str(column).strip().casefold(): column for column in listed.columns}
        column = next((names[one] for one in _MOODLE_HEADINGS[known_by] if one in names), None)
        cells = [column]
    else:
        cells, column = _info(listed), _CANVAS_COLUMN[known_by]
    if column not in cells or column is None:
        raise ListProblem(
            "list_column", column=(_MOODLE_COLUMN if system == MOODLE else _CANVAS_COLUMN)[known_by]
        )
    rows = ({cell: str(row[cell]).strip() for cell in cells} for row in listed.to_dict("records"))
    return {row[column].casefold(): list(row.values()) for row in rows if row[column]}


def _info(listed):
    """The columns of a Canvas export that tell who it is: up to *Section*."""
    columns = [str(column) for column in listed.columns]
    if "Section" not in columns or columns[0] != "Student":
        return []
    return columns[: columns.index("Section") + 1]


def _who(system, known_by, learner, key):
    if system == MOODLE:
        return [key]
    found = dict.fromkeys(CANVAS_COLUMNS, "") | {"Student": learner.name, _CANVAS_COLUMN[known_by]: key}
    return list(found.values())


def _guarded(text):
    """``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _written(rows, parting):
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=parting).writerows(rows)
    return made.getvalue().encode()
