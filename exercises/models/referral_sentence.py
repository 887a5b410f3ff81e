"""The request of lesson 7 as it lies in the store.

Fields of ``referral_sentence``: the texts :data:`rules.PARTS` and ``thanks``, and the choices ``bond``,
``moment``, ``way``, ``many`` and ``first`` (a key of the rules or absent).
"""

from exercises.rules import referral_sentence as rules

STEM = "referral_sentence"
CHOICES = {
    "bond": rules.BONDS,
    "moment": rules.MOMENTS,
    "way": rules.WAYS,
    "many": rules.MANY,
    "first": rules.FIRST,
}


def parts(store):
    """``{part: text}`` as typed."""
    return {part: store.get(STEM, part, "") for part in rules.PARTS}


def choice(store, name):
    """The key that was chosen, or None."""
    kept = store.get(STEM, name)
    return kept if kept in CHOICES[name] else None


def choices(store):
    """``{name: key or None}``."""
    return {name: choice(store, name) for name in CHOICES}


def thanks(store):
    """How the learner thanks, as typed."""
    return store.get(STEM, "thanks", "")
