"""The resource generator: what an owner can get help with, through whom, and where it hangs on one person.

A course adaptation of Van der Gaag and Snijders (vandergaag2005), five scales of four items each. It is not
validated, and its scales are not theirs. Their items fell into four portions that go their own ways, which
"cannot be reduced to one total"; so each scale is reported alone and there is no sum over them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exercises.rules.roles import RELATIONS

SCALES = {
    "fast_help": ("computer_fails", "extra_hands", "lend_equipment", "answer_tonight"),
    "cheap_help": ("accounts_question", "good_photo", "read_text", "borrow_room"),
    "recommendation": ("name_to_customer", "introduce_buyer", "tell_online", "speak_for_me"),
    "informal_knowledge": ("customers_want", "suppliers_plan", "local_plans", "new_in_trade"),
    "sparring": ("honest_opinion", "think_aloud", "look_at_figures", "been_there"),
}


@dataclass(frozen=True)
class Coverage:
    """What is reached on one scale. Items stand in the order in which they are asked for.

    answered: items answered yes or no. unsure: items answered "don't know", which is not a no: they are left
    out. accessible: items that somebody can help with.
    single: accessible items that hang on one person. family_only: accessible items that only family gives.
    share: accessible / answered, from 0 to 1; None when none is answered.
    redundancy: people per accessible item, from 1; None when none is accessible.
    """

    answered: tuple[str, ...]
    unsure: tuple[str, ...]
    accessible: tuple[str, ...]
    single: tuple[str, ...]
    family_only: tuple[str, ...]
    share: float | None
    redundancy: float | None


def coverage(
    answers: Mapping[str, Mapping[str, str] | None], scales: Mapping[str, Sequence[str]] = SCALES
) -> dict[str, Coverage]:
    """The coverage of each scale.

    ``answers`` has, for each item answered, the people who can help and the relation to each of them
    (``family``, ``friend`` or ``acquaintance``); no people is a no, None is "don't know". An item or relation
    that is not known here raises ValueError. Source: vandergaag2005, adapted.
    """
    _check(answers, scales)
    return {scale: _coverage(answers, items) for scale, items in scales.items()}


def single_points(
    answers: Mapping[str, Mapping[str, str] | None], scales: Mapping[str, Sequence[str]] = SCALES
) -> dict[str, tuple[str, ...]]:
    """The people who alone give something, and the items that would go with each; most items first."""
    _check(answers, scales)
    alone = {}
    for item in (item for items in scales.values() for item in items):
        if len(people := answers.get(item) or {}) == 1:
            alone.setdefault(next(iter(people)), []).append(item)
    return {person: tuple(alone[person]) for person in sorted(alone, key=lambda one: -len(alone[one]))}


def _coverage(answers, items):
    answered = tuple(item for item in items if answers.get(item) is not None)
    accessible = tuple(item for item in answered if answers[item])
    people = sum(len(answers[item]) for item in accessible)
    return Coverage(
        answered=answered,
        unsure=tuple(item for item in items if item in answers and answers[item] is None),
        accessible=accessible,
        single=tuple(item for item in accessible if len(answers[item]) == 1),
        family_only=tuple(item for item in accessible if set(answers[item].values()) == {"family"}),
        share=len(accessible) / len(answered) if answered else None,
        redundancy=people / len(accessible) if accessible else None,
    )


def _check(answers, scales):
    strangers = set(answers) - {item for items in scales.values() for item in items}
    if strangers:
        raise ValueError(f"Not among the items asked for: {', '.join(sorted(strangers))}.")
    if any(not set((people or {}).values()) <= set(RELATIONS) for people in answers.values()):
        raise ValueError(f"A relation is one of {', '.join(RELATIONS)}.")
