"""Who is called when something goes wrong, as it lies in the learner's store: fields of ``insurance``.

For each of :data:`~exercises.rules.insurance.SITUATIONS`: ``<situation>.first.who`` and
``<situation>.second.who`` (nicknames), ``<situation>.asked`` (true or absent); and ``own.what``, what the
learner's own situation is.
"""

from exercises.rules import insurance as rules

STEM = "insurance"


def covers(store):
    """A :class:`~exercises.rules.insurance.Cover` for each situation, in order."""
    fields = store.fields(STEM)
    return [
        rules.Cover(
            situation,
            *((fields.get(f"{situation}.{turn}.who") or "").strip() for turn in rules.TURNS),
            bool(fields.get(f"{situation}.asked")),
        )
        for situation in rules.SITUATIONS
    ]


def own(store):
    """What the learner's own situation is, as typed."""
    return (store.get(STEM, "own.what") or "").strip()
