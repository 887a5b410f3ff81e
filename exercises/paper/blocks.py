"""What can stand on a page of paper, from the top down."""

from dataclasses import dataclass

# So many rows a table has to write in where the exercise's own list grows.
ROWS = 8
# So many cards are printed of an exercise that lays a card a time.
CARDS = 3


@dataclass(frozen=True)
class Heading:
    """``level`` is 1 for a chapter, which begins a page and is found in the list of contents, to 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph; ``mark`` stands before it, as before one of a list. ``small`` is said in passing."""

    text: str
    mark: str = ""
    small: bool = False


@dataclass(frozen=True)
class Lines:
    """A question with ``n`` lines to write on, 0 for a short answer beside it; ``like`` is an example."""

    label: str
    n: int = 1
    like: str = ""


@dataclass(frozen=True)
class Ticks:
    """A question with boxes to tick, one before each of the ``options``."""

    label: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table. Cells of ``rows`` that are empty have room for so many ``lines`` of handwriting."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: int = 1


@dataclass(frozen=True)
class Rings:
    """A place to draw: somebody in the middle, rings round it with these names, the innermost first."""

    middle: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Later:
    """What is best seen when all else is filled in: it stands at the back, under ``title``."""

    title: str
    words: tuple[str, ...]


Block = Heading | Words | Lines | Ticks | Grid | Rings | Later


def empty_rows(heading: tuple[str, ...], n: int = ROWS, first: tuple[str, ...] = ()) -> Grid:
    """A table to fill in; ``first`` are the words in its first column, a row each."""
    rest = ("",) * (len(heading) - 1)
    return Grid(heading, tuple((word, *rest) for word in first or ("",) * n))
