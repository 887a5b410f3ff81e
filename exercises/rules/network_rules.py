"""What a network's rule does: keep somebody out, let people learn, use their differences. Often several.

No set of ticks is right. A rule is looked at from three sides, and for each side somebody could argue that it
is so or hardly could; what is said of a tick is only whether the course would argue the same.
"""

EFFECTS = ("keeps_out", "lets_learn", "uses_difference")


def stance(ticked: bool, arguable: bool) -> str:
    """``agreed``, ``also`` (arguable, not ticked), ``doubt`` (ticked, hardly arguable) or ``neither``."""
    if arguable:
        return "agreed" if ticked else "also"
    return "doubt" if ticked else "neither"
