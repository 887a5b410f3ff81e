"""The profile as it lies in the store: fields of ``profile_check``: ``headline``, ``about`` and
``item.<item>`` (one of STATES)."""

from exercises.rules.profile_check import ITEMS

STEM = "profile_check"


def states(store):
    """``{item: state or ""}`` of the eight points."""
    return {item: store.get(STEM, f"item.{item}", "") for item in ITEMS}
