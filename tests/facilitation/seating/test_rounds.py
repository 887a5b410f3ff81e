"""Rounds: everybody once a round, nobody twice together where that is known to be possible, replanned."""

import os
import subprocess
import sys
from itertools import combinations, combinations_with_replacement, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.seating import designs, fewest, rounds
from facilitation.seating.participants import SheetProblem

QUICK = settings(max_examples=25, deadline=None)


def crowd(count, first=0, **columns):
    return pd.DataFrame({"name": [f"P{at}" for at in range(first, first + count)]} | columns)


def printed(code, **environment):
    """What a process of its own prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=os.environ | environment, check=True, capture_output=True).stdout


def names(tables):
    return sorted(name for table in tables for name in table)


def meetings(made):
    """Each pair's meetings, counted the plain way."""
    met = {}
    for tables in made.tables:
        for table in tables:
            for at, one in enumerate(sorted(table)):
                for other in sorted(table)[at + 1 :]:
                    met[one, other] = met.get((one, other), 0) + 1
    return met


@QUICK
@given(st.integers(2, 26), st.integers(1, 5), st.integers(2, 6))
def test_everybody_sits_once_a_round_at_tables_of_even_size(count, number, size):
    made = rounds.schedule(crowd(count), number, size, sweeps=3)
    assert len(made.tables) == number
    for tables in made.tables:
        assert names(tables) == sorted(crowd(count)["name"])
        sizes = list(map(len, tables))
        assert max(sizes) - min(sizes) <= 1 and min(sizes) >= 2
        assert max(sizes) <= max(size, 3)
    met = meetings(made)
    assert made.repeats == sum(times - 1 for times in met.values())
    assert made.repeats >= made.least_repeats
    assert made.met == {name: sum(name in pair for pair in met) for name in made.names}


@pytest.mark.parametrize(("count", "number", "size"), [(30, 6, 5), (29, 4, 5), (28, 9, 4), (24, 7, 4)])
def test_a_design_seats_people_so_that_nobody_meets_twice(count, number, size):
    made = rounds.schedule(crowd(count), number, size, sweeps=2)
    assert made.repeats == 0
    assert all(names(tables) == sorted(made.names) for tables in made.tables)


def test_where_annealing_brings_more_different_people_together_its_rounds_are_taken():
    trades = ["tømrer", "frisør", "biavler", "grafiker"] * 6
    who = rounds.people(crowd(24, trade=trades))
    liking, sizes = rounds._liking(who), [4] * 6
    turned = rounds._who_where(designs.design(sizes, 3), liking, 0)
    made = rounds.plan(sizes, 3, liking)
    assert rounds.repeats(rounds.meetings(made)) == rounds.repeats(rounds.meetings(turned)) == 0
    assert liking[rounds.meetings(made) > 0].sum() > liking[rounds.meetings(turned) > 0].sum()


@pytest.mark.parametrize(("count", "number", "size"), [(24, 4, 4), (30, 4, 3), (23, 3, 4), (40, 5, 4)])
def test_annealing_alone_finds_rounds_without_a_second_meeting(count, number, size):
    sizes = rounds.table_sizes(count, size)
    nothing = rounds.np.zeros((count, count))
    labels = rounds._anneal(sizes, number, nothing, nothing.astype(int), 0, None)
    assert rounds.repeats(rounds.meetings(labels)) == 0


def test_where_all_must_meet_again_no_more_repeats_than_must_be():
    made = rounds.schedule(crowd(4), 6, 2)
    assert made.least_repeats == made.repeats == 6


def test_different_people_meet_first_and_colleagues_last():
    trades = ["tømrer", "frisør", "biavler", "grafiker"] * 6
    made = rounds.schedule(crowd(24, trade=trades), 3, 4)
    by = dict(zip(made.names, trades, strict=True))
    assert made.repeats == 0
    assert all(by[one] != by[other] for one, other in meetings(made))
    assert made.difference == made.most_difference == 100


def test_a_design_is_given_to_people_so_that_different_ones_meet():
    sheet = crowd(20, trade=["tømrer", "frisør", "biavler", "grafiker", "murer"] * 4)
    made = rounds.schedule(sheet, 3, 4)
    plain = rounds.describe(
        made.people, [rounds._tables(made.names, row) for row in designs.design([4] * 5, 3)]
    )
    assert made.repeats == plain.repeats == 0 and made.difference > plain.difference


SCHEDULED = """
import json, pandas as pd
from facilitation.seating import rounds
trades = ["a", "b", "c", "d", "e"] * 4 + ["a"] * 2
people = pd.DataFrame({"name": [f"P{at}" for at in range(22)], "trade": trades})
print(json.dumps(rounds.schedule(people, 4, 4, seed=2).tables))
"""


def test_the_same_sheet_gives_the_same_rounds_on_another_day():
    """A set has another order in each process, as its seed has it."""
    assert len({printed(SCHEDULED, PYTHONHASHSEED=seed) for seed in ("1", "2", "3")}) == 1


def test_a_card_shows_the_table_of_each_round():
    made = rounds.schedule(crowd(9), 4, 3)
    for name in made.names:
        for number, table in enumerate(made.card(name)):
            assert name in made.tables[number][table - 1]
    assert len(made.frame) == 36 and list(made.frame.columns) == ["round", "table", "name"]


# ---- replanning ------------------------------------------------------------------------------------------


@QUICK
@given(st.integers(6, 20), st.integers(2, 5), st.data())
def test_replanning_keeps_what_was_played_and_seats_all_who_are_here(count, size, data):
    old = rounds.schedule(crowd(count), 4, size, sweeps=4)
    played = data.draw(st.integers(0, 4))
    gone = data.draw(st.lists(st.sampled_from(old.names), max_size=count - 3, unique=True))
    late = crowd(data.draw(st.integers(0, 3)), first=50)
    new = rounds.replan(old, played, gone=gone, late=late)
    assert new.tables[:played] == old.tables[:played]
    if played == 4:
        assert new is old
    here = sorted({*old.names, *late["name"]} - set(gone))
    for tables in new.tables[played:]:
        assert names(tables) == here
        sizes = list(map(len, tables))
        assert min(sizes) >= 2 and max(sizes) - min(sizes) <= 3
    if not gone and not len(late):
        assert new.tables == old.tables and not new.moved


def fewest_to_move(sizes, newcomers):
    """By trying all table sizes: the fewest who must change so that nobody sits alone and sizes are near."""
    here = sum(sizes) + newcomers
    best = here
    for target in product(range(here + 1), repeat=len(sizes)):
        laid = [size for size in target if size]
        # one table where two cannot be laid, or where all others are empty already
        alone = len(laid) == 1 and (here < 4 or sum(map(bool, sizes)) == 1)
        near = len(laid) > 1 and min(laid) >= 2 and max(laid) - min(laid) <= 2
        if sum(target) == here and (alone or near):
            best = min(best, sum(max(0, now - then) for now, then in zip(sizes, target, strict=True)))
    return best


@QUICK
@given(st.integers(5, 12), st.integers(3, 5), st.data())
def test_replanning_a_round_moves_the_fewest_people_that_can_be(count, size, data):
    old = rounds.schedule(crowd(count), 1, size, sweeps=2)
    gone = data.draw(st.lists(st.sampled_from(old.names), max_size=count - 2, unique=True))
    late = crowd(data.draw(st.integers(0, 3)), first=50)
    new = rounds.replan(old, 0, gone=gone, late=late)
    left = [len(set(table) - set(gone)) for table in old.tables[0]]
    assert len(new.moved) == fewest_to_move(left, len(late))


@pytest.mark.parametrize("gone", [["P0", "P1", "P2", "P3"], ["P4", "P5", "P6"]])
def test_whoever_is_left_at_the_only_table_stays_there(gone):
    old = rounds.schedule(crowd(7), 1, 4, sweeps=2)
    new = rounds.replan(old, 0, gone=next(table for table in old.tables[0] if gone[0] in table))
    assert len(new.tables[0]) == 1 and new.moved == []


def test_one_no_show_moves_nobody_and_brings_no_second_meeting():
    old = rounds.schedule(crowd(20), 5, 4)
    new = rounds.replan(old, 0, gone=["P3"])
    assert new.moved == [] and new.repeats == 0
    assert [sorted(map(len, tables)) for tables in new.tables] == [[3, 4, 4, 4, 4]] * 5


def test_a_table_left_with_one_is_filled_by_one_who_meets_new_people():
    old = rounds.schedule(crowd(20), 2, 4)
    table = next(t for t in old.tables[1])
    new = rounds.replan(old, 1, gone=table[:3])
    assert min(map(len, new.tables[1])) >= 2
    assert 1 <= len(new.moved) <= 2 and new.repeats == 0


def test_who_left_can_come_back():
    old = rounds.schedule(crowd(12), 4, 4)
    away = rounds.replan(old, 1, gone=["P2"])
    still_away = rounds.replan(away, 2)
    back = rounds.replan(still_away, 3, late=crowd(1, first=2))
    assert still_away.card("P2")[1:] == [None] * 3
    assert back.card("P2")[1:3] == [None, None] and back.card("P2")[3] is not None


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (lambda: rounds.schedule(crowd(1), 3, 4), "two_people"),
        (lambda: rounds.schedule(crowd(0), 3, 4), "empty"),
        (lambda: rounds.schedule(crowd(9), 0, 4), "no_rounds"),
        (lambda: rounds.schedule(crowd(9), 3, 1), "table_size"),
        (lambda: rounds.replan(rounds.schedule(crowd(9), 3, 3), 4), "round_played"),
        (lambda: rounds.replan(rounds.schedule(crowd(9), 3, 3), 1, gone=["X"]), "not_here"),
        (lambda: rounds.replan(rounds.schedule(crowd(2), 3, 2), 1, gone=["P0"]), "two_people"),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_sentence(made, key):
    with pytest.raises(SheetProblem, match=key):
        made()


# ---- few people: the best there is ---------------------------------------------------------------


def every_round(people, sizes):
    """All ways to seat everybody at tables of these sizes, as sets of pairs."""
    if not sizes:
        yield frozenset()
        return
    for size in sorted(set(sizes)):
        rest = list(sizes)
        rest.remove(size)
        for others in combinations(people[1:], size - 1):
            pairs = frozenset(combinations((people[0], *others), 2))
            for more in every_round([one for one in people[1:] if one not in others], rest):
                yield pairs | more


def test_the_list_of_the_fewest_second_meetings_is_true():
    for (people, tables, number), (count, how, _) in fewest._lines().items():
        sizes = tuple(len(part) for part in rounds.np.array_split(range(people), tables))
        labels, _ = fewest.known(sizes, number)
        assert [rounds.np.bincount(row).tolist() for row in labels] == [list(sizes)] * number
        assert rounds.repeats(rounds.meetings(labels)) == count
        assert how == "searched" or fewest.least(sizes, number) == count
        assert fewest.least(sizes, number) <= count


@pytest.mark.parametrize(("people", "sizes", "number"), [(6, [3, 3], 3), (7, [3, 2, 2], 4), (10, [5, 5], 3)])
def test_what_is_called_exhausted_is_the_best_of_every_schedule(people, sizes, number):
    ways = list(every_round(list(range(people)), sizes))
    beside, first = len(ways[0]), ways[0]
    best = min(
        number * beside - len(first.union(*more)) for more in combinations_with_replacement(ways, number - 1)
    )
    labels, how = fewest.known(tuple(sizes), number)
    assert how == "exhausted" and rounds.repeats(rounds.meetings(labels)) == best


@pytest.mark.parametrize(
    ("count", "size", "number", "best"),
    [(7, 4, 3, 6), (10, 4, 3, 2), (10, 4, 4, 3), (11, 4, 3, 4), (11, 4, 4, 8), (12, 4, 3, 6), (12, 3, 5, 3)],
)
def test_few_people_meet_again_as_seldom_as_can_be(count, size, number, best):
    made = rounds.schedule(crowd(count), number, size)
    assert made.repeats == best >= made.least_repeats


# ---- language and wishes -------------------------------------------------------------------------


def mixed(seed, count=16):
    """People of whom some speak one language only and some both, shuffled by ``seed``."""
    rng = rounds.np.random.default_rng(seed)
    spoken = ["dansk"] * (count * 5 // 8) + ["engelsk"] * (count // 8)
    spoken += ["dansk, engelsk"] * (count - len(spoken))
    return crowd(count, language=rng.permutation(spoken).tolist())


@pytest.mark.parametrize("seed", range(20))
def test_no_table_lacks_a_common_language_while_one_is_possible(seed):
    made = rounds.schedule(mixed(seed), 3, 4, seed=seed)
    spoken = {row["name"]: set(row["language"]) for row in made.people.frame.to_dict("records")}
    for tables in made.tables:
        assert all(set.intersection(*(spoken[name] for name in table)) for table in tables)
    assert not made.conflicts and all(all(row) for row in made.languages)


def test_three_who_share_a_language_two_and_two_share_none():
    sheet = crowd(6, language=["da, en", "en, de", "da, de", "da, en", "en, de", "da, de"])
    made = rounds.schedule(sheet, 2, 3)
    assert all(all(row) for row in made.languages)


def test_sizes_give_way_where_only_others_let_all_understand_each_other():
    sheet = crowd(8, language=["engelsk"] * 3 + ["dansk"] * 5)
    made = rounds.schedule(sheet, 2, 5)
    assert not made.conflicts and sorted(map(len, made.tables[0])) == [3, 5]


def test_who_shares_a_language_with_nobody_is_said():
    made = rounds.schedule(crowd(8, language=["dansk"] * 7 + ["engelsk"]), 2, 4)
    assert [kind for kind, *_ in made.conflicts] == ["no_language"] * 2
    assert all("P7" in names for *_, names in made.conflicts)


def test_a_newcomer_sits_where_somebody_understands():
    sheet = crowd(12, language=["dansk"] * 8 + ["dansk, engelsk"] * 4)
    late = crowd(1, first=50, language=["engelsk"])
    new = rounds.replan(rounds.schedule(sheet, 4, 4), 1, late=late)
    assert not new.conflicts


def test_wishes_of_the_host_hold_in_every_round():
    together, never = [""] * 12, [""] * 12
    together[0], never[2] = "P1", "P3, P4"
    made = rounds.schedule(crowd(12, together=together, competitors=never), 4, 4)
    assert not made.conflicts
    for tables in made.tables:
        for table in tables:
            assert ("P0" in table) == ("P1" in table)
            assert "P2" not in table or not {"P3", "P4"} & set(table)


# ---- those who come late -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "size", "late", "most"),
    [(12, 4, 5, 5), (2, 2, 2, 2), (12, 4, 1, 5), (9, 3, 4, 4), (8, 4, 8, 5), (16, 4, 7, 5), (6, 6, 6, 7)],
)
def test_those_who_come_late_get_tables_where_the_others_would_be_too_large(count, size, late, most):
    new = rounds.replan(rounds.schedule(crowd(count), 4, size), 1, late=crowd(late, first=50))
    for tables in new.tables[1:]:
        assert max(map(len, tables)) <= most and min(map(len, tables)) >= 2
    assert new.moved == [] or new.repeats


def test_one_who_comes_late_gets_a_seat_in_the_round_that_is_played():
    old = rounds.schedule(crowd(12), 3, 4)
    gone = old.tables[0][1][0]
    new = rounds.replan(old, 1, gone=[gone], late=crowd(1, first=50), now=True)
    assert names(new.tables[0]) == sorted({*old.names, "P50"} - {gone})
    assert new.card("P50")[0] == 2 and new.card(gone)[0] is None
    left = [[name for name in table if name in old.tables[0][at]] for at, table in enumerate(new.tables[0])]
    assert left == [[name for name in table if name != gone] for table in old.tables[0]]
