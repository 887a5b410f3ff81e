"""What people typed, read back: a day, or a number that may be a slip. The slip stays stored as typed."""

from datetime import date

from exercises.texts.reading import parse_number


def day(text):
    """The day of an ISO date, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def number(text, most, where, faults):
    """The number from 0 to ``most`` that was typed, or None; a slip is added to ``faults``.

    A fault is ``(text key, where, {names})`` with the key ``not_a_number`` or ``out_of_range``.
    """
    try:
        value = parse_number(text)
    except ValueError:
        faults.append(("not_a_number", where, {"text": text}))
        return None
    if value is not None and not 0 <= value <= most:
        faults.append(("out_of_range", where, {"most": most}))
        return None
    return value
