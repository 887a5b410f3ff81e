"""The role generator: which of twenty roles an owner of a micro-business knows somebody in, and how.

A course adaptation of Lin's position generator (lin2001). It is not validated, and the page says so. The
prestige of occupations is left out on purpose: ranking people in a course on openness would teach the
exclusion that it argues against. :func:`position_generator` is Lin's own, for those who teach the method.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Roles that matter to a micro-business: a choice of the course.
ROLES = (
    "accountant",
    "bank_adviser",
    "lawyer",
    "municipal_business_adviser",
    "business_hub_consultant",
    "local_journalist",
    "web_it_person",
    "photographer",
    "shop_owner",
    "craftsperson",
    "farmer_food_producer",
    "teacher",
    "nurse_carer",
    "purchaser_larger_firm",
    "hr_manager_larger_firm",
    "tourism_actor",
    "association_chair",
    "politician",
    "researcher",
    "seller_abroad",
)

# Asked for in this order, the strongest first, so that the strongest way to a role is the one kept.
RELATIONS = ("family", "friend", "acquaintance")


@dataclass(frozen=True)
class RoleReach:
    """Which roles are reached, always in the order in which they are asked for.

    reached, empty: the roles with and without somebody in them.
    through: for each relation, the roles reached through it at all (a role may stand under several).
    strongest: for each relation, the roles for which it is the strongest way (each role stands once).
    family_only: the roles that only family leads to.
    """

    reached: tuple[str, ...]
    empty: tuple[str, ...]
    through: dict[str, tuple[str, ...]]
    strongest: dict[str, tuple[str, ...]]
    family_only: tuple[str, ...]

    @property
    def extensity(self) -> int:
        """How many roles are reached, of the ``asked``. Source: lin2001."""
        return len(self.reached)

    @property
    def asked(self) -> int:
        """How many roles were asked for."""
        return len(self.reached) + len(self.empty)


@dataclass(frozen=True)
class PositionReach:
    """Lin's measures; all but extensity are None when no position is reached.

    extensity: number of positions reached. upper: the highest prestige among them. range: highest − lowest,
    0 for one position. mean, total: of the prestige reached.
    """

    extensity: int
    upper: float | None
    range: float | None
    mean: float | None
    total: float | None


@dataclass(frozen=True)
class GroupReach:
    """What several people reach together, in the order in which roles are asked for.

    reached, empty: roles that somebody in the group reaches, and those that nobody does.
    only: for each participant in turn, the roles that the group would lose without that person.
    """

    reached: tuple[str, ...]
    empty: tuple[str, ...]
    only: tuple[tuple[str, ...], ...]

    @property
    def share(self) -> float:
        """Reached / asked, from 0 to 1."""
        return len(self.reached) / (len(self.reached) + len(self.empty))


def role_reach(known: Mapping[str, Collection[str]], roles: Sequence[str] = ROLES) -> RoleReach:
    """The reach of one person: ``known`` has the relations to those in each role, none for an empty role.

    A role or relation that is not among those asked for raises ValueError. Source: lin2001, adapted.
    """
    _among(known, roles)
    for relations in known.values():
        if isinstance(relations, str) or not set(relations) <= set(RELATIONS):
            raise ValueError(f"The relations to a role are a collection of {', '.join(RELATIONS)}.")
    ways = {role: [way for way in RELATIONS if way in known.get(role, ())] for role in roles}
    return RoleReach(
        reached=tuple(role for role in roles if ways[role]),
        empty=tuple(role for role in roles if not ways[role]),
        through={way: tuple(role for role in roles if way in ways[role]) for way in RELATIONS},
        strongest={way: tuple(role for role in roles if ways[role][:1] == [way]) for way in RELATIONS},
        family_only=tuple(role for role in roles if ways[role] == ["family"]),
    )


def group_reach(participants: Iterable[Collection[str]], roles: Sequence[str] = ROLES) -> GroupReach:
    """What the participants reach together; each gives the roles that he or she knows somebody in."""
    lists = [set(participant) for participant in participants]
    for participant in lists:
        _among(participant, roles)
    holders = {role: sum(role in participant for participant in lists) for role in roles}
    return GroupReach(
        reached=tuple(role for role in roles if holders[role]),
        empty=tuple(role for role in roles if not holders[role]),
        only=tuple(
            tuple(role for role in roles if role in participant and holders[role] == 1)
            for participant in lists
        ),
    )


def position_generator(prestige: Mapping[str, float], accessed: Iterable[str]) -> PositionReach:
    """Lin's position generator: ``prestige`` of each position asked for, ``accessed`` those reached.

    Source: lin2001.
    """
    accessed = set(accessed)
    _among(accessed, prestige)
    if not accessed:
        return PositionReach(0, None, None, None, None)
    scores = [prestige[position] for position in accessed]
    return PositionReach(
        extensity=len(scores),
        upper=max(scores),
        range=max(scores) - min(scores),
        mean=sum(scores) / len(scores),
        total=sum(scores),
    )


def _among(given, asked):
    strangers = sorted(set(given) - set(asked))
    if strangers:
        raise ValueError(f"Not among the roles asked for: {', '.join(strangers)}.")
