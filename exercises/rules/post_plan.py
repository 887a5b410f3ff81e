"""Two weeks of posts to one reader, and an honest trial of two openings.

Which post gets which opening is drawn by lot: an owner would give the favourite the better days.
The comparison is a randomisation test: of all the ways in which the lot could have fallen, how many give at
least so large a difference between the two means? If the openings made no difference, each way was as likely
as the one that was drawn. It needs no assumption of the shape of the numbers, and with few posts it says so.
One in twenty as the limit is a convention.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from exercises.rules import Finding
from exercises.rules.reflection import alike, words

A, B = "A", "B"
COUNTS = (4, 6, 8)
USUAL = 6
DAYS = 14
# More than this alike, the two openings are one.
SAME = 0.8
RARE = 1 / 20
MOST_REACH = 10_000_000


def lot(n: int, shuffle: Callable[..., Any]) -> str:
    """``n`` letters, half of them A, in the order ``shuffle`` (as :func:`random.shuffle`) leaves them."""
    letters = [A, B] * (n // 2)
    shuffle(letters)
    return "".join(letters)


def is_lot(text: str | None, n: int) -> bool:
    """Whether ``text`` is a lot for ``n`` posts."""
    return isinstance(text, str) and len(text) == n and text.count(A) == text.count(B) == n // 2


def days(start: date, n: int) -> list[date]:
    """The days of ``n`` posts, spread over two weeks from ``start``."""
    return [start + timedelta(days=at * DAYS // n) for at in range(n)]


def findings(
    who: str, wonder: str, openings: Mapping[str, str], start: date | None, today: date
) -> list[Finding]:
    """What can be said of a plan, as ``(key, names)``; ``openings`` is ``{A: text, B: text}``."""
    if not any(words(text) for text in (who, wonder, *openings.values())):
        return [("nothing_yet", {})]
    found: list[Finding] = []
    if not words(who):
        found.append(("who_missing", {}))
    elif who.strip().casefold().startswith(("alle", "all ", "everyone", "everybody")):
        found.append(("who_is_all", {}))
    if not words(wonder):
        found.append(("wonder_missing", {}))
    found += [(f"opening_missing.{letter}", {}) for letter in (A, B) if not words(openings[letter])]
    if all(words(text) for text in openings.values()) and alike(*openings.values()) >= SAME:
        found.append(("same_openings", {}))
    if start is None:
        found.append(("start_missing", {}))
    elif start < today - timedelta(days=DAYS):
        found.append(("over", {}))
    return found or [("ready", {})]


@dataclass(frozen=True)
class Comparison:
    """Mean reach by opening, how many posts have a number, and in how many of all ``ways`` the lot could have
    fallen the difference is ``as_large`` as the one seen."""

    n_a: int
    n_b: int
    mean_a: float
    mean_b: float
    as_large: int
    ways: int

    @property
    def share(self) -> float:
        """The probability of so large a difference by the lot alone."""
        return self.as_large / self.ways


def compare(a: Sequence[float], b: Sequence[float]) -> Comparison | None:
    """The :class:`Comparison` of the reach of posts with opening A and with B; None while one is empty."""
    if not a or not b:
        return None
    together, total = [*a, *b], sum(a) + sum(b)
    seen = abs(sum(a) / len(a) - sum(b) / len(b))
    as_large = ways = 0
    for chosen in combinations(together, len(a)):
        one = sum(chosen)
        apart = abs(one / len(a) - (total - one) / len(b))
        ways += 1
        as_large += apart >= seen - 1e-9 * max(1, total)
    return Comparison(len(a), len(b), sum(a) / len(a), sum(b) / len(b), as_large, ways)


def verdict(found: Comparison | None) -> list[Finding]:
    """What the comparison shows, as ``(key, names)``."""
    if found is None:
        return [("no_numbers", {})]
    said: list[Finding] = [
        ("means", {"a": found.mean_a, "b": found.mean_b, "n_a": found.n_a, "n_b": found.n_b})
    ]
    if found.mean_a == found.mean_b:
        return [*said, ("no_difference", {})]
    names = {"as_large": found.as_large, "ways": found.ways}
    # Equal groups can be swapped, so the largest difference is found twice.
    rarest = (2 if found.n_a == found.n_b else 1) / found.ways
    if rarest > RARE:
        said.append(("too_few", names))
    else:
        said.append(("could_be_chance" if found.share > RARE else "hardly_chance", names))
    return [*said, ("one_trial", {})]
