"""The real conversations of lesson 5 as they lie in the store.

Rows of kind ``conversation``: ``day`` (ISO date or ""), ``who`` (a nickname), ``minutes`` and ``questions``
(as typed), ``learned``, ``next_step``, ``guess`` and ``liked`` (0–10 or ""), ``how`` (one of HOW or "").
"""

from exercises.rules import conversation_log as rules
from exercises.texts.reading import parse_number

STEM = "conversation_log"
KIND = "conversation"


def read(store):
    """``(talks, faults)``: a list of :class:`rules.Talk`, one a row, and what cannot be counted.

    ``faults`` is a list of ``(text key, row number, {names})``.
    """
    faults = []

    def number(text, most, where):
        try:
            value = parse_number(text)
        except ValueError:
            faults.append(("not_a_number", where, {"text": text}))
            return None
        if value is not None and not 0 <= value <= most:
            faults.append(("out_of_range", where, {"most": most}))
            return None
        return value

    def liking(value):
        return value if value in rules.LIKING and value != "" else None

    talks = [
        rules.Talk(
            minutes=number(row.get("minutes"), rules.MOST_MINUTES, at),
            questions=number(row.get("questions"), rules.MOST_QUESTIONS, at),
            learned=row.get("learned", ""),
            next_step=row.get("next_step", ""),
            guess=liking(row.get("guess")),
            liked=liking(row.get("liked")),
            how=row.get("how") or None,
        )
        for at, row in enumerate(store.rows(KIND), start=1)
    ]
    return talks, faults
