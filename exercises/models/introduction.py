"""The introduction of lesson 9 as it lies in the store: fields of ``introduction``.

``one`` and ``other`` (nicknames), ``one_gets`` and ``other_gets``, ``asked_one``, ``asked_other`` and
``made`` (true or absent), ``came`` (what came of it).
"""

from exercises.rules import introduction as rules

STEM = "introduction"


def read(store):
    """The :class:`rules.Introduction`."""
    kept = store.fields(STEM)
    texts = {name: kept.get(name) or "" for name in (*rules.PARTS, "came")}
    return rules.Introduction(**texts, **{name: bool(kept.get(name)) for name in (*rules.ASKED, "made")})
