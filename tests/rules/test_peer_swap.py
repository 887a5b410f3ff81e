"""The swap with a peer, and the two days when there is none."""

from datetime import datetime, timedelta

import pytest

from exercises.rules.peer_swap import CRITERIA, PARTS, Note, complete, findings
from exercises.rules.privacy import find

NOW = datetime(2026, 11, 23, 20)
GOT = {part: "Hvem er det til?" for part in PARTS}


def keys(note, now=NOW):
    return [key for key, _ in findings(note, now, find)]


def test_nothing_chosen_asks_who_reads():
    assert keys(Note()) == keys(Note(way="nogen")) == ["choose_way"]


def test_a_note_from_a_peer_has_three_parts_and_goes_both_ways():
    assert keys(Note(way="mail")) == [*(f"missing.{part}" for part in PARTS), "gave_missing"]
    whole = Note(way="table", got=GOT, gave="Tre gode ord", changed="Prisen kom først.")
    assert keys(whole) == ["ready"] and complete(whole, NOW)
    assert keys(Note(way="table", got=GOT, gave="Tre gode ord")) == ["changed_missing"]


def test_a_question_without_its_mark_is_asked_about():
    assert "no_question" in keys(Note(way="mail", got=GOT | {"question": "jeg ved det ikke"}))


def test_what_points_at_a_person_is_told_of():
    assert "person_email" in keys(Note(way="mail", got=GOT, gave="skriv til mette@firma.dk om det"))


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, "wait"), (47, "wait"), (48, "read_again"), (900, "read_again")]
)
def test_alone_one_reads_again_after_two_days(hours, expected):
    note = Note(way="alone", rested=NOW - timedelta(hours=hours))
    assert keys(note) == [expected]
    assert not complete(note, NOW)


def test_the_lowest_answer_says_where_to_begin():
    scores = dict.fromkeys(CRITERIA, 3)
    note = Note(way="alone", rested=NOW - timedelta(days=3), scores=scores, changed="Jeg skrev titlen om.")
    assert keys(note) == ["all_high", "ready"] and complete(note, NOW)
    lower = Note(way="alone", rested=note.rested, scores=scores | {"step": 1, "lawful": 1})
    assert keys(lower) == ["lowest.step", "changed_missing"]


def test_scores_given_before_the_two_days_do_not_count():
    early = Note(way="alone", rested=NOW, scores=dict.fromkeys(CRITERIA, 3))
    assert not complete(early, NOW)
