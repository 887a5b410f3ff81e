"""Who answers the name prompts and who stands in the roles, as it lies in the store.

The answers are the people's own ``prompts`` and ``roles`` (see :mod:`exercises.models.my_network`). That
nobody does is a field of ``name_people``: ``nobody.<question>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.models import my_network
from exercises.models.my_network import PROMPTS, NetworkProblem
from exercises.rules.roles import ROLES

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "name_people"
NOBODY = "nobody"


def asked() -> list[tuple[str, str]]:
    """Every question in the order it is asked: ``("prompts", key)`` and then ``("roles", key)``."""
    return [("prompts", key) for key in PROMPTS] + [("roles", key) for key in ROLES]


def named(store: Store, kind: str, key: str) -> list[int] | None:
    """The ids of those named under a question; None where the learner said that it is nobody."""
    found = [person.id for person in my_network.people(store) if key in getattr(person, kind)]
    return None if not found and store.get(STEM, f"{NOBODY}.{key}") else found


def name(store: Store, kind: str, key: str, ids: Sequence[int] | None) -> None:
    """Let ``ids`` be those named under a question; None says that it is nobody."""
    with store.transaction():
        for person in my_network.people(store):
            answers = list(getattr(person, kind))
            if (person.id in (ids or ())) != (key in answers):
                others = [other for other in answers if other != key]
                store.change(person.id, **{kind: others if key in answers else [*others, key]})
        store.put(STEM, f"{NOBODY}.{key}", True if ids is None else None)


def roles_answered(store: Store) -> tuple[list[str], ...]:
    """The roles with somebody, those said to have nobody, and those without an answer, in the order asked."""
    held = {role for person in my_network.people(store) for role in person.roles}
    empty = [role for role in ROLES if role not in held and store.get(STEM, f"{NOBODY}.{role}")]
    reached = [role for role in ROLES if role in held]
    return reached, empty, [role for role in ROLES if role not in held and role not in empty]


def find_or_add(store: Store, nickname: str) -> int:
    """The id of whoever has this nickname, put on the map if nobody has."""
    wanted = " ".join(nickname.split())[: my_network.MOST_LETTERS].casefold()
    for person in my_network.people(store):
        if person.nickname.casefold() == wanted:
            return person.id
    _check(nickname)
    return my_network.add_person(store, nickname)


def rename(store: Store, person_id: int, nickname: str) -> None:
    """Give somebody another nickname."""
    _check(nickname)
    my_network.rename_person(store, person_id, nickname)


def _check(nickname):
    """A nickname is what others may see of a person: no address or number belongs in it."""
    from exercises.rules import privacy

    if privacy.find(nickname):
        raise NetworkProblem("nickname_tells")


KEEPS = Keeps(texts=("roles",))
