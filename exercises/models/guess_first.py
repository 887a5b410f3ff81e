"""The guesses as they lie in the learner's store: fields ``<figure>.guess``, ``.sure`` and ``.shown``."""

from exercises.rules import guess_first as rules
from exercises.texts import Texts
from exercises.texts.reading import parse_number

STEM = "guess_first"


def figures():
    """The figures to guess, ``{key: record}``, from texts/guess_first_figures.toml."""
    return Texts("guess_first_figures").data["figures"]


def truth(record):
    """A figure as a range ``(low, high)``."""
    return record.get("truth_low", record.get("truth")), record.get("truth_high", record.get("truth"))


def hit(store, key):
    """Whether the guess kept for ``key`` lies near enough to the truth."""
    record = figures()[key]
    return rules.hit(parse_number(store.get(STEM, f"{key}.guess")), *truth(record), record["tolerance"])


def answers(store):
    """``(confidence, hit)`` of each figure whose answer has been shown."""
    shown = [key for key in figures() if store.get(STEM, f"{key}.shown")]
    return [(store.get(STEM, f"{key}.sure"), hit(store, key)) for key in shown]
