"""Which questions a lesson begins with.

Spaced retrieval helps (g = .74 against massed) and equal gaps do as well as growing ones (latimier2021), so
what a lesson taught comes back in the next lesson, three lessons later and five, and no schedule adapts. Each
time it is another situation, until all of them have been asked; what is left then the capstone asks.
"""

import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

# So many questions from the lesson so many back.
BACK = ((1, 2), (3, 1), (5, 1))
CAPSTONE = 11


def questions_for(number: int, banks: Mapping[int, list[str]]) -> list[tuple[int, str]]:
    """The questions that lesson ``number`` begins with, as a list of ``(lesson number, question key)``.

    ``banks`` is ``{lesson number: [question keys]}`` in the order written; keys that begin with ``myth_``
    are the myth items, of which each lesson asks one. The first lesson begins with the whole of its own bank,
    a pre-test. The capstone has the same situations in other words as its own bank; after them comes what no
    lesson has asked.
    """
    times = Counter()
    for n in range(1, number):
        times.update(_asked(n, banks, times))
    return _asked(number, banks, times)


def _asked(number, banks, times):
    if number == 1:
        return [(1, key) for key in banks.get(1, ())]
    if number == CAPSTONE:
        own = [(CAPSTONE, key) for key in banks.get(CAPSTONE, ())]
        return own + [one for one in _all(banks, number) if not times[one]]
    asked = []
    for back, how_many in BACK:
        plain = [one for one in _all(banks, number) if one[0] == number - back and not is_myth(one[1])]
        asked += _least(plain, times)[:how_many]
    return asked + _least([one for one in _all(banks, number) if is_myth(one[1])], times)[:1]


def _all(banks, number):
    return [(n, key) for n in sorted(banks) if n < number for key in banks[n]]


def _least(questions, times):
    """Those that were asked the fewest times first, else in their order."""
    return sorted(questions, key=lambda one: times[one])


def is_myth(key: str) -> bool:
    """Whether a question is about a myth."""
    return key.startswith("myth_")


def shuffled(options: Mapping[str, dict[str, Any]], learner: str, question: str) -> list:
    """The options of a question in an order of the learner's own, the same each time they are asked."""
    mixed = list(options)
    random.Random(f"{learner} {question}").shuffle(mixed)
    return mixed
