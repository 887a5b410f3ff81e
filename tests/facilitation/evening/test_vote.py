"""Approval voting: what counts, what breaks a tie, and that a closed vote stays closed."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.evening import vote
from facilitation.evening import words as explain
from facilitation.seating.participants import SheetProblem

THEMES = ("Blog", "X", "Nyhedsbrev")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

ballots = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sets(st.sampled_from(THEMES)), st.sets(st.sampled_from(THEMES))),
    max_size=12,
)


def polled(*cast, voters=()):
    poll = vote.open_vote(THEMES, voters)
    for voter, approved, *help_with in cast:
        poll = vote.cast(poll, voter, approved, *help_with)
    return poll


@given(ballots)
def test_each_counts_once_with_the_last_ballot_and_the_most_approved_wins(cast):
    result = vote.count(polled(*cast))
    last = {voter: (approved, helps) for voter, approved, helps in cast}
    votes = {theme: sum(theme in approved for approved, _ in last.values()) for theme in THEMES}
    helps = {theme: sum(theme in can for _, can in last.values()) for theme in THEMES}
    assert {(theme, votes[theme], helps[theme]) for theme in THEMES} == set(result.rows)
    assert result.voted == len(last)
    most = max(votes.values())
    even = [theme for theme in THEMES if votes[theme] == most]
    best = [theme for theme in even if helps[theme] == max(helps[one] for one in even)]
    assert result.winners == (tuple(best) if most else ())
    assert result.by_help == (most > 0 and len(best) < len(even))


def test_a_tie_is_broken_by_those_who_can_help():
    poll = polled(("A", ["Blog"]), ("B", ["X"], ["X"]))
    assert vote.count(poll).winners == ("X",) and vote.count(poll).by_help
    assert vote.count(polled(("A", ["Blog"]), ("B", ["X"]))).winners == ("Blog", "X")


def test_a_lot_settles_what_is_all_even_once_and_nothing_else():
    even = vote.close(polled(("A", ["Blog"]), ("B", ["X"])))
    drawn = vote.draw(even, choose=lambda themes: themes[1])
    assert vote.count(drawn).winners == ("X",) and vote.count(drawn).by_lot
    assert vote.draw(drawn, choose=lambda themes: themes[0]) == drawn
    assert vote.from_record(json.loads(json.dumps(vote.as_record(drawn)))) == drawn
    assert explain.winner(explain.words("da"), vote.count(drawn)).startswith("Loddet faldt på X")
    for other in (polled(("A", ["Blog"]), ("B", ["X"])), vote.close(polled(("A", ["Blog"])))):
        assert vote.draw(other) == other, "open, or won"


def test_help_does_not_beat_votes():
    poll = polled(("A", ["Blog"]), ("B", ["Blog"]), ("C", ["X"], ["X"]))
    assert vote.count(poll).winners == ("Blog",) and not vote.count(poll).by_help


def test_a_second_ballot_under_the_same_name_replaces_the_first():
    poll = polled(("Anne", ["Blog"]), (" anne ", ["X"]))
    assert poll.ballots == {"Anne": ("X",)}


def test_a_closed_vote_takes_no_more_and_says_so():
    poll = vote.close(polled(("A", ["Blog"])), NOON)
    with pytest.raises(SheetProblem, match="vote_closed"):
        vote.cast(poll, "B", ["X"])
    assert vote.close(poll).closed == NOON.isoformat()
    assert vote.count(poll).winners == ("Blog",)


@pytest.mark.parametrize(
    ("voter", "approved", "key"),
    [("", ["X"], "no_voter"), ("C", ["X"], "not_a_voter"), ("A", ["TikTok"], "no_such_theme")],
)
def test_a_ballot_that_cannot_count_is_a_sentence(voter, approved, key):
    with pytest.raises(SheetProblem) as raised:
        vote.cast(vote.open_vote(THEMES, ["A", "B"]), voter, approved)
    assert raised.value.key == key
    assert explain.problem(explain.words("da"), raised.value)


@pytest.mark.parametrize(
    ("themes", "key"),
    [
        ([], "too_few_themes"),
        (["Blog", " blog"], "too_few_themes"),
        ([str(n) for n in range(31)], "too_many_themes"),
    ],
)
def test_a_vote_needs_themes_to_choose_between(themes, key):
    with pytest.raises(SheetProblem, match=key):
        vote.open_vote(themes)


def test_a_poll_comes_back_from_its_file_as_it_was():
    poll = vote.close(polled(("A", ["Blog"], ["X"]), voters=["A", "B"]), NOON)
    assert vote.from_record(json.loads(json.dumps(vote.as_record(poll)))) == poll
    assert vote.count(poll).may_vote == 2
