"""The drafts as they lie in the store: fields of ``message_draft``: ``draft`` (the one on the page), and for
each of DRAFTS ``<draft>.text`` and, for an invitation, ``<draft>.law_<question>`` ("yes" or "no")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import message_draft as rules
from exercises.rules.request_builder import NO, YES

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "message_draft"


def shown(store: Store) -> str:
    """The draft on the page."""
    kept = store.get(STEM, "draft")
    return kept if kept in rules.DRAFTS else rules.DRAFTS[0]


def text(store: Store, draft: str) -> str:
    """One draft as written."""
    return store.get(STEM, f"{draft}.text", "")


def law(store: Store, draft: str) -> dict[str, str]:
    """``{question: "yes" or "no"}`` as answered of a draft."""
    answers = {question: store.get(STEM, f"{draft}.law_{question}", "") for question in rules.PATH}
    return {question: answer for question, answer in answers.items() if answer in (YES, NO)}


KEEPS = Keeps(texts=("request_builder",), furniture=frozenset({"draft"}))
