"""Rounds in which nobody meets twice, from finite fields and from starter rounds that are turned.

*Fields.* For q tables, q a power of a prime, and tables of at most q, people are points (row i, value v) and
in round a the table b has, from each row i, the value a·i + b of the finite field. After these q rounds only
people of one row have not met, so each row is seated by itself for as many rounds as there is a design for
it (9 tables of 3: nine rounds, and four more in which a row fills 3 tables).

*Starters.* The people but a few stand in circles of ``turn`` each; a starter is one whole round, and moving
everybody one place on in their circle gives the next, ``turn`` rounds in all. Nobody meets twice where the
steps between people of one table are all different. The starters here were found by our own search (annealing
over such rounds, for some with a second symmetry) and a test plays them out.

`benchmarks/groups.py golfers` lists how many rounds these give beside how many there can be.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any

import numpy as np

MOST_TABLES = 32  # above it annealing finds rounds without a second meeting anyway
_STEPS = 20_000

# The most rounds there can be, where that is less than counting says: (tables, people at each). The On-Line
# Encyclopedia of Integer Sequences, A107431.
_FEWER = {(4, 3): 4, (5, 4): 5, (6, 5): 6, (6, 6): 3}

# (tables, people at each): how many rounds one starter gives, and the starters, table after table. Person p
# stands in circle p // turn; those left over at the end stand still.
STARTERS = {
    (5, 3): (
        7,
        "0 3 9  1 12 14  2 4 7  5 6 13  8 10 11",
    ),
    (6, 3): (
        4,
        "0 11 15  1 5 9  2 8 14  3 4 17  6 7 12  10 13 16",
        "0 6 9  1 4 16  2 3 12  5 10 11  7 14 15  8 13 17",
    ),
    (6, 4): (
        7,
        "0 11 16 21  1 10 14 23  2 3 5 8  4 12 19 22  6 17 18 20  7 9 13 15",
    ),
    (6, 5): (
        6,
        "0 1 19 23 28  2 4 7 8 14  3 12 17 27 29  5 6 16 20 24  9 11 18 25 26  10 13 15 21 22",
    ),
    (6, 6): (
        3,
        "0 2 13 15 23 33  1 3 4 20 24 29  5 8 10 32 34 35  6 7 12 18 21 26  "
        "9 11 14 17 19 27  16 22 25 28 30 31",
    ),
    (7, 3): (
        5,
        "0 3 12  1 2 18  4 6 17  5 9 14  7 13 16  8 11 20  10 15 19",
        "0 15 20  1 11 14  2 5 7  3 9 17  4 8 10  6 16 18  12 13 19",
    ),
    (7, 4): (
        9,
        "0 11 23 24  1 6 13 18  2 3 5 21  4 10 17 26  7 12 15 16  8 9 19 27  14 20 22 25",
    ),
    (8, 3): (
        11,
        "0 5 20  1 14 18  2 13 22  3 10 15  4 11 12  6 8 9  7 17 23  16 19 21",
    ),
    (9, 4): (
        11,
        "0 26 28 29  1 21 24 35  2 12 32 33  3 8 16 20  4 6 7 11  5 9 25 30  10 13 23 34  "
        "14 19 27 31  15 17 18 22",
    ),
    (10, 3): (
        14,
        "0 3 12  1 11 16  2 22 28  4 10 26  5 6 23  7 14 29  8 17 21  9 19 20  13 25 27  15 18 24",
    ),
    (10, 4): (
        13,
        "0 13 26 39  1 5 29 30  2 3 35 38  4 11 18 23  6 9 27 36  7 12 15 17  8 10 19 25  "
        "14 24 31 33  16 20 28 34  21 22 32 37",
    ),
    (10, 5): (
        9,
        "0 12 15 18 42  1 4 6 23 35  2 13 22 39 47  3 26 27 37 48  5 10 20 41 46  7 17 28 36 49  "
        "8 16 24 40 45  9 11 30 33 34  14 19 21 25 32  29 31 38 43 44",
    ),
    (10, 6): (
        7,
        "0 5 22 43 44 50  1 11 27 37 49 56  2 8 31 34 36 42  3 16 21 24 35 40  4 13 19 28 55 57  "
        "6 29 39 48 53 59  7 9 10 14 41 45  12 15 25 26 33 52  17 18 20 30 47 51  "
        "23 32 38 46 54 58",
    ),
    (10, 7): (
        6,
        "0 5 14 24 45 47 48  1 6 12 23 33 57 59  2 8 21 30 39 46 69  3 15 16 18 32 61 65  "
        "4 7 22 26 36 49 66  9 19 27 53 58 64 68  10 17 25 35 37 54 67  11 28 31 44 50 62 63  "
        "13 20 41 51 52 55 60  29 34 38 40 42 43 56",
    ),
    (10, 8): (
        5,
        "0 1 21 42 60 62 66 76  2 33 34 39 51 53 56 65  3 5 9 11 32 41 43 72  "
        "4 19 22 35 46 48 68 71  6 14 25 29 36 38 61 78  7 18 31 57 69 73 75 77  "
        "8 12 20 23 45 50 54 79  10 13 16 49 58 63 64 70  15 17 27 37 40 44 52 67  "
        "24 26 28 30 47 55 59 74",
    ),
    (10, 9): (
        4,
        "0 1 18 23 29 55 59 62 76  2 5 12 17 27 33 46 50 83  3 4 44 56 66 68 69 73 84  "
        "6 8 19 38 39 43 49 54 57  7 11 15 24 52 60 64 67 79  9 20 21 25 28 37 47 82 86  "
        "10 31 32 35 42 58 65 74 80  13 16 22 41 63 70 72 81 88  14 34 36 45 53 75 77 87 89  "
        "26 30 40 48 51 61 71 78 85",
    ),
    (10, 10): (
        3,
        "0 11 19 29 30 45 47 53 61 80  1 4 16 60 69 71 75 83 90 96  2 14 20 37 41 72 86 92 93 95  "
        "3 10 13 21 42 73 76 78 87 89  5 8 31 32 38 43 59 63 82 85  6 9 28 33 39 40 48 68 77 81  "
        "7 12 25 27 54 57 79 91 98 99  15 18 23 49 50 51 58 64 74 97  "
        "17 24 26 34 36 52 62 67 84 88  22 35 44 46 55 56 65 66 70 94",
    ),
}


def most_rounds(tables: int, size: int) -> int:
    """No more rounds than this can be without a second meeting; how many there can be is not always known."""
    return _FEWER.get((tables, size), (tables * size - 1) // (size - 1))


def design(sizes: Sequence[int], rounds: int) -> np.ndarray | None:
    """Labels (rounds, n) in which no pair meets twice; None where we know of none.

    ``sizes`` are the people at each table and differ by one at most. Where tables lack people, the seats left
    empty are those of people who would not have met each other, so that no table lacks two.
    """
    tables, widest = len(sizes), max(sizes)
    if tables > MOST_TABLES or max(sizes) - min(sizes) > 1:
        return None
    whole = full(tables, widest)
    if len(whole) < rounds:
        return None
    labels = whole[:rounds]
    strangers = ~(labels[:, :, None] == labels[:, None, :]).any(0)
    empty = _among(strangers, tables * widest - sum(sizes))
    return None if empty is None else np.delete(labels, empty, axis=1)


@cache
def full(tables: int, size: int) -> np.ndarray:
    """All rounds we know for ``tables`` full tables of ``size``: labels (rounds, tables * size)."""
    found = [np.arange(tables * size)[None, :] // size]
    if 1 < size <= tables and (fields := finite_field(tables)):
        found.append(_from_field(fields, tables, size))
    if (tables, size) in STARTERS:
        found.append(_turned(tables, size))
    labels = max(found, key=len)
    labels.flags.writeable = False
    return labels


def _from_field(fields, tables, size):
    add, times = fields
    points = list(product(range(size), range(tables)))
    made = []
    for slope in range(tables):
        # the point (row, value) lies on the line of this slope that begins at value - slope * row
        negative = [next(b for b in range(tables) if add[b][times[slope][row]] == 0) for row in range(size)]
        made.append([add[value][negative[row]] for row, value in points])
    if tables % size == 0:
        inside = full(tables // size, size)
        made += [np.concatenate([one + row * (tables // size) for row in range(size)]) for one in inside]
    return np.array(made)


def _turned(tables, size):
    turn, *starters = STARTERS[tables, size]
    people = tables * size
    still = people - people % turn
    person = np.arange(people)
    made = []
    for starter in starters:
        start = np.empty(people, dtype=np.int64)
        start[[int(one) for one in starter.split()]] = person // size
        for steps in range(turn):
            before = np.where(person < still, person // turn * turn + (person - steps) % turn, person)
            made.append(start[before])
    return np.array(made)


def _among(strangers, count):
    """``count`` people of whom no two meet, or None where a short search finds none."""
    left = _STEPS

    def more(chosen, others):
        nonlocal left
        if len(chosen) == count:
            return chosen
        for at in range(len(others) - 1, -1, -1):
            left -= 1
            if left < 0 or len(chosen) + at + 1 < count:
                return None
            one = others[at]
            found = more([*chosen, one], others[:at][strangers[one, others[:at]]])
            if found:
                return found
        return None

    return more([], np.arange(len(strangers)))


def finite_field(order: int) -> tuple[list[list[Any]], list[list[Any]]] | None:
    """Tables of addition and multiplication of the field with ``order`` elements; None where there is none.

    Elements are the polynomials over the prime, written as numbers in that base.
    """
    prime = next((p for p in range(2, order + 1) if order % p == 0), None)
    if prime is None:
        return None
    degree, rest = 0, order
    while rest % prime == 0:
        rest //= prime
        degree += 1
    if rest != 1:
        return None
    digits = [tuple(number // prime**at % prime for at in range(degree)) for number in range(order)]

    def number(coefficients):
        return sum(c * prime**at for at, c in enumerate(coefficients))

    add = [[number((a + b) % prime for a, b in zip(x, y, strict=True)) for y in digits] for x in digits]
    for low in digits:  # x**degree = low(x): the first choice that leaves no divisors of zero
        times = [[number(_product(x, y, low, prime)) for y in digits] for x in digits]
        if all(times[x][y] for x in range(1, order) for y in range(1, order)):
            return add, times
    raise AssertionError("every prime power has a field")


def _product(x, y, low, prime):
    degree = len(low)
    full = [0] * (2 * degree - 1)
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            full[i + j] += a * b
    for at in range(2 * degree - 2, degree - 1, -1):
        for j, c in enumerate(low):
            full[at - degree + j] += full[at] * c
    return [c % prime for c in full[:degree]]
