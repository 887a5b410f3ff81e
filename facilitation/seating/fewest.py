"""The fewest second meetings there can be, where people are few: a list, and the counting that proves it.

``fewest.txt`` beside this module has one line for each number of people (4 to 12), tables and rounds (2 to
10): the numbers, the second meetings, how it is known that there are no fewer, and each round as the table of
every person. *bound*: `least` allows no fewer; *exhausted*: every schedule was tried; *searched*: the best of
some hundred million swaps of annealing. The tests play the schedules out and prove the first two again.
"""

from functools import cache
from pathlib import Path

import numpy as np


@cache
def _lines():
    found = {}
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        people, tables, rounds, repeats, how, *labels = line.split()
        found[int(people), int(tables), int(rounds)] = int(repeats), how, labels
    return found


def known(sizes: tuple[int, ...], rounds: int) -> tuple[np.ndarray, str] | None:
    """``(labels, how)`` for tables of ``sizes`` (largest first, even), labels (rounds, n); None if not
    listed.
    """
    line = _lines().get((sum(sizes), len(sizes), rounds))
    if line is None or max(sizes) - min(sizes) > 1:
        return None
    _, how, labels = line
    return np.array([[int(table) for table in row] for row in labels]), how


@cache
def least(sizes: tuple[int, ...], rounds: int) -> int:
    """A number of second meetings that no ``rounds`` rounds at tables of ``sizes`` (a tuple) go below.

    Three ways of counting. All seats beside each other, less all pairs. Any two rounds: who share a table in
    the one sit at no more tables in the other than there are, so some pairs meet in both; summed over all
    pairs of rounds, a pair that meets v times is counted v(v-1)/2 times and has v-1 second meetings. And any
    rounds less one have no fewer than their own least; summed over which one is left out.
    """
    if rounds < 2 or len(sizes) < 1:
        return 0
    people = sum(sizes)
    beside = sum(size * (size - 1) // 2 for size in sizes)
    found = max(0, rounds * beside - people * (people - 1) // 2)
    tables = len(sizes)
    twice = 0
    for size in sizes:
        share, more = divmod(size, tables)
        twice += more * (share + 1) * share // 2 + (tables - more) * share * (share - 1) // 2
    # summed over all pairs of rounds, and v(v-1)/2 is at most rounds/2 times v-1
    found = max(found, (rounds - 1) * twice)
    if rounds > 2:
        fewer = max(least(sizes, rounds - 1), _exhausted(sizes, rounds - 1))
        found = max(found, -(-fewer * (rounds - 1) // (rounds - 2)))
    return max(found, _exhausted(sizes, rounds))


def _exhausted(sizes, rounds):
    line = _lines().get((sum(sizes), len(sizes), rounds))
    return line[0] if line and line[1] == "exhausted" and max(sizes) - min(sizes) <= 1 else 0
