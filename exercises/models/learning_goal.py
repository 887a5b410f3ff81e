"""The learning goal as it lies in the store: fields ``do``, ``seen`` and ``when`` of ``learning_goal``."""

from exercises.rules.learning_goal import PARTS

STEM = "learning_goal"


def parts(store):
    """``{part: text}``, ``""`` for one not written."""
    return {part: store.get(STEM, part, "") for part in PARTS}


def whole(store):
    """Whether all three parts are written."""
    return all(text.strip() for text in parts(store).values())
