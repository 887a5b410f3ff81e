"""What an exercise says of what it keeps, for those that read everything (`exercises.whole_store`).

A model that keeps more than plain fields under names of its own texts has a ``KEEPS``. What its fields, rows
and columns are called, where the labels on the page are too long or missing, stands under ``[kept]`` in its
own texts: ``name``, ``field.<name>``, ``table.<kind>``, ``column.<kind>.<name>``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Keeps:
    """What one exercise keeps in the learner's store.

    ``kinds``: kinds of rows that are not called as the exercise is. ``worded_by``: for a kind whose values
    another exercise's texts name, that exercise's stem. ``texts``: further texts that name its keys.
    ``groups``: for a field, the group of the texts that names its values, where it is not called so.

    ``names``: boxes, besides ``who``, where people's names stand as they were typed. ``forget`` is called
    with the store and a person's id when somebody is deleted, to clear what only this exercise knows of.

    ``furniture``: names of use to the exercise alone, which the network book leaves out; ``told`` are those
    that are called as furniture is elsewhere and are none here. ``unlisted``: kinds that the book leaves out.
    ``scenes``: the texts whose played scenes are its answers.

    ``answers``, ``cells`` and ``entries`` say in words what no text can: by the last part of a field's name,
    by the column, and by the first part of a name that goes on. Each is called with the words
    (`tables.Words`) and the value, or the rest of the name.
    """

    kinds: tuple[str, ...] = ()
    worded_by: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    forget: Callable[[Any, int], None] | None = None
    furniture: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()
    scenes: str = ""
    answers: Mapping[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    cells: Mapping[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    entries: Mapping[str, Callable[[Any, str], str]] = field(default_factory=dict)
