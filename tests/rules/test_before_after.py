from datetime import date

import pytest

from exercises.rules.before_after import (
    Lists,
    Span,
    account_findings,
    acts_moved,
    again_span,
    lists,
    map_findings,
    more_and_humbler,
    per_week,
    rating_moved,
)
from exercises.rules.ego_network import measure
from exercises.rules.network_account import Entry, account


def keys(found):
    return [key for key, _ in found]


def test_the_frozen_list_is_sorted_into_stayed_lost_new_and_only_recalled():
    found = lists((1, 2, 3, 4), (1, 2, 3, 7, 8), lost=(2,), recalled=(8,), frozen_size=6)
    assert found == Lists(stayed=(1, 3), lost=(2, 4), new=(7,), recalled=(8,), gone=2)
    assert found.now == (1, 3, 7)


def test_a_mark_on_the_wrong_list_changes_nothing():
    found = lists((1, 2), (1, 2, 5), lost=(5,), recalled=(1,), frozen_size=2)
    assert (found.lost, found.recalled, found.now) == ((), (), (1, 2, 5))


def chain(n, ties):
    names = [str(i) for i in range(n)]
    return measure(names, [(str(a), str(b)) for a, b in ties])


def test_a_tighter_map_is_called_tighter_and_newcomers_are_doubted():
    before, now = chain(8, [(0, 1)]), chain(9, [(a, b) for a in range(5) for b in range(a)])
    found = map_findings(lists(range(8), range(9), (), (), 8), before, now)
    assert keys(found) == ["people", "change_tighter", "change_constraint", "recall_new", "recall"]
    assert dict(found)["people"] == {"lost": 0, "new": 1, "recalled": 0}


def test_with_fewer_than_eight_no_pattern_is_read():
    found = map_findings(lists(range(4), range(4), (), (), 4), chain(4, []), chain(4, [(0, 1)]))
    assert keys(found) == ["nobody_moved", "too_few", "recall"]


@pytest.mark.parametrize(
    ("end", "first", "days"),
    [
        (date(2026, 6, 1), date(2026, 4, 1), 62),  # not a day of the first
        (date(2026, 12, 31), date(2026, 10, 1), 92),  # and never more than three months
        (date(2026, 4, 1), date(2026, 4, 1), 1),
    ],
)
def test_the_second_account_takes_no_day_of_the_first(end, first, days):
    span = again_span(date(2026, 3, 31), end)
    assert (span.first, span.last, span.days) == (first, end, days)


def test_the_second_account_cannot_end_before_it_begins():
    assert again_span(date(2026, 3, 31), date(2026, 3, 31)) is None


def test_hours_a_week_take_the_length_of_the_span_into_account():
    assert per_week(10, Span(date(2026, 1, 1), date(2026, 2, 4))) == 2


def counted(nothing, of, end=date(2026, 3, 31)):
    results = ["nothing"] * nothing + ["idea"] * (of - nothing)
    return account([Entry(None, 1, 0, result) for result in results], end)


def test_two_small_accounts_overlap_and_two_far_apart_do_not():
    span = Span(date(2026, 4, 1), date(2026, 6, 1))
    assert keys(account_findings(counted(4, 10), counted(2, 10), span)) == [
        "account_overlap",
        "account_cause",
    ]
    assert keys(account_findings(counted(20, 20), counted(0, 20), span)) == ["account_apart", "account_cause"]
    assert keys(account_findings(counted(2, 4), counted(9, 10), span)) == ["account_too_few", "account_cause"]


def test_an_empty_account_and_a_short_one_are_named():
    span = Span(date(2026, 4, 1), date(2026, 4, 20))
    assert keys(account_findings(counted(0, 0), counted(1, 2), span)) == ["account_no_first"]
    assert keys(account_findings(counted(1, 2), counted(0, 0), span)) == ["account_no_second"]
    assert keys(account_findings(counted(1, 9), counted(1, 9), span))[0] == "account_short"


@pytest.mark.parametrize(
    ("first", "again", "moved"),
    [(0, 0, "same"), (10, 14, "same"), (10, 30, "more"), (30, 10, "fewer"), (0, 4, "same"), (0, 5, "more")],
)
def test_few_acts_more_may_be_chance_and_many_are_not(first, again, moved):
    assert acts_moved(first, again) == moved


def test_one_step_of_a_rating_is_no_change():
    assert [rating_moved(6, again) for again in (4, 5, 6, 7, 8)] == ["lower", *["same"] * 3, "higher"]


@pytest.mark.parametrize(
    ("acts", "rating", "says"),
    [
        ("more", "lower", "fits"),
        ("more", "higher", "both"),
        ("more", "same", "silent"),
        ("same", "higher", "against"),
        ("fewer", "higher", "against"),
        ("fewer", "lower", "silent"),
    ],
)
def test_the_articles_sentence_fits_only_more_acts_with_a_lower_rating(acts, rating, says):
    assert more_and_humbler(acts, rating) == says
