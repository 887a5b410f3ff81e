"""The guesses as they lie in the learner's store: fields ``<figure>.guess``, ``.sure`` and ``.shown``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import guess_first as rules
from exercises.texts import Texts
from exercises.typed import parse_amount, parse_number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "guess_first"


def figures() -> dict[str, dict[str, Any]]:
    """The figures to guess, ``{key: record}``, from texts/guess_first_figures.toml."""
    return Texts("guess_first_figures").data["figures"]


def truth(record: Mapping[str, Any]) -> tuple[int, int]:
    """A figure as a range ``(low, high)``."""
    return record.get("truth_low", record.get("truth")), record.get("truth_high", record.get("truth"))


def in_words(key: str, lang: str | None = None) -> str:
    """The truth of the figure ``key`` in words: "91–93 procent"."""
    t, record = Texts(STEM, lang), figures()[key]
    low, high = (t.number(value, 0 if float(value).is_integer() else 1) for value in truth(record))
    return t(f"truth_{record['unit']}", value=low if low == high else f"{low}–{high}")


def guessed(text: str, key: str) -> float | None:
    """The number that was guessed for the figure ``key``, or None; raises ValueError where it is none."""
    return parse_amount(text, "percent" if figures()[key]["unit"] == "percent" else "count")


def hit(store: Store, key: str) -> bool:
    """Whether the guess kept for ``key`` lies near enough to the truth."""
    record = figures()[key]
    text = store.get(STEM, f"{key}.guess")
    try:
        guess = guessed(text, key)
    except ValueError:  # an earlier edition of the course took it
        guess = parse_number(text)
    return rules.hit(guess, *truth(record), record["tolerance"])


def answers(store: Store) -> list[tuple[int, bool]]:
    """``(confidence, hit)`` of each figure whose answer has been shown."""
    shown = [key for key in figures() if store.get(STEM, f"{key}.shown")]
    return [(store.get(STEM, f"{key}.sure"), hit(store, key)) for key in shown]


KEEPS = Keeps(texts=("guess_first_figures",))
