"""Rows as spreadsheets copy them."""

import pytest

from exercises.rules.pasted import MOST_ROWS, assigned, cells

NAMES = {"day": {"Dato"}, "what": {"Hvad"}, "hours": {"Timer"}}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"to\nlinjer"\tb', [["to linjer", "b"]]),
        ('"siger ""hej"""\tb', [['siger "hej"', "b"]]),
        ("a\t\tb\n\n\t\t\nc", [["a", "", "b"], ["c"]]),
        ("a;1,5\nb;2", [["a", "1,5"], ["b", "2"]]),
        ("a; b\nc", [["a; b"], ["c"]]),
        ("", []),
        ("\n\t\n", []),
    ],
)
def test_a_line_is_a_row_and_a_tab_stands_between_cells(text, rows):
    assert cells(text) == rows


def test_a_whole_sheet_copied_by_mistake_is_cut():
    assert len(cells("a\tb\n" * 5000)) == MOST_ROWS


@pytest.mark.parametrize(
    ("first", "columns", "left"),
    [
        (["Timer", "Dato"], ["hours", "day"], 0),
        (["timer:", "DATO", "Bilag"], ["hours", "day", None], 0),
        (["Timer", "Timer"], ["hours", None], 0),
        (["2026-01-02", "Møde", "2"], ["day", "what", "hours"], 1),
        (["2026-01-02", "Møde", "2", "x"], ["day", "what", "hours", None], 1),
        # a cell that says by chance what a column is called is no heading
        (["2026-01-02", "Timer hos Gry", "2"], ["day", "what", "hours"], 1),
    ],
)
def test_a_heading_says_which_column_is_which_else_they_come_in_order(first, columns, left):
    assert assigned([first], NAMES) == (columns, [first] * left)


def test_nothing_copied_has_no_columns():
    assert assigned([], NAMES) == ([], [])
