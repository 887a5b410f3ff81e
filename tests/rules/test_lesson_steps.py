import pytest

from exercises.rules.lesson_steps import Part, steps
from exercises.rules.minutes import Work


def part(cell, section="idea", words=150, heading=2, **more):
    return Part(cell, section, Work(words=words), heading, **more)


def cut(*parts):
    return [step.cells for step in steps(parts)]


def test_a_new_section_begins_a_step():
    assert cut(part("a", "idea"), part("b", "example")) == [("a",), ("b",)]


def test_small_neighbours_are_joined_up_to_some_300_words():
    assert cut(part("a"), part("b"), part("c")) == [("a", "b"), ("c",)]


def test_a_cell_without_a_heading_stays_with_what_it_belongs_to():
    assert cut(part("a", words=280), part("b", heading=0)) == [("a", "b")]


def test_a_line_or_two_go_with_what_follows():
    assert cut(part("a", words=20), part("b", words=290)) == [("a", "b")]


def test_an_exercise_stays_with_its_text_and_ends_the_step():
    exercise = part("b", words=500, heading=0, is_exercise=True)
    assert cut(part("a"), exercise, part("c", words=10)) == [("a", "b"), ("c",)]


def test_what_the_four_hour_way_leaves_out_is_a_step_of_its_own():
    parts = (part("a"), part("b", is_long=True), part("c"))
    assert cut(*parts) == [("a",), ("b",), ("c",)]
    assert [step.is_long for step in steps(parts)] == [False, True, False]


def test_no_cell_is_lost_and_none_comes_twice():
    parts = [part(str(n), words=n * 37 % 200, heading=n % 4, is_exercise=n % 5 == 0) for n in range(40)]
    assert [cell for cells in cut(*parts) for cell in cells] == [str(n) for n in range(40)]


@pytest.mark.parametrize("words", [0, 40])
def test_the_work_of_a_step_is_that_of_its_parts(words):
    [step] = steps([part("a", words=words), part("b", words=100)])
    assert step.work.words == words + 100
