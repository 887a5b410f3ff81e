"""The requests as they lie in the store: fields of ``request_builder``.

``version`` (1: to one's own choice, 2: to the one drawn by lot, 3: to somebody else) is the one on the page;
for each, ``<n>.who``, ``<n>.<part>`` for the parts of :data:`exercises.rules.request_builder.PARTS`, and
``<n>.law_<question>`` ("yes" or "no") for the questions of its PATH.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import dormant_draw
from exercises.rules import request_builder as rules
from exercises.rules.ask_clock import TO

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "request_builder"


def version(store: Store) -> int:
    """The number of the request on the page."""
    kept = store.get(STEM, "version")
    return kept if kept in rules.VERSIONS else rules.VERSIONS[0]


def field(store: Store, n: int, name: str) -> str:
    """One value of request ``n``, as typed."""
    return store.get(STEM, f"{n}.{name}", "")


def who(store: Store, n: int) -> str:
    """To whom request ``n`` goes: as typed, or else as chosen or drawn from the sleeping contacts."""
    return field(store, n, "who").strip() or suggested(store, n)


def suggested(store: Store, n: int) -> str:
    """The name that the sleeping contacts give request ``n``, or ""."""
    return dormant_draw.names(store).get(TO[n - 1], "")


def parts(store: Store, n: int) -> dict[str, str]:
    """``{part: text}`` of request ``n``."""
    return {part: field(store, n, part) for part in rules.PARTS}


def law(store: Store, n: int) -> dict[str, str]:
    """``{question: "yes" or "no"}`` as answered of request ``n``."""
    answers = {question: field(store, n, f"law_{question}") for question in rules.PATH}
    return {question: answer for question, answer in answers.items() if answer in (rules.YES, rules.NO)}
