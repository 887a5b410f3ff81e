"""Where a hand-in is on its way, computed in one place from files and gradebook, and never stored.

======================  ==============================================================================
``none``, ``overdue``   nothing was handed in; the last day has gone by
``refused``             it lies in the exchange and could not be taken in
``check``               it waits for *Collect and check everything*
``handed_in``           it was checked and waits for a reader
``read``                all of it is read, and its feedback was not sent
``mail``                its feedback is made, and has to be sent by mail: it came by mail
``feedback``            its feedback lies in the exchange, or was sent by mail
======================  ==============================================================================

Whether a learner has opened the feedback cannot be known: nbgrader notes it nowhere, and a learner's folder
is
the learner's own. Every page, file and log words these by ``state.<name>`` in ``texts/cohort.toml``.
"""

import os
import pathlib
from datetime import datetime

from facilitation import taking_in
from facilitation.exchange import available

NONE, OVERDUE, REFUSED, CHECK, HANDED_IN, READ, MAIL, FEEDBACK = STATES = (
    "none", "overdue", "refused", "check", "handed_in", "read", "mail", "feedback",
)  # fmt: skip
WAITING = (REFUSED, CHECK, HANDED_IN, READ, MAIL)  # each for somebody at the desk
UNREAD = (REFUSED, CHECK, HANDED_IN)  # nothing can be said yet of what such a hand-in is worth
MAILED = "mailed.txt"  # beside a page of feedback, newer than it: the facilitator has sent it


def of(
    *,
    fault: taking_in.Fault | None = None,
    checked: bool = False,
    unread: int = 0,
    made: datetime | None = None,
    sent: bool | None = None,
    by_mail: bool = False,
    mailed: bool = False,
) -> str:
    """The state of one hand-in.

    ``fault`` stops its collecting; ``checked`` by nbgrader, with ``unread`` answers left; ``made`` is when
    its
    feedback was made, None for not; ``sent`` whether that lies in the exchange, None where that cannot be
    seen.
    """
    if fault is not None:
        return REFUSED
    if not checked:
        return CHECK
    if unread:
        return HANDED_IN
    if made is None or (not by_mail and sent is False):
        return READ
    return MAIL if by_mail and not mailed else FEEDBACK


def deadline_state(deadline: datetime | None, now: datetime) -> str:
    """The state of a step that nobody has handed in."""
    return OVERDUE if deadline and deadline < now else NONE


class Checker:
    """Tells why a hand-in in the exchange cannot be taken in: the same looks as collecting takes, no more."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder, self._seen = pathlib.Path(folder), {}

    def fault(self, path: str, assignment: str, student: str) -> taking_in.Fault | None:
        """The `taking_in.Fault` that would stop the hand-in at ``path``, None for none."""
        try:
            mark = os.stat(path).st_mtime_ns
        except OSError:
            return taking_in.Fault("unreadable")
        if self._seen.get(path, (None, None))[0] != mark:
            self._seen[path] = mark, self._look(path, assignment, student)
        return self._seen[path][1]

    def _look(self, path, assignment, student):
        try:
            known = taking_in.released(self.folder)
        except (OSError, StopIteration):
            return None
        if assignment not in known:
            return None
        try:
            files = taking_in._handed_in(pathlib.Path(path), _owner(student))
            taking_in._the_notebook(files, assignment, known)
        except taking_in.Fault as fault:
            return fault
        except OSError:
            return taking_in.Fault("unreadable")
        return None


def _owner(student):
    if not os.environ.get("NETVAERK_OWN_ACCOUNTS"):
        return None
    import pwd  # not on Windows

    try:
        return pwd.getpwnam(student).pw_uid
    except KeyError:
        raise taking_in.Fault("other_owner") from None


def only_mail() -> bool:
    """Whether this machine has no exchange, and all comes and goes by mail."""
    return not available()
