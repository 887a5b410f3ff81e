"""The names of those in the learner's address book, for the check of what points at a person.

They are only where the learner is: nothing that is found by them may go into a hand-in, or cost a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from exercises.rules import privacy

if TYPE_CHECKING:
    from exercises.store import Store


def names(store: Store) -> tuple[str, ...]:
    """The names of the people in the address book; a business that stands there alone is nobody's name."""
    return tuple(
        row["name"]
        for row in store.rows("contact")
        if row.get("name") and row["name"] != row.get("organisation")
    )


def knowing(store: Store) -> Callable[[str], Iterable[Any]]:
    """:func:`exercises.rules.privacy.find` that also knows :func:`names`."""
    return partial(privacy.find, names=names(store))
