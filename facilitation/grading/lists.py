"""formgrader's lists of a large cohort: nbgrader's own questions, asked of the rows that they are about.

nbgrader reads the marks of all learners in all assignments for a list of one, opens the gradebook anew for
each line, and makes one pattern for each folder. With a thousand learners a page took up to half a minute.
`install` changes what is asked and how often, not what is answered.
"""

import glob
import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.apps import NbGraderAPI
from sqlalchemy import event, select
from sqlalchemy.orm import Session, with_loader_criteria

LISTS = ("get_notebooks", "get_submissions", "get_notebook_submissions", "get_students")
_lent: ContextVar[Any] = ContextVar("a list's gradebook", default=None)
_criteria: ContextVar[tuple[Any, ...]] = ContextVar("which rows a question is about", default=())
_student: ContextVar[str] = ContextVar("the one learner that a list is about", default="*")
_submitted: ContextVar[Any] = ContextVar("who has handed in what, by assignment", default=None)


def install() -> None:
    """From now on formgrader's lists of this process are read so."""
    if NbGraderAPI.get_submitted_students is submitted_students:
        return
    event.listen(Session, "do_orm_execute", _narrow)
    for kind in ("", "_code", "_written", "_task"):
        _asks_only(f"average_assignment{kind}_score", _cells)
    _asks_only("submission_dicts", _hand_ins)
    _asks_only("notebook_submission_dicts", _notebooks)
    opened = NbGraderAPI.gradebook.fget
    NbGraderAPI.gradebook = property(lambda api: _lent.get() or opened(api))
    for name in LISTS:
        setattr(NbGraderAPI, name, _with_one_gradebook(getattr(NbGraderAPI, name)))
    NbGraderAPI.get_assignments = _with_one_gradebook(_walking_once(NbGraderAPI.get_assignments))
    NbGraderAPI.get_student_submissions = _with_one_gradebook(submissions_of)
    NbGraderAPI.get_submitted_students = submitted_students


def submissions_of(api: Any, student: str) -> list[Any]:
    """formgrader's page of one learner; nbgrader reads all learners for it, anew for each assignment."""
    known = {one["id"]: one for one in [api.get_student(student)] if one}
    with _set(_student, student), _set(_criteria, (with_loader_criteria(Student, Student.id == student),)):
        found = [api.get_submission(name, student, students=known) for name in api.get_source_assignments()]
    return sorted(found, key=lambda one: one["name"])


def submitted_students(api: Any, assignment: str) -> set[str]:
    """Who has a folder of ``assignment`` ("*" is any) in what was collected."""
    if (submitted := _submitted.get()) is None:
        submitted = _walk(api, assignment)
    return set().union(*submitted.values()) if assignment == "*" else submitted.get(assignment, set())


def _walk(api, assignment):
    """{assignment: {student}}, of one assignment or of any ("*")."""
    place, kind = api.coursedir.format_path, api.coursedir.submitted_directory
    wanted = "(?P<assignment>.*)" if assignment == "*" else f"(?P<assignment>{re.escape(assignment)})"
    read = re.compile(place(kind, "(?P<student>.*)", wanted, escape=True)).match
    student = _student.get()
    found = {}
    for path in glob.iglob(place(kind, student if student == "*" else glob.escape(student), assignment)):
        if (names := read(path)) and os.path.isdir(path):
            found.setdefault(names["assignment"], set()).add(names["student"])
    return found


def _walking_once(original):
    @wraps(original)
    def read(api):
        with _set(_submitted, _walk(api, "*")):
            return original(api)

    return read


def _with_one_gradebook(original):
    @wraps(original)
    def read(api, *names):
        if _lent.get():
            return original(api, *names)
        with api.gradebook as gradebook:
            close, gradebook.close = gradebook.close, lambda: None
            try:
                with _set(_lent, gradebook):
                    return original(api, *names)
            finally:
                gradebook.close = close

    return read


@contextmanager
def _set(variable, value):
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _narrow(state):
    if criteria := _criteria.get():
        state.statement = state.statement.options(*criteria)


def _asks_only(method, criteria):
    original = getattr(Gradebook, method)

    @wraps(original)
    def ask(self, *names):
        with _set(_criteria, criteria(*names)):
            return original(self, *names)

    setattr(Gradebook, method, ask)


# The tables and not the classes: the criteria are put to these.
ASSIGNMENT, NOTEBOOK, CELL = (kind.__table__.c for kind in (Assignment, Notebook, BaseCell))


def _assignment(name):
    return select(ASSIGNMENT.id).where(ASSIGNMENT.name == name).scalar_subquery()


def _cells(assignment):
    of_it = select(CELL.id).join(Notebook.__table__, NOTEBOOK.id == CELL.notebook_id)
    of_it = of_it.where(NOTEBOOK.assignment_id == _assignment(assignment))
    return (with_loader_criteria(Grade, Grade.cell_id.in_(of_it)),)


def _hand_ins(assignment):
    of_it = SubmittedAssignment.assignment_id == _assignment(assignment)
    return (with_loader_criteria(SubmittedAssignment, of_it),)


def _notebooks(notebook, assignment):
    of_it = select(NOTEBOOK.id).where(NOTEBOOK.name == notebook)
    of_it = of_it.where(NOTEBOOK.assignment_id == _assignment(assignment)).scalar_subquery()
    return (
        *_hand_ins(assignment),
        with_loader_criteria(SubmittedNotebook, SubmittedNotebook.notebook_id == of_it),
    )
