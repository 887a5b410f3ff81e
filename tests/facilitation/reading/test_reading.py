"""The pile of answers, and the marks put into nbgrader's gradebook beside formgrader."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from facilitation.nbgrader_settings import configure
from facilitation.reading import desk as reading
from facilitation.reading import feedback
from facilitation.reading.beside import Beside
from facilitation.reading.desk import FIRST, SECOND, Desk, Names, NotRead, Waiting

CHECKOUT = Path(__file__).parents[3]
SOURCES = sorted(CHECKOUT.glob("source/*/*.ipynb"))
ANSWER = "Jeg brugte 24 timer. <b>Det</b> gav 2 < 3 ordrer."
COMMENT = "Jeg kan se dig for mig.\n\nHvad sagde hun?"


@pytest.fixture
def desk(hand_ins):
    return Desk(hand_ins.folder)


@pytest.fixture
def question(desk, hand_ins):
    return desk.questions(hand_ins.assignment)[0]


def key(raised):
    return raised.value.key


# ---- what there is to read -------------------------------------------------------------------------------


def test_questions_come_in_order_with_their_line_of_the_rubric(desk, hand_ins):
    questions = desk.questions(hand_ins.assignment)
    assert [one.name for one in questions] == ["answer-1", "answer-2", "answer-3", "plan-then"]
    assert [one.criterion for one in questions] == ["egne data", "erfaring", "teori", "næste skridt og etik"]
    assert all(len(one.levels) == 4 and one.maximum == 3 for one in questions)
    assert questions[0].levels[1] == "Du nævner dine tal."


def test_the_parts_of_a_plan_are_read_as_one(desk, hand_ins):
    plan = desk.questions(hand_ins.assignment)[3]
    assert [name for name, _ in plan.parts] == ["plan-if", "plan-then", "plan-when"]
    assert [heading for _, heading in plan.parts] == ["Hvis …", "… så …", "Hvornår?"]
    assert plan.title == "4. Dit næste skridt"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parent.name)
def test_every_answer_with_points_has_a_line_of_its_own_in_every_reflection(path):
    nb = reading._notebook(path)
    points = {
        (path.stem, cell.metadata.nbgrader.grade_id): cell.metadata.nbgrader.points
        for cell in nb.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    questions = reading.questions_of(path.parent.name, path.stem, nb, points)
    assert [one.criterion for one in questions if not one.levels] == []
    criteria = [one.criterion for one in questions]
    assert len(set(criteria)) == len(criteria) == len(reading.rubric_rows(nb))
    read = [name for one in questions for name, _ in one.parts]
    written = [name for _, name in points if not name.startswith("check")]
    assert sorted(read) == sorted(written)


def test_the_capstones_plan_is_read_by_its_own_line_though_it_stands_last():
    nb = reading._notebook(CHECKOUT / "source/11-my-plan-da/my-plan.ipynb")
    points = {
        ("my-plan", cell.metadata.nbgrader.grade_id): cell.metadata.nbgrader.points
        for cell in nb.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    questions = reading.questions_of("11-my-plan-da", "my-plan", nb, points)
    assert [one.criterion for one in questions][-1] == "næste skridt"
    assert [name for name, _ in questions[-1].parts] == ["plan-goals", "plan-if", "plan-then", "plan-when"]


@pytest.fixture
def two_in_a_row():
    """A reflection of two answers that follow each other at once, with levels 0 to 3 for both."""
    table = """
|  | 0 | 1 | 2 | 3 |
|---|---|---|---|---|
| **1: erfaring** | a0 | a1 | a2 | a3 |
| **2: teori** | b0 | b1 | b2 | b3 |
"""
    cells = [
        new_markdown_cell(table, id=feedback.RUBRIC),
        new_markdown_cell("## Hvad skete der?\n\nFortæl det kort."),
        *(
            new_markdown_cell("", metadata={"nbgrader": {"grade_id": name, "solution": True, "grade": True}})
            for name in ("happened", "means")
        ),
    ]
    return new_notebook(cells=cells)


def test_of_two_answers_in_a_row_the_second_does_not_get_the_firsts_question(two_in_a_row):
    points = {("x", "happened"): 3, ("x", "means"): 3}
    first, second = reading.questions_of("01-x", "x", two_in_a_row, points)
    assert (first.title, second.title) == ("Hvad skete der?", "means")
    assert "Fortæl det kort" in first.prompt and second.prompt == ""
    assert (first.criterion, second.criterion) == ("erfaring", "teori")
    assert second.levels == ("b0", "b1", "b2", "b3")


@pytest.mark.parametrize(("worth", "levels"), [(3, 4), (4, 0), (2, 0), (3.5, 0)])
def test_the_rubrics_words_stand_only_where_there_is_one_for_each_point(two_in_a_row, worth, levels):
    points = {("x", "happened"): worth, ("x", "means"): 3}
    first, _ = reading.questions_of("01-x", "x", two_in_a_row, points)
    assert first.criterion == "erfaring" and len(first.levels) == levels


def test_a_rubric_without_a_line_for_an_answer_gives_no_words():
    rows = [("erfaring", ("a", "b")), ("teori", ("c", "d"))]
    assert reading._row(rows, ["Læst for **teori**."], 0, 2) == rows[1]
    assert reading._row(rows, ["Skriv **noget**."], 1, 2) == rows[1]
    assert reading._row(rows, ["Skriv **noget**."], 1, 3) is None


def test_an_answer_stands_as_typed_with_the_learners_figures(desk, hand_ins, question):
    hand_ins.hand_in("anna", figure="24<script>alert(1)</script>", answer_1=ANSWER)
    answer = desk.answer(question, "anna")
    assert answer.parts == (("1. Dit regnskab og påstanden", ANSWER),)
    assert "24" in answer.figures and "<script" not in answer.figures
    for shown in (answer.figures, Beside(desk).whole(question, answer)):
        assert "24" in shown and "Dine egne tal" not in shown, "what is said to the learner"
    assert (answer.waiting, answer.score, answer.comment) == (True, None, "")
    assert "40–250" in question.prompt and "<h2" in question.prompt


def test_the_pile_counts_what_waits_and_what_is_empty_is_not_waiting(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER, answer_2=ANSWER)
    hand_ins.hand_in("bo")
    (pile,) = desk.piles()
    assert (pile.assignment, pile.lang, pile.read, pile.total) == (hand_ins.assignment, "da", 6, 8)
    assert pile.title == "Refleksion: Hvorfor netværke?"
    assert desk.pile(question) == [Waiting("anna", "anna", True, None), Waiting("bo", "bo", False, 0)]


def test_a_learner_goes_by_the_name_in_the_gradebook(desk, hand_ins, question):
    hand_ins.hand_in("a1", answer_1=ANSWER)
    with hand_ins.gradebook() as gradebook:
        gradebook.update_or_create_student("a1", first_name="Anna", last_name="Ærø")
    assert desk.pile(question)[0].name == "Anna Ærø"


def test_no_hand_ins_are_no_pile(desk):
    assert desk.piles() == []


# ---- marks -----------------------------------------------------------------------------------------------


def test_a_mark_lands_where_formgrader_reads_it_and_the_feedback_page_too(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    after = desk.mark(question, desk.answer(question, "anna"), 2, COMMENT)
    assert hand_ins.stored("anna") == (2.0, False, COMMENT)
    assert (after.waiting, after.score, after.comment) == (False, 2, COMMENT)
    assert desk.pile(question) == [Waiting("anna", "anna", False, 2)]
    with hand_ins.gradebook() as gradebook:
        submitted = gradebook.find_submission_notebook(hand_ins.notebook, hand_ins.assignment, "anna")
        assert submitted.score == 2 and not submitted.needs_manual_grade


def test_a_comment_is_kept_before_there_is_a_mark(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    desk.note(question, desk.answer(question, "anna"), COMMENT)
    assert hand_ins.stored("anna") == (None, True, COMMENT)


def test_a_comment_with_a_blank_is_not_sent(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    with pytest.raises(NotRead) as raised:
        desk.mark(question, desk.answer(question, "anna"), 2, "Du skriver »…«.")
    assert key(raised) == "blank"
    assert hand_ins.stored("anna") == (None, True, None)


@pytest.mark.parametrize(
    ("comment", "blank"),
    [("»…«", True), ("Tænk på … igen", True), ("Og så… ja", False), ("", False), ("…", True)],
)
def test_the_banks_blank_is_told_from_a_writers_three_dots(comment, blank):
    assert reading.has_blank(comment) == blank


def test_a_mark_that_the_question_does_not_give_is_refused(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    with pytest.raises(ValueError):
        desk.mark(question, desk.answer(question, "anna"), 4, "")


def test_an_answer_handed_in_anew_meanwhile_is_not_marked_unread(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    answer = desk.answer(question, "anna")
    hand_ins.hand_in("anna", day=2, answer_1="Noget helt andet.")
    with pytest.raises(NotRead) as raised:
        desk.mark(question, answer, 3, COMMENT)
    assert key(raised) == "changed_answer"
    assert hand_ins.stored("anna") == (None, True, None)


def test_a_mark_from_formgrader_meanwhile_is_not_written_over(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    answer = desk.answer(question, "anna")
    desk.mark(question, desk.answer(question, "anna"), 1, "Fra formgrader")
    with pytest.raises(NotRead) as raised:
        desk.mark(question, answer, 3, COMMENT)
    assert key(raised) == "changed_mark"
    assert hand_ins.stored("anna") == (1.0, False, "Fra formgrader")


def test_a_new_hand_in_waits_again_and_shows_the_mark_it_had(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    desk.mark(question, desk.answer(question, "anna"), 1, COMMENT)
    hand_ins.hand_in("anna", day=3, answer_1=ANSWER + " Mere.")
    answer = desk.answer(question, "anna")
    assert (answer.waiting, answer.score, answer.comment) == (True, 1, COMMENT)


def test_a_learner_removed_meanwhile_is_said(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    answer = desk.answer(question, "anna")
    with hand_ins.gradebook() as gradebook:
        gradebook.remove_student("anna")
    with pytest.raises(NotRead) as raised:
        desk.mark(question, answer, 3, COMMENT)
    assert key(raised) == "gone"


def test_a_locked_gradebook_is_said_and_holds_what_it_held(desk, hand_ins, question):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    answer = desk.answer(question, "anna")
    desk.course.db_url += "?timeout=0.1"
    with sqlite3.connect(hand_ins.folder / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NotRead) as raised:
            desk.mark(question, answer, 3, COMMENT)
        other.execute("ROLLBACK")
    assert key(raised) == "locked"
    assert raised.value.__cause__ is None
    assert hand_ins.stored("anna") == (None, True, None)


def test_bad_states_of_the_folder_are_said(desk, hand_ins, question, tmp_path):
    hand_ins.hand_in("anna", answer_1=ANSWER)
    path = hand_ins.folder / "autograded/anna" / hand_ins.assignment / f"{hand_ins.notebook}.ipynb"
    path.write_text("{")
    for wanted, do in (
        ("no_file", lambda: desk.answer(question, "anna")),
        ("gone", lambda: desk.questions("77-nothing-da")),
        ("no_folder", lambda: Desk(tmp_path)),
        ("no_sample", lambda: desk.piles(SECOND, hand_ins.assignment)),
    ):
        with pytest.raises(NotRead) as raised:
            do()
        assert key(raised) == wanted
    book = hand_ins.folder / "gradebook.db"
    book.write_bytes(b"this is no database at all" * 99)
    with pytest.raises(NotRead) as raised:
        desk.piles()
    assert key(raised) == "damaged"
    book.unlink()
    with pytest.raises(NotRead) as raised:
        desk.piles()
    assert key(raised) == "no_gradebook" and not book.exists()


# ---- time, order, names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "left", "minutes"),
    [
        ([], 0, 0),
        ([], 4, 10),
        ([10, 10], 4, 10),
        ([60, 60, 60], 4, 4),
        ([30, 60, 90, 3600], 10, 10),
        ([1, 1, 1], 5, 1),
    ],
)
def test_the_time_left_follows_the_readers_own_pace_without_pauses(seconds, left, minutes):
    assert reading.minutes_left(seconds, left) == minutes


@given(st.lists(st.booleans(), max_size=12), st.integers(-1, 12))
def test_the_next_unread_is_the_first_after_this_one_and_else_from_the_top(waits, after):
    pile = [Waiting(str(n), str(n), waiting, None) for n, waiting in enumerate(waits)]
    after = min(after, len(pile) - 1)
    found = reading.next_waiting(pile, after)
    unread = [at for at, waiting in enumerate(waits) if waiting]
    later = [at for at in unread if at > after]
    assert found == (later or unread or [None])[0]


def test_numbers_stay_the_same_all_through_and_tell_nothing_of_the_names():
    students = [f"learner-{n:02}" for n in range(20)]
    names = Names("salt")
    names.meet(students[:10])
    before = {student: names.number(student) for student in students[:10]}
    names.meet(students)
    assert {student: names.number(student) for student in students[:10]} == before
    assert sorted(names.number(student) for student in students) == list(range(1, 21))
    orders = {tuple(sorted(students, key=Names().place)) for _ in range(5)}
    assert len(orders) == 5 and tuple(students) not in orders


# ---- two readers -----------------------------------------------------------------------------------------


@pytest.fixture
def drawn(desk, hand_ins):
    """Six learners, marked by the first reader; four drawn for the second."""
    for n in range(6):
        hand_ins.hand_in(f"learner-{n}", answer_1=ANSWER, answer_2=ANSWER if n % 2 else "")
    question = desk.questions(hand_ins.assignment)[0]
    for n in range(6):
        desk.mark(question, desk.answer(question, f"learner-{n}"), n % 4, COMMENT)
    assert desk.draw(hand_ins.assignment, 4, 7) == 4
    return [one.student for one in desk.pile(question, SECOND)]


def test_the_second_reader_gets_the_sample_alone_and_none_of_the_marks(desk, hand_ins, question, drawn):
    assert len(drawn) == 4
    second = desk.answer(question, drawn[0], SECOND)
    assert (second.waiting, second.score, second.comment) == (True, None, "")
    (pile,) = desk.piles(SECOND, hand_ins.assignment)
    assert pile.total == 16
    raw = desk.second_file(hand_ins.assignment).read_bytes()
    left_out = {f"learner-{n}" for n in range(6)} - set(drawn)
    with hand_ins.gradebook(desk.second_file(hand_ins.assignment).name) as gradebook:
        there = {one.student.id for one in gradebook.assignment_submissions(hand_ins.assignment)}
    assert there == set(drawn) and not there & left_out
    assert COMMENT.encode() not in raw


def test_the_second_readers_marks_stay_out_of_the_gradebook(desk, hand_ins, question, drawn):
    before = hand_ins.stored(drawn[0])
    desk.mark(question, desk.answer(question, drawn[0], SECOND), 3, "Min egen", SECOND)
    assert hand_ins.stored(drawn[0]) == before
    name = desk.second_file(hand_ins.assignment).name
    assert hand_ins.stored(drawn[0], name=name) == (3.0, False, "Min egen")


def test_only_what_both_have_read_is_compared(desk, hand_ins, question, drawn):
    for student in drawn[:3]:
        desk.mark(question, desk.answer(question, student, SECOND), 3, "", SECOND)
    hand_ins.hand_in(drawn[1], day=9, answer_1="Ny tekst.")
    with hand_ins.gradebook() as gradebook:
        gradebook.remove_student(drawn[2])
    pairs, left = desk.compare(hand_ins.assignment)
    assert [(pair.student, pair.first, pair.second) for pair in pairs] == [
        (drawn[0], int(drawn[0][-1]) % 4, 3)
    ]
    # the four answers of each: handed in anew, removed; and of two others those that wait
    answered_two = sum(int(student[-1]) % 2 for student in (drawn[0], drawn[3]))
    assert left == {"changed": 4, "gone": 4, "unread": 1 + answered_two}


def test_an_empty_answer_is_no_agreement(desk, hand_ins, drawn):
    pairs, _ = desk.compare(hand_ins.assignment)
    assert pairs == []


def test_a_sample_is_not_drawn_over_another_and_can_be_put_aside(desk, hand_ins, drawn):
    with pytest.raises(NotRead) as raised:
        desk.draw(hand_ins.assignment, 4, 7)
    assert key(raised) == "sample_there"
    aside = desk.put_aside(hand_ins.assignment)
    assert (hand_ins.folder / aside).exists()
    assert desk.draw(hand_ins.assignment, 4, 7) == 4
    assert [one.student for one in desk.pile(desk.questions(hand_ins.assignment)[0], SECOND)] == drawn


def test_nothing_handed_in_is_nothing_to_draw(desk, hand_ins):
    with pytest.raises(NotRead) as raised:
        desk.draw(hand_ins.assignment, 4, 7)
    assert key(raised) == "nothing_to_draw"
    assert sorted(path.name for path in hand_ins.folder.glob("*.db")) == ["gradebook.db"]


# ---- what nobody is to read ------------------------------------------------------------------------------


def test_autograde_leaves_the_parts_of_a_plan_without_points_to_nobody(hand_ins, tmp_path):
    submitted = hand_ins.folder / "submitted/anna" / hand_ins.assignment
    shutil.copytree(hand_ins.folder / "source" / hand_ins.assignment, submitted)
    (submitted / "timestamp.txt").write_text("2026-11-23 10:00:00.000000 UTC")
    api = NbGraderAPI(config=configure(Config(), hand_ins.folder, tmp_path / "exchange"))
    result = api.autograde(hand_ins.assignment, "anna")
    assert result["success"], json.dumps(result)[-2000:]
    waits = {name: hand_ins.stored("anna", name)[1] for name in ("plan-if", "plan-then", "plan-when")}
    assert waits == {"plan-if": False, "plan-then": True, "plan-when": False}
    desk = Desk(hand_ins.folder)
    question = desk.questions(hand_ins.assignment)[0]
    assert desk.answer(question, "anna", FIRST).parts[0][1].startswith("Jeg brugte 24 timer")
