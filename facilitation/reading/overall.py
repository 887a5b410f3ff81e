"""The one comment on a whole hand-in, beside those on its answers.

nbgrader keeps comments on answers alone, and a cell of our own for it would be one that no notebook has. So
these lie in ``whole-comments.json`` beside the gradebook: one entry a hand-in, which the learner's export and
removal know by its name.
"""

import json
from pathlib import Path

from facilitation.laying import write_whole
from facilitation.problems import Problem

FILE = "whole-comments.json"


class NotKept(Problem):
    """What stops such a comment."""

    where = "read_answers", "problem"


def of(folder: Path, student: str, assignment: str) -> str:
    """The comment on a learner's hand-in as it stands, "" for none and where the file is damaged."""
    try:
        return _entries(folder).get((student, assignment), "")
    except NotKept:
        return ""


def put(folder: Path, student: str, assignment: str, text: str, before: str) -> None:
    """Keep a comment in place of the one that was ``before``; an empty one takes it away.

    Raises NotKept: ``changed_overall`` (with its ``words``) where somebody has written another meanwhile,
    ``overall_damaged`` and ``cannot_write``; nothing is written then.
    """
    entries = _entries(folder)
    now = entries.get((student, assignment), "")
    if now != before.strip():
        raise NotKept("changed_overall", words=now)
    entries[student, assignment] = text.strip()
    rows = [
        {"name": who, "assignment": what, "text": words}
        for (who, what), words in sorted(entries.items())
        if words
    ]
    try:
        write_whole(Path(folder, FILE), json.dumps({"hand_ins": rows}, ensure_ascii=False, indent=1).encode())
    except OSError:
        raise NotKept("cannot_write") from None


def _entries(folder):
    path = Path(folder, FILE)
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["hand_ins"]
        return {(row["name"], row["assignment"]): str(row["text"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError):
        raise NotKept("overall_damaged", file=FILE) from None
