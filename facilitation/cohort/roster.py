"""The list of those who are on the course, whether they have handed in or not: from CSV or Excel.

Name, e-mail and LMS id are put into nbgrader's gradebook, where its own Manage Students shows them. Which
cohort and evening group somebody is in, nbgrader does not know: that is kept in ``roster.json`` beside it.
"""

import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises.contact_files.columns import simplify
from facilitation.laying import read_json, write_whole
from facilitation.problems import Problem
from facilitation.taking_in import Fault, learner_name

FILE = "roster.json"
PLACES = ("cohort", "group")
_HEADINGS = {
    "id": "id, learner id, learner, username, user, account, deltager id, brugernavn, bruger, konto",
    "name": "name, full name, navn, fulde navn, student, deltager, participant",
    "first": "first name, given name, fornavn",
    "last": "last name, surname, family name, efternavn",
    "email": """e mail, email, mail, e mail address, email address, mailadresse, e mailadresse,
        e mail adresse""",
    "lms": "lms id, lms, id number, id nummer, idnumber, sis user id, lms user id",
    "cohort": "cohort, hold, klasse, class, course, team",
    "group": "group, evening group, gruppe, aftengruppe, section, sparring group, sparringsgruppe",
}
_COLUMN_OF = {one.strip(): column for column, many in _HEADINGS.items() for one in many.split(",")}


class ListProblem(Problem):
    """What is wrong with a list of learners, ours or another system's."""

    where = "cohort", "problem"


@dataclass
class Brought:
    """What came of a list: ids that are ``new`` and ``changed``, rows ``left`` out (what stood there), and
    headings ``unused``."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    left: list = field(default_factory=list)
    unused: list = field(default_factory=list)


def about(folder: Path) -> dict[Any, Any]:
    """``{learner id: {"cohort": …, "group": …}}``; empty where nobody has brought a list."""
    rows = read_json(Path(folder, FILE)).get("learners", [])
    kept = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            kept[row["name"]] = {key: str(row[key]) for key in PLACES if row.get(key)}
    return kept


def bring(register: Any, frame: Any) -> Any:
    """Put a list (a DataFrame of text, in any headings we know) into the gradebook; gives what was `Brought`.

    Somebody is the one who has that id, else that e-mail, LMS id or whole name. What a list does not say
    stays
    as it was, and nobody who is not on it goes. Raises Problem.
    """
    columns = {}
    for heading in frame.columns:
        if column := _COLUMN_OF.get(simplify(str(heading))):
            columns.setdefault(column, heading)
    if not {"id", "name", "first", "email"} & columns.keys():
        raise ListProblem("roster_columns", columns=", ".join(map(str, frame.columns)))
    brought = Brought(unused=[str(one) for one in frame.columns if one not in columns.values()])
    records = frame.to_dict("records")
    rows = [{column: _text(row[heading]) for column, heading in columns.items()} for row in records]
    kept = about(register.place)
    with register._gradebook() as gradebook:
        there = {student.id: student for student in gradebook.students}
        for row in rows:
            if not any(row.values()):
                continue
            _put(gradebook, there, row, kept, brought)
    rows = [{"name": who} | row for who, row in sorted(kept.items())]
    text = json.dumps({"learners": rows}, ensure_ascii=False, indent=1)
    write_whole(Path(register.place, FILE), text.encode())
    return brought


def _put(gradebook, there, row, kept, brought):
    first, last = row.get("first", ""), row.get("last", "")
    whole = row.get("name") or " ".join(part for part in (first, last) if part)
    if not first and whole:
        first, _, last = whole.partition(" ")
    student = _known(there, row, whole)
    if student is None:
        try:
            who = learner_name(row.get("id") or whole or row.get("email", "").partition("@")[0])
        except Fault:
            brought.left.append(whole or row.get("email") or row.get("id"))
            return
    else:
        who = student.id
    given = {"first_name": first, "last_name": last, "email": row.get("email"), "lms_user_id": row.get("lms")}
    new = {key: value for key, value in given.items() if value}
    before = {key: getattr(student, key) for key in new} if student else None
    there[who] = gradebook.update_or_create_student(who, **new)
    place = {key: row[key] for key in PLACES if row.get(key)}
    moved = {**kept.get(who, {}), **place} != kept.get(who, {})
    if place:
        kept[who] = {**kept.get(who, {}), **place}
    if student is None:
        brought.new.append(who)
    elif before != new or moved:
        brought.changed.append(who)


def _known(there, row, whole):
    """The student that a row is about, None for nobody yet."""
    named = {key: row.get(key, "").casefold() for key in ("id", "email", "lms")}
    for student in there.values():
        if named["id"] and student.id.casefold() == named["id"]:
            return student
    for key, own in (("email", "email"), ("lms", "lms_user_id")):
        same = [one for one in there.values() if (getattr(one, own) or "").casefold() == named[key]]
        if named[key] and len(same) == 1:
            return same[0]
    same = [
        one
        for one in there.values()
        if whole
        and _plain(whole) in (_plain(one.id), _plain(f"{one.first_name or ''} {one.last_name or ''}"))
        and not (named["email"] and one.email)
    ]
    return same[0] if len(same) == 1 else None


def _plain(text):
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _text(cell):
    return "" if cell is None or cell != cell else " ".join(str(cell).split())
