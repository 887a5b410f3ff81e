"""The act of a lesson, as it lies in the store: fields ``<lesson>.if``, ``.then``, ``.day`` and ``.time``."""

from exercises.keeps import Keeps

STEM = "act"


def bare(text: str, word: str) -> str:
    """The part without its *if* or *then*, which people write or leave out, and without a closing stop."""
    first = word.split()[0].strip("…").casefold()
    if text.casefold().startswith(first + " "):
        text = text[len(first) + 1 :]
    return text.strip(" .,…")


KEEPS = Keeps(
    answers={"time": lambda words, moment: words.value(STEM, "time", str(moment).partition("T")[2] or moment)}
)
