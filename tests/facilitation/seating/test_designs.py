"""Designs played out: nobody twice together, full tables, and as many rounds as the benchmark says."""

import numpy as np
import pytest

from facilitation.seating import designs

# tables: rounds for 3, 4, … people at each
ROUNDS = {
    3: [4],
    4: [4, 5],
    5: [7, 5, 6],
    6: [8, 7, 6, 3],
    7: [10, 9, 7, 7, 8],
    8: [11, 9, 8, 8, 8, 9],
    9: [13, 11, 9, 9, 9, 9, 10],
    10: [14, 13, 9, 7, 6, 5, 4, 3],
}
CELLS = [(tables, size, rounds) for tables, row in ROUNDS.items() for size, rounds in enumerate(row, start=3)]


def most_meetings(labels):
    """How often the pair that meets most does, counted table by table."""
    count = np.zeros((labels.shape[1],) * 2, dtype=int)
    for row in labels:
        for table in np.unique(row):
            at = np.flatnonzero(row == table)
            count[np.ix_(at, at)] += 1
    np.fill_diagonal(count, 0)
    return count.max()


@pytest.mark.parametrize(("tables", "size", "rounds"), CELLS)
def test_in_all_rounds_known_tables_are_full_and_nobody_meets_twice(tables, size, rounds):
    labels = designs.full(tables, size)
    assert len(labels) == rounds <= designs.most_rounds(tables, size)
    assert all((np.bincount(row, minlength=tables) == size).all() for row in labels)
    assert most_meetings(labels) <= 1


@pytest.mark.parametrize(
    ("count", "size", "rounds"), [(29, 5, 6), (26, 5, 5), (23, 4, 7), (33, 4, 9), (31, 5, 7), (54, 7, 5)]
)
def test_people_who_are_missing_leave_no_table_with_two_empty_seats(count, size, rounds):
    sizes = [len(part) for part in np.array_split(np.arange(count), -(-count // size))]
    labels = designs.design(sizes, rounds)
    assert labels.shape == (rounds, count)
    assert all(sorted(np.bincount(row)) == sorted(sizes) for row in labels)
    assert most_meetings(labels) <= 1


@pytest.mark.parametrize(
    ("sizes", "rounds"),
    [
        ([3] * 6, 9),  # one more than there can be
        ([5] * 4, 2),  # more at a table than there are tables
        ([4] * 5, 7),
        ([4, 4, 2], 2),  # two seats empty at one table
        ([4] * 40, 3),
    ],
)
def test_no_design_is_given_where_none_is_known(sizes, rounds):
    assert designs.design(sizes, rounds) is None


def test_the_rounds_kept_for_the_next_host_cannot_be_changed():
    with pytest.raises(ValueError):
        designs.full(6, 5)[0, 0] = 3


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 16])
def test_a_field_has_all_that_a_field_has(order):
    add, times = designs.finite_field(order)
    every = range(order)
    for x in every:
        assert sorted(add[x]) == list(every) and add[x][0] == x
        assert x == 0 or (sorted(times[x]) == list(every) and times[x][1] == x)
        for y in every:
            for z in every:
                assert times[x][add[y][z]] == add[times[x][y]][times[x][z]]
                assert times[times[x][y]][z] == times[x][times[y][z]]


@pytest.mark.parametrize("order", [1, 6, 10, 12])
def test_there_is_no_field_of_other_orders(order):
    assert designs.finite_field(order) is None
