"""A comment that says something, or an invitation to one person, and whether the invitation is marketing.

Whether a message is marketing goes by the same path of questions as a request
(:data:`exercises.rules.request_builder.PATH`): chat messages count as electronic mail (mfl10), and so does an
invitation, whose purpose decides (fo2018). The lengths are the course's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from exercises.rules import Finding
from exercises.rules.calls import announced
from exercises.rules.dialogue import ended
from exercises.rules.reflection import words
from exercises.rules.request_builder import PATH, questions, said

COMMENTS = ("comment1", "comment2", "comment3")
INVITATIONS = ("invitation1", "invitation2")
DRAFTS = (*COMMENTS, *INVITATIONS)
# Below this a comment is a pat on the back.
COMMENT_FEWEST, COMMENT_MOST = 12, 80
INVITATION_FEWEST, INVITATION_MOST = 12, 60

__all__ = ["COMMENTS", "DRAFTS", "INVITATIONS", "PATH", "findings"]


def findings(draft: str, text: str, cues: Mapping[str, Any], find: Callable[..., Any]) -> list[Finding]:
    """What to say of the ``text`` of one of DRAFTS, as ``(key, names)``, the most important first.

    ``cues`` are lists of words in small letters: ``sales`` (of advertising), ``own`` (I, my, we: of one's own
    experience), ``why`` (of why one writes to this person) and ``calls`` (of a call or a visit). ``find``
    looks for what points at a person.
    """
    n = words(text)
    if not n:
        return [("nothing_yet", {})]
    comment = draft in COMMENTS
    fewest, most = (COMMENT_FEWEST, COMMENT_MOST) if comment else (INVITATION_FEWEST, INVITATION_MOST)
    found: list[Finding] = [(f"person_{one.kind}", {"text": one.text}) for one in find(text)]
    if n < fewest:
        found.append(("comment_thin" if comment else "invitation_thin", {"n": n}))
    elif n > most:
        found.append(("too_long", {"n": n, "most": most}))
    if word := said(text, cues["sales"]):
        found.append(("sales", {"word": word, "line": ended(text)}))
    if comment and n >= fewest and not questions(text) and not said(text, cues["own"]):
        found.append(("nothing_of_yours", {}))
    if not comment and n >= fewest and not said(text, cues["why"]):
        found.append(("no_why", {}))
    found = found or [("ready_comment" if comment else "ready_invitation", {})]
    return found + announced(text, cues.get("calls", ()))
