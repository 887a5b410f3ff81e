from exercises.rules.retrieval import questions_for

BANKS = {n: [f"a{n}", f"b{n}", f"myth_{n}", f"c{n}"] for n in range(1, 11)}


def test_the_first_lesson_begins_with_all_of_its_own_questions():
    assert questions_for(1, BANKS) == [(1, key) for key in BANKS[1]]


def test_a_question_returns_in_the_next_lesson_and_three_lessons_later():
    assert (4, "a4") in questions_for(5, BANKS)
    assert (4, "a4") not in questions_for(6, BANKS)
    assert (4, "a4") in questions_for(7, BANKS)


def test_a_lesson_begins_with_two_from_the_last_one_from_three_back_and_a_myth():
    asked = questions_for(8, BANKS)
    assert [n for n, _ in asked[:3]] == [7, 7, 5]
    assert asked[3][1].startswith("myth_")
    assert asked[3][0] < 8


def test_the_second_lesson_asks_what_there_is():
    assert questions_for(2, BANKS) == [(1, "a1"), (1, "b1"), (1, "myth_1")]


def test_no_question_is_asked_twice_in_one_lesson():
    for n in range(1, 11):
        asked = questions_for(n, BANKS)
        assert len(set(asked)) == len(asked)


def test_every_myth_comes_round():
    later = {key for n in range(2, 20) for key in questions_for(n, BANKS | {n: [] for n in range(11, 20)})}
    assert {(n, f"myth_{n}") for n in (1, 2)} <= later


def test_no_banks_no_questions():
    assert questions_for(3, {}) == []


def test_the_capstone_asks_its_own_bank_and_one_from_every_lesson_but_the_first():
    asked = questions_for(11, BANKS | {11: ["a11", "myth_11", "b11"]})
    assert asked[:3] == [(11, "a11"), (11, "myth_11"), (11, "b11")]
    assert asked[3:] == [(n, f"c{n}") for n in range(2, 11)]
    assert questions_for(11, {11: ["a11"], 3: ["myth_3"]}) == [(11, "a11")]
