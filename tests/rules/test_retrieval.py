from exercises.rules.retrieval import is_myth, questions_for
from exercises.views.retrieval import banks

BANKS = {n: [f"a{n}", f"b{n}", f"myth_{n}", f"c{n}"] for n in range(1, 11)}


def test_the_first_lesson_begins_with_all_of_its_own_questions():
    assert questions_for(1, BANKS) == [(1, key) for key in BANKS[1]]


def test_what_a_lesson_taught_returns_after_one_three_and_five_lessons_in_another_situation_each_time():
    assert [key for n, key in questions_for(5, BANKS) if n == 4 and not is_myth(key)] == ["a4", "b4"]
    assert (4, "c4") not in questions_for(6, BANKS)
    assert (4, "c4") in questions_for(7, BANKS)
    assert any(n == 4 and not is_myth(key) for n, key in questions_for(9, BANKS))


def test_a_lesson_begins_with_two_from_the_last_one_from_three_back_one_from_five_back_and_a_myth():
    asked = questions_for(8, BANKS)
    assert [n for n, _ in asked[:4]] == [7, 7, 5, 3]
    assert is_myth(asked[4][1]) and asked[4][0] < 8
    assert len(asked) == 5


def test_the_second_lesson_asks_what_there_is():
    assert questions_for(2, BANKS) == [(1, "a1"), (1, "b1"), (1, "myth_1")]


def test_no_question_is_asked_twice_in_one_lesson():
    for n in range(1, 11):
        asked = questions_for(n, BANKS)
        assert len(set(asked)) == len(asked)


def test_every_question_of_the_course_comes_up_and_none_is_left_for_nobody():
    found = {
        bank.data["lesson"]["number"]: [key for key in bank.data if key != "lesson"]
        for bank in banks().values()
    }
    asked = [one for n in found for one in questions_for(n, found)]
    assert set(asked) == {(n, key) for n, keys in found.items() for key in keys}
    # only lesson 1, which is asked whole before it is read, comes twice
    assert {n for n, key in asked if asked.count((n, key)) > 1} == {1}


def test_no_banks_no_questions():
    assert questions_for(3, {}) == []


def test_the_capstone_asks_its_own_bank_and_what_no_lesson_has_asked():
    with_own = BANKS | {11: ["a11", "myth_11", "b11"]}
    asked = questions_for(11, with_own)
    assert asked[:3] == [(11, "a11"), (11, "myth_11"), (11, "b11")]
    before = {one for n in range(1, 11) for one in questions_for(n, with_own)}
    assert asked[3:] and not before & set(asked[3:])
